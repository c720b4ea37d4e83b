"""Rules against HermiT on random cases over the whole ontology: the same memberships, the same contradictions.

The cases are the same on every run. ``MBCKG_TEST_SEED`` sets another seed; a failure names its seed, and shows the
smallest case on which the two differ.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations
from random import Random

import pytest

from kg.check.reasoning import stated_for_referee
from kg.graph.assemble import read_ontology
from kg.graph.rules import read_rules
from kg.names import resource_root
from kg.reason import Closure, RefereeResult, compare, compile_ontology, infer, referee_many
from kg.reason.axioms import read_axioms
from kg.reason.engine import Engine
from kg.reason.realize import realize
from kg.reason.referee import referee_pairs
from kg.reason.rules import Head, Rule, RuleSet, TypeAtom, is_helper
from kg.reason.syntax import NOTHING, THING, TYPE, And, Axiom, Triple, local, render
from tests.reason.probes_hermit import combined_classes
from tests.reason.probes_redundant import read_redundant
from tests.reason.random_cases import CaseMaker, World, world_of
from tests.reason.shrink import as_turtle, disagreement, shrink

SEED = int(os.environ.get("MBCKG_TEST_SEED", "20251123"))
CASES = 320
TOGETHER = 20
ALONE = 6


@dataclass(frozen=True)
class Made:
    """A case, what the rules say of it, and what the referee is given."""

    name: str
    stated: list[Triple]
    closure: Closure


@cache
def ontology() -> list[Triple]:
    return read_ontology(f"{resource_root()}/ontology")


@cache
def rules() -> RuleSet:
    return compile_ontology(ontology())


@cache
def world() -> World:
    return world_of(read_axioms(ontology()), rules())


@cache
def made() -> tuple[Made, ...]:
    """The cases: every class, every property and every left-hand side is a goal of one of them."""
    dice = Random(SEED)
    goals = world().goals()
    dice.shuffle(goals)
    found = []
    steps = read_rules(f"{resource_root()}/ontology/rules")
    for number in range(CASES):
        maker = CaseMaker(world(), f"{number}", Random(f"{SEED} {number}"))
        statements = maker.make(goals[number::CASES], moves=3)
        closure = realize(rules(), steps, statements)
        found.append(Made(f"seed {SEED}, case {number}", stated_for_referee(statements, closure), closure))
    return tuple(found)


@cache
def broken() -> tuple[Made, ...]:
    """For each disjointness a case in which an individual is on both sides."""
    found = []
    for number, members in enumerate(world().disjoint):
        dice = Random(f"{SEED} broken {number}")
        for place, pair in enumerate(combinations(members, 2)):
            maker = CaseMaker(world(), f"broken-{number}-{place}", dice)
            if not place:
                maker.make((), moves=2)
            statements = maker.broken(pair)
            label = f"seed {SEED}, {' and '.join(render(part) for part in pair)}"
            found.append(Made(label, statements, infer(rules(), statements)))
    return tuple(found)


def hermit(statements: Sequence[Triple]) -> RefereeResult:
    return referee_many(ontology(), {"case": statements})["case"]


def own(result: RefereeResult, case: Made) -> RefereeResult:
    """What a result for several cases says of one."""
    people = {triple[0] for triple in case.stated} | {triple[2] for triple in case.stated if triple[1] != TYPE}
    return replace(result, memberships=frozenset(pair for pair in result.memberships if pair[0] in people))


@pytest.mark.java
@pytest.mark.slow
def test_rules_and_hermit_find_the_same_in_random_cases(java: str) -> None:
    fine = [case for case in made() if not case.closure.contradictions]
    assert len(fine) >= 300
    groups = [fine[start : start + TOGETHER] for start in range(0, len(fine), TOGETHER)]
    stated = {f"{n:03}": [t for case in group for t in case.stated] for n, group in enumerate(groups)}
    results = referee_many(ontology(), stated)
    different = []
    for group, (_, result) in zip(groups, sorted(results.items()), strict=True):
        for case in group:
            if not result.consistent or compare(case.closure, own(result, case)):
                different.append(case)
    suspects = [case for case in different if compare(case.closure, hermit(case.stated))]
    told = [disagreement(case.name, case.stated, rules(), hermit) for case in suspects[:2]]
    assert not suspects, "\n\n".join(told)
    assert all(result.consistent for result in results.values())
    memberships = sum(len(result.memberships) for result in results.values())
    print(f"{len(fine)} cases, {sum(len(c.stated) for c in fine)} statements, {memberships} memberships: the same")
    assert memberships > 10_000


@pytest.mark.java
@pytest.mark.slow
def test_rules_and_hermit_find_the_same_contradictions(java: str) -> None:
    assert [case.name for case in broken() if not case.closure.contradictions] == []
    pairs = [And(pair) for members in world().disjoint for pair in combinations(members, 2)]
    classes, names = combined_classes(pairs)
    (result,) = referee_pairs([([*ontology(), *classes], [])])
    assert result.consistent
    assert [render(pair) for pair, name in zip(pairs, names, strict=True) if name not in result.unsatisfiable] == []
    against = [case for case in made() if case.closure.contradictions]
    sample = [*against, *Random(SEED).sample(broken(), ALONE)][:ALONE]
    results = referee_many(ontology(), {case.name: case.stated for case in sample})
    different = [case for case in sample if results[case.name].consistent]
    assert not different, "\n\n".join(disagreement(c.name, c.stated, rules(), hermit) for c in different[:1])


def test_the_cases_reach_every_class_and_every_property() -> None:
    types = {cls for case in made() for _, cls in case.closure.types()}
    assert {local(cls) for cls in rules().vocabulary.classes - types - {THING.iri, NOTHING.iri}} == set()
    used = {predicate for case in made() for _, predicate, _ in case.closure}
    assert {local(prop) for prop in {*world().objects, *world().data} - used} == set()


def test_every_rule_fires_in_some_case() -> None:
    fired: set[str] = set()
    for case in (*made(), *broken()):
        engine = Engine(rules())
        engine.load(case.stated)
        fired |= {why.rule for why in (*engine.known.values(), *engine.contradictions.values()) if why is not None}
    heard = {(rule.head, axiom) for rule in rules().joins if rule.id in fired for axiom in rule.axioms}
    repeated = {row.told for row in read_redundant()}
    silent = [
        rule
        for rule in rules().joins
        if rule.id not in fired
        and not second_form(rule, heard)
        and not any(f"without {axiom.render()}" in repeated for axiom in rule.axioms)
    ]
    assert [f"{rule.render()}  [{rule.describe()}]" for rule in silent] == []
    doubled = [rule for rule in rules().joins if rule.id not in fired]
    print(f"{len(rules().joins) - len(doubled)} of {len(rules().joins)} rules with a body to match fired")
    assert len(doubled) < len(rules().joins) / 10


def second_form(rule: Rule, heard: set[tuple[Head, Axiom]]) -> bool:
    """True for a rule that says of unnamed individuals what another rule of the same axiom, which fired, says of named.

    Both have the same conclusion. The one about names comes first where both match, and a statement keeps the
    derivation that gave it first.
    """
    helped = any(isinstance(atom, TypeAtom) and is_helper(atom.cls) for atom in (*rule.body, rule.head))
    return helped and any((rule.head, axiom) in heard for axiom in rule.axioms)


def test_values_lie_on_both_sides_of_every_bound() -> None:
    told: dict[str, set[str]] = {}
    for case in made():
        for _, predicate, value in case.stated:
            told.setdefault(predicate, set()).add(local(value))
    for prop, bounds in world().bounds.items():
        values = {float(value) for value in told.get(prop, ())}
        for bound in bounds:
            assert any(value < bound for value in values), (local(prop), bound)
            assert float(bound) in values, (local(prop), bound)
            assert any(value > bound for value in values), (local(prop), bound)


def test_the_same_seed_makes_the_same_case() -> None:
    one, other = (CaseMaker(world(), "x", Random("seed")).make(world().patterns[:2], 4) for _ in range(2))
    assert one == other
    assert one != CaseMaker(world(), "x", Random("another")).make(world().patterns[:2], 4)


def test_a_failing_case_is_made_as_small_as_it_can_be() -> None:
    """With one rule taken out the rules differ from the whole; what is shown is what that rule needs, and no more."""
    rule = next(r for r in rules().joins if r.describe() == "Pain and (findingAt some Bone) ⊑ BonePain")
    poorer = replace(rules(), joins=tuple(other for other in rules().joins if other != rule), plans=None)

    def whole(statements: Sequence[Triple]) -> RefereeResult:
        closure = infer(rules(), statements)
        return RefereeResult(not closure.contradictions, frozenset(p for p in closure.types() if p[1] != THING.iri))

    maker = CaseMaker(world(), "large", Random(SEED))
    pattern = next(p for p in world().patterns if render(p) == "Pain and (findingAt some Bone)")
    case = maker.make([*world().patterns[:20], pattern], moves=12)
    assert len(case) > 60
    told = disagreement("seed 1", case, poorer, whole)
    lines = [line for line in told.splitlines() if not line.startswith(("@prefix", "#", "seed"))]
    assert len(" ; ".join(lines).split(" ; ")) == 3, told
    assert "mbc:findingAt" in told
    assert "# only HermiT: " in told
    assert "a BonePain" in told


def test_a_shrunk_case_cannot_lose_another_statement() -> None:
    statements = [(f"<urn:{n}>", TYPE, f"<urn:c{n % 7}>") for n in range(60)]
    needed = {statements[3], statements[31], statements[58]}
    smallest = shrink(statements, lambda part: needed <= set(part))
    assert set(smallest) == needed
    assert as_turtle(smallest).count("\n") == 3
    either = shrink(statements, lambda part: statements[7] in part or len(part) > 40)
    assert either == [statements[7]]
    with pytest.raises(ValueError, match="does not fail"):
        shrink(statements, lambda part: False)
