"""The clinical verdicts of the fourteen cases against a table worked out by hand (``clinical.tsv``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from kg.build.sources import Sources, read_sources
from kg.graph.assemble import case_statements
from kg.graph.terms import RDF_TYPE, Statement, term
from kg.names import case_iri, local_name, resource_root
from kg.reason import Closure
from kg.reason.realize import realize

TABLE = Path(__file__).with_name("clinical.tsv")
COLUMNS = ("case", "part", "yes", "no", "cannot tell", "read in")

# Of which things a pair is asked: class, and whether the pair says something about every one of them.
ASKED = {
    "Profile": "ReceptorProfile",
    "Comparison": "ReceptorComparison",
    "Case": "Case",
    "Staging": "Staging",
    "Therapy": "EndocrineTherapy",
    "Assessment": "DiseaseAssessment",
    "State": "OligometastaticAssessment",
}


@cache
def sources() -> Sources:
    return read_sources(resource_root())


@cache
def closures() -> dict[str, Closure]:
    found = sources()
    return {case.id: realize(found.definitions, found.rules, case_statements(case)) for case in found.cases}


@cache
def opposite() -> dict[str, str]:
    return {local_name(s): local_name(o) for s, p, o in sources().ontology if p == term("oppositeVerdict")}


def rows() -> list[dict[str, str]]:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert tuple(lines[0].split("\t")) == COLUMNS
    return [dict(zip(COLUMNS, line.split("\t"), strict=True)) for line in lines[1:]]


def names(cell: str) -> list[str]:
    return [] if cell == "-" else cell.split()


def node(row: dict[str, str], name: str) -> str:
    if row["part"] == "-":
        return f"<{case_iri(row['case'])}>"
    profile = "-profile" if name.endswith("Profile") else ""
    return f"<{case_iri(row['case'])}#{row['part']}{profile}>"


def told(closure: Closure, item: str, yes: str) -> str:
    is_yes = (item, RDF_TYPE, term(yes)) in closure
    is_no = (item, RDF_TYPE, term(opposite()[yes])) in closure
    assert not (is_yes and is_no)
    return "yes" if is_yes else "no" if is_no else "cannot tell"


EXPECTED = [(row, name, column) for row in rows() for column in COLUMNS[2:5] for name in names(row[column])]


@pytest.mark.parametrize("case", sorted({row["case"] for row in rows()}))
def test_the_verdicts_are_those_worked_out_by_hand(case: str) -> None:
    wrong = []
    for row, name, verdict in EXPECTED:
        if row["case"] == case and (found := told(closures()[case], node(row, name), name)) != verdict:
            wrong.append(f"{row['part']} {name}: by hand {verdict}, found {found} ({row['read in']})")
    assert wrong == []


def members(closure: Closure, name: str) -> set[str]:
    return {s for s, p, o in (*closure.asserted, *closure.derived) if p == RDF_TYPE and o == term(name)}


def asked_of(name: str) -> str:
    """The class of things that a yes-class of the table is asked of."""
    if name.endswith("OligometastaticAssessment"):
        return "OligometastaticAssessment"
    for prefix, asked in (("Assessment", "Assessment"), ("EndocrineTherapy", "Therapy"), ("StageIVAt", "Case")):
        if name.startswith(prefix):
            return ASKED[asked]
    if name == "StageIV":
        return "Staging"
    return ASKED["Profile"] if name.endswith("Profile") else ASKED["Comparison"]


def test_the_table_leaves_out_nothing_that_can_be_asked() -> None:
    listed = {(node(row, name), name) for row, name, _ in EXPECTED}
    asked = set()
    for name in {name for _, name, _ in EXPECTED}:
        for closure in closures().values():
            for item in members(closure, asked_of(name)):
                metastatic = any(s == item and p == term("lesionCountAtLeast") for s, p, _ in closure.derived)
                if asked_of(name) != "DiseaseAssessment" or metastatic:
                    asked.add((item, name))
    assert sorted(asked - listed) == []
    assert sorted(listed - asked) == []


def test_the_table_speaks_of_every_pair_but_those_that_other_tables_answer() -> None:
    pairs = {frozenset(pair) for pair in opposite().items()}
    here = {frozenset((name, opposite()[name])) for _, name, _ in EXPECTED}
    elsewhere = {
        frozenset((one, opposite()[one]))
        for one in (
            "SolitaryMetastasis", "LocallyTreatedMetastasis", "SystemicallyTreatedMetastasis",
            "SynchronousMetastasis", "RegionalNodalMetastasis", "ERPositiveProfile", "PRPositiveProfile",
            "HRPositiveProfile", "HER2PositiveProfile", "HighKi67Profile", "ReceptorDiscordantCase",
            "LocallyRecurrentCase", "OligometastaticAssessment", "DeceasedCase",
        )
    }  # fmt: skip
    assert pairs == here | elsewhere
    assert not here & elsewhere


def test_every_yes_and_no_of_the_table_can_be_explained() -> None:
    explained = 0
    for row, name, verdict in EXPECTED:
        if verdict == "cannot tell":
            continue
        held = name if verdict == "yes" else opposite()[name]
        closure = closures()[row["case"]]
        statement: Statement = (node(row, name), RDF_TYPE, term(held))
        steps = closure.proof(statement)
        assert steps[-1].conclusion == statement
        assert any(step.rule is None for step in steps), f"{row['part']} {held} rests on nothing that was told"
        explained += 1
    assert explained > 150
