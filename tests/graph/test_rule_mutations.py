"""Every condition of every rule file is noticed: leave one out, turn a comparison, and a stored probe fails.

The probes are in ``rule_probes.tsv``; ``python -m tests.graph.rule_probes`` proposes those that are missing.
"""

from __future__ import annotations

from functools import cache

import pytest

from kg.graph.rules import Rule
from tests.graph.rule_probes import NOTHING, RuleProbe, conclusions, mutants_of, noticed, parse, read_probes, rules

RULES = rules()

EQUIVALENT: dict[tuple[str, str], str] = {
    (
        "extent-settled",
        "without FILTER ( BOUND(?lesion) )",
    ): "an empty group is a row for rdflib, and none for the store",
}
"""Mutants that conclude the same in every case, each with the reason."""


@cache
def probes() -> tuple[RuleProbe, ...]:
    return tuple(read_probes())


def test_every_probe_is_right() -> None:
    wrong = [(p, conclusions(RULES[p.rule], parse(p))) for p in probes() if p.rule in RULES]
    assert [(probe, found) for probe, found in wrong if found != probe.concluded] == []
    assert {probe.rule for probe in probes()} - set(RULES) == set(), "probes of a rule that is gone"


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_concludes_something(rule: str) -> None:
    assert any(probe.concluded != NOTHING for probe in probes() if probe.rule == rule)


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_condition_is_noticed(rule: str) -> None:
    mutants: list[tuple[str, Rule]] = list(mutants_of(RULES[rule]))
    survivors = [n for n, mutant in mutants if (rule, n) not in EQUIVALENT and not noticed(mutant, probes())]
    assert survivors == [], "see CONTRIBUTING.md, Tests: python -m tests.graph.rule_probes"
    told = [name for id_, name in EQUIVALENT if id_ == rule]
    assert set(told) <= {name for name, _ in mutants}, "not a mutant any more"
    assert not any(noticed(mutant, probes()) for name, mutant in mutants if name in told), "not equivalent any more"
