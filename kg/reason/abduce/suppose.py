"""What may be supposed of a case: statements that a curator could make and that nothing told excludes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.graph.terms import term
from kg.reason.abduce.index import Backward, Need
from kg.reason.abduce.state import Pending, State, is_new, is_open
from kg.reason.abduce.view import View
from kg.reason.rules import RuleSet
from kg.reason.syntax import TYPE, Triple

__all__ = ["Suppositions"]

_STATE, _NEW, _FILLED = 1.0, 0.2, 1.5  # what a statement costs, a new thing, a second value
_SINGLE = frozenset(term(name) for name in ("hasFirstSign", "hasProfile", "metastasisOf", "takenFrom"))
"""Properties of which a case tells one value: one that has a value gets no other."""

_WHOLE = frozenset([term("hasSite")])
"""Properties of which a case tells all values: another one would be news."""

_CASE = term("Case")
_OWNING = frozenset(
    term(name) for name in ("finds", "hasFirstSign", "hasProfile", "hasResult", "hasSite", "hasSubtypeLabel")
)
"""Properties that lead to something that one thing has: what has an owner gets no other."""


class Suppositions:
    """Supposed statements about one case, asked about one membership; ``blocked`` is what was in the way."""

    def __init__(
        self,
        definitions: RuleSet,
        table: Backward,
        view: View,
        individual: str,
        cls: str,
        refused: Callable[[Iterable[Triple]], bool],
    ) -> None:
        self.definitions = definitions
        self.table = table
        self.view = view
        self.individual = individual
        self.cls = cls
        self.refused = refused
        self.blocked: dict[tuple[str, ...], float] = {}

    def types_of(self, state: State, term: str) -> frozenset[str] | set[str]:
        """The classes that a thing has, told, inferred or supposed."""
        more = state.types.get(term)
        return self.view.types.get(term, set()) | more if more else self.view.types.get(term, set())

    def _excluded(self, state: State, term: str, cls: str) -> bool:
        types = self.types_of(state, term)
        if term in state.promised:
            types = types | state.promised[term]
        return any(
            not types.isdisjoint(self.table.disjoint[high])
            for high in self.table.up(cls)
            if high in self.table.disjoint
        )

    def _may_be(self, state: State, subject: str, cls: str, facet: tuple[str, ...]) -> bool:
        """Whether a report could add that the thing is in the class: it is new, asked about, or told less exactly."""
        if is_new(subject) or subject == self.individual or not self.view.types.get(subject, set()).isdisjoint(facet):
            return is_new(subject) or subject in self.view.told_types
        told = self.view.told_types.get(subject, set())
        return any(high in self.table.up(cls) for high in told)

    def _suppose(self, state: State, triple: Triple, origin: tuple[int, int] | None) -> bool:
        """Adds a missing statement and what follows from it by tables; False when that contradicts what is known."""
        state.missing.append(triple)
        if origin is not None:
            state.origins[triple] = origin
        subject, predicate, obj = triple
        if predicate == TYPE:
            return self._classify(state, subject, self.table.up(obj))
        data = predicate in self.definitions.vocabulary.data
        for prop, turned in [
            (predicate, False),
            *((p, t) for p, t, _ in self.definitions.superproperties.get(predicate, ())),
        ]:
            one, end = (obj, subject) if turned else (subject, obj)
            state.supposed.append((one, prop, end))
            for cls, _ in self.definitions.subject_types.get(prop, ()):
                if not self._classify(state, one, self.table.up(cls)):
                    return False
            for cls, _ in () if data else self.definitions.object_types.get(prop, ()):
                if not self._classify(state, end, self.table.up(cls)):
                    return False
        return True

    def _classify(self, state: State, term: str, classes: frozenset[str]) -> bool:
        if any(self._excluded(state, term, cls) for cls in classes):
            return False
        new = classes - self.view.types.get(term, set())
        state.types[term] = state.types.get(term, frozenset()) | new
        state.supposed += [(term, TYPE, cls) for cls in sorted(new)]
        return True

    def _find(self, state: State, subject: str, predicate: str, obj: str) -> Iterator[tuple[str, str, bool]]:
        """Statements, told or supposed, with these ends; the last is whether it is known already."""
        given = (None if is_open(subject) else subject, predicate, None if is_open(obj) else obj)
        for one, end in self.view.find(*given):
            yield one, end, True
        for triple in state.supposed:
            if triple[1] == predicate:
                one, _, end = state.triple(triple)
                if (given[0] in (None, one)) and given[2] in (None, end) and not (is_open(one) or is_open(end)):
                    yield one, end, False

    def _state_link(self, state: State, pending: Pending, triple: Triple) -> list[State]:
        subject, prop, obj = triple
        found = []
        for one, end in self._ends(state, subject, prop, obj):
            cost = _STATE
            old = not is_new(one) and not is_new(end)
            if old and (one not in self.view.told_types or end not in self.view.items):
                continue
            if not is_new(one) and one not in self.view.told_types:
                continue
            filled = bool(self.view.forward[prop].get(one)) or any(
                s == one and p == prop for s, p, _ in map(state.triple, state.missing)
            )
            if filled and prop in _SINGLE:
                continue
            if prop in _OWNING and (
                self.view.backward[prop].get(end) or any(p == prop and state.of(o) == end for _, p, o in state.missing)
            ):
                continue
            second = filled and (old or prop in _WHOLE)
            if second:
                cost += _FILLED
            other = state.fork(cost)
            other.filled += second
            for new in (one, end):
                if is_new(new) and new not in other.types:
                    other.cost += _NEW
                    other.count = max(other.count, int(new[1:]))
                    other.types[new] = frozenset()
            if (
                other.unify(subject, one)
                and other.unify(obj, end)
                and self._suppose(other, (one, prop, end), pending.origin)
            ):
                found.append(other)
        return found

    def _ends(self, state: State, subject: str, prop: str, obj: str) -> Iterator[tuple[str, str]]:
        """The ends that a supposed statement may have: those given, things of the case, or a new thing."""
        if is_open(subject) and is_open(obj):
            return
        if not is_open(subject) and not is_open(obj):
            yield subject, obj
            return
        term = subject if is_open(subject) else obj
        steps = (self.definitions.subject_types if is_open(subject) else self.definitions.object_types).get(prop, ())
        wanted = self._wanted(state, term) or {cls for cls, _ in steps}
        known = sorted(one for one in self.view.items if wanted & self.view.types.get(one, set()))
        new = [] if known and prop in _SINGLE and is_open(obj) else [f"*{state.count + 1}"]
        if _CASE in wanted:
            known, new = [f"{self.individual.partition('#')[0].rstrip('>')}>"], []
        for one in [*known, *sorted(one for one in state.types if is_new(one)), *new]:
            if not any(self._excluded(state, one, cls) for cls in wanted):
                yield (one, obj) if is_open(subject) else (subject, one)

    def _wanted(self, state: State, term: str) -> set[str]:
        """The classes that are still needed of an open term."""
        return {
            pending.need.object
            for pending in state.pending
            if isinstance(pending.need, Need)
            and pending.need.predicate == TYPE
            and state.of(pending.need.subject) == term
        }

    def _block(self, state: State, *parts: str) -> None:
        self.blocked.setdefault(parts, state.cost)
