"""The tables of expected answers, one a stored query: ``README.md`` has their format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.competency.changes import MISSING, Change

__all__ = ["ANSWERS", "CASES", "Flip", "Run", "Table", "base_case", "tables"]

HERE = Path(__file__).resolve().parent
ANSWERS = HERE / "answers"
CASES = HERE / "cases"

Row = tuple[tuple[str, Any], ...]
"""One expected row: column and value, in the order of the key."""


@dataclass(frozen=True)
class Flip:
    """One change of the base case and the answer that it gives: another one, or on purpose the same (``stays``)."""

    id: str
    change: Change
    answer: tuple[Row, ...]
    stays: bool
    gone: int
    new: int
    why: str


@dataclass(frozen=True)
class Run:
    """The stored query with these parameters on a base case, and the flips of its answer."""

    base: str
    base_id: str
    parameters: Mapping[str, str]
    answer: tuple[Row, ...]
    why: str
    flips: tuple[Flip, ...]


@dataclass(frozen=True)
class Table:
    """All runs of one stored query; ``key`` are the columns that are compared."""

    query: str
    key: tuple[str, ...]
    runs: tuple[Run, ...]

    @property
    def bases(self) -> dict[str, str]:
        """The base cases, by the id that each has among all cases of the suite."""
        return {run.base_id: run.base for run in self.runs}

    @property
    def case_ids(self) -> list[str]:
        """The ids of all cases of this table: the base cases, then the changed ones."""
        return [*self.bases, *(flip.id for _, flip in self.flips())]

    def flips(self) -> Iterator[tuple[Run, Flip]]:
        """Each flip with its run."""
        for run in self.runs:
            for flip in run.flips:
                yield run, flip


@cache
def base_case(name: str) -> dict[str, Any]:
    """The parsed case file of this name; whoever changes it changes a copy."""
    return _load(CASES / f"{name}.yaml")


@cache
def tables() -> dict[str, Table]:
    """All tables, by query id."""
    return {path.stem: _table(path) for path in sorted(ANSWERS.glob("*.yaml"))}


def _load(path: Path) -> dict[str, Any]:
    content = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    assert isinstance(content, dict), path
    return content


def _only(content: Mapping[str, Any], allowed: str, where: str) -> None:
    further = sorted(set(content) - set(allowed.split()))
    assert further == [], f"{where}: unknown keys {further}"


def _table(path: Path) -> Table:
    content = _load(path)
    _only(content, "query base key runs", path.name)
    query, key = content["query"], tuple(content["key"])
    assert query == path.stem, path.name
    runs: list[Run] = []
    number = 0
    for entry in content["runs"]:
        _only(entry, "base parameters answer why flips", path.name)
        base = entry.get("base", content["base"])
        flips = []
        for flip in entry.get("flips", ()):
            number += 1
            flips.append(_flip(flip, f"{query}-{number}", key, path.name))
        answer = _rows(entry["answer"], key, path.name)
        parameters = entry.get("parameters", {})
        runs.append(Run(base, f"{query}-of-{base}", parameters, answer, entry["why"], tuple(flips)))
    return Table(query, key, tuple(runs))


def _flip(content: Mapping[str, Any], name: str, key: tuple[str, ...], where: str) -> Flip:
    _only(content, "change from to remove add entry answer stays statements why", where)
    if "change" in content:
        change = Change(content["change"], content["from"], content["to"])
    elif "add" in content:
        change = Change(content["add"], MISSING, content["entry"])
    else:
        change = Change(content["remove"], None, MISSING)
    gone, new = (int(number) for number in content["statements"].split())
    answer = _rows(content["answer"], key, where)
    return Flip(name, change, answer, content.get("stays", False), -gone, new, content["why"])


def _rows(content: list[dict[str, Any]], key: tuple[str, ...], where: str) -> tuple[Row, ...]:
    for row in content:
        assert sorted(row) == sorted(key), f"{where}: {row} has not the columns {key}"
    return tuple(sorted((tuple((column, row[column]) for column in key) for row in content), key=repr))
