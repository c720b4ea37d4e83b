"""Definitions and rule files read backwards: which conditions give a class or a property.

A term is *statable* when a case file may use it: it is not marked as inferred only, not defined by an equivalence,
and not set by a rule. Helper classes are unfolded here once and for all; what remains are bodies over named classes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.graph.patterns import Pattern
from kg.graph.rules import Rule as FileRule
from kg.names import PREFIXES
from kg.reason.rules import Atom, PropertyAtom, RuleSet, TypeAtom, ValueAtom, is_helper
from kg.reason.syntax import TYPE, Named
from kg.reason.values import DataRange

__all__ = ["Backward", "Need", "backward"]

_NAME = re.compile(r"([A-Za-z][\w-]*):(\w[\w-]*)")
_DEEP = 4  # helper classes within helper classes


@dataclass(frozen=True, slots=True)
class Need:
    """A statement that is needed; terms that start with ``?`` are variables. ``data``: the value lies in this range.

    ``facet``: the other classes needed of the same thing; where it has one, this one says how it is and not what.
    """

    subject: str
    predicate: str
    object: str
    data: DataRange | None = None
    facet: tuple[str, ...] = ()


Body = tuple[Need, ...]


@dataclass
class Backward:
    """Tables from a conclusion to what it needs."""

    rules: tuple[FileRule, ...] = ()
    above: dict[str, frozenset[str]] = field(default_factory=dict)
    below: dict[str, tuple[str, ...]] = field(default_factory=dict)
    disjoint: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    class_bodies: dict[str, list[Body]] = field(default_factory=lambda: defaultdict(list))
    link_bodies: dict[str, list[Body]] = field(default_factory=lambda: defaultdict(list))
    stated_by: dict[str, list[tuple[str, bool]]] = field(default_factory=lambda: defaultdict(list))
    templates: dict[str, list[tuple[FileRule, Pattern, bool]]] = field(default_factory=lambda: defaultdict(list))
    not_statable: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    _bodies: dict[str, list[Body]] = field(default_factory=dict)

    def up(self, cls: str) -> frozenset[str]:
        """The class and all classes above it."""
        return self.above.get(cls) or frozenset([cls])

    def statable_below(self, cls: str) -> tuple[str, ...]:
        """The class itself when a case file may state it, else the most general classes below it that it may."""
        if cls not in self.not_statable:
            return (cls,)
        found = [low for low in self.below.get(cls, ()) if low not in self.not_statable]
        return tuple(low for low in found if not any(high != low and high in self.up(low) for high in found))

    def bodies(self, cls: str) -> list[Body]:
        """What gives the class, or a class below it that no case file may state; the member is ``?0``.

        Left out is what needs the class itself, and what another body gives with more general classes.
        """
        if cls not in self._bodies:
            lower = [low for low in self.below.get(cls, ()) if low in self.not_statable]
            found = [body for one in (cls, *lower) for body in self.class_bodies.get(one, ())]
            kept: list[Body] = []
            for body in sorted(found, key=len):
                circular = any(
                    need.subject == "?0" and need.predicate == TYPE and cls in self.up(need.object) for need in body
                )
                if not circular and not any(self._covers(list(other), body, {"?0": "?0"}) for other in kept):
                    kept.append(body)
            self._bodies[cls] = kept
        return self._bodies[cls]

    def _covers(self, one: list[Need], other: Body, same: dict[str, str]) -> bool:
        """Whether all that the first asks for is asked for by the other too, in the same or narrower classes."""
        if not one:
            return True
        need, rest = one[0], one[1:]
        for found in other:
            if self._wider(need, found) and same.get(need.subject) == found.subject:
                if not need.object.startswith("?"):
                    if self._covers(rest, other, same):
                        return True
                elif same.get(need.object, found.object) == found.object and self._covers(
                    rest, other, {**same, need.object: found.object}
                ):
                    return True
        return False

    def _wider(self, one: Need, other: Need) -> bool:
        if one.predicate != other.predicate:
            return False
        if one.predicate == TYPE:
            return one.object in self.up(other.object)
        if one.data and other.data:
            return other.data.within(one.data)
        return one.object.startswith("?") == other.object.startswith("?") and (
            one.object.startswith("?") or one.object == other.object
        )


def backward(definitions: RuleSet, rules: Sequence[FileRule]) -> Backward:
    """The tables for compiled definitions and rule files; made once for a pair of them."""
    known = definitions.backward
    if isinstance(known, Backward) and known.rules == tuple(rules):
        return known
    made = Backward(tuple(rules))
    definitions.backward = made
    _statable(definitions, rules, made)
    _classes(definitions, made)
    _joins(definitions, made)
    _properties(definitions, rules, made)
    made.heard = _heard(definitions, rules)
    return made


def _heard(definitions: RuleSet, rules: Sequence[FileRule]) -> set[str]:
    """The properties that some definition or rule file asks about, and those below them."""
    asked = {atom.prop for rule in definitions.joins for atom in rule.body if not isinstance(atom, TypeAtom)}
    for rule in rules:
        asked |= {f"<{PREFIXES[prefix]}{name}>" for prefix, name in _NAME.findall(rule.construct) if prefix in PREFIXES}
    below = {prop for prop, above in definitions.superproperties.items() if any(high in asked for high, _, _ in above)}
    return {TYPE} | asked | below


def _classes(definitions: RuleSet, made: Backward) -> None:
    below: dict[str, list[str]] = defaultdict(list)
    for cls, steps in definitions.superclasses.items():
        high = [name for name, _ in steps if not is_helper(name)]
        made.above[cls] = frozenset([cls, *high])
        for name in high:
            below[name].append(cls)
    made.below = {name: tuple(sorted(low)) for name, low in below.items()}


def _joins(definitions: RuleSet, made: Backward) -> None:
    helpers: dict[str, list[tuple[Atom, ...]]] = defaultdict(list)
    for rule in definitions.joins:
        if isinstance(rule.head, TypeAtom) and is_helper(rule.head.cls):
            helpers[rule.head.cls].append(rule.body)
    for cls, steps in definitions.superclasses.items():
        for name, _ in steps:
            if is_helper(name) and cls not in made.not_statable:
                helpers[name].append((TypeAtom(0, cls),))
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for rule in sorted(definitions.joins, key=lambda rule: any(_is_help(atom) for atom in rule.body)):
        head = rule.head
        if head is None:
            names = [atom.cls for atom in rule.body if isinstance(atom, TypeAtom) and atom.var == 0]
            if len(rule.body) == len(names) == 2:
                made.disjoint[names[0]].add(names[1])
                made.disjoint[names[1]].add(names[0])
            continue
        name = head.cls if isinstance(head, TypeAtom) else head.prop
        if is_helper(name):
            continue
        table = made.class_bodies if isinstance(head, TypeAtom) else made.link_bodies
        for body in _unfold(rule.body, helpers, _DEEP):
            needs = _needs(body, head)
            key = (name, tuple(sorted(_shape(needs))))
            if key not in seen:
                seen.add(key)
                table[name].append(needs)


def _is_help(atom: Atom) -> bool:
    return isinstance(atom, TypeAtom) and is_helper(atom.cls)


def _unfold(
    body: tuple[Atom, ...], helpers: dict[str, list[tuple[Atom, ...]]], deep: int
) -> Iterable[tuple[Atom, ...]]:
    """The bodies without helper classes that a body amounts to."""
    place = next((number for number, atom in enumerate(body) if _is_help(atom)), None)
    if place is None:
        yield body
        return
    atom = body[place]
    if deep == 0 or not isinstance(atom, TypeAtom):
        return
    last = max((end for one in body for end in _ends(one)), default=0)
    for inner in helpers.get(atom.cls, ()):
        moved = tuple(_rename(one, atom.var, last) for one in inner)
        yield from _unfold((*body[:place], *moved, *body[place + 1 :]), helpers, deep - 1)


def _ends(atom: Atom) -> tuple[int, ...]:
    if isinstance(atom, TypeAtom):
        return (atom.var,)
    return (atom.var, atom.obj) if isinstance(atom.obj, int) else (atom.var,)


def _rename(atom: Atom, zero: int, last: int) -> Atom:
    def moved(var: int) -> int:
        return zero if var == 0 else last + var

    if isinstance(atom, TypeAtom):
        return TypeAtom(moved(atom.var), atom.cls)
    if isinstance(atom, ValueAtom):
        return ValueAtom(moved(atom.var), atom.prop, moved(atom.obj), atom.data)
    return PropertyAtom(moved(atom.var), atom.prop, moved(atom.obj) if isinstance(atom.obj, int) else atom.obj)


def _needs(body: tuple[Atom, ...], head: TypeAtom | PropertyAtom) -> Body:
    """The body as needs; the ends of the head are ``?0`` and, for a property, ``?1``."""
    names = {head.var: "?0"}
    if isinstance(head, PropertyAtom) and isinstance(head.obj, int):
        names[head.obj] = "?1"

    def name(var: int) -> str:
        return names.setdefault(var, f"?{len(names) + 1}")

    kinds = [(atom.var, atom.cls) for atom in body if isinstance(atom, TypeAtom)]
    needs: list[Need] = []
    for atom in body:
        if isinstance(atom, TypeAtom):
            needs.append(
                Need(
                    name(atom.var),
                    TYPE,
                    atom.cls,
                    facet=tuple(cls for var, cls in kinds if var == atom.var and cls != atom.cls),
                )
            )
        else:
            obj = name(atom.obj) if isinstance(atom.obj, int) else atom.obj
            needs.append(Need(name(atom.var), atom.prop, obj, atom.data if isinstance(atom, ValueAtom) else None))
    return tuple(needs)


def _shape(needs: Body) -> Iterable[str]:
    """What is the same in bodies that differ in the names of variables only (trees, as definitions are)."""

    def described(var: str, seen: frozenset[str]) -> str:
        parts = []
        for need in needs:
            if need.subject != var:
                continue
            value = need.object
            if value.startswith("?"):
                value = "" if value in seen else described(value, seen | {value})
            parts.append(f"{need.predicate} {value} {need.data.render() if need.data else ''}")
        return "(" + " & ".join(sorted(parts)) + ")"

    return [described("?0", frozenset(["?0"]))]


def _statable(definitions: RuleSet, rules: Sequence[FileRule], made: Backward) -> None:
    """A class that is marked or defined; a property that leads from or to one, or that a rule sets, or an inverse."""
    made.not_statable |= definitions.vocabulary.inferred
    axioms = {axiom for rule in definitions for axiom in rule.axioms if axiom.kind in ("equivalent", "inverse")}
    for axiom in axioms:
        if axiom.kind == "inverse":
            made.not_statable.add(axiom.properties[0])
        elif axiom.kind == "equivalent" and not all(isinstance(part, Named) for part in axiom.classes):
            made.not_statable |= {part.iri for part in axiom.classes if isinstance(part, Named)}
    for table in (definitions.subject_types, definitions.object_types):
        for prop, steps in table.items():
            if any(cls in made.not_statable for cls, _ in steps):
                made.not_statable.add(prop)
    for rule in rules:
        for subject, predicate, obj in rule.template:
            if subject not in rule.named and obj not in rule.named:
                made.not_statable.add(predicate)


def _properties(definitions: RuleSet, rules: Sequence[FileRule], made: Backward) -> None:
    names = definitions.vocabulary
    giving: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for prop in sorted(names.objects | names.data):
        giving[prop].append((prop, False))
        for high, turned, _ in definitions.superproperties.get(prop, ()):
            giving[high].append((prop, turned))
    for prop, ways in giving.items():
        statable = [way for way in ways if way[0] not in made.not_statable]
        own = [way for way in statable if way[0] == prop]
        inner = {
            low for low, _ in statable if any(low != high and (low, False) in giving[high] for high, _ in statable)
        }
        made.stated_by[prop] = own or [way for way in statable if way[0] not in inner]
        heads = {pattern[1] for rule in rules for pattern in rule.template if rule.requires}
        for low, turned in [(prop, False)] if prop in heads else ways:
            for rule in rules:
                for pattern in rule.template if rule.requires else ():
                    if pattern[1] == low:
                        made.templates[prop].append((rule, pattern, turned))
