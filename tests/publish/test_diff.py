"""Two releases compared: each planted change is named, and nothing else; causes are what makes the answer change."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

import pytest

from kg.ask.catalog import Query
from kg.ask.front_matter import parse
from kg.ask.memory import Memory
from kg.errors import UnreadableInput
from kg.graph.rules import parse_rule
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, integer, iri, is_literal, term, text
from kg.names import ONTOLOGY, PREFIXES, case_iri, graph_iri, part_iri, report_iri
from kg.publish.diff import causes
from kg.publish.diff.answers import RowChange
from kg.publish.diff.causes import Cause
from kg.publish.diff.changes import RULE, TERM
from kg.publish.diff.compare import Difference, compare
from kg.publish.diff.document import to_json
from kg.publish.diff.side import Row, Side, ask, release_side
from kg.publish.diff.text import to_text
from kg.reason.compile import compile_ontology
from kg.reason.realize import realize
from kg.reason.rules import RuleSet
from tests.publish.built import ROOT
from tests.publish.released import folder

SEED = int(os.environ.get("MBCKG_TEST_SEED", "20260") or "20260")
CHENG, KOH = "cheng-2025", "koh-2024"
FLAGSHIP = "solitary-without-local-therapy"
DEPRECATED = f"<{PREFIXES['owl']}deprecated>"
DEFINITION = f"<{PREFIXES['skos']}definition>"


def node(part: str, case: str = CHENG) -> str:
    return iri(part_iri(case, part)) if part else iri(case_iri(case))


@cache
def definitions(ontology: tuple[Statement, ...]) -> RuleSet:
    return compile_ontology(ontology)


def inferred(side: Side, case: str) -> tuple[Statement, ...]:
    rules = sorted(side.rules.values(), key=lambda rule: (rule.step, rule.id))
    return tuple(sorted(realize(definitions(side.ontology), rules, side.asserted[case]).derived))


@cache
def whole() -> Side:
    return release_side(str(folder()))


@cache
def old() -> Side:
    """A release with two cases."""
    every = whole()
    return replace(
        every,
        name="old",
        asserted={case: every.asserted[case] for case in (CHENG, KOH)},
        inferred={case: every.inferred[case] for case in (CHENG, KOH)},
    )


def again(side: Side) -> Side:
    """The release with all that follows worked out anew."""
    return replace(side, name="new", inferred={case: inferred(side, case) for case in side.asserted})


def with_case(
    side: Side, removed: Iterable[Statement] = (), added: Iterable[Statement] = (), case: str = CHENG
) -> Side:
    """The release with other statements of one case."""
    gone = set(removed)
    assert gone <= set(side.asserted[case]), "the planted change has to change something"
    told = tuple(sorted((set(side.asserted[case]) - gone) | set(added)))
    return again(replace(side, asserted={**side.asserted, case: told}))


def with_terms(side: Side, removed: Iterable[Statement] = (), added: Iterable[Statement] = ()) -> Side:
    gone = set(removed)
    assert gone <= set(side.ontology)
    return replace(side, ontology=tuple(sorted((set(side.ontology) - gone) | set(added))))


def with_query(side: Side, name: str, edit: Callable[[str], str]) -> Side:
    """The release with another text of a query."""
    found = edit(side.queries[name].text)
    assert found != side.queries[name].text
    query, issues = parse(found, query_id=name, path=f"{name}.rq")
    assert issues == []
    return replace(side, queries={**side.queries, name: query})


def rows(difference: Difference, query: str) -> list[tuple[RowChange, Cause]]:
    return [pair for one in difference.answers if one.answer.query.id == query for pair in one.rows]


def pieces(difference: Difference) -> list[tuple[tuple[Statement, ...], tuple[Statement, ...]]]:
    return [(change.removed, change.added) for change in difference.cases]


def answered(side: Side, query: str, case: str) -> list[Row]:
    """What a release of this one case would answer, worked out apart from the code under test."""
    graphs = {
        graph_iri("ontology"): side.ontology,
        graph_iri("reports"): side.shared,
        case_iri(case): side.asserted[case],
        graph_iri("inferred"): inferred(side, case),
    }
    return [row for row in ask(side.queries[query], Memory(graphs)) if row["case"] == case]


def same_verdict(found: Iterable[Row], query: Query, row: RowChange) -> bool:
    """Whether what the row is about has its new verdict."""
    name = query.verdict_column
    assert name is not None
    verdicts = {one[name] for one in found if all(one[key] == value for key, value in row.key.items())}
    return verdicts == {row.verdicts[1]}


def holds_with(side: Side, query: str, row: RowChange, changes: Iterable[tuple[tuple[Statement, ...], ...]]) -> bool:
    told = set(side.asserted[row.case])
    every = list(changes)
    told -= {one for removed, _ in every for one in removed}
    told |= {one for _, added in every for one in added}
    world = replace(side, asserted={**side.asserted, row.case: tuple(sorted(told))})
    return same_verdict(answered(world, query, row.case), side.queries[query], row)


def assert_sound(side: Side, difference: Difference) -> int:
    """Every cause of another verdict, put into the old release, gives the new one; no part of it does."""
    checked = 0
    for one in difference.answers:
        for row, cause in one.rows:
            if row.verdict_changed and cause.changes:
                told = [(change.removed, change.added) for change in cause.changes]
                assert holds_with(side, one.answer.query.id, row, told)
                for left_out in range(len(told)):
                    fewer = told[:left_out] + told[left_out + 1 :]
                    assert not holds_with(side, one.answer.query.id, row, fewer)
                checked += 1
    return checked


def test_the_same_release_twice_differs_in_nothing() -> None:
    side = release_side(str(folder()))
    difference = compare(whole(), side)
    assert difference.empty
    assert json.loads(to_json(difference))["same"] is True
    assert to_text(difference).splitlines()[1:] == [
        "no difference in cases, terms, rules, queries, mappings or answers"
    ]


def test_names_of_blank_nodes_and_the_order_of_statements_are_no_difference() -> None:
    renamed = [
        tuple(f"_:x{value[2:]}" if value.startswith("_:") else value for value in one) for one in whole().ontology
    ]
    random.Random(SEED).shuffle(renamed)
    assert compare(whole(), replace(whole(), ontology=tuple((s, p, o) for s, p, o in renamed))).empty


def test_another_version_alone_is_no_difference() -> None:
    version = f"<{PREFIXES['owl']}versionInfo>"
    found = [one for one in old().ontology if one[0] == iri(ONTOLOGY) and one[1] == version]
    new = with_terms(old(), found, [(iri(ONTOLOGY), version, text("9.9.9"))])
    difference = compare(old(), new)
    assert difference.empty
    assert to_text(difference).startswith(f"old ({old().version}) -> old (9.9.9)\n")


@pytest.mark.parametrize("added", [True, False])
def test_a_case_that_is_new_or_gone(added: bool) -> None:
    without = replace(old(), asserted={KOH: old().asserted[KOH]}, inferred={KOH: old().inferred[KOH]})
    difference = compare(without, old()) if added else compare(old(), without)
    assert (difference.cases_added, difference.cases_removed) == (((CHENG,), ()) if added else ((), (CHENG,)))
    assert not any((difference.cases, difference.terms, difference.texts, difference.reports))
    assert {row.case for one in difference.answers for row, _ in one.rows} == {CHENG}
    word = "new" if added else "gone"
    assert {cause.note for one in difference.answers for _, cause in one.rows} == {f"the case is {word}"}
    [(row, _)] = rows(difference, FLAGSHIP)
    assert row.verdicts == ((None, "yes") if added else ("yes", None))
    told = to_text(difference)
    assert f"{'+' if added else '-'} {CHENG}: " in told
    assert f"the case is {word}" in told


def test_a_value_that_changed_and_the_verdict_that_turns_on_it() -> None:
    her2 = node("scalp-cytology-her2")
    score = (her2, term("ihcScore"), integer(1)), (her2, term("ihcScore"), integer(0))
    difference = compare(old(), with_case(old(), [score[0]], [score[1]]))
    assert pieces(difference) == [((score[0],), (score[1],))]
    assert not any((difference.terms, difference.texts, difference.reports))
    changed = rows(difference, "her2-low-conversion")
    assert {row.verdicts for row, _ in changed} == {("yes", "no")}
    assert {(change.removed, change.added) for _, cause in changed for change in cause.changes} == {
        ((score[0],), (score[1],))
    }
    assert assert_sound(old(), difference) >= len(changed) == 2
    told = to_text(difference)
    assert "IHC score: 1 -> 0" in told
    assert "~ cheng-2025 mastectomy-specimen scalp-cytology: yes -> no" in told
    assert "because of: scalp-cytology-her2: IHC score: 1 -> 0" in told


def test_a_verdict_that_flips_because_a_statement_is_gone_among_changes_that_do_not_matter() -> None:
    finds = (node("restaging-2025"), term("finds"), node("restaging-2025-no-other-metastasis-finding"))
    has = (node(""), term("hasFinding"), finds[2])
    label = next(one for one in old().asserted[CHENG] if one[0] == node("mastectomy") and one[1] == RDFS_LABEL)
    new = with_case(old(), [finds, has, label], [(*label[:2], text("removal of the breast", "en"))])
    difference = compare(old(), new)
    [(row, cause)] = rows(difference, FLAGSHIP)
    assert (row.case, row.verdicts, row.key["lesion"]) == (CHENG, ("yes", "unknown"), "scalp-nodule")
    assert [(change.removed, change.added) for change in cause.changes] == [((finds,), ())]
    assert cause.least
    assert assert_sound(old(), difference) >= 3
    lost = [(one.old, why) for one, why in rows(difference, "verdicts") if one.new is None]
    assert ({"case": CHENG, "item": "scalp-nodule", "class": "SolitaryMetastasis"}, cause.changes) in [
        (row, why.changes) for row, why in lost
    ]
    assert len(pieces(difference)) == 3
    assert "~ cheng-2025 scalp-nodule: yes -> cannot tell" in to_text(difference)


def test_the_manual_shows_what_is_printed() -> None:
    page = (ROOT / "docs" / "release.md").read_text("utf-8")
    [block] = re.findall(r"```text\n(cases\n.*?)```", page, re.DOTALL)
    finds = (node("restaging-2025"), term("finds"), node("restaging-2025-no-other-metastasis-finding"))
    told = to_text(compare(old(), with_case(old(), [finds])))
    cases, answers = block.split("\n\nanswers\n")
    assert f"\n\n{cases}\n\nanswers\n" in told
    assert answers in told.partition("\n\nanswers\n")[2] + "\n"


def test_a_statement_that_is_new_can_be_what_a_verdict_falls_by() -> None:
    lesion, detects = node("second-metastasis"), (node("restaging-2025"), term("detects"), node("second-metastasis"))
    finds = (node("restaging-2025"), term("finds"), node("restaging-2025-no-other-metastasis-finding"))
    kind = (lesion, RDF_TYPE, term("DistantMetastasis"))
    added = [
        detects,
        kind,
        (lesion, RDFS_LABEL, text("second metastasis", "en")),
        (node(""), term("hasLesion"), lesion),
    ]
    difference = compare(old(), with_case(old(), [finds], added))
    [(row, cause)] = rows(difference, "solitary-metastasis")
    assert row.verdicts == ("yes", "no")
    assert {one for change in cause.changes for one in change.added} == {detects, kind}
    assert assert_sound(old(), difference) >= 2
    told = to_text(difference)
    assert "+ second-metastasis (distant metastasis)" in told
    assert "second-metastasis: + is a: distant metastasis" in told


def test_a_term_that_is_deprecated_is_named_and_changes_no_answer() -> None:
    new = with_terms(old(), added=[(term("MBCScalpTest"), RDF_TYPE, f"<{PREFIXES['owl']}Class>")])
    deprecated = with_terms(
        new, added=[(term("MBCScalpTest"), DEPRECATED, '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>')]
    )
    first, second = compare(old(), new), compare(new, deprecated)
    assert [(one.kind, one.term) for one in first.terms] == [("added", term("MBCScalpTest"))]
    assert [(one.kind, one.term) for one in second.terms] == [("deprecated", term("MBCScalpTest"))]
    assert [(one.kind, one.term) for one in compare(new, old()).terms] == [("removed", term("MBCScalpTest"))]
    assert first.answers == second.answers == ()
    assert "! mbc:MBCScalpTest: MBCScalpTest" in to_text(second)


def test_a_definition_in_words_is_told_apart_from_an_axiom() -> None:
    told = next(one for one in old().ontology if one[0] == term("Scalp") and one[1] == DEFINITION)
    difference = compare(old(), with_terms(old(), [told], [(*told[:2], text("Another definition.", "en"))]))
    [change] = difference.terms
    assert (change.kind, change.label, change.aspects) == ("changed", "scalp", ("definition",))
    assert [one.text for one in change.added] == ["Another definition."]
    assert difference.answers == ()


def test_a_threshold_that_moved_is_an_axiom_of_its_term_and_the_cause() -> None:
    limit = PREFIXES["xsd"] + "minInclusive"
    every = old().ontology
    owners = {o: s for s, _, o in every if o.startswith("_:")}

    def term_of(blank: str) -> str:
        while blank in owners:
            blank = owners[blank]
        above = [o for s, p, o in every if s == blank and p == f"<{PREFIXES['rdfs']}subClassOf>"]
        return above[0] if above else blank

    bounds = [one for one in every if one[1] == f"<{limit}>" and term_of(one[0]) == term("HighKi67Result")]
    assert len(bounds) == 1
    new = again(with_terms(old(), bounds, [(*bounds[0][:2], bounds[0][2].replace('"20"', '"30"'))]))
    difference = compare(old(), new)
    [change] = difference.terms
    assert (change.term, change.kind, change.aspects) == (term("HighKi67Result"), "changed", ("axioms",))
    assert difference.answers
    found = [cause.changes for one in difference.answers for _, cause in one.rows]
    assert all(len(one) == 1 and (one[0].kind, one[0].owner) == (TERM, term("HighKi67Result")) for one in found)
    assert "because of: term HighKi67Result" in to_text(difference)


def test_a_rule_that_is_gone_is_the_cause() -> None:
    new = again(replace(old(), rules={name: rule for name, rule in old().rules.items() if name != "solitary"}))
    difference = compare(old(), new)
    assert difference.names(RULE) == ((), ("solitary",), ())
    found = rows(difference, FLAGSHIP)
    assert (CHENG, ("yes", "unknown")) in [(row.case, row.verdicts) for row, _ in found]
    assert {(change.kind, change.owner) for _, cause in found for change in cause.changes} == {(RULE, "solitary")}
    assert "because of: rule solitary" in to_text(difference)


def test_a_rule_that_only_reads_otherwise_is_named_and_changes_nothing_else() -> None:
    rule = old().rules["solitary"]
    other = parse_rule("# a remark\n" + rule.construct, rule.file)
    difference = compare(old(), replace(old(), rules={**old().rules, "solitary": other}))
    assert difference.names(RULE) == ((), (), ("solitary",))
    assert difference.answers == ()
    assert not difference.empty


def test_a_query_that_changed_is_the_cause_and_its_new_columns_are_not_compared() -> None:
    def edited(told: str) -> str:
        return told.replace("class:BodyPart Scalp", "class:BodyPart Bone").replace("{ mbc:Scalp }", "{ mbc:Bone }")

    def without_cause(told: str) -> str:
        return "\n".join(line for line in told.split("\n") if not line.startswith("#+ column: cause"))

    new = with_query(old(), FLAGSHIP, edited)
    difference = compare(old(), new)
    assert difference.names("query") == ((), (), (FLAGSHIP,))
    assert [one.answer.query.id for one in difference.answers] == [FLAGSHIP]
    found = rows(difference, FLAGSHIP)
    assert found
    assert {(change.kind, change.owner) for _, cause in found for change in cause.changes} == {("query", FLAGSHIP)}
    assert f"{FLAGSHIP} site=Bone" in to_text(difference)
    fewer = with_query(old(), "outcomes", without_cause)
    same = compare(fewer, old())
    assert same.names("query") == ((), (), ("outcomes",))
    assert same.answers == ()


def test_a_query_of_one_side_only_is_named_and_not_asked() -> None:
    fewer = replace(old(), queries={name: one for name, one in old().queries.items() if name != FLAGSHIP})
    assert compare(fewer, old()).names("query") == ((FLAGSHIP,), (), ())
    gone = compare(old(), fewer)
    assert gone.names("query") == ((), (FLAGSHIP,), ())
    assert gone.answers == ()


def test_a_report_and_a_mapping_that_changed() -> None:
    report = iri(report_iri("cheng-wang-2025"))
    label = next(one for one in old().shared if one[0] == report and one[1] == RDFS_LABEL)
    mapping = min(old().mappings)
    new = replace(
        old(),
        shared=tuple(sorted({*old().shared, (*label[:2], text("Cheng and Wang 2025"))} - {label})),
        mappings=old().mappings - {mapping},
    )
    difference = compare(old(), new)
    assert [(change.owner, change.removed) for change in difference.reports] == [("cheng-wang-2025", (label,))]
    assert difference.mappings == ((mapping,), ())
    assert not any((difference.answers, difference.cases))


def test_what_only_the_program_inferred_otherwise_has_no_cause_in_the_releases() -> None:
    solitary = (node("scalp-nodule"), RDF_TYPE, term("SolitaryMetastasis"))
    assert solitary in old().inferred[CHENG]
    less = {**old().inferred, CHENG: tuple(one for one in old().inferred[CHENG] if one != solitary)}
    difference = compare(old(), replace(old(), inferred=less))
    [(row, cause)] = rows(difference, FLAGSHIP)
    assert row.verdicts == ("yes", "unknown")
    assert cause.changes == ()
    assert "the program that inferred them did" in cause.note


def test_a_search_that_is_broken_off_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(causes, "_LIMIT", 0)
    finds = (node("restaging-2025"), term("finds"), node("restaging-2025-no-other-metastasis-finding"))
    has = (node(""), term("hasFinding"), finds[2])
    difference = compare(old(), with_case(old(), [finds, has]))
    [(_, cause)] = rows(difference, FLAGSHIP)
    assert "because of some of 2 changes, not narrowed down further (case 2)" in to_text(difference)
    assert not cause.least
    assert {one for change in cause.changes for one in change.removed} == {finds, has}


@pytest.mark.parametrize("number", range(12))
def test_the_reported_changes_lead_from_the_old_release_to_the_new_one(number: int) -> None:
    print(f"MBCKG_TEST_SEED={SEED}, edit {number}")
    draw = random.Random(SEED * 1000 + number)
    case = draw.choice([CHENG, KOH])
    told = list(old().asserted[case])
    removed = draw.sample(told, draw.randint(1, 8))
    added = [(s, p, _other(o, draw)) for s, p, o in draw.sample(removed, draw.randint(0, len(removed)))]
    added += [(node(f"new-{draw.randint(0, 9)}", case), p, o) for _, p, o in draw.sample(told, 2)]
    new = replace(old(), asserted={**old().asserted, case: tuple(sorted((set(told) - set(removed)) | set(added)))})
    new = replace(new, queries={})  # the answers are the subject of other tests
    document = json.loads(to_json(compare(replace(old(), queries={}), new)))
    before, after = ({f"{s} {p} {o} ." for s, p, o in side.asserted[case]} for side in (old(), new))
    changes = document["cases"]["changed"].get(case, [])
    gone = {line for change in changes for line in change["removed"]}
    come = {line for change in changes for line in change["added"]}
    assert (before - gone) | come == after
    assert gone <= before
    assert not come & before
    assert set(document["cases"]["changed"]) <= {case}
    assert document["same"] is (before == after)


def _other(value: str, draw: random.Random) -> str:
    """Another value of the same kind."""
    if is_literal(value):
        return value[: value.rindex('"')] + f"{draw.randint(0, 9)}" + value[value.rindex('"') :]
    return value[:-1] + f"{draw.randint(0, 9)}>"


@pytest.mark.slow
@pytest.mark.parametrize("number", range(6))
def test_causes_of_random_edits_are_sound(number: int) -> None:
    print(f"MBCKG_TEST_SEED={SEED}, edit {number}")
    draw = random.Random(SEED * 1000 + 500 + number)
    told = [one for one in old().asserted[CHENG] if one[1] not in (RDFS_LABEL, term("evidence"), term("caseId"))]
    new = with_case(old(), draw.sample(told, 25))
    difference = compare(old(), new)
    assert_sound(old(), difference)
    for one in difference.answers:
        assert all(cause.changes or cause.note for _, cause in one.rows)


def test_the_json_names_everything_once_more() -> None:
    finds = (node("restaging-2025"), term("finds"), node("restaging-2025-no-other-metastasis-finding"))
    document = json.loads(to_json(compare(old(), with_case(old(), [finds]))))
    [answer] = [one for one in document["answers"] if one["query"] == FLAGSHIP]
    assert answer["parameters"] == {"site": "Scalp"}
    [row] = answer["rows"]
    assert row["verdict"] == {"old": "yes", "new": "unknown"}
    assert row["old"]["solitary"] == "yes"
    assert row["narrowed"] is True
    assert [one["removed"] for one in row["because"]] == [[f"{' '.join(finds)} ."]]
    assert document["old"] == {"name": "old", "version": old().version}


def test_a_folder_without_a_release_is_unreadable(tmp_path: object) -> None:
    with pytest.raises(UnreadableInput, match="holds no release"):
        release_side(str(tmp_path))
