"""Everything that follows from the statements of one case: definitions and rules, step by step.

The definitions of the ontology are run to their fixpoint; then the rules of the first step look at the
result, their conclusions are added, and the definitions run on; and so on through the steps. A rule may ask
for the absence of a statement: that is safe as long as nothing that it asks for can be concluded from its
own step on, which a test of the rules checks. Besides the case a rule sees how the classes of its items stand to each
other: ``rdfs:subClassOf`` between classes that have a member in the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kg.graph.rules import Rule, run_rule
from kg.graph.store import Snapshot
from kg.graph.terms import RDF_TYPE, Statement
from kg.reason.engine import Closure, infer
from kg.reason.rules import RuleSet, is_helper

__all__ = ["realize"]

_SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"


def realize(definitions: RuleSet, rules: Sequence[Rule], statements: Iterable[Statement]) -> Closure:
    """The closure of one case's statements under definitions and rules, with a derivation for each new one."""
    closure = infer(definitions, statements)
    asserted = closure.asserted
    classes = {o for _, p, o in asserted if p == RDF_TYPE}
    snapshot = Snapshot([*asserted, *_hierarchy(definitions, classes)])
    known = len(asserted)
    for _, step in groupby(rules, key=lambda rule: rule.step):
        new, known = closure.known_after(known)
        met = {o for _, p, o in new if p == RDF_TYPE} - classes
        classes |= met
        snapshot.add([*new, *_hierarchy(definitions, met)])
        for rule in step:
            for conclusion in run_rule(rule, snapshot):
                closure.extend([conclusion.statement], f"rule:{rule.id}", conclusion.premises)
    return closure


def _hierarchy(definitions: RuleSet, classes: Iterable[str]) -> Iterator[Statement]:
    """Each of the classes with every named class above it."""
    for name in classes:
        for above, _ in definitions.superclasses.get(name, ()):
            if not is_helper(above):
                yield name, _SUBCLASS, above
