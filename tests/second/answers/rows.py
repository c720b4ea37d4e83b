"""Rows of answers as plain values, and the comparison of two sets of rows.

A value is a text, a number or None (nothing there); a set of texts where a cell holds several; and
:class:`OneOf` where the meaning of a question leaves open which of several items is shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

__all__ = ["OneOf", "Row", "Value", "differences", "restricted"]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Any of these values will do."""

    values: frozenset[str | int | float | None]

    @classmethod
    def of(cls, values: Iterable[str | int | float | None]) -> OneOf:
        """From any collection of values."""
        return cls(frozenset(values))

    def __str__(self) -> str:
        return "one of " + ", ".join(sorted(map(str, self.values)))


Value = str | int | float | None | frozenset[str] | OneOf
Row = dict[str, Value]


def restricted(rows: Iterable[Mapping[str, Value]], key: Sequence[str]) -> list[Row]:
    """The rows with the columns of ``key`` only, each once.

    Several names in one cell mean the same as a row for each of them: such rows are written out.
    """
    found: dict[tuple[Value, ...], Row] = {}
    for row in rows:
        for values in product(*(_members(row[column]) for column in key)):
            found[values] = dict(zip(key, values, strict=True))
    return list(found.values())


def _members(value: Value) -> Sequence[Value]:
    if isinstance(value, frozenset):
        return sorted(value) or [None]
    return [value]


def differences(expected: Sequence[Row], found: Sequence[Row]) -> list[str]:
    """What has to be told about two lists of rows: one line a row that has no partner, sorted."""
    open_rows = [row for row in expected if any(isinstance(value, OneOf) for value in row.values())]
    fixed = Counter(_frozen(row) for row in expected if row not in open_rows)
    seen = Counter(_frozen(row) for row in found)
    missing, extra = fixed - seen, list((seen - fixed).elements())
    lines = [f"missing: {_shown(row)}" for row in missing.elements()]
    for row in open_rows:
        partner = next((other for other in extra if _fits(row, dict(other))), None)
        if partner is None:
            lines.append(f"missing: {_shown(_frozen(row))}")
        else:
            extra.remove(partner)
    return sorted(lines) + sorted(f"not expected: {_shown(row)}" for row in extra)


def _frozen(row: Mapping[str, Value]) -> tuple[tuple[str, Value], ...]:
    return tuple(row.items())


def _fits(row: Row, other: Mapping[str, Value]) -> bool:
    return row.keys() == other.keys() and all(
        other[column] in value.values if isinstance(value, OneOf) else other[column] == value
        for column, value in row.items()
    )


def _shown(row: Iterable[tuple[str, Value]]) -> str:
    return ", ".join(f"{column}={_text(value)}" for column, value in row)


def _text(value: Value) -> str:
    return "-" if value is None else str(value)
