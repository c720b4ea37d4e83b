"""The mapping table (SSSOM): its rows, and those that become statements of the graph.

A row compares a class of ours with a term of another vocabulary. A row whose object is ``sssom:NoTermFound`` says that
the vocabulary in ``object_source`` was looked through and has no such term; it makes no statement.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import DataError, UnreadableInput
from kg.findings import Issue
from kg.graph.terms import Statement, iri

__all__ = ["NO_TERM", "MappingRow", "MappingTable", "mapping_statements", "read_mappings"]

NO_TERM = "sssom:NoTermFound"
_IDENTIFIERS = ("subject_id", "predicate_id", "object_id")


@dataclass(frozen=True, slots=True)
class MappingRow:
    """One row: compact identifiers and labels as written, ``source`` the vocabulary, ``line`` where it stands."""

    line: int
    subject: str
    subject_label: str
    predicate: str
    object: str
    object_label: str
    source: str
    comment: str


@dataclass(frozen=True, slots=True)
class MappingTable:
    """The rows, and the address that each prefix stands for."""

    prefixes: Mapping[str, str]
    rows: tuple[MappingRow, ...]

    def iri(self, name: str) -> str:
        """The term that a compact identifier of a row stands for."""
        prefix, _, local = name.partition(":")
        return iri(self.prefixes[prefix] + local)


def mapping_statements(path: str) -> list[Statement]:
    """One statement a row, sorted: our term, the mapping predicate, the outside term. Errors as of read_mappings."""
    table = read_mappings(path)
    rows = (row for row in table.rows if row.object != NO_TERM)
    return sorted({(table.iri(row.subject), table.iri(row.predicate), table.iri(row.object)) for row in rows})


def read_mappings(path: str) -> MappingTable:
    """The table, in the order of the file. DataError names each row whose prefix the head of the file lacks."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            lines = file.read().splitlines()
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from error
    head = [line for line in lines if line.startswith("#")]
    prefixes = dict(_prefixes(head))
    issues: list[Issue] = []
    rows: list[MappingRow] = []
    table = csv.DictReader(lines[len(head) :], delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, cells in enumerate(table, len(head) + 2):
        found = [
            Issue(
                "M001",
                "has no prefix that the head of the file declares",
                file=path,
                line=number,
                field=column,
                value=cells.get(column),
                allowed=sorted(prefixes),
            )
            for column in _IDENTIFIERS
            if not _known(cells.get(column) or "", prefixes)
        ]
        issues += found
        if not found:
            rows.append(_row(number, cells))
    if issues:
        raise DataError("the mappings are not in order", issues=issues)
    return MappingTable(prefixes, tuple(rows))


def _known(name: str, prefixes: Mapping[str, str]) -> bool:
    prefix, _, local = name.partition(":")
    return name == NO_TERM or (prefix in prefixes and bool(local))


def _row(line: int, cells: Mapping[str, str | None]) -> MappingRow:
    def cell(column: str) -> str:
        return cells.get(column) or ""

    return MappingRow(
        line=line,
        subject=cell("subject_id"),
        subject_label=cell("subject_label"),
        predicate=cell("predicate_id"),
        object=cell("object_id"),
        object_label=cell("object_label"),
        source=cell("object_source"),
        comment=cell("comment"),
    )


def _prefixes(head: list[str]) -> list[tuple[str, str]]:
    inside, found = False, []
    for line in head:
        if line.startswith("#curie_map:"):
            inside = True
        elif inside and line.startswith("#  "):
            prefix, _, base = line[1:].strip().partition(": ")
            found.append((prefix, base.strip().strip('"')))
        else:
            inside = False
    return found
