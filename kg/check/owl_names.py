"""The names and datatypes that OWL 2 itself defines, and what a literal of each datatype looks like.

Sources: OWL 2 Structural Specification, sections 2.4 (reserved vocabulary), 4 (datatype maps) and 5.5 (annotation
properties), https://www.w3.org/TR/owl2-syntax/; OWL 2 Mapping to RDF Graphs, https://www.w3.org/TR/owl2-mapping-to-rdf/;
lexical forms of XML Schema 1.1 datatypes, https://www.w3.org/TR/xmlschema11-2/.
"""

from __future__ import annotations

import re
from datetime import datetime

from kg.names import PREFIXES

__all__ = ["BUILT_IN_ANNOTATIONS", "DATATYPES", "KINDS", "OWL", "RDF", "RDFS", "SYNTAX", "is_reserved", "literal_fault"]

OWL, RDF, RDFS, XSD = PREFIXES["owl"], PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["xsd"]

KINDS = {
    f"<{OWL}Class>": "class",
    f"<{RDFS}Datatype>": "datatype",
    f"<{OWL}ObjectProperty>": "object property",
    f"<{OWL}DatatypeProperty>": "data property",
    f"<{OWL}AnnotationProperty>": "annotation property",
    f"<{OWL}NamedIndividual>": "individual",
}
"""What a declaration makes of a name."""

BUILT_IN_ANNOTATIONS = frozenset(
    [f"<{RDFS}{name}>" for name in ("comment", "isDefinedBy", "label", "seeAlso")]
    + [
        f"<{OWL}{name}>"
        for name in ("backwardCompatibleWith", "deprecated", "incompatibleWith", "priorVersion", "versionInfo")
    ]
)

_OWL_SYNTAX = """
    AllDifferent AllDisjointClasses AllDisjointProperties Annotation AnnotationProperty AsymmetricProperty Axiom
    Class DataRange DatatypeProperty FunctionalProperty InverseFunctionalProperty IrreflexiveProperty
    NamedIndividual NegativePropertyAssertion Nothing ObjectProperty Ontology OntologyProperty ReflexiveProperty
    Restriction SymmetricProperty Thing TransitiveProperty allValuesFrom annotatedProperty annotatedSource
    annotatedTarget assertionProperty bottomDataProperty bottomObjectProperty cardinality complementOf
    datatypeComplementOf differentFrom disjointUnionOf disjointWith distinctMembers equivalentClass
    equivalentProperty hasKey hasSelf hasValue imports intersectionOf inverseOf maxCardinality
    maxQualifiedCardinality members minCardinality minQualifiedCardinality onClass onDataRange onDatatype
    onProperties onProperty oneOf propertyChainAxiom propertyDisjointWith qualifiedCardinality sameAs
    someValuesFrom sourceIndividual targetIndividual targetValue topDataProperty topObjectProperty unionOf
    versionIRI withRestrictions
"""
_FACETS = (
    "fractionDigits length maxExclusive maxInclusive maxLength minExclusive minInclusive minLength pattern totalDigits"
)
SYNTAX = frozenset(
    [f"<{OWL}{name}>" for name in _OWL_SYNTAX.split()]
    + [f"<{RDF}{name}>" for name in ("first", "rest", "nil", "type", "List", "langRange")]
    + [f"<{RDFS}{name}>" for name in ("Datatype", "domain", "range", "subClassOf", "subPropertyOf")]
    + [f"<{XSD}{name}>" for name in _FACETS.split()]
)
"""Reserved names by which axioms are written."""

_WHOLE = r"[+-]?[0-9]+"
_DECIMAL = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_FLOAT = rf"(?:{_DECIMAL}(?:[eE]{_WHOLE})?|[+-]?INF|NaN)"
_MOMENT = r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
_ZONE = r"(?:Z|[+-][0-9]{2}:[0-9]{2})"
_FORMS: dict[str, str] = {
    **dict.fromkeys(("string", "normalizedString", "token", "NMTOKEN", "Name", "NCName"), r"(?s:.*)"),
    **dict.fromkeys(("double", "float"), _FLOAT),
    "anyURI": r"[^\s<>\"{}|\\^`]*",
    "base64Binary": r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
    "boolean": r"true|false|0|1",
    "dateTime": rf"{_MOMENT}{_ZONE}?",
    "dateTimeStamp": rf"{_MOMENT}{_ZONE}",
    "decimal": _DECIMAL,
    "hexBinary": r"(?:[0-9A-Fa-f]{2})*",
    "language": r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*",
}
_BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "nonPositiveInteger": (None, 0),
    "positiveInteger": (1, None),
    "negativeInteger": (None, -1),
    **{
        name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
        for name, bits in (("long", 64), ("int", 32), ("short", 16), ("byte", 8))
    },
    **{f"unsigned{name}": (0, 2**bits - 1) for name, bits in (("Long", 64), ("Int", 32), ("Short", 16), ("Byte", 8))},
}
DATATYPES = frozenset(
    [f"<{XSD}{name}>" for name in (*_FORMS, *_BOUNDS)]
    + [f"<{OWL}rational>", f"<{OWL}real>", f"<{RDF}PlainLiteral>", f"<{RDF}XMLLiteral>", f"<{RDF}langString>"]
    + [f"<{RDFS}Literal>"]
)
"""The datatypes of OWL 2, and the one that RDF 1.1 gives to texts with a language."""

_LANGUAGE = re.compile(_FORMS["language"])


def is_reserved(term: str) -> bool:
    """Whether a term is a name of RDF, RDF Schema, OWL or XML Schema."""
    return term.startswith((f"<{OWL}", f"<{RDF}", f"<{RDFS}", f"<{XSD}"))


def literal_fault(literal: str) -> tuple[str, str] | None:
    """What is wrong with a literal in N-Triples syntax: ``datatype`` or ``text``, and a phrase; None for nothing."""
    end = literal.rindex('"')
    text, suffix = literal[1:end], literal[end + 1 :]
    if suffix.startswith("@"):
        return None if _LANGUAGE.fullmatch(suffix[1:]) else ("text", f"{suffix[1:]} is no language tag")
    if not suffix:
        return None
    datatype = suffix[2:]
    if datatype not in DATATYPES:
        return ("datatype", f"{datatype.strip('<>')} is no datatype of OWL 2")
    name = datatype.strip("<>").removeprefix(XSD)
    if name in _BOUNDS:
        low, high = _BOUNDS[name]
        whole = re.fullmatch(_WHOLE, text) is not None
        fits = whole and (low is None or int(text) >= low) and (high is None or int(text) <= high)
    else:
        fits = re.fullmatch(_FORMS.get(name, r"(?s:.*)"), text) is not None and _is_moment(name, text)
    return None if fits else ("text", f'"{text}" is no {name}')


def _is_moment(name: str, text: str) -> bool:
    """Whether a text of a datatype of instants names a day and an hour that exist; true of other datatypes."""
    if not name.startswith("dateTime") or text.startswith("-"):
        return True
    try:
        datetime.fromisoformat(text[:19].replace("T24:00:00", "T00:00:00"))
    except ValueError:
        return False
    return True
