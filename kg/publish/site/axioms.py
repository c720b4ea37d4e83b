"""Axioms in words: class expressions as readers of ontologies write them, each name a link.

The syntax is that of Manchester (https://www.w3.org/TR/owl2-manchester-syntax/) with labels for names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.graph.terms import RDF_TYPE, iri, lexical
from kg.names import MBC, compact, local_name
from kg.publish.release.terms import owl, rdfs, xsd
from kg.publish.release.tree import is_blank
from kg.publish.site.facts import Facts
from kg.publish.site.links import Link

__all__ = ["Axiom", "Axioms", "Phrase"]

_FACETS = {xsd("minInclusive"): "≥", xsd("minExclusive"): ">", xsd("maxInclusive"): "≤", xsd("maxExclusive"): "<"}
_JOINED = {owl("intersectionOf"): "and", owl("unionOf"): "or"}
_HEADS = (
    ("equivalent to", owl("equivalentClass")),
    ("subclass of", rdfs("subClassOf")),
    ("disjoint with", owl("disjointWith")),
)
_OF_PROPERTIES = (
    ("subproperty of", rdfs("subPropertyOf")),
    ("equivalent to", owl("equivalentProperty")),
    ("inverse of", owl("inverseOf")),
    ("domain", rdfs("domain")),
    ("range", rdfs("range")),
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of an expression: a name (with its page), or a word or sign of the syntax (``keyword``)."""

    link: Link
    keyword: bool = False


@dataclass(frozen=True, slots=True)
class Axiom:
    """What an axiom says of a term (``subclass of``), and the expression."""

    head: str
    phrases: tuple[Phrase, ...]


class Axioms:
    """The axioms of each term of the ontology."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._forest = facts.forest

    def of_class(self, name: str) -> tuple[Axiom, ...]:
        """All axioms that define or restrict a class, but for named superclasses, which have a place of their own."""
        subject = iri(MBC + name)
        found = [
            Axiom(head, tuple(self._expression(value)))
            for head, predicate in _HEADS
            for value in self._forest.values(subject, predicate)
            if predicate != rdfs("subClassOf") or is_blank(value)
        ]
        found += [Axiom("disjoint with", tuple(self._expression(value))) for value in self._disjoint[subject]]
        found += [
            Axiom("follows also from", tuple(self._expression(node))) for node in self._sufficient.get(subject, ())
        ]
        return tuple(dict.fromkeys(found))

    def of_property(self, name: str) -> tuple[Axiom, ...]:
        """All axioms about a property."""
        subject = iri(MBC + name)
        found = [
            Axiom(head, tuple(self._expression(value)))
            for head, predicate in _OF_PROPERTIES
            for value in self._forest.values(subject, predicate)
        ]
        for chain in self._forest.values(subject, owl("propertyChainAxiom")):
            found.append(Axiom("follows from the chain", tuple(self._many(chain, "∘"))))
        kinds = self._forest.values(subject, RDF_TYPE)
        if owl("TransitiveProperty") in kinds:
            found.append(Axiom("is", (_word("transitive"),)))
        if owl("SymmetricProperty") in kinds:
            found.append(Axiom("is", (_word("symmetric"),)))
        return tuple(found)

    @cached_property
    def _sufficient(self) -> Mapping[str, tuple[str, ...]]:
        """Class -> expressions that are stated to lie below it."""
        found: dict[str, list[str]] = defaultdict(list)
        for root in self._forest.roots:
            if is_blank(root):
                for parent in self._forest.values(root, rdfs("subClassOf")):
                    found[parent].append(root)
        return {name: tuple(sorted(nodes, key=self._forest.key)) for name, nodes in found.items()}

    @cached_property
    def _disjoint(self) -> Mapping[str, tuple[str, ...]]:
        """Class -> classes that it has no member in common with, where that is stated of several at once or back."""
        found: dict[str, set[str]] = defaultdict(set)
        for root in self._forest.roots:
            for head in self._forest.values(root, owl("members")):
                group = self._forest.items(head) or []
                for one in group:
                    found[one].update(other for other in group if other != one)
            for other in self._forest.values(root, owl("disjointWith")):
                found[other].add(root)
        ordered: dict[str, tuple[str, ...]] = defaultdict(tuple)
        ordered.update({name: tuple(sorted(more, key=self._forest.key)) for name, more in found.items()})
        return ordered

    def _many(self, head: str, word: str) -> Iterator[Phrase]:
        for place, item in enumerate(self._forest.items(head) or ()):
            if place:
                yield _word(f" {word} ")
            yield from self._nested(item)

    def _nested(self, node: str) -> Iterator[Phrase]:
        """An expression inside another one: in brackets when it is more than a name."""
        if not is_blank(node):
            yield from self._expression(node)
            return
        yield _word("(")
        yield from self._expression(node)
        yield _word(")")

    def _expression(self, node: str) -> Iterator[Phrase]:
        if node.startswith('"'):
            yield _word(lexical(node))
            return
        if not is_blank(node):
            yield Phrase(self._name(lexical(node)))
            return
        for predicate, word in _JOINED.items():
            for head in self._forest.values(node, predicate):
                yield from self._many(head, word)
                return
        if prop := self._forest.value(node, owl("onProperty")):
            yield Phrase(self._name(lexical(prop)))
            some = self._forest.value(node, owl("someValuesFrom"))
            yield _word(" some " if some else " value ")
            yield from self._nested(some or self._forest.value(node, owl("hasValue")) or "")
        elif base := self._forest.value(node, owl("onDatatype")):
            yield Phrase(self._name(lexical(base)))
            yield _word(f" [{', '.join(self._facets(node))}]")
        elif members := self._forest.value(node, owl("inverseOf")):
            yield _word("inverse of ")
            yield from self._expression(members)

    def _facets(self, node: str) -> Iterator[str]:
        for item in self._forest.items(self._forest.value(node, owl("withRestrictions")) or "") or ():
            for predicate in self._forest.predicates(item):
                for value in self._forest.values(item, predicate):
                    yield f"{_FACETS.get(predicate, local_name(predicate))} {lexical(value)}"

    def _name(self, address: str) -> Link:
        label = self._facts.labels.get(address) if address.startswith(MBC) else None
        short = compact(address)
        return self._facts.site.link(address, label or short.removeprefix("xsd:"))


def _word(text: str) -> Phrase:
    return Phrase(Link(text), keyword=True)
