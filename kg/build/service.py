"""An endpoint that answers from the graph, as https://www.w3.org/TR/sparql11-service-description/ describes one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.build import about
from kg.build.dataset_names import VERSION, curie_iri, download_iri, part, tell
from kg.graph.terms import Statement, integer, iri, text
from kg.names import case_id_of, local_name

__all__ = ["FORMATS", "SERVICE", "STORE", "graph_contents", "service_statements"]

SERVICE = part("sparql")
STORE = part("store")

# The names of formats at http://www.w3.org/ns/formats/ in which an endpoint of ours answers.
FORMATS = (
    "N-Triples",
    "SPARQL_Results_CSV",
    "SPARQL_Results_JSON",
    "SPARQL_Results_TSV",
    "SPARQL_Results_XML",
    "Turtle",
)
_FORMAT = "http://www.w3.org/ns/formats/"
_FEATURES = ("sd:UnionDefaultGraph",)


def service_statements(endpoint: str, graphs: Mapping[str, int | None], union: int | None = None) -> list[Statement]:
    """What an endpoint says of itself, sorted.

    ``endpoint`` is its address; ``graphs`` the IRI of each named graph with the number of its statements (None: not
    told, because the graph is the one that this description becomes a part of), ``union`` the number of different
    statements in all of them, which is what a query sees that names no graph.
    """
    return sorted({*_service(endpoint), *_store(graphs, union)})


def _service(endpoint: str) -> Iterator[Statement]:
    yield from tell(
        SERVICE,
        ("a", curie_iri("sd:Service")),
        ("a", curie_iri("dcat:DataService")),
        ("dcterms:title", text(f"SPARQL endpoint of {about.NAME}", "en")),
        ("dcterms:license", iri(about.LICENSE)),
        ("sd:endpoint", iri(endpoint)),
        ("dcat:endpointURL", iri(endpoint)),
        ("dcat:endpointDescription", iri(download_iri("void.ttl"))),
        ("dcat:servesDataset", iri(VERSION)),
        ("sd:supportedLanguage", curie_iri("sd:SPARQL11Query")),
        ("sd:defaultDataset", iri(STORE)),
    )
    yield from tell(SERVICE, *(("sd:feature", curie_iri(name)) for name in _FEATURES))
    yield from tell(SERVICE, *(("sd:resultFormat", iri(_FORMAT + name)) for name in FORMATS))


def _store(graphs: Mapping[str, int | None], union: int | None) -> Iterator[Statement]:
    everything = part("union")
    yield from tell(STORE, ("a", curie_iri("sd:Dataset")), ("sd:defaultGraph", iri(everything)))
    yield from _contents(everything, union)
    for name, count in graphs.items():
        node, contents = _graph(name), graph_contents(name)
        yield from tell(STORE, ("sd:namedGraph", iri(node)))
        yield from tell(node, ("a", curie_iri("sd:NamedGraph")), ("sd:name", iri(name)), ("sd:graph", iri(contents)))
        yield from _contents(contents, count)


def graph_contents(name: str) -> str:
    """The part of the description that is the set of statements in the graph with this IRI."""
    return f"{_graph(name)}/contents"


def _graph(name: str) -> str:
    case = case_id_of(name)
    return part(f"graph/case/{case}" if case else f"graph/{local_name(name)}")


def _contents(node: str, count: int | None) -> Iterator[Statement]:
    yield from tell(node, ("a", curie_iri("sd:Graph")))
    if count is not None:
        yield from tell(node, ("a", curie_iri("void:Dataset")), ("void:triples", integer(count)))
