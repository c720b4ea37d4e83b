"""The bridge to outside terms says what holds and no more, and is consistent with the ontology."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.build.sources import read_vocabulary
from kg.check.owl_dl import check_owl_dl
from kg.graph.mappings import read_mappings
from kg.graph.store import read_turtle
from kg.graph.terms import RDF_TYPE, iri, term
from kg.names import MBC, local_name, part_iri
from kg.publish.bridge import BRIDGE, bridge_turtle
from kg.reason.referee import RefereeResult, referee_many

OBO = "http://purl.obolibrary.org/obo/"
PART_OF = iri(OBO + "BFO_0000050")
SCALP, ALOPECIA, MASTECTOMY, CT = "UBERON_0000403", "HP_0001596", "NCIT_C15277", "NCIT_C17204"


def thing(name: str) -> str:
    return iri(part_iri("doe-2020", name))


def a(*classes: str) -> list[tuple[str, str]]:
    """What is said of a thing: its classes."""
    return [(RDF_TYPE, cls) for cls in classes]


def members(graph: Graph, expression: Node, constructor: URIRef) -> list[Node]:
    """What an intersection or union is made of."""
    head = graph.value(expression, constructor)
    assert head is not None
    return list(Collection(graph, head))


def outside(local: str) -> str:
    return iri(OBO + local)


# Name of a thing -> what is said of it; classes that must follow; classes that must not.
THINGS: dict[str, tuple[list[tuple[str, str]], set[str], set[str]]] = {
    "part-of-an-outside-scalp": (
        [*a(term("BodyPart")), (PART_OF, thing("outside-scalp-of-no-patient"))],
        {term("Scalp"), term("Head")},
        {outside(SCALP)},
    ),
    "outside-scalp-of-no-patient": (a(outside(SCALP)), set(), {term("Scalp"), term("BodyPart")}),
    "frontal-scalp": (a(term("FrontalScalp")), {term("Scalp")}, {outside(SCALP)}),
    "alopecia": (a(term("Alopecia")), {outside(ALOPECIA)}, set()),
    "outside-alopecia-as-finding": (a(term("ClinicalFinding"), outside(ALOPECIA)), {term("Alopecia")}, set()),
    "outside-mastectomy-as-therapy": (
        a(term("Therapy"), outside(MASTECTOMY)),
        {term("Mastectomy"), term("LocalTherapy")},
        set(),
    ),
    "planned-mastectomy": (a(term("Mastectomy"), term("Planned")), {term("LocalTherapy")}, {outside(MASTECTOMY)}),
    "performed-scan": (a(term("ComputedTomography"), term("PerformedExamination")), {outside(CT)}, set()),
    "scan-not-done": (a(term("ComputedTomography"), term("ExaminationNotDone")), set(), {outside(CT)}),
}


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "ontology" / "bridge" / "bridge.ttl").read_text("utf-8")


@pytest.fixture(scope="module")
def answer(root: Path) -> RefereeResult:
    ontology, _ = read_vocabulary(str(root))
    bridge = read_turtle(str(root / "ontology" / "bridge" / "bridge.ttl"))
    statements = [(thing(name), *statement) for name, (told, _, _) in THINGS.items() for statement in told]
    return referee_many([*ontology, *bridge], {"doe-2020": statements})["doe-2020"]


def test_the_file_is_made_from_the_table(root: Path, text: str) -> None:
    _, vocabulary = read_vocabulary(str(root))
    assert text == bridge_turtle(vocabulary, read_mappings(str(root / "ontology" / "mappings.sssom.tsv")))


def test_the_ontology_does_not_import_it_and_names_outside_terms_as_sources_alone(root: Path) -> None:
    ontology, _ = read_vocabulary(str(root))
    notes = {outside("IAO_0000700"), outside("IAO_0100001")}
    named = {
        value
        for subject, predicate, obj in ontology
        for value in (subject, predicate, obj)
        if value.startswith((f"<{OBO}", f"<{BRIDGE}")) and local_name(predicate) != "source"
    }
    assert named <= notes


def test_with_the_ontology_it_is_owl_2_dl(root: Path) -> None:
    ontology, _ = read_vocabulary(str(root))
    bridge = read_turtle(str(root / "ontology" / "bridge" / "bridge.ttl"))
    assert [issue.render() for issue in check_owl_dl([*ontology, *bridge])] == []


def test_every_exact_site_is_a_body_part_that_is_the_organ_or_part_of_it(root: Path, text: str) -> None:
    graph = Graph().parse(data=text, format="turtle")
    _, vocabulary = read_vocabulary(str(root))
    table = read_mappings(str(root / "ontology" / "mappings.sssom.tsv"))
    sites = set(vocabulary.names_below("BodyPart"))
    wanted = {
        (row.subject[4:], row.object.replace(":", "_"))
        for row in table.rows
        if row.subject[4:] in sites and row.predicate == "skos:exactMatch" and row.object.startswith("UBERON:")
    }
    found = set()
    for site, definition in graph.subject_objects(OWL.equivalentClass):
        parts = members(graph, definition, OWL.intersectionOf)
        assert len(parts) == 2
        if parts[0] != URIRef(MBC + "BodyPart"):
            continue
        organ, restriction = members(graph, parts[1], OWL.unionOf)
        assert graph.value(restriction, OWL.onProperty) == URIRef(OBO + "BFO_0000050")
        assert graph.value(restriction, OWL.someValuesFrom) == organ
        assert (organ, RDF.type, OWL.Class) in graph
        found.add((str(site).removeprefix(MBC), str(organ).removeprefix(OBO)))
    assert found == wanted
    assert len(found) > 40


def test_a_broader_place_gives_one_direction_only(text: str) -> None:
    graph = Graph().parse(data=text, format="turtle")
    frontal = URIRef(MBC + "FrontalScalp")
    assert graph.value(frontal, OWL.equivalentClass) is None
    assert graph.value(frontal, RDFS.subClassOf) is not None


@pytest.mark.java
def test_it_is_consistent_with_the_ontology(answer: RefereeResult) -> None:
    assert answer.consistent
    assert answer.unsatisfiable == ()


@pytest.mark.java
@pytest.mark.parametrize("name", sorted(THINGS))
def test_what_follows_and_what_does_not(name: str, answer: RefereeResult) -> None:
    _, holds, fails = THINGS[name]
    classes = {cls for individual, cls in answer.memberships if individual == thing(name)}
    assert holds <= classes
    assert not fails & classes
