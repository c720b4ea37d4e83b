"""``ontology.ofn``: the ontology in the functional-style syntax of OWL 2, axiom by axiom.

The statements are read by the mapping from RDF graphs (https://www.w3.org/TR/owl2-mapping-to-rdf/), as far as the
ontology uses it; anything else is an error and nothing is left out. Grammar: https://www.w3.org/TR/owl2-syntax/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.build.about import LICENSE_TITLE
from kg.errors import OntologyError
from kg.graph.terms import RDF_TYPE
from kg.names import ONTOLOGY, PREFIXES
from kg.publish.release.material import Material
from kg.publish.release.terms import literal_parts, owl, rdfs
from kg.publish.release.tree import Forest, is_blank
from kg.publish.turtle import short

__all__ = ["ontology_functional"]

_KINDS = {
    owl("Class"): "Class",
    owl("ObjectProperty"): "ObjectProperty",
    owl("DatatypeProperty"): "DataProperty",
    owl("AnnotationProperty"): "AnnotationProperty",
    owl("NamedIndividual"): "NamedIndividual",
}
_PROPERTIES = ("Object", "Data", "Annotation")
_CHARACTERS = {
    owl("TransitiveProperty"): "TransitiveObjectProperty",
    owl("SymmetricProperty"): "SymmetricObjectProperty",
}
_OF_CLASSES = {
    rdfs("subClassOf"): "SubClassOf",
    owl("equivalentClass"): "EquivalentClasses",
    owl("disjointWith"): "DisjointClasses",
}
_OF_PROPERTIES = {
    rdfs("subPropertyOf"): "Sub{}PropertyOf",
    rdfs("domain"): "{}PropertyDomain",
    rdfs("range"): "{}PropertyRange",
}
_OF_TWO = (owl("inverseOf"), owl("propertyChainAxiom"))
_EXPRESSIONS = (owl("intersectionOf"), owl("unionOf"))
_RESTRICTION = (owl("onProperty"), owl("someValuesFrom"), owl("hasValue"))
_LOGICAL = tuple(f"<{PREFIXES[name]}" for name in ("owl", "rdf", "rdfs"))
_ANNOTATIONS = (
    rdfs("label"),
    rdfs("comment"),
    rdfs("seeAlso"),
    rdfs("isDefinedBy"),
    owl("deprecated"),
    owl("versionInfo"),
)


def ontology_functional(material: Material) -> Iterator[str]:
    """The text, piece by piece; OntologyError for what is not understood."""
    yield f"# The ontology of mbckg in one file. License: {LICENSE_TITLE}.\n\n"
    yield from (f"Prefix({prefix}:=<{base}>)\n" for prefix, base in sorted(PREFIXES.items()))
    writer = _Writer(Forest(material.ontology))
    yield from writer.header(f"<{ONTOLOGY}>")
    for module in material.modules:
        yield f"\n# ---- {module.name} ----\n" if module.name else ""
        forest = Forest(module.statements)
        for subject in forest.by_name():
            lines = writer.nameless(subject, forest) if is_blank(subject) else writer.named(subject, forest)
            yield "".join(f"{line}\n" for line in ["", *lines])
    yield "\n)\n"


class _Writer:
    """Writes axioms; knows of all modules which property is of what kind."""

    def __init__(self, whole: Forest) -> None:
        self.whole = whole
        self.kinds: Mapping[str, list[str]] = {
            subject: [_KINDS[kind] for kind in whole.values(subject, RDF_TYPE) if kind in _KINDS]
            for subject in whole.roots
        }

    def header(self, ontology: str) -> Iterator[str]:
        """The opening of the ontology with its version and annotations."""
        version = self.whole.value(ontology, owl("versionIRI"))
        yield f"\nOntology({ontology}{f' {version}' if version else ''}\n"
        for predicate in self.whole.predicates(ontology):
            if predicate not in (RDF_TYPE, owl("versionIRI")):
                for value in self.whole.values(ontology, predicate):
                    yield f"Annotation({short(predicate)} {_annotation(value)})\n"

    def named(self, subject: str, forest: Forest) -> Iterator[str]:
        """Declaration, annotations and axioms of one term."""
        for predicate in forest.predicates(subject):
            for value in forest.values(subject, predicate):
                if predicate == RDF_TYPE:
                    yield self._typed(subject, value)
                elif predicate in _OF_CLASSES or predicate in _OF_PROPERTIES or predicate in _OF_TWO:
                    yield self._axiom(subject, predicate, value, forest)
                elif predicate.startswith(_LOGICAL) and predicate not in _ANNOTATIONS:
                    raise _unknown(subject, predicate)
                else:
                    yield f"AnnotationAssertion({short(predicate)} {short(subject)} {_annotation(value)})"

    def nameless(self, subject: str, forest: Forest) -> Iterator[str]:
        """The axioms of a thing without a name: disjoint classes, or an axiom about a class expression."""
        members = forest.value(subject, owl("members"))
        if owl("AllDisjointClasses") in forest.values(subject, RDF_TYPE) and members:
            yield f"DisjointClasses({self._classes(members, forest)})"
            return
        expression = self._class(subject, forest)
        used = {RDF_TYPE, *_EXPRESSIONS, *_RESTRICTION}
        for predicate in forest.predicates(subject):
            if predicate in _OF_CLASSES:
                for value in forest.values(subject, predicate):
                    yield f"{_OF_CLASSES[predicate]}({expression} {self._class(value, forest)})"
            elif predicate not in used:
                raise _unknown(subject, predicate)

    def _typed(self, subject: str, kind: str) -> str:
        if kind in _KINDS:
            return f"Declaration({_KINDS[kind]}({short(subject)}))"
        if kind in _CHARACTERS:
            return f"{_CHARACTERS[kind]}({short(subject)})"
        raise _unknown(subject, kind)

    def _axiom(self, subject: str, predicate: str, value: str, forest: Forest) -> str:
        name = short(subject)
        if predicate in _OF_CLASSES:
            ends = [name, self._class(value, forest)]
            told = sorted(ends) if predicate == owl("disjointWith") else ends
            return f"{_OF_CLASSES[predicate]}({' '.join(told)})"
        if predicate == owl("inverseOf"):
            return f"InverseObjectProperties({' '.join(sorted((name, short(value))))})"
        if predicate == owl("propertyChainAxiom"):
            chain = " ".join(short(item) for item in forest.items(value) or ())
            return f"SubObjectPropertyOf(ObjectPropertyChain({chain}) {name})"
        kind = self._kind(subject)
        if predicate == rdfs("range") and kind == "Data":
            end = self._data_range(value, forest)
        elif predicate == rdfs("subPropertyOf") or kind == "Annotation":
            end = short(value)
        else:
            end = self._class(value, forest)
        return f"{_OF_PROPERTIES[predicate].format(kind)}({name} {end})"

    def _kind(self, prop: str) -> str:
        """``Object``, ``Data`` or ``Annotation``."""
        found = [kind for kind in _PROPERTIES if f"{kind}Property" in self.kinds.get(prop, ())]
        if len(found) != 1:
            raise OntologyError(f"{short(prop)} is not declared as one kind of property")
        return found[0]

    def _classes(self, head: str, forest: Forest) -> str:
        return " ".join(self._class(item, forest) for item in forest.items(head) or ())

    def _class(self, node: str, forest: Forest) -> str:
        if not is_blank(node):
            return short(node)
        for predicate, kind in zip(_EXPRESSIONS, ("ObjectIntersectionOf", "ObjectUnionOf"), strict=True):
            head = forest.value(node, predicate)
            if head:
                return f"{kind}({self._classes(head, forest)})"
        prop, some, value = (forest.value(node, predicate) for predicate in _RESTRICTION)
        if not prop or not (some or value):
            raise _unknown(forest.key(node), "a class expression")
        kind = self._kind(prop)
        if value:
            return f"{kind}HasValue({short(prop)} {_value(value)})"
        filler = self._data_range(some or "", forest) if kind == "Data" else self._class(some or "", forest)
        return f"{kind}SomeValuesFrom({short(prop)} {filler})"

    def _data_range(self, node: str, forest: Forest) -> str:
        if not is_blank(node):
            return short(node)
        base, facets = forest.value(node, owl("onDatatype")), forest.value(node, owl("withRestrictions"))
        if not base or not facets:
            raise _unknown(forest.key(node), "a data range")
        told = [
            f"{short(facet)} {_value(value)}"
            for item in forest.items(facets) or ()
            for facet in forest.predicates(item)
            for value in forest.values(item, facet)
        ]
        return f"DatatypeRestriction({short(base)} {' '.join(told)})"


def _value(term: str) -> str:
    """An IRI or a literal; in this syntax only quotes and backslashes are escaped."""
    if not term.startswith('"'):
        return short(term)
    text, language, datatype = literal_parts(term)
    quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{quoted}@{language}" if language else f"{quoted}^^{short(f'<{datatype}>')}" if datatype else quoted


def _annotation(value: str) -> str:
    if is_blank(value):
        raise OntologyError(f"the annotation {value} has no name")
    return _value(value)


def _unknown(subject: str, what: str) -> OntologyError:
    return OntologyError(f"{subject}: {what} cannot be written in functional syntax")
