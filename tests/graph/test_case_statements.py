"""What case files become: the patterns that other people's queries rely on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rdflib import BNode, Dataset, Literal, URIRef

from kg.build.sources import Sources, read_sources
from kg.graph.assemble import case_statements
from kg.graph.store import to_ntriples, to_turtle
from kg.graph.terms import RDF_TYPE, Statement, integer, lexical, term, text
from kg.names import PREFIXES, case_iri, part_iri, resource_root

CASE = "cheng-2025"


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources(resource_root())


@pytest.fixture(scope="module")
def statements(sources: Sources) -> set[Statement]:
    return set(case_statements(next(case for case in sources.cases if case.id == CASE)))


def part(name: str) -> str:
    return f"<{part_iri(CASE, name)}>"


def values(statements: set[Statement], subject: str, local: str) -> set[str]:
    return {o for s, p, o in statements if s == part(subject) and p == term(local)}


def test_a_lesion_has_a_body_part_with_class_and_side(statements: set[Statement]) -> None:
    (site,) = values(statements, "scalp-nodule", "hasSite")
    assert {(site, RDF_TYPE, term("FrontalScalp")), (site, RDF_TYPE, term("LeftSided"))} <= statements
    assert (site, RDF_TYPE, term("RightSided")) not in statements


def test_nodule_left_and_edema_right(statements: set[Statement]) -> None:
    edema = next(s for s, p, o in statements if p == RDF_TYPE and o == term("PeriorbitalEdema"))
    (place,) = {o for s, p, o in statements if s == edema and p == term("findingAt")}
    assert (place, RDF_TYPE, term("RightSided")) in statements


def test_more_than_ninety_percent_is_an_interval(statements: set[Statement]) -> None:
    assert {lexical(v) for v in values(statements, "scalp-cytology-er", "atLeast")} == {"90"}
    assert {lexical(v) for v in values(statements, "scalp-cytology-er", "atMost")} == {"100"}
    assert values(statements, "scalp-cytology-er", "asReported") == {text(">90%")}


def test_a_negative_marker_has_a_status_and_no_invented_number(statements: set[Statement]) -> None:
    assert (part("primary-biopsy-pr"), RDF_TYPE, term("ReportedNegative")) in statements
    assert not values(statements, "primary-biopsy-pr", "atMost")


def test_month_and_day_precision_stand_side_by_side(statements: set[Statement]) -> None:
    assert values(statements, "scalp-cytology", "date") == {text("2025-04")}
    assert {lexical(v) for v in values(statements, "scalp-cytology", "latest")} == {"2025-04-30T23:59:59"}
    assert values(statements, "mastectomy", "earliestDay") == values(statements, "mastectomy", "latestDay")
    assert values(statements, "mastectomy", "earliestDay") == {integer(18338)}


def test_a_planned_therapy_has_no_target(statements: set[Statement]) -> None:
    assert not values(statements, "intracranial-radiotherapy", "targets")
    assert values(statements, "intracranial-radiotherapy", "plannedTarget") == {
        part("meningeal-metastasis"),
        part("frontal-bone-metastasis"),
    }


def test_a_test_not_done_keeps_its_reason(statements: set[Statement]) -> None:
    (missing,) = values(statements, "restaging-2025", "omits")
    assert {
        (missing, RDF_TYPE, term("PositronEmissionTomography")),
        (missing, RDF_TYPE, term("ExaminationNotDone")),
    } <= statements
    (reason,) = {o for s, p, o in statements if s == missing and p == term("notDoneBecause")}
    assert (reason, RDF_TYPE, term("FinancialReason")) in statements


def everything(sources: Sources) -> Iterator[tuple[str, Statement]]:
    for case in sources.cases:
        for statement in case_statements(case):
            yield case.id, statement


def test_no_blank_node_and_no_dangling_part(sources: Sources) -> None:
    by_case: dict[str, set[Statement]] = {}
    for case_id, statement in everything(sources):
        by_case.setdefault(case_id, set()).add(statement)
    for case_id, found in by_case.items():
        subjects = {s for s, _, _ in found}
        own = f"<{case_iri(case_id)}#"
        dangling = {o for _, _, o in found if o.startswith(own)} - subjects
        assert not dangling, f"{case_id}: spoken of and never described: {sorted(dangling)[:5]}"
        assert not [t for statement in found for t in statement if t.startswith("_:")]
        assert all(s.startswith((own, f"<{case_iri(case_id)}>")) for s in subjects)


def test_every_item_that_a_case_records_says_where_it_was_read(sources: Sources) -> None:
    without_passage_allowed = {term("ReportingGap")}
    for case in sources.cases:
        found = case_statements(case)
        cited = {s for s, p, _ in found if p == term("evidence")}
        gaps = {o for _, p, o in found if p == term("hasGap")}
        about_discrepancy = {o for _, p, o in found if p == term("hasDiscrepancy")}
        recorded = {
            o
            for s, p, o in found
            if s == f"<{case_iri(case.id)}>" and p not in (term("hasPatient"), term("reportedIn")) and o.startswith("<")
            if p != RDF_TYPE
        }
        missing = recorded - cited - gaps - about_discrepancy
        assert not missing, f"{case.id}: no evidence on {sorted(missing)[:5]} ({without_passage_allowed})"


def test_every_property_and_class_is_declared(sources: Sources) -> None:
    declared = {s for s, p, _ in sources.ontology if p == RDF_TYPE}
    used = {
        t
        for _, (s, p, o) in everything(sources)
        for t in ((p,) if p != RDF_TYPE else (o,))
        if t.startswith(f"<{PREFIXES['mbc']}")
    }
    assert used - declared == set()


def test_turtle_of_a_case_says_the_same_to_rdflib(statements: set[Statement]) -> None:
    turtle = to_turtle(sorted(statements), PREFIXES)
    ours, theirs = Dataset(), Dataset()
    ours.parse(data=to_ntriples(sorted(statements)), format="nt")
    theirs.parse(data=turtle, format="turtle")
    assert set(ours.triples((None, None, None))) == set(theirs.triples((None, None, None)))
    assert not any(isinstance(t, BNode) for triple in theirs.triples((None, None, None)) for t in triple)
    assert all(isinstance(s, URIRef) and isinstance(o, URIRef | Literal) for s, _, o in theirs.triples((None,) * 3))


def test_statements_are_sorted_and_repeatable(sources: Sources) -> None:
    for case in sources.cases:
        once = case_statements(case)
        assert once == sorted(once)
        assert once == case_statements(case)
