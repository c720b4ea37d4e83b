"""Inference over cohorts: time a case, whether it grows with the cohort, and the ratio to plain loading."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from kg.build.sources import read_sources
from kg.graph.rules import Rule
from kg.graph.store import Snapshot
from kg.graph.terms import Statement
from kg.reason.realize import realize
from kg.reason.rules import RuleSet
from tests.bench.cohort import Cohort, make_cohort
from tests.bench.measure import MILLI, Context, in_fresh_process, peak_memory, timed
from tests.bench.report import Part, Table

__all__ = ["Pass", "infer_pass", "load_pass", "measure"]

Pass = dict[str, float]
BLOCK = 100  # cases loaded at once by the peer
COLUMNS = (
    ("cases", ",d"),
    ("asserted", ",d"),
    ("inferred", ",d"),
    ("ms a case", ".2f"),
    ("µs a statement", ".2f"),
    ("ratio to smallest", ".2f"),
    ("loading, µs a statement", ".2f"),
    ("inference / loading", ".1f"),
    ("peak MiB", ",.0f"),
    ("loading, peak MiB", ",.0f"),
)


def _cohort(root: str) -> Cohort:
    cohort = make_cohort(read_sources(root))
    for case in cohort.cases:  # all rules have been planned and all code has run once
        realize(cohort.sources.definitions, cohort.sources.rules, case.asserted)
    return cohort


def _derived(definitions: RuleSet, rules: Sequence[Rule], statements: Sequence[Statement]) -> int:
    return len(realize(definitions, rules, statements).derived)


def infer_pass(root: str, first: int, last: int) -> Pass:
    """Realize the copies ``first`` to ``last - 1`` one by one, keeping nothing; making a copy is not timed."""
    cohort = _cohort(root)
    definitions, rules = cohort.sources.definitions, cohort.sources.rules
    seconds, asserted, inferred = 0.0, 0, 0
    for copy in cohort.copies(first, last):
        taken, derived = timed(_derived, definitions, rules, copy.asserted)
        seconds += taken.work
        asserted += len(copy.asserted)
        inferred += derived
    return {"seconds": seconds, "asserted": asserted, "inferred": inferred, "peak": peak_memory()}


def load_pass(root: str, count: int) -> Pass:
    """The peer: load the asserted statements of ``count`` copies into one store of the engine in memory."""
    cohort = _cohort(root)
    store = Snapshot()
    seconds, asserted = 0.0, 0
    for begin in range(0, count, BLOCK):
        statements: list[Statement] = []
        for copy in cohort.copies(begin, min(begin + BLOCK, count)):
            statements += copy.asserted
        seconds += timed(store.add, statements)[0].work
        asserted += len(statements)
    return {"seconds": seconds, "asserted": asserted, "peak": peak_memory()}


def _median_pass(passes: Sequence[Pass]) -> Pass:
    return sorted(passes, key=lambda found: found["seconds"])[len(passes) // 2]


def measure(root: str, sizes: Sequence[int], runs: int) -> Part:
    """Each size in a fresh process; sizes up to a thousand cases ``runs`` times, and their median is shown."""
    rows = []
    least = None
    for size in sizes:
        repeats = runs if size <= 1000 else 1
        told = _median_pass([in_fresh_process(infer_pass, root, 0, size) for _ in range(repeats)])
        peer = _median_pass([in_fresh_process(load_pass, root, size) for _ in range(repeats)])
        each = told["seconds"] / told["asserted"]
        least = least or each
        load = peer["seconds"] / peer["asserted"]
        rows.append(
            (
                size,
                int(told["asserted"]),
                int(told["inferred"]),
                told["seconds"] / size * MILLI,
                each * MILLI**2,
                each / least,
                load * MILLI**2,
                each / load,
                told["peak"],
                peer["peak"],
            )
        )
    tables = [Table("Inference, one process", COLUMNS, rows), _two_processes(root, sizes[-1])]
    notes = [
        "Times are processor time.",
        "A case differs from the next in length, so growth is judged by the time a statement: 1 is linear.",
        "Cases are realized one after the other and then let go; loading keeps all of them in one store in memory.",
    ]
    return Part("inference", tables, notes)


def _two_processes(root: str, size: int) -> Table:
    half = size // 2
    with ProcessPoolExecutor(max_workers=2, mp_context=Context) as pool:
        seconds, found = timed(_both, pool, root, [(0, half), (half, size)])
    work = sum(each["seconds"] for each in found)
    longest = max(each["seconds"] for each in found)
    row = (size, work, longest, work / longest, seconds.wall)
    columns = (
        ("cases", ",d"),
        ("work, s", ".2f"),
        ("longer half, s", ".2f"),
        ("work / longer half", ".2f"),
        ("whole, s", ".2f"),
    )
    return Table("Inference, two processes with half of the cases each", columns, [row])


def _both(pool: ProcessPoolExecutor, root: str, ranges: Sequence[tuple[int, int]]) -> list[Pass]:
    return [future.result() for future in [pool.submit(infer_pass, root, *bounds) for bounds in ranges]]
