"""Axioms written as triples are the axioms that are read from them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.reason.axioms import read_axioms
from kg.reason.expressions import Vocabulary
from kg.reason.owl_triples import axiom_triples, declarations, main_triples, signature, vocabulary_of
from kg.reason.syntax import And, Axiom, Expression, HasLiteral, HasValue, Named, Or, Some, SomeData
from kg.reason.values import DATATYPES, XSD, DataRange, parse_literal, point
from tests.reason.published import mbc, sources

A, B, C = (Named(f"<urn:x:{name}>") for name in "ABC")
P, Q, D = "<urn:x:p>", "<urn:x:q>", "<urn:x:d>"
ONE = f'"1"^^<{XSD}integer>'
NAMES = Vocabulary(classes={A.iri, B.iri, C.iri}, objects={P, Q}, data={D}, individuals={"<urn:x:i>"})


def test_all_axioms_of_the_ontology_come_back() -> None:
    box = read_axioms(sources().ontology)
    again = read_axioms([*declarations(box.vocabulary), *axiom_triples(box.axioms)])
    assert again.problems == []
    assert set(again.axioms) == set(box.axioms)
    assert len(box.axioms) > 1500


EXPRESSIONS: list[Expression] = [
    And((B, Some(P, C))),
    Or((B, C)),
    Some(P, And((B, Some(Q, C)))),
    HasValue(P, "<urn:x:i>"),
    SomeData(D, DATATYPES[f"<{XSD}decimal>"]),
    SomeData(D, DataRange("literal")),
    SomeData(D, DataRange("integer", Decimal(2), False, Decimal(5), False)),
    SomeData(D, DataRange("decimal", Decimal("0.5"), True, None, False)),
    SomeData(D, DataRange("decimal", None, False, Decimal("99.5"), True)),
    HasLiteral(D, ONE, point(parse_literal(ONE))),
]


@pytest.mark.parametrize(
    "axiom",
    [
        *(Axiom("equivalent", classes=(A, one)) for one in EXPRESSIONS),
        *(Axiom("subclass", classes=(one, A)) for one in EXPRESSIONS),
        Axiom("disjoint", classes=(A, B)),
        Axiom("disjoint", classes=(A, B, C)),
        Axiom("subproperty", (P, Q)),
        Axiom("equivalent properties", (P, Q)),
        Axiom("inverse", (P, Q)),
        Axiom("chain", (P, Q, P)),
        Axiom("transitive", (P,)),
        Axiom("symmetric", (P,)),
        Axiom("domain", (P,), (And((A, B)),)),
        Axiom("range", (P,), (A,)),
        Axiom("range", (D,), data=DATATYPES[f"<{XSD}integer>"]),
    ],
    ids=lambda axiom: axiom.render(),
)
def test_every_kind_of_axiom_comes_back(axiom: Axiom) -> None:
    box = read_axioms([*declarations(NAMES), *axiom_triples([axiom])])
    assert box.problems == []
    assert box.axioms == [axiom]


def test_the_main_triple_is_one_of_the_triples_and_the_same_on_every_run() -> None:
    axioms = [Axiom("equivalent", classes=(A, And((B, Some(P, C))))), Axiom("disjoint", classes=(A, B, C))]
    assert main_triples(axioms) == main_triples(axioms)
    assert set(main_triples(axioms)) <= set(axiom_triples(axioms))
    assert axiom_triples([*axioms, *axioms])[: len(axiom_triples(axioms))] == axiom_triples(axioms)


def test_the_vocabulary_of_axioms_is_what_they_name() -> None:
    axiom = Axiom("equivalent", classes=(A, And((B, Some(P, C)))))
    assert signature([axiom]) == {A.iri, B.iri, C.iri, P}
    names = vocabulary_of(NAMES, [axiom], [("<urn:x:i>", D, ONE)])
    assert (names.objects, names.data, names.individuals) == ({P}, {D}, {"<urn:x:i>"})
    assert mbc("Case") not in names.classes
