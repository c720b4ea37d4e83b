"""The conditions of rule files are true to the rules: a rule applies exactly where its conditions say so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from kg.build.sources import Sources, read_sources
from kg.graph.assemble import case_statements
from kg.graph.patterns import Comparison, Group, PatternError, parse_group, variables
from kg.graph.rules import Rule, read_rules
from kg.graph.store import Snapshot
from kg.graph.terms import RDF_TYPE, Statement, integer, iri, term
from kg.names import case_iri, resource_root
from kg.reason.abduce import routes
from kg.reason.abduce.view import View, matches
from kg.reason.realize import realize
from kg.reason.rules import TypeAtom
from tests.second.test_random_cases import SEED, variants

ROUNDS = 2
RULES = {rule.id: rule for rule in read_rules(f"{resource_root()}/ontology/rules") if rule.requires}

Keys = set[tuple[str | None, ...]]


@cache
def sources() -> Sources:
    return read_sources(resource_root())


@cache
def known() -> tuple[tuple[str, tuple[Statement, ...]], ...]:
    """What is known of each case: those of the checkout, and randomly changed ones."""
    found = []
    for case in sources().cases:
        closure = realize(sources().definitions, sources().rules, case_statements(case))
        found.append((case.id, (*closure.asserted, *closure.derived)))
    for number in range(ROUNDS):
        for one in variants(number):
            name = f"{one.case.id} (seed {SEED}, round {number}: {', '.join(one.changes)})"
            found.append((name, (*one.asserted, *one.inferred)))
    return (*found, *crossed(), *concordant())


def crossed() -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """Cases in which every assessment detected every lesion, so that the dates alone tell which was first."""
    detects = term("detects")
    for case in sources().cases:
        asserted = case_statements(case)
        found = [(subject, obj) for subject, predicate, obj in asserted if predicate == detects]
        more = [(one, detects, lesion) for one, _ in found for _, lesion in found]
        closure = realize(sources().definitions, sources().rules, [*asserted, *more])
        yield f"{case.id}, crossed", (*closure.asserted, *closure.derived)


def concordant() -> Iterator[tuple[str, tuple[Statement, ...]]]:
    """Cases with what they lack to be concordant, which no case of the checkout is."""
    goal = term("ReceptorConcordantCase")
    for case in sources().cases[:4]:
        asserted = case_statements(case)
        closure = realize(sources().definitions, sources().rules, asserted)
        found = routes(sources().definitions, sources().rules, asserted, closure, iri(case_iri(case.id)), goal, limit=1)
        for route in found:
            more = realize(sources().definitions, sources().rules, [*asserted, *route.missing])
            yield f"{case.id}, concordant", (*more.asserted, *more.derived)


@cache
def snapshots() -> tuple[tuple[str, Snapshot, View], ...]:
    return tuple((name, Snapshot(told), View(told, ())) for name, told in known())


def by_rule(rule: Rule, snapshot: Snapshot) -> Keys:
    """What each application of the rule is about."""
    return {tuple(row.get(name[1:]) for name in rule.keys) for row in snapshot.select(rule.query)}


def by_conditions(rule: Rule, snapshot: Snapshot) -> Keys:
    """What the conditions say that the rule applies to, asked of the same engine in SPARQL."""
    prologue = rule.construct[: rule.construct.index("CONSTRUCT")]
    requires = " . ".join(condition.text for condition in rule.requires)
    unless = " ".join(f"FILTER NOT EXISTS {{ {condition.text} }}" for condition in rule.unless)
    query = f"{prologue}SELECT DISTINCT {' '.join(rule.keys)} WHERE {{ {requires} {unless} }}"
    return {tuple(row.get(name[1:]) for name in rule.keys) for row in snapshot.select(query)}


def by_matching(rule: Rule, view: View) -> Keys:
    """The same, matched by the program as it reads the conditions."""

    def never(left: str, operator: str, right: str) -> bool:
        return False

    def all_of(place: int, binding: dict[str, str]) -> Iterator[dict[str, str]]:
        if place == len(rule.requires):
            yield binding
            return
        for found in matches(rule.requires[place].group, binding, view.find, never):
            yield from all_of(place + 1, found)

    return {
        tuple(row.get(name) for name in rule.keys)
        for row in all_of(0, {})
        if not any(next(matches(one.group, row, view.find, never), None) for one in rule.unless)
    }


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_rule_applies_exactly_where_its_conditions_hold(name: str) -> None:
    rule = RULES[name]
    faults = []
    for case, snapshot, view in snapshots():
        fires, holds, matched = by_rule(rule, snapshot), by_conditions(rule, snapshot), by_matching(rule, view)
        if fires != holds:
            faults.append(f"{case}: fires and should not {fires - holds}, does not and should {holds - fires}")
        if holds != matched:
            faults.append(f"{case}: matched in the program alone {matched - holds}, in SPARQL alone {holds - matched}")
    assert not faults, "\n".join(faults)


def test_the_rules_are_put_to_the_test() -> None:
    """Each rule of the checkout that a definition rests on fires somewhere here and is refused somewhere."""
    silent = [name for name, rule in RULES.items() if not any(by_rule(rule, one) for _, one, _ in snapshots())]
    assert len(silent) <= len(RULES) // 3, f"rules that never fire: {silent}"
    used = {"solitary", "first-detection", "concordance", "lesion-count-at-most", "locally-untreated"}
    assert used.isdisjoint(silent)
    for name in ("solitary", "first-detection", "concordance", "lesion-count-at-most"):
        rule = RULES[name]
        required = Rule(**{**{slot: getattr(rule, slot) for slot in rule.__slots__}, "unless": ()})
        assert any(by_conditions(required, one) - by_conditions(rule, one) for _, one, _ in snapshots()), name


def test_what_definitions_rest_on_has_conditions() -> None:
    """A property that a rule sets and a definition asks for: the rule says when it applies."""
    asked = {atom.prop for rule in sources().definitions.joins for atom in rule.body if not isinstance(atom, TypeAtom)}
    without = [
        rule.id for rule in sources().rules if not rule.requires and asked & {pattern[1] for pattern in rule.template}
    ]
    assert without == []


def test_the_variables_of_a_sentence_are_bound_by_its_pattern_or_an_earlier_one() -> None:
    loose = []
    for rule in RULES.values():
        bound: set[str] = set()
        for condition in rule.requires:
            bound |= variables(condition.group)
            loose += [
                (rule.id, word) for word in condition.sentence.split() if _name(word) and _name(word) not in bound
            ]
        for condition in rule.unless:
            inner = bound | variables(condition.group)
            loose += [
                (rule.id, word) for word in condition.sentence.split() if _name(word) and _name(word) not in inner
            ]
    assert loose == []


def _name(word: str) -> str:
    return word.rstrip(",.;:") if word.startswith("?") else ""


def test_groups_are_read() -> None:
    group = parse_group(
        "?a a mbc:Lesion ; mbc:detectedBy|mbc:hasFirstSign ?b . FILTER ( ?n > 1 || ?a != ?b ) "
        "{ ?b mbc:earliestDay ?n } UNION { ?b mbc:latestDay ?n } FILTER NOT EXISTS { ?b mbc:concerns ?a }"
    )
    assert group.patterns == (("?a", RDF_TYPE, term("Lesion")),)
    assert group.comparisons == ((Comparison("?n", ">", integer(1)), Comparison("?a", "!=", "?b")),)
    assert group.absent == (Group(patterns=(("?b", term("concerns"), "?a"),)),)
    assert [len(branches) for branches in group.unions] == [2, 2]
    assert variables(group) == {"?a", "?b", "?n"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?a ?b",
        "FILTER ( ?a > 1 )",
        "?a mbc:detects ?b . OPTIONAL { ?a mbc:date ?c }",
        "?a mbc:detects ?b . FILTER ( ?a + 1 > ?b )",
        "?a unknown:detects ?b",
        "?a mbc:detects ?b }",
        "{ ?a mbc:detects ?b",
        "?a mbc:detects ?b . FILTER EXISTS { ?a mbc:date ?c }",
    ],
)
def test_what_is_no_group_is_refused(text: str) -> None:
    with pytest.raises(PatternError):
        parse_group(text)
