"""The adapter to pySHACL: a data graph and the shapes of ``ontology/shapes`` in, plain results out.

Nothing is inferred here. The classes of a thing are those that the data state and, by the sub-class statements of the
ontology, those above them; shapes hold for what was asserted, and for what was asserted together with what follows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from kg.errors import KgError, MissingToolError, UnreadableInput
from kg.findings import ERROR, WARNING
from kg.graph.terms import RDF_TYPE, Statement, is_iri
from kg.names import BASE, PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

__all__ = [
    "FORMATS",
    "SHAPES",
    "Result",
    "read_file",
    "read_shapes",
    "shape_files",
    "terminology",
    "to_graph",
    "validate",
]

SHAPES = BASE + "shapes#"
FORMATS = {".nq": "nquads", ".nt": "nt", ".owl": "xml", ".rdf": "xml", ".trig": "trig", ".ttl": "turtle"}
"""Ending of a file -> the format in which it is read."""

_SH = PREFIXES["sh"]
_KINDS = {f"<{PREFIXES['owl']}{name}Property>" for name in ("Annotation", "Datatype", "Object")}
_CLASS = f"<{PREFIXES['owl']}Class>"
_BELOW = f"<{PREFIXES['rdfs']}subClassOf>"


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One result of a validation.

    ``focus`` is the thing that was looked at, ``path`` the property and ``value`` the value that are wrong; IRIs
    without brackets, None where there is none. ``shape`` is the local name of the shape, ``component`` that of the
    kind of constraint (``MinCount``), ``severity`` that of issues.
    """

    focus: str
    shape: str
    component: str
    path: str
    value: str
    message: str
    severity: str = ERROR


def shape_files(root: str) -> list[str]:
    """The Turtle files of the shapes below ``root``, sorted; UnreadableInput when there is no such folder."""
    folder = os.path.join(root, "ontology", "shapes")
    try:
        return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if name.endswith(".ttl")]
    except OSError as error:
        raise UnreadableInput(f"{folder}: {error.strerror or error}") from error


def read_shapes(root: str) -> Graph:
    """All shapes below ``root`` as one graph; UnreadableInput names a file that cannot be read."""
    from rdflib import Graph

    graph = Graph()
    for path in shape_files(root):
        _parse(graph, path, "turtle")
    return graph


def read_file(path: str) -> Graph:
    """The statements of an RDF file, of all its graphs together; the ending of its name tells the format."""
    from rdflib import Dataset, Graph

    ending = os.path.splitext(path)[1].lower()
    if ending not in FORMATS:
        raise UnreadableInput(f"{path}: the name does not end in a known format", f"use one of {', '.join(FORMATS)}")
    graph = Graph()
    if FORMATS[ending] not in ("nquads", "trig"):
        _parse(graph, path, FORMATS[ending])
        return graph
    every = Dataset()
    _parse(every, path, FORMATS[ending])
    for subject, predicate, value, _ in every.quads():
        graph.add((subject, predicate, value))
    return graph


def _parse(graph: Graph, path: str, form: str) -> None:
    try:
        with open(path, "rb") as file:
            graph.parse(file, format=form)
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from error
    except Exception as error:  # each parser of rdflib has exceptions of its own
        told = str(error).strip().splitlines() or [type(error).__name__]
        raise UnreadableInput(f"{path} cannot be read: {' '.join(told)[:300]}") from error


def terminology(ontology: Iterable[Statement]) -> list[Statement]:
    """What shapes need of the ontology: declarations, and which named class lies below which."""
    return [
        (s, p, o)
        for s, p, o in ontology
        if is_iri(s) and ((p == RDF_TYPE and (o == _CLASS or o in _KINDS)) or (p == _BELOW and is_iri(o)))
    ]


def to_graph(statements: Iterable[Statement]) -> Graph:
    """The statements as a graph that can be validated."""
    from rdflib import Graph

    graph = Graph()
    graph.parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in statements), format="nt")
    return graph


def validate(data: Graph, shapes: Graph) -> list[Result]:
    """The results of validating ``data``, sorted; MissingToolError when pySHACL is not installed."""
    try:
        import pyshacl
    except ImportError as error:
        raise MissingToolError("pySHACL is not installed", "install mbckg again, or pyshacl 0.40 or newer") from error
    try:
        _, report, _ = pyshacl.validate(_prepared(data), shacl_graph=shapes, inference="none", inplace=True)
    except pyshacl.errors.ReportableRuntimeError as error:
        raise KgError(f"the shapes cannot be used: {error}") from error
    if not hasattr(report, "subjects"):
        raise KgError(f"the shapes cannot be used: {report}")
    return sorted(_results(report))


def _prepared(data: Graph) -> Graph:
    """The graph, with a memory for queries: a constraint in SPARQL is parsed once and not once a thing."""
    from rdflib import Graph
    from rdflib.plugins.sparql import prepareQuery
    from rdflib.plugins.sparql.sparql import Query

    known: dict[str, Query] = {}

    class Prepared(Graph):
        def query(self, query_object, *arguments, **options):  # type: ignore[no-untyped-def]
            if isinstance(query_object, str):
                if query_object not in known:
                    known[query_object] = prepareQuery(query_object)
                query_object = known[query_object]
            return super().query(query_object, *arguments, **options)

    return Prepared(store=data.store, identifier=data.identifier)


def _results(report: Graph) -> Iterable[Result]:
    from rdflib import RDF, URIRef

    def told(node: Node, name: str) -> str:
        value = report.value(node, URIRef(_SH + name))
        return "" if value is None else str(value)

    for node in report.subjects(RDF.type, URIRef(_SH + "ValidationResult")):
        yield Result(
            focus=told(node, "focusNode"),
            shape=told(node, "sourceShape").removeprefix(SHAPES),
            component=told(node, "sourceConstraintComponent").removeprefix(_SH).removesuffix("ConstraintComponent"),
            path=told(node, "resultPath"),
            value=told(node, "value"),
            message=told(node, "resultMessage"),
            severity=WARNING if told(node, "resultSeverity") in (_SH + "Warning", _SH + "Info") else ERROR,
        )
