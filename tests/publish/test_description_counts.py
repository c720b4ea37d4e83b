"""The counts of the description, each counted again by SPARQL in the files and in the store."""

from __future__ import annotations

import csv
import json
from collections import Counter
from functools import cache

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, RDFS, XSD, Literal, URIRef
from rdflib.namespace import DCTERMS, SKOS, VOID

from kg.build.dataset_names import part
from kg.build.description import CASES, DESCRIPTION_GRAPH
from kg.build.service import STORE
from kg.graph.measure import kinds_of, measure
from kg.graph.parse import is_rdf
from kg.graph.terms import RDF_TYPE, Statement, term
from kg.names import MBC, graph_iri
from kg.publish.release.files import FILES
from tests.publish.built import graph
from tests.publish.released import folder

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = {".ttl": "turtle", ".owl": "xml", ".trig": "trig", ".jsonld": "json-ld"}
# The files of the list of files that hold statements; the context of JSON-LD holds none.
COUNTED = sorted(file.name for file in FILES if is_rdf(file.media_type) and file.name != "context.jsonld")
PREFIXES = f"PREFIX mbc: <{MBC}> PREFIX rdfs: <{RDFS}> "
# The totals as https://www.w3.org/TR/void/ explains them.
TOTALS = {
    VOID.triples: "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    VOID.entities: "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c FILTER(isIRI(?s)) }",
    VOID.distinctSubjects: "SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }",
    VOID.properties: "SELECT (COUNT(DISTINCT ?p) AS ?n) WHERE { ?s ?p ?o }",
    VOID.distinctObjects: "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o }",
    VOID.classes: "SELECT (COUNT(DISTINCT ?c) AS ?n) WHERE { ?s a ?c }",
}
LITERALS = "SELECT (COUNT(DISTINCT ?o) AS ?n) WHERE { ?s ?p ?o FILTER(isLiteral(?o)) }"
MEMBERS = "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?c } GROUP BY ?c"
USES = "SELECT ?p (COUNT(*) AS ?n) WHERE { ?s ?p ?o } GROUP BY ?p"
CLASS_USES = "SELECT ?c ?p (COUNT(*) AS ?n) WHERE { VALUES ?c { %s } ?s a ?c ; ?p ?o } GROUP BY ?c ?p"
LINKS = (
    "SELECT ?c ?p ?d (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?m) "
    "WHERE { VALUES ?c { %s } VALUES ?d { %s } ?s a ?c ; ?p ?o . ?o a ?d } GROUP BY ?c ?p ?d"
)
KINDS = "SELECT DISTINCT ?k WHERE { ?p rdfs:domain|rdfs:range ?k FILTER(isIRI(?k) && STRSTARTS(STR(?k), STR(mbc:))) }"


@cache
def described() -> rdflib.Graph:
    """void.ttl."""
    return rdflib.Graph().parse(folder() / "void.ttl")


@cache
def stored() -> rdflib.Graph:
    """The description in the store."""
    found = rdflib.Graph()
    rows = graph().engine.run(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{DESCRIPTION_GRAPH}> {{ ?s ?p ?o }} }}").rows
    return found.parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in rows), format="nt")


@cache
def cases() -> ox.Store:
    """The statements of cases.trig, each once, in whatever graph it is."""
    content = (folder() / "cases.trig").read_bytes()
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in ox.parse(content, format=ox.RdfFormat.TRIG))
    return store


def ask(query: str) -> list[list[str]]:
    """Rows over the statements of cases.trig, counted by the engine."""
    found = cases().query(query)
    assert isinstance(found, ox.QuerySolutions)
    return [[value.value for value in row] for row in found]


@cache
def kinds() -> str:
    """The domains and ranges of the ontology, as a SPARQL editor would list them."""
    ontology = rdflib.Graph().parse(folder() / "ontology.ttl")
    rows = sorted(str(row[0]) for row in ontology.query(PREFIXES + KINDS))  # type: ignore[index]
    assert len(rows) > 20
    return " ".join(f"<{name}>" for name in rows)


def told(node: URIRef, prop: URIRef, data: rdflib.Graph | None = None) -> int:
    """The one count of a node."""
    values = list((data or described()).objects(node, prop))
    assert len(values) == 1, (node, prop, values)
    assert isinstance(values[0], Literal)
    assert values[0].datatype == XSD.integer
    return int(values[0])


