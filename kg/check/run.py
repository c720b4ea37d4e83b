"""``kg check``: the families of checks, one after the other, none of them stopping at the first issue."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.build.sources import Sources, read_sources
from kg.check.cases import check_cases
from kg.check.ontology import check_ontology
from kg.check.queries import check_queries
from kg.check.reasoning import check_reasoning
from kg.check.shapes import check_description, check_file, check_shapes
from kg.errors import DataError, LimitError, MissingToolError
from kg.findings import ERROR, SEVERITIES, Issue

__all__ = ["FAMILIES", "CheckReport", "FamilyReport", "check_data", "run_checks"]

FAMILIES = ("ontology", "cases", "shapes", "queries", "reasoning")
DEADLINE = 600.0  # seconds for the reasoner


@dataclass(frozen=True, slots=True)
class FamilyReport:
    """Issues of one family; ``stopped`` says why it could not be finished (no Java, or out of time)."""

    name: str
    issues: tuple[Issue, ...]
    remark: str | None = None
    stopped: MissingToolError | LimitError | None = None

    def count(self, severity: str) -> int:
        """How many issues of this severity there are."""
        return sum(issue.severity == severity for issue in self.issues)


@dataclass(frozen=True, slots=True)
class CheckReport:
    """The reports of all families that were run, in order."""

    families: tuple[FamilyReport, ...]

    @property
    def issues(self) -> tuple[Issue, ...]:
        """All issues, each once: what reading the sources finds may belong to several families."""
        return tuple(dict.fromkeys(issue for family in self.families for issue in family.issues))

    def fails(self, severity: str = ERROR) -> bool:
        """Whether there is an issue at least as severe as this."""
        worst = SEVERITIES.index(severity)
        return any(SEVERITIES.index(issue.severity) <= worst for issue in self.issues)

    @property
    def stopped(self) -> MissingToolError | LimitError | None:
        """The first reason for which a family could not be finished."""
        return next((family.stopped for family in self.families if family.stopped), None)


def run_checks(
    root: str,
    out: str,
    families: Sequence[str] = FAMILIES,
    deadline: float = DEADLINE,
    say: Callable[[str], None] | None = None,
) -> CheckReport:
    """Run the families of checks on the sources below ``root``; ``out`` is where the graph is (or gets) built.

    UnreadableInput and DataError for sources that cannot be read at all; everything else is an issue.
    """
    sources = read_sources(root)
    reports = []
    for name in FAMILIES:
        if name not in families:
            continue
        if say:
            say(f"checking {name}")
        reports.append(_family(name, sources, out, deadline, say))
    return CheckReport(tuple(reports))


def check_data(root: str, path: str) -> CheckReport:
    """The report of one RDF file against the shapes below ``root``; UnreadableInput when it cannot be read."""
    try:
        return CheckReport((FamilyReport("shapes", tuple(check_file(root, path))),))
    except MissingToolError as error:
        return CheckReport((FamilyReport("shapes", (), stopped=error),))


def _family(name: str, sources: Sources, out: str, deadline: float, say: Callable[[str], None] | None) -> FamilyReport:
    try:
        if name == "ontology":
            return FamilyReport(name, tuple(check_ontology(sources)))
        if name == "cases":
            return FamilyReport(name, tuple(check_cases(sources)))
        if name == "shapes":
            return _shapes(sources, out, say)
        if name == "queries":
            return _queries(sources, out, say)
        report = check_reasoning(sources, deadline, say)
    except DataError as error:
        return FamilyReport(name, error.issues or (Issue("O008", error.message, file="ontology/modules"),))
    except (MissingToolError, LimitError) as error:
        return FamilyReport(name, (), stopped=error)
    if report.stopped is not None:
        return FamilyReport(name, tuple(report.issues), stopped=report.stopped)
    told = f"{len(report.by_case)} cases, {report.memberships} memberships compared in {report.seconds:.1f} s"
    return FamilyReport(name, tuple(report.issues), remark=told)


def _shapes(sources: Sources, out: str, say: Callable[[str], None] | None) -> FamilyReport:
    from kg.ask.graph import Graph
    from kg.build.freshness import ensure_built

    issues = check_shapes(sources)
    try:
        folder = ensure_built(sources.root, out, say)
    except DataError:
        remark = "not run on the description of the dataset, for the graph cannot be built: see the other families"
        return FamilyReport("shapes", tuple(issues), remark=remark)
    with Graph(folder) as graph:
        return FamilyReport("shapes", tuple(sorted([*issues, *check_description(graph.engine, sources.root)])))


def _queries(sources: Sources, out: str, say: Callable[[str], None] | None) -> FamilyReport:
    from kg.ask.graph import Graph
    from kg.build.freshness import ensure_built

    try:
        folder = ensure_built(sources.root, out, say)
    except DataError:
        remark = "not run on the graph, which cannot be built: see the other families"
        return FamilyReport("queries", tuple(check_queries(sources, None)), remark=remark)
    with Graph(folder) as graph:
        return FamilyReport("queries", tuple(check_queries(sources, graph.engine)))
