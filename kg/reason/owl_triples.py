"""From axioms back to triples: the inverse of :func:`kg.reason.axioms.read_axioms`.

Explanations cite axioms; as triples they can be published, and given to an independent reasoner together with
the statements they are cited with. The mapping is that of OWL 2 to RDF graphs
(https://www.w3.org/TR/owl2-mapping-to-rdf/). Blank nodes are numbered in the order of writing, so that the same
axioms give the same triples.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kg.reason.expressions import Vocabulary
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
    Unsupported,
    render,
)
from kg.reason.values import XSD, DataRange

__all__ = ["axiom_triples", "declarations", "main_triples", "signature", "vocabulary_of"]

_OWL = "<http://www.w3.org/2002/07/owl#"
_RDF = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "<http://www.w3.org/2000/01/rdf-schema#"
_PREDICATES = {
    "subclass": f"{_RDFS}subClassOf>",
    "equivalent": f"{_OWL}equivalentClass>",
    "subproperty": f"{_RDFS}subPropertyOf>",
    "equivalent properties": f"{_OWL}equivalentProperty>",
    "inverse": f"{_OWL}inverseOf>",
    "domain": f"{_RDFS}domain>",
    "range": f"{_RDFS}range>",
}
_CHARACTERISTICS = {"transitive": f"{_OWL}TransitiveProperty>", "symmetric": f"{_OWL}SymmetricProperty>"}
_KINDS = (
    ("classes", f"{_OWL}Class>"),
    ("objects", f"{_OWL}ObjectProperty>"),
    ("data", f"{_OWL}DatatypeProperty>"),
    ("individuals", f"{_OWL}NamedIndividual>"),
)


def axiom_triples(axioms: Iterable[Axiom], prefix: str = "x") -> list[Triple]:
    """The triples of the axioms, in order, each once; blank nodes are named ``_:x1``, ``_:x2`` ..."""
    return list(dict.fromkeys(triple for part in _written(axioms, prefix) for triple in part))


def main_triples(axioms: Iterable[Axiom], prefix: str = "x") -> list[Triple]:
    """For each axiom the one triple that states it, with the blank nodes of :func:`axiom_triples`.

    Of the disjointness of three classes or more it is the type of the blank node that lists them.
    """
    return [part[0] for part in _written(axioms, prefix)]


def _written(axioms: Iterable[Axiom], prefix: str) -> Iterator[list[Triple]]:
    """The triples of each axiom, the main one first."""
    writer = _Writer(prefix)
    for axiom in axioms:
        writer.triples = []
        main = writer.main(axiom)
        yield [main, *writer.triples]


class _Writer:
    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        self.number = 0
        self.triples: list[Triple] = []

    def main(self, axiom: Axiom) -> Triple:
        """Writes what the axiom needs and gives back its main triple, not written yet."""
        properties, kind = axiom.properties, axiom.kind
        if kind in ("subclass", "equivalent"):
            return (self.expression(axiom.classes[0]), _PREDICATES[kind], self.expression(axiom.classes[1]))
        if kind == "disjoint":
            return self._disjoint(axiom)
        if kind in ("domain", "range"):
            target = (
                self.expression(axiom.classes[0]) if axiom.classes else self.data(axiom.data or DataRange("literal"))
            )
            return (properties[0], _PREDICATES[kind], target)
        if kind == "chain":
            return (properties[-1], f"{_OWL}propertyChainAxiom>", self._list(properties[:-1]))
        if kind in _CHARACTERISTICS:
            return (properties[0], TYPE, _CHARACTERISTICS[kind])
        return (properties[0], _PREDICATES[kind], properties[1])

    def _disjoint(self, axiom: Axiom) -> Triple:
        names = [self.expression(part) for part in axiom.classes]
        if len(names) == 2:
            return (names[0], f"{_OWL}disjointWith>", names[1])
        node = self._fresh()
        self._add(node, f"{_OWL}members>", self._list(names))
        return (node, TYPE, f"{_OWL}AllDisjointClasses>")

    def expression(self, expression: Expression) -> str:
        """The node of a class expression: the class itself when it has a name, else a blank node."""
        match expression:
            case Named(iri):
                return iri
            case And(operands) | Or(operands):
                node = self._fresh(f"{_OWL}Class>")
                key = "intersectionOf" if isinstance(expression, And) else "unionOf"
                self._add(node, f"{_OWL}{key}>", self._list([self.expression(part) for part in operands]))
                return node
            case Some(prop, filler):
                return self._restriction(prop, "someValuesFrom", self.expression(filler))
            case SomeData(prop, data):
                return self._restriction(prop, "someValuesFrom", self.data(data))
            case HasValue(prop, value) | HasLiteral(prop, value, _):
                return self._restriction(prop, "hasValue", value)
            case Unsupported():
                raise ValueError(f"{render(expression)} cannot be written")

    def _restriction(self, prop: str, key: str, value: str) -> str:
        node = self._fresh(f"{_OWL}Restriction>")
        self._add(node, f"{_OWL}onProperty>", prop)
        self._add(node, f"{_OWL}{key}>", value)
        return node

    def data(self, data: DataRange) -> str:
        """The node of a data range: a datatype, or a blank node with facets."""
        if data.kind == "literal":
            return f"{_RDFS}Literal>"
        datatype = f"<{XSD}{data.kind}>"
        if data.low is None and data.high is None:
            return datatype
        facets = []
        for bound, is_open, side in ((data.low, data.low_open, "min"), (data.high, data.high_open, "max")):
            if bound is not None:
                facet = self._fresh()
                name = f"<{XSD}{side}{'Exclusive' if is_open else 'Inclusive'}>"
                self._add(facet, name, f'"{_number(bound)}"^^{datatype}')
                facets.append(facet)
        node = self._fresh(f"{_RDFS}Datatype>")
        self._add(node, f"{_OWL}onDatatype>", datatype)
        self._add(node, f"{_OWL}withRestrictions>", self._list(facets))
        return node

    def _list(self, items: Iterable[str]) -> str:
        first = f"{_RDF}nil>"
        for item in reversed(tuple(items)):
            node = self._fresh()
            self._add(node, f"{_RDF}first>", item)
            self._add(node, f"{_RDF}rest>", first)
            first = node
        return first

    def _fresh(self, kind: str | None = None) -> str:
        self.number += 1
        node = f"_:{self.prefix}{self.number}"
        if kind:
            self._add(node, TYPE, kind)
        return node

    def _add(self, subject: str, predicate: str, obj: str) -> None:
        self.triples.append((subject, predicate, obj))


def _number(bound: Decimal) -> str:
    return f"{bound:f}"


def signature(axioms: Iterable[Axiom], statements: Iterable[Triple] = ()) -> set[str]:
    """The classes, properties and fixed individuals that axioms name, and the terms of statements."""
    found: set[str] = set()
    for axiom in axioms:
        found.update(axiom.properties)
        for expression in axiom.classes:
            _collect(expression, found)
    for triple in statements:
        found.update(triple)
    return found


def _collect(expression: Expression, found: set[str]) -> None:
    match expression:
        case Named(iri):
            found.add(iri)
        case And(operands) | Or(operands):
            for part in operands:
                _collect(part, found)
        case Some(prop, filler):
            found.add(prop)
            _collect(filler, found)
        case HasValue(prop, value):
            found.update((prop, value))
        case SomeData(prop, _) | HasLiteral(prop, _, _):
            found.add(prop)
        case Unsupported():
            return


def vocabulary_of(names: Vocabulary, axioms: Iterable[Axiom], statements: Iterable[Triple] = ()) -> Vocabulary:
    """The part of a vocabulary that axioms and statements use."""
    used = signature(axioms, statements)
    return Vocabulary(
        classes=(names.classes & used) | {THING.iri, NOTHING.iri},
        objects=names.objects & used,
        data=names.data & used,
        annotations=names.annotations & used,
        individuals=names.individuals & used,
    )


def declarations(names: Vocabulary) -> list[Triple]:
    """A declaration of every class, property and individual of a vocabulary; sorted."""
    return sorted(
        (term, TYPE, kind)
        for key, kind in _KINDS
        for term in getattr(names, key)
        if term not in (THING.iri, NOTHING.iri)
    )
