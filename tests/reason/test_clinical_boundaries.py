"""Every clinical threshold from both sides, dates and values that straddle it, and HermiT on the same cases."""

from __future__ import annotations

from functools import cache

import pytest

from kg.build.sources import Sources, read_sources
from kg.check.reasoning import stated_for_referee
from kg.graph.store import Snapshot
from kg.graph.terms import RDF_TYPE, term
from kg.names import local_name, resource_root
from kg.reason import Closure, compare, infer, referee_many
from kg.reason.realize import realize
from tests.reason.planted import STATES, Planted, named, statements_of
from tests.reason.planted_course import COURSES
from tests.reason.planted_endocrine import ENDOCRINE

PLANTED = [*STATES, *COURSES, *ENDOCRINE]


@cache
def sources() -> Sources:
    return read_sources(resource_root())


@cache
def opposite() -> dict[str, str]:
    return {local_name(s): local_name(o) for s, p, o in sources().ontology if p == term("oppositeVerdict")}


@cache
def closure(number: int) -> Closure:
    return realize(sources().definitions, sources().rules, statements_of(number, PLANTED[number]))


def told(number: int, item: str, name: str, lone: bool) -> str:
    def member(one: str) -> bool:
        return (named(f"planted-{2000 + number}", item), RDF_TYPE, term(one)) in closure(number)

    if lone:
        return "in" if member(name) else "out"
    return "yes" if member(name) else "no" if member(opposite()[name]) else "cannot tell"


@pytest.mark.parametrize(("number", "planted"), list(enumerate(PLANTED)), ids=[one.name for one in PLANTED])
def test_the_verdict_turns_at_the_threshold(number: int, planted: Planted) -> None:
    assert closure(number).contradictions == []
    for part in planted.expected.split(", "):
        item, name, verdict = part.split(" ", 2)
        assert told(number, item, name, lone=verdict in ("in", "out")) == verdict, f"{planted.name}: {item} {name}"


def test_planted_cases_have_names_of_their_own() -> None:
    assert len({one.name for one in PLANTED}) == len(PLANTED)


@pytest.mark.java
def test_hermit_finds_the_same_memberships_in_all_of_them() -> None:
    given = []
    for number, planted in enumerate(PLANTED):
        given += stated_for_referee(statements_of(number, planted), closure(number))
    verdict = referee_many(sources().ontology, {"planted": given})["planted"]
    assert verdict.consistent
    assert compare(infer(sources().definitions, given), verdict) == []


CLINICAL_RULES = (
    "active-systemic-therapy",
    "disease-timing",
    "earlier-assessment",
    "endocrine-therapy-end-to-relapse",
    "endocrine-therapy-to-relapse",
    "first-progression",
    "first-relapse",
    "found-before-primary",
    "new-lesion",
    "no-earlier-metastasis",
    "no-earlier-polymetastasis",
    "recurrent-metastatic",
    "relapse-after-endocrine-therapy",
    "relapse-under-endocrine-therapy",
    "told-interval-to-relapse",
)


@pytest.mark.parametrize("name", CLINICAL_RULES)
def test_a_rule_applies_when_its_conditions_say_so(name: str) -> None:
    """What the front matter requires and excepts, run as a query, against what the rule concludes."""
    rule = next(rule for rule in sources().rules if rule.id == name)
    prologue = rule.construct[: rule.construct.index("CONSTRUCT")].splitlines()
    required = " . ".join(one.text for one in rule.requires)
    excepted = " ".join(f"FILTER NOT EXISTS {{ {one.text} }}" for one in rule.unless)
    prefixes = "\n".join(line for line in prologue if line.startswith("PREFIX"))
    query = f"{prefixes}\nSELECT DISTINCT {' '.join(rule.keys)} WHERE {{ {required} {excepted} }}"
    applied = 0
    for number in range(len(PLANTED)):
        snapshot = Snapshot([*closure(number).asserted, *closure(number).derived])
        told = {tuple(row[key[1:]] for key in rule.keys) for row in snapshot.select(query)}
        applies = snapshot.select(rule.query)
        concluded = {tuple(row[key[1:]] for key in rule.keys) for row in applies}
        assert concluded == told, f"{name} in {PLANTED[number].name}"
        applied += len(concluded)
    assert applied > 0, f"no planted case needs {name}"
