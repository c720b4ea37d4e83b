"""Random cases over the whole ontology, made from its axioms: what a definition asks for, and nearly that.

A case grows by moves. A move makes the left-hand side of an axiom hold for an individual, with classes from below the
ones it names and values at, just below and just above the bounds that any axiom sets for the property; or it states a
property between individuals of its domain and range, an interval, a chain of places, a class; or it takes something
away. A move that would contradict the ontology is taken back; :meth:`CaseMaker.broken` adds one that does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import product
from random import Random

from kg.reason import infer
from kg.reason.axioms import AxiomBox
from kg.reason.rules import RuleSet
from kg.reason.syntax import (
    NOTHING,
    THING,
    TYPE,
    And,
    Axiom,
    Expression,
    HasLiteral,
    HasValue,
    Named,
    Or,
    Some,
    SomeData,
    Triple,
    local,
)
from kg.reason.values import XSD, DataRange

__all__ = ["CaseMaker", "World", "world_of"]

TRIES = 10
_SPACE = "https://w3id.org/mbckg/case/random-"
_SAMPLES = {
    "boolean": f'"true"^^<{XSD}boolean>',
    "dateTime": f'"2025-04-01T00:00:00"^^<{XSD}dateTime>',
    "string": '"text"',
}


Goal = Expression | str | tuple[str, Decimal]
"""What a case has to have: an individual in an expression, a property, or a value of a data property."""


@dataclass
class World:
    """What the generator reads off the axioms."""

    rules: RuleSet
    classes: list[str]
    objects: list[str]
    data: list[str]
    patterns: list[Expression] = field(default_factory=list)
    disjoint: list[tuple[Expression, ...]] = field(default_factory=list)
    below: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    domains: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    ranges: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[str, DataRange] = field(default_factory=dict)
    bounds: dict[str, set[Decimal]] = field(default_factory=lambda: defaultdict(set))
    transitive: list[str] = field(default_factory=list)
    parts: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))

    def goals(self) -> list[Goal]:
        """What the cases together should have: each class, property and left-hand side, values around each bound."""
        found: list[Goal] = [Named(cls) for cls in self.classes]
        found += [*self.objects, *self.data, *(one for pattern in self.patterns for one in _alternatives(pattern))]
        for prop in sorted(self.bounds):
            kind = self.kinds.get(prop, DataRange("decimal")).kind
            step = Decimal(1) if kind == "integer" else Decimal("0.01")
            found += [(prop, bound + by) for bound in sorted(self.bounds[prop]) for by in (-step, Decimal(0), step)]
        return found

    def intervals(self) -> list[tuple[str, str]]:
        """Pairs of data properties that are the lower and the upper bound of one thing."""
        names = {local(prop): prop for prop in self.data}
        pairs = [(name, name.replace("tLeast", "tMost")) for name in sorted(names) if "tLeast" in name]
        pairs += [(name, name.replace("arliest", "atest")) for name in sorted(names) if name.endswith("arliestDay")]
        pairs = [(low, high.replace("eatest", "latest")) for low, high in pairs]
        return [(names[low], names[high]) for low, high in pairs if high in names]


def world_of(box: AxiomBox, rules: RuleSet) -> World:
    """The generator's view of an ontology."""
    names = box.vocabulary
    classes = sorted(names.classes - {THING.iri, NOTHING.iri})
    world = World(rules, classes, sorted(names.objects), sorted(names.data))
    for low, steps in rules.superclasses.items():
        for high, _ in steps:
            world.below[high].append(low)
    for axiom in box.axioms:
        _read(axiom, world)
    return world


def _read(axiom: Axiom, world: World) -> None:
    for expression in axiom.classes:
        _read_bounds(expression, world)
    match axiom.kind, axiom.classes:
        case "equivalent", (one, other):
            world.patterns += [part for part in (one, other) if not isinstance(part, Named)]
        case "subclass", (one, Some(prop, Named(whole))) if isinstance(one, Named):
            world.parts[prop].append((one.iri, whole))
        case "subclass", (one, _) if not isinstance(one, Named):
            world.patterns.append(one)
        case "disjoint", members:
            world.disjoint.append(members)
        case "domain", (Named(iri),):
            world.domains[axiom.properties[0]].append(iri)
        case "range", (Named(iri),):
            world.ranges[axiom.properties[0]].append(iri)
        case "range", () if axiom.data is not None:
            world.kinds[axiom.properties[0]] = axiom.data
        case "chain", ():
            first, *others = reversed(axiom.properties[:-1])
            path: Expression = Some(first, THING)
            for prop in others:
                path = Some(prop, path)
            world.patterns.append(path)
        case "transitive", ():
            world.transitive.append(axiom.properties[0])


