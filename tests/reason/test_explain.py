"""Explanations of published cases, against what the papers say; names, candidates and words."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kg.build.explain import CaseSources, explain_case, find_class
from kg.build.explanation import Explanation
from kg.errors import DataError, UsageError
from kg.publish.explanation_text import to_text
from kg.reason.explain import Answer, candidates, genus, verdict
from kg.reason.syntax import TYPE
from tests.conftest import ROOT
from tests.reason.published import case_ids, mbc, part, reasoned, sources


@cache
def case(case_id: str) -> CaseSources:
    return CaseSources(case_id, str(ROOT))


def told(explanation: Explanation, name: str | None) -> tuple[str, set[str], set[str], set[str]]:
    """Verdict, sentences of the stated statements, rule files, and locators with the first words of the passages."""
    answer = explanation.answer(name)
    stated = {explanation.sentence(step) for step in answer.steps if step.kind == "stated"}
    rules = {step.rule for step in answer.steps if step.rule}
    read = {
        f"{passage.locator}: {passage.anchor_start or ''}"
        for statement in answer.statements
        for passage in (explanation.source(statement) or pytest.fail("no source")).passages
    }
    return answer.verdict, stated, rules, read


# Worked out from the reports by hand: what each verdict has to rest on, and a passage that has to be among those cited.
GOLDEN = [
    (
        ("cheng-2025", "SolitaryMetastasis", "scalp-nodule"),
        "yes",
        {
            "scalp nodule is a distant metastasis",
            "restaging 2025 is a disease assessment",
            "restaging 2025 detects scalp nodule",
            "restaging 2025 finds restaging 2025 no other metastasis finding",
            'restaging 2025 no other metastasis finding is a finding of "no other metastasis"',
        },
        {"first-detection", "solitary"},
        "Abstract: No additional metastatic lesions",
    ),
    (
        ("cheng-2025", "LocallyTreatedMetastasis", "scalp-nodule"),
        "no",
        {
            "scalp nodule is a distant metastasis",
            "no local therapy of scalp concerns scalp nodule",
            'no local therapy of scalp is a finding of "no local therapy"',
        },
        {"locally-untreated"},
        "Discussion ¶3: our patient did not",
    ),
    (
        ("cheng-2025", "HER2LowProfile", "scalp-cytology-profile"),
        "yes",
        {
            "scalp cytology profile is a receptor profile",
            "scalp cytology profile has result: scalp cytology her2",
            "scalp cytology her2 is a HER2 result",
            "scalp cytology her2: IHC score 1",
        },
        set(),
        "Abstract: In April 2025",
    ),
    (
        ("cheng-2025", "SolitaryMetastasis", "frontal-bone-metastasis"),
        "no",
        {"frontal bone metastasis is a distant metastasis", "frontal bone metastasis: focus count at least 2"},
        set(),
        "Figure 6, legend: irregular hypermetabolic foci in",
    ),
    (
        ("cheng-2025", "DeceasedCase", None),
        "no",
        {
            "the case is a case",
            "the case has outcome: last status",
            'last status is classed as "alive with disease"',
        },
        set(),
        "Case presentation ¶4: Radiation simulation has been",
    ),
    (
        ("abdelhafeez-2019", "SolitaryMetastasis", "scalp-lesion"),
        "yes",
        {
            "scalp lesion is a distant metastasis",
            "scalp diagnosis is a disease assessment",
            "scalp diagnosis detects scalp lesion",
            "scalp diagnosis finds scalp diagnosis no other metastasis finding",
            'scalp diagnosis no other metastasis finding is a finding of "no other metastasis"',
        },
        {"first-detection", "solitary"},
        "Table 1, row 9, Other metastases: ",
    ),
]


@pytest.mark.parametrize(("asked", "verdict", "stated", "rules", "passage"), GOLDEN, ids=lambda value: str(value)[:60])
def test_a_verdict_rests_on_what_the_report_says(
    asked: tuple[str, str, str | None], verdict: str, stated: set[str], rules: set[str], passage: str
) -> None:
    case_id, cls, name = asked
    found = told(case(case_id).explain(cls, name or case_id), name)
    assert found[:3] == (verdict, stated, rules)
    assert passage in found[3]


LIVING = """\
cheng-2025: living case (LivingCase)
  A case whose patient was alive at the last report. [mbckg curators]
  'living case' ≡ case and ('has outcome' some alive)
  opposite: deceased case (DeceasedCase)

