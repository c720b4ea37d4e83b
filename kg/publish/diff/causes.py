"""Because of which changes an answer changed: found by trying.

Changes are left out of the new release as long as the answer is still the new one; what remains, put into the old
release, gives the new answer, and without any one of them it does not. That also finds a statement whose absence
counted, such as a second lesion, on which no derivation rests. Taken together are first all changes of a kind, then
halves, quarters and so on (Zeller, Hildebrandt, *Simplifying and isolating failure-inducing input*, IEEE TSE 2002).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.publish.diff.answers import AnswerChange, RowChange, counted
from kg.publish.diff.changes import CASE, QUERY, REPORT, RULE, TERM, Change
from kg.publish.diff.worlds import Worlds

__all__ = ["Cause", "Causes"]

# The effort of all trials together: beyond it causes are told as far as they have been narrowed down. One takes about
# 50 ms.
_LIMIT = 250
_COSTLY = (TERM, RULE, QUERY, REPORT, CASE)

Holds = Callable[[Sequence[Change]], bool]


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a row changed: ``changes``, sorted; or ``note`` where there is nothing to name.

    ``least`` says whether none of the changes can be left out; it is False when the search was broken off.
    """

    changes: tuple[Change, ...] = ()
    note: str = ""
    least: bool = True


class Causes:
    """Finds the causes of row changes; causes found once are tried first for the next row."""

    def __init__(self, worlds: Worlds, changes: Iterable[Change]) -> None:
        self._worlds = worlds
        self._changes = tuple(changes)
        self._found: dict[tuple[Change, ...], None] = {}

    def of(self, answer: AnswerChange, row: RowChange) -> Cause:
        """The cause of one row of an answer, about a case that both sides have."""
        query_id = answer.query.id
        relevant = [one for one in self._changes if _concerns(one, row.case, query_id)]
        if not relevant:
            return Cause(note="nothing that the releases hold changed: the program that inferred them did")
        search = _Search(self._test(answer, row), self._worlds)
        known = [list(one) for one in self._found if set(one) <= set(relevant)]
        told = [one for one in relevant if one.kind == CASE]
        for start in (*sorted(known, key=len), told, relevant):
            if start and search.holds(start):
                if search.holds([]):
                    break
                kept = tuple(sorted(search.fewest(start), key=lambda one: one.order))
                if search.finished:
                    self._found[kept] = None
                return Cause(kept, least=search.finished)
        return Cause(note="the changes of this case, the ontology, the rules and the query do not explain it")

    def _test(self, answer: AnswerChange, row: RowChange) -> Holds:
        """With these changes the same thing has its new verdict; where that is as before: the row is the new one."""

        def holds(changes: Sequence[Change]) -> bool:
            rows = self._worlds.rows(row.case, answer.query.id, changes)
            if rows is None:
                return False
            verdict = answer.query.verdict_column
            if row.verdict_changed and verdict is not None:
                same = [one for one in rows if all(one[name] == value for name, value in row.key.items())]
                return {one[verdict] for one in same} == {row.verdicts[1]}
            found = counted(rows, answer.columns)
            forms = zip((row.old, row.new), row.counts, strict=True)
            return all(one is None or found[tuple(one.values())] == count for one, count in forms)

        return holds


def _concerns(change: Change, case: str, query_id: str) -> bool:
    if change.kind == CASE:
        return change.owner == case
    return change.kind != QUERY or change.owner == query_id


class _Search:
    """Leaves out changes for as long as a test holds, until the limit is reached."""

    def __init__(self, holds: Holds, worlds: Worlds) -> None:
        self._holds, self._worlds = holds, worlds
        self.finished = True

    def holds(self, changes: Sequence[Change]) -> bool:
        return self._holds(changes)

    def fewest(self, changes: Sequence[Change]) -> list[Change]:
        """Part of the changes with which the test holds, none of which can be left out when ``finished``."""
        kept = sorted(changes, key=lambda one: (_COSTLY.index(one.kind), one.order))
        for _, group in groupby(list(kept), key=lambda one: one.kind):
            kept = self._without(kept, list(group))
        size = max(len(kept) // 2, 1)
        while True:
            before = len(kept)
            for part in list(_parts(kept, size)):
                kept = self._without(kept, part)
            if size == 1 and len(kept) == before:
                return kept
            size = max(size // 2, 1)

    def _without(self, kept: list[Change], part: Sequence[Change]) -> list[Change]:
        """What is left of the changes without a part of them; all of them when the test does not hold then."""
        if self._worlds.effort >= _LIMIT:
            self.finished = False
            return kept
        left_out = set(part)
        rest = [one for one in kept if one not in left_out]
        return rest if len(rest) < len(kept) and self._holds(rest) else kept


def _parts(elements: Sequence[Change], size: int) -> Iterator[Sequence[Change]]:
    return (elements[begin : begin + size] for begin in range(0, len(elements), size))
