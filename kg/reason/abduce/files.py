"""Rule files read backwards: applied once more for a conclusion, with their exceptions and computed numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import product

from kg.graph.patterns import Comparison, Condition, Group
from kg.graph.rules import Rule
from kg.reason.abduce.index import Need
from kg.reason.abduce.state import Application, Pending, State, is_day, is_named, is_open
from kg.reason.abduce.suppose import Suppositions
from kg.reason.abduce.view import compare, finder, matches
from kg.reason.syntax import TYPE
from kg.reason.values import DataRange

__all__ = ["RuleFiles"]

DEEPEST = 7
"""So many definitions and rules below the question the search gives up."""

_APPLY, _REPAIR = 0.05, 0.1  # what an application of a rule costs, and the repair of an exception


class RuleFiles(Suppositions):
    """Applications of rule files."""

    def _by_rule(self, state: State, pending: Pending, need: Need, subject: str, obj: str) -> list[State]:
        if pending.deep >= DEEPEST - 1:
            return []
        found = []
        for rule, (s, _, o), turned in self.table.templates.get(need.predicate, ()):
            one, end = (obj, subject) if turned else (subject, obj)
            found += self._apply(state, rule, (s, one), (o, end), need.data, pending.deep)
        return found

    def _apply(
        self, state: State, rule: Rule, left: tuple[str, str], right: tuple[str, str], data: DataRange | None, deep: int
    ) -> list[State]:
        """The rule applied once more, its template's ends made the same as the ends needed."""
        start = state.fork(_APPLY)
        number = len(start.applied)
        suffix = f"%{number}"
        start.applied.append(Application(rule, suffix))
        for name in rule.named:
            start.bound[f"{name}{suffix}"] = f"!{number}{name}"
        for own, asked in (left, right):
            own = f"{own}{suffix}" if is_open(own) else own
            if is_named(start.of(own)) and not is_open(asked):
                return []
            if (data is None or own != f"{right[0]}{suffix}") and not start.unify(own, asked):
                return []
        choices: list[list[list[Pending]]] = [
            self._group(one.group, suffix, deep + 1, (number, place)) for place, one in enumerate(rule.requires)
        ]
        found = []
        for chosen in product(*choices):
            one = start.fork()
            for part in chosen:
                one.pending += part
            if data is None or self._computed(one, rule, suffix, right[0], data, deep):
                found.append(one)
        return found

    def _group(self, group: Group, suffix: str, deep: int, origin: tuple[int, int] | None) -> list[list[Pending]]:
        """The ways to need what a group asks for: one for each choice of union branches and comparisons."""

        def term(name: str) -> str:
            return f"{name}{suffix}" if is_open(name) else name

        kinds = [(s, o) for s, p, o in group.patterns if p == TYPE]
        needs = [
            Pending(
                Need(
                    term(s),
                    p,
                    term(o),
                    facet=tuple(cls for thing, cls in kinds if p == TYPE and thing == s and cls != o),
                ),
                deep,
                origin,
            )
            for s, p, o in group.patterns
        ]
        parts: list[list[list[Pending]]] = [[needs]]
        for some in group.comparisons:
            parts.append([[Pending(Comparison(term(c.left), c.operator, term(c.right)), deep, origin)] for c in some])
        for branches in group.unions:
            parts.append([way for branch in branches for way in self._group(branch, suffix, deep, origin)])
        return [[pending for part in chosen for pending in part] for chosen in product(*parts)]

    def _computed(self, state: State, rule: Rule, suffix: str, name: str, data: DataRange, deep: int) -> bool:
        """A number that the rule computes has to lie in a range: a difference of days, or a sum."""
        low = None if data.low is None else int(data.low) + data.low_open
        high = None if data.high is None else int(data.high) - data.high_open
        for target, minuend, subtrahend in rule.differences:
            if target == name:
                lower = None if low is None or (low <= 0 and high is not None) else low
                state.distances.append((f"{minuend}{suffix}", f"{subtrahend}{suffix}", lower, high))
                return True
        for target, (s, p, o) in rule.adds:
            if target == name:
                if low is not None and low > 1:
                    wanted = DataRange("integer", data.low, data.low_open)
                    state.pending.append(Pending(Need(f"{s}{suffix}", p, f"{o}{suffix}", wanted), deep + 1))
                return True
        return False

    def _named(self, state: State, term: str) -> tuple[Rule, str]:
        number, _, name = term[1:].partition("?")
        return state.applied[int(number)].rule, f"?{name}"

    def _named_link(self, state: State, named: str, predicate: str, subject: str, obj: str) -> list[State]:
        """A statement about a thing that a rule names: it is one of the rule's template."""
        rule, _ = self._named(state, named)
        suffix = f"%{named[1:].partition('?')[0]}"
        found = []
        for s, p, o in rule.template:
            ways = [(p, False), *((high, turned) for high, turned, _ in self.definitions.superproperties.get(p, ()))]
            for prop, turned in ways:
                one, end = (o, s) if turned else (s, o)
                if prop == predicate:
                    other = state.fork()
                    if other.unify(f"{one}{suffix}", subject) and other.unify(f"{end}{suffix}", obj):
                        found.append(other)
        return found

    def _comparison(self, state: State, need: Comparison) -> list[State]:
        left, right = state.of(need.left), state.of(need.right)
        told = compare(left, need.operator, right)
        if told is None and (is_day(left) or is_day(right)):
            low, high = {
                ">=": (0, None),
                ">": (1, None),
                "<=": (None, 0),
                "<": (None, -1),
                "=": (0, 0),
                "!=": (None, None),
            }[need.operator]
            state.distances.append((need.left, need.right, low, high))
            state.held.add((left, need.operator, right))
            return [state]
        return [state] if told else []

    def _exceptions(self, state: State) -> list[State] | None:
        """None when no exception of an applied rule holds; else the states in which one of them is repaired."""
        find, holds = self._lookup(state)
        there = finder(find, holds)
        for number, application in enumerate(state.applied):
            binding = {
                name.removesuffix(application.suffix): state.of(name)
                for name in list(state.bound)
                if name.endswith(application.suffix) and not is_open(state.of(name))
            }
            for condition in application.rule.requires:
                for inner in condition.group.absent:
                    if there(inner, binding):
                        return []
            for place, condition in enumerate(application.rule.unless):
                group = condition.group
                outer = Group(group.patterns, group.comparisons, (), group.unions)
                for row in matches(outer, binding, find, holds):
                    if not any(there(inner, row) for inner in group.absent):
                        return self._repair(state, number, place, condition, row)
        return None

    def _lookup(self, state: State) -> tuple[Callable[..., Iterable[tuple[str, str]]], Callable[[str, str, str], bool]]:
        supposed: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for one, prop, end in map(state.triple, state.supposed):
            supposed[prop].append((one, end))

        def find(subject: str | None, predicate: str, obj: str | None) -> Iterator[tuple[str, str]]:
            yield from self.view.find(subject, predicate, obj)
            for one, end in supposed.get(predicate, ()):
                if subject in (None, one) and obj in (None, end):
                    yield one, end

        return find, lambda left, operator, right: (left, operator, right) in state.held

    def _repair(self, state: State, number: int, place: int, condition: Condition, row: dict[str, str]) -> list[State]:
        found = []
        for inner in condition.group.absent:
            for way in self._group(inner, "", 2, (number, -1 - place)):
                one = state.fork(_REPAIR)
                suffix = one.fresh("~")
                for pending in way:
                    one.pending.append(self._filled(pending, row, suffix))
                found.append(one)
        if not found:
            self._block(
                state, "exception", condition.sentence, *(f"{name}={value}" for name, value in sorted(row.items()))
            )
        return found

    @staticmethod
    def _filled(pending: Pending, row: dict[str, str], suffix: str) -> Pending:
        def term(name: str) -> str:
            return row.get(name, f"{name}{suffix}") if is_open(name) else name

        need = pending.need
        if isinstance(need, Comparison):
            filled: Need | Comparison = Comparison(term(need.left), need.operator, term(need.right))
        else:
            filled = Need(term(need.subject), need.predicate, term(need.object), need.data, need.facet)
        return Pending(filled, pending.deep, pending.origin)
