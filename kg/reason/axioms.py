"""From the triples of an ontology to its axioms: nothing is passed over in silence.

:func:`read_axioms` follows the OWL 2 mapping from RDF graphs (https://www.w3.org/TR/owl2-mapping-to-rdf/).
Every triple is either part of an axiom, a declaration, a statement about a named individual, or an
annotation; anything else becomes a problem that names the axiom and the construct, and all problems are
collected.

Annotations are the triples whose predicate is declared ``owl:AnnotationProperty``, is built in
(``rdfs:label``, ``owl:versionInfo`` ...) or belongs to SKOS or Dublin Core, and all triples of an ontology
header.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.reason.expressions import ClassReader, Vocabulary
from kg.reason.syntax import TYPE, Axiom, Triple, local
from kg.reason.values import DATATYPES, is_literal

__all__ = ["AxiomBox", "is_annotation", "read_axioms"]

_OWL = "<http://www.w3.org/2002/07/owl#"
_RDFS = "<http://www.w3.org/2000/01/rdf-schema#"
_RDF = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SUBPROPERTY = f"{_RDFS}subPropertyOf>"
_DOMAIN = f"{_RDFS}domain>"
_RANGE = f"{_RDFS}range>"

_DECLARATIONS = {
    f"{_OWL}Class>": "classes",
    f"{_RDFS}Class>": "classes",
    f"{_OWL}ObjectProperty>": "objects",
    f"{_OWL}DatatypeProperty>": "data",
    f"{_OWL}AnnotationProperty>": "annotations",
    f"{_OWL}NamedIndividual>": "individuals",
    f"{_OWL}Ontology>": "headers",
}
_BUILT_IN_ANNOTATIONS = frozenset(
    [f"{_RDFS}{name}>" for name in ("label", "comment", "seeAlso", "isDefinedBy")]
    + [
        f"{_OWL}{name}>"
        for name in (
            "deprecated versionInfo priorVersion backwardCompatibleWith incompatibleWith imports versionIRI"
        ).split()
    ]
)
_ANNOTATION_NAMESPACES = (
    "<http://www.w3.org/2004/02/skos/core#",
    "<http://purl.org/dc/terms/",
    "<http://purl.org/dc/elements/1.1/",
)
_EXPRESSION_TYPES = (f"{_OWL}Restriction>", f"{_RDFS}Datatype>", f"{_OWL}DataRange>")
_IGNORED_NODES = (f"{_OWL}Axiom>", f"{_OWL}Annotation>")


@dataclass
class AxiomBox:
    """What an ontology says: axioms in a stable order, statements about individuals, vocabulary and labels."""

    axioms: list[Axiom] = field(default_factory=list)
    facts: list[Triple] = field(default_factory=list)
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    labels: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def is_annotation(predicate: str, vocabulary: Vocabulary) -> bool:
    """True when triples with this predicate are annotations, given what the ontology declares."""
    if predicate in vocabulary.objects or predicate in vocabulary.data:
        return False
    return (
        predicate in vocabulary.annotations
        or predicate in _BUILT_IN_ANNOTATIONS
        or predicate.startswith(_ANNOTATION_NAMESPACES)
    )


def read_axioms(triples: Iterable[Triple]) -> AxiomBox:
    """The axioms, facts, vocabulary and labels of an ontology; problems are listed in the result, not raised."""
    ordered = sorted(set(triples))
    box = AxiomBox()
    _declare(ordered, box)
    reader = _Reader(ordered, box)
    for triple in ordered:
        reader.read(triple)
    reader.finish()
    box.axioms.sort(key=lambda axiom: axiom.render(str))  # not by the names that blank nodes happen to have
    return box


def _declare(triples: list[Triple], box: AxiomBox) -> None:
    for subject, predicate, obj in triples:
        if predicate == TYPE and obj in _DECLARATIONS and not subject.startswith("_:"):
            getattr(box.vocabulary, _DECLARATIONS[obj]).add(subject)
        elif predicate == f"{_RDFS}label>" and is_literal(obj):
            text = obj[1 : obj.rindex('"')]
            if subject not in box.labels or obj.endswith("@en"):
                box.labels[subject] = text
        elif predicate.endswith("#inferredOnly>") and obj.startswith('"true"'):
            box.vocabulary.inferred.add(subject)
    names = box.vocabulary
    for one, other in (("objects", "data"), ("objects", "annotations"), ("data", "annotations")):
        for prop in sorted(getattr(names, one) & getattr(names, other)):
            box.problems.append(f"{local(prop)} is declared as two kinds of property")


class _Reader:
    """Reads one triple after the other; blank nodes are read where an axiom uses them."""

    def __init__(self, triples: list[Triple], box: AxiomBox) -> None:
        self.box = box
        self.names = box.vocabulary
        self.classes = ClassReader(triples, self.names)
        self.ignored = {s for s, p, o in triples if p == TYPE and o in _IGNORED_NODES}
        self.nodes = {s for s, _, _ in triples if s.startswith("_:")} - self.ignored

    def read(self, triple: Triple) -> None:
        subject, predicate, obj = triple
        if subject in self.ignored or subject in self.names.headers:
            return
        if predicate == TYPE:
            self._read_type(subject, obj)
        elif predicate in (f"{_RDFS}subClassOf>", f"{_OWL}equivalentClass>", f"{_OWL}disjointWith>"):
            kind = {"s": "subclass", "e": "equivalent", "d": "disjoint"}[local(predicate).removeprefix("owl:")[0]]
            self._add(kind, classes=(subject, obj))
        elif subject.startswith("_:"):
            self._read_blank(triple)
        elif is_annotation(predicate, self.names) or subject in self.names.annotations:
            return
        elif predicate in (_SUBPROPERTY, f"{_OWL}equivalentProperty>"):
            self._add("subproperty" if predicate == _SUBPROPERTY else "equivalent properties", (subject, obj))
        elif predicate == f"{_OWL}inverseOf>":
            self._add("inverse", (subject, obj))
        elif predicate == f"{_OWL}propertyChainAxiom>":
            self._add("chain", (*self.classes.items(obj), subject))
        elif predicate == _DOMAIN:
            self._add("domain", (subject,), (obj,))
        elif predicate == _RANGE:
            self._read_range(subject, obj)
        else:
            self._read_fact(triple)

    def _read_type(self, subject: str, obj: str) -> None:
        if obj in (f"{_OWL}TransitiveProperty>", f"{_OWL}SymmetricProperty>"):
            self._add("transitive" if "Transitive" in obj else "symmetric", (subject,))
        elif obj == f"{_OWL}AllDisjointClasses>":
            self.classes.visited.add(subject)
            members = [o for s, p, o in self.classes.of(subject) if p == f"{_OWL}members>"]
            self._add("disjoint", classes=tuple(self.classes.items(members[0])) if members else ())
        elif obj in _DECLARATIONS or (subject.startswith("_:") and obj in _EXPRESSION_TYPES):
            return
        elif obj.startswith((_OWL, _RDFS, _RDF)):
            self.box.problems.append(f"{local(subject)} is of type {local(obj)}: not supported")
        else:
            self._read_fact((subject, TYPE, obj))

    def _read_blank(self, triple: Triple) -> None:
        """A triple of a blank node: fine when an axiom reads the node, else :meth:`finish` reports it."""
        subject, predicate, _ = triple
        if predicate in (_DOMAIN, _RANGE, _SUBPROPERTY):
            self.box.problems.append(f"{local(predicate)} of an anonymous property ({subject}): not supported")

    def _read_range(self, prop: str, obj: str) -> None:
        if prop not in self.names.data:
            self._add("range", (prop,), (obj,))
            return
        data = self.classes.data_range(obj)
        axiom = Axiom("range", (prop,), data=data or DATATYPES[f"{_RDFS}Literal>"])
        self._accept(axiom)

    def _read_fact(self, triple: Triple) -> None:
        subject, predicate, obj = triple
        names = self.names
        text = f"{local(subject)} {'is a' if predicate == TYPE else local(predicate)} {local(obj)}"
        if predicate == TYPE:
            known = obj in names.classes
        else:
            known = (predicate in names.data and is_literal(obj)) or (
                predicate in names.objects and obj.startswith("<")
            )
        if known and subject in names.individuals:
            self.box.facts.append(triple)
        elif predicate.startswith((_OWL, _RDFS, _RDF)) and predicate != TYPE:
            self.box.problems.append(f"{text}: {local(predicate)} is not supported")
        elif known:
            self.box.problems.append(f"{text}: {local(subject)} is not declared as an individual")
        else:
            term = local(obj if predicate == TYPE else predicate)
            self.box.problems.append(f"{text}: {term} is not declared, or used as what it is not")

    def _add(self, kind: str, properties: tuple[str, ...] = (), classes: tuple[str, ...] = ()) -> None:
        expressions = tuple(self.classes.read(node) for node in classes)
        self._check_properties(kind, properties)
        self._accept(Axiom(kind, properties, expressions))

    def _accept(self, axiom: Axiom) -> None:
        reasons, self.classes.reasons = self.classes.reasons, []
        if reasons:
            self.box.problems.extend(f"{axiom.render()}: {reason}" for reason in dict.fromkeys(reasons))
        else:
            self.box.axioms.append(axiom)

    def _check_properties(self, kind: str, properties: tuple[str, ...]) -> None:
        names, reasons = self.names, self.classes.reasons
        for prop in properties:
            if prop.startswith("_:"):
                self.classes.visited.add(prop)
                reasons.append("an anonymous property (owl:inverseOf in place) is not supported")
            elif prop not in names.objects and prop not in names.data:
                reasons.append(f"{local(prop)} is not declared as a property")
        if kind in ("chain", "inverse", "transitive", "symmetric"):
            reasons.extend(f"{local(prop)} is a data property" for prop in properties if prop in names.data)
        elif any(p in names.data for p in properties) and any(p in names.objects for p in properties):
            reasons.append("an object property and a data property cannot be related")

    def finish(self) -> None:
        """Reports the blank nodes that no axiom used."""
        for node in sorted(self.nodes - self.classes.visited):
            parts = ", ".join(f"{local(p)} {local(o)}" for _, p, o in self.classes.of(node))
            self.box.problems.append(f"anonymous node [{parts}]: no axiom uses it")
