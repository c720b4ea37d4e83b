"""What would have to be reported: every route is tried on the case itself, and some by another reasoner.

All open verdicts of the cases are looked at, one for each kind of thing that is asked about; with
``MBCKG_TEST_ALL=1`` every one. Expectations of single routes were written by hand from the definitions.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from kg.build.sources import Sources, read_sources
from kg.graph.assemble import case_statements
from kg.graph.terms import RDF_TYPE, Statement, integer, iri, term
from kg.names import case_iri, resource_root
from kg.publish.verdicts import QUESTIONS
from kg.reason import referee_many
from kg.reason.abduce import Route, abduce, obstacles, routes
from kg.reason.closure import Closure
from kg.reason.realize import realize
from kg.reason.syntax import local
from tests.second.test_random_cases import SEED, variants

CASES = tuple(
    sorted(entry[: -len(".yaml")] for entry in os.listdir(f"{resource_root()}/data/cases") if entry.endswith(".yaml"))
)
LIMIT = 1
HERMIT_SAMPLE = 40


@cache
def sources() -> Sources:
    return read_sources(resource_root())


@cache
def told(case: str) -> tuple[Statement, ...]:
    return tuple(case_statements(next(one for one in sources().cases if one.id == case)))


def known(statements: tuple[Statement, ...]) -> Closure:
    return realize(sources().definitions, sources().rules, statements)


@cache
def closure(case: str) -> Closure:
    return known(told(case))


@dataclass(frozen=True)
class Open:
    """A verdict that is not settled: of which thing, and a class that would settle it."""

    thing: str
    goal: str


def open_verdicts(found: Closure) -> Iterator[Open]:
    """Both sides of every question that nothing settles for a thing it is asked of."""
    classes: dict[str, set[str]] = {}
    for thing, cls in found.types():
        classes.setdefault(thing, set()).add(cls)
    seen = set()
    for asked, yes, no, _ in QUESTIONS:
        for thing, held in sorted(classes.items()):
            if term(asked) in held and not held & {term(yes), term(no)}:
                for goal in (yes, no):
                    key = (goal, frozenset(held))
                    if key not in seen or os.environ.get("MBCKG_TEST_ALL"):
                        seen.add(key)
                        yield Open(thing, term(goal))


@cache
def answers(case: str) -> tuple[tuple[Open, tuple[Route, ...]], ...]:
    """All routes for the open verdicts of a case."""
    read = sources()
    return tuple(
        (one, routes(read.definitions, read.rules, told(case), closure(case), one.thing, one.goal, limit=LIMIT))
        for one in open_verdicts(closure(case))
    )


def faults(statements: tuple[Statement, ...], one: Open, route: Route) -> Iterator[str]:
    """What is wrong with a route, found by trying it on the whole case."""
    name = f"{local(one.thing)} in {local(one.goal)}: {route.sentences}"
    after = known((*statements, *route.missing))
    if (one.thing, RDF_TYPE, one.goal) not in after:
        yield f"{name}: does not get there"
    if after.contradictions:
        yield f"{name}: contradicts the case"
    for left_out in route.missing:
        fewer = known((*statements, *(triple for triple in route.missing if triple != left_out)))
        if (one.thing, RDF_TYPE, one.goal) in fewer and not fewer.contradictions:
            yield f"{name}: does not need {left_out}"
    before = known(statements)
    if any(triple not in before for triple in route.met):
        yield f"{name}: rests on what is not known"
    vocabulary = sources().vocabulary
    for _, predicate, obj in route.missing:
        if predicate == RDF_TYPE and local(obj) in vocabulary.inferred_only:
            yield f"{name}: {local(obj)} may not be stated"
    if not route.sentences or any(
        "?" in sentence or "*" in sentence or "§" in sentence for sentence in route.sentences
    ):
        yield f"{name}: is not in words"


@pytest.mark.parametrize("case", CASES)
def test_every_route_gets_there_and_needs_all_that_it_asks_for(case: str) -> None:
    wrong = [fault for one, found in answers(case) for route in found for fault in faults(told(case), one, route)]
    assert not wrong, "\n".join(wrong)


TOLD = "what is told of dates or classes would have to be told otherwise; the obstacles name it"
FAR = "so much is missing, in so many ways, that the search gives up before it finds one that holds"
WITHOUT_ROUTE = {
    ("abdulraheem-2023", "comparison-primary-tissue-scalp-tissue", "PRChanged"): FAR,
    ("cheng-2025", "adjuvant-endocrine-therapy", "EndocrineTherapyWithPrimaryResistance"): TOLD,
    ("koh-2024", "scalp-diagnosis", "RepeatOligometastaticAssessment"): FAR,
    ("koh-2024", "scalp-diagnosis", "SynchronousOligometastaticAssessment"): TOLD,
    ("liu-2020", "comparison-primary-tissue-scalp-tissue", "HER2Changed"): FAR,
    ("wu-2024", "wu-2024", "ReceptorConcordantCase"): FAR,
    ("wu-2024", "adjuvant-endocrine", "EndocrineTherapyWithSecondaryResistance"): TOLD,
    ("wu-2024", "adjuvant-endocrine", "EndocrineTherapyWithoutPrimaryResistance"): TOLD,
    ("yu-2024-1", "fulvestrant", "EndocrineTherapyWithSecondaryResistance"): TOLD,
    ("yu-2024-1", "fulvestrant", "EndocrineTherapyWithoutPrimaryResistance"): TOLD,
    ("yu-2024-2", "anastrozole", "EndocrineTherapyWithoutPrimaryResistance"): TOLD,
}
"""The open verdicts for which no route is found, and why."""


def test_almost_every_open_verdict_has_a_route() -> None:
    read, without, silent = sources(), set(), []
    for case in CASES:
        for one, found in answers(case):
            if not found:
                key = (case, local(one.thing), local(one.goal))
                without.add(key)
                given = (read.definitions, read.rules, told(case), closure(case), one.thing, one.goal)
                if WITHOUT_ROUTE.get(key) == TOLD and not obstacles(*given):
                    silent.append(key)
    assert without <= set(WITHOUT_ROUTE)
    assert silent == []


def test_another_reasoner_agrees(java: str) -> None:
    """HermiT finds the membership too; what rule files conclude it is given as stated."""
    every = [(case, one, route) for case in CASES for one, found in answers(case) for route in found[:1]]
    step = max(1, len(every) // HERMIT_SAMPLE)
    sample = every[::step]
    given, asked = {}, {}
    for number, (case, one, route) in enumerate(sample):
        after = known((*told(case), *route.missing))
        concluded = [triple for triple, why in after.derived.items() if why.rule.startswith("rule:")]
        given[f"{number}"] = [*told(case), *route.missing, *concluded]
        asked[f"{number}"] = (one.thing, one.goal)
    found = referee_many(sources().ontology, given)
    assert len(sample) >= HERMIT_SAMPLE
    assert {name for name, result in found.items() if not result.consistent} == set()
    assert {name for name, result in found.items() if asked[name] not in result.memberships} == set()


def found(case: str, part: str, goal: str, limit: int = 5) -> tuple[Route, ...]:
    thing = iri(case_iri(case) + (f"#{part}" if part else ""))
    read = sources()
    return routes(read.definitions, read.rules, told(case), closure(case), thing, term(goal), limit=limit)


COUNTED = "a distant metastasis whose greatest number of foci is told"
EXPECTED = [
    # silence on local recurrence ("/"): a lesion settles it one way, a told absence the other
    ("koh-2024", "", "LocallyRecurrentCase", ("the case has a lesion: a local recurrence",)),
    ("koh-2024", "", "CaseWithoutLocalRecurrence", ("a report says that the case had no local recurrence",)),
    # an outcome stated to be unknown
    ("costa-2017", "", "DeceasedCase", ("the case has an outcome, died",)),
    ("costa-2017", "", "LivingCase", ("the case has an outcome, alive",)),
    # a planned radiotherapy is none: a therapy aimed at the lesion would be
    (
        "cheng-2025",
        "frontal-bone-metastasis",
        "LocallyTreatedMetastasis",
        ("a local therapy targets frontal bone metastasis",),
    ),
    (
        "cheng-2025",
        "frontal-bone-metastasis",
        "LocallyUntreatedMetastasis",
        ("a report says that frontal bone metastasis received no local therapy",),
    ),
    # therapies of the case that no lesion is told for
    ("koh-2024", "scalp-lesion", "SystemicallyTreatedMetastasis", ("anastrozole targets scalp lesion",)),
    (
        "koh-2024",
        "scalp-lesion",
        "SystemicallyUntreatedMetastasis",
        ("a report says that scalp lesion received no systemic therapy",),
    ),
    # how and when a metastasis presented
    ("abdulraheem-2023", "lungs", "SynchronousMetastasis", ("lungs is a metastasis presenting concurrently",)),
    ("abdulraheem-2023", "lungs", "SynchronousMetastasis", ("lungs is a metastasis presenting as first sign",)),
    ("abdulraheem-2023", "lungs", "MetachronousMetastasis", ("lungs is a metastasis presenting as recurrence",)),
    # nodes of a known side, a primary of an unknown one
    ("abdulraheem-2023", "axillary-node", "RegionalNodalMetastasis", ("primary site is a left-sided body part",)),
    ("abdulraheem-2023", "axillary-node", "DistantMetastasis", ("primary site is a right-sided body part",)),
    # a subtype label too coarse for HER2, ER and PR
    (
        "koh-2024",
        "primary-tissue-profile",
        "HER2PositiveProfile",
        ("primary tissue profile has a HER2-positive label",),
    ),
    (
        "koh-2024",
        "primary-tissue-profile",
        "HER2NegativeProfile",
        ("primary tissue profile has a HER2 result, reported negative",),
    ),
    (
        "koh-2024",
        "primary-tissue-profile",
        "ERPositiveProfile",
        ("primary tissue profile has an estrogen receptor result of at least 1 %",),
    ),
    (
        "koh-2024",
        "primary-tissue-profile",
        "PRNegativeProfile",
        ("primary tissue profile has a progesterone receptor result, reported negative",),
    ),
    # thresholds are said as ranges
    (
        "koh-2024",
        "primary-tissue-profile",
        "HighKi67Profile",
        ("primary tissue profile has a Ki-67 result of at least 20 %",),
    ),
    (
        "koh-2024",
        "primary-tissue-profile",
        "LowKi67Profile",
        ("primary tissue profile has a Ki-67 result of below 20 %",),
    ),
    # HER2 negative, and neither zero nor low
    (
        "mohamed-2025",
        "primary-tissue-profile",
        "HER2LowProfile",
        ("primary tissue profile has a HER2 result of an IHC score of 2, HER2 gene not amplified",),
    ),
    (
        "mohamed-2025",
        "primary-tissue-profile",
        "HER2ZeroProfile",
        ("primary tissue profile has a HER2 result of an IHC score of at most 0",),
    ),
    # two metastases, one of unknown number, and nobody says that there were no others
    (
        "cheng-2025",
        "progression-imaging",
        "OligometastaticAssessment",
        (
            "progression imaging says, of the whole body, that it found no other metastasis",
            f"progression imaging detected frontal bone metastasis, {COUNTED}",
            "meningeal metastasis has a focus count of at most 1",
        ),
    ),
    # no specimen of the metastasis
    (
        "koh-2024",
        "",
        "ReceptorDiscordantCase",
        (
            "a specimen, taken from a distant metastasis, has a receptor profile",
            "primary tissue profile has an estrogen receptor result, reported negative",
            "a receptor profile has an estrogen receptor result, reported positive",
        ),
    ),
]


@pytest.mark.parametrize(("case", "part", "goal", "sentences"), EXPECTED)
def test_routes_expected_by_hand(case: str, part: str, goal: str, sentences: tuple[str, ...]) -> None:
    assert sentences in [route.sentences for route in found(case, part, goal)]


def part(name: str) -> str:
    return iri(f"{case_iri('cheng-2025')}#{name}")


def without(*statements: tuple[str, str, str]) -> tuple[Statement, ...]:
    """The index case without some of its statements; an empty end stands for any."""
    return tuple(
        triple
        for triple in told("cheng-2025")
        if not any(all(given in ("", value) for given, value in zip(one, triple, strict=True)) for one in statements)
    )


def asked(statements: tuple[Statement, ...], thing: str, goal: str) -> tuple[tuple[Route, ...], tuple[str, ...]]:
    read = sources()
    given = (read.definitions, read.rules, statements, known(statements), part(thing), term(goal))
    return routes(*given), obstacles(*given)


SILENT = without((part("restaging-2025"), term("finds"), ""))
"""The restaging lists what it found and does not say that there was nothing else."""
WHOLE_BODY = "restaging 2025 says, of the whole body, that it found no other metastasis"


def test_what_makes_a_metastasis_solitary() -> None:
    ways, _ = asked(SILENT, "scalp-nodule", "SolitaryMetastasis")
    assert WHOLE_BODY in ways[0].sentences
    assert len(ways[0].sentences) == 1
    assert ways[0].rule is not None
    assert ways[0].rule.endswith("solitary.rq")
    assert (part("scalp-nodule"), term("firstDetectedBy"), part("restaging-2025")) in ways[0].met


def test_a_node_of_unknown_standing_has_to_be_settled_first() -> None:
    """The work-up found a node too; that it is regional follows once its primary's side is told."""
    node = (
        (part("node"), RDF_TYPE, term("NodalMetastasis")),
        (part("node"), term("hasSite"), part("node-site")),
        (part("node-site"), RDF_TYPE, term("AxillaryLymphNodes")),
        (part("node"), term("metastasisOf"), part("primary")),
        (part("restaging-2025"), term("detects"), part("node")),
    )
    ways, _ = asked((*told("cheng-2025"), *node), "scalp-nodule", "SolitaryMetastasis")
    assert ways[0].missing == ((part("node-site"), RDF_TYPE, term("RightSided")),)
    assert ways[0].sentences == ("node-site is a right-sided body part",)


