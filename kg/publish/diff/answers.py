"""How the answers to the stored queries differ, row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.ask.catalog import Query
from kg.graph.terms import term
from kg.names import local_name
from kg.publish.diff.side import VERDICTS, Row, Side, ask

__all__ = ["AnswerChange", "RowChange", "answer_changes", "common_columns", "counted"]

Cells = tuple[str | int | float | bool | None, ...]


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that is new (``old`` is None), gone (``new`` is None) or different.

    ``key`` are the cells by which the two rows are known to be about the same thing; ``verdicts`` the verdict before
    and now, None where there is none, or for a query without verdicts. ``counts`` is how often the row as it was, and
    as it is, stands in the new answer.
    """

    case: str
    key: Row
    old: Row | None
    new: Row | None
    verdicts: tuple[str | None, str | None]
    counts: tuple[int, int]

    @property
    def changed(self) -> tuple[str, ...]:
        """The columns in which the two rows differ; empty for a row that is new or gone."""
        if self.old is None or self.new is None:
            return ()
        return tuple(name for name in self.old if self.old[name] != self.new[name])

    @property
    def verdict_changed(self) -> bool:
        """Whether the same thing has another verdict now."""
        return self.old is not None and self.new is not None and self.verdicts[0] != self.verdicts[1]


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """How the answer to one query changed; ``columns`` are those that both sides of the query have."""

    query: Query
    columns: tuple[str, ...]
    rows: tuple[RowChange, ...]


def common_columns(old: Query, new: Query) -> tuple[str, ...]:
    """The columns that a query has on both sides, in their old order."""
    names = {column.name for column in new.columns}
    return tuple(column.name for column in old.columns if column.name in names)


def answer_changes(old: Side, new: Side) -> list[AnswerChange]:
    """Every query that both sides have and that answers differently, by id; all verdicts among them.

    Rows are compared in the columns that both have, whatever their order. All parameters are at their defaults.
    """
    found = []
    for name in sorted(old.questions.keys() & new.questions.keys()):
        before, after = old.questions[name], new.questions[name]
        columns = common_columns(before, after)
        was, now = ask(before, old.engine), ask(after, new.engine)
        if name == VERDICTS:
            known = _verdict_classes(old) & _verdict_classes(new)
            was, now = ([row for row in found if row["class"] in known] for found in (was, now))
        rows = _row_changes(after, columns, was, now)
        if rows:
            found.append(AnswerChange(after, columns, tuple(rows)))
    return found


def _verdict_classes(side: Side) -> set[str]:
    """Local names of the classes that have an opposite; one that only one side has is told as a term."""
    return {local_name(s) for s, p, _ in side.ontology if p == term("oppositeVerdict")}


def counted(rows: Iterable[Row], columns: Sequence[str]) -> Counter[Cells]:
    """How often each row is there, as its cells in these columns."""
    return Counter(tuple(row[name] for name in columns) for row in rows)


def _row_changes(query: Query, columns: tuple[str, ...], old: Iterable[Row], new: Iterable[Row]) -> list[RowChange]:
    before, after = counted(old, columns), counted(new, columns)
    gone, come = _rows(before - after, columns), _rows(after - before, columns)
    found = []
    for key, was, now in _paired(query, columns, gone, come):
        shown = was if was is not None else now
        assert shown is not None
        case = str(shown["case"]) if "case" in shown else ""
        verdict = query.verdict_column if query.verdict_column in columns else None
        told = [None if row is None or verdict is None else str(row[verdict]) for row in (was, now)]
        count = [0 if row is None else after[tuple(row[name] for name in columns)] for row in (was, now)]
        identity = {name: shown[name] for name in key}
        found.append(RowChange(case, identity, was, now, (told[0], told[1]), (count[0], count[1])))
    return sorted(found, key=_place)


def _rows(counts: Counter[Cells], columns: Sequence[str]) -> list[Row]:
    return [dict(zip(columns, cells, strict=True)) for cells in counts.elements()]


def _place(change: RowChange) -> tuple[str, ...]:
    shown = change.old if change.old is not None else change.new
    assert shown is not None
    return (change.case, *(str(shown[name]) for name in shown), str(change.new))


def _paired(
    query: Query, columns: tuple[str, ...], gone: list[Row], come: list[Row]
) -> Iterator[tuple[tuple[str, ...], Row | None, Row | None]]:
    """Rows of before and now that are about the same thing, with the columns that tell it; then those that are not.

    The same thing: the same parts, or the same first part, or the same case, when that fits one row on each side only.
    """
    kinds = {column.name: column.kind for column in query.columns}
    first = tuple(name for name in columns if kinds[name] == "case")
    parts = tuple(name for name in columns if kinds[name] == "part" and name != "basis")
    for key in dict.fromkeys(((*first, *parts), (*first, *parts[:1]), first)):
        if not key:
            continue
        at = _by_key(gone, key), _by_key(come, key)
        for cells in [cells for cells in at[0] if len(at[0][cells]) == 1 and len(at[1].get(cells, ())) == 1]:
            was, now = at[0][cells][0], at[1][cells][0]
            gone.remove(was)
            come.remove(now)
            yield key, was, now
    yield from ((first, was, None) for was in gone)
    yield from ((first, None, now) for now in come)


def _by_key(rows: Iterable[Row], key: tuple[str, ...]) -> dict[Cells, list[Row]]:
    found: dict[Cells, list[Row]] = defaultdict(list)
    for row in rows:
        found[tuple(row[name] for name in key)].append(row)
    return found
