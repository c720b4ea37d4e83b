"""The stored queries as statements, in the form that SPARQL editors read (SHACL's ``sh:SPARQLExecutable``)."""

from __future__ import annotations

from collections.abc import Iterable

from kg.ask.catalog import Query
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, iri, text
from kg.names import BASE, PREFIXES

__all__ = ["query_iri", "query_statements"]

_SH = PREFIXES["sh"]
_SCHEMA_KEYWORDS = iri("https://schema.org/keywords")
_COMMENT = iri(PREFIXES["rdfs"] + "comment")


def query_iri(query_id: str) -> str:
    """IRI of a stored query."""
    return f"{BASE}query/{query_id}"


def query_statements(queries: Iterable[Query]) -> list[Statement]:
    """Title, question, tags and text of each query, sorted."""
    statements: set[Statement] = set()
    for query in queries:
        subject = iri(query_iri(query.id))
        for name in ("SPARQLExecutable", "SPARQLSelectExecutable"):
            statements.add((subject, RDF_TYPE, iri(_SH + name)))
        statements.add((subject, RDFS_LABEL, text(query.title, "en")))
        statements.add((subject, _COMMENT, text(query.question, "en")))
        statements.add((subject, iri(_SH + "select"), text(query.text)))
        statements.update((subject, _SCHEMA_KEYWORDS, text(tag)) for tag in query.tags)
    return sorted(statements)
