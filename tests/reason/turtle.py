"""Turtle to the statements that kg.reason takes, for tests."""

from __future__ import annotations

import pyoxigraph

__all__ = ["E", "TYPE", "name", "statements"]

E = "http://example.org/"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
PREFIXES = f"""
@prefix : <{E}> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def name(local: str) -> str:
    """The term of a local name in the tests' namespace."""
    return f"<{E}{local}>"


def statements(turtle: str) -> list[tuple[str, str, str]]:
    """The statements of a piece of Turtle, prefixes given."""
    quads = pyoxigraph.parse(PREFIXES + turtle, format=pyoxigraph.RdfFormat.TURTLE)
    return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]
