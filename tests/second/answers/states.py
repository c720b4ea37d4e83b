"""Second answer to the question for the state of oligometastatic disease (folder ``extent``)."""

from __future__ import annotations

from collections.abc import Iterable

from kg.cases.model import Assessment, Item, Lesion, Response, Staging, Therapy
from tests.second.answers.extent import oligometastatic_extent, time_standing
from tests.second.answers.facts import Chart, World, certainly_before
from tests.second.answers.logic import NO, UNKNOWN, YES, Truth, word
from tests.second.answers.rows import Row

__all__ = ["oligometastatic_state"]

Factors = dict[str, Truth]


def _surely_not_before(one: Item, other: Item) -> bool:
    """Whether no day that ``one`` can mean is earlier than any that ``other`` can mean."""
    return one.date is not None and other.date is not None and one.date.earliest_day >= other.date.latest_day


def _metastatic(chart: Chart) -> list[Assessment]:
    """The assessments that detected a distant metastasis."""
    return [item for item in chart.case.course_of(Assessment) if any(_distant(chart, item))]


def _distant(chart: Chart, item: Assessment) -> list[Lesion]:
    return [lesion for lesion in chart.detected_metastases(item) if chart.standing(lesion) == "distant"]


def _first_found(chart: Chart, item: Assessment) -> list[Lesion]:
    """The distant metastases that no other assessment can have found before this one."""
    return [
        lesion
        for lesion in _distant(chart, item)
        if all(
            other is item or lesion.id not in other.detects or _surely_not_before(other, item)
            for other in chart.case.course_of(Assessment)
        )
    ]


def _says(chart: Chart, item: Assessment, kind: str, whole_body: bool = False) -> bool:
    return any(chart.is_a(one.types, kind) and not (whole_body and one.sites) for one in item.rules_out)


def _free_at_first(chart: Chart, item: Assessment) -> bool:
    """Whether a time without distant metastasis is told, before which nothing can have been."""
    primaries = {lesion.metastasis_of for lesion in _distant(chart, item)} - {None}
    staged = [one for one in chart.case.course_of(Staging) if "M0" in one.types and primaries & set(one.of)]
    came_first = [
        lesion
        for lesion in _first_found(chart, item)
        if any(chart.is_a(lesion.types, name) for name in ("PresentedAsFirstSign", "PresentedConcurrently"))
    ]
    before = [
        one
        for one in chart.case.course_of(Assessment)
        if certainly_before(one, item) and _says(chart, one, "NoDistantMetastasisFinding", whole_body=True)
    ]
    return bool(staged or came_first or before)


def _none_before(chart: Chart, item: Assessment) -> bool:
    detected = {name for one in chart.case.course_of(Assessment) for name in one.detects}
    if not _free_at_first(chart, item) or any(lesion.id not in detected for lesion in chart.distant()):
        return False
    return not _perhaps_earlier(chart, item)


def _perhaps_earlier(chart: Chart, item: Assessment) -> list[Assessment]:
    return [one for one in _metastatic(chart) if one is not item and not _surely_not_before(one, item)]


def _many_before(chart: Chart, item: Assessment) -> Truth:
    earlier = [one for one in _metastatic(chart) if certainly_before(one, item)]
    if any(oligometastatic_extent(chart, one) == NO for one in earlier):
        return YES
    if _says(chart, item, "NoEarlierMetastasisFinding") or _none_before(chart, item):
        return NO
    only_few = all(oligometastatic_extent(chart, one) == YES for one in _perhaps_earlier(chart, item))
    from_the_first = any(oligometastatic_extent(chart, one) == YES and _none_before(chart, one) for one in earlier)
    return NO if only_few and from_the_first else UNKNOWN


def _few_before(chart: Chart, item: Assessment) -> Truth:
    earlier = [one for one in _metastatic(chart) if certainly_before(one, item)]
    if any(oligometastatic_extent(chart, one) == YES for one in earlier):
        return YES
    return NO if _says(chart, item, "NoEarlierMetastasisFinding") or _none_before(chart, item) else UNKNOWN


