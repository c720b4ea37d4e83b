"""Literals taken apart, and the order in which properties are written."""

from __future__ import annotations

from collections.abc import Iterable

from kg.ask.values import datatype_of
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, lexical
from kg.names import PREFIXES

__all__ = ["FIRST", "literal_parts", "ordered", "owl", "rdf", "rdfs", "xsd"]

_SKOS, _DCT = PREFIXES["skos"], PREFIXES["dcterms"]


def rdf(local: str) -> str:
    """A term of the RDF vocabulary."""
    return f"<{PREFIXES['rdf']}{local}>"


def rdfs(local: str) -> str:
    """A term of RDF Schema."""
    return f"<{PREFIXES['rdfs']}{local}>"


def owl(local: str) -> str:
    """A term of OWL."""
    return f"<{PREFIXES['owl']}{local}>"


def xsd(local: str) -> str:
    """A datatype of XML Schema."""
    return f"<{PREFIXES['xsd']}{local}>"


# Kind and names of a thing, what it means, where that comes from, how it lies among others; then all the rest.
FIRST = (
    RDF_TYPE,
    owl("versionIRI"),
    owl("versionInfo"),
    f"<{_DCT}title>",
    RDFS_LABEL,
    f"<{_SKOS}altLabel>",
    f"<{_SKOS}hiddenLabel>",
    f"<{_DCT}description>",
    f"<{_SKOS}definition>",
    f"<{_SKOS}scopeNote>",
    f"<{_DCT}source>",
    f"<{_SKOS}example>",
    rdfs("subPropertyOf"),
    owl("inverseOf"),
    owl("propertyChainAxiom"),
    rdfs("domain"),
    rdfs("range"),
    owl("intersectionOf"),
    owl("unionOf"),
    rdfs("subClassOf"),
    owl("equivalentClass"),
    owl("disjointWith"),
)
_RANK = {name: rank for rank, name in enumerate(FIRST)}


def ordered(predicates: Iterable[str]) -> list[str]:
    """The properties as they are written: those of FIRST, then the others by name."""
    return sorted(predicates, key=lambda name: (_RANK.get(name, len(FIRST)), name))


def literal_parts(term: str) -> tuple[str, str | None, str | None]:
    """Text, language and datatype IRI of a literal; a plain string has neither of the two."""
    datatype = datatype_of(term)
    language = None if datatype or term.endswith('"') else term[term.rindex("@") + 1 :]
    return lexical(term), language, datatype or None