def _alternatives(expression: Expression) -> Iterator[Expression]:
    """The expression once for each choice that its unions leave: each is a goal of its own."""
    match expression:
        case Or(operands):
            for part in operands:
                yield from _alternatives(part)
        case And(operands):
            yield from map(And, product(*map(_alternatives, operands)))
        case Some(prop, filler):
            yield from (Some(prop, one) for one in _alternatives(filler))
        case _:
            yield expression


def _read_bounds(expression: Expression, world: World) -> None:
    match expression:
        case And(operands) | Or(operands):
            for part in operands:
                _read_bounds(part, world)
        case Some(_, filler):
            _read_bounds(filler, world)
        case SomeData(prop, data) | HasLiteral(prop, _, data):
            world.bounds[prop] |= {bound for bound in (data.low, data.high) if bound is not None}


def number(value: Decimal, *, whole: bool) -> str:
    """The term of a number."""
    if whole:
        return f'"{int(value)}"^^<{XSD}integer>'
    text = f"{value:f}"
    return f'"{text if "." in text else text + ".0"}"^^<{XSD}decimal>'


class CaseMaker:
    """Makes one case, from moves at random and from goals that are tried until they fit."""

    def __init__(self, world: World, name: str, dice: Random) -> None:
        self.world = world
        self.dice = dice
        self.name = f"{_SPACE}{name}"
        self.triples: list[Triple] = []
        self.people: list[str] = []

    def make(self, goals: Sequence[Goal], moves: int) -> list[Triple]:
        """The statements of a case that the rules find no contradiction in."""
        for _ in range(moves):
            self._try(self.dice.choice([self._pattern, self._pattern, self._link, self._interval, self._chain]))
            if self.dice.random() < 0.3:
                self._try(self._change)
        for goal in goals:
            for _ in range(TRIES):
                if self._try(partial(self._reach, goal)):
                    break
        return list(dict.fromkeys(self.triples))

    def broken(self, members: Sequence[Expression]) -> list[Triple]:
        """Adds an individual that is in all of these expressions."""
        target = self._new()
        for member in members:
            self._satisfy(member, target, exact=True)
        return list(dict.fromkeys(self.triples))

    def _try(self, move: Callable[[], None]) -> bool:
        """Makes a move, and takes it back when the rules find a contradiction."""
        before, people = list(self.triples), list(self.people)
        move()
        if infer(self.world.rules, self.triples).contradictions:
            self.triples, self.people = before, people
            return False
        return True

    def _new(self) -> str:
        self.people.append(f"<{self.name}#i{len(self.people)}>")
        return self.people[-1]

    def _reach(self, goal: Goal) -> None:
        match goal:
            case (prop, value):
                whole = self.world.kinds.get(prop, DataRange("decimal")).kind == "integer"
                self.triples.append((self._of(self.world.domains[prop]), prop, number(value, whole=whole)))
            case str() if goal in self.world.data:
                self._value(goal, self._of(self.world.domains[goal]))
            case str():
                self._state(goal)
            case _:
                self._satisfy(goal, self._new(), exact=True)

    def _pattern(self) -> None:
        target = self.dice.choice(self.people) if self.people and self.dice.random() < 0.4 else self._new()
        self._satisfy(self.dice.choice(self.world.patterns), target)

    def _link(self) -> None:
        self._state(self.dice.choice(self.world.objects))

    def _state(self, prop: str) -> None:
        """Two individuals, of the domain and of the range as far as these are told, and the property between them."""
        one, other = self._of(self.world.domains[prop]), self._of(self.world.ranges[prop])
        self.triples.append((one, prop, other))

    def _interval(self) -> None:
        low, high = self.dice.choice(self.world.intervals())
        target = self._of(self.world.domains[low])
        values = sorted(self._number(self.dice.choice((low, high))) for _ in range(2))
        for prop, value in zip((low, high), values, strict=True):
            whole = self.world.kinds.get(prop, DataRange("decimal")).kind == "integer"
            if self.dice.random() < 0.9:
                self.triples.append((target, prop, number(value, whole=whole)))

    def _chain(self) -> None:
        """A chain of places, each part of the next: along the axioms, or anything below."""
        if not self.world.transitive:
            return
        prop = self.dice.choice(self.world.transitive)
        part, whole = self.dice.choice(self.world.parts[prop])
        one = self._new()
        self.triples.append((one, TYPE, part))
        for _ in range(self.dice.randint(1, 4)):
            other = self._new()
            self.triples += [(one, prop, other), (other, TYPE, self._lower(whole))]
            above = [pair[1] for pair in self.world.parts[prop] if pair[0] == whole]
            one, whole = other, self.dice.choice(above) if above else whole

    def _change(self) -> None:
        """Takes a statement away, or makes a class narrower or wider."""
        if not self.triples:
            return
        place = self.dice.randrange(len(self.triples))
        subject, predicate, obj = self.triples.pop(place)
        if predicate == TYPE and self.dice.random() < 0.6:
            above = [high for high, _ in self.world.rules.superclasses.get(obj, ()) if not high.startswith("_:")]
            options = [*self.world.below.get(obj, ()), *(high for high in above if high != THING.iri)]
            if options:
                self.triples.append((subject, TYPE, self.dice.choice(sorted(options))))

    def _of(self, classes: Sequence[str]) -> str:
        """An individual that is in these classes: one of the case, or a new one."""
        own = [s for s, p, o in self.triples if p == TYPE and (o in classes or set(classes) & set(self._above(o)))]
        if own and self.dice.random() < 0.6:
            return self.dice.choice(sorted(set(own)))
        target = self._new()
        self.triples += [(target, TYPE, self._lower(cls)) for cls in classes]
        return target

    def _above(self, cls: str) -> Iterator[str]:
        return (high for high, _ in self.world.rules.superclasses.get(cls, ()))

    def _lower(self, cls: str) -> str:
        options = [name for name in self.world.below.get(cls, ()) if not name.startswith("_:")]
        return self.dice.choice(sorted(options)) if options and self.dice.random() < 0.5 else cls

    def _satisfy(self, expression: Expression, target: str, *, exact: bool = False) -> None:
        """Makes the expression hold; not ``exact``, a part may be left out and a value may miss its range."""
        match expression:
            case Named(iri) if iri != THING.iri:
                self.triples.append((target, TYPE, iri if exact else self._lower(iri)))
            case And(operands):
                for part in operands:
                    if exact or self.dice.random() < 0.92:
                        self._satisfy(part, target, exact=exact)
            case Or(operands):
                self._satisfy(self.dice.choice(operands), target, exact=exact)
            case Some(prop, filler):
                known = [o for s, p, o in self.triples if s == target and p == prop]
                other = self.dice.choice(known) if known and self.dice.random() < 0.3 else self._new()
                self.triples.append((target, prop, other))
                self._satisfy(filler, other, exact=exact)
            case SomeData(prop, data) | HasLiteral(prop, _, data):
                self._value(prop, target, data if exact else None)
            case HasValue(prop, individual):
                self.triples.append((target, prop, individual))

    def _value(self, prop: str, target: str, data: DataRange | None = None) -> None:
        """A value of the property; in the range when one is given."""
        kind = (data or self.world.kinds.get(prop, DataRange("decimal"))).kind
        if kind in _SAMPLES or kind == "literal":
            self.triples.append((target, prop, _SAMPLES.get(kind, _SAMPLES["string"])))
            return
        value = self._number(prop)
        for _ in range(200):
            if data is None or data.holds(("number", value)):
                break
            value = self._number(prop)
        whole = self.world.kinds.get(prop, DataRange(kind)).kind == "integer"
        self.triples.append((target, prop, number(value, whole=whole)))

    def _number(self, prop: str) -> Decimal:
        """A number at, next to, or between the bounds that axioms set for the property."""
        kind = self.world.kinds.get(prop, DataRange("decimal")).kind
        bound = self.dice.choice(sorted(self.world.bounds[prop]) or [Decimal(0), Decimal(10)])
        steps = ["-1", "0", "0", "1", "30"] if kind == "integer" else ["-1", "-0.01", "0", "0", "0.01", "1", "30"]
        return bound + Decimal(self.dice.choice(steps))
