"""Faults for the shapes: copies of a small case, or of a small description of a dataset, with one change each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import BNode, Graph, URIRef
from rdflib.namespace import RDF, SH

from kg.check.shacl import SHAPES, Result, validate

FOLDER = Path(__file__).parent / "shapes"
BATCH = 30  # copies that are validated together
PREFIXES = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix mbc: <https://w3id.org/mbckg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
BASES = {"case": "https://w3id.org/mbckg/case/probe-2025", "dataset": "https://w3id.org/mbckg/dataset/probe"}
# Parameters that make a constraint of their own, and the local name of its component.
PARAMETERS = {
    name: name[0].upper() + name[1:]
    for name in (
        "class closed datatype disjoint in lessThanOrEquals maxCount maxInclusive maxLength minCount minExclusive "
        "minInclusive minLength nodeKind not or pattern qualifiedMaxCount qualifiedMinCount uniqueLang xone"
    ).split()
} | {"sparql": "SPARQL"}
# Parameters that belong to another one, what they lead to, and what says nothing about the data.
PARTS = {"flags", "ignoredProperties", "qualifiedValueShape"}
NEUTRAL = {"message", "name", "path", "property", "severity", "targetClass", "targetObjectsOf", "targetSubjectsOf"}

Found = tuple[str, str]


@dataclass(frozen=True)
class Fault:
    """What is taken out of a base and put into it, and what has to be reported: shapes and components."""

    base: str
    expected: tuple[Found, ...]
    removed: str
    added: str

    @property
    def purpose(self) -> Found:
        return self.expected[0]


def dataset_shapes(root: str) -> frozenset[str]:
    """Local names of the shapes that are about the description of a dataset."""
    graph = Graph().parse(Path(root) / "ontology" / "shapes" / "dataset.ttl")
    return frozenset(str(s).removeprefix(SHAPES) for s in graph.subjects() if str(s).startswith(SHAPES))


@cache
def read_faults(about_datasets: frozenset[str]) -> tuple[Fault, ...]:
    """The faults of ``faults.txt``; those of the shapes named are about the description of a dataset."""
    faults = []
    for block in (FOLDER / "faults.txt").read_text("utf-8").split("\n## ")[1:]:
        head, *lines = block.strip().splitlines()
        expected = tuple((one.split()[0], one.split()[1]) for one in head.split(", "))
        assert all(line[:2] in ("- ", "+ ") for line in lines), head
        base = "dataset" if expected[0][0] in about_datasets else "case"
        removed, added = ("\n".join(line[2:] for line in lines if line[0] == sign) for sign in "-+")
        faults.append(Fault(base, expected, removed, added))
    return tuple(faults)


def constraints(shapes: Graph) -> set[Found]:
    """Every constraint of every shape with a name: local name and component."""
    found = set()
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in shapes.subjects(RDF.type, kind):
            if isinstance(shape, URIRef):
                told = {str(p).removeprefix(str(SH)) for p in shapes.predicates(shape) if str(p).startswith(str(SH))}
                assert told <= PARAMETERS.keys() | PARTS | NEUTRAL, shape
                found |= {(shape.removeprefix(SHAPES), PARAMETERS[name]) for name in told & PARAMETERS.keys()}
    return found


def parsed(text: str, base: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle", publicID=BASES[base])


@cache
def unchanged(base: str) -> Graph:
    return Graph().parse(FOLDER / f"{base}.ttl")


def changed(fault: Fault) -> Graph:
    """The base with the fault in it; what is taken out has to be there, what is put in has not."""
    graph = Graph()
    graph += unchanged(fault.base)
    for triple in parsed(fault.removed, fault.base):
        assert triple in graph, (fault.purpose, triple)
        graph.remove(triple)
    for triple in parsed(fault.added, fault.base):
        assert triple not in graph, (fault.purpose, triple)
        graph.add(triple)
    return graph


def together(graphs: Sequence[Graph]) -> Graph:
    """All graphs in one, each under names of its own: what was called a probe in the first is ``x0000`` now."""
    data = Graph()
    for number, graph in enumerate(graphs):
        renamed = graph.serialize(format="nt", encoding="utf-8").decode().replace("probe", f"x{number:04}")
        data.parse(data=renamed, format="nt")
    return data


def number_of(name: str) -> int | None:
    """Which of the graphs a name in :func:`together` comes from; None for a blank node."""
    found = re.search(r"x([0-9]{4})", name)
    return int(found[1]) if found else None


def reported(graphs: Sequence[Graph], terminology: Graph, shapes: Graph) -> Iterator[list[Result]]:
    """What is reported of each graph; many are validated at once, each under names of its own."""
    for start in range(0, len(graphs), BATCH):
        yield from _reported(graphs[start : start + BATCH], terminology, shapes)


def _reported(graphs: Sequence[Graph], terminology: Graph, shapes: Graph) -> list[list[Result]]:
    data = together(graphs)
    # A blank node is found again by what refers to it.
    refers = {str(o): str(s) for s, _, o in data if isinstance(o, BNode)}
    data += terminology
    found: list[list[Result]] = [[] for _ in graphs]
    for result in validate(data, shapes):
        copy = number_of(refers.get(result.focus, result.focus))
        assert copy is not None, result
        found[copy].append(result)
    return found