def partitions(node: URIRef, by: URIRef, key: URIRef, count: URIRef) -> dict[str, int]:
    """Class or property -> count, of the partitions of a node."""
    data = described()
    found = {}
    for one in data.objects(node, by):
        assert isinstance(one, URIRef)
        names = list(data.objects(one, key))
        assert len(names) == 1
        assert str(names[0]) not in found
        found[str(names[0])] = told(one, count)
    return found


def rdf_files() -> list[str]:
    """The files with statements: those that the description has counts of."""
    counted = set(described().subjects(RDF.type, VOID.Dataset))
    return sorted(
        path.name for path in folder().iterdir() if path.suffix in FORMATS and URIRef(part(path.name)) in counted
    )


def test_every_file_with_statements_is_counted() -> None:
    assert rdf_files() == COUNTED
    uncounted = {path.name for path in folder().iterdir() if path.suffix in FORMATS} - set(COUNTED)
    assert uncounted == {"context.jsonld", "dataset.jsonld", "void.ttl"}
    assert json.loads((folder() / "context.jsonld").read_text("utf-8")).keys() == {"@context"}


@pytest.mark.parametrize("name", COUNTED)
def test_totals_of_a_file_are_those_of_the_file(name: str) -> None:
    every = rdflib.Dataset(default_union=True)
    every.parse(folder() / name, format=FORMATS[name[name.rindex(".") :]])
    data = rdflib.Graph()
    for s, p, o, _ in every.quads():
        data.add((s, p, o))
    for prop, query in TOTALS.items():
        [row] = data.query(query)
        assert str(told(URIRef(part(name)), prop)) == str(row[0]), (name, prop)  # type: ignore[index]


def test_totals_of_cases_are_those_of_the_file() -> None:
    for prop, query in TOTALS.items():
        assert [[str(told(URIRef(CASES), prop))]] == ask(query), prop
        assert told(URIRef(CASES), prop) == told(URIRef(part("cases.trig")), prop)
    assert set(described().objects(URIRef(CASES), VOID.dataDump)) == set(
        described().objects(URIRef(part("cases.trig")), VOID.dataDump)
    )


def test_members_of_classes() -> None:
    found = partitions(URIRef(CASES), VOID.classPartition, VOID["class"], VOID.entities)
    literals = found.pop(str(RDFS.Literal))
    assert [[str(literals)]] == ask(LITERALS)
    assert found == {name: int(count) for name, count in ask(MEMBERS)}
    assert found[MBC + "Case"] == len(graph().cases()) == 14


def test_uses_of_properties() -> None:
    found = partitions(URIRef(CASES), VOID.propertyPartition, VOID.property, VOID.triples)
    assert found == {name: int(count) for name, count in ask(USES)}


def test_from_class_to_class() -> None:
    data = described()
    uses: dict[tuple[str, str], int] = {}
    links: dict[tuple[str, str, str], tuple[int, int]] = {}
    for outer in data.objects(URIRef(CASES), VOID.classPartition):
        kind = str(data.value(outer, VOID["class"]))
        for place in data.objects(outer, VOID.propertyPartition):
            assert isinstance(place, URIRef)
            prop = str(data.value(place, VOID.property))
            uses[kind, prop] = told(place, VOID.triples)
            for inner in data.objects(place, VOID.classPartition):
                assert isinstance(inner, URIRef)
                other = str(data.value(inner, VOID["class"]))
                links[kind, prop, other] = told(inner, VOID.triples), told(inner, VOID.entities)
    assert uses == {(c, p): int(n) for c, p, n in ask(CLASS_USES % kinds())}
    assert links == {(c, p, d): (int(n), int(m)) for c, p, d, n, m in ask(LINKS % (kinds(), kinds()))}
    assert links[MBC + "Case", MBC + "hasPatient", MBC + "Patient"] == (14, 14)


def test_the_store_says_the_same_of_the_cases() -> None:
    def about_cases(data: rdflib.Graph) -> set[object]:
        starts = (part("class/"), part("property/"))
        return {one for one in data if str(one[0]) == CASES or str(one[0]).startswith(starts)}

    of_store = about_cases(stored())
    assert of_store == about_cases(described())
    assert len(of_store) > 1000


