"""The service description of an endpoint that answers from a graph, as the graph is now."""

from __future__ import annotations

from kg.ask.engine import Engine
from kg.ask.values import plain
from kg.build.service import service_statements
from kg.graph.terms import Statement

__all__ = ["describe_service"]

_GRAPHS = "SELECT ?graph (COUNT(*) AS ?count) WHERE { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph ORDER BY ?graph"
# An engine may find a statement that is in two graphs twice.
_UNION = "SELECT (COUNT(*) AS ?count) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { ?s ?p ?o } }"


def describe_service(engine: Engine, endpoint: str) -> list[Statement]:
    """What the endpoint at this address says of itself, sorted; every graph is counted."""
    graphs = {str(name)[1:-1]: int(plain(count)) for name, count in engine.run(_GRAPHS).rows if name and count}
    union = engine.run(_UNION).rows[0][0]
    return service_statements(endpoint, graphs, int(plain(union)) if union else None)
