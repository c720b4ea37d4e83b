"""Each stored query against the answers worked out by hand from the paper (``golden/README.md`` has the format)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from kg.ask.answer import Answer
from kg.ask.catalog import catalog
from tests.second.backends import ask_embedded, ask_rdflib
from tests.second.shared import shown

pytestmark = pytest.mark.filterwarnings("ignore:Dataset[.]:DeprecationWarning")  # rdflib of itself
FOLDER = Path(__file__).parent / "golden"
FILES = sorted(FOLDER.glob("*.json"))
BACKENDS = {"embedded": ask_embedded, "rdflib": ask_rdflib}
SLOW = ("literature-table",)  # takes rdflib half a minute
SIGNS = ("/", "No", "no", "Unknown")

Golden = Mapping[str, Any]
Cells = tuple[tuple[str, Any], ...]


def runs() -> Iterator[Any]:
    """Every run of every golden file, once for each backend."""
    for path in FILES:
        content = json.loads(path.read_text("utf-8"))
        for run in content.get("cases", [content]):
            settings = [f"{name}={value}" for name, value in {**run["parameters"], **run.get("only", {})}.items()]
            for backend in BACKENDS:
                name = " ".join([path.stem, *settings, ",".join(run["key"]), backend])
                slow = [pytest.mark.slow] if backend == "rdflib" and path.stem in SLOW else []
                yield pytest.param(path.stem, run, backend, id=name, marks=slow)


def answer(query: str, run: Golden, backend: str) -> Answer:
    """All rows of the stored query with the parameters of a run."""
    return BACKENDS[backend](query, run["parameters"])


def taking_part(found: Answer, run: Golden) -> list[dict[str, Any]]:
    """The rows that a run speaks of."""
    only = run.get("only", {})
    rows = [dict(row) for row in found.all_rows]
    return [row for row in rows if all(row[column] == value for column, value in only.items())]


def coded(value: object, expected: object) -> object:
    """A cell of the literature table as the golden answer writes it: ``told``, ``absent`` or as printed."""
    text = str(value) if value is not None else ""
    if expected == "told" and text and text not in SIGNS:
        return "told"
    return "absent" if expected == "absent" and text.lower().startswith("no") else value


def cells(row: Mapping[str, Any], key: Sequence[str]) -> Cells:
    return tuple((column, row[column]) for column in key)


def differences(expected: Sequence[Golden], rows: Sequence[dict[str, Any]], key: Sequence[str]) -> list[str]:
    """One line for each row of the one set that has no partner in the other.

    Where a case has one such row on either side, they are shown as one line with the cells that differ.
    """
    wanted, given = {cells(row, key) for row in expected}, {cells(row, key) for row in rows}
    golden, query = sorted(wanted - given, key=str), sorted(given - wanted, key=str)
    lines = []
    for case in sorted({str(dict(row)["case"]) for row in (*golden, *query)}):
        ours, theirs = ([dict(row) for row in found if dict(row)["case"] == case] for found in (golden, query))
        if len(ours) == len(theirs) == 1:
            apart = [f"{name}: golden {ours[0][name]!r}, query {theirs[0][name]!r}" for name in key
                     if ours[0][name] != theirs[0][name]]  # fmt: skip
            lines.append(f"{case}: {'; '.join(apart)}")
        else:
            lines += [f"{case}: golden only: {_shown(row)}" for row in ours]
            lines += [f"{case}: query only: {_shown(row)}" for row in theirs]
    return lines


def _shown(row: Mapping[str, Any]) -> str:
    return ", ".join(f"{column}={value!r}" for column, value in row.items() if column != "case")


@pytest.mark.parametrize(("query", "run", "backend"), list(runs()))
def test_the_stored_query_gives_the_golden_answer(query: str, run: Golden, backend: str) -> None:
    key, rows = run["key"], taking_part(answer(query, run, backend), run)
    if query == "literature-table":
        wanted = {row["case"]: row for row in run["rows"]}
        rows = [{column: coded(row[column], wanted.get(row["case"], {}).get(column)) for column in key} for row in rows]
    lines = differences(run["rows"], rows, key)
    assert lines == [], f"{query} {run['parameters']}{shown(lines)}"


@pytest.mark.parametrize(("query", "run", "backend"), list(runs()))
def test_the_golden_counts_are_those_of_the_query(query: str, run: Golden, backend: str) -> None:
    if "counts" not in run:
        assert "verdict" not in run["key"] or "only" in run
        return
    assert answer(query, run, backend).counts == run["counts"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_golden_file_counts_its_own_rows(path: Path) -> None:
    content = json.loads(path.read_text("utf-8"))
    assert content["query"] == path.stem
    for run in content.get("cases", [content]):
        tuples = {cells(row, run["key"]) for row in run["rows"]}
        assert len(tuples) == len(run["rows"]), f"a row stands twice in {run['parameters']}"
        if "counts" in run:
            verdicts = Counter(dict(row)["verdict"] for row in tuples)
            assert run["counts"] == {name: verdicts[name] for name in ("yes", "no", "unknown")}


def test_every_stored_query_has_a_golden_answer() -> None:
    assert sorted(catalog()) == sorted(path.stem for path in FILES)


def test_every_query_with_parameters_has_an_empty_golden_answer_with_a_near_miss() -> None:
    lacking = []
    for name, query in sorted(catalog().items()):
        if any(parameter.kind.startswith("class:") for parameter in query.parameters):
            content = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
            if not any(not run["rows"] and run["why"] for run in content.get("cases", [content])):
                lacking.append(name)
    assert lacking == []


def test_a_difference_is_seen() -> None:
    key = ("case", "verdict")
    yes = {"case": "a", "verdict": "yes", "basis": "b"}
    assert differences([yes], [yes, {**yes, "basis": "c"}], key) == []
    assert differences([yes], [{**yes, "verdict": "unknown"}], key) == ["a: verdict: golden 'yes', query 'unknown'"]
    assert differences([yes], [], key) == ["a: golden only: verdict='yes'"]
    assert differences([], [yes], key) == ["a: query only: verdict='yes'"]
    assert coded("a mass", "told") == "told"
    assert coded("/", "told") == "/"
    assert coded("No metastases", "absent") == "absent"
    assert coded("yes", "absent") == "yes"
