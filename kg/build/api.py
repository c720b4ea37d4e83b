"""``open_graph()``: the graph, built first when it has to be."""

from __future__ import annotations

from kg.ask.graph import Graph
from kg.build.freshness import ensure_built

__all__ = ["open_graph"]


def open_graph(root: str | None = None, out: str | None = None) -> Graph:
    """The current graph, opened for reading; built first when it is missing or its sources have changed.

    ``root`` is the folder with ``ontology/``, ``data/`` and ``queries/`` (default: the repository or the installed
    copy), ``out`` the folder for what is built. DataError when the sources have errors.
    """
    return Graph(ensure_built(root, out))
