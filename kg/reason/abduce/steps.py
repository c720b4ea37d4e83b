"""One need at a time: met by the case, supposed, or unfolded into what a definition or a rule file needs for it."""

from __future__ import annotations

from kg.graph.terms import integer
from kg.reason.abduce.files import DEEPEST, RuleFiles
from kg.reason.abduce.index import Need
from kg.reason.abduce.state import Pending, State, is_day, is_named, is_new, is_open
from kg.reason.abduce.words import bounds
from kg.reason.syntax import TYPE
from kg.reason.values import ANY_LITERAL, DataRange, intersect, parse_literal

__all__ = ["Steps"]

_UNFOLD, _STATE, _NEW = 0.01, 1.0, 0.2  # what a definition costs, a statement, a new thing


class Steps(RuleFiles):
    """The ways to satisfy one need."""

    def _type(self, state: State, pending: Pending, need: Need, subject: str) -> list[State]:
        cls = need.object
        if is_open(subject):
            return self._some_member(state, pending, need, subject)
        if is_named(subject):
            rule, name = self._named(state, subject)
            if any(s == name and p == TYPE and cls in self.table.up(o) for s, p, o in rule.template):
                return [state]
            return self._unfold(state, pending, subject, cls)
        if cls in self.types_of(state, subject):
            if cls in self.view.types.get(subject, ()):
                state.met.append((subject, TYPE, cls))
            return [state]
        if self._excluded(state, subject, cls):
            told = min(
                (
                    t
                    for t in self.types_of(state, subject)
                    for high in self.table.up(cls)
                    if t in self.table.disjoint.get(high, ())
                ),
                default="",
            )
            if pending.deep == 0:
                self._block(state, "excluded", subject, told, cls)
            return []
        found = []
        for low in self.table.statable_below(cls):
            if self._may_be(state, subject, low, need.facet) and not self._excluded(state, subject, low):
                one = state.fork(_STATE)
                if self._suppose(one, (subject, TYPE, low), pending.origin):
                    found.append(one)
        if not (is_new(subject) and cls not in self.table.not_statable):
            found += self._unfold(state, pending, subject, cls)
        return found

    def _some_member(self, state: State, pending: Pending, need: Need, subject: str) -> list[State]:
        found = []
        things = [*self.view.members.get(need.object, ()), *sorted(one for one in state.types if is_new(one))]
        for one in things:
            if need.object in self.types_of(state, one):
                other = state.fork()
                other.bound[subject] = one
                if not is_new(one):
                    other.met.append((one, TYPE, need.object))
                found.append(other)
        new = state.fork(_NEW)
        new.bound[subject] = new.fresh("*")
        new.types[new.bound[subject]] = frozenset()
        new.pending.append(pending)
        return [*found, new]

    def _unfold(self, state: State, pending: Pending, subject: str, cls: str) -> list[State]:
        before = state.unfolded.get((subject, cls))
        if before is not None and pending.deep <= before:
            return [state]
        if pending.deep >= DEEPEST or before is not None:
            return []
        state.unfolded[subject, cls] = pending.deep
        found = []
        for body in self.table.bodies(cls):
            one = state.fork(_UNFOLD)
            suffix = one.fresh("#")
            one.bound[f"?0{suffix}"] = subject
            one.supposed += [(subject, TYPE, high) for high in sorted(self.table.up(cls))]
            one.promised[subject] = one.promised.get(subject, frozenset()) | self.table.up(cls)
            for need in body:
                obj = f"{need.object}{suffix}" if is_open(need.object) else need.object
                moved = Need(f"{need.subject}{suffix}", need.predicate, obj, need.data, need.facet)
                one.pending.append(Pending(moved, pending.deep + 1))
            found.append(one)
        return found

    def _link(self, state: State, pending: Pending, need: Need, subject: str, obj: str) -> list[State]:
        predicate = need.predicate
        if is_named(subject) or is_named(obj):
            named = subject if is_named(subject) else obj
            return self._named_link(state, named, predicate, subject, obj)
        found, whole = [], not is_open(subject) and not is_open(obj)
        for one, end, old in self._find(state, subject, predicate, obj):
            other = state.fork()
            if other.unify(subject, one) and other.unify(obj, end):
                if old:
                    other.met.append((one, predicate, end))
                if whole:
                    return [other]
                found.append(other)
        for prop, turned in self.table.stated_by.get(predicate, ()):
            found += self._state_link(state, pending, (obj, prop, subject) if turned else (subject, prop, obj))
        found += self._by_rule(state, pending, need, subject, obj)
        if pending.deep < DEEPEST:
            for body in self.table.link_bodies.get(predicate, ()):
                one_state = state.fork(_UNFOLD)
                suffix = one_state.fresh("#")
                one_state.bound |= {f"?0{suffix}": subject, f"?1{suffix}": obj}
                one_state.pending += [
                    Pending(
                        Need(
                            f"{n.subject}{suffix}",
                            n.predicate,
                            f"{n.object}{suffix}" if is_open(n.object) else n.object,
                        ),
                        pending.deep + 1,
                    )
                    for n in body
                ]
                found.append(one_state)
        return found

    def _value(self, state: State, pending: Pending, need: Need, subject: str, obj: str) -> list[State]:
        predicate, data = need.predicate, need.data
        if is_named(subject):
            rule, name = self._named(state, subject)
            suffix = f"%{subject[1:].partition('?')[0]}"
            values = [o for s, p, o in rule.template if s == name and p == predicate]
            return (
                [state]
                if data and values and self._computed(state, rule, suffix, values[0], data, pending.deep)
                else []
            )
        found = []
        for one, value, old in self._find(state, subject, predicate, obj):
            if is_day(value) or data is None or data.holds(parse_literal(value)):
                other = state.fork()
                if other.unify(subject, one) and other.unify(obj, value):
                    if old:
                        other.met.append((one, predicate, value))
                    other.owners.setdefault(need.object, (one, predicate))
                    found.append(other)
        if data is not None and found:
            return found[:1]
        found += self._by_rule(state, pending, need, subject, obj)
        if is_open(subject):
            return found
        told = self.view.forward[predicate].get(subject)
        if told and not found:
            self._block(state, "value", subject, predicate, told[0], bounds(need.data) if need.data else "another")
        if (
            told
            or found
            or predicate in self.table.not_statable
            or not (is_new(subject) or subject in self.view.told_types)
        ):
            return found
        return [*found, *self._state_value(state, pending, need, subject, obj)]

    def _state_value(self, state: State, pending: Pending, need: Need, subject: str, obj: str) -> list[State]:
        day = need.data is None and need.predicate.endswith("Day>")
        partner = any(s == subject and is_day(o) for s, _, o in state.missing)
        one = state.fork(0.0 if day and partner else _STATE)
        if day:
            value = one.fresh("§")
        else:
            chosen = self._choose(one, need, subject)
            if chosen is None:
                return []
            value = chosen
        one.owners.setdefault(need.object, (subject, need.predicate))
        if is_open(obj):
            one.bound[obj] = value
        elif obj != value:
            return []
        triple = (subject, need.predicate, value)
        if need.data is not None:
            one.ranges[triple] = self._range(one, need, subject) or need.data
        return [one] if self._suppose(one, triple, pending.origin) else []

    def _range(self, state: State, need: Need, subject: str) -> DataRange | None:
        """The range needed, narrowed by what other needs ask of the same value; None when nothing is left of it."""
        data = need.data or ANY_LITERAL
        for place in range(len(state.pending) - 1, -1, -1):
            other = state.pending[place].need
            if (
                isinstance(other, Need)
                and other.data
                and other.predicate == need.predicate
                and state.of(other.subject) == subject
            ):
                both = intersect(data, other.data)
                if both is None:
                    return None
                data = both
        for allowed, _ in self.definitions.value_ranges.get(need.predicate, ()):
            data = intersect(data, allowed) or data
        return data

    def _choose(self, state: State, need: Need, subject: str) -> str | None:
        """A value in the range that is needed."""
        data = self._range(state, need, subject)
        if data is None or data.kind not in ("integer", "decimal"):
            return None
        least = (
            self.view.forward[need.predicate.replace("AtMost", "AtLeast")].get(subject) if need.data is None else None
        )
        if least:
            return least[0]
        if data.low is not None:
            value = data.low + (1 if data.low_open else 0)
        elif data.high is not None:
            value = data.high - (1 if data.high_open else 0)
        else:
            return integer(1)
        return f'"{value:f}"^^<http://www.w3.org/2001/XMLSchema#{data.kind}>' if data.holds(("number", value)) else None
