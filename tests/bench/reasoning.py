"""Rules and referee on the same cases in the same run: the same memberships, and what each takes for them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from time import perf_counter, process_time

from kg.build.sources import read_sources
from kg.check.reasoning import stated_for_referee
from kg.graph.assemble import case_statements
from kg.graph.terms import RDF_TYPE
from kg.names import mbc
from kg.reason.engine import infer
from kg.reason.realize import realize
from kg.reason.referee import RefereeResult, compare, referee_many
from tests.bench.measure import MILLI, Seconds
from tests.bench.report import Cell, Part, Table

__all__ = ["measure"]

COLUMNS = (
    ("", ""),
    ("cases", ",d"),
    ("statements", ",d"),
    ("memberships", ",d"),
    ("wall, s", ".2f"),
    ("processor, s", ".2f"),
    ("processor ms a case", ",.1f"),
    ("times the rules", ",.1f"),
)
EMPTY = [("<urn:x-bench:thing>", RDF_TYPE, f"<{mbc('Case')}>")]


def _clock() -> Seconds:
    """The time on the wall, and what processors worked for this process and for those that it has waited for."""
    spent = os.times()
    return Seconds(perf_counter(), process_time() + spent.children_user + spent.children_system)


def _pass(work: Callable[[str], object], names: Iterable[str]) -> Seconds:
    """What the work takes for all cases, one after the other."""
    begun = _clock()
    for name in names:
        work(name)
    done = _clock()
    return Seconds(done.wall - begun.wall, done.work - begun.work)


def _passes(work: Callable[[str], object], names: Iterable[str], runs: int) -> Seconds:
    """The median of several passes."""
    return sorted((_pass(work, names) for _ in range(runs)), key=lambda one: one.work)[runs // 2]


def measure(root: str, runs: int, most: int | None = None) -> Part:
    """The published cases (at most ``most`` of them): the rules ``runs`` times, the referee once.

    Both are given the same statements: those of the cases and what the files of ``ontology/rules`` conclude. The
    referee runs all cases in one Java process; a batch of one case with one statement shows what its start and the
    ontology alone take. AssertionError when rules and referee find different memberships.
    """
    sources = read_sources(root)
    definitions, rules = sources.definitions, sources.rules
    asserted = {case.id: case_statements(case) for case in sources.cases[:most]}
    given = {name: stated_for_referee(own, realize(definitions, rules, own)) for name, own in asserted.items()}
    closures = {name: infer(definitions, given[name]) for name in given}
    inferring = _passes(lambda name: infer(definitions, given[name]), given, runs)
    realizing = _passes(lambda name: realize(definitions, rules, asserted[name]), given, runs)
    found: dict[str, RefereeResult] = {}
    refereed = _pass(lambda _: found.update(referee_many(sources.ontology, given)), ["all"])
    start = _pass(lambda name: referee_many(sources.ontology, {name: EMPTY}), ["empty"])
    differences = sum(len(compare(closures[name], found[name])) for name in given)
    memberships = sum(len(result.memberships) for result in found.values())
    assert differences == 0, "rules and referee find different memberships"
    size, count = sum(map(len, given.values())), len(given)
    without = Seconds(max(refereed.wall - start.wall, 0.0), max(refereed.work - start.work, 0.0))

    def row(name: str, taken: Seconds) -> tuple[Cell, ...]:
        ratio = None if taken is inferring else taken.work / inferring.work
        return (name, count, size, memberships, *taken, taken.work / count * MILLI, ratio)

    rows = [
        row("rules", inferring),
        row("referee", refereed),
        row("referee without its start", without),
        row("rules, and the rule files besides", realizing),
    ]
    notes = [
        f"Rules: median of {runs} passes over all cases; the ontology has been compiled before.",
        "Referee: HermiT, all cases one after the other in one Java process; its start was measured on one statement.",
        "Both in the same run, with the same memberships for every individual. Ratios are of processor time.",
        "The rule files ask for the absence of statements, which no OWL reasoner does; their last row has no referee.",
    ]
    return Part("reasoning", [Table("The same memberships by rules and by referee", COLUMNS, rows)], notes)
