"""What rules cannot follow completely is refused: the axiom is shown, and the reason."""

from __future__ import annotations

import pytest

from kg.errors import OntologyError
from kg.reason import compile_ontology
from tests.reason.golden import DECLARED, facets, some
from tests.reason.turtle import statements

R = "a owl:Restriction ; owl:onProperty :p"

REFUSED = [
    (f":A rdfs:subClassOf [ {R} ; owl:allValuesFrom :B ] .", "A ⊑ p only B: universal restriction"),
    (":A rdfs:subClassOf [ a owl:Class ; owl:complementOf :B ] .", "A ⊑ not B: complement"),
    (f':A rdfs:subClassOf [ {R} ; owl:minCardinality "1"^^xsd:nonNegativeInteger ] .', "A ⊑ p min 1: cardinality"),
    (
        f':A rdfs:subClassOf [ {R} ; owl:maxQualifiedCardinality "2"^^xsd:nonNegativeInteger ; owl:onClass :B ] .',
        "A ⊑ p max 2: cardinality",
    ),
    (f':A rdfs:subClassOf [ {R} ; owl:cardinality "1"^^xsd:nonNegativeInteger ] .', "A ⊑ p exactly 1: cardinality"),
    (f":A rdfs:subClassOf [ {R} ; owl:hasSelf true ] .", "A ⊑ p Self true: self restriction"),
    (":A owl:equivalentClass [ a owl:Class ; owl:oneOf (:a) ] .", "A ≡ {a}: enumeration of individuals"),
    (
        ":A rdfs:subClassOf [ a owl:Class ; owl:unionOf (:B :C) ] .",
        "A ⊑ B or C: a union on a right-hand side (B or C) is not supported",
    ),
    (":A owl:equivalentClass [ a owl:Class ; owl:unionOf (:B :C) ] .", "A ≡ B or C: a union on a right-hand side"),
    (
        f":A rdfs:subClassOf {some('p', '[ a owl:Class ; owl:unionOf (:B :C) ]')} .",
        "A ⊑ p some (B or C): a union on a right-hand side",
    ),
    (":p rdfs:range [ a owl:Class ; owl:unionOf (:B :C) ] .", "the range of p is B or C: a union"),
    ("owl:Thing rdfs:subClassOf :A .", "owl:Thing ⊑ A: an axiom about everything"),
    (":A owl:hasKey (:p) .", "owl:hasKey is not supported"),
    (":A owl:disjointUnionOf (:B :C) .", "owl:disjointUnionOf is not supported"),
    (":A owl:disjointWith :A .", "A and A are disjoint: disjointness needs two"),
    (":p a owl:FunctionalProperty .", "p is of type owl:FunctionalProperty: not supported"),
    (":p a owl:InverseFunctionalProperty .", "p is of type owl:InverseFunctionalProperty: not supported"),
    (":p a owl:IrreflexiveProperty .", "p is of type owl:IrreflexiveProperty: not supported"),
    (":p owl:propertyDisjointWith :q .", "p owl:propertyDisjointWith q: owl:propertyDisjointWith is not supported"),
    (":a owl:sameAs :b .", "owl:sameAs is not supported"),
    (
        (
            "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :a ; owl:assertionProperty :p ;"
            " owl:targetIndividual :a ."
        ),
        "is of type owl:NegativePropertyAssertion: not supported",
    ),
    (":A rdfs:subClassOf :Missing .", "A ⊑ Missing: Missing is not declared as a class"),
    (f":A rdfs:subClassOf {some('missing', ':B')} .", "A ⊑ missing some B: missing is not declared as a property"),
    (":missing rdfs:subPropertyOf :p .", "missing ⊑ p: missing is not declared as a property"),
    (":p rdfs:subPropertyOf :v .", "p ⊑ v: an object property and a data property cannot be related"),
    (":v a owl:TransitiveProperty .", "v is transitive: v is a data property"),
    (":x a :A .", "x is a A: x is not declared as an individual"),
    (":a :missing :x .", "a missing x: missing is not declared, or used as what it is not"),
    (":a :v :x .", "a v x: v is not declared, or used as what it is not"),
    (":p a owl:DatatypeProperty .", "p is declared as two kinds of property"),
    (f"{some('v', facets('double', 'minInclusive 1'))} rdfs:subClassOf :A .", "facets on xsd:double are not"),
    (f"{some('v', facets('string', 'length 1'))} rdfs:subClassOf :A .", "facets on xsd:string are not supported"),
    (f"{some('v', facets('integer', 'totalDigits 3'))} rdfs:subClassOf :A .", "facet totalDigits"),
    (f"{some('v', 'xsd:date')} rdfs:subClassOf :A .", "datatype xsd:date is not supported"),
    (
        "[ a owl:Restriction ; owl:onProperty :v ; owl:hasValue 1.5e0 ] rdfs:subClassOf :A .",
        "a fixed value of type double is not supported",
    ),
    (
        "[ a owl:Restriction ; owl:onProperty [ owl:inverseOf :p ] ; owl:someValuesFrom :A ] rdfs:subClassOf :B .",
        "inverse property ⊑ B: an anonymous property",
    ),
    (f":A rdfs:subClassOf [ {R} ; owl:someValuesFrom :B , :C ] .", "says several things at once"),
    (f"[ {R} ; owl:someValuesFrom :B ] .", "no axiom uses it"),
    (":A rdfs:subClassOf [ a owl:Class ; owl:intersectionOf [ rdf:first :B ] ] .", "a list is broken"),
    (
        ":p owl:propertyChainAxiom (:q :p :q) .",
        "the chains of p are not regular; OWL 2 DL forbids them",
    ),
    (
        (
            f":A rdfs:subClassOf {some('v', 'xsd:integer')} ."
            f" {some('v', facets('integer', 'maxExclusive 5'))} rdfs:subClassOf :B ."
            f" {some('v', facets('integer', 'minInclusive 5'))} rdfs:subClassOf :B ."
        ),
        "A ⊑ v some xsd:integer: the value it asks for may fall in several ranges",
    ),
    (
        (
            f":A rdfs:subClassOf {some('p', ':B')} ."
            " :B rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :q ; owl:hasValue :a ] ."
        ),
        "A: an unnamed individual would be connected with a fixed one",
    ),
]