the case: yes
  the case is a living case
    by 'living case' ≡ case and ('has outcome' some alive)
    the case is a case
      data/cases/cheng-2025.yaml:{case}
    the case has outcome: last status
      data/cases/cheng-2025.yaml:{item}
      read in: Cheng & Wang 2025 (primary report), Case presentation ¶4, "Radiation
          simulation has been … is currently underway"
      read in: Cheng & Wang 2025 (primary report), Publication history, "ACCEPTED 24
          November 2025"
    last status is classed as "alive with disease", hence classed as "alive"
      data/cases/cheng-2025.yaml:{value}

Cheng & Wang 2025: https://doi.org/10.3389/fonc.2025.1709244
"""


def test_the_whole_text_of_a_short_explanation(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    lines = (ROOT / "data/cases/cheng-2025.yaml").read_text("utf-8").splitlines()
    item = next(number for number, line in enumerate(lines, 1) if "outcome: last-status" in line)
    top = next(number for number, line in enumerate(lines, 1) if line.startswith("case:"))
    assert to_text(explain_case("cheng-2025", "LivingCase")) == LIVING.format(case=top, item=item, value=item + 1)


def test_lines_are_those_where_the_value_stands() -> None:
    explanation = case("cheng-2025").explain("SolitaryMetastasis", "scalp-nodule")
    lines = (ROOT / "data/cases/cheng-2025.yaml").read_text("utf-8").splitlines()
    seen = {}
    for statement in explanation.answer("scalp-nodule").statements:
        source = explanation.source(statement)
        assert source is not None
        assert source.line is not None
        seen[explanation.words.sentence(statement)] = lines[source.line - 1].strip()
    assert seen["restaging 2025 detects scalp nodule"].startswith("detects:")
    assert "DistantMetastasis" in seen["scalp nodule is a distant metastasis"]
    assert (
        "NoOtherMetastasisFinding"
        in seen['restaging 2025 no other metastasis finding is a finding of "no other metastasis"']
    )


def test_an_unknown_says_what_would_have_to_be_reported() -> None:
    explanation = case("cheng-2025").explain("LocallyTreatedMetastasis", "meningeal-metastasis")
    answer = explanation.answer("meningeal-metastasis")
    assert (answer.verdict, answer.steps) == ("unknown", ())
    lesion = part("cheng-2025", "meningeal-metastasis")
    assert answer.for_yes
    assert answer.for_no
    assert all(any(lesion in triple for triple in route.missing) for route in (*answer.for_yes, *answer.for_no))
    assert {route.target for route in answer.for_yes} == {mbc("LocallyTreatedMetastasis")}
    assert {route.target for route in answer.for_no} == {mbc("LocallyUntreatedMetastasis")}


@pytest.mark.parametrize(
    ("cls", "kinds"),
    [
        ("SolitaryMetastasis", {"DistantMetastasis"}),
        ("LocallyUntreatedMetastasis", {"Metastasis"}),
        ("DeceasedCase", {"Case"}),
        ("ERPositiveProfile", {"ReceptorProfile"}),
        ("PRGain", {"ReceptorComparison"}),
        ("RegionalNodalMetastasis", {"NodalMetastasis"}),
        ("FrontalScalp", {"Scalp"}),
        ("DistantMetastasis", {"Metastasis"}),
    ],
)
def test_a_class_is_asked_of_the_members_of_its_genus(cls: str, kinds: set[str]) -> None:
    assert set(genus(sources().definitions, mbc(cls))) == {mbc(kind) for kind in kinds}


def test_candidates_are_all_individuals_of_the_genus_and_only_they() -> None:
    of = reasoned("cheng-2025")
    found = {one.partition("#")[2].rstrip(">") for one in candidates(of, mbc("SolitaryMetastasis"))}
    assert found == {"scalp-nodule", "meningeal-metastasis", "frontal-bone-metastasis"}
    assert candidates(of, mbc("LivingCase")) == (part("cheng-2025"),)


def test_verdicts_of_the_two_classes_of_a_pair_are_each_others_opposite() -> None:
    of = reasoned("cheng-2025")
    turned = {"yes": "no", "no": "yes", "unknown": "unknown"}
    seen = set()
    for cls, other in of.opposite.items():
        for individual in candidates(of, cls):
            told = verdict(of, individual, cls)
            if (individual, TYPE, cls) in of.closure or (individual, TYPE, other) in of.closure:
                assert verdict(of, individual, other) == turned[told]
            seen.add(told)
    assert seen == {"yes", "no", "unknown"}


def test_a_no_of_a_candidate_is_membership_in_the_opposite_as_in_the_graph() -> None:
    for case_id in case_ids():
        of = reasoned(case_id)
        for cls, other in of.opposite.items():
            for individual in candidates(of, cls):
                if verdict(of, individual, cls) == "no":
                    assert (individual, TYPE, other) in of.closure, (case_id, cls, individual)


@pytest.mark.parametrize(
    "name",
    [
        "SolitaryMetastasis",
        "solitary metastasis",
        "Solitary-Metastasis",
        "mbc:SolitaryMetastasis",
        "https://w3id.org/mbckg/ontology#SolitaryMetastasis",
    ],
)
def test_a_class_has_many_names(name: str) -> None:
    assert find_class(sources().ontology, name) == mbc("SolitaryMetastasis")


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        (("cheng-2052", "SolitaryMetastasis", None), "did you mean cheng-2025?"),
        (("cheng-2025", "SolitraryMetastasis", None), "SolitaryMetastasis"),
        (("cheng-2025", "SolitaryMetastasis", "scalp-nodul"), "did you mean scalp-nodule"),
    ],
)
def test_an_unknown_name_gets_the_nearest(asked: tuple[str, str, str | None], hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        explain_case(*asked)


def test_a_case_is_found_by_iri_curie_and_path() -> None:
    names = ("case:cheng-2025", "https://w3id.org/mbckg/case/cheng-2025", str(ROOT / "data/cases/cheng-2025.yaml"))
    assert {explain_case(name).case for name in names} == {"cheng-2025"}


def test_a_class_that_nothing_can_be_asked_of() -> None:
    explanation = case("cheng-2025").explain("OccultPrimary")
    assert {explanation.part(answer.individual) for answer in explanation.answers} == {"primary"}
    nothing = case("prochno-2007").explain("PRGain")
    assert nothing.answers == ()
    assert "nothing in this case is a receptor comparison" in to_text(nothing)


def test_a_case_file_with_errors_is_refused_with_its_issues(tmp_path: Path) -> None:
    faulty = tmp_path / "cheng-2025.yaml"
    text = (ROOT / "data/cases/cheng-2025.yaml").read_text("utf-8")
    faulty.write_text(text.replace("is: SimpleMastectomy", "is: SimpleMastectmy"), "utf-8")
    with pytest.raises(DataError) as caught:
        explain_case(str(faulty))
    assert [issue.suggestion[0] for issue in caught.value.issues] == ["SimpleMastectomy"]


def test_what_is_missing_is_worked_out_for_one_and_left_for_several() -> None:
    several = case("cheng-2025").explain("LocallyTreatedMetastasis")
    unknown = [answer for answer in several.answers if answer.verdict == "unknown"]
    assert len(unknown) == 2
    assert all((answer.for_yes, answer.for_no) == (None, None) for answer in unknown)
    assert "`kg explain cheng-2025 LocallyTreatedMetastasis meningeal-metastasis` says" in " ".join(
        to_text(several).split()
    )
    (one,) = case("koh-2024").explain("SystemicallyTreatedMetastasis").answers
    assert one.for_yes
    assert one.for_no


def test_an_unknown_without_a_way_says_what_is_in_the_way() -> None:
    explanation = case("cheng-2025").explain("LivingCase")
    answer = Answer(part("cheng-2025"), "unknown", for_yes=(), for_no=(), against_yes=("a lesion is told",))
    text = to_text(replace(explanation, answers=(answer,)))
    assert (
        "for a yes: nothing more that a case file can say of this case would settle it\n    in the way: a lesion"
        in text
    )
    assert text.count("in the way:") == 1
