"""Rule files: their front matter, what they conclude, and what the conclusions rest on."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph as RdflibGraph

from kg.errors import DataError
from kg.graph.rules import read_rules, run_rule
from kg.graph.store import Snapshot, to_ntriples
from kg.graph.terms import RDF_TYPE, Statement, integer, term
from kg.names import resource_root

RULES = {rule.id: rule for rule in read_rules(f"{resource_root()}/ontology/rules")}


def node(name: str) -> str:
    return "<https://w3id.org/mbckg/case/a>" if name == "case" else f"<https://w3id.org/mbckg/case/a#{name}>"


def case(*triples: tuple[str, str, str]) -> list[Statement]:
    """Statements from short triples: ``("scalp", "a", "DistantMetastasis")``, numbers as text of digits."""
    made = []
    for subject, verb, value in triples:
        predicate = RDF_TYPE if verb == "a" else term(verb)
        target = integer(int(value)) if value.isdigit() else term(value) if verb == "a" else node(value)
        made.append((node(subject), predicate, target))
    return made


def concluded(rule: str, *triples: tuple[str, str, str]) -> set[Statement]:
    return {c.statement for c in run_rule(RULES[rule], Snapshot(case(*triples)))}


SOLE = (
    ("work-up", "finds", "none"),
    ("none", "a", "NoOtherMetastasisFinding"),
    ("scalp", "firstDetectedBy", "work-up"),
    ("work-up", "detects", "scalp"),
    ("scalp", "a", "DistantMetastasis"),
    ("scalp", "a", "Metastasis"),
)
ALONE = (node("scalp"), term("solitaryIn"), node("work-up"))


def test_solitary_needs_the_statement_that_there_was_no_other() -> None:
    assert concluded("solitary", *SOLE) == {ALONE}
    assert concluded("solitary", *SOLE[2:]) == set()


@pytest.mark.parametrize(
    "more",
    [
        [("work-up", "detects", "liver"), ("liver", "a", "Metastasis"), ("liver", "a", "DistantMetastasis")],
        [("work-up", "detects", "node"), ("node", "a", "Metastasis")],
        [("scalp", "focusCountAtLeast", "2")],
        [("none", "findingAt", "head")],
    ],
    ids=["another distant one", "a node of unknown standing", "two foci", "only of a region"],
)
def test_not_solitary_when(more: list[tuple[str, str, str]]) -> None:
    assert concluded("solitary", *SOLE, *more) == set()


def test_a_regional_node_does_not_count_against_solitary() -> None:
    more = [("work-up", "detects", "node"), ("node", "a", "Metastasis"), ("node", "a", "RegionalNodalMetastasis")]
    assert concluded("solitary", *SOLE, *more) == {ALONE}


def test_first_detection_by_dates() -> None:
    early = [("one", "detects", "scalp"), ("one", "latestDay", "100"), ("one", "earliestDay", "90")]
    late = [("two", "detects", "scalp"), ("two", "earliestDay", "100"), ("two", "latestDay", "120")]
    first = {(node("scalp"), term("firstDetectedBy"), node("one"))}
    assert concluded("first-detection", *early, *late) == first
    overlapping = [("two", "detects", "scalp"), ("two", "earliestDay", "95"), ("two", "latestDay", "120")]
    assert concluded("first-detection", *early, *overlapping) == set()
    assert concluded("first-detection", *early, ("two", "detects", "scalp")) == set()


def test_counts_add_up_and_stay_open_without_a_told_end() -> None:
    found = (
        ("work-up", "detects", "liver"),
        ("liver", "a", "DistantMetastasis"),
        ("liver", "a", "Metastasis"),
        ("liver", "focusCountAtLeast", "2"),
        ("work-up", "detects", "scalp"),
        ("scalp", "a", "DistantMetastasis"),
        ("scalp", "a", "Metastasis"),
    )
    assert concluded("lesion-count-at-least", *found) == {(node("work-up"), term("lesionCountAtLeast"), integer(3))}
    told = (("work-up", "finds", "none"), ("none", "a", "NoOtherMetastasisFinding"))
    assert concluded("lesion-count-at-most", *found, *told) == set()
    ends = (("liver", "focusCountAtMost", "2"), ("scalp", "focusCountAtMost", "1"))
    assert concluded("lesion-count-at-most", *found, *told, *ends) == {
        (node("work-up"), term("lesionCountAtMost"), integer(3))
    }


def test_an_interval_has_bounds_from_both_ends_and_never_a_negative_one() -> None:
    base = (
        ("case", "hasResponse", "worse"),
        ("worse", "a", "ProgressiveDisease"),
        ("worse", "responseTo", "drug"),
        ("worse", "earliestDay", "100"),
        ("worse", "latestDay", "130"),
        ("drug", "earliestDay", "90"),
        ("drug", "targets", "scalp"),
        ("scalp", "a", "DistantMetastasis"),
    )
    for latest, least in (("95", 5), ("110", 0)):
        found = concluded("therapy-to-progression", *base, ("drug", "latestDay", latest))
        assert {o for _, p, o in found if p == term("atLeastDays")} == {integer(least)}
        assert {o for _, p, o in found if p == term("atMostDays")} == {integer(40)}


UNTREATED = (
    ("none", "a", "NoLocalTherapyFinding"),
    ("none", "concerns", "scalp"),
    ("excision", "a", "LocalTherapy"),
    ("excision", "targets", "scalp"),
)
STANDS = (node("scalp"), term("locallyUntreatedPer"), node("none"))


def test_a_told_absence_of_therapy_ends_only_where_the_report_ends_it() -> None:
    until = ("none", "holdsUntil", "progression")
    days = (("progression", "earliestDay", "200"), ("excision", "latestDay", "100"))
    assert concluded("locally-untreated", *UNTREATED) == {STANDS}, "no end is told: the excision contradicts it"
    assert concluded("locally-untreated", *UNTREATED, until) == set(), "it ended, and the excision may have followed"
    assert concluded("locally-untreated", *UNTREATED, until, *days) == {STANDS}, "the excision came before the end"
    assert concluded("locally-untreated", *UNTREATED[:2], until) == {STANDS}, "no therapy is told"


SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"


def test_the_narrowest_class_of_an_item_is_no_side_and_has_no_narrower_one_beside_it() -> None:
    told = case(
        ("place", "a", "BodyPart"),
        ("place", "a", "Scalp"),
        ("place", "a", "FrontalScalp"),
        ("place", "a", "LeftSided"),
        ("side", "a", "BodyPart"),
        ("side", "a", "LeftSided"),
        ("work-up", "a", "DiseaseAssessment"),
    )
    above = {"FrontalScalp": ("Scalp", "BodyPart"), "Scalp": ("BodyPart",), "LeftSided": ("BodyPart",)}
    hierarchy = [(term(name), SUBCLASS, term(broader)) for name in above for broader in above[name]]
    found = run_rule(RULES["narrowest-class"], Snapshot([*told, *hierarchy]))
    assert [c.statement for c in found] == [(node("place"), term("narrowestClass"), term("FrontalScalp"))]
    assert found[0].premises == ((node("place"), RDF_TYPE, term("FrontalScalp")),)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_run_as_construct_by_another_engine_the_conclusions_are_the_same(rule: str) -> None:
    from kg.build.sources import read_sources
    from kg.graph.assemble import case_statements
    from kg.reason.realize import realize

    sources = read_sources(resource_root())
    index = next(case for case in sources.cases if case.id == "cheng-2025")
    closure = realize(sources.definitions, sources.rules, case_statements(index))
    known = [*closure.asserted, *closure.derived]
    graph = RdflibGraph()
    graph.parse(data=to_ntriples(known), format="nt")
    theirs = {tuple(term.n3() for term in triple) for triple in graph.query(RULES[rule].construct)}  # type: ignore[union-attr]
    shown = RdflibGraph()
    shown.parse(data=to_ntriples(c.statement for c in run_rule(RULES[rule], Snapshot(known))), format="nt")
    assert {tuple(term.n3() for term in triple) for triple in shown} == theirs


def test_premises_are_statements_that_were_there() -> None:
    snapshot = case(*SOLE)
    (conclusion,) = run_rule(RULES["solitary"], Snapshot(snapshot))
    assert conclusion.premises
    assert set(conclusion.premises) <= set(snapshot)


def test_faults_of_a_rule_file_are_all_told(tmp_path: Path) -> None:
    (tmp_path / "bad.rq").write_text("#+ titel: x\n#+ step: soon\nSELECT * WHERE { ?s ?p ?o }\n", encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_rules(str(tmp_path))
    codes = [issue.code for issue in caught.value.issues]
    assert {"R001", "R002", "R003", "R004"} <= set(codes)
    assert any(issue.suggestion == ("title",) for issue in caught.value.issues)
