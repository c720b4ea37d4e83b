"""Orders in which the atoms of a rule's body are matched.

A rule has one plan for each atom it can start from: the atom that a new statement matches, or the one with
the fewest matches. The rest follows greedily: tests on bound variables first, then the properties that lead
from them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from kg.reason.rules import Atom, PropertyAtom, Rule, RuleSet, TypeAtom, ValueAtom
from kg.reason.values import DataRange

__all__ = ["CHECK", "FIXED", "FORWARD", "BACKWARD", "MEMBER", "VALUE", "Plan", "Plans", "make_plans"]

MEMBER, CHECK, FIXED, FORWARD, BACKWARD, VALUE = range(6)

Operation = tuple[int, int, str, int, str | None, DataRange | None]
"""What to do next: its kind, the bound variable, the class or property, the other variable, a term, a range."""


@dataclass(frozen=True)
class Plan:
    """A rule, the atom the match starts from, and the operations for the others."""

    rule: Rule
    start: Atom
    operations: tuple[Operation, ...]
    width: int
    known_from: int
    """From this operation on, all variables of the head are bound."""


@dataclass
class Plans:
    """All plans of a rule set, by rule and by the class or property of the starting atom."""

    by_rule: list[tuple[Plan, ...]] = field(default_factory=list)
    by_class: dict[str, tuple[Plan, ...]] = field(default_factory=dict)
    by_property: dict[str, tuple[Plan, ...]] = field(default_factory=dict)


def make_plans(rules: RuleSet) -> Plans:
    """The plans of all rules that have a body to match."""
    made = Plans()
    by_class: dict[str, list[Plan]] = defaultdict(list)
    by_property: dict[str, list[Plan]] = defaultdict(list)
    for rule in rules.joins:
        plans = tuple(_plan(rule, place) for place in range(len(rule.body)))
        made.by_rule.append(plans)
        for plan in plans:
            if isinstance(plan.start, TypeAtom):
                by_class[plan.start.cls].append(plan)
            else:
                by_property[plan.start.prop].append(plan)
    made.by_class = {cls: tuple(plans) for cls, plans in by_class.items()}
    made.by_property = {prop: tuple(plans) for prop, plans in by_property.items()}
    return made


def _variables(atom: Atom) -> set[int]:
    if isinstance(atom, TypeAtom):
        return {atom.var}
    return {atom.var, atom.obj} if isinstance(atom.obj, int) else {atom.var}


def _plan(rule: Rule, place: int) -> Plan:
    start = rule.body[place]
    bound = _variables(start)
    head = _variables(rule.head) if rule.head is not None else {0}
    left = [atom for number, atom in enumerate(rule.body) if number != place]
    operations: list[Operation] = []
    known_from = 0 if head <= bound else -1
    while left:
        atom = min(left, key=lambda item: _rank(item, bound))
        left.remove(atom)
        operations.append(_operation(atom, bound))
        bound |= _variables(atom)
        if known_from < 0 and head <= bound:
            known_from = len(operations)
    return Plan(rule, start, tuple(operations), max(bound, default=0) + 1, known_from)


def _rank(atom: Atom, bound: set[int]) -> int:
    """0: a test; 1: leads on from a bound variable; 2: not yet connected."""
    if isinstance(atom, TypeAtom):
        return 0 if atom.var in bound else 2
    if isinstance(atom.obj, str):
        return 0 if atom.var in bound else 2
    if atom.var in bound and atom.obj in bound:
        return 0
    return 1 if atom.var in bound or (atom.obj in bound and isinstance(atom, PropertyAtom)) else 2


def _operation(atom: Atom, bound: set[int]) -> Operation:
    if isinstance(atom, TypeAtom):
        if atom.var not in bound:
            raise ValueError(f"the body of a rule falls apart at {atom}")
        return (MEMBER, atom.var, atom.cls, 0, None, None)
    if isinstance(atom, ValueAtom):
        return (VALUE, atom.var, atom.prop, atom.obj, None, atom.data)
    if isinstance(atom.obj, str):
        return (FIXED, atom.var, atom.prop, 0, atom.obj, None)
    if atom.var in bound:
        kind = CHECK if atom.obj in bound else FORWARD
        return (kind, atom.var, atom.prop, atom.obj, None, None)
    return (BACKWARD, atom.obj, atom.prop, atom.var, None, None)
