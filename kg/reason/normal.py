"""Axioms in normal form, for the calculus on witnesses (see :mod:`kg.reason.witness`).

Every class expression on a left-hand side gets a helper class (``_:`` and a hash) that the expression
implies, shared by all axioms that use it. What remains are four kinds of clause over class names:

* ``A and B ... ⊑ C`` (:class:`Clause`), a contradiction being :data:`BOTTOM`,
* ``p some A ⊑ C`` (:class:`Edge`), domains and ranges among them, chains replaced by states of automata,
* ``A and ... ⊑ p some B`` (:class:`Existential`), the B's of anonymous fillers being witness classes,
* definitions of helpers by data values and by fixed individuals, which only named individuals can satisfy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence, Set
from dataclasses import dataclass

from kg.reason.roles import Role, RoleBox, Sources
from kg.reason.syntax import (
    NOTHING,
    THING,
    And,
    Axiom,
    Expression,
    HasLiteral,
    HasValue,
    Named,
    Or,
    Some,
    SomeData,
    local,
    render,
)
from kg.reason.values import ANY_LITERAL, DataRange, has_value_outside, intersect

__all__ = ["BOTTOM", "FIXED", "TOP", "Clause", "Edge", "Existential", "Normalizer"]

TOP = THING.iri
BOTTOM = NOTHING.iri
FIXED = "_:fixed"
"""Marks what must be connected with one named individual: no witness may be (see :mod:`kg.reason.witness`)."""

_NONE: Sources = frozenset()


@dataclass(frozen=True)
class Clause:
    """The classes of the body together imply the head."""

    body: frozenset[str]
    head: str
    sources: Sources = _NONE


@dataclass(frozen=True)
class Edge:
    """Whatever has a successor over the role in the filler is in the head."""

    role: Role
    filler: str
    head: str
    sources: Sources = _NONE


@dataclass(frozen=True)
class Existential:
    """Whatever is in the body has a successor over the role in the filler, maybe one that no statement names."""

    body: frozenset[str]
    role: Role
    filler: str
    sources: Sources


class Normalizer:
    """The clauses of an ontology.

    ``settled`` are the clauses that follow from having some data value of a range, ``problems`` lists what
    cannot be reasoned over completely.
    """

    def __init__(self, axioms: Sequence[Axiom], roles: RoleBox, data_properties: Set[str]) -> None:
        self.axioms = axioms
        self.roles = roles
        self.data_properties = data_properties
        self.clauses: list[Clause] = []
        self.settled: list[Clause] = []
        self.edges: list[Edge] = []
        self.existentials: list[Existential] = []
        self.values: list[tuple[str, DataRange, str]] = []
        self.fixed: list[tuple[str, str, str]] = []
        self.texts: dict[str, str] = {}
        self.witnesses: set[str] = set()
        self.problems: list[str] = []
        self._names: dict[Expression, str] = {}
        self._data: list[tuple[frozenset[str], str, DataRange, int]] = []
        self._ranges: list[tuple[str, DataRange, int]] = []
        self._edges: dict[tuple[Role, str], str] = {}
        for index, axiom in enumerate(axioms):
            self._take(axiom, index)
        for existential in self._data:
            self._settle(*existential)

    def _take(self, axiom: Axiom, index: int) -> None:
        source = frozenset([index])
        match axiom.kind:
            case "subclass" | "equivalent":
                sub, sup = axiom.classes
                self._imply(self.body(sub), sup, index)
                if axiom.kind == "equivalent":
                    self._imply(self.body(sup), sub, index)
            case "disjoint":
                bodies = [self.body(part) for part in axiom.classes]
                for place, body in enumerate(bodies):
                    self.clauses += [Clause(body | other, BOTTOM, source) for other in bodies[:place]]
            case "domain" | "range" if axiom.classes:
                self._imply(frozenset([self._end(axiom)]), axiom.classes[0], index)
            case "range" if axiom.data:
                self._ranges.append((axiom.properties[0], axiom.data, index))

    def _end(self, axiom: Axiom) -> str:
        """The helper class of the individuals at the end of a property that the axiom speaks of."""
        prop = axiom.properties[0]
        if prop in self.data_properties:
            return self._name(SomeData(prop, ANY_LITERAL))
        return self._edge_name((prop, axiom.kind == "range"), TOP)

    def body(self, expression: Expression) -> frozenset[str]:
        """The class names whose conjunction a left-hand side amounts to."""
        if isinstance(expression, And):
            return frozenset().union(*(self.body(part) for part in expression.operands))
        if isinstance(expression, Named):
            return frozenset() if expression == THING else frozenset([expression.iri])
        return frozenset([self._name(expression)])

    def _name(self, expression: Expression) -> str:
        if expression in self._names:
            return self._names[expression]
        if isinstance(expression, Some):
            name = self._edge_name((expression.prop, False), self._single(expression.filler))
        else:
            name = self._helper(render(expression))
            self._define(name, expression)
        self._names[expression] = name
        return name

    def _define(self, name: str, expression: Expression) -> None:
        match expression:
            case Or(operands):
                self.clauses += [Clause(self.body(part), name) for part in operands]
            case HasValue(prop, individual):
                self.fixed.append((prop, individual, name))
            case SomeData(prop, data) | HasLiteral(prop, _, data):
                self.values.append((prop, data, name))
            case _:
                raise ValueError(f"cannot normalize {render(expression)}")

    def _single(self, filler: Expression) -> str:
        body = self.body(filler)
        if len(body) <= 1:
            return next(iter(body), TOP)
        if filler not in self._names:
            self._names[filler] = self._helper(render(filler))
            self.clauses.append(Clause(body, self._names[filler]))
        return self._names[filler]

    def _helper(self, text: str) -> str:
        """A new name for an expression, the same in every run and after edits of other axioms."""
        stem = f"_:{hashlib.sha256(text.encode()).hexdigest()[:8]}"
        name, count = stem, 1
        while name in self.texts:
            count += 1
            name = f"{stem}-{count}"
        self.texts[name] = text
        return name

    def _edge_name(self, role: Role, filler: str) -> str:
        """The helper class of the individuals with a successor over the role in the filler."""
        if (role, filler) in self._edges:
            return self._edges[role, filler]
        shown = f"{'inverse ' if role[1] else ''}{local(role[0])}"
        text = f"{shown} some {self.texts.get(filler, local(filler))}"
        name = self._edges[role, filler] = self._helper(text)
        if self.roles.is_complex(role):
            self._add_path(role, filler, name)
        else:
            self.edges.append(Edge(role, filler, name))
        return name

    def _add_path(self, role: Role, filler: str, name: str) -> None:
        """A state stands for the individuals from which a path to the filler is still to be completed."""
        machine, sources = self.roles.automaton(role), self.roles.sources(role)
        states = {machine.start: name}
        if filler == TOP:
            states[machine.end] = TOP
        for start, _, end in machine.edges:
            for state in (start, end):
                if state not in states:
                    states[state] = self._helper(f"a rest of a path: {self.texts[name]}")
        if filler != TOP:
            self.clauses.append(Clause(frozenset([filler]), states[machine.end]))
        for start, step, end in machine.edges:
            low, high = states[end], states[start]
            if step is not None and high != TOP:
                self.edges.append(Edge(step, low, high, sources))
            elif step is None and high not in (TOP, low):
                self.clauses.append(Clause(frozenset([low]), high, sources))

    def _imply(self, body: frozenset[str], head: Expression, index: int) -> None:
        source = frozenset([index])
        match head:
            case Named(iri):
                if iri != TOP:
                    self.clauses.append(Clause(body, iri, source))
            case And(operands):
                for part in operands:
                    self._imply(body, part, index)
            case Some(prop, filler):
                self.existentials.append(Existential(body, (prop, False), self._witness(filler, index), source))
            case SomeData(prop, data):
                self._data.append((body, prop, data, index))
            case HasLiteral(prop, _, data):
                self._data.append((body, prop, data, index))
            case HasValue():
                self.clauses.append(Clause(body, FIXED, source))

    def _witness(self, filler: Expression, index: int) -> str:
        if isinstance(filler, Named):
            return filler.iri
        name = self._helper(f"some {render(filler)}")
        self.witnesses.add(name)
        self._imply(frozenset([name]), filler, index)
        return name

    def _settle(self, body: frozenset[str], prop: str, data: DataRange, index: int) -> None:
        """What follows from having some value in a range, when no statement says which value."""
        above = self.roles.above((prop, False))
        own: DataRange | None = data
        sources = frozenset([index])
        for ranged, allowed, axiom in self._ranges:
            if (ranged, False) in above and own is not None:
                own, sources = intersect(own, allowed), sources | {axiom} | above[ranged, False]
        if own is None or intersect(own, own) is None:
            self.settled.append(Clause(body, BOTTOM, sources))
            return
        partial: list[tuple[str, DataRange]] = []
        for other, tested, name in self.values:
            if (other, False) not in above:
                continue
            shared = intersect(own, tested)
            if shared is not None and own.within(tested):
                self.settled.append(Clause(body, name, frozenset([index]) | above[other, False]))
            elif shared is not None:
                partial.append((other, tested))
        if not has_value_outside(own, [tested for _, tested in partial]):
            shown = "; ".join(f"{local(other)} some {tested.render()}" for other, tested in partial)
            self.problems.append(
                f"{self.axioms[index].render()}: the value it asks for may fall in several ranges that other axioms "
                f"test ({shown}), which rules cannot decide"
            )