def test_links_are_those_of_the_mapping_table() -> None:
    lines = (folder() / "mappings.sssom.tsv").read_text("utf-8").splitlines()
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
    triples = {(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows}
    expected = Counter((o.split(":")[0], p.split(":")[1]) for _, p, o in triples if o != "sssom:NoTermFound")
    data, found = described(), {}
    for node in data.subjects(RDF.type, VOID.Linkset):
        assert isinstance(node, URIRef)
        vocabulary = data.value(node, VOID.objectsTarget)
        name = str(data.value(vocabulary, DCTERMS.title))
        assert f"#  {name}: {data.value(vocabulary, VOID.uriSpace)}" in [line.replace('"', "") for line in lines]
        found[name, str(data.value(node, VOID.linkPredicate)).removeprefix(str(SKOS))] = told(node, VOID.triples)
        assert str(data.value(node, VOID.subjectsTarget)) == part("graph/ontology/contents")
        assert (URIRef(part("graph/mappings/contents")), VOID.subset, node) in data
    assert found == expected
    assert sum(found.values()) == told(URIRef(part("graph/mappings/contents")), VOID.triples)


def test_graphs_of_the_store_are_counted() -> None:
    data, engine = stored(), graph().engine
    rows = engine.run("SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g").rows
    real = {str(name)[1:-1]: int(str(count).split('"')[1]) for name, count in rows}
    found: dict[str, int | None] = {}
    for node in data.objects(URIRef(STORE), SD.namedGraph):
        contents = data.value(node, SD.graph)
        count = data.value(contents, VOID.triples)
        found[str(data.value(node, SD.name))] = None if count is None else int(str(count))
    assert found == {**real, DESCRIPTION_GRAPH: None}
    everything = data.value(URIRef(STORE), SD.defaultGraph)
    assert isinstance(everything, URIRef)
    others = " ".join(f"<{name}>" for name in real if name != DESCRIPTION_GRAPH)
    distinct = f"SELECT DISTINCT ?s ?p ?o WHERE {{ VALUES ?g {{ {others} }} GRAPH ?g {{ ?s ?p ?o }} }}"
    union = f"SELECT (COUNT(*) AS ?n) WHERE {{ {distinct} }}"
    assert f'"{told(everything, VOID.triples, data)}"' in str(engine.run(union).rows[0][0])
    assert graph_iri("inferred") in found


def test_measuring_by_hand() -> None:
    a, b, c = "<urn:a>", "<urn:b>", "_:c"
    lesion, site, has = term("Lesion"), term("BodyPart"), term("hasSite")
    statements: list[Statement] = [
        (a, RDF_TYPE, lesion),
        (b, RDF_TYPE, site),
        (c, RDF_TYPE, site),
        (a, has, b),
        (a, has, c),
        (a, has, "<urn:untyped>"),
        (a, term("note"), '"x"'),
        (a, term("note"), '"x"'),
    ]
    found = measure(statements, {lesion, site})
    assert (found.triples, found.entities, found.subjects, found.properties) == (7, 2, 3, 3)
    assert (found.objects, found.literals, found.classes) == (6, 1, 2)
    assert found.members == {lesion: 1, site: 2}
    assert found.uses == {RDF_TYPE: 3, has: 3, term("note"): 1}
    assert found.class_uses[lesion, has] == 3
    assert found.links == {(lesion, has, site): (2, 2)}
    assert not measure(statements, {lesion}).links
    assert not measure(statements).class_uses


def test_kinds_are_named_domains_and_ranges_of_ours() -> None:
    domain, ends = f"<{RDFS.domain}>", f"<{RDFS.range}>"
    ontology = [
        ("<urn:p>", domain, term("Lesion")),
        ("<urn:p>", ends, "_:union"),
        ("<urn:q>", ends, f"<{XSD.integer}>"),
        ("<urn:q>", ends, term("BodyPart")),
        (term("Lesion"), f"<{RDFS.subClassOf}>", term("Event")),
    ]
    assert kinds_of(ontology) == {term("Lesion"), term("BodyPart")}
