"""Each condition of OWL 2 DL with a planted fault, and what is close to it and allowed."""

from __future__ import annotations

import pytest

from kg.build.sources import read_sources
from kg.check.owl_dl import DL_CODES, check_case_statements, check_owl_dl, declared_kinds
from kg.check.owl_names import literal_fault
from kg.graph.assemble import case_statements
from kg.graph.terms import Statement
from kg.names import resource_root
from tests.reason.turtle import statements

DECLARED = """
    :A a owl:Class . :B a owl:Class . :d a owl:DatatypeProperty . :n a owl:AnnotationProperty .
    :p a owl:ObjectProperty . :q a owl:ObjectProperty . :r a owl:ObjectProperty .
"""

FAULTS: dict[str, tuple[str, str, str]] = {
    "class and property": ("N004", "A", ":A a owl:ObjectProperty ."),
    "object and data property": ("N004", "p", ":p a owl:DatatypeProperty ."),
    "class and datatype": ("N004", "A", ":A a rdfs:Datatype ."),
    "annotation and object property": ("N004", "n", ":n a owl:ObjectProperty ."),
    "class and individual": ("N004", "A", ":A a owl:NamedIndividual ."),
    "class in a statement": ("N004", "A", ":x :p :A ."),
    "literal of an object property": ("N005", "p", ":x :p 'y' ."),
    "individual of a data property": ("N005", "d", ":x :d :y ."),
    "data property with a class as range": ("N005", "A", ":d rdfs:range :A ."),
    "object property with a datatype as range": ("N005", "string", ":p rdfs:range xsd:string ."),
    "data property below an object property": ("N005", "p", ":d rdfs:subPropertyOf :p ."),
    "annotation property restricted": (
        "N005",
        "n",
        "[ a owl:Restriction ; owl:onProperty :n ; owl:someValuesFrom :B ] rdfs:subClassOf :A .",
    ),
    "data property with a class as filler": (
        "N005",
        "A",
        "[ a owl:Restriction ; owl:onProperty :d ; owl:someValuesFrom :A ] rdfs:subClassOf :B .",
    ),
    "object property with a data range as filler": (
        "N005",
        "p",
        (
            "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom [ a rdfs:Datatype ;"
            " owl:onDatatype xsd:integer ; owl:withRestrictions ( [ xsd:minInclusive 1 ] ) ] ] rdfs:subClassOf :A ."
        ),
    ),
    "property as a class": ("N005", "p", ":A rdfs:subClassOf :p ."),
    "class in an intersection of a property": ("N005", "p", "[ owl:intersectionOf ( :A :p ) ] rdfs:subClassOf :B ."),
    "transitive data property": ("N005", "d", ":d a owl:TransitiveProperty ."),
    "inverse of a data property": ("N005", "d", ":p owl:inverseOf :d ."),
    "data property in a chain": ("N005", "d", ":p owl:propertyChainAxiom ( :q :d ) ."),
    "literal in place of a class": ("N005", '"B"', ":A rdfs:subClassOf 'B' ."),
    "value of the wrong kind": (
        "N005",
        "d",
        "[ a owl:Restriction ; owl:onProperty :d ; owl:hasValue :x ] rdfs:subClassOf :A .",
    ),
    "reserved name that does not exist": ("N006", "owl#subClassOf", ":A owl:subClassOf :B ."),
    "reserved name declared": ("N006", "owl#Thing", "owl:Thing a owl:Class ."),
    "reserved name as property": ("N006", "rdf-schema#label", "rdfs:label a owl:DatatypeProperty ."),
    "date": ("N007", "x", ":x :d '2025-04-01'^^xsd:date ."),
    "date in an annotation": ("N007", "A", ":A :n '2025'^^xsd:gYear ."),
    "number that is none": ("N008", "x", ":x :d 'many'^^xsd:integer ."),
    "day that does not exist": ("N008", "x", ":x :d '2025-02-30T00:00:00'^^xsd:dateTime ."),
    "transitive and functional": ("N009", "p", ":p a owl:TransitiveProperty , owl:FunctionalProperty ."),
    "cardinality of a chain": (
        "N009",
        "r",
        (
            ":r owl:propertyChainAxiom ( :p :q ) ."
            " [ a owl:Restriction ; owl:onProperty :r ; owl:maxCardinality 1 ] rdfs:subClassOf :A ."
        ),
    ),
    "disjointness above a chain": (
        "N009",
        "q",
        ":r a owl:TransitiveProperty ; rdfs:subPropertyOf :q . :q owl:propertyDisjointWith :p .",
    ),
    "self by way of an inverse": (
        "N009",
        "q",
        (
            ":p a owl:TransitiveProperty ; owl:inverseOf :q ."
            " [ a owl:Restriction ; owl:onProperty :q ; owl:hasSelf true ] rdfs:subClassOf :A ."
        ),
    ),
    "disjoint properties in a list": (
        "N009",
        "p",
        ":p a owl:TransitiveProperty . [] a owl:AllDisjointProperties ; owl:members ( :p :q ) .",
    ),
    "property in the middle of its chain": ("N010", "p", ":p owl:propertyChainAxiom ( :q :p :q ) ."),
    "two chains that need each other": (
        "N010",
        "p",
        ":p owl:propertyChainAxiom ( :q :r ) . :q owl:propertyChainAxiom ( :p :r ) .",
    ),
    "chain with what lies above it": (
        "N010",
        "p",
        ":p rdfs:subPropertyOf :q ; owl:propertyChainAxiom ( :r :q ) .",
    ),
    "class that is not declared": ("N011", "Z", ":A rdfs:subClassOf :Z ."),
    "predicate that is not declared": ("N011", "z", ":x :z :y ."),
    "annotation of another vocabulary": ("N011", "terms/source", ":A <http://purl.org/dc/terms/source> 'x' ."),
    "expression in two places": (
        "N012",
        "A",
        (
            ":A rdfs:subClassOf _:e . :B rdfs:subClassOf _:e ."
            " _:e a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ."
        ),
    ),
}

