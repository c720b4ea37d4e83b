"""The mapping table (SSSOM) as statements: our term, the mapping predicate, the outside term."""

from __future__ import annotations

import csv

from kg.errors import DataError, UnreadableInput
from kg.findings import Issue
from kg.graph.terms import Statement, iri

__all__ = ["mapping_statements"]


def mapping_statements(path: str) -> list[Statement]:
    """One statement a row, sorted. DataError names each row whose prefix the head of the file does not declare."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            lines = file.read().splitlines()
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from error
    head = [line for line in lines if line.startswith("#")]
    prefixes = dict(_prefixes(head))
    issues: list[Issue] = []
    statements: set[Statement] = set()
    table = csv.DictReader(lines[len(head) :], delimiter="\t", quoting=csv.QUOTE_NONE)
    for number, row in enumerate(table, len(head) + 2):
        terms = []
        for column in ("subject_id", "predicate_id", "object_id"):
            prefix, _, local = (row.get(column) or "").partition(":")
            if prefix not in prefixes or not local:
                issues.append(
                    Issue(
                        "M001",
                        "has no prefix that the head of the file declares",
                        file=path,
                        line=number,
                        field=column,
                        value=row.get(column),
                        allowed=sorted(prefixes),
                    )
                )
            else:
                terms.append(iri(prefixes[prefix] + local))
        if len(terms) == 3:
            statements.add((terms[0], terms[1], terms[2]))
    if issues:
        raise DataError("the mappings are not in order", issues=issues)
    return sorted(statements)


def _prefixes(head: list[str]) -> list[tuple[str, str]]:
    inside, found = False, []
    for line in head:
        if line.startswith("#curie_map:"):
            inside = True
        elif inside and line.startswith("#  "):
            prefix, _, base = line[1:].strip().partition(": ")
            found.append((prefix, base.strip()))
        else:
            inside = False
    return found
