"""The shapes: each finds its fault and nothing else, and all of them find nothing in the cases."""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace

import pytest
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import RDF, SH

from kg.build.sources import Sources, read_sources
from kg.check.shacl import (
    Result,
    read_file,
    read_shapes,
    terminology,
    to_graph,
    validate,
)
from kg.check.shapes import CODES, COMPONENTS, check_description, check_file, check_shapes, code_of
from kg.cli.main import main
from kg.errors import MissingToolError, UnreadableInput
from kg.graph.assemble import case_statements
from kg.graph.reports import report_statements
from kg.names import PREFIXES, graph_iri
from kg.reason.realize import realize
from tests.check.shape_faults import BASES, FOLDER, Fault, changed, constraints, dataset_shapes, read_faults, reported
from tests.publish.built import graph
from tests.publish.released import folder

CASE = BASES["case"]


@pytest.fixture(scope="module")
def sources(root: Path) -> Sources:
    return read_sources(str(root))


@pytest.fixture(scope="module")
def shapes(root: Path) -> Graph:
    return read_shapes(str(root))


@pytest.fixture(scope="module")
def terms(sources: Sources) -> Graph:
    return to_graph(terminology(sources.ontology))


@pytest.fixture(scope="module")
def faults(root: Path) -> tuple[Fault, ...]:
    return read_faults(dataset_shapes(str(root)))


@pytest.fixture(scope="module")
def findings(faults: tuple[Fault, ...], shapes: Graph, terms: Graph) -> dict[Fault, list[Result]]:
    """What is reported of each fault."""
    return dict(zip(faults, reported([changed(fault) for fault in faults], terms, shapes), strict=True))


def test_what_the_faults_change_is_in_order(shapes: Graph, terms: Graph) -> None:
    graphs = [Graph().parse(FOLDER / f"{name}.ttl") for name in ("case", "dataset")]
    assert list(reported(graphs, terms, shapes)) == [[], []]


@pytest.mark.slow
def test_each_fault_is_found_and_nothing_else(findings: dict[Fault, list[Result]]) -> None:
    wrong = {
        fault.purpose: sorted(found)
        for fault, results in findings.items()
        if (found := {(result.shape, result.component) for result in results}) != set(fault.expected)
    }
    assert wrong == {}


def test_every_constraint_of_every_shape_has_a_fault(faults: tuple[Fault, ...], shapes: Graph) -> None:
    wanted = constraints(shapes)
    assert len(wanted) > 400
    purposes = [fault.purpose for fault in faults]
    assert sorted(wanted - set(purposes)) == []
    assert sorted(set(purposes) - wanted) == []


@pytest.mark.slow
def test_every_result_says_what_is_wrong_and_what_to_do(findings: dict[Fault, list[Result]]) -> None:
    for result in (result for results in findings.values() for result in results):
        problem, point, remedy = result.message.partition(". ")
        assert point, result
        assert problem[0].isupper(), result
        assert remedy[0].isupper(), result
        assert remedy.endswith("."), result
        assert code_of(result) in CODES, result


def test_a_shape_has_one_message_a_name_and_a_severity(shapes: Graph) -> None:
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        assert isinstance(shape, URIRef)
        for needed in (SH.path, SH.name, SH.message, SH.severity):
            assert len(list(shapes.objects(shape, needed))) == 1, (shape, needed)
    messages = defaultdict(list)
    for shape, message in shapes.subject_objects(SH.message):
        messages[str(message)].append(shape)
    assert {text: found for text, found in messages.items() if len(found) > 1 and "closed" not in text} == {}


def test_every_property_shape_is_used_by_one_node_shape(shapes: Graph) -> None:
    used = [o for s, o in shapes.subject_objects(SH.property) if isinstance(o, URIRef) and isinstance(s, URIRef)]
    assert sorted(map(str, used)) == sorted({str(s) for s in shapes.subjects(RDF.type, SH.PropertyShape)})


def test_shapes_name_only_terms_of_the_ontology(shapes: Graph, terms: Graph) -> None:
    ours = "https://w3id.org/mbckg/ontology#"
    used = {t for triple in shapes for t in triple if isinstance(t, URIRef) and t.startswith(ours) and t != ours}
    assert sorted(used - set(terms.subjects(RDF.type, None))) == []


def test_every_component_has_a_code(shapes: Graph) -> None:
    assert {component for _, component in constraints(shapes)} <= COMPONENTS.keys()
    assert set(COMPONENTS.values()) < set(CODES)


def test_the_shapes_are_shapes(shapes: Graph) -> None:
    import pyshacl

    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text


def test_the_cases_have_the_shape(sources: Sources) -> None:
    assert [issue.render() for issue in check_shapes(sources)] == []


def test_cases_with_all_that_follows_and_the_whole_ontology_have_the_shape(sources: Sources, shapes: Graph) -> None:
    statements = [*report_statements(sources.bibliography.values()), *sources.ontology]
    for case in sources.cases:
        asserted = case_statements(case)
        statements += [*asserted, *realize(sources.definitions, sources.rules, asserted).derived]
    assert validate(to_graph(statements), shapes) == []


