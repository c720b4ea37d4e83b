"""The statements of a case by class and property, and matching the conditions of rules against them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache

from kg.graph.patterns import Comparison, Group, Pattern
from kg.graph.terms import RDFS_LABEL, is_literal, lexical
from kg.reason.syntax import TYPE, Triple
from kg.reason.values import parse_literal

__all__ = ["Holds", "View", "compare", "finder", "matches", "mentioned", "number"]

Binding = Mapping[str, str]
Holds = Callable[[str, str, str], bool]
"""Whether a comparison (left, operator, right) that does not follow from the terms is known to hold."""

_RECORDS = "#records>"


class View:
    """An index of statements; ``more`` are statements supposed in addition."""

    def __init__(self, statements: Iterable[Triple], asserted: Iterable[Triple]) -> None:
        self.types: dict[str, set[str]] = defaultdict(set)
        self.members: dict[str, list[str]] = defaultdict(list)
        self.forward: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self.backward: dict[str, dict[str, list[str]]] = defaultdict(dict)
        for subject, predicate, obj in sorted(statements):
            if predicate == TYPE:
                self.types[subject].add(obj)
                self.members[obj].append(subject)
            else:
                self.forward[predicate].setdefault(subject, []).append(obj)
                self.backward[predicate].setdefault(obj, []).append(subject)
        self.told_types: dict[str, set[str]] = defaultdict(set)
        for subject, predicate, obj in asserted:
            self.told_types[subject]
            if predicate == TYPE:
                self.told_types[subject].add(obj)
        self.items = {obj for prop in self.forward if prop.endswith(_RECORDS) for obj in self.backward[prop]}

    @property
    def last_day(self) -> int:
        """The last day that the case tells of, as a day number; the first day of 2020 when it tells of none."""
        days = [
            number(value)
            for prop in list(self.forward)
            if prop.endswith("#latestDay>")
            for value in self.backward[prop]
        ]
        return max((int(day) for day in days if day is not None), default=18262)

    def label(self, node: str) -> str:
        """The label of a thing of the case; empty when it has none."""
        found = self.forward[RDFS_LABEL].get(node, ())
        return lexical(found[0]) if found else ""

    def find(self, subject: str | None, predicate: str, obj: str | None) -> Iterator[tuple[str, str]]:
        """Subject and object of each statement with the predicate; None stands for anything."""
        if predicate == TYPE:
            if subject is not None:
                yield from (
                    (subject, cls)
                    for cls in ([obj] if obj else sorted(self.types[subject]))
                    if cls in self.types[subject]
                )
            elif obj is not None:
                yield from ((one, obj) for one in self.members.get(obj, ()))
        elif subject is not None:
            yield from ((subject, one) for one in self.forward[predicate].get(subject, ()) if obj in (None, one))
        elif obj is not None:
            yield from ((one, obj) for one in self.backward[predicate].get(obj, ()))
        else:
            yield from ((one, end) for one, ends in self.forward[predicate].items() for end in ends)


Possible = Callable[[Binding], bool]
Find = Callable[[str | None, str, str | None], Iterable[tuple[str, str]]]


def number(term: str) -> Decimal | None:
    """The number that a literal says; None for anything else."""
    if not is_literal(term):
        return None
    value = parse_literal(term)[1]
    return value if isinstance(value, Decimal) else None


def compare(left: str, operator: str, right: str) -> bool | None:
    """Whether a comparison of two terms holds; None when they cannot be compared."""
    if operator in ("=", "!=") and not (is_literal(left) and is_literal(right)):
        return (left == right) == (operator == "=")
    one, two = number(left), number(right)
    if one is None or two is None:
        return None
    return {"=": one == two, "!=": one != two, "<": one < two, "<=": one <= two, ">": one > two, ">=": one >= two}[
        operator
    ]


def matches(group: Group, binding: Binding, find: Find, holds: Holds) -> Iterator[dict[str, str]]:
    """All ways to match a group, each as a binding that goes on from the one given."""
    there = finder(find, holds)

    def possible(found: Binding) -> bool:
        return all(any(_compared(one, found, holds) for one in some) for some in group.comparisons)

    for found in _patterns(list(group.patterns), dict(binding), find, possible):
        for whole in _unions(list(group.unions), found, find, holds, possible):
            if not any(there(inner, whole) for inner in group.absent):
                yield whole


def finder(find: Find, holds: Holds) -> Callable[[Group, Binding], bool]:
    """Whether a group has a match, remembered for the variables that the group has in common with a binding."""
    known: dict[tuple[Group, tuple[tuple[str, str], ...]], bool] = {}

    def there(group: Group, binding: Binding) -> bool:
        used = tuple((name, binding[name]) for name in mentioned(group) if name in binding)
        key = (group, used)
        if key not in known:
            known[key] = next(matches(group, dict(used), find, holds), None) is not None
        return known[key]

    return there


@cache
def mentioned(group: Group) -> tuple[str, ...]:
    """All variables of a group, those of its inner groups among them."""
    found = {term for pattern in group.patterns for term in pattern}
    found |= {side for some in group.comparisons for one in some for side in (one.left, one.right)}
    inner = [*group.absent, *(branch for branches in group.unions for branch in branches)]
    found |= {name for one in inner for name in mentioned(one)}
    return tuple(sorted(name for name in found if name.startswith("?")))


def _unions(
    unions: list[tuple[Group, ...]], binding: dict[str, str], find: Find, holds: Holds, possible: Possible
) -> Iterator[dict[str, str]]:
    if not unions:
        yield binding
        return
    for branch in unions[0]:
        for found in matches(branch, binding, find, holds):
            if possible(found):
                yield from _unions(unions[1:], found, find, holds, possible)


def _compared(one: Comparison, binding: Binding, holds: Holds) -> bool:
    left, right = binding.get(one.left, one.left), binding.get(one.right, one.right)
    if left.startswith("?") or right.startswith("?"):
        return True
    told = compare(left, one.operator, right)
    return holds(left, one.operator, right) if told is None else told


def _patterns(
    patterns: list[Pattern], binding: dict[str, str], find: Find, possible: Possible
) -> Iterator[dict[str, str]]:
    if not possible(binding):
        return
    if not patterns:
        yield binding
        return

    def open_ends(pattern: Pattern) -> int:
        return sum(term.startswith("?") and term not in binding for term in pattern)

    place = min(range(len(patterns)), key=lambda number: open_ends(patterns[number]))
    pattern = patterns[place]
    rest = patterns[:place] + patterns[place + 1 :]
    subject, predicate, obj = (binding.get(term, term) for term in pattern)
    given = (None if subject.startswith("?") else subject, predicate, None if obj.startswith("?") else obj)
    for one, end in find(*given):
        found = {**binding}
        if found.setdefault(pattern[0], one) == one and found.setdefault(pattern[2], end) == end:
            yield from _patterns(rest, found, find, possible)