@pytest.mark.parametrize(("ontology", "message"), REFUSED, ids=[message[:60] for _, message in REFUSED])
def test_refused_with_axiom_and_reason(ontology: str, message: str) -> None:
    with pytest.raises(OntologyError) as caught:
        compile_ontology(statements(DECLARED + ontology))
    assert message in str(caught.value)


def test_all_problems_are_reported_at_once() -> None:
    ontology = ":A rdfs:subClassOf :Missing . :p a owl:FunctionalProperty . :B rdfs:subClassOf :Other ."
    with pytest.raises(OntologyError) as caught:
        compile_ontology(statements(DECLARED + ontology))
    lines = str(caught.value).splitlines()
    assert "3 problems" in lines[0]
    assert [line.split(":")[0].strip() for line in lines[1:]] == [
        "A ⊑ Missing",
        "B ⊑ Other",
        "p is of type owl",
    ]


def test_too_many_combinations_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.reason.witness.MOST_CONTEXTS", 8)
    classes = [f"X{number}" for number in range(5)]
    lines = [f":{cls} a owl:Class . :Y{cls} a owl:Class ." for cls in classes]
    lines += [":q owl:inverseOf :p .", f":A rdfs:subClassOf {some('p', ':B')} ."]
    lines += [f"{some('q', f':{cls}')} rdfs:subClassOf :Y{cls} ." for cls in classes]
    together = " ".join(f":Y{cls}" for cls in classes)
    lines.append(f"{some('p', f'[ a owl:Class ; owl:intersectionOf ({together}) ]')} rdfs:subClassOf :C .")
    with pytest.raises(OntologyError, match="more than 8 combinations"):
        compile_ontology(statements(DECLARED + "\n".join(lines)))
