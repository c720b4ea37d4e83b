"""Planted entailments through several definitions, and their unknowns: one statement less, and nothing follows."""

from __future__ import annotations

import pytest

from kg.check.reasoning import stated_for_referee
from kg.findings import ERROR
from kg.graph.terms import RDF_TYPE, term
from kg.names import case_iri, local_name, part_iri
from kg.reason import compare, referee_many
from tests.planted.support import HERE, closure_of, layers, rows, sources

FOLDER = HERE / "entailments"
EXPECTED = rows(FOLDER / "expected.tsv")
FILES = sorted({row["file"] for row in EXPECTED})
OPPOSITE = {local_name(s): local_name(o) for s, p, o in sources().ontology if p == term("oppositeVerdict")}


def verdict(memberships: set[tuple[str, str]], case_id: str, part: str, cls: str) -> str:
    """``yes`` in the class, ``no`` in its opposite, ``unknown`` in neither; both at once is ``contradiction``."""
    name = f"<{part_iri(case_id, part) if part else case_iri(case_id)}>"
    opposite = OPPOSITE.get(cls)
    within = (name, term(cls)) in memberships
    against = opposite is not None and (name, term(opposite)) in memberships
    return "contradiction" if within and against else "yes" if within else "no" if against else "unknown"


def test_the_table_is_whole() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == FILES
    assert len(FILES) >= 45
    counted = {told: sum(row["expected"] == told for row in EXPECTED) for told in ("yes", "no", "unknown")}
    assert sum(counted.values()) == len(EXPECTED)
    assert min(counted.values()) >= 12, counted
    declared = {local_name(s) for s, p, o in sources().ontology if p == RDF_TYPE and local_name(o) == "Class"}
    assert {row["class"] for row in EXPECTED} <= declared
    assert {row["class"] for row in EXPECTED if row["expected"] == "no"} <= set(OPPOSITE)


@pytest.mark.parametrize("file", FILES)
def test_rules_find_what_was_worked_out_by_hand(file: str) -> None:
    path = FOLDER / f"{file}.yaml"
    found = layers(path)
    assert [issue.render() for issues in found.values() for issue in issues if issue.severity == ERROR] == []
    closure = closure_of(path)[1]
    known = {triple[0] for triple in closure}
    for row in EXPECTED:
        if row["file"] == file:
            name = f"<{part_iri(file, row['part']) if row['part'] else case_iri(file)}>"
            assert name in known, f"{row['part']} is no part of {file}"
            told = verdict(set(closure.types()), file, row["part"], row["class"])
            assert told == row["expected"], f"{row['part'] or 'case'} {row['class']}: {row['note']}"


@pytest.mark.java
def test_hermit_finds_the_same() -> None:
    closures = {file: closure_of(FOLDER / f"{file}.yaml") for file in FILES}
    given = {file: stated_for_referee(*closures[file]) for file in FILES}
    results = referee_many(sources().ontology, given)
    differences = {file: compare(closures[file][1], results[file]) for file in FILES}
    assert {file: found for file, found in differences.items() if found} == {}
    told = [verdict(set(results[row["file"]].memberships), row["file"], row["part"], row["class"]) for row in EXPECTED]
    assert told == [row["expected"] for row in EXPECTED]
