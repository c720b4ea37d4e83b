"""Explanations are sound: what they cite, and nothing else, entails what they explain, by an independent reasoner.

HermiT is given the cited axioms, the cited statements and declarations, and for each use of a rule file its
conclusion, since OWL cannot say what is absent. That the rule file itself concludes it is tested besides: from the
steps cited before it, as far as its positive part goes.
"""

from __future__ import annotations

from functools import cache

import pytest

from kg.graph.rules import run_rule
from kg.graph.store import Snapshot
from kg.reason.explain import Answer, explain, opposites
from kg.reason.explain.chains import Step
from kg.reason.referee import RefereeResult, referee_pairs
from kg.reason.syntax import TYPE, Axiom, Triple
from tests.reason.published import case_ids, cited, for_hermit, mbc, part, reasoned, sources

pytestmark = pytest.mark.usefixtures("java")


@cache
def verdict_classes() -> frozenset[str]:
    return frozenset(opposites(sources().ontology))


@cache
def explained() -> tuple[tuple[str, Triple, tuple[Step, ...]], ...]:
    """Every membership in a class of a verdict pair that a published case does not state, with its steps."""
    found = []
    for case_id in case_ids():
        closure = reasoned(case_id).closure
        for individual, cls in closure.types():
            triple = (individual, TYPE, cls)
            if cls in verdict_classes() and triple in closure.derived:
                found.append((case_id, triple, reasoned(case_id).chain(triple)))
    return tuple(found)


@cache
def judged() -> tuple[RefereeResult, ...]:
    return tuple(
        referee_pairs([(for_hermit(axioms, given), given) for axioms, given in (cited(s) for _, _, s in explained())])
    )


def test_every_inferred_verdict_follows_from_what_its_explanation_cites() -> None:
    assert len(explained()) > 100
    for (case_id, (individual, _, cls), _), result in zip(explained(), judged(), strict=True):
        assert result.consistent, (case_id, individual, cls)
        assert (individual, cls) in result.memberships, (case_id, individual, cls)


def test_without_the_axioms_of_its_last_step_nothing_follows() -> None:
    pairs, wanted = [], []
    for _, (individual, _, cls), steps in explained()[::6]:
        axioms, given = cited(steps)
        rest = [axiom for axiom in axioms if axiom not in steps[-1].axioms]
        pairs.append((for_hermit(rest, given), given))
        wanted.append((individual, cls))
    assert len(pairs) > 15
    for pair, result in zip(wanted, referee_pairs(pairs), strict=True):
        assert pair not in result.memberships


def test_steps_come_after_their_premises_and_end_with_the_conclusion() -> None:
    for _, triple, steps in explained():
        known: set[Triple] = set()
        for step in steps:
            assert set(step.premises) <= known
            assert bool(step.premises) == (step.kind in ("axioms", "rule"))
            assert bool(step.axioms) == (step.kind == "axioms")
            known.add(step.conclusion)
        assert steps[-1].conclusion == triple


def test_stated_steps_are_statements_of_the_case_file() -> None:
    for case_id, _, steps in explained():
        asserted = set(reasoned(case_id).asserted)
        for step in steps:
            assert (step.kind == "stated") == (step.conclusion in asserted)


def test_no_helper_class_shows() -> None:
    for _, _, steps in explained():
        assert not [term for step in steps for term in (*step.conclusion, *step.through) if term.startswith("_:")]


def test_a_rule_file_concludes_its_step_from_the_cited_statements_alone() -> None:
    rules = {rule.id: rule for rule in sources().rules}
    seen = set()
    for _, _, steps in explained():
        by_conclusion = {step.conclusion: step for step in steps}
        for step in steps:
            if step.rule is not None:
                seen.add(step.rule)
                below, waiting = set(step.premises), list(step.premises)
                while waiting:
                    fresh = set(by_conclusion[waiting.pop()].premises) - below
                    below |= fresh
                    waiting += fresh
                found = {one.statement for one in run_rule(rules[step.rule], Snapshot(sorted(below)))}
                assert step.conclusion in found, step
    assert {"solitary", "first-detection", "locally-untreated", "primary-to-metastasis", "receptor-comparison"} <= seen


