"""The RDF files: what they hold, that independent parsers read the same from them, that people can read them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from kg.ask.catalog import catalog
from kg.ask.engine import run_query
from kg.errors import DataError
from kg.graph.store import canonical
from kg.graph.terms import RDF_TYPE, Statement, iri, term, text
from kg.names import CASE, MBC, ONTOLOGY, PREFIXES, case_iri, graph_iri, part_iri
from kg.publish.release.case_files import queries_turtle
from kg.publish.release.jsonld import cases_jsonld, make_context
from kg.publish.release.material import CaseStatements, Material, Module
from kg.publish.release.ontology_turtle import turtle_blocks
from kg.publish.release.tree import Forest
from tests.publish.built import graph
from tests.publish.released import folder
from tests.publish.released import text as content

OWL = PREFIXES["owl"]
FORMATS = {
    "cases.jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
    "cases.trig": (ox.RdfFormat.TRIG, "trig"),
    "cases.ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "inferred.ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "ontology.owl": (ox.RdfFormat.RDF_XML, "xml"),
    "ontology.ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "queries.ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "rules.ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "shapes.ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "void.ttl": (ox.RdfFormat.TURTLE, "turtle"),
}
Quad = tuple[str, str, str, str]


def stored(name: str) -> set[Statement]:
    rows = graph().engine.run(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}").rows
    return {(s or "", p or "", o or "") for s, p, o in rows}


def canonical_lines(dataset: ox.Dataset) -> list[str]:
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(map(str, dataset))


@cache
def read(name: str) -> tuple[str, ...]:
    """The statements of a file as pyoxigraph reads them, blank nodes in canonical order."""
    quads = ox.parse((folder() / name).read_bytes(), format=FORMATS[name][0])
    return tuple(canonical_lines(ox.Dataset(quads)))


def triples(name: str) -> set[Statement]:
    quads = ox.parse((folder() / name).read_bytes(), format=FORMATS[name][0])
    return {(str(q.subject), str(q.predicate), str(q.object)) for q in quads}


def graphs(name: str) -> dict[str, set[Statement]]:
    found: dict[str, set[Statement]] = {}
    for q in ox.parse((folder() / name).read_bytes(), format=FORMATS[name][0]):
        found.setdefault(str(q.graph_name), set()).add((str(q.subject), str(q.predicate), str(q.object)))
    return found


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_two_parsers_read_the_same(name: str) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=(folder() / name).read_bytes(), format=FORMATS[name][1])
    named = dataset.serialize(format="nquads")
    quads = ox.parse(named.replace(f"<{rdflib.graph.DATASET_DEFAULT_GRAPH_ID}> .", "."), format=ox.RdfFormat.N_QUADS)
    assert canonical_lines(ox.Dataset(quads)) == list(read(name))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_what_pyoxigraph_writes_again_is_the_same(name: str) -> None:
    form = FORMATS[name][0]
    again = ox.serialize(ox.parse((folder() / name).read_bytes(), format=form), format=form)
    assert again is not None
    assert canonical_lines(ox.Dataset(ox.parse(again, format=form))) == list(read(name))


def test_the_ontology_is_that_of_the_graph_in_one_file() -> None:
    whole = stored(graph_iri("ontology"))
    about = {s for s, p, o in whole if p == RDF_TYPE and o == f"<{OWL}Ontology>"}
    modules = about - {iri(ONTOLOGY)}
    assert modules
    kept = {one for one in whole if one[0] not in modules and one[1] != f"<{OWL}imports>"}
    matches = stored(graph_iri("mappings"))
    assert matches
    wanted = {f"{s} {p} {o}" for s, p, o in canonical({*kept, *matches})}
    assert set(read("ontology.ttl")) == wanted
    assert read("ontology.owl") == read("ontology.ttl")


def test_cases_are_those_of_the_graph() -> None:
    names = [name for name, _ in graph().cases()]
    wanted = stored(graph_iri("reports")).union(*(stored(case_iri(name)) for name in names))
    assert triples("cases.ttl") == wanted
    assert triples("cases.jsonld") == wanted
    assert triples("inferred.ttl") == stored(graph_iri("inferred"))
    assert triples("queries.ttl") == stored(graph_iri("queries"))


def test_trig_keeps_apart_what_was_read_where_it_was_read_and_what_follows() -> None:
    found = graphs("cases.trig")
    names = [name for name, _ in graph().cases()]
    evidence = found.pop(iri(graph_iri("evidence")))
    assert found.pop(iri(graph_iri("inferred"))) == stored(graph_iri("inferred"))
    assert found.pop(iri(graph_iri("reports"))) == stored(graph_iri("reports"))
    assert found.keys() == {iri(case_iri(name)) for name in names}
    passages = {s for s, p, o in evidence if p == RDF_TYPE and o == term("Evidence")}
    assert {s for s, _, _ in evidence} == passages
    for name in names:
        own = {one for one in evidence if one[0].startswith((f"<{case_iri(name)}#", f"<{case_iri(name)}>"))}
        told = found[iri(case_iri(name))]
        assert own
        assert told.isdisjoint(own)
        assert told | own == stored(case_iri(name))
        assert {o for _, p, o in told if p == term("evidence")} == {s for s, _, _ in own}


def test_every_stored_query_gives_the_same_rows_over_the_files() -> None:
    store = ox.Store()
    store.load(path=str(folder() / "cases.trig"))
    store.load(path=str(folder() / "ontology.ttl"), to_graph=ox.NamedNode(graph_iri("ontology")))
    filled = 0
    for name, query in catalog().items():
        loaded, built = run_query(store, query.text), graph().engine.run(query.text)
        assert Counter(map(unordered, loaded.rows)) == Counter(map(unordered, built.rows)), name
        filled += bool(built.rows)
    assert filled > 20


def unordered(row: Sequence[str | None]) -> tuple[object, ...]:
    """A row whose lists of names have no order, which SPARQL leaves open."""
    return tuple(tuple(sorted(cell.strip('"').split())) if cell else None for cell in row)


@pytest.mark.parametrize("name", ["cases.jsonld", "cases.trig", "cases.ttl", "inferred.ttl", "queries.ttl"])
def test_data_has_no_blank_nodes(name: str) -> None:
    assert not any("_:" in (line.split()[0] + line.split()[-1]) for line in read(name))


@pytest.mark.parametrize("name", ["cases.ttl", "cases.trig", "inferred.ttl"])
def test_cases_stand_one_after_the_other(name: str) -> None:
    lines = content(name).splitlines()
    marks = [line.split()[3] for line in lines if line.startswith("# ---- case ")]
    assert marks == [case for case, _ in graph().cases()]
    assert [line for line in lines if line.startswith("@base ")] == [f"@base <{case_iri(case)}> ." for case in marks]
    assert {line.split()[1] for line in lines if line.startswith("@prefix ")} == {f"{name}:" for name in PREFIXES}


def test_terms_of_the_ontology_are_sorted_in_sections_of_modules(root: Path) -> None:
    sections = re.split(r"^# ---- (\w+) ----\n", content("ontology.ttl"), flags=re.MULTILINE)
    modules = sorted(path.stem for path in (root / "ontology" / "modules").glob("*.ttl"))
    assert sections[1::2] == modules
    for section in sections[2::2]:
        named = re.findall(r"^mbc:(\w+) a ", section, re.MULTILINE)
        assert len(named) > 3
        assert named == sorted(named, key=str.casefold)
    assert f"<{ONTOLOGY}> a owl:Ontology ;" in sections[0]
    assert sections[0].index("owl:Ontology") < sections[0].index("owl:AnnotationProperty")
    assert "owl:imports" not in content("ontology.ttl")


def test_class_expressions_are_nested_and_indented() -> None:
    blank = {f"_:{name}" for name in "abcdef"}
    a, b, c, d, e, f = sorted(blank)
    rdf, owl = PREFIXES["rdf"], OWL
    statements = [
        (term("Sick"), RDF_TYPE, f"<{owl}Class>"),
        (term("Sick"), f"<{owl}equivalentClass>", a),
        (a, RDF_TYPE, f"<{owl}Class>"),
        (a, f"<{owl}intersectionOf>", b),
        (b, f"<{rdf}first>", term("PersonWithALongNameThatMakesTheLineTooLong")),
        (b, f"<{rdf}rest>", c),
        (c, f"<{rdf}first>", d),
        (c, f"<{rdf}rest>", f"<{rdf}nil>"),
        (d, RDF_TYPE, f"<{owl}Restriction>"),
        (d, f"<{owl}onProperty>", term("hasDisease")),
        (d, f"<{owl}someValuesFrom>", term("Cancer")),
        (e, RDF_TYPE, f"<{owl}AllDisjointClasses>"),
        (e, f"<{owl}members>", f),
        (f, f"<{rdf}first>", term("Sick")),
        (f, f"<{rdf}rest>", f"<{rdf}nil>"),
    ]
    wanted = """\
