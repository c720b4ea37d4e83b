"""The description of the dataset: complete by the profiles it follows, true of the files, the same everywhere."""

from __future__ import annotations

import csv
import hashlib
import json
import random
import re
from functools import cache
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, BNode, Literal, URIRef
from rdflib.namespace import DCAT, DCMITYPE, DCTERMS, FOAF, PROV, SDO, SKOS, VOID, XSD
from ruamel.yaml import YAML

import kg
from kg.build import about
from kg.build.dataset_names import DATASET, VERSION, download_iri, fragment, part
from kg.build.description import CURATORS, DESCRIPTION_GRAPH, describe
from kg.build.freshness import scan
from kg.build.service import FORMATS, SERVICE, STORE, service_statements
from kg.build.stored_queries import ENDPOINT
from kg.check.shacl import read_file, read_shapes, validate
from kg.graph.terms import RDF_TYPE, Statement, term, text
from kg.names import case_iri, compact, expand, graph_iri
from kg.publish.release.descriptions import DESCRIPTIONS
from kg.publish.release.files import FILES, SUMS
from kg.publish.service import describe_service
from tests.publish.built import ROOT, graph
from tests.publish.released import folder

PAV = rdflib.Namespace("http://purl.org/pav/")
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
CLOSED = {"dcmitype": DCMITYPE, "dcterms": DCTERMS, "foaf": FOAF, "prov": PROV, "schema": SDO, "void": VOID}
NODE = URIRef(VERSION)

# https://www.w3.org/TR/hcls-dataset/ section 5: what each level must have, and what it must never have.
SUMMARY_MUST = "rdf:type dcterms:title dcterms:description dcterms:publisher dcterms:license"
SUMMARY_NEVER = (
    "dcterms:created dcterms:creator dcterms:issued dcterms:language void:vocabulary dcterms:conformsTo void:subset "
    "void:exampleResource pav:version dcterms:isVersionOf pav:previousVersion dcterms:source prov:wasDerivedFrom "
    "dcterms:format dcat:distribution dcat:downloadURL void:dataDump dcat:landingPage void:triples void:entities "
    "void:distinctSubjects void:properties void:distinctObjects void:propertyPartition void:classPartition"
)
VERSION_MUST = f"{SUMMARY_MUST} dcterms:creator pav:version dcterms:isVersionOf"
VERSION_NEVER = (
    "void:vocabulary void:subset void:exampleResource pav:hasCurrentVersion dcterms:accrualPeriodicity dcterms:format "
    "dcat:downloadURL void:dataDump void:triples void:entities void:distinctSubjects void:properties "
    "void:distinctObjects void:propertyPartition void:classPartition"
)
FILE_MUST = f"{SUMMARY_MUST} dcterms:creator dcterms:format"
FILE_NEVER = "dcterms:hasPart dcterms:isVersionOf pav:hasCurrentVersion dcterms:accrualPeriodicity dcat:distribution"


@cache
def described() -> rdflib.Graph:
    """void.ttl."""
    return rdflib.Graph().parse(folder() / "void.ttl")


def iris(names: str) -> list[URIRef]:
    return [URIRef(str(expand(name))) for name in names.split()]


def value(node: URIRef, prop: URIRef) -> str:
    """The one value of a property."""
    [found] = described().objects(node, prop)
    return str(found)


def distributions() -> list[URIRef]:
    return sorted(URIRef(str(node)) for node in described().objects(NODE, DCAT.distribution))


def test_every_level_says_what_the_profile_asks_for_and_nothing_it_forbids() -> None:
    levels = [(URIRef(DATASET), SUMMARY_MUST, SUMMARY_NEVER), (NODE, VERSION_MUST, VERSION_NEVER)]
    levels += [(node, FILE_MUST, FILE_NEVER) for node in distributions()]
    for node, must, never in levels:
        said = set(described().predicates(node))
        assert set(iris(must)) <= said, node
        assert said.isdisjoint(iris(never)), node
        for prop in (DCTERMS.title, DCTERMS.description):
            assert all(isinstance(one, Literal) and one.language == "en" for one in described().objects(node, prop))
    assert (URIRef(DATASET), RDF.type, DCMITYPE.Dataset) in described()
    assert (NODE, RDF.type, DCMITYPE.Dataset) in described()
    assert value(URIRef(DATASET), PAV.hasCurrentVersion) == VERSION
    assert value(NODE, DCTERMS.isVersionOf) == DATASET
    assert value(NODE, PAV.version) == kg.__version__


