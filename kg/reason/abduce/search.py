"""Backward chaining from a membership to what is missing for it.

Each step takes one need: it is met by a statement of the case, or supposed as a statement that a curator could
make, or unfolded into what a definition or a rule file needs for it. Exceptions of rule files (``unless``) are looked
at when nothing is needed any more; one that applies is repaired by what its inner ``NOT EXISTS`` asks for, or the way
is given up and the exception remembered as an obstacle.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from itertools import count

from kg.graph.patterns import Comparison
from kg.reason.abduce.index import Need
from kg.reason.abduce.state import Pending, State, is_day, is_named, is_new, is_open
from kg.reason.abduce.steps import Steps
from kg.reason.syntax import TYPE

__all__ = ["Search"]

_STEPS, _MORE_STEPS = 600, 1000
_AHEAD = 0.8  # what a need is thought to cost
_VAGUE = 5  # the rank of a need about a thing that is not settled


class Search(Steps):
    """All ways to make an individual a member of a class, one after the other."""

    def run(self, *, deepest_first: bool = False) -> Iterator[State]:
        """States in which nothing is needed any more: cheap ones first, or one after the other to its end.

        The second way finds something where much is missing, and not always the least.
        """
        steps = _MORE_STEPS if deepest_first else _STEPS
        start = State(pending=[Pending(Need(self.individual, TYPE, self.cls))])
        order = count()
        heap: list[tuple[float, float, int, State]] = [(0.0, 0.0, next(order), start)]
        seen: set[object] = set()
        while heap and steps > 0:
            depth, _, _, state = heapq.heappop(heap)
            key = self._key(state)
            if key in seen:
                continue
            seen.add(key)
            steps -= 1
            known = len(state.missing) + len(state.unfolded)
            if state.pending:
                found: Iterable[State] = self._expand(state, latest_first=deepest_first)
            else:
                repairs = self._exceptions(state)
                if repairs is None:
                    yield state
                    continue
                found = repairs
            for one in found:
                if deepest_first and len(one.missing) + len(one.unfolded) > known and self._refused(one):
                    continue
                heapq.heappush(heap, (depth - deepest_first, one.cost + _AHEAD * len(one.pending), next(order), one))

    def _refused(self, state: State) -> bool:
        """Whether the definitions refuse what is supposed so far, as far as it is settled."""
        supposed = [*map(state.triple, state.missing), *((thing, TYPE, cls) for thing, cls in state.unfolded)]
        settled = [one for one in supposed if not any(is_open(end) or is_day(end) or is_named(end) for end in one)]
        names = {end: f"<urn:new:{end[1:]}>" for triple in settled for end in triple if is_new(end)}
        return self.refused([(names.get(s, s), p, names.get(o, o)) for s, p, o in settled])

    @staticmethod
    def _key(state: State) -> object:
        """What two states that can only end alike have in common."""

        def shown(need: Need | Comparison) -> object:
            terms = (
                (need.left, need.operator, need.right)
                if isinstance(need, Comparison)
                else (need.subject, need.predicate, need.object)
            )
            return tuple("?" if is_open(term) else term for term in map(state.of, terms))

        needs = sorted(map(repr, (shown(pending.need) for pending in state.pending)))
        distances = [(state.of(left), state.of(right), low, high) for left, right, low, high in state.distances]
        return (frozenset(map(state.triple, state.missing)), tuple(needs), tuple(distances))

    def _expand(self, state: State, *, latest_first: bool) -> list[State]:
        ranks = [self._rank(state, pending) for pending in state.pending]
        places = [place for place, rank in enumerate(ranks) if rank[0] < _VAGUE] if latest_first else []
        place = places[-1] if places else min(range(len(ranks)), key=ranks.__getitem__)
        pending = state.pending.pop(place)
        need = pending.need
        if isinstance(need, Comparison):
            return self._comparison(state, need)
        subject, obj = state.of(need.subject), state.of(need.object)
        if need.predicate == TYPE:
            state.pending = [one for one in state.pending if not self._same(state, one.need, subject, need.object)]
            return self._type(state, pending, need, subject)
        if need.predicate in self.definitions.vocabulary.data:
            return self._value(state, pending, need, subject, obj)
        return self._link(state, pending, need, subject, obj)

    @staticmethod
    def _same(state: State, need: Need | Comparison, subject: str, cls: str) -> bool:
        return (
            isinstance(need, Need)
            and need.object == cls
            and need.predicate == TYPE
            and state.of(need.subject) == subject
        )

    def _rank(self, state: State, pending: Pending) -> tuple[int, int]:
        need = pending.need
        if isinstance(need, Comparison):
            sides = (state.of(need.left), state.of(need.right))
            return (8 if any(is_open(side) for side in sides) else 1, pending.deep)
        subject, obj = state.of(need.subject), state.of(need.object)
        if need.predicate == TYPE:
            return (5 if is_open(subject) else 0, pending.deep)
        if need.predicate in self.definitions.vocabulary.data:
            return (6 if is_open(subject) else 3, pending.deep)
        if is_named(subject) or is_named(obj):
            return (0, pending.deep)
        return ((0, 2, 3, 7)[is_open(obj) + 2 * is_open(subject)], pending.deep)
