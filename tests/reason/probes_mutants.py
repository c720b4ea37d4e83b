"""The ontology in small pieces, and each piece a little wrong.

An axiom says one or several things at once: an equivalence two inclusions, an inclusion in a conjunction one for each
conjunct, a disjointness one for each pair of classes. :func:`atoms_of` takes them apart; all pieces together mean
what the axioms mean; that a class is below owl:Thing says nothing. :func:`mutants_of` lists what may be wrong with a
piece: it is missing, a condition of it is missing or asks for less, a bound lies one step to either side or is open
instead of closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from kg.reason.syntax import THING, And, Axiom, Expression, HasLiteral, HasValue, Named, Or, Some, SomeData, render
from kg.reason.values import DataRange, intersect

__all__ = ["Atoms", "Mutant", "atoms_of", "mutants_of", "shifted", "symbols"]

STEP = Decimal("0.01")


@dataclass(frozen=True)
class Mutant:
    """A piece of the ontology and what stands in its place; None when it is only taken away."""

    atom: Axiom
    replacement: Axiom | None

    @property
    def text(self) -> str:
        """The mutant on one line."""
        return f"without {self.atom.render()}" if self.replacement is None else self._changed()

    def _changed(self) -> str:
        assert self.replacement is not None
        return f"{self.replacement.render()} instead of {self.atom.render()}"


def atoms_of(axiom: Axiom) -> Iterator[Axiom]:
    """The smallest axioms that together say what the axiom says."""
    one, *others = axiom.classes or (None,)
    match axiom.kind:
        case "equivalent" if one is not None:
            for pair in ((one, others[0]), (others[0], one)):
                yield from atoms_of(Axiom("subclass", (), pair))
        case "subclass" if others[0] == THING:
            return
        case "subclass" if isinstance(others[0], And) and one is not None:
            for part in others[0].operands:
                yield from atoms_of(Axiom("subclass", (), (one, part)))
        case "subclass" if isinstance(one, Or):
            for part in one.operands:
                yield Axiom("subclass", (), (part, others[0]))
        case "disjoint":
            ordered = sorted(axiom.classes, key=lambda part: (not isinstance(part, Named), render(part)))
            yield from (Axiom("disjoint", (), both) for both in combinations(ordered, 2))
        case "domain" | "range" if isinstance(one, And):
            for part in one.operands:
                yield Axiom(axiom.kind, axiom.properties, (part,))
        case "equivalent properties":
            yield Axiom("subproperty", axiom.properties)
            yield Axiom("subproperty", axiom.properties[::-1])
        case _:
            yield axiom


def mutants_of(atom: Axiom, above: Mapping[str, Iterable[str]]) -> Iterator[Mutant]:
    """What may be wrong with a piece; ``above`` gives the classes directly above a class."""
    yield Mutant(atom, None)
    if atom.kind == "subclass" and not isinstance(atom.classes[0], Named):
        for changed in dict.fromkeys(_changes(atom.classes[0], above)):
            yield Mutant(atom, Axiom("subclass", (), (changed, atom.classes[1])))
    if atom.kind == "disjoint" and not isinstance(atom.classes[1], Named):
        for changed in dict.fromkeys(_changes(atom.classes[1], above)):
            yield Mutant(atom, Axiom("disjoint", (), (atom.classes[0], changed)))
    if atom.kind == "subclass" and isinstance(atom.classes[1], SomeData):
        prop = atom.classes[1].prop
        for data in shifted(atom.classes[1].data):
            yield Mutant(atom, Axiom("subclass", (), (atom.classes[0], SomeData(prop, data))))


def _changes(expression: Expression, above: Mapping[str, Iterable[str]]) -> Iterator[Expression]:
    """The expression with one condition missing, weaker, or one bound of it moved."""
    match expression:
        case Named(iri):
            yield from (Named(high) for high in sorted(above.get(iri, ())))
        case And(operands):
            for place, part in enumerate(operands):
                rest = operands[:place] + operands[place + 1 :]
                yield rest[0] if len(rest) == 1 else And(rest)
                for changed in _changes(part, above):
                    yield And((*operands[:place], changed, *operands[place + 1 :]))
        case Some(prop, filler):
            if filler != THING:
                yield Some(prop, THING)
                yield from (Some(prop, changed) for changed in _changes(filler, above))
        case SomeData(prop, data):
            yield from (SomeData(prop, moved) for moved in shifted(data))
        case HasLiteral(prop, _, data):
            yield SomeData(prop, DataRange(data.kind))
        case HasValue(prop, _):
            yield Some(prop, THING)
        case _:
            return


def shifted(data: DataRange) -> Iterator[DataRange]:
    """The range with one bound a step further in or out, or open instead of closed."""
    step = Decimal(1) if data.kind == "integer" else STEP
    moved = []
    if data.low is not None:
        moved += [DataRange(data.kind, data.low + by, data.low_open, data.high, data.high_open) for by in (-step, step)]
        moved.append(DataRange(data.kind, data.low, not data.low_open, data.high, data.high_open))
    if data.high is not None:
        moved += [DataRange(data.kind, data.low, data.low_open, data.high + by, data.high_open) for by in (-step, step)]
        moved.append(DataRange(data.kind, data.low, data.low_open, data.high, not data.high_open))
    found = {intersect(other, other) for other in moved} - {None, intersect(data, data)}
    yield from (other for other in moved if other in found)


def symbols(expression: Expression) -> frozenset[str]:
    """The classes and properties that an expression names."""
    match expression:
        case Named(iri):
            return frozenset() if expression == THING else frozenset([iri])
        case And(operands) | Or(operands):
            return frozenset().union(*map(symbols, operands))
        case Some(prop, filler):
            return frozenset([prop]) | symbols(filler)
        case SomeData(prop, _) | HasLiteral(prop, _, _) | HasValue(prop, _):
            return frozenset([prop])
        case _:
            raise ValueError(f"{expression} has no symbols")


Need = tuple[frozenset[str], frozenset[str]]


def _needs(atom: Axiom) -> Iterator[Need]:
    """What has to be there before the axiom can say anything, and the terms that it may then bring."""
    classes = [symbols(expression) for expression in atom.classes]
    match atom.kind:
        case "subclass":
            yield classes[0], classes[1]
        case "disjoint":
            yield classes[0] | classes[1], frozenset()
        case "domain" | "range":
            yield frozenset(atom.properties), classes[0] if classes else frozenset()
        case "subproperty":
            yield frozenset(atom.properties[:1]), frozenset(atom.properties[1:])
        case "chain":
            yield frozenset(atom.properties[:-1]), frozenset(atom.properties[-1:])
        case _:
            for prop in atom.properties:
                yield frozenset([prop]), frozenset(atom.properties)


class Atoms:
    """All pieces of an ontology, and those that matter for some terms.

    What follows from statements that use only these terms follows from these pieces alone: a piece whose left-hand
    side needs a term that cannot be reached says nothing (Nortje, Britz and Meyer, *Module-theoretic properties of
    reachability modules for SRIQ*, CEUR-WS 1014, 2013).
    """

    def __init__(self, axioms: Iterable[Axiom]) -> None:
        self.of = {axiom: tuple(atoms_of(axiom)) for axiom in axioms}
        self.all = tuple(dict.fromkeys(atom for atoms in self.of.values() for atom in atoms))
        self._needs = [(need, brings, atom) for atom in self.all for need, brings in _needs(atom)]
        self._users: dict[str, list[int]] = defaultdict(list)
        for number, (need, _, _) in enumerate(self._needs):
            for name in need:
                self._users[name].append(number)
        self.above: dict[str, list[str]] = defaultdict(list)
        for atom in self.all:
            match atom.classes:
                case (Named(low), Named(high)) if atom.kind == "subclass":
                    self.above[low].append(high)

    def relevant(self, terms: Iterable[str]) -> list[Axiom]:
        """The pieces that can say something about statements over these terms."""
        queue = list(dict.fromkeys(terms))
        reached = set(queue)
        missing: dict[int, int] = {}
        found: dict[Axiom, None] = {}
        for name in queue:
            for number in self._users.get(name, ()):
                need, brings, atom = self._needs[number]
                missing[number] = missing.get(number, len(need)) - 1
                if not missing[number]:
                    found[atom] = None
                    queue += brings - reached
                    reached |= brings
        return list(found)
