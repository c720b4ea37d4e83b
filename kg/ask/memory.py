"""A graph in memory: for statements that are at hand and stand in no built graph."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from kg.ask.engine import Engine, Result, run_query
from kg.graph.terms import Statement

__all__ = ["Memory"]


class Memory(Engine):
    """An engine over named graphs that are given as statements (IRI without brackets -> statements).

    It answers queries of ours only: without a process of their own it could not stop those of a user.
    """

    def __init__(self, graphs: Mapping[str, Iterable[Statement]]) -> None:
        self._store = ox.Store()
        for name in sorted(graphs):
            self._load(name, graphs[name])

    def replace(self, name: str, statements: Iterable[Statement]) -> None:
        """Put these statements in the place of a named graph."""
        self._store.remove_graph(ox.NamedNode(name))
        self._load(name, statements)

    def run(self, text: str) -> Result:
        return run_query(self._store, text)

    def _load(self, name: str, statements: Iterable[Statement]) -> None:
        lines = "".join(f"{s} {p} {o} <{name}> .\n" for s, p, o in statements)
        self._store.bulk_load(io.BytesIO(lines.encode()), format=ox.RdfFormat.N_QUADS)