mbc:Sick a owl:Class ;
    owl:equivalentClass [
        a owl:Class ;
        owl:intersectionOf (
            mbc:PersonWithALongNameThatMakesTheLineTooLong
            [ a owl:Restriction ; owl:onProperty mbc:hasDisease ; owl:someValuesFrom mbc:Cancer ]
        )
    ] .

[] a owl:AllDisjointClasses ;
    owl:members ( mbc:Sick ) .

"""
    assert "".join(turtle_blocks(statements)) == wanted
    swapped = {node: f"_:{99 - place}" for place, node in enumerate(sorted(blank))}
    renamed = [tuple(swapped.get(part, part) for part in one) for one in reversed(statements)]
    assert "".join(turtle_blocks(renamed)) == wanted  # type: ignore[arg-type]


@pytest.mark.parametrize(("one", "other"), [("_:1", "_:2"), ("_:2", "_:1")])
def test_expressions_are_ordered_by_what_they_say(one: str, other: str) -> None:
    statements = [(term("A"), f"<{PREFIXES['rdfs']}subClassOf>", node) for node in (one, other)]
    for node, filler in ((one, "Earlier"), (other, "Later")):
        statements.append((node, RDF_TYPE, f"<{OWL}Restriction>"))
        statements.append((node, f"<{OWL}onProperty>", term("p")))
        statements.append((node, f"<{OWL}someValuesFrom>", term(filler)))
    written = "".join(turtle_blocks(statements))
    assert written.index("mbc:Earlier") < written.index("mbc:Later")


@pytest.mark.parametrize(
    "statements",
    [
        [(term("A"), term("p"), "_:x"), (term("B"), term("p"), "_:x")],
        [("_:x", term("p"), "_:y"), ("_:y", term("p"), "_:x")],
    ],
)
def test_blank_nodes_that_are_no_trees_are_refused(statements: list[Statement]) -> None:
    with pytest.raises(DataError, match=r"blank node|places"):
        Forest(statements)


def test_values_of_jsonld_are_as_short_as_the_context_allows() -> None:
    document = json.loads(content("cases.jsonld"))
    context = json.loads(content("context.jsonld"))
    assert document["@context"] == context["@context"]
    by_id = {node["id"]: node for node in document["@graph"]}
    case = by_id["case:cheng-2025"]
    (nodule,) = [lesion for lesion in case["hasLesion"] if lesion["id"] == "case:cheng-2025#scalp-nodule"]
    assert nodule["type"] == ["DistantMetastasis", "PresentedAsRecurrence"]
    assert nodule["hasSite"][0]["type"] == ["FrontalScalp", "LeftSided"]
    assert nodule["focusCountAtLeast"] == 1
    assert nodule["metastasisOf"] == ["case:cheng-2025#primary"]
    results = [
        result
        for specimen in case["hasSpecimen"]
        for profile in specimen.get("hasProfile", [])
        for result in profile["hasResult"]
        if result["id"].endswith("#scalp-cytology-er")
    ]
    assert results[0]["atLeast"] == "90"
    assert by_id["report:cheng-wang-2025"]["year"] == 2025
    assert nodule["label"] == "scalp nodule"


def nodes(value: object) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [node for one in value for node in nodes(one)]
    if isinstance(value, dict):
        return ([value] if "id" in value else []) + [node for one in value.values() for node in nodes(one)]
    return []


def test_every_thing_is_written_out_once_inside_its_case() -> None:
    document = json.loads(content("cases.jsonld"))
    for case in document["@graph"]:
        inside = [node["id"] for node in nodes(case) if len(node) > 1]
        assert len(inside) == len(set(inside))
        assert all(name.startswith(case["id"]) for name in inside)
    cases = [node for node in document["@graph"] if node["type"] == ["Case"]]
    assert [node["id"] for node in cases] == [f"case:{name}" for name, _ in graph().cases()]
    for case in cases:
        assert all("Evidence" in node["type"] for node in case["included"]), case["id"]


def test_a_property_that_the_context_does_not_explain_keeps_its_meaning() -> None:
    context = make_context([(term("weight"), RDF_TYPE, f"<{OWL}DatatypeProperty>")])
    assert context["weight"] == "mbc:weight"
    clash = [(f"<{MBC}title>", RDF_TYPE, f"<{OWL}DatatypeProperty>")]
    with pytest.raises(DataError, match="two meanings"):
        make_context(clash)


def test_values_of_every_kind_survive_jsonld() -> None:
    xsd, outside = PREFIXES["xsd"], "http://example.org/told#it"
    kinds = {
        "size": "DatatypeProperty",
        "name": "DatatypeProperty",
        "leads": "ObjectProperty",
        "remark": "AnnotationProperty",
    }
    ontology = [(term(name), RDF_TYPE, f"<{OWL}{kind}>") for name, kind in kinds.items()]
    ontology.append((term("size"), f"<{PREFIXES['rdfs']}range>", f"<{xsd}integer>"))
    case, part = iri(case_iri("doe-2020")), iri(part_iri("doe-2020", "part"))
    values = {
        "size": ['"7"', f'"7"^^<{xsd}integer>', f'"007"^^<{xsd}integer>', f'"1.50"^^<{xsd}decimal>'],
        "name": ['"plain"', '"deutsch"@de', f'"true"^^<{xsd}boolean>', "<http://example.org/x?a=b&c>"],
        "leads": [part, case, '"no thing"', f"<{MBC}Scalp>", iri(PREFIXES["report"] + "doe-2020")],
        "remark": ['"plain"', '"english"@en', '"deutsch"@de', f"<{MBC}Scalp>", r'"quote \" and \\ and \n"@en'],
    }
    statements = [(case, RDF_TYPE, term("Case")), (part, RDF_TYPE, f"<{outside}>"), (part, f"<{outside}>", '"x"@en')]
    statements += [(case, term(name), value) for name, found in values.items() for value in found]
    told = CaseStatements("doe-2020", tuple(statements), ())
    material = Material((), (Module("", "", tuple(ontology)),), (told,), (), (), (), b"")
    parsed = ox.parse("".join(cases_jsonld(material)), format=ox.RdfFormat.JSON_LD)
    assert {(str(q.subject), str(q.predicate), str(q.object)) for q in parsed} == set(statements)


def test_queries_are_what_editors_look_for_and_run_as_they_stand() -> None:
    published = rdflib.Graph().parse(data=content("queries.ttl"), format="turtle")
    # The query by which editors ask an endpoint for its examples.
    asked = """PREFIX sh: <http://www.w3.org/ns/shacl#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX schema: <https://schema.org/>
    SELECT ?sq ?comment ?query ?target WHERE {
      ?sq a sh:SPARQLExecutable , sh:SPARQLSelectExecutable ; rdfs:label|rdfs:comment ?comment ; sh:select ?query ;
        schema:target ?target ; sh:prefixes/sh:declare [ sh:prefix "mbc" ] ; schema:keywords ?keyword . }"""
    texts = {str(row[0]).rpartition("/")[2]: str(row[2]) for row in published.query(asked)}  # type: ignore[index]
    known = catalog()
    assert texts == {name: query.text for name, query in known.items()}
    for name, query in known.items():
        one, other = graph().engine.run(texts[name]), graph().engine.run(query.text)
        assert (one.columns, sorted(map(str, one.rows))) == (other.columns, sorted(map(str, other.rows))), name


def test_parameters_of_queries_are_described() -> None:
    published = rdflib.Graph().parse(data=content("queries.ttl"), format="turtle")
    sh = rdflib.Namespace(PREFIXES["sh"])
    for query in catalog().values():
        subject = rdflib.URIRef(PREFIXES["query"] + query.id)
        described = {str(published.value(node, sh.name)): node for node in published.objects(subject, sh.parameter)}
        assert described.keys() == {parameter.name for parameter in query.parameters}
        for parameter in query.parameters:
            node = described[parameter.name]
            assert parameter.text in str(published.value(node, sh.description))
            assert str(published.value(node, sh.path)).rpartition("/")[2] == parameter.name
            default = published.value(node, sh.defaultValue)
            base = CASE if parameter.kind == "case" else MBC
            assert (None if default is None else str(default)) == (
                None if parameter.default is None else base + parameter.default
            )


@pytest.mark.parametrize("value", ['ends with "', 'three """ quotes', "back\\slash", "cr\r\nlf", "tab\t", '\\"'])
def test_texts_of_queries_survive_quoting(value: str) -> None:
    query = (iri(PREFIXES["query"] + "q"), f"<{PREFIXES['sh']}select>", text(value))
    material = Material((), (), (), (), (), (query,), b"")
    (parsed,) = ox.parse("".join(queries_turtle(material)), format=ox.RdfFormat.TURTLE)
    assert isinstance(parsed.object, ox.Literal)
    assert parsed.object.value == value


def test_the_mappings_are_the_file_itself(root: Path) -> None:
    assert (folder() / "mappings.sssom.tsv").read_bytes() == (root / "ontology" / "mappings.sssom.tsv").read_bytes()
    assert (folder() / "bridge.ttl").read_bytes() == (root / "ontology" / "bridge" / "bridge.ttl").read_bytes()
