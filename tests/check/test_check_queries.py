"""Every check query: silent on our graph, and it finds the fault it is there for."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.check.data_queries import read_check_queries
from kg.graph.store import Snapshot
from kg.graph.terms import RDF_TYPE, Statement, integer, term, text
from kg.names import PREFIXES, resource_root

QUERIES = {query.id: query for query in read_check_queries(f"{resource_root()}/queries")[0]}
OWL_CLASS = f"<{PREFIXES['owl']}Class>"

FAULTS: dict[str, list[tuple[str, str, str]]] = {
    "accepted-claim-of-another": [("a", "hasDiscrepancy", "a#d"), ("a#d", "acceptedClaim", "a#lesion")],
    "ambiguous-first-detection": [
        ("a", "hasLesion", "a#lesion"),
        ("a#lesion", "type", "DistantMetastasis"),
        ("a#work-up", "detects", "a#lesion"),
    ],
    "both-verdicts": [("a#lesion", "type", "Solitary"), ("a#lesion", "type", "NotSolitary")],
    "evidence-without-report": [("a", "records", "a#lesion"), ("a#lesion", "evidence", "a#passage")],
    "item-without-evidence": [("a", "records", "a#lesion")],
    "male-with-female-organ": [
        ("a", "hasPatient", "a#patient"),
        ("a#patient", "type", "MalePatient"),
        ("a", "hasTherapy", "a#hysterectomy"),
        ("a#hysterectomy", "treatsSite", "a#uterus"),
        ("a#uterus", "type", "FemaleGenitalTract"),
    ],
    "metastasis-without-site": [("a", "hasLesion", "a#lesion"), ("a#lesion", "type", "Metastasis")],
    "occult-primary-detected": [
        ("a", "hasLesion", "a#primary"),
        ("a#primary", "type", "OccultPrimary"),
        ("a#work-up", "detects", "a#primary"),
    ],
    "profile-without-content": [("a#specimen", "hasProfile", "a#profile")],
    "ruled-out-and-detected": [
        ("a", "hasLesion", "a#nodes"),
        ("a#nodes", "type", "RegionalNodalMetastasis"),
        ("a#work-up", "detects", "a#nodes"),
        ("a#work-up", "finds", "a#none"),
        ("a#none", "type", "NoRegionalMetastasisFinding"),
    ],
    "statement-across-cases": [
        ("a", "records", "a#therapy"),
        ("a#therapy", "targets", "b#lesion"),
        ("b", "records", "b#lesion"),
    ],
    "table-row-not-covered": [
        ("a", "records", "a#lesion"),
        ("a#lesion", "evidence", "a#passage"),
        ("a#passage", "tableRow", "3"),
    ],
    "term-outside-the-ontology": [("a", "records", "a#lesion"), ("a#lesion", "type", "Lession")],
    "therapy-after-death": [
        ("a", "hasOutcome", "a#death"),
        ("a#death", "type", "Died"),
        ("a#death", "latestDay", "100"),
        ("a", "hasTherapy", "a#therapy"),
        ("a#therapy", "earliestDay", "101"),
    ],
}


def node(name: str) -> str:
    return f"<https://w3id.org/mbckg/case/{name}>"


def planted(query: str) -> list[Statement]:
    made = [
        (
            node(s),
            RDF_TYPE if p == "type" else term(p),
            term(o) if p == "type" else integer(int(o)) if o.isdigit() else node(o),
        )
        for s, p, o in FAULTS[query]
    ]
    if query == "both-verdicts":
        made.append((term("Solitary"), term("oppositeVerdict"), term("NotSolitary")))
        made.append((term("NotSolitary"), term("oppositeVerdict"), term("Solitary")))
    return made


def test_every_check_query_has_its_fault() -> None:
    assert set(QUERIES) == set(FAULTS)


@pytest.mark.parametrize("query", sorted(FAULTS))
def test_the_fault_is_found_and_nothing_where_there_is_nothing(query: str) -> None:
    assert list(Snapshot().select(QUERIES[query].text)) == []
    assert list(Snapshot(planted(query)).select(QUERIES[query].text)), f"{query} does not find its fault"


@pytest.mark.parametrize(
    ("query", "cure"),
    [
        ("item-without-evidence", [(node("a#lesion"), term("evidence"), node("a#passage"))]),
        ("metastasis-without-site", [(node("a#lesion"), term("hasSite"), node("a#site"))]),
        ("profile-without-content", [(node("a#profile"), term("hasSubtypeLabel"), node("a#label"))]),
        ("term-outside-the-ontology", [(term("Lession"), RDF_TYPE, OWL_CLASS)]),
        (
            "evidence-without-report",
            [
                (node("a#passage"), term("fromReport"), node("report")),
                (node("report"), RDF_TYPE, term("Report")),
            ],
        ),
        ("ambiguous-first-detection", [(node("a#lesion"), term("firstDetectedBy"), node("a#work-up"))]),
        ("occult-primary-detected", [(node("a#dispute"), term("about"), node("a#primary"))]),
        ("ruled-out-and-detected", [(node("a#none"), term("findingAt"), node("a#region"))]),
        ("ruled-out-and-detected", [(node("a#none"), term("soughtBy"), node("a#scan"))]),
        (
            "ruled-out-and-detected",
            [
                (node("a#dispute"), term("about"), node("a#nodes")),
                (node("a#dispute"), term("about"), node("a#none")),
            ],
        ),
    ],
)
def test_the_cure_silences_it(query: str, cure: list[Statement]) -> None:
    assert list(Snapshot([*planted(query), *cure]).select(QUERIES[query].text)) == []


def test_a_cited_column_is_no_longer_missing() -> None:
    cell = [(node("a#passage"), term("tableColumn"), text("Treatment"))]
    query = QUERIES["table-row-not-covered"].text
    before = {row["column"] for row in Snapshot(planted("table-row-not-covered")).select(query)}
    after = {row["column"] for row in Snapshot([*planted("table-row-not-covered"), *cell]).select(query)}
    assert before - after == {text("Treatment")}


def test_front_matter_is_in_order(root: Path) -> None:
    assert read_check_queries(str(root / "queries"))[1] == []
