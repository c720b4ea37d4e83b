"""A second SHACL engine: Apache Jena reports the same as pySHACL of every fault, and nothing of the cases."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from rdflib import BNode, Graph
from rdflib.namespace import RDF, SH

from kg.build.sources import Sources, read_sources
from kg.check.shacl import SHAPES, read_shapes, terminology, to_graph
from kg.graph.assemble import case_statements
from kg.graph.reports import report_statements
from kg.reason.java import find_java
from kg.reason.realize import realize
from tests.check.shape_faults import Found, changed, dataset_shapes, number_of, read_faults, together
from tests.publish.test_release_owl import JENA, library

pytestmark = [pytest.mark.java, pytest.mark.slow]


@pytest.fixture(scope="module")
def sources(root: Path) -> Sources:
    return read_sources(str(root))


def report(sources: Sources, data: Graph, place: Path) -> Graph:
    """What Jena reports of the data together with the ontology."""
    classes = library(*JENA)
    read_shapes(sources.root).serialize(place / "shapes.ttl", format="turtle", encoding="utf-8")
    data += to_graph(terminology(sources.ontology))
    data.serialize(place / "data.nt", format="nt", encoding="utf-8")
    command = [find_java(), "-cp", classes, "shacl.shacl", "validate", "--shapes", "shapes.ttl", "--data", "data.nt"]
    done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=600, check=False)
    assert done.stdout, done.stderr
    found = Graph().parse(data=done.stdout, format="turtle")
    assert (None, RDF.type, SH.ValidationReport) in found
    return found


def test_jena_finds_nothing_in_the_cases(sources: Sources, tmp_path: Path) -> None:
    statements = report_statements(sources.bibliography.values())
    for case in sources.cases:
        asserted = case_statements(case)
        statements += [*asserted, *realize(sources.definitions, sources.rules, asserted).derived]
    found = report(sources, to_graph(statements), tmp_path)
    assert list(found.subjects(RDF.type, SH.ValidationResult)) == []
    assert [str(value) for value in found.objects(None, SH.conforms)] == ["true"]


def test_jena_finds_each_fault_and_nothing_else(sources: Sources, tmp_path: Path) -> None:
    faults = read_faults(dataset_shapes(sources.root))
    found = report(sources, together([changed(fault) for fault in faults]), tmp_path)
    told: list[set[Found]] = [set() for _ in faults]
    nameless = set()
    for result in found.subjects(RDF.type, SH.ValidationResult):
        shape = str(found.value(result, SH.sourceShape)).removeprefix(SHAPES)
        component = str(found.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH))
        one = (shape, component.removesuffix("ConstraintComponent"))
        focus = found.value(result, SH.focusNode)
        if isinstance(focus, BNode):
            nameless.add(one)
            continue
        number = number_of(str(focus))
        assert number is not None, focus
        told[number].add(one)
    assert nameless == {("Part", "NodeKind")}
    wrong = {
        fault.purpose: sorted(set(fault.expected) ^ seen)
        for fault, seen in zip(faults, told, strict=True)
        if set(fault.expected) != seen and fault.purpose not in nameless
    }
    assert wrong == {}