ALLOWED = {
    "chain with itself at its end": ":p owl:propertyChainAxiom ( :q :p ) .",
    "transitive, and disjoint with nothing": ":p a owl:TransitiveProperty ; rdfs:domain :A ; rdfs:range :A .",
    "transitive by a chain": ":p owl:propertyChainAxiom ( :p :p ) .",
    "chain of what lies below": ":r rdfs:subPropertyOf :p . :p owl:propertyChainAxiom ( :r :r ) .",
    "functional, below a transitive one": (
        ":q a owl:FunctionalProperty ; rdfs:subPropertyOf :p . :p a owl:TransitiveProperty ."
    ),
    "built-in annotations": ":A rdfs:label 'a'@en-GB ; rdfs:comment 'b' ; owl:deprecated true ; :n :B .",
    "facets": (
        "[ a owl:Restriction ; owl:onProperty :d ; owl:someValuesFrom [ a rdfs:Datatype ; owl:onDatatype xsd:decimal ;"
        " owl:withRestrictions ( [ xsd:minInclusive 1.5 ] ) ] ] rdfs:subClassOf :A ."
    ),
    "statements": ":x a :A ; :p :y ; :d '2025-04-01T00:00:00'^^xsd:dateTime .",
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_fault_is_found_at_its_term(name: str) -> None:
    code, term, more = FAULTS[name]
    found = [issue for issue in check_owl_dl(statements(DECLARED + more)) if issue.code == code]
    assert any((issue.field or "").endswith(term) for issue in found), [issue.render() for issue in found]
    assert all(issue.remedy == DL_CODES[code][1] for issue in found)


@pytest.mark.parametrize("name", ALLOWED)
def test_what_owl_2_dl_allows_is_no_issue(name: str) -> None:
    assert [issue.render() for issue in check_owl_dl(statements(DECLARED + ALLOWED[name]))] == []


def test_every_code_has_a_fault() -> None:
    assert {code for code, _, _ in FAULTS.values()} == set(DL_CODES)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (":x :p 'y' .", "N005"),
        (":x :z :y .", "N011"),
        (":x a :Z .", "N011"),
        (":x a :p .", "N005"),
        (":x :d 'x'^^xsd:decimal .", "N008"),
        ("[] a :A .", "N012"),
        (":A :p :x .", "N004"),
    ],
)
def test_statements_of_a_case(more: str, code: str) -> None:
    kinds = declared_kinds(statements(DECLARED))
    found = check_case_statements(kinds, statements(more), "data/cases/x.yaml")
    assert code in {issue.code for issue in found}
    assert {issue.file for issue in found} == {"data/cases/x.yaml"}
    assert check_case_statements(kinds, statements(":x a :A ; :p :y ; :d 1 ; rdfs:label 'x'@en ."), "x") == []


@pytest.mark.parametrize(
    ("literal", "fine"),
    [
        ('"-5"^^<http://www.w3.org/2001/XMLSchema#integer>', True),
        ('"-5"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger>', False),
        ('"256"^^<http://www.w3.org/2001/XMLSchema#unsignedByte>', False),
        ('"1."^^<http://www.w3.org/2001/XMLSchema#decimal>', True),
        ('"1e3"^^<http://www.w3.org/2001/XMLSchema#decimal>', False),
        ('"1e3"^^<http://www.w3.org/2001/XMLSchema#double>', True),
        ('"TRUE"^^<http://www.w3.org/2001/XMLSchema#boolean>', False),
        ('"2024-02-29T23:59:59"^^<http://www.w3.org/2001/XMLSchema#dateTime>', True),
        ('"2025-02-29T23:59:59"^^<http://www.w3.org/2001/XMLSchema#dateTime>', False),
        ('"2024-02-29T23:59:59"^^<http://www.w3.org/2001/XMLSchema#dateTimeStamp>', False),
        ('"a \\" b"@en', True),
        ('"a"', True),
    ],
)
def test_literals(literal: str, fine: bool) -> None:
    assert (literal_fault(literal) is None) is fine


def test_our_ontology_and_our_cases_are_owl_2_dl() -> None:
    sources = read_sources(resource_root())
    assert [issue.render() for issue in check_owl_dl(sources.ontology)] == []
    kinds = declared_kinds(sources.ontology)
    given: dict[str, list[Statement]] = {case.id: case_statements(case) for case in sources.cases}
    assert [i.render() for name, told in given.items() for i in check_case_statements(kinds, told, name)] == []
