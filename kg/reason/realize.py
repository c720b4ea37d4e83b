"""Everything that follows from the statements of one case: definitions and rules, step by step.

The definitions of the ontology are run to their fixpoint; then the rules of the first step look at the
result, their conclusions are added, and the definitions run on; and so on through the steps. A rule may ask
for the absence of a statement: that is safe as long as nothing that it asks for can be concluded from its
own step on, which a test of the rules checks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from kg.graph.rules import Rule, run_rule
from kg.graph.store import Snapshot
from kg.graph.terms import Statement
from kg.reason.engine import Closure, infer
from kg.reason.rules import RuleSet

__all__ = ["realize"]


def realize(definitions: RuleSet, rules: Sequence[Rule], statements: Iterable[Statement]) -> Closure:
    """The closure of one case's statements under definitions and rules, with a derivation for each new one."""
    closure = infer(definitions, statements)
    snapshot = Snapshot(closure.asserted)
    known = 0
    for _, step in groupby(rules, key=lambda rule: rule.step):
        derived = list(closure.derived)
        snapshot.add(derived[known:])
        known = len(derived)
        for rule in step:
            for conclusion in run_rule(rule, snapshot):
                closure.extend([conclusion.statement], f"rule:{rule.id}", conclusion.premises)
    return closure
