"""Every stored query on stores with more and more cases: times, rows, growth, and what stands out."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from statistics import median

from kg.ask.bind import bind
from kg.ask.catalog import Query
from kg.ask.engine import Embedded
from kg.build.sources import Sources, read_sources
from kg.build.stored_queries import query_statements
from kg.graph.reports import report_statements
from kg.graph.store import canonical, write_store
from kg.graph.terms import Statement
from kg.names import case_iri, graph_iri
from tests.bench.cohort import Cohort, copy_id, make_cohort
from tests.bench.growth import flags
from tests.bench.measure import MILLI, Context, in_fresh_process, peak_memory, timed
from tests.bench.report import Cell, Part, Table

__all__ = ["Asked", "SCAN", "Timing", "measure", "write_cohort"]

DEADLINE = 120.0  # seconds of processor time, for one run of one query
PATIENCE = 10  # times the deadline that may pass on the clock of a busy machine
ENOUGH = 20.0  # seconds after which a query is not run again
SCAN = Query(
    id="(scan of mbc:hasLesion)",
    path="",
    text="PREFIX mbc: <https://w3id.org/mbckg/ontology#>\nSELECT ?case ?lesion WHERE { ?case mbc:hasLesion ?lesion }",
)


@dataclass(frozen=True)
class Asked:
    """A query to time: what the table calls it, its text ready to run, and whether it looks at one case only."""

    name: str
    text: str
    one_case: bool = False


@dataclass
class Timing:
    """Figures of one query by size: the first run on a newly opened store, the median of the next, and rows."""

    first: list[float | None] = field(default_factory=list)
    seconds: list[float | None] = field(default_factory=list)
    rows: list[float | None] = field(default_factory=list)


def write_cohort(root: str, folder: str, size: int) -> dict[str, float]:
    """Write the store of a cohort of ``size`` cases below ``folder``, laid out as the pipeline lays it out.

    Gives back statements, seconds, peak memory in MiB, and how many inferred statements were checked.
    """
    sources = read_sources(root)
    cohort = make_cohort(sources)
    checked = cohort.check(max(0, size // len(cohort.cases) - 1))
    graphs: dict[str, Iterable[Statement]] = {
        graph_iri("reports"): report_statements(sources.bibliography.values()),
        graph_iri("ontology"): canonical(sources.ontology),
        graph_iri("mappings"): sources.mappings,
        graph_iri("queries"): query_statements(sources.queries),
    }
    for number in range(size):
        graphs[case_iri(cohort.id_of(number))] = _Asserted(cohort, number)
    graphs[graph_iri("inferred")] = (statement for copy in cohort.copies(0, size) for statement in copy.inferred)
    seconds, count = timed(write_store, os.path.join(folder, "store"), graphs)
    return {"statements": count, "seconds": seconds.wall, "peak": peak_memory(), "checked": checked}


class _Asserted:
    """The asserted statements of one copy, made when they are written and not kept."""

    def __init__(self, cohort: Cohort, number: int) -> None:
        self._cohort, self._number = cohort, number

    def __iter__(self) -> Iterator[Statement]:
        for copy in self._cohort.copies(self._number, self._number + 1):
            yield from copy.asserted


def _asked(sources: Sources, folder: str) -> list[Asked]:
    """The scan, every stored query with its defaults, and once more for one case where that can be chosen."""
    found = [Asked(SCAN.id, SCAN.text)]
    engine = Embedded(folder)
    for query in sources.queries:
        found.append(Asked(query.id, query.text))
        names = [parameter.name for parameter in query.parameters if parameter.kind == "case"]
        if names:
            one = copy_id(sources.cases[0].id, 1)  # the first copy, which is in every store
            found.append(Asked(f"{query.id} {names[0]}=...", bind(query, {names[0]: one}, engine).text, one_case=True))
    return found


class Runner:
    """Runs queries in a process of its own, which is ended when a query takes longer than the deadline."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._start()

    def _start(self) -> None:
        self._line, theirs = Context.Pipe()
        self._process = Context.Process(target=_serve, args=(self._folder, theirs), daemon=True)
        self._process.start()
        theirs.close()

    def time(self, text: str, runs: int) -> tuple[list[float], int] | None:
        """Seconds of the first run and of up to ``runs`` more, and rows; None when one of them takes too long."""
        seconds: list[float] = []
        rows = 0
        while len(seconds) <= runs and (len(seconds) < 2 or sum(seconds) < ENOUGH):
            told = self._ask((text, not seconds, DEADLINE))
            if told is None:
                self.close()
                self._start()
                return None
            if isinstance(told, str):
                raise RuntimeError(told)
            taken, rows = told
            seconds.append(taken)
        return seconds, rows

    def _ask(self, message: object) -> tuple[float, int] | str | None:
        """What the process answers; None when it has ended itself, or does not answer at all."""
        self._line.send(message)
        try:
            return self._line.recv() if self._line.poll(DEADLINE * PATIENCE) else None
        except EOFError:
            return None

    def peak(self) -> float:
        """The most memory that the process has held, in MiB."""
        self._line.send(None)
        return float(self._line.recv())

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.join()


