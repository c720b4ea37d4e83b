"""The embedded engine: reading Turtle, writing and opening the graph on disk, small graphs in memory.

The only module of this room that sees the engine's types; everything that leaves it is text (see
:mod:`kg.graph.terms`). A graph on disk is written once and then only opened for reading.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.errors import KgError, UnreadableInput
from kg.graph.terms import Statement

__all__ = ["Snapshot", "canonical", "read_ntriples", "read_turtle", "to_ntriples", "to_turtle", "write_store"]


def read_turtle(path: str) -> list[Statement]:
    """The statements of one Turtle file, in the order written; blank nodes are told apart between files.

    UnreadableInput names file, line and column of a syntax error.
    """
    try:
        with open(path, "rb") as file:
            content = file.read()
        return [
            (str(t.subject), str(t.predicate), str(t.object))
            for t in ox.parse(content, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        ]
    except SyntaxError as error:
        raise UnreadableInput(f"{path}:{error.lineno}:{error.offset}: {error.msg}") from error
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from error


def canonical(statements: Iterable[Statement]) -> list[Statement]:
    """The statements sorted, with blank nodes named by RDF dataset canonicalization (RDFC-1.0)."""
    quads = ox.Dataset(
        ox.Quad(t.subject, t.predicate, t.object)
        for t in ox.parse(to_ntriples(statements), format=ox.RdfFormat.N_TRIPLES)
    )
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((str(q.subject), str(q.predicate), str(q.object)) for q in quads)


def to_ntriples(statements: Iterable[Statement]) -> bytes:
    """N-Triples in the order given."""
    return "".join(f"{s} {p} {o} .\n" for s, p, o in statements).encode()


def read_ntriples(content: bytes) -> list[Statement]:
    """The statements of N-Triples bytes, in order."""
    parsed = ox.parse(content, format=ox.RdfFormat.N_TRIPLES)
    return [(str(t.subject), str(t.predicate), str(t.object)) for t in parsed]


def to_turtle(statements: Iterable[Statement], prefixes: Mapping[str, str]) -> bytes:
    """Turtle of the statements in the order given, with all prefixes declared (sorted)."""
    triples = ox.parse(to_ntriples(statements), format=ox.RdfFormat.N_TRIPLES)
    out = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=dict(sorted(prefixes.items())))
    assert out is not None
    return out


def write_store(path: str, graphs: Mapping[str, Iterable[Statement]]) -> int:
    """Write named graphs (IRI without brackets -> statements) to a new store at ``path``; returns how many.

    The folder must not exist yet. The caller moves it into place once it is complete.
    """
    if os.path.exists(path):
        raise KgError(f"{path} exists already")
    store = ox.Store(path)
    lines = (f"{s} {p} {o} <{name}> .\n" for name in sorted(graphs) for s, p, o in graphs[name])
    store.bulk_load(io.BytesIO("".join(lines).encode()), format=ox.RdfFormat.N_QUADS)
    count = len(store)
    store.optimize()
    store.flush()
    del store
    return count


class Snapshot:
    """A small graph in memory, for rules and checks: statements in the default graph."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        self._store = ox.Store()
        self.add(statements)

    def add(self, statements: Iterable[Statement]) -> None:
        """Add statements."""
        self._store.bulk_load(io.BytesIO(to_ntriples(statements)), format=ox.RdfFormat.N_TRIPLES)

    def select(self, query: str) -> Iterator[dict[str, str]]:
        """Rows of a SELECT query: variable -> term; an unbound variable is not in its row."""
        solutions = self._store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        for row in solutions:
            yield {name: str(value) for name in names if (value := row[name]) is not None}