def test_an_issue_has_the_line_of_its_case_file(root: Path, tmp_path: Path) -> None:
    """A statement that no case file can make, put in after reading."""
    import dataclasses

    sources = read_sources(str(root))
    case = next(case for case in sources.cases if case.id == "cheng-2025")
    lesion = next(lesion for lesion in case.lesions if lesion.id == "scalp-nodule")
    broken = dataclasses.replace(lesion, evidence=())
    lesions = tuple(broken if one is lesion else one for one in case.lesions)
    cases = [dataclasses.replace(case, lesions=lesions)]
    (issue,) = check_shapes(dataclasses.replace(sources, cases=cases))
    assert (issue.code, issue.field, issue.severity) == ("S001", "scalp-nodule", "error")
    assert (issue.file or "").endswith("data/cases/cheng-2025.yaml")
    lines = (root / "data" / "cases" / "cheng-2025.yaml").read_text("utf-8").splitlines()
    assert "scalp-nodule" in lines[(issue.line or 0) - 2] + lines[(issue.line or 0) - 1]
    assert issue.message == "An item has no passage where it was read [Item-evidence]"
    assert (issue.remedy or "").startswith("Give mbc:evidence at least one")


def test_the_release_has_the_shapes_and_a_description_that_has_the_shape(root: Path) -> None:
    assert isomorphic(Graph().parse(folder() / "shapes.ttl"), read_shapes(str(root)))
    path = folder() / "void.ttl"
    described = Graph().parse(path)
    assert len(list(described.subjects(RDF.type, URIRef(PREFIXES["dcat"] + "Dataset")))) == 1
    assert len(list(described.subjects(RDF.type, URIRef(PREFIXES["dcat"] + "Distribution")))) > 10
    assert [issue.render() for issue in check_file(str(root), str(path))] == []


def test_a_fault_of_the_released_description_is_found(root: Path, tmp_path: Path) -> None:
    text = (folder() / "void.ttl").read_text("utf-8")
    path = tmp_path / "void.ttl"
    path.write_text(re.sub(r'spdx:checksumValue "[0-9a-f]{64}"', 'spdx:checksumValue "0"', text, count=1), "utf-8")
    assert {(issue.code, "Checksum-value" in issue.message) for issue in check_file(str(root), str(path))} == {
        ("S005", True)
    }


def test_a_fault_of_the_description_in_the_graph_is_found(root: Path) -> None:
    engine = graph().engine
    assert check_description(engine, str(root)) == []
    rows = engine.run(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{graph_iri('dataset')}> {{ ?s ?p ?o }} }}").rows
    licenses = [row for row in rows if row[1] == f"<{PREFIXES['dcterms']}license>"]
    assert licenses

    class Faulty:
        def run(self, text: str) -> SimpleNamespace:
            return SimpleNamespace(rows=[row for row in rows if row not in licenses])

    issues = check_description(Faulty(), str(root))  # type: ignore[arg-type]
    assert {issue.code for issue in issues} == {"S001"}
    assert all("Dataset-license" in issue.message and (issue.field or "").startswith("http") for issue in issues)


def write(path: Path, text: str) -> str:
    base = (FOLDER / "case.ttl").read_text("utf-8")
    path.write_text(base + text, encoding="utf-8")
    return str(path)


def test_a_file_of_others_is_checked(root: Path, tmp_path: Path) -> None:
    text = f"<{CASE}#scalp> a mbc:FrontalScallp .\n<{CASE}#irradiation> mbc:targetz <https://example.org/x> .\n"
    issues = check_file(str(root), write(tmp_path / "mine.ttl", text))
    assert {issue.code for issue in issues} == {"S007"}
    told = {issue.suggestion[0]: issue.field for issue in issues}
    assert told == {"FrontalScalp": CASE + "#scalp", "targets": CASE + "#irradiation"}
    assert {issue.file for issue in issues} == {str(tmp_path / "mine.ttl")}


def test_files_that_cannot_be_read_are_told(root: Path, tmp_path: Path) -> None:
    for name, text in (("a.ttl", "<> a ."), ("a.txt", "")):
        (tmp_path / name).write_text(text, encoding="utf-8")
        with pytest.raises(UnreadableInput, match=r"a\.t"):
            read_file(str(tmp_path / name))
    with pytest.raises(UnreadableInput, match="missing"):
        read_file(str(tmp_path / "missing.ttl"))
    with pytest.raises(UnreadableInput, match="shapes"):
        read_shapes(str(tmp_path))


def test_graphs_of_a_file_are_taken_together(tmp_path: Path) -> None:
    path = tmp_path / "two.trig"
    path.write_text("<u:a> { <u:b> <u:c> 1 } <u:d> <u:e> 2 .", encoding="utf-8")
    assert len(read_file(str(path))) == 2


def test_the_command_looks_at_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "shapes", "--data", str(FOLDER / "case.ttl")]) == 0
    assert "shapes: 0 errors, 0 warnings" in capsys.readouterr().out
    text = f"<{CASE}#er> mbc:atLeast 120.0 .\n"
    assert main(["check", "shapes", "--format", "json", "--data", write(tmp_path / "mine.ttl", text)]) == 1
    issues = json.loads(capsys.readouterr().out)["issues"]
    assert {issue["code"] for issue in issues} == {"S002", "S005", "S009"}
    assert main(["check", "--data", str(FOLDER / "case.ttl")]) == 2
    assert main(["check", "shapes", "--data", str(tmp_path / "missing.ttl")]) == 2


def test_without_pyshacl_the_way_to_it_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pyshacl", None)
    assert main(["check", "shapes", "--data", str(FOLDER / "case.ttl")]) == MissingToolError.exit_code
    assert "pySHACL is not installed" in capsys.readouterr().err