def _late(chart: Chart, item: Assessment) -> Truth:
    standings = {time_standing(chart, lesion) for lesion in _first_found(chart, item)} - {UNKNOWN}
    return standings.pop() if len(standings) == 1 else UNKNOWN


def _under_therapy(chart: Chart, item: Assessment) -> Truth:
    given = {
        one.id: one
        for one in chart.case.course_of(Therapy)
        if chart.is_a(one.types, "SystemicTherapy") and not one.planned
    }
    found = {lesion.id for lesion in _first_found(chart, item)}
    told = any(
        response.to in given and chart.is_a(response.types, "ProgressiveDisease") and found & set(response.of)
        for response in chart.case.course_of(Response)
    )
    if told or any(_during(item, therapy) for therapy in given.values()):
        return YES
    return NO if _says(chart, item, "NoActiveSystemicTherapyFinding") else UNKNOWN


def _during(item: Assessment, therapy: Therapy) -> bool:
    if item.date is None or therapy.date is None or therapy.end is None:
        return False
    begun = therapy.date.latest_day <= item.date.earliest_day
    return begun and therapy.end.earliest_day >= item.date.latest_day


def _growing(chart: Chart, item: Assessment) -> Truth:
    if _says(chart, item, "NoProgressiveLesionFinding"):
        return NO
    return YES if _first_found(chart, item) else UNKNOWN


def _state(told: Factors) -> str:
    """The way down the decision tree, as far as the factors lead."""
    under, growing = told["systemicTherapy"], told["progressive"]
    suffix = {NO: "recurrence", YES: {YES: "progression", NO: "persistence"}.get(growing)}.get(under)
    if told["polymetastaticBefore"] == YES:
        return f"induced oligo{suffix or 'metastatic'}"
    if told["polymetastaticBefore"] == UNKNOWN:
        return "oligometastatic"
    if told["oligometastaticBefore"] == YES:
        return f"repeat oligo{suffix or 'metastatic'}"
    if told["oligometastaticBefore"] == UNKNOWN:
        return "genuine oligometastatic"
    if told["overSixMonths"] == YES:
        return "metachronous oligo" + {NO: "recurrence", YES: "progression", UNKNOWN: "metastatic"}[under]
    return "synchronous oligometastatic" if told["overSixMonths"] == NO else "de novo oligometastatic"


def _open(verdict: Truth, told: Factors) -> str | None:
    """The factors that are unknown and still matter."""
    many, few, late = told["polymetastaticBefore"], told["oligometastaticBefore"], told["overSixMonths"]
    de_novo, known = many == NO and few == NO, YES in (many, few)
    asked = {
        "number of lesions": verdict,
        "polymetastatic before": many,
        "oligometastatic before": few if many != YES else YES,
        "time since the primary tumor": late if not known else YES,
        "systemic therapy": told["systemicTherapy"] if not (de_novo and late == NO) else YES,
        "progression": told["progressive"] if not de_novo and told["systemicTherapy"] != NO else YES,
    }
    return _listed(name for name, truth in asked.items() if truth == UNKNOWN)


def _listed(names: Iterable[str]) -> str | None:
    return ", ".join(names) or None


def oligometastatic_state(world: World) -> list[Row]:
    """Each assessment of distant disease: the five factors, the state that they settle, and what stays open."""
    rows: list[Row] = []
    for chart in world.charts:
        for item in _metastatic(chart):
            verdict = oligometastatic_extent(chart, item)
            told: Factors = {
                "polymetastaticBefore": _many_before(chart, item),
                "oligometastaticBefore": _few_before(chart, item),
                "overSixMonths": _late(chart, item),
                "systemicTherapy": _under_therapy(chart, item),
                "progressive": _growing(chart, item),
            }
            rows.append(
                {
                    "case": chart.case.id,
                    "assessment": item.id,
                    "verdict": word(verdict),
                    **{name: word(truth) for name, truth in told.items()},
                    "state": _state(told) if verdict == YES else None,
                    "open": None if verdict == NO else _open(verdict, told),
                }
            )
    return rows
