"""Why a statement holds: derivations are sound, well-founded, stable, and can be continued."""

from __future__ import annotations

from random import Random

import pytest

from kg.errors import DataError, OntologyError, UsageError
from kg.reason import Closure, Rule, RuleSet, compile_ontology, infer
from kg.reason.rules import TypeAtom, ValueAtom
from kg.reason.syntax import local
from kg.reason.values import parse_literal
from tests.reason.golden import DECLARED, GOLDEN, both, some
from tests.reason.random_ontology import random_case, random_ontology
from tests.reason.turtle import TYPE, name, statements

Triple = tuple[str, str, str]

ONTOLOGY = f"""
    :A owl:equivalentClass {both(":B", some("p", both(":C", some("q", ":D"))))} .
    :A owl:disjointWith :E . :D rdfs:subClassOf :F . :F rdfs:subClassOf :G .
    :A rdfs:label "solitary metastasis"@en .
"""
CASE = ":x a :B ; :p :y . :y a :C ; :q :z . :z a :D ."


def random_closures() -> list[tuple[RuleSet, Closure]]:
    found = []
    for seed in range(40):
        dice = Random(seed)
        try:
            rules = compile_ontology(statements(random_ontology(dice)))
        except OntologyError:
            continue
        found += [(rules, infer(rules, statements(random_case(dice)))) for _ in range(3)]
    return found


def replay(rule: Rule, premises: tuple[Triple, ...]) -> Triple | None:
    """The head of a rule whose body atoms, in order, are these premises; None when they do not fit."""
    values: dict[int, str] = {}

    def bind(var: int | str, term: str) -> bool:
        return term == var if isinstance(var, str) else values.setdefault(var, term) == term

    for atom, (subject, predicate, obj) in zip(rule.body, premises, strict=True):
        if isinstance(atom, TypeAtom):
            fits = predicate == TYPE and obj == atom.cls and bind(atom.var, subject)
        else:
            fits = predicate == atom.prop and bind(atom.var, subject) and bind(atom.obj, obj)
        if isinstance(atom, ValueAtom):
            fits = fits and atom.data.holds(parse_literal(obj))
        if not fits:
            return None
    return rule.instantiate(rule.head, values) if rule.head is not None else None


def test_every_derivation_is_an_application_of_its_rule_to_earlier_statements() -> None:
    through_helpers = 0
    checked = 0
    for rules, closure in random_closures():
        known = set(closure.asserted)
        for triple, why in closure.derived.items():
            assert set(why.premises) <= known, f"premises of {triple} come after it"
            known.add(triple)
            rule = rules.rule(why.rule)
            assert rule is not None
            if why.via:
                through_helpers += 1
                assert triple in infer(rules, why.premises)
            else:
                assert replay(rule, why.premises) == triple
            checked += 1
    assert checked > 500
    assert through_helpers > 0


def test_every_proof_starts_from_asserted_statements_and_ends_with_the_statement() -> None:
    for _, closure in random_closures():
        asserted = set(closure.asserted)
        for triple in closure.derived:
            seen: set[Triple] = set()
            steps = closure.proof(triple)
            for step in steps:
                assert set(step.premises) <= seen
                assert (step.rule is None) == (step.conclusion in asserted)
                seen.add(step.conclusion)
            assert steps[-1].conclusion == triple


def test_a_proof_names_the_definition_and_the_statements() -> None:
    closure = infer(compile_ontology(statements(DECLARED + ONTOLOGY)), statements(CASE))
    steps = closure.proof((name("x"), TYPE, name("A")))
    assert steps[-1].text == "A ≡ B and (p some (C and (q some D)))"
    assert [step.text for step in steps[:-1]] == ["asserted"] * 5
    step = closure.proof((name("z"), TYPE, name("G")))[-1]
    assert step.text == "D ⊑ F; F ⊑ G"
    assert step.premises == ((name("z"), TYPE, name("D")),)
    with pytest.raises(UsageError, match="nothing to explain"):
        closure.proof((name("x"), TYPE, name("E")))


def test_rules_are_described_with_names_or_labels() -> None:
    rules = compile_ontology(statements(DECLARED + ONTOLOGY))
    rule = next(rule for rule in rules.joins if rule.head == TypeAtom(0, name("A")))
    assert rules.describe(rule.id) == "A ≡ B and (p some (C and (q some D)))"
    assert rules.describe(rule.id, labels=True).startswith("solitary metastasis ≡ B and")
    assert rules.describe("rule:outside") == "rule:outside"
    assert rule.render() == "B(?x), p(?x, ?y), C(?y), q(?y, ?z), D(?z) → A(?x)"


