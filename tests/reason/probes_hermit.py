"""Probes in OWL, for the referee: each probe as a class that has no member when the probe's conclusion follows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import count

from kg.reason.syntax import TYPE, And, Expression, HasLiteral, HasValue, Named, Or, Some, SomeData, Triple
from kg.reason.values import XSD, DataRange, is_literal, parse_literal, point
from tests.reason.probes import Probe

__all__ = ["as_class", "combined_classes", "probe_classes"]

_OWL = "<http://www.w3.org/2002/07/owl#"
_RDF = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
_DATATYPE = "<http://www.w3.org/2000/01/rdf-schema#Datatype>"


class _Writer:
    """Writes class expressions; every node is new."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self._numbers = count()

    def _node(self, *pairs: tuple[str, str]) -> str:
        node = f"_:probe{next(self._numbers)}"
        self.triples += [(node, predicate, value) for predicate, value in pairs]
        return node

    def items(self, members: Iterable[str]) -> str:
        end = f"{_RDF}nil>"
        for member in reversed(list(members)):
            end = self._node((f"{_RDF}first>", member), (f"{_RDF}rest>", end))
        return end

    def write(self, expression: Expression) -> str:
        """The node of an expression."""
        match expression:
            case Named(iri):
                return iri
            case And(operands) | Or(operands):
                key = "intersectionOf" if isinstance(expression, And) else "unionOf"
                members = self.items([self.write(part) for part in operands])
                return self._node((TYPE, f"{_OWL}Class>"), (f"{_OWL}{key}>", members))
            case Some(prop, filler):
                return self._restriction(prop, "someValuesFrom", self.write(filler))
            case SomeData(prop, data):
                return self._restriction(prop, "someValuesFrom", self._range(data))
            case HasLiteral(prop, value, _) | HasValue(prop, value):
                return self._restriction(prop, "hasValue", value)
            case _:
                raise ValueError(f"{expression} cannot be written")

    def complement(self, expression: Expression) -> str:
        """The node of what is not in an expression."""
        return self._node((TYPE, f"{_OWL}Class>"), (f"{_OWL}complementOf>", self.write(expression)))

    def _restriction(self, prop: str, key: str, value: str) -> str:
        return self._node((TYPE, f"{_OWL}Restriction>"), (f"{_OWL}onProperty>", prop), (f"{_OWL}{key}>", value))

    def _range(self, data: DataRange) -> str:
        bounds: list[tuple[str, Decimal, bool]] = []
        bounds += [("min", data.low, data.low_open)] if data.low is not None else []
        bounds += [("max", data.high, data.high_open)] if data.high is not None else []
        if not bounds:
            return f"<{XSD}{data.kind}>"
        facets = [
            self._node((f"<{XSD}{end}{'Ex' if is_open else 'In'}clusive>", f'"{bound}"^^<{XSD}{data.kind}>'))
            for end, bound, is_open in bounds
        ]
        return self._node(
            (TYPE, _DATATYPE),
            (f"{_OWL}onDatatype>", f"<{XSD}{data.kind}>"),
            (f"{_OWL}withRestrictions>", self.items(facets)),
        )


def probe_classes(probes: Iterable[Probe]) -> tuple[list[Triple], dict[str, str]]:
    """A class for each probe, as triples, and the names of these classes.

    What is in the class has all that the probe gives and, unless the probe is about a contradiction, is not in the
    class asked for. So what is asked follows if, and only if, the class can have no member. Left out are probes
    about properties, and about an individual that others lead to.
    """
    writer, names = _Writer(), {}
    for probe in probes:
        start = probe.statements[0][0]
        if probe.goal is not None and (probe.goal[1] is None or probe.goal[0][0] != start):
            continue
        names[probe.id] = f"<urn:x-probe:class:{probe.id}>"
        nodes = [writer.write(as_class(probe.statements, start))]
        nodes += [writer.complement(probe.goal[1])] if probe.goal and probe.goal[1] else []
        writer.triples.append((names[probe.id], TYPE, f"{_OWL}Class>"))
        writer.triples += [(names[probe.id], _SUBCLASS, node) for node in nodes]
    return writer.triples, names


def combined_classes(expressions: Iterable[Expression]) -> tuple[list[Triple], list[str]]:
    """A class below each of the expressions, as triples, and the names of these classes."""
    writer, names = _Writer(), []
    for number, expression in enumerate(expressions):
        names.append(f"<urn:x-probe:combined:{number}>")
        node = writer.write(expression)
        writer.triples += [(names[-1], TYPE, f"{_OWL}Class>"), (names[-1], _SUBCLASS, node)]
    return writer.triples, names


def as_class(statements: Sequence[Triple], individual: str) -> Expression:
    """What the statements say about an individual, as a class expression; they have to lead away from it as a tree."""
    parts: list[Expression] = []
    for subject, predicate, value in statements:
        if subject != individual:
            continue
        if predicate == TYPE:
            parts.append(Named(value))
        elif is_literal(value):
            parts.append(HasLiteral(predicate, value, point(parse_literal(value))))
        else:
            parts.append(Some(predicate, as_class(statements, value)))
    if not parts:
        return Named(f"{_OWL}Thing>")
    return parts[0] if len(parts) == 1 else And(tuple(parts))
