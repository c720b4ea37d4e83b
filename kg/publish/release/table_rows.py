"""The cells of the tables.

A verdict is written ``yes``, ``no`` or ``unknown``. An empty cell means that nothing is told, or that a verdict is not
asked of the thing: silence is never written as a no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from kg.ask.values import short_name
from kg.errors import DataError
from kg.names import case_id_of
from kg.publish.release.table_columns import SIDES, Column, Table
from kg.publish.release.table_facts import Facts
from kg.publish.release.table_verdicts import Pair, Pairs

__all__ = ["Cell", "asked_pairs", "rows", "verdict_rows"]

Cell = str | int | Decimal | None
_READ: Mapping[str, Callable[[str], Cell]] = {"integer": int, "number": Decimal, "date": str}


def asked_pairs(table: Table, pairs: Pairs) -> list[Pair]:
    """The verdicts that a table has columns for, in their order."""
    return sorted({pair for root in table.asked or table.roots for pair in pairs.of(root)})


def rows(table: Table, facts: Facts, pairs: Pairs) -> Iterator[list[Cell]]:
    """The cells of each row, verdicts last, sorted by id; DataError for a cell that would hold several numbers."""
    asked = asked_pairs(table, pairs)
    for thing in _sorted({thing for root in table.roots for thing in facts.members(root)}):
        cells = [_cell(facts, thing, column) for column in table.columns]
        about = facts.follow(thing, table.path)
        if len(about) > 1 and asked:
            raise DataError(f"{_short(thing)} has verdicts of several things in one row")
        classes = facts.classes(about[0]) if about else None
        yield [*cells, *(None if classes is None else pairs.answer(pair, classes) for pair in asked)]


def verdict_rows(facts: Facts, pairs: Pairs) -> Iterator[list[Cell]]:
    """Case, thing, verdict and the two classes of it: a row for each thing that a pair is asked of."""
    roots = {name for pair in pairs.all for name in pair.above}
    for thing in _sorted({thing for root in roots for thing in facts.members(root)}):
        classes = facts.classes(thing)
        for pair in pairs.all:
            answer = pairs.answer(pair, classes)
            if answer is not None:
                yield [case_id_of(thing), _short(thing), pair.yes, pair.no, answer]


def _sorted(things: set[str]) -> list[str]:
    return sorted(things, key=_short)


def _short(thing: str) -> str:
    return short_name(thing[1:-1])


def _cell(facts: Facts, thing: str, column: Column) -> Cell:
    ends = facts.follow(thing, column.path)
    if column.take in ("value", "day"):
        return _value(facts, ends, column)
    return " ".join(_VIEWS[column.take](facts, ends, thing)) or None


def _value(facts: Facts, ends: list[str], column: Column) -> Cell:
    found = [value for end in ends if (value := facts.value(end, column.prop or column.name)) is not None]
    if column.take == "day":
        found = [value[:10] for value in found]
    if column.type == "string":
        return "; ".join(found) or None
    if len(found) > 1:
        raise DataError(f"the column {column.name} has several values in one row: {', '.join(found)}")
    return _READ[column.type](found[0]) if found else None


def _classes(facts: Facts, ends: list[str]) -> set[str]:
    return {name for end in ends for name in facts.stated_classes(end)}


def _inferred(facts: Facts, ends: list[str], thing: str) -> list[str]:
    return sorted({name for end in ends for name in facts.classes(end) - facts.stated_classes(end)})


def _presence(facts: Facts, ends: list[str], thing: str) -> list[str]:
    return ["absent" if "AbsenceFinding" in facts.classes(thing) else "present"]


def _role(facts: Facts, ends: list[str], thing: str) -> list[str]:
    return ["secondary" if "SecondaryReport" in facts.classes(thing) else "primary"]


def _accepted(facts: Facts, ends: list[str], thing: str) -> list[str]:
    return ["yes" if facts.follow(thing, ["^acceptedClaim"]) else "no"]


# What a column shows -> how it is found: the things at the end of its path, and the row's own thing.
_VIEWS: Mapping[str, Callable[[Facts, list[str], str], list[str]]] = {
    "accepted": _accepted,
    "case": lambda facts, ends, thing: [case_id_of(thing) or ""],
    "id": lambda facts, ends, thing: [_short(thing)],
    "inferred": _inferred,
    "names": lambda facts, ends, thing: sorted(map(_short, ends)),
    "origin": lambda facts, ends, thing: ["stated" if facts.is_stated(thing) else "derived"],
    "place": lambda facts, ends, thing: sorted(_classes(facts, ends).difference(SIDES)),
    "presence": _presence,
    "role": _role,
    "side": lambda facts, ends, thing: sorted(_classes(facts, ends).intersection(SIDES)),
    "stated": lambda facts, ends, thing: sorted(_classes(facts, ends)),
}
