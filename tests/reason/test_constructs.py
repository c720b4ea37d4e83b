"""Each construct of the fragment, alone, against what follows by hand."""

from __future__ import annotations

import pytest

from kg.reason import compile_ontology, infer
from kg.reason.values import XSD
from tests.reason.golden import DECLARED, GOLDEN, Golden
from tests.reason.turtle import TYPE, name, statements

TERMS = {"true": f'"true"^^<{XSD}boolean>', "5": f'"5"^^<{XSD}integer>'}


def expected_triples(text: str) -> set[tuple[str, str, str]]:
    found = set()
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        words = part.split(" ")
        if len(words) == 2:
            found.add((name(words[0]), TYPE, name(words[1])))
        else:
            found.add((name(words[0]), name(words[1]), TERMS.get(words[2]) or name(words[2])))
    return found


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: golden.name)
def test_exactly_this_follows(golden: Golden) -> None:
    rules = compile_ontology(statements(DECLARED + golden.ontology))
    closure = infer(rules, statements(golden.case))
    assert set(closure.derived) == expected_triples(golden.expected)
    assert closure.contradictions == []
    assert closure.unknown == ()


def test_annotations_and_headers_are_no_axioms() -> None:
    ontology = """
        <http://example.org/module> a owl:Ontology ; owl:imports <http://example.org/other> ; :note "x" .
        :note a owl:AnnotationProperty ; rdfs:subPropertyOf skos:note .
        :A a owl:Class ; rdfs:label "a thing"@en ; skos:definition "A thing that is."@en ; :note :B .
        :x a owl:NamedIndividual ; rdfs:comment "about x" .
        [] a owl:Axiom ; owl:annotatedSource :A ; owl:annotatedProperty rdfs:subClassOf ;
           owl:annotatedTarget :B ; rdfs:comment "said elsewhere" .
    """
    rules = compile_ontology(statements(ontology))
    assert len(rules) == 0
    assert rules.facts == ()
    assert rules.label(name("A")) == "a thing"
    assert rules.label(name("B")) == "B"


def test_terms_that_are_not_declared_are_listed() -> None:
    rules = compile_ontology(statements(DECLARED))
    closure = infer(rules, statements(':x a :Aa ; :pp :y ; rdfs:label "x" ; skos:note "n" .'))
    assert closure.unknown == (name("Aa"), name("pp"))
