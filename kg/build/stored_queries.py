"""The stored queries as statements, in the form that SPARQL editors read (SHACL's ``sh:SPARQLExecutable``).

The form is that of the published collections of example queries (https://github.com/sib-swiss/sparql-examples):
the question as ``rdfs:comment``, the text as ``sh:select``, tags as ``schema:keywords``. Parameters are described
as those of a SPARQL function are (https://www.w3.org/TR/shacl-af/): ``sh:parameter``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.ask.catalog import Parameter, Query
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, boolean, iri, term, text
from kg.names import BASE, PREFIXES, QUERY, case_iri

__all__ = ["ENDPOINT", "query_iri", "query_statements"]

# The lasting name of an endpoint that holds the graph; whoever runs one may put its address in this place.
ENDPOINT = BASE + "sparql"
_PARAMETER = BASE + "parameter/"
_SH, _SCHEMA = PREFIXES["sh"], PREFIXES["schema"]
_COMMENT = iri(PREFIXES["rdfs"] + "comment")
_NOTE = iri(PREFIXES["skos"] + "scopeNote")


def query_iri(query_id: str) -> str:
    """IRI of a stored query."""
    return QUERY + query_id


def query_statements(queries: Iterable[Query]) -> list[Statement]:
    """Title, question, notes, tags, parameters and text of each query, and the prefixes; sorted."""
    statements: set[Statement] = set(_prefixes())
    for query in queries:
        subject = iri(query_iri(query.id))
        for name in ("SPARQLExecutable", "SPARQLSelectExecutable"):
            statements.add((subject, RDF_TYPE, iri(_SH + name)))
        statements.add((subject, RDFS_LABEL, text(query.title, "en")))
        statements.add((subject, _COMMENT, text(query.question, "en")))
        statements.add((subject, iri(_SH + "select"), text(query.text)))
        statements.add((subject, iri(_SH + "prefixes"), iri(QUERY + "prefixes")))
        statements.add((subject, iri(_SCHEMA + "target"), iri(ENDPOINT)))
        statements.update((subject, iri(_SCHEMA + "keywords"), text(tag)) for tag in query.tags)
        statements.update((subject, _NOTE, text(note, "en")) for note in query.notes)
        for parameter in query.parameters:
            node = iri(f"{query_iri(query.id)}#{parameter.name}")
            statements.add((subject, iri(_SH + "parameter"), node))
            statements.update(_parameter(node, parameter))
    return sorted(statements)


def _parameter(node: str, parameter: Parameter) -> Iterator[Statement]:
    """A parameter: the variable it binds, what it may be, its default; without a default it restricts nothing."""

    def told(name: str, value: str) -> Statement:
        return node, iri(_SH + name), value

    yield node, RDF_TYPE, iri(_SH + "Parameter")
    yield told("path", iri(_PARAMETER + parameter.name))
    yield told("name", text(parameter.name))
    yield told("optional", boolean(True))
    yield told("nodeKind", iri(_SH + "IRI"))
    if parameter.kind == "case":
        yield told("class", term("Case"))
        yield told("description", text(parameter.text, "en"))
    else:
        yield told("description", text(f"{parameter.text} (mbc:{parameter.root} or a class below it)", "en"))
    if parameter.default:
        value = iri(case_iri(parameter.default)) if parameter.kind == "case" else term(parameter.default)
        yield told("defaultValue", value)


def _prefixes() -> Iterator[Statement]:
    every = iri(QUERY + "prefixes")
    for prefix, base in sorted(PREFIXES.items()):
        node = iri(f"{QUERY}prefixes#{prefix}")
        yield every, iri(_SH + "declare"), node
        yield node, iri(_SH + "prefix"), text(prefix)
        yield node, iri(_SH + "namespace"), f"{text(base)}^^{iri(PREFIXES['xsd'] + 'anyURI')}"