def test_every_file_is_described_as_it_is() -> None:
    lines = (folder() / SUMS).read_text("ascii").splitlines()
    sums = {line[66:]: line[:64] for line in lines}
    assert distributions() == sorted(URIRef(part(file.name)) for file in FILES)
    assert set(sums) == {file.name for file in FILES} | {file.name for file in DESCRIPTIONS}
    for file in FILES:
        node, content = URIRef(part(file.name)), (folder() / file.name).read_bytes()
        assert (node, RDF.type, DCAT.Distribution) in described()
        assert value(node, DCTERMS.title) == file.title
        assert value(node, DCAT.mediaType) == f"https://www.iana.org/assignments/media-types/{file.media_type}"
        assert value(node, DCAT.downloadURL) == download_iri(file.name)
        [size] = described().objects(node, DCAT.byteSize)
        assert size == Literal(str(len(content)), datatype=XSD.nonNegativeInteger)
        checksum = URIRef(value(node, SPDX.checksum))
        assert value(checksum, SPDX.algorithm) == str(SPDX.checksumAlgorithm_sha256)
        assert value(checksum, SPDX.checksumValue) == hashlib.sha256(content).hexdigest() == sums[file.name]


def test_the_build_names_each_source_with_its_digest() -> None:
    activity = URIRef(value(NODE, PROV.wasGeneratedBy))
    used = {}
    for node in described().objects(activity, PROV.used):
        assert isinstance(node, URIRef)
        used[value(node, DCTERMS.identifier)] = value(URIRef(value(node, SPDX.checksum)), SPDX.checksumValue)
    folders = {"data", "ontology", "queries"}
    sources = {path for path in scan(str(ROOT)) if path.partition("/")[0] in folders}
    assert used == {path: hashlib.sha256((ROOT / path).read_bytes()).hexdigest() for path in sources}
    assert {"data/cases/cheng-2025.yaml", "ontology/mbc.ttl", "ontology/mappings.sssom.tsv"} <= used.keys()
    software = URIRef(value(activity, PROV.wasAssociatedWith))
    assert value(software, FOAF.name) == about.NAME
    assert value(software, SDO.softwareVersion) == kg.__version__
    assert value(software, PROV.actedOnBehalfOf) == CURATORS
    rows = graph().engine.run(f"SELECT ?s WHERE {{ ?s a {term('Report')} }}").rows
    reports = {str(report)[1:-1] for (report,) in rows}
    assert {str(one) for one in described().objects(NODE, DCTERMS.source)} == reports
    assert {str(one) for one in described().objects(NODE, PROV.wasDerivedFrom)} == reports


def test_it_tells_no_time_and_has_no_nameless_thing() -> None:
    for triple in described():
        assert not any(isinstance(one, BNode) for one in triple)
        if isinstance(triple[2], Literal) and triple[2].datatype in (XSD.date, XSD.dateTime):
            assert triple[1] == DCTERMS.issued
            assert str(triple[2]) == about.RELEASED


def test_what_is_said_of_the_project_is_the_same_everywhere(root: Path) -> None:
    citation = YAML(typ="safe").load((root / "CITATION.cff").read_text("utf-8"))
    changes = (root / "CHANGELOG.md").read_text("utf-8")
    released = citation.get("date-released")
    assert (None if released is None else str(released)) == about.RELEASED
    assert f"\n## {kg.__version__} - {about.RELEASED or 'unreleased'}\n" in changes
    assert value(URIRef(DATASET), DCTERMS.title) == citation["title"] == about.TITLE
    assert value(URIRef(CURATORS), FOAF.name) == citation["authors"][0]["name"]
    for node in (NODE, URIRef(DATASET), *distributions()):
        assert value(node, DCTERMS.license) == about.LICENSE
        assert value(node, DCTERMS.publisher) == CURATORS
    assert {str(word) for word in described().objects(NODE, DCAT.keyword)} == set(citation["keywords"])


