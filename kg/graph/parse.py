"""Reading statements from the bytes of an RDF file, in whatever format."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.errors import UnreadableInput
from kg.graph.terms import Statement

__all__ = ["is_rdf", "read_statements"]

_FORMATS = {
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/trig": ox.RdfFormat.TRIG,
    "text/turtle": ox.RdfFormat.TURTLE,
}


def is_rdf(media_type: str) -> bool:
    """Whether files of this media type can be read here."""
    return media_type in _FORMATS


def read_statements(content: bytes, media_type: str) -> Iterator[tuple[Statement, str]]:
    """Each statement of an RDF file with the IRI of its graph (empty for the default graph), in the order written.

    UnreadableInput for what is no file of that format.
    """
    try:
        for quad in ox.parse(content, format=_FORMATS[media_type]):
            name = quad.graph_name
            graph = name.value if isinstance(name, ox.NamedNode) else ""
            yield (str(quad.subject), str(quad.predicate), str(quad.object)), graph
    except SyntaxError as error:
        raise UnreadableInput(f"line {error.lineno}: {error.msg}") from error