def test_what_is_told_and_excludes_a_verdict_is_named() -> None:
    two = (
        *without((part("scalp-nodule"), term("focusCountAtLeast"), "")),
        (part("scalp-nodule"), term("focusCountAtLeast"), integer(2)),
    )
    ways, why = asked(two, "scalp-nodule", "SolitaryMetastasis")
    assert ways == ()
    assert why == ("scalp nodule is a non-solitary metastasis, which excludes a solitary metastasis",)


def test_a_membership_that_holds_needs_nothing() -> None:
    assert asked(told("cheng-2025"), "scalp-nodule", "SolitaryMetastasis") == ((), ())


def test_dates_are_asked_for_as_a_distance() -> None:
    """A metastasis without a date and without words on how it presented."""
    undated = without(
        (part("scalp-nodule"), RDF_TYPE, term("PresentedAsRecurrence")),
        (part("scalp-nodule-first-sign"), term("earliestDay"), ""),
        (part("scalp-nodule-first-sign"), term("latestDay"), ""),
        (part("restaging-2025"), term("earliestDay"), ""),
        (part("restaging-2025"), term("latestDay"), ""),
        (part("scalp-cytology"), term("earliestDay"), ""),
        (part("scalp-cytology"), term("latestDay"), ""),
    )
    ways, _ = asked(undated, "scalp-nodule", "MetachronousMetastasis")
    texts = [sentence for route in ways for sentence in route.sentences]
    assert "scalp nodule is a metastasis presenting as recurrence" in texts
    assert any("at least 184 days after" in text for text in texts)


def test_the_same_question_has_the_same_answer() -> None:
    read = sources()
    given = (read.definitions, read.rules, told("yu-2024-1"), closure("yu-2024-1"), iri(case_iri("yu-2024-1")))
    goal = term("ReceptorDiscordantCase")
    backwards = (*given[:2], tuple(reversed(given[2])), *given[3:])
    assert abduce(*given, goal) == abduce(*backwards, goal)


def test_routes_of_randomly_changed_cases() -> None:
    """Four open verdicts of each changed case; a failure names the seed and the changes."""
    wrong, counted = [], Counter[str]()
    read = sources()
    for one in variants(0):
        statements = tuple(one.asserted)
        after = known(statements)
        every = list(open_verdicts(after))
        for goal in every[:: max(1, len(every) // 4)][:4]:
            ways = routes(read.definitions, read.rules, statements, after, goal.thing, goal.goal, limit=1)
            counted["with" if ways else "without"] += 1
            wrong += [
                f"seed {SEED}, {one.case.id} ({', '.join(one.changes)}): {fault}"
                for route in ways
                for fault in faults(statements, goal, route)
            ]
    assert not wrong, "\n".join(wrong)
    assert counted["with"] > 9 * counted["without"]
