"""Small ontologies with one construct each, a case, and what exactly follows; worked out by hand.

``expected`` lists the inferred memberships and property statements, and nothing else may be inferred.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["GOLDEN", "Golden"]

CLASSES = " ".join(f":{name} a owl:Class ." for name in "A B C D E F G".split())
OBJECTS = " ".join(f":{name} a owl:ObjectProperty ." for name in "p q r s".split())
DATA = ":v a owl:DatatypeProperty . :w a owl:DatatypeProperty . :a a owl:NamedIndividual ."
DECLARED = f"{CLASSES} {OBJECTS} {DATA}\n"


class Golden(NamedTuple):
    """A name, an ontology without its declarations, a case, and what follows: ``x A`` or ``x p y``."""

    name: str
    ontology: str
    case: str
    expected: str


def some(prop: str, filler: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty :{prop} ; owl:someValuesFrom {filler} ]"


def both(*parts: str) -> str:
    return f"[ a owl:Class ; owl:intersectionOf ({' '.join(parts)}) ]"


def facets(datatype: str, *bounds: str) -> str:
    inner = " ".join(f"[ xsd:{bound} ]" for bound in bounds)
    return f"[ a rdfs:Datatype ; owl:onDatatype xsd:{datatype} ; owl:withRestrictions ({inner}) ]"


GOLDEN = [
    Golden("subclass", ":A rdfs:subClassOf :B . :B rdfs:subClassOf :C .", ":x a :A . :y a :B .", "x B, x C, y C"),
    Golden("cycle of classes", ":A rdfs:subClassOf :B . :B rdfs:subClassOf :A .", ":x a :A . :y a :B .", "x B, y A"),
    Golden("equivalent names", ":A owl:equivalentClass :B .", ":x a :A . :y a :B .", "x B, y A"),
    Golden("intersection left", f"{both(':A', ':B')} rdfs:subClassOf :C .", ":x a :A, :B . :y a :A .", "x C"),
    Golden("intersection right", f":A rdfs:subClassOf {both(':B', ':C')} .", ":x a :A .", "x B, x C"),
    Golden(
        "union left",
        "[ a owl:Class ; owl:unionOf (:A :B) ] rdfs:subClassOf :C .",
        ":x a :A . :y a :B . :z a :D .",
        "x C, y C",
    ),
    Golden(
        "union inside an existential",
        f"{some('p', '[ a owl:Class ; owl:unionOf (:A :B) ]')} rdfs:subClassOf :C .",
        ":x :p :y . :y a :B . :z :p :u . :u a :D .",
        "x C",
    ),
    Golden("existential left", f"{some('p', ':A')} rdfs:subClassOf :B .", ":x :p :y . :y a :A . :z :p :x .", "x B"),
    Golden("existential, any filler", f"{some('p', 'owl:Thing')} rdfs:subClassOf :B .", ":x :p :y .", "x B"),
    Golden(
        "nested definition",
        f":A owl:equivalentClass {both(':B', some('p', both(':C', some('q', ':D'))))} .",
        ":x a :B ; :p :y . :y a :C ; :q :z . :z a :D . :u a :B ; :p :z .",
        "x A",
    ),
    Golden(
        "necessary direction",
        f":A owl:equivalentClass {both(':B', some('p', ':C'))} . :B rdfs:subClassOf :D .",
        ":x a :A .",
        "x B, x D",
    ),
    Golden(
        "facets, both bounds",
        f":A owl:equivalentClass {some('v', facets('decimal', 'minInclusive 1', 'maxExclusive 10'))} .",
        ":x :v 1.0 . :y :v 10 . :z :v 9.999 . :u :v 0.5 .",
        "x A, z A",
    ),
    Golden(
        "facets, exclusive below",
        f"{some('v', facets('integer', 'minExclusive 1', 'maxInclusive 3'))} rdfs:subClassOf :A .",
        ":x :v 1 . :y :v 2 . :z :v 3.0 . :u :v 2.5 .",
        "y A, z A",
    ),
    Golden("plain datatype", f"{some('v', 'xsd:string')} rdfs:subClassOf :A .", ':x :v "a" . :y :v 1 .', "x A"),
    Golden(
        "fixed individual left",
        "[ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :a ] rdfs:subClassOf :A .",
        ":x :p :a . :y :p :x .",
        "x A",
    ),
    Golden(
        "fixed individual right",
        ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue :a ] . :p rdfs:range :B .",
        ":x a :A .",
        "x p a, a B",
    ),
    Golden(
        "fixed literal on both sides",
        ":A owl:equivalentClass [ a owl:Restriction ; owl:onProperty :v ; owl:hasValue 5 ] .",
        ":x :v 5.0 . :y :v 6 . :z a :A .",  # x also gets the literal as the axiom writes it
        "x A, x v 5, z v 5",
    ),
    Golden("domain and range", ":p rdfs:domain :A ; rdfs:range :B .", ":x :p :y .", "x A, y B"),
    Golden(
        "domain that is an expression",
        f":p rdfs:domain {both(':A', some('q', ':B'))} . {some('q', ':B')} rdfs:subClassOf :C .",
        ":x :p :y .",
        "x A, x C",
    ),
    Golden("domain of a data property", ":v rdfs:domain :A .", ":x :v 1 .", "x A"),
    Golden(
        "subproperties",
        ":p rdfs:subPropertyOf :q . :q rdfs:subPropertyOf :r ; rdfs:domain :A .",
        ":x :p :y .",
        "x q y, x r y, x A",
    ),
    Golden("data subproperty", ":v rdfs:subPropertyOf :w . :w rdfs:domain :A .", ":x :v true .", "x w true, x A"),
    Golden("equivalent properties", ":p owl:equivalentProperty :q .", ":x :p :y . :u :q :z .", "x q y, u p z"),
    Golden("inverse", ":p owl:inverseOf :q . :q rdfs:domain :A .", ":x :p :y .", "y q x, y A"),
    Golden("symmetric", ":p a owl:SymmetricProperty .", ":x :p :y .", "y p x"),
    Golden(
        "transitive",
        ":p a owl:TransitiveProperty .",
        ":x :p :y . :y :p :z . :z :p :u .",
        "x p z, x p u, y p u",
    ),
    Golden("chain", ":r owl:propertyChainAxiom (:p :q) .", ":x :p :y . :y :q :z .", "x r z"),
    Golden(
        "chain of three into its own property",
        ":r owl:propertyChainAxiom (:r :p :q) .",
        ":x :r :y . :y :p :z . :z :q :u . :u :p :b . :b :q :c .",
        "x r u, x r c",
    ),
    Golden(
        "recursion through a definition",
        f"{both(':A', some('p', ':B'))} rdfs:subClassOf :B .",
        ":x a :A ; :p :y . :y a :A ; :p :z . :z a :B .",
        "y B, x B",
    ),
    Golden("fact of the ontology", ":a a :A . :A rdfs:subClassOf :B .", ":x :p :a .", "a B"),
    Golden(
        "witness: subsumed existential",
        f":A rdfs:subClassOf {some('p', ':B')} . :B rdfs:subClassOf :C . :p rdfs:subPropertyOf :q ."
        f" {some('q', ':C')} rdfs:subClassOf :D .",
        ":x a :A .",
        "x D",
    ),
    Golden(
        "witness: domain, range and what the range adds",
        f":A rdfs:subClassOf {some('p', ':B')} . :p rdfs:domain :C ; rdfs:range :D ."
        f" {some('p', both(':B', ':D'))} rdfs:subClassOf :E .",
        ":x a :A .",
        "x C, x E",
    ),
    Golden(
        "witness: two steps over a transitive property",
        f":A rdfs:subClassOf {some('p', ':B')} . :B rdfs:subClassOf {some('p', ':C')} ."
        f" :p a owl:TransitiveProperty . {some('p', ':C')} rdfs:subClassOf :D .",
        ":x a :A . :y :p :x . :z :p :y .",
        "x D, y D, z D, z p x",
    ),
    Golden(
        "witness: the inverse sees its parent",
        f":A rdfs:subClassOf {some('p', ':B')} . :q owl:inverseOf :p . {some('q', ':C')} rdfs:subClassOf :D ."
        f" {some('p', ':D')} rdfs:subClassOf :E .",
        ":x a :A, :C . :y a :A .",
        "x E",
    ),
    Golden(
        "witness: together with a named neighbor",
        f":A rdfs:subClassOf {some('p', ':B')} . {both(some('p', ':B'), some('q', ':C'))} rdfs:subClassOf :D .",
        ":x a :A ; :q :y . :y a :C . :z a :A .",
        "x D",
    ),
    Golden(
        "witness: no consequence",
        f":A rdfs:subClassOf {some('p', ':B')} . {some('p', ':C')} rdfs:subClassOf :D .",
        ":x a :A .",
        "",
    ),
    Golden(
        "witness: a value in a range",
        f":A rdfs:subClassOf {some('v', facets('integer', 'minInclusive 5'))} . :v rdfs:domain :B ."
        f" {some('v', facets('decimal', 'minInclusive 1'))} rdfs:subClassOf :C ."
        f" {some('v', facets('decimal', 'minInclusive 9'))} rdfs:subClassOf :D .",
        ":x a :A .",
        "x B, x C",
    ),
]
