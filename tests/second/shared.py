"""The graph of the repository's cases, built once for all tests that compare answers, and ways to read answers."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kg.ask.answer import Answer, AnswerRow
from kg.ask.graph import Graph
from kg.ask.values import PART_KINDS
from kg.build.api import open_graph
from kg.cases import Vocabulary, read_cases
from kg.graph.assemble import read_ontology
from tests.second.answers.facts import World
from tests.second.answers.rows import Row, Value

__all__ = ["ROOT", "built_graph", "plain_rows", "world"]

ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def built_graph() -> Graph:
    """The graph of ontology and cases of this checkout, built in a folder of its own."""
    out = tempfile.mkdtemp(prefix="mbckg-tests-")
    atexit.register(shutil.rmtree, out, ignore_errors=True)
    return open_graph(str(ROOT), out)


@cache
def world() -> World:
    """The case files of this checkout, read without the graph."""
    vocabulary = Vocabulary(read_ontology(str(ROOT / "ontology")))
    cases, issues = read_cases(str(ROOT / "data" / "cases"), vocabulary, None)
    assert not [issue for issue in issues if issue.severity == "error"], issues
    return World(tuple(cases), vocabulary)


def plain_rows(answer: Answer) -> list[Row]:
    """All rows of an answer: several names in one cell are a set, a boolean is yes or no."""
    return [_plain(answer, row) for row in answer.all_rows]


def _plain(answer: Answer, row: AnswerRow) -> Row:
    return {column.name: _value(row[column.name], column.kind) for column in answer.query.columns}


def _value(value: str | float | bool | None, kind: str) -> Value:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if kind in PART_KINDS and isinstance(value, str) and " " in value:
        return frozenset(value.split())
    return value


def shown(lines: Iterable[str]) -> str:
    """Differences for a failed assertion, one a line."""
    return "\n" + "\n".join(lines)
