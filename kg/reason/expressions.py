"""Class expressions read from their blank nodes, each unsupported construct named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from kg.errors import DataError
from kg.reason.syntax import (
    NOTHING,
    THING,
    TYPE,
    And,
    Expression,
    HasLiteral,
    HasValue,
    Named,
    Or,
    Some,
    SomeData,
    Triple,
    Unsupported,
    local,
    render,
)
from kg.reason.values import ANY_LITERAL, DATATYPES, XSD, DataRange, is_literal, parse_literal, point

__all__ = ["ClassReader", "Vocabulary"]

_OWL = "<http://www.w3.org/2002/07/owl#"
_RDF = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NIL = f"{_RDF}nil>"
_FACETS = ("minInclusive", "minExclusive", "maxInclusive", "maxExclusive")
_FACETED = (f"<{XSD}integer>", f"<{XSD}decimal>")
_FIXED_VALUES = ("number", "string", "boolean", "rdf:langString")
_AXIOMS = ("equivalentClass", "disjointWith")

_OTHER_BOOLEANS = {
    "complementOf": "complement (owl:complementOf)",
    "oneOf": "enumeration of individuals (owl:oneOf)",
    "disjointUnionOf": "disjoint union (owl:disjointUnionOf)",
}
_OTHER_RESTRICTIONS = {
    "allValuesFrom": ("only", "universal restriction (owl:allValuesFrom)"),
    "minCardinality": ("min", "cardinality restriction"),
    "maxCardinality": ("max", "cardinality restriction"),
    "cardinality": ("exactly", "cardinality restriction"),
    "minQualifiedCardinality": ("min", "cardinality restriction"),
    "maxQualifiedCardinality": ("max", "cardinality restriction"),
    "qualifiedCardinality": ("exactly", "cardinality restriction"),
    "hasSelf": ("Self", "self restriction (owl:hasSelf)"),
}


@dataclass
class Vocabulary:
    """The declared terms of an ontology, by what they are declared to be."""

    classes: set[str] = field(default_factory=lambda: {THING.iri, NOTHING.iri})
    objects: set[str] = field(default_factory=set)
    data: set[str] = field(default_factory=set)
    annotations: set[str] = field(default_factory=set)
    individuals: set[str] = field(default_factory=set)
    headers: set[str] = field(default_factory=set)
    inferred: set[str] = field(default_factory=set)
    """Terms marked ``inferredOnly``: no statement of a case may use them."""


class ClassReader:
    """Reads class expressions and data ranges.

    ``reasons`` collects what is wrong with what was read since it was last emptied; ``visited`` the blank
    nodes read.
    """

    def __init__(self, triples: Iterable[Triple], vocabulary: Vocabulary) -> None:
        self.names = vocabulary
        self.reasons: list[str] = []
        self.visited: set[str] = set()
        self._open: set[str] = set()
        self._by_subject: dict[str, list[Triple]] = defaultdict(list)
        for triple in triples:
            self._by_subject[triple[0]].append(triple)

    def of(self, node: str) -> list[Triple]:
        """The triples whose subject is this node."""
        return self._by_subject.get(node, [])

    def read(self, node: str) -> Expression:
        """The class expression at a node; what is not supported adds a reason."""
        if node.startswith("<"):
            if node not in self.names.classes:
                self.reasons.append(f"{local(node)} is not declared as a class")
            return Named(node)
        if not node.startswith("_:") or node in self._open or not self.of(node):
            return self._refuse(local(node), "is not a class expression")
        self.visited.add(node)
        self._open.add(node)
        try:
            return self._expression(node)
        finally:
            self._open.discard(node)

    def _expression(self, node: str) -> Expression:
        own = [(local(p).removeprefix("owl:"), o) for _, p, o in self.of(node) if p.startswith(_OWL)]
        own = [(key, value) for key, value in own if key not in _AXIOMS]
        parts = dict(own)
        if not set(parts) & set(_OTHER_RESTRICTIONS) and len(own) != (2 if "onProperty" in parts else 1):
            self.reasons.append("a class expression that says several things at once is not supported")
        if "onProperty" in parts:
            return self._restriction(parts)
        for key, build in (("intersectionOf", And), ("unionOf", Or)):
            if key in parts:
                operands = tuple(self.read(item) for item in self.items(parts[key]))
                return build(operands) if operands else self._refuse(f"{key} ()", "is empty")
        for key, reason in _OTHER_BOOLEANS.items():
            if key in parts:
                return self._refuse(self._text(key, parts[key]), f"{reason} is not supported")
        described = ", ".join(f"{local(p)} {local(o)}" for _, p, o in self.of(node))
        return self._refuse(f"[{described}]", "is not a class expression that is supported")

    def _text(self, key: str, node: str) -> str:
        if key == "complementOf":
            return f"not {render(self.read(node), inner=True)}"
        return "{" + ", ".join(local(item) for item in self.items(node)) + "}"

    def _restriction(self, parts: dict[str, str]) -> Expression:
        prop = parts["onProperty"]
        if prop.startswith("_:"):
            self.visited.add(prop)
            return self._refuse(
                "inverse property", "an anonymous property (owl:inverseOf in place) is not supported", whole=True
            )
        for key, (word, reason) in _OTHER_RESTRICTIONS.items():
            if key in parts:
                value = parts[key]
                known = value.startswith("_:") or value in self.names.classes
                filler = render(self.read(value), inner=True) if known else local(value)
                return self._refuse(f"{local(prop)} {word} {filler}", f"{reason} is not supported", whole=True)
        if prop not in self.names.objects and prop not in self.names.data:
            self.reasons.append(f"{local(prop)} is not declared as a property")
        if "hasValue" in parts:
            return self._has_value(prop, parts["hasValue"])
        if "someValuesFrom" not in parts:
            return self._refuse(f"{local(prop)} ?", "is not a restriction that is supported")
        if prop in self.names.data:
            return SomeData(prop, self.data_range(parts["someValuesFrom"]) or ANY_LITERAL)
        return Some(prop, self.read(parts["someValuesFrom"]))

    def _has_value(self, prop: str, value: str) -> Expression:
        if not is_literal(value):
            if prop in self.names.data:
                self.reasons.append(f"{local(prop)} is a data property and {local(value)} is no literal")
            return HasValue(prop, value)
        if prop in self.names.objects:
            self.reasons.append(f"{local(prop)} is an object property and {local(value)} a literal")
            return Unsupported(f"{local(prop)} value {local(value)}")
        try:
            content = parse_literal(value)
        except DataError as error:
            return self._refuse(f"{local(prop)} value {local(value)}", str(error), whole=True)
        if content[0] not in _FIXED_VALUES:
            self.reasons.append(f"a fixed value of type {content[0]} is not supported")
        return HasLiteral(prop, value, point(content))

    def data_range(self, node: str) -> DataRange | None:
        """The data range at a node; None, and a reason, when it is not supported."""
        if node in DATATYPES:
            return DATATYPES[node]
        if not node.startswith("_:"):
            self.reasons.append(f"datatype {local(node)} is not supported")
            return None
        self.visited.add(node)
        parts = {local(p).removeprefix("owl:"): o for _, p, o in self.of(node) if p != TYPE}
        datatype = parts.get("onDatatype")
        if datatype is None or "withRestrictions" not in parts:
            self.reasons.append("a data range other than a datatype with facets is not supported")
            return None
        if datatype not in _FACETED:
            self.reasons.append(f"facets on {local(datatype)} are not supported (only xsd:integer, xsd:decimal)")
            return None
        data = DATATYPES[datatype]
        for item in self.items(parts["withRestrictions"]):
            self.visited.add(item)
            for _, predicate, bound in self.of(item):
                data = self._facet(data, local(predicate).removeprefix("xsd:"), bound)
        return data

    def _facet(self, data: DataRange, facet: str, bound: str) -> DataRange:
        try:
            number = parse_literal(bound)[1] if is_literal(bound) else None
        except DataError:
            number = None
        if facet not in _FACETS or not isinstance(number, Decimal):
            self.reasons.append(f"facet {facet} {local(bound)} is not supported")
            return data
        is_open = facet.endswith("Exclusive")
        if facet.startswith("min"):
            return DataRange(data.kind, number, is_open, data.high, data.high_open)
        return DataRange(data.kind, data.low, data.low_open, number, is_open)

    def items(self, node: str) -> list[str]:
        """The members of an RDF list; a broken list adds a reason."""
        found: list[str] = []
        seen: set[str] = set()
        while node != _NIL:
            firsts = [o for _, p, o in self.of(node) if p == f"{_RDF}first>"]
            rests = [o for _, p, o in self.of(node) if p == f"{_RDF}rest>"]
            self.visited.add(node)
            if node in seen or len(firsts) != 1 or len(rests) != 1:
                self.reasons.append("a list is broken")
                return found
            seen.add(node)
            found.append(firsts[0])
            node = rests[0]
        return found

    def _refuse(self, text: str, reason: str, *, whole: bool = False) -> Unsupported:
        self.reasons.append(reason if whole or "supported" in reason else f"{text} {reason}")
        return Unsupported(text)