def test_the_day_of_release_is_the_date_of_issue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(about, "RELEASED", "2031-02-03")
    issued = [one for one in small() if one[1] == f"<{DCTERMS.issued}>"]
    assert issued == [(f"<{VERSION}>", f"<{DCTERMS.issued}>", f'"2031-02-03"^^<{XSD.date}>')]


def small(seed: int = 0) -> list[Statement]:
    """The description of a small graph, told in some order."""
    case, report = f"<{case_iri('probe')}>", "<https://w3id.org/mbckg/report/probe>"
    graphs: dict[str, list[Statement]] = {
        case_iri("probe"): [(case, RDF_TYPE, term("Case")), (case, term("reportedIn"), report)],
        graph_iri("inferred"): [],
        graph_iri("reports"): [(report, RDF_TYPE, term("Report"))],
        graph_iri("ontology"): [],
        graph_iri("mappings"): [(term("Scalp"), f"<{SKOS.exactMatch}>", "<urn:outside:1>")],
    }
    digests = {"data/cases/probe.yaml": "0" * 64, "ontology/mbc.ttl": "f" * 64}
    mixed = list(graphs.items())
    random.Random(seed).shuffle(mixed)
    ordered = dict(sorted(digests.items(), reverse=seed % 2 == 1))
    return describe({name: found[::-1] for name, found in mixed}, ordered, {"out": "urn:outside:", "o": "urn:"})


def test_the_order_of_what_is_described_does_not_matter() -> None:
    assert small(1) == small(2) == small(3) == sorted(set(small()))


def test_parts_have_names_that_are_iris() -> None:
    for node in {one for triple in described() for one in triple if isinstance(one, URIRef)}:
        assert re.fullmatch(r"[a-z]+://[^\s<>\"{}|\\^`]+", node), node
        assert node.count("#") <= 1, node
    assert fragment(term("Lesion")) == "Lesion"
    assert fragment(f"<{DCTERMS.title}>") == "dcterms:title"
    assert fragment("<urn:a#b c>") == "urn:a%23b%20c"


def test_every_term_is_one_that_its_vocabulary_has() -> None:
    with open(ROOT / "tests" / "publish" / "vocabulary.tsv", encoding="utf-8", newline="") as file:
        known = {row["term"]: row["seen in"] for row in csv.DictReader(file, delimiter="\t")}
    assert list(known) == sorted(known)
    assert all(known.values())
    used = {str(p) for p in described().predicates()} | {str(c) for c in described().objects(None, RDF.type)}
    used |= {str(o) for o in described().objects() if str(o).startswith((str(SD), str(SPDX)))}
    names = {compact(name) for name in used}
    assert names <= known.keys()
    assert known.keys() - names <= {"dcterms:issued"}
    for name in known:
        prefix, _, local = name.partition(":")
        if prefix in CLOSED:
            assert URIRef(str(expand(name))) == CLOSED[prefix][local], name
            assert local in CLOSED[prefix], name


def test_it_has_the_shape_of_a_description() -> None:
    pytest.importorskip("pyshacl")
    shapes = read_shapes(str(ROOT))
    assert validate(read_file(str(folder() / "void.ttl")), shapes) == []


@pytest.mark.parametrize(
    ("subject", "prop", "shape"),
    [
        (NODE, DCTERMS.license, "Dataset-license"),
        (NODE, DCAT.distribution, "Dataset-distribution"),
        (URIRef(part("cases.ttl")), SPDX.checksum, "Distribution-checksum"),
        (URIRef(part("class/Lesion")), VOID.entities, "ClassPartition-entities"),
    ],
)
def test_the_shapes_notice_what_is_missing(subject: URIRef, prop: URIRef, shape: str) -> None:
    pytest.importorskip("pyshacl")
    data = read_file(str(folder() / "void.ttl"))
    assert (subject, prop, None) in data
    data.remove((subject, prop, None))
    found = {result.shape for result in validate(data, read_shapes(str(ROOT))) if result.focus == str(subject)}
    assert any(shape in name for name in found), found


