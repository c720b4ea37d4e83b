from __future__ import annotations

from pathlib import Path

import pytest

from kg.check.query_names import Terms, name_issues, terms_of
from kg.graph.assemble import read_ontology

PREFIX = "PREFIX mbc: <https://w3id.org/mbckg/ontology#>\n"
TERMS = Terms(frozenset({"Lesion", "Scalp", "Metastasis"}), frozenset({"hasLesion", "hasSite", "targets"}))


def codes(body: str) -> list[str]:
    return [issue.code for issue in name_issues(f"{PREFIX}SELECT ?case WHERE {{ {body} }}", "q.rq", TERMS)]


@pytest.mark.parametrize(
    "body",
    [
        "?case mbc:hasLesion ?l . ?l a mbc:Lesion",
        "VALUES ?site { mbc:Scalp } ?l a ?site ; mbc:hasSite/a ?site",
        "?case mbc:hasLesion ?l FILTER NOT EXISTS { ?t mbc:targets ?l . ?l a mbc:Metastasis }",
        "?case mbc:hasLesion ?l # mbc:Skalp in a comment\n",
        '?case mbc:hasLesion ?l FILTER ( ?l != "mbc:Skalp" )',
        "?case ?any mbc:Lesion",
    ],
)
def test_a_sound_query_has_no_issue(body: str) -> None:
    assert codes(body) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("?l a mbc:Skalp", "Q030"),
        ("?l a <https://w3id.org/mbckg/ontology#Skalp>", "Q030"),
        ("VALUES ?site { mbc:Skalp } ?l a ?site", "Q030"),
        ("?case mbc:hasLesoin ?l", "Q030"),
        ("?case mbc:hasLesion ?l FILTER NOT EXISTS { ?l mbc:hasPlace ?s }", "Q030"),
        ("?l a mbc:hasLesion", "Q031"),
        ("?l a ?k FILTER NOT EXISTS { ?l mbc:hasSite ?s ; a mbc:targets }", "Q031"),
        ("?case mbc:Lesion ?l", "Q032"),
        ("?case mbc:hasLesion/^mbc:Lesion* ?l", "Q032"),
        ("?l a ?k FILTER NOT EXISTS { ?l mbc:hasSite|mbc:targets ?s }", "Q033"),
        ("?l a ?k FILTER NOT EXISTS { ?l mbc:hasSite ?s FILTER NOT EXISTS { ?s ^mbc:hasSite ?o } }", "Q033"),
        ("?l a ?k . FILTER (", "Q034"),
    ],
)
def test_one_fault_gives_its_issue(body: str, code: str) -> None:
    assert codes(body) == [code]


def test_a_path_inside_exists_is_a_warning_and_inside_both_an_error() -> None:
    path = "{ ?l mbc:hasSite|mbc:targets ?s }"
    exists, nested = f"FILTER EXISTS {path}", f"FILTER NOT EXISTS {{ ?l a ?k FILTER EXISTS {path} }}"
    found = [
        name_issues(f"{PREFIX}SELECT ?l WHERE {{ ?l a ?k {part} }}", "q.rq", TERMS)[0].severity
        for part in (exists, nested, f"FILTER NOT EXISTS {path}", f"{exists} FILTER NOT EXISTS {path}")
    ]
    assert found == ["warning", "error", "error", "error"]


def test_an_issue_says_where_and_what_is_near() -> None:
    text = f"{PREFIX}SELECT ?case\nWHERE {{\n  ?l a mbc:Skalp .\n}}\n"
    (issue,) = name_issues(text, "queries/x.rq", TERMS)
    assert (issue.file, issue.line, issue.value, issue.suggestion) == ("queries/x.rq", 4, "mbc:Skalp", ("Scalp",))


def test_terms_are_those_that_the_ontology_declares(root: Path) -> None:
    terms = terms_of(read_ontology(str(root / "ontology")))
    assert {"Scalp", "SolitaryMetastasis", "Case"} <= terms.classes
    assert {"hasLesion", "atLeast", "oppositeVerdict"} <= terms.properties
    assert not terms.classes & terms.properties
