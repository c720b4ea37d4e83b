"""Do the compiled rules find exactly what the DL reasoner finds, and is everything consistent?

The rules' memberships are compared with HermiT's, individual by individual, for every case. What the rules of
``ontology/rules`` conclude about properties is given to the reasoner as stated, since OWL cannot derive it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.build.pipeline import inconsistencies
from kg.build.sources import Sources
from kg.findings import Issue
from kg.graph.assemble import case_statements
from kg.graph.terms import RDF_TYPE, Statement, readable
from kg.names import local_name
from kg.reason.engine import Closure
from kg.reason.realize import realize
from kg.reason.referee import compare, referee_many

__all__ = ["CODES", "ReasoningReport", "check_reasoning", "stated_for_referee"]

CODES = {
    "N001": (
        "The reasoner and the rules disagree on a membership",
        "find out which is wrong: the compiler, the engine, or an axiom outside the supported fragment",
    ),
    "N002": ("The reasoner finds a case inconsistent", "see the statements that kg check cases names"),
    "N003": ("A class cannot have members", "its definition contradicts a disjointness or a range"),
    "I001": ("A case contradicts the ontology", "mend the case file, or the axiom when the case is right"),
}


@dataclass(frozen=True, slots=True)
class ReasoningReport:
    """Issues, and how long the referee took: in all, and by case, in seconds."""

    issues: list[Issue]
    seconds: float
    by_case: dict[str, float]
    memberships: int


def stated_for_referee(asserted: list[Statement], closure: Closure) -> list[Statement]:
    """What the reasoner is given of a case: the asserted statements and what only the rule files conclude."""
    ruled = [t for t, derivation in closure.derived.items() if derivation.rule.startswith("rule:")]
    return [*asserted, *ruled]


def check_reasoning(
    sources: Sources, deadline: float = 600.0, say: Callable[[str], None] | None = None
) -> ReasoningReport:
    """Compare rules and HermiT on every case. MissingToolError without Java, LimitError past the deadline."""
    asserted = {case.id: case_statements(case) for case in sources.cases}
    closures = {name: realize(sources.definitions, sources.rules, asserted[name]) for name in asserted}
    issues = inconsistencies(sources.cases, closures)
    given = {name: stated_for_referee(asserted[name], closures[name]) for name in asserted}
    if say:
        say(f"the reasoner looks at {len(given)} cases")
    verdicts = referee_many(sources.ontology, given, deadline=deadline)
    memberships = 0
    unsatisfiable: set[str] = set()
    for case_id, verdict in sorted(verdicts.items()):
        unsatisfiable.update(verdict.unsatisfiable)
        memberships += len(verdict.memberships)
        if not verdict.consistent:
            issues.append(_issue("N002", case_id, f"the reasoner finds {case_id} inconsistent"))
            continue
        for difference in compare(closures[case_id], verdict):
            told = readable((difference.individual, RDF_TYPE, difference.cls))
            issues.append(_issue("N001", case_id, f"{told}: only {difference.found_by} finds this"))
    for term in sorted(unsatisfiable):
        issues.append(
            Issue(
                "N003",
                "cannot have members",
                file="ontology/modules",
                value=local_name(term),
                remedy=CODES["N003"][1],
            )
        )
    return ReasoningReport(
        issues=sorted(issues),
        seconds=sum(verdict.seconds for verdict in verdicts.values()),
        by_case={name: verdict.seconds for name, verdict in sorted(verdicts.items())},
        memberships=memberships,
    )


def _issue(code: str, case_id: str, message: str) -> Issue:
    return Issue(code, message, file=f"data/cases/{case_id}.yaml", remedy=CODES[code][1])
