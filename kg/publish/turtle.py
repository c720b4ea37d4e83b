"""Turtle and TriG that people can read: one block a thing, sorted, with short names.

The engine's own writer gives valid Turtle too, but cannot shorten the IRIs of a case's parts, which hold a ``#``.
Here each case has its own base: its scalp nodule is ``<#scalp-nodule>``, and the case itself is ``<>``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.errors import DataError
from kg.graph.terms import RDF_TYPE, Statement, iri
from kg.names import PREFIXES

__all__ = ["blocks", "prefix_lines", "short"]

_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
_INTEGER = f"^^<{PREFIXES['xsd']}integer>"
_BOOLEAN = f"^^<{PREFIXES['xsd']}boolean>"
_DIGITS = frozenset("0123456789")
_LINE = 100
_BY_LENGTH = sorted(((base, prefix) for prefix, base in PREFIXES.items()), key=lambda pair: (-len(pair[0]), pair))


def prefix_lines() -> Iterator[str]:
    """The declarations of all prefixes of the project, sorted."""
    for prefix, base in sorted(PREFIXES.items()):
        yield f"@prefix {prefix}: <{base}> .\n"


def short(term: str, base: str | None = None) -> str:
    """A term as short as Turtle allows: below ``base`` as ``<#part>``, else with a prefix, else as it stands.

    DataError for a blank node: data that is published has none.
    """
    if term.startswith("<"):
        return _short_iri(term, base)
    if term.startswith("_:"):
        raise DataError(f"the statements of a case have a blank node: {term}", "give the thing an id")
    if term.endswith(_INTEGER):
        body = term[1 : -len(_INTEGER) - 1]
        digits = body[1:] if body[:1] in ("-", "+") else body
        return body if digits and _DIGITS.issuperset(digits) else f'"{body}"^^xsd:integer'
    if term.endswith(_BOOLEAN) and term[1 : -len(_BOOLEAN) - 1] in ("true", "false"):
        return term[1 : -len(_BOOLEAN) - 1]
    if term.endswith(">"):
        value, _, datatype = term.rpartition("^^")
        return f"{value}^^{_short_iri(datatype, None)}"
    return term


def _short_iri(term: str, base: str | None) -> str:
    bare = term[1:-1]
    if base is not None and bare == base:
        return "<>"
    if base is not None and bare.startswith(base + "#"):
        return f"<{bare[len(base) :]}>"
    for start, prefix in _BY_LENGTH:
        local = bare[len(start) :]
        if bare.startswith(start) and local and _LETTERS.issuperset(local) and not local.startswith("-"):
            return f"{prefix}:{local}"
    return term


def blocks(statements: Iterable[Statement], base: str | None = None, indent: str = "") -> Iterator[str]:
    """One block a subject, sorted by IRI; inside it ``a`` first, then the properties by name, objects sorted."""
    wanted = sorted(set(statements))
    if base is not None:  # the case itself before its parts
        wanted.sort(key=lambda statement: (statement[0] != iri(base), statement))
    for subject, rows in groupby(wanted, key=lambda statement: statement[0]):
        yield f"{indent}{short(subject, base)} {_block(list(rows), base, indent)} .\n\n"


def _block(rows: list[Statement], base: str | None, indent: str) -> str:
    by_property = {
        predicate: [short(o, base) for _, _, o in found]
        for predicate, found in groupby(rows, key=lambda statement: statement[1])
    }
    ordered = sorted(by_property.items(), key=lambda pair: (pair[0] != RDF_TYPE, pair[0]))
    lines = []
    for predicate, values in ordered:
        name = "a" if predicate == RDF_TYPE else short(predicate)
        line = f"{name} {', '.join(values)}"
        if len(line) > _LINE and len(values) > 1:
            line = f"{name}\n{indent}        " + f",\n{indent}        ".join(values)
        lines.append(line)
    return f" ;\n{indent}    ".join(lines)
