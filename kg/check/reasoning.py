"""Is everything OWL 2 DL and consistent, and do the compiled rules find exactly what the DL reasoner finds?

The rules' memberships are compared with HermiT's, individual by individual, for every case. What the rules of
``ontology/rules`` conclude about properties is given to the reasoner as stated, since OWL cannot derive it.

The ontology is looked at without any case too, and the cases all together. Cases share no items but the reports they
cite, so what follows from all of them is what follows from each: the rules must find exactly that, however many cases
there are. HermiT looks at all together while they are few; its time grows faster than their number.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kg.build.pipeline import inconsistencies
from kg.build.sources import Sources
from kg.check.owl_dl import DL_CODES, check_case_statements, check_owl_dl, declared_kinds
from kg.errors import LimitError, MissingToolError, OntologyError
from kg.findings import Issue
from kg.graph.assemble import case_statements
from kg.graph.terms import RDF_TYPE, Statement, readable
from kg.names import local_name
from kg.reason.engine import Closure, infer
from kg.reason.realize import realize
from kg.reason.referee import RefereeResult, compare, referee_many

__all__ = ["CODES", "ReasoningReport", "check_reasoning", "stated_for_referee"]

CODES = {
    "N001": (
        "The reasoner and the rules disagree on a membership",
        "find out which is wrong: the compiler, the engine, or an axiom outside the supported fragment",
    ),
    "N002": ("The reasoner finds a case inconsistent", "see the statements that kg check cases names"),
    "N003": ("A class cannot have members", "its definition contradicts a disjointness or a range"),
    **DL_CODES,
    "N013": ("The ontology contradicts itself", "an axiom cannot be true: see what was changed last"),
    "N014": (
        "Cases contradict each other or follow from each other",
        "cases share reports alone: look for an item, or an axiom about reports, that ties them together",
    ),
    "I001": ("A case contradicts the ontology", "mend the case file, or the axiom when the case is right"),
}


_ONTOLOGY = "ontology/modules"
_ALONE, _TOGETHER = "", "~"
"""Names of the runs besides those of the cases: before all of them and after all of them."""

_MOST_TOGETHER = 40
"""How many cases HermiT is given at once: fourteen took 9 s on two cores, and 200 did not finish in 400 s."""


@dataclass(frozen=True, slots=True)
class ReasoningReport:
    """Issues, and how long the referee took: in all, and by case, in seconds.

    ``together``: the seconds of the run with all cases at once; None when there were too many or too few. ``stopped``
    says why the referee gave no answer: then the issues are those that were found without it.
    """

    issues: list[Issue]
    seconds: float = 0.0
    by_case: dict[str, float] = field(default_factory=dict)
    memberships: int = 0
    together: float | None = None
    stopped: MissingToolError | LimitError | None = None


def stated_for_referee(asserted: list[Statement], closure: Closure) -> list[Statement]:
    """What the reasoner is given of a case: the asserted statements and what only the rule files conclude."""
    ruled = [t for t, derivation in closure.derived.items() if derivation.rule.startswith("rule:")]
    return [*asserted, *ruled]


def check_reasoning(
    sources: Sources, deadline: float = 600.0, say: Callable[[str], None] | None = None
) -> ReasoningReport:
    """Check ontology and cases against OWL 2 DL, then compare rules and HermiT on every case.

    ``deadline`` is in seconds, for all of HermiT. An ontology that cannot be compiled is an issue, and ends the check.
    """
    issues = check_owl_dl(sources.ontology)
    try:
        _ = sources.definitions
    except OntologyError as error:
        told = error.issues or [Issue("O008", error.message, file=_ONTOLOGY)]
        return ReasoningReport(sorted([*issues, *told]))
    asserted = {case.id: case_statements(case) for case in sources.cases}
    closures = {name: realize(sources.definitions, sources.rules, asserted[name]) for name in asserted}
    given = {name: stated_for_referee(asserted[name], closures[name]) for name in asserted}
    kinds = declared_kinds(sources.ontology)
    for case_id, statements in given.items():
        issues += check_case_statements(kinds, statements, f"data/cases/{case_id}.yaml")
    issues += inconsistencies(sources.cases, closures, sources.rules)
    everything = [statement for statements in given.values() for statement in statements]
    consistent = not any(closure.contradictions for closure in closures.values())
    joint = infer(sources.definitions, everything) if consistent and len(given) > 1 else None
    if joint is not None:
        issues += _across(closures, joint)
    runs = {_ALONE: [], **given}
    if joint is not None and len(given) <= _MOST_TOGETHER:
        runs[_TOGETHER] = everything
    if say:
        say(f"the reasoner looks at {len(given)} cases")
    try:
        verdicts = referee_many(sources.ontology, runs, deadline=deadline)
    except (MissingToolError, LimitError) as error:
        return ReasoningReport(sorted(issues), stopped=error)
    alone, together = verdicts.pop(_ALONE), verdicts.pop(_TOGETHER, None)
    issues += _of_ontology(alone)
    for case_id, verdict in sorted(verdicts.items()):
        if say:
            say(f"{case_id}: {len(verdict.memberships)} memberships, {verdict.seconds:.1f} s")
        issues += _of_case(case_id, closures[case_id], verdict)
    if together is not None and joint is not None:
        if say:
            say(f"all cases together: {len(together.memberships)} memberships, {together.seconds:.1f} s")
        issues += _of_all(joint, together)
    return ReasoningReport(
        issues=sorted(set(issues)),
        seconds=sum(verdict.seconds for verdict in (alone, *verdicts.values(), *([together] if together else []))),
        by_case={name: verdict.seconds for name, verdict in sorted(verdicts.items())},
        memberships=sum(len(verdict.memberships) for verdict in verdicts.values()),
        together=together.seconds if together else None,
    )


def _across(closures: dict[str, Closure], joint: Closure) -> list[Issue]:
    """Issues with what the rules find of all cases together and of none of them alone."""
    own = {pair for closure in closures.values() for pair in closure.types()}
    found = [readable((name, RDF_TYPE, cls)) for name, cls in sorted(set(joint.types()) - own)]
    found += [" and ".join(map(readable, item.premises)) for item in joint.contradictions]
    return [_issue("N014", None, f"{told}: only all cases together entail this") for told in found]


def _of_ontology(verdict: RefereeResult) -> list[Issue]:
    if not verdict.consistent:
        return [_issue("N013", None, "the reasoner finds the ontology inconsistent without any case")]
    return [
        Issue("N003", "cannot have members", file=_ONTOLOGY, value=local_name(term), remedy=CODES["N003"][1])
        for term in verdict.unsatisfiable
    ]


def _of_case(case_id: str, closure: Closure, verdict: RefereeResult) -> list[Issue]:
    if not verdict.consistent:
        return [_issue("N002", case_id, f"the reasoner finds {case_id} inconsistent")]
    return [
        _issue("N001", case_id, f"{readable((one.individual, RDF_TYPE, one.cls))}: only {one.found_by} finds this")
        for one in compare(closure, verdict)
    ]


def _of_all(joint: Closure, verdict: RefereeResult) -> list[Issue]:
    if not verdict.consistent and not joint.contradictions:
        return [_issue("N014", None, "the reasoner finds all cases together inconsistent")]
    return [
        _issue("N001", None, f"{readable((one.individual, RDF_TYPE, one.cls))}: only {one.found_by} finds this of all")
        for one in (compare(joint, verdict) if verdict.consistent else [])
    ]


def _issue(code: str, case_id: str | None, message: str) -> Issue:
    file = f"data/cases/{case_id}.yaml" if case_id else _ONTOLOGY
    return Issue(code, message, file=file, remedy=CODES[code][1])
