"""The ontology in functional syntax, and what the tools of others make of the files: Apache Jena and the OWL API."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import OntologyError
from kg.graph.store import canonical, read_turtle
from kg.graph.terms import RDF_TYPE, Statement, iri, term, text
from kg.names import ONTOLOGY, PREFIXES
from kg.publish.release.material import Material, Module
from kg.publish.release.ontology_functional import ontology_functional
from kg.publish.release.ontology_xml import ontology_xml
from kg.reason.java import find_java
from tests.publish.built import home
from tests.publish.functional import Reader, without_symmetry
from tests.publish.released import folder
from tests.publish.released import text as content

OWL, RDFS = PREFIXES["owl"], PREFIXES["rdfs"]
JENA = ("org.apache.jena", "jena-cmds", "5.5.0")
OWL_API = ("net.sourceforge.owlapi", "owlapi-distribution", "5.5.1")
COMPARE = """
import java.io.File; import java.util.*; import java.util.stream.*;
import org.semanticweb.owlapi.apibinding.OWLManager; import org.semanticweb.owlapi.model.*;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
public class Compare { public static void main(String[] names) throws Exception {
  Set<OWLAxiom> first = null;
  for (String name : names) {
    OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
    OWLOntology ontology = manager.loadOntologyFromOntologyDocument(new File(name));
    Set<OWLAxiom> axioms = ontology.axioms().collect(Collectors.toSet());
    if (first == null) first = axioms;
    System.out.println(manager.getOntologyFormat(ontology).getClass().getSimpleName() + " "
      + new OWL2DLProfile().checkOntology(ontology).isInProfile() + " " + (axioms.size() > 1000) + " "
      + first.equals(axioms) + " " + ontology.annotations().count());
  } } }
"""


def test_functional_syntax_says_what_turtle_says() -> None:
    reader = Reader(content("ontology.ofn"))
    statements, disjoint = without_symmetry(read_turtle(str(folder() / "ontology.ttl")))
    assert reader.disjoint == disjoint
    assert len(disjoint) > 10
    assert canonical(set(reader.triples)) == canonical(set(statements))


def ontology(*statements: Statement) -> Material:
    header = (
        (iri(ONTOLOGY), RDF_TYPE, f"<{OWL}Ontology>"),
        (iri(ONTOLOGY), f"<{OWL}versionIRI>", iri(f"{ONTOLOGY}/9")),
    )
    return Material(header, (Module("", "", statements),), (), (), (), (), b"")


def declared(name: str, kind: str) -> Statement:
    return (term(name), RDF_TYPE, f"<{OWL}{kind}>")


LABEL = f"<{RDFS}label>"
TRICKY = 'a "quoted" \\ back\\slash, a # sign, (brackets), a\nline'


def test_every_kind_of_axiom_survives() -> None:
    statements = [
        declared("A", "Class"),
        declared("B", "Class"),
        declared("p", "ObjectProperty"),
        declared("p", "SymmetricProperty"),
        declared("p", "TransitiveProperty"),
        declared("q", "ObjectProperty"),
        declared("d", "DatatypeProperty"),
        declared("note", "AnnotationProperty"),
        (term("A"), LABEL, text(TRICKY, "en")),
        (term("A"), term("note"), term("B")),
        (term("A"), f"<{OWL}disjointWith>", term("B")),
        (term("p"), f"<{OWL}inverseOf>", term("q")),
        (term("p"), f"<{RDFS}subPropertyOf>", term("q")),
        (term("p"), f"<{RDFS}domain>", term("A")),
        (term("p"), f"<{RDFS}range>", term("B")),
        (term("d"), f"<{RDFS}range>", f"<{PREFIXES['xsd']}integer>"),
        (term("q"), f"<{OWL}propertyChainAxiom>", "_:chain"),
        ("_:chain", f"<{PREFIXES['rdf']}first>", term("p")),
        ("_:chain", f"<{PREFIXES['rdf']}rest>", f"<{PREFIXES['rdf']}nil>"),
        (term("A"), f"<{RDFS}subClassOf>", "_:some"),
        ("_:some", RDF_TYPE, f"<{OWL}Restriction>"),
        ("_:some", f"<{OWL}onProperty>", term("d")),
        ("_:some", f"<{OWL}hasValue>", f'"3"^^<{PREFIXES["xsd"]}integer>'),
        ("_:gci", RDF_TYPE, f"<{OWL}Restriction>"),
        ("_:gci", f"<{OWL}onProperty>", term("p")),
        ("_:gci", f"<{OWL}someValuesFrom>", term("B")),
        ("_:gci", f"<{RDFS}subClassOf>", term("A")),
    ]
    material = ontology(*statements)
    reader = Reader("".join(ontology_functional(material)))
    rest, disjoint = without_symmetry(list(material.ontology))
    assert reader.disjoint == disjoint == {frozenset((term("A"), term("B")))}
    assert canonical(set(reader.triples)) == canonical(set(rest))
    parsed = ox.parse("".join(ontology_xml(material)), format=ox.RdfFormat.RDF_XML)
    read = [(str(t.subject), str(t.predicate), str(t.object)) for t in parsed]
    assert canonical(read) == canonical(material.ontology)


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ([declared("p", "FunctionalProperty")], "FunctionalProperty"),
        ([(term("p"), f"<{OWL}propertyDisjointWith>", term("q"))], "propertyDisjointWith"),
        ([(term("A"), f"<{RDFS}subClassOf>", "_:x"), ("_:x", f"<{OWL}complementOf>", term("B"))], "class expression"),
        ([(term("p"), f"<{RDFS}domain>", term("A"))], "not declared"),
    ],
)
def test_what_is_not_understood_is_no_ontology_half_written(statements: list[Statement], told: str) -> None:
    with pytest.raises(OntologyError, match=told):
        "".join(ontology_functional(ontology(*statements)))


@cache
def library(group: str, artifact: str, version: str) -> str:
    """The class path of a Java library fetched with Maven; skips where a machine cannot fetch it.

    Only continuous integration (CI=true), or who asks for it (MBCKG_FETCH_JAVA=1), fetches.
    """
    if not ({"CI", "MBCKG_FETCH_JAVA"} & os.environ.keys()):
        pytest.skip(f"{artifact} is fetched in continuous integration only; MBCKG_FETCH_JAVA=1 fetches it here")
    maven = shutil.which("mvn")
    if maven is None:
        pytest.skip(f"{artifact} cannot be fetched without Maven")
    place = home() / artifact
    place.mkdir(exist_ok=True)
    (place / "pom.xml").write_text(
        f"""<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>x</groupId><artifactId>x</artifactId><version>1</version><dependencies>
