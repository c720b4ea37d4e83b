"""Planted contradictions: each is found and named by the layer that is there for it, and gone in its near miss."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.cases.codes import CODES
from kg.check.reasoning import stated_for_referee
from kg.findings import WARNING
from kg.reason import referee_many
from kg.reason.explain.contradiction import conflicts
from tests.planted.support import HERE, closure_of, layers, read_text, rows, sources, states

FOLDER = HERE / "contradictions"
PLANTED = rows(FOLDER / "expected.tsv")
NEAR = rows(FOLDER / "near" / "expected.tsv")
BY_DEFINITION = [row for row in PLANTED if row["layer"] == "definitions"]
FILE_LAYERS = ("reading", "consistency", "chronology", "stages")


def planted(row: dict[str, str]) -> Path:
    return FOLDER / f"{row['file']}.yaml"


def near(row: dict[str, str]) -> Path:
    return FOLDER / "near" / f"{row['file']}.yaml"


def name_of(row: dict[str, str]) -> str:
    return row["file"]


def test_every_file_is_expected_and_the_tables_are_large_enough() -> None:
    assert sorted(map(name_of, PLANTED)) == sorted(path.stem for path in FOLDER.glob("*.yaml"))
    assert sorted(map(name_of, NEAR)) == sorted(path.stem for path in (FOLDER / "near").glob("*.yaml"))
    assert len(PLANTED) >= 60
    assert len(NEAR) >= 60
    assert {row["layer"] for row in PLANTED} == {*FILE_LAYERS, "definitions", "graph"}
    ordered = {code for code in CODES if "C116" <= code <= "C118" or code >= "C130"}
    assert ordered <= {row["code"] for row in PLANTED}, "a check of order or stage has no planted fault"


@pytest.mark.parametrize("row", PLANTED, ids=name_of)
def test_the_contradiction_is_found_by_its_layer_and_by_none_before(row: dict[str, str]) -> None:
    found = layers(planted(row))
    layer = "file" if row["layer"] in FILE_LAYERS else row["layer"]
    told = [issue for issues in found.values() for issue in issues]
    assert list(found)[-1] == layer
    assert told == found[layer]
    assert {issue.code for issue in told} == {row["code"]}, [issue.render() for issue in told]
    assert layer == "definitions" or len(told) == 1, [issue.render() for issue in told]
    shown = [issue.render() for issue in told]
    words = [word for word in row["names"].split(",") if word]
    assert any(all(word in text for word in words) for text in shown), shown
    assert all(issue.remedy for issue in told)


@pytest.mark.parametrize("row", NEAR, ids=name_of)
def test_the_near_miss_is_no_contradiction(row: dict[str, str]) -> None:
    found = layers(near(row))
    assert list(found) == ["file", "definitions", "graph"]
    assert [issue.render() for issues in found.values() for issue in issues] == []


@pytest.mark.parametrize("row", BY_DEFINITION, ids=name_of)
def test_the_explanation_names_the_statements_that_were_planted(row: dict[str, str]) -> None:
    _, closure = closure_of(planted(row))
    found = conflicts(closure)
    assert found
    for told in row["stated"].split("; "):
        among = [one for one in found if any(states(told, triple) for triple in one.statements)]
        assert among, f"{told} is in no explanation: {[one.statements for one in found]}"


@pytest.mark.java
def test_hermit_finds_the_same_and_nothing_wrong_with_the_near_misses() -> None:
    paths = {f"planted {row['file']}": planted(row) for row in BY_DEFINITION}
    close = {row["file"]: near(row) for row in NEAR}
    paths |= {f"near {row['file']}": close[row["file"]] for row in BY_DEFINITION if row["file"] in close}
    given = {name: stated_for_referee(*closure_of(path)) for name, path in paths.items()}
    verdicts = referee_many(sources().ontology, given)
    assert {name: verdict.consistent for name, verdict in verdicts.items()} == {
        name: name.startswith("near ") for name in paths
    }


ORDERED = [row for row in PLANTED if row["layer"] in ("chronology", "stages")]


@pytest.mark.parametrize("row", ORDERED, ids=name_of)
def test_a_dispute_about_the_items_silences_what_the_reports_tell(row: dict[str, str]) -> None:
    """Odd things stand in real reports: they stay as they are printed, and a dispute tells that they are odd."""
    text = planted(row).read_text(encoding="utf-8")
    ids = [word for word in row["names"].split(",") if word.islower()]
    about = [word for word in ids if re.search(rf"\b{word}(?::| *$)", text, re.MULTILINE)]
    assert about, row["names"]
    one, other = "{says: one, in: paper | Abstract | one}", "{says: other, in: paper | Abstract | other}"
    dispute = (
        f"disputes:\n  - dispute: as-printed\n    about: [{', '.join(about)}]\n    claims: [{one}, {other}]\n"
        "    accepted: none\n    because: The report prints both.\n"
    )
    assert read_text(text)[1] != []
    case, issues = read_text(text + dispute)
    assert [issue.render() for issue in issues] == []
    assert case is not None


def test_a_warning_stops_nothing() -> None:
    """A patient reported as male may have an ovary: the check asks to look again and does not condemn."""
    (issue,) = layers(FOLDER / "man-with-ovarian-metastasis.yaml")["graph"]
    assert issue.severity == WARNING