def test_rule_ids_do_not_depend_on_the_rest_of_the_ontology() -> None:
    turtle = DECLARED + ONTOLOGY + "".join(golden.ontology for golden in GOLDEN if "witness: two" in golden.name)
    small = compile_ontology(statements(turtle))
    large = compile_ontology(statements(turtle + f":AA a owl:Class . {some('s', ':AA')} rdfs:subClassOf :AA ."))
    assert {rule.id for rule in small} < {rule.id for rule in large}
    assert len({rule.id for rule in small}) == len(small)


def test_the_order_of_the_input_does_not_matter() -> None:
    forward, backward = statements(DECLARED + ONTOLOGY), statements(DECLARED + ONTOLOGY)[::-1]
    one = infer(compile_ontology(forward), statements(CASE))
    other = infer(compile_ontology(backward), statements(CASE)[::-1])
    assert list(one.derived.items()) == list(other.derived.items())


def test_asserted_statements_are_never_derived() -> None:
    closure = infer(compile_ontology(statements(DECLARED + ONTOLOGY)), statements(":z a :D , :F , :G ."))
    assert closure.derived == {}


@pytest.mark.parametrize(
    ("ontology", "case", "premises"),
    [
        (":A owl:disjointWith :B . :C rdfs:subClassOf :A .", ":x a :C, :B .", ["x A", "x B"]),
        (
            "[] a owl:AllDisjointClasses ; owl:members (:A :B :C) .",
            ":x a :A, :C . :y a :B .",
            ["x A", "x C"],
        ),
        (f"{some('p', ':A')} rdfs:subClassOf owl:Nothing .", ":x :p :y . :y a :A .", ["x p y", "y A"]),
        (f":A rdfs:subClassOf {some('p', both(':B', ':C'))} . :B owl:disjointWith :C .", ":x a :A .", ["x A"]),
        (
            f":A rdfs:subClassOf {some('v', 'xsd:string')} . :v rdfs:range xsd:integer .",
            ":x a :A .",
            ["x A"],
        ),
        (":v rdfs:range xsd:integer .", ":x :v 1 . :y :v 1.5 .", ["y v 1.5"]),
    ],
)
def test_contradictions_name_the_statements(ontology: str, case: str, premises: list[str]) -> None:
    closure = infer(compile_ontology(statements(DECLARED + ontology)), statements(case))
    assert len(closure.contradictions) == 1
    found = closure.contradictions[0]
    shown = [" ".join(local(part) for part in triple if part != TYPE) for triple in found.premises]
    assert shown == premises
    assert closure.rules.describe(found.rule) != found.rule


def test_statements_derived_elsewhere_continue_the_fixpoint() -> None:
    rules = compile_ontology(statements(DECLARED + ONTOLOGY))
    closure = infer(rules, statements(":x a :B ; :p :y . :y a :C . :z a :D ."))
    assert (name("x"), TYPE, name("A")) not in closure
    link = (name("y"), name("q"), name("z"))
    premise = (name("z"), TYPE, name("D"))
    new = closure.extend([link, premise], "rule:same-specimen", [premise])
    assert new == (link, (name("x"), TYPE, name("A")))
    assert closure.derived[link].rule == "rule:same-specimen"
    assert [step.rule for step in closure.proof(link)] == [None, "rule:same-specimen"]
    assert closure.extend([link], "rule:again", [premise]) == ()
    assert closure.derived[link].rule == "rule:same-specimen"
    closure.extend([(name("x"), TYPE, name("E"))], "rule:wrong", [premise])
    assert len(closure.contradictions) == 1
    with pytest.raises(DataError, match="rests on a statement that is not known"):
        closure.extend([(name("q"), TYPE, name("B"))], "rule:x", [(name("nobody"), TYPE, name("B"))])


def test_in_steps_or_at_once_the_same_follows() -> None:
    for rules, closure in random_closures():
        half = closure.asserted[::2]
        steps = infer(rules, [*half, *rules.facts])
        steps.extend(closure.asserted, "rule:late")
        assert set(steps) == set(closure)
        assert {item.rule for item in steps.contradictions} == {item.rule for item in closure.contradictions}


@pytest.mark.parametrize(
    ("case", "message"),
    [
        (":x :p [ a :A ] .", "blank nodes are not supported"),
        (':x :p "y" .', "an object property leads to a literal"),
        (":x :v :y .", "a data property needs a literal"),
        (":x owl:sameAs :y .", "owl:sameAs is not supported"),
        (':x :v "many"^^xsd:integer .', "is not a number of its datatype"),
    ],
)
def test_statements_that_cannot_be_reasoned_over_are_refused(case: str, message: str) -> None:
    rules = compile_ontology(statements(DECLARED + f"{some('v', 'xsd:integer')} rdfs:subClassOf :A ."))
    with pytest.raises(DataError, match=message):
        infer(rules, statements(case))