def test_what_a_rule_file_found_absent_is_absent_in_the_finished_case() -> None:
    """Run again on everything that follows, each rule concludes what it concluded, and nothing more."""
    rules = [rule for rule in sources().rules if "rdfs:subClassOf" not in rule.construct]
    assert len(rules) > 10
    for case_id in case_ids():
        closure = reasoned(case_id).closure
        snapshot = Snapshot(list(closure))
        for rule in rules:
            concluded = {triple for triple, why in closure.derived.items() if why.rule == f"rule:{rule.id}"}
            again = {found.statement for found in run_rule(rule, snapshot)}
            assert concluded <= again <= set(closure), (case_id, rule.id)


def test_the_premises_of_a_rule_file_cannot_be_fewer() -> None:
    rules = {rule.id: rule for rule in sources().rules}
    closure = reasoned("cheng-2025").closure
    interval = part("cheng-2025", "primary-to-meningeal-metastasis")
    (least,) = [t for t in closure.derived if t[:2] == (interval, mbc("atLeastDays"))]
    steps = reasoned("cheng-2025").chain(least)
    named = set(closure.derived[least].premises)
    for extra in set(steps[-1].premises) - named:
        rest = [premise for premise in steps[-1].premises if premise != extra]
        assert least not in {one.statement for one in run_rule(rules["primary-to-metastasis"], Snapshot(rest))}
    days = {t[1] for t in steps[-1].premises if t[1].endswith(("earliestDay>", "latestDay>"))}
    assert len(days) == 2, "the dates behind an interval are cited"


@cache
def refused() -> tuple[tuple[str, str, Answer], ...]:
    """Every "no" of a published case: the class asked for, and the answer."""
    found = []
    for case_id in case_ids():
        of = reasoned(case_id)
        for cls in sorted(verdict_classes()):
            members = [i for i, c in of.closure.types() if c == of.opposite[cls]]
            found += [(case_id, cls, answer) for answer in explain(of, cls, members)]
    return tuple(found)


def test_every_no_cites_what_makes_the_opposite_hold_and_exclude_the_class() -> None:
    pairs: dict[tuple[str, str], tuple[Axiom, ...]] = {}
    for _, cls, answer in refused():
        assert answer.verdict == "no"
        assert answer.decided_by == reasoned(case_ids()[0]).opposite[cls]
        assert answer.excludes
        assert answer.steps[-1].conclusion == (answer.individual, TYPE, answer.decided_by)
        pairs[(cls, answer.decided_by)] = answer.excludes
    assert len(pairs) > 20
    both = "<urn:x-test:both>"
    above = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    jobs = []
    for (cls, other), axioms in pairs.items():
        given: list[Triple] = [("<urn:x-test:i>", TYPE, cls)]
        ontology = for_hermit(list(axioms), [*given, ("<urn:x-test:i>", TYPE, other)])
        declared = (both, TYPE, "<http://www.w3.org/2002/07/owl#Class>")
        jobs.append(([*ontology, declared, (both, above, cls), (both, above, other)], given))
    for pair, result in zip(pairs, referee_pairs(jobs), strict=True):
        assert both in result.unsatisfiable, pair


def test_a_no_of_another_class_is_a_contradiction_with_what_is_known() -> None:
    of = reasoned("cheng-2025")
    (answer,) = explain(of, mbc("OccultPrimary"), [part("cheng-2025", "scalp-nodule")])
    assert (answer.verdict, answer.decided_by, answer.excludes) == ("no", None, ())
    conflict = answer.conflict
    assert conflict is not None
    assert conflict.assumed == ((part("cheng-2025", "scalp-nodule"), TYPE, mbc("OccultPrimary")),)
    assert conflict.statements == ((part("cheng-2025", "scalp-nodule"), TYPE, mbc("DistantMetastasis")),)
    given = [*conflict.statements, *conflict.assumed]
    whole, without = referee_pairs(
        [
            (for_hermit(list(conflict.axioms), given), given),
            (for_hermit(list(conflict.axioms), given), conflict.statements),
        ]
    )
    assert not whole.consistent
    assert without.consistent
