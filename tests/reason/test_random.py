"""Rules against HermiT on random ontologies: the same memberships, the same contradictions."""

from __future__ import annotations

from random import Random

import pytest

from kg.errors import OntologyError
from kg.reason import Closure, compare, compile_ontology, infer
from kg.reason.referee import referee_pairs
from tests.reason.random_ontology import random_case, random_ontology
from tests.reason.turtle import statements

SEEDS = range(1000, 1100)

Statements = list[tuple[str, str, str]]


@pytest.mark.java
@pytest.mark.slow
def test_rules_find_what_hermit_finds(java: str) -> None:
    pairs: list[tuple[Statements, Statements]] = []
    closures: list[tuple[str, Closure]] = []
    refused = []
    for seed in SEEDS:
        dice = Random(seed)
        ontology = statements(random_ontology(dice))
        try:
            rules = compile_ontology(ontology)
        except OntologyError as error:
            refused.append(str(error))
            continue
        case = statements(random_case(dice))
        pairs.append((ontology, case))
        closures.append((f"seed {seed}", infer(rules, case)))
    expected = ("connected with a fixed one", "may fall in several ranges")
    assert all(any(reason in text for reason in expected) for text in refused)
    assert len(refused) < len(SEEDS) / 4
    results = referee_pairs(pairs)
    different = {
        label: found
        for (label, closure), result in zip(closures, results, strict=True)
        if (found := compare(closure, result))
    }
    assert different == {}
    inferred = sum(len(closure.derived) for _, closure in closures)
    print(f"{SEEDS}: {len(pairs)} cases, {len(refused)} refused, {inferred} statements inferred")
    assert sum(closure.rules.has_helpers for _, closure in closures) > 10
    assert 3 < sum(not result.consistent for result in results) < len(results) / 3
    assert inferred > 600