def test_the_service_is_described_by_what_it_can_do() -> None:
    node, data = URIRef(SERVICE), described()
    assert value(node, SD.endpoint) == value(node, DCAT.endpointURL) == ENDPOINT
    assert set(data.objects(node, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert set(data.objects(node, SD.feature)) == {SD.UnionDefaultGraph}
    formats = {f"http://www.w3.org/ns/formats/{name}" for name in FORMATS}
    assert {str(one) for one in data.objects(node, SD.resultFormat)} == formats
    assert value(node, DCAT.servesDataset) == VERSION


def test_an_endpoint_describes_itself_with_its_address_and_counts() -> None:
    address = "http://127.0.0.1:8080/sparql"
    found = rdflib.Graph()
    found.parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in describe_service(graph().engine, address)), format="nt")
    assert [str(one) for one in found.objects(URIRef(SERVICE), SD.endpoint)] == [address]
    counts = {}
    for node in found.objects(URIRef(STORE), SD.namedGraph):
        counts[str(found.value(node, SD.name))] = int(str(found.value(found.value(node, SD.graph), VOID.triples)))
    rows = graph().engine.run(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{DESCRIPTION_GRAPH}> {{ ?s ?p ?o }} }}").rows
    assert counts[DESCRIPTION_GRAPH] == len(rows)
    assert len(counts) == len(graph().cases()) + 6
    union = found.value(found.value(URIRef(STORE), SD.defaultGraph), VOID.triples)
    every = set(graph().engine.run("SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } }").rows)
    assert len(every) == int(str(union)) < sum(counts.values())


def test_a_graph_that_is_not_counted_has_no_count() -> None:
    told = service_statements("http://127.0.0.1/sparql", {graph_iri("dataset"): None})
    assert not [one for one in told if one[1] == f"<{VOID.triples}>"]
    assert (f"<{part('graph/dataset')}>", f"<{SD.name}>", f"<{DESCRIPTION_GRAPH}>") in told


def test_void_holds_the_description_of_the_store() -> None:
    rows = graph().engine.run(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{DESCRIPTION_GRAPH}> {{ ?s ?p ?o }} }}").rows
    stored = rdflib.Graph()
    stored.parse(data="".join(f"{s} {p} {o} .\n" for s, p, o in rows), format="nt")
    assert set(stored) <= set(described())
    assert (NODE, RDF.type, DCAT.Dataset) not in stored  # it has no files there


def test_the_document_says_what_it_is_about() -> None:
    node = URIRef(download_iri("void.ttl"))
    assert (node, RDF.type, VOID.DatasetDescription) in described()
    assert value(node, FOAF.primaryTopic) == VERSION


def test_search_engines_find_what_they_look_for() -> None:
    dataset = json.loads((folder() / "dataset.jsonld").read_text("utf-8"))
    assert dataset["@type"] == "Dataset"
    assert (dataset["name"], dataset["version"], dataset["license"]) == (about.TITLE, kg.__version__, about.LICENSE)
    assert 50 <= len(dataset["description"]) <= 5000
    assert dataset["creator"]["name"] == about.CREATOR
    files = {entry["@id"]: entry for entry in dataset["distribution"]}
    assert set(files) == {part(file.name) for file in FILES}
    for file in FILES:
        content, entry = (folder() / file.name).read_bytes(), files[part(file.name)]
        assert entry["sha256"] == hashlib.sha256(content).hexdigest()
        assert entry["contentSize"] == f"{len(content)} B"
        assert entry["encodingFormat"] == file.media_type
        assert entry["contentUrl"] == download_iri(file.name)


def test_the_words_for_search_engines_are_those_of_schema_org() -> None:
    found = rdflib.Graph().parse(folder() / "dataset.jsonld", format="json-ld")
    terms = {str(p) for p in found.predicates()} | {str(c) for c in found.objects(None, RDF.type)}
    for name in terms - {str(RDF.type)}:
        assert name.startswith(str(SDO)), name
        assert name.removeprefix(str(SDO)) in SDO, name
    assert (NODE, SDO.license, URIRef(about.LICENSE)) in found
    assert (NODE, SDO.exampleOfWork, URIRef(DATASET)) in found
    reports = set(found.objects(NODE, SDO.isBasedOn))
    assert len(reports) == len(set(described().objects(NODE, DCTERMS.source)))
    dois = {str(one) for report in reports for one in found.objects(report, SDO.sameAs)}
    assert "https://doi.org/10.3389/fonc.2025.1709244" in dois
    assert text("") not in {str(name) for name in found.objects(None, SDO.name)}