<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version></dependency>
<dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.17</version></dependency>
</dependencies></project>""",
        "utf-8",
    )
    command = [maven, "-q", "-B", "dependency:copy-dependencies", "-DoutputDirectory=lib"]
    try:
        done = subprocess.run(command, cwd=place, capture_output=True, text=True, timeout=600, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip(f"{artifact} took too long to fetch")
    if done.returncode:
        pytest.skip(f"{artifact} cannot be fetched: {(done.stdout + done.stderr).strip()[-300:]}")
    return f"{place}/lib/*"


@pytest.mark.java
@pytest.mark.slow
def test_apache_jena_reads_every_rdf_file() -> None:
    classes = library(*JENA)
    endings = (".ttl", ".trig", ".owl", ".jsonld")
    names = sorted(path.name for path in folder().iterdir() if path.suffix in endings and path.name != "context.jsonld")
    assert {"bridge.ttl", "cases.jsonld", "cases.trig", "ontology.owl", "shapes.ttl", "void.ttl"} <= set(names)
    for check in ("--validate", "--count"):
        command = [find_java(), "-cp", classes, "riotcmd.riot", "--strict", check, *names]
        done = subprocess.run(command, cwd=folder(), capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr
        assert "WARN" not in done.stderr
        assert "ERROR" not in done.stderr
    counts = {
        name: count.replace(",", "") for name, count in re.findall(r"^(\S+) +: \w+ = ([\d,]+)$", done.stderr, re.M)
    }
    formats = {".ttl": ox.RdfFormat.TURTLE, ".trig": ox.RdfFormat.TRIG, ".owl": ox.RdfFormat.RDF_XML}
    for name in names:
        form = formats.get(Path(name).suffix, ox.RdfFormat.JSON_LD)
        read = len(set(map(str, ox.parse((folder() / name).read_bytes(), format=form))))
        assert counts[name] == str(read), name


@pytest.mark.java
@pytest.mark.slow
def test_the_owl_api_reads_the_same_axioms_from_all_three_and_finds_owl_2_dl(tmp_path: Path) -> None:
    classes = library(*OWL_API)
    java, compiler = shutil.which("java"), shutil.which("javac")
    if java is None or compiler is None:
        pytest.skip("comparing axioms needs a Java development kit")
    program = tmp_path / "Compare.java"
    program.write_text(COMPARE, "utf-8")
    names = [str(folder() / name) for name in ("ontology.owl", "ontology.ttl", "ontology.ofn")]
    # Ontology and cases joined, as the manual advises for Protégé, are OWL 2 DL too.
    joined = tmp_path / "mbckg.ttl"
    joined.write_text("".join(map(content, ("ontology.ttl", "cases.ttl", "inferred.ttl"))), "utf-8")
    names.append(str(joined))
    command = [java, "-cp", classes, str(program), *names]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    annotations = len(content("ontology.ofn").split("\nAnnotation(")) - 1
    assert done.stdout.splitlines() == [
        f"RDFXMLDocumentFormat true true true {annotations}",
        f"RioTurtleDocumentFormat true true true {annotations}",
        f"FunctionalSyntaxDocumentFormat true true true {annotations}",
        f"RioTurtleDocumentFormat true true false {annotations}",
    ]
