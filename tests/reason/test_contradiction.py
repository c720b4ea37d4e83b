"""Contradictions are minimal: together they contradict, without any one element they do not, by rules and HermiT."""

from __future__ import annotations

from functools import cache

import pytest

from kg.graph.assemble import case_statements
from kg.reason.explain.contradiction import Conflict, conflicts, contradicts, refutation
from kg.reason.explain.support import Support
from kg.reason.realize import realize
from kg.reason.referee import referee_pairs
from kg.reason.suppose import Supposition
from kg.reason.syntax import TYPE, Triple
from tests.reason.published import for_hermit, mbc, part, reasoned, sources

CHENG = "cheng-2025"
INTEGER = "^^<http://www.w3.org/2001/XMLSchema#integer>"
NODULE, NODES = part(CHENG, "scalp-nodule"), part(CHENG, "axillary-nodes")

# What is added to the index case; each contradicts what the case says in another way.
PLANTED: dict[str, list[Triple]] = {
    "two disjoint classes": [(NODULE, TYPE, mbc("OccultPrimary"))],
    "two outcomes": [
        (part(CHENG), mbc("hasOutcome"), part(CHENG, "death")),
        (part(CHENG, "death"), TYPE, mbc("DiedOfDisease")),
    ],
    "a verdict against a rule": [(NODULE, TYPE, mbc("NonSolitaryMetastasis"))],
    "a domain": [(part(CHENG, "primary"), mbc("coDetectedWith"), NODULE), (NODULE, mbc("metastasisOf"), NODULE)],
    "two receptor results": [
        (part(CHENG, "scalp-cytology-her2"), mbc("ihcScore"), f'"3"{INTEGER}'),
    ],
}


@cache
def planted(name: str) -> tuple[Conflict, ...]:
    of = sources()
    case = next(case for case in of.cases if case.id == CHENG)
    closure = realize(of.definitions, of.rules, [*case_statements(case), *PLANTED[name]])
    return conflicts(closure, Support(closure, of.rules))


def given(conflict: Conflict, without: Triple | None = None) -> list[Triple]:
    """What HermiT is given: the statements, and what rule files conclude, all without one statement."""
    statements = [statement for statement in conflict.statements if statement != without]
    lost = {without}
    for use in conflict.uses:  # each stands after the uses it rests on
        if lost & set(use.premises):
            lost.add(use.conclusion)
        else:
            statements.append(use.conclusion)
    return statements


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_contradiction_is_found_with_what_was_planted(name: str) -> None:
    found = planted(name)
    assert found
    assert all(set(PLANTED[name]) & set(conflict.statements) for conflict in found)
    assert all(conflict.assumed == () for conflict in found)


def test_rule_files_take_part() -> None:
    (found,) = [conflict for conflict in planted("a verdict against a rule") if len(conflict.uses) == 2]
    assert [use.rule for use in found.uses] == ["first-detection", "solitary"]


@pytest.mark.parametrize("name", PLANTED)
def test_without_any_one_element_the_rules_find_no_contradiction(name: str) -> None:
    names = sources().definitions.vocabulary
    for one in planted(name):
        assert contradicts(one.statements, one.axioms, one.uses, names) is not None
        for gone in one.statements:
            rest = [statement for statement in one.statements if statement != gone]
            assert contradicts(rest, one.axioms, one.uses, names) is None
        for axiom in one.axioms:
            fewer = [other for other in one.axioms if other != axiom]
            assert contradicts(one.statements, fewer, one.uses, names) is None
        for use in one.uses:
            others = [other for other in one.uses if other != use]
            assert contradicts(one.statements, one.axioms, others, names) is None


@pytest.mark.usefixtures("java")
def test_without_any_one_axiom_or_statement_hermit_finds_no_contradiction() -> None:
    whole, less = [], []
    for name in PLANTED:
        for one in planted(name)[:1]:
            axioms, statements = list(one.axioms), given(one)
            whole.append((for_hermit(axioms, statements), statements))
            for axiom in axioms:
                less.append((for_hermit([other for other in axioms if other != axiom], statements), statements))
            for gone in one.statements:
                rest = given(one, without=gone)
                less.append((for_hermit(axioms, rest), rest))
    assert len(less) > 20
    assert [result.consistent for result in referee_pairs(whole)] == [False] * len(whole)
    assert [result.consistent for result in referee_pairs(less)] == [True] * len(less)


def test_a_consistent_case_has_no_conflict_and_supposing_changes_nothing() -> None:
    of = reasoned(CHENG)
    assert conflicts(of.closure, of.support) == ()
    before = list(of.closure)
    trial = Supposition(of.closure)
    assert trial.contradicts((NODULE, TYPE, mbc("OccultPrimary")))
    assert not trial.contradicts((NODES, TYPE, mbc("SystemicallyTreatedMetastasis")))
    assert trial.contradicts((NODULE, TYPE, mbc("OccultPrimary"))), "the first trial left something behind"
    assert not trial.contradicts((NODULE, TYPE, mbc("DistantMetastasis"))), "known already"
    assert list(of.closure) == before


def test_a_refutation_traces_inferred_statements_back_to_stated_ones() -> None:
    of = reasoned(CHENG)
    wanted = (NODULE, TYPE, mbc("NonSolitaryMetastasis"))
    found = refutation(of.closure, wanted, of.support)
    assert found is not None
    assert found.assumed == (wanted,)
    assert set(found.statements) <= set(of.asserted)
    assert refutation(of.closure, (NODES, TYPE, mbc("SystemicallyTreatedMetastasis"))) is None