def _serve(folder: str, line: Connection) -> None:
    """The life of a runner's process: times what it is sent, on a newly opened store or the same, until it ends.

    A query that works longer than its deadline ends the process: nothing else stops the engine.
    """
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    engine = Embedded(folder)
    while True:
        message = line.recv()
        if message is None:
            line.send(peak_memory())
            continue
        text, fresh, deadline = message
        if fresh:
            engine.close()
            engine = Embedded(folder)
        try:
            signal.setitimer(signal.ITIMER_PROF, deadline)
            begin = time.thread_time()  # the engine works in this thread; an armed timer makes other clocks coarse
            result = engine.run(text)
            told: tuple[float, int] | str = (time.thread_time() - begin, len(result.rows))
        except Exception as error:  # it must reach the parent, which tells it
            told = f"{type(error).__name__}: {error}\n{text}"
        signal.setitimer(signal.ITIMER_PROF, 0)
        line.send(told)


def measure(root: str, sizes: Sequence[int], runs: int) -> Part:
    """All queries at all sizes, one store at a time; the stores are removed as soon as they have been asked."""
    sources = read_sources(root)
    timings: dict[str, Timing] = {}
    asked: list[Asked] = []
    stores: list[Sequence[Cell]] = []
    for size in sizes:
        place = tempfile.mkdtemp()
        try:
            written = in_fresh_process(write_cohort, root, place, size)
            asked = _asked(sources, place)
            peak = _time_all(place, asked, runs, timings)
            disk = sum(entry.stat().st_size for entry in os.scandir(os.path.join(place, "store"))) / 2**20
            figures = (written["statements"], written["seconds"], disk, written["peak"], peak, written["checked"])
            stores.append((size, *figures))
        finally:
            shutil.rmtree(place, ignore_errors=True)
    names = ["cases", "statements", "write, s", "on disk, MiB", "write, peak MiB", "asking, peak MiB", "checked"]
    forms = [",d", ",.0f", ".1f", ",.0f", ",.0f", ",.0f", ",.0f"]
    tables = [Table("Stores", list(zip(names, forms, strict=True)), stores), _table(sizes, asked, timings)]
    return Part("queries", tables, _notes(sizes))


def _time_all(folder: str, asked: Sequence[Asked], runs: int, timings: dict[str, Timing]) -> float:
    runner = Runner(folder)
    try:
        for one in asked:
            timing = timings.setdefault(one.name, Timing())
            found = runner.time(one.text, runs)
            timing.first.append(found[0][0] if found else None)
            timing.seconds.append(median(found[0][1:]) if found else None)
            timing.rows.append(found[1] if found else None)
        return runner.peak()
    finally:
        runner.close()


def _table(sizes: Sequence[int], asked: Sequence[Asked], timings: dict[str, Timing]) -> Table:
    scans = timings[SCAN.id].seconds
    rows: list[Sequence[Cell]] = []
    for one in asked:
        timing = timings[one.name]
        growth, ratio, told = flags(sizes, timing.seconds, timing.rows, scans)
        if one.one_case:
            ratio, told = None, told.replace("faster than linear", "")
        milliseconds = [None if value is None else value * MILLI for value in (*timing.seconds, timing.first[-1])]
        count = timing.rows[-1]
        rows.append((one.name, None if count is None else int(count), *milliseconds, growth, ratio, told))
    columns = [
        ("query", ""),
        (f"rows at {sizes[-1]:,d}", ",d"),
        *((f"{size:,d} cases, ms", ",.1f") for size in sizes),
        (f"first run at {sizes[-1]:,d}, ms", ",.1f"),
        ("growth a decade", ".1f"),
        ("over rows or scan", ".2f"),
        ("look at", ""),
    ]
    return Table("Stored queries, default parameters", columns, rows)


def _notes(sizes: Sequence[int]) -> list[str]:
    return [
        "Writing a store includes making the copies; it is timed on the clock.",
        "Processor time, median of warm runs in one process; the first run is on a store that was opened for it.",
        (
            "Growth from the last size but one to the last, for ten times as many cases; the ratio is to the larger "
            "growth of the query's rows and of a scan of one property, so 1 is linear."
        ),
        f"A query that needs more than {DEADLINE:g} s of processor time in one run is given up.",
        f"Copying inferred statements was checked against inference at each of {len(sizes)} sizes.",
    ]
