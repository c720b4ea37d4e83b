"""A knowledge graph of breast cancer metastasis cases: ontology, curated cases, reasoning and queries.

``from kg import open_graph`` gives the graph; everything else is imported when it is first used, so that
importing this package costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.build.api import open_graph

__all__ = ["__version__", "open_graph"]

__version__ = "0.1.0"  # the one place: the distribution and the ontology's version IRI follow it


def __getattr__(name: str) -> object:
    if name == "open_graph":
        from kg.build.api import open_graph

        return open_graph
    raise AttributeError(f"module 'kg' has no attribute {name!r}")
