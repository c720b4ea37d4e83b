"""Asking the graph: stored queries, binding their parameters, running them here or far away, showing answers."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.ask.answer import Answer
    from kg.ask.graph import Graph

__all__ = ["Answer", "Graph"]


def __getattr__(name: str) -> object:
    if name == "Graph":
        from kg.ask.graph import Graph

        return Graph
    if name == "Answer":
        from kg.ask.answer import Answer

        return Answer
    raise AttributeError(f"module 'kg.ask' has no attribute {name!r}")
