"""Each check of the ontology finds the fault planted for it in a copy of the ontology, and no other check does."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kg.build.sources import read_vocabulary
from kg.check.ontology_queries import read_ontology_checks, term_places
from kg.graph.assemble import ontology_files
from kg.graph.store import Snapshot, read_turtle
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, iri, term
from kg.names import ONTOLOGY, PREFIXES

ROOT = Path(__file__).resolve().parents[2]
CHECKS, FAULTY_FILES = read_ontology_checks(str(ROOT / "ontology" / "checks"))
HEAD = "".join(f"@prefix {name}: <{base}> .\n" for name, base in PREFIXES.items())
HEAD += "@prefix obo: <http://purl.obolibrary.org/obo/> .\n"

HEADER, MODULE = iri(ONTOLOGY), iri(f"{ONTOLOGY}/module/site")
SCALP = term("Scalp")
DISJOINT, DEPRECATED = iri(PREFIXES["owl"] + "disjointWith"), "owl:deprecated true"


@dataclass(frozen=True)
class Fault:
    """What is added to the ontology, as Turtle, and subject and property of what is taken out."""

    added: str = ""
    removed: tuple[tuple[str, str], ...] = field(default=())


def a_class(
    name: str = "Planted",
    label: str = "planted",
    definition: str = "A scalp that was planted.",
    more: str = "rdfs:subClassOf mbc:Scalp",
) -> str:
    """A class in good order, but for what is asked."""
    return (
        f'mbc:{name} a owl:Class ; rdfs:label "{label}"@en ; skos:definition "{definition}"@en ; '
        f'dcterms:source "mbckg curators"@en ; skos:example "None."@en ; {more} .\n'
    )


def a_property(more: str, domain: str = "mbc:Case", range_: str = "mbc:Lesion") -> str:
    """An object property in good order, but for what is asked."""
    ends = " ; ".join(f"rdfs:{end} {value}" for end, value in (("domain", domain), ("range", range_)) if value)
    return (
        'mbc:plants a owl:ObjectProperty ; rdfs:label "plants"@en ; skos:definition "relates a to b."@en ; '
        f'dcterms:source "mbckg curators"@en ; {ends} ; {more} .\n'
    )


def other(more: str = "rdfs:subClassOf mbc:Scalp") -> str:
    return a_class("Second", "second", "A scalp that was planted second.", more)


def defined(part: str) -> str:
    """A definition with a genus: a scalp that is part of something."""
    difference = f"[ a owl:Restriction ; owl:onProperty mbc:partOf ; owl:someValuesFrom mbc:{part} ]"
    return f"mbc:Planted owl:equivalentClass [ owl:intersectionOf ( mbc:Scalp {difference} ) ] .\n"


def dct(local: str) -> str:
    return iri(PREFIXES["dcterms"] + local)


def skos(local: str) -> str:
    return iri(PREFIXES["skos"] + local)


FAULTS = {
    "O001": Fault(removed=((SCALP, RDFS_LABEL),)),
    "O002": Fault('mbc:Scalp rdfs:label "skin of the crown"@en .'),
    "O003": Fault(a_class(label="SCALP")),
    "O004": Fault(removed=((SCALP, skos("definition")),)),
    "O005": Fault(removed=((SCALP, dct("source")),)),
    "O006": Fault(removed=((SCALP, skos("example")),)),
    "O010": Fault("mbc:Scalp mbc:oppositeVerdict mbc:Skull ; owl:disjointWith mbc:Skull ."),
    "O011": Fault('mbc:Scalp skos:definition "The skin of the head that has hair on it."@en .'),
    "O012": Fault(a_class() + a_class("Second", "second")),
    "O013": Fault('mbc:Scalp skos:example "A nodule  on it."@en .'),
    "O014": Fault(a_class(definition="the scalp in question")),
    "O015": Fault('mbc:Scalp skos:altLabel "Kopfhaut"@de .'),
    "O016": Fault('mbc:Scalp skos:altLabel "Frontal bone"@en .'),
    "O017": Fault(a_class(more='rdfs:subClassOf mbc:Scalp ; skos:altLabel "Set"@en ; skos:hiddenLabel "set"@en')),
    "O018": Fault(a_class(more="rdfs:subClassOf mbc:Second") + other("rdfs:subClassOf mbc:Planted")),
    "O019": Fault(a_property("rdfs:subPropertyOf mbc:plants")),
    "O020": Fault(a_class(more="owl:disjointWith mbc:Patient") + other("rdfs:subClassOf mbc:Planted")),
    "O021": Fault(f"<{ONTOLOGY}> obo:IAO_0000700 mbc:Scalp ."),
    "O022": Fault(a_property("a owl:ObjectProperty", domain="")),
    "O023": Fault(a_property("a owl:ObjectProperty", range_="")),
    "O024": Fault(a_property("mbc:openDomain true")),
    "O025": Fault(a_property("rdfs:domain mbc:Scalp")),
    "O026": Fault(a_property("owl:inverseOf mbc:plants")),
    "O027": Fault(a_property("a owl:SymmetricProperty ; owl:inverseOf mbc:targets")),
    "O028": Fault(a_property("owl:propertyChainAxiom ( mbc:targets )")),
    "O029": Fault(a_class() + defined("Planted")),
    "O030": Fault("mbc:Scalp owl:equivalentClass mbc:Skull ."),
    "O031": Fault(a_class() + defined("Head") + defined("Neck")),
    "O032": Fault(a_class() + "mbc:Planted owl:equivalentClass [ owl:onProperty mbc:partOf ] ."),
    "O033": Fault(a_class("planted_class")),
    "O034": Fault("obo:UBERON_0000403 a owl:Class ; rdfs:subClassOf mbc:Scalp ."),
    "O035": Fault(a_class("MiscellaneousSite")),
    "O036": Fault(a_class(more=f"skos:scopeNote 'x'@en . <{ONTOLOGY}> obo:IAO_0000700 mbc:Planted")),
    "O037": Fault(removed=((term("SolitaryMetastasis"), DISJOINT),)),
    "O038": Fault(removed=((HEADER, RDF_TYPE),)),
    "O039": Fault(removed=((HEADER, dct("title")),)),
    "O040": Fault(removed=((MODULE, dct("description")),)),
    "O041": Fault(
        '<https://w3id.org/mbckg/ontology/module/site> dcterms:license "CC BY" .', ((MODULE, dct("license")),)
    ),
    "O042": Fault(removed=((HEADER, iri(PREFIXES["owl"] + "versionIRI")),)),
    "O043": Fault(removed=((HEADER, iri(PREFIXES["vann"] + "preferredNamespaceUri")),)),
    "O044": Fault(removed=((HEADER, dct("created")),)),
    "O045": Fault(removed=((HEADER, dct("bibliographicCitation")),)),
    "O046": Fault(f"<{ONTOLOGY}> owl:imports <{ONTOLOGY}/module/drugs> ."),
    "O047": Fault(f"<{ONTOLOGY}> owl:versionIRI <{ONTOLOGY}/0.1.0.ttl> ."),
    "O048": Fault(a_class(label="obsolete planted", more=DEPRECATED)),
    "O049": Fault(
        a_class(label="obsolete planted", more=f"{DEPRECATED} ; obo:IAO_0100001 mbc:Scalp ; rdfs:subClassOf mbc:Scalp")
    ),
    "O050": Fault(a_class(label="obsolete planted")),
    "O051": Fault(a_class(more="rdfs:subClassOf mbc:Scalp ; obo:IAO_0100001 mbc:Skull")),
    "O052": Fault(a_class(more="rdfs:subClassOf mbc:Scalp ; owl:deprecated false")),
    "O053": Fault('mbc:Scalp skos:scopeNote ""@en .'),
    "O054": Fault(a_class(more="rdfs:subClassOf mbc:Scalp , mbc:Head")),
}


@pytest.fixture(scope="module")
def ontology() -> list[Statement]:
    return read_vocabulary(str(ROOT))[0]


def found(statements: list[Statement]) -> set[str]:
    """The codes of all checks that report something."""
    graph = Snapshot(statements)
    return {issue.code for check in CHECKS for issue in check.issues(graph, {})}


def test_every_check_has_a_fault_and_every_file_is_in_order() -> None:
    assert FAULTY_FILES == []
    assert [check.code for check in CHECKS] == sorted(FAULTS)


def test_the_ontology_has_no_fault(ontology: list[Statement]) -> None:
    assert found(ontology) == set()


@pytest.mark.parametrize("code", sorted(FAULTS))
def test_the_fault_is_found_and_no_other(code: str, ontology: list[Statement], tmp_path: Path) -> None:
    fault = FAULTS[code]
    kept = [statement for statement in ontology if statement[:2] not in fault.removed]
    assert len(kept) < len(ontology) or not fault.removed
    (tmp_path / "fault.ttl").write_text(HEAD + fault.added, encoding="utf-8")
    assert found([*kept, *read_turtle(str(tmp_path / "fault.ttl"))]) == {code}


@pytest.mark.parametrize(
    "more",
    [
        f"{DEPRECATED} ; obo:IAO_0100001 mbc:Scalp",
        f'{DEPRECATED} ; skos:scopeNote "There is no successor."@en',
    ],
)
def test_a_term_that_is_deprecated_as_it_should_be_is_no_fault(
    more: str, ontology: list[Statement], tmp_path: Path
) -> None:
    (tmp_path / "fault.ttl").write_text(HEAD + a_class(label="obsolete planted", more=more), encoding="utf-8")
    assert found([*ontology, *read_turtle(str(tmp_path / "fault.ttl"))]) == set()


def test_an_issue_says_where_what_and_what_to_do() -> None:
    check = next(check for check in CHECKS if check.code == "O002")
    places = term_places(str(ROOT), ontology_files(str(ROOT / "ontology")))
    labels = [(SCALP, RDFS_LABEL, f'"{text}"@en') for text in ("scalp", "crown")]
    graph = Snapshot([(SCALP, RDF_TYPE, iri(PREFIXES["owl"] + "Class")), *labels])
    one, two = check.issues(graph, places)
    assert (one.value, two.value, one.field) == ("crown", "scalp", "mbc:Scalp")
    assert one.file == "ontology/modules/site.ttl"
    line = (ROOT / one.file).read_text("utf-8").splitlines()[(one.line or 0) - 1]
    assert line.startswith("mbc:Scalp a owl:Class")
    assert one.remedy == check.remedy


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("#+ code: O099\n", "title is missing"),
        ("#+ colour: red\n", "is not a key"),
        ("#+ code: X1\n", "is no code: O and three digits"),
        ("#+ code: O099\n#+ code: O099\n", "code stands twice"),
        ("#+ severity: fatal\n", "is no severity"),
    ],
)
def test_front_matter_that_is_not_in_order_is_an_issue(text: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "faulty.rq").write_text(text + "SELECT ?term WHERE { ?term ?p ?o }\n", encoding="utf-8")
    checks, issues = read_ontology_checks(str(tmp_path))
    assert checks == []
    assert message in {issue.message for issue in issues}
    assert {issue.code for issue in issues} == {"Q036"}


def test_a_query_that_cannot_be_read_is_an_issue(tmp_path: Path) -> None:
    head = "".join(f"#+ {key}: {key}\n" for key in ("title", "about", "problem", "remedy"))
    (tmp_path / "faulty.rq").write_text(f"#+ code: O099\n{head}SELECT ?term WHERE {{\n", encoding="utf-8")
    (check,), issues = read_ontology_checks(str(tmp_path))
    assert issues == []
    assert [issue.code for issue in check.issues(Snapshot(), {})] == ["Q037"]
