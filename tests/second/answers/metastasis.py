"""Second answers to the questions on scalp and skin (folder ``metastasis``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

from kg.cases.model import Findings, Lesion, Response
from tests.second.answers.facts import Chart, World, certainly_before
from tests.second.answers.intervals import primary_to_metastasis, standing_in_time
from tests.second.answers.logic import NO, UNKNOWN, YES, Truth, both, either, negated, word
from tests.second.answers.rows import OneOf, Row

__all__ = [
    "intracranial_disease",
    "lesion_appearance",
    "metastasis_location",
    "multiple_lesions",
    "progression_after_solitary",
    "sequence_of_metastasis",
    "solitary_metastasis",
    "solitary_without_local_therapy",
    "untreated_metastasis",
]

INSIDE = "CalvarialOrIntracranialSite"
SEQUENCES = {
    "PresentedAsFirstSign": "first sign",
    "PresentedConcurrently": "concurrent",
    "PresentedAsRecurrence": "recurrence",
}


def per_case(
    chart: Chart, lesions: Iterable[Lesion], judge: Callable[[Chart, Lesion], Truth]
) -> tuple[Truth, list[Lesion]] | None:
    """The greatest verdict over the lesions, with the lesions that have it; None without a lesion."""
    found = [(judge(chart, lesion), lesion) for lesion in lesions]
    if not found:
        return None
    verdict = either(truth for truth, _ in found)
    return verdict, [lesion for truth, lesion in found if truth == verdict]


def _row(chart: Chart, verdict: Truth, lesions: list[Lesion], **more: str | OneOf | None) -> Row:
    return {
        "case": chart.case.id,
        "verdict": word(verdict),
        "lesion": OneOf.of(lesion.id for lesion in lesions),
        **more,
    }


def solitary_metastasis(world: World, site: str = "Scalp") -> list[Row]:
    """Question 1: the only distant site at diagnosis."""
    rows = []
    for chart in world.charts:
        found = per_case(chart, chart.perhaps_distant(site), Chart.solitary)
        if found:
            rows.append(_row(chart, *found))
    return rows


def _solitary_without_local(chart: Chart, lesion: Lesion) -> Truth:
    return both(chart.solitary(lesion), negated(chart.locally_treated(lesion)))


def solitary_without_local_therapy(world: World, site: str = "Scalp") -> list[Row]:
    """Question 2: solitary, and told to have had no local therapy."""
    rows = []
    for chart in world.charts:
        found = per_case(chart, chart.perhaps_distant(site), _solitary_without_local)
        if found:
            lesions = found[1]
            rows.append(
                _row(
                    chart,
                    *found,
                    solitary=OneOf.of(word(chart.solitary(lesion)) for lesion in lesions),
                    localTherapy=OneOf.of(word(chart.locally_treated(lesion)) for lesion in lesions),
                )
            )
    return rows


def _untreated(chart: Chart, lesion: Lesion) -> Truth:
    return both(negated(chart.locally_treated(lesion)), negated(chart.systemically_treated(lesion)))


def untreated_metastasis(world: World, site: str = "Scalp") -> list[Row]:
    """Question 3: told to have had neither local nor systemic therapy."""
    rows = []
    for chart in world.charts:
        found = per_case(chart, chart.metastases(site), _untreated)
        if found:
            lesions = found[1]
            rows.append(
                _row(
                    chart,
                    *found,
                    localTherapy=OneOf.of(word(chart.locally_treated(lesion)) for lesion in lesions),
                    systemicTherapy=OneOf.of(word(chart.systemically_treated(lesion)) for lesion in lesions),
                )
            )
    return rows


def metastasis_location(world: World, site: str = "Scalp") -> list[Row]:
    """Question 4: each body part with its most specific classes, and its side."""
    return [
        {
            "case": chart.case.id,
            "lesion": lesion.id,
            "place": place.id,
            "siteClass": name,
            "side": place.side or "not reported",
        }
        for chart in world.charts
        for lesion in chart.metastases(site)
        for place in chart.places(lesion, site)
        for name in chart.most_specific(place.types)
    ]


def _several(_: Chart, lesion: Lesion) -> Truth:
    if lesion.foci is None:
        return UNKNOWN
    if lesion.foci.at_least is not None and lesion.foci.at_least >= 2:
        return YES
    return NO if lesion.foci.at_most == 1 else UNKNOWN


def multiple_lesions(world: World, site: str = "Scalp") -> list[Row]:
    """Question 5: several foci at one site."""
    rows = []
    for chart in world.charts:
        found = per_case(chart, chart.metastases(site), _several)
        if found:
            lesions = found[1]
            bounds = [lesion.foci for lesion in lesions]
            rows.append(
                _row(
                    chart,
                    *found,
                    fociAtLeast=OneOf.of(int(foci.at_least or 1) if foci else 1 for foci in bounds),
                    fociAtMost=OneOf.of(
                        None if foci is None or foci.at_most is None else int(foci.at_most) for foci in bounds
                    ),
                    regions=OneOf.of(len(list(chart.places(lesion, site))) for lesion in lesions),
                )
            )
    return rows


def _appearance(chart: Chart, lesion: Lesion, *, finding: str) -> Truth:
    passages = [item for item in chart.case.course_of(Findings) if lesion.id in item.of]
    if any(chart.is_a(sign.types, finding) for item in passages for sign in item.shows):
        return YES
    for item in passages:
        for absence in item.lacks:
            above = {name for written in absence.types for name in chart.vocabulary.above(written)}
            absent = {name for one in above for name in chart.vocabulary.absence_of.get(one, ())}
            if any(chart.vocabulary.is_subclass(finding, name) for name in absent):
                return NO
    return UNKNOWN


def lesion_appearance(world: World, finding: str = "Alopecia", site: str = "Scalp") -> list[Row]:
    """Question 6: a sign reported of the lesion, reported not to be there, or not spoken of."""
    rows = []
    for chart in world.charts:
        found = per_case(chart, chart.metastases(site), partial(_appearance, finding=finding))
        if found:
            rows.append(_row(chart, *found))
    return rows


def sequence_of_metastasis(world: World, site: str = "Scalp") -> list[Row]:
    """Question 7: first sign, concurrent or recurrence as reported; else by the interval."""
    rows: list[Row] = []
    for chart in world.charts:
        for lesion in chart.metastases(site):
            told = [text for name, text in SEQUENCES.items() if chart.is_a(lesion.types, name)]
            if not told:
                by_days = standing_in_time(primary_to_metastasis(chart, lesion))
                told = [{YES: "metachronous", NO: "synchronous"}.get(by_days, "not reported")]
            rows += [{"case": chart.case.id, "lesion": lesion.id, "sequence": text} for text in told]
    return rows


def progression_after_solitary(world: World, site: str = "Scalp") -> list[Row]:
    """Question 8: calvarial, meningeal or brain disease after a lesion that was the only one when it was found."""
    rows: list[Row] = []
    for chart in world.charts:
        for lesion in chart.distant(site):
            if chart.solitary(lesion) != YES:
                continue
            for later in chart.distant(INSIDE):
                if later.id == lesion.id or _certainly_earlier(chart, later, lesion):
                    continue
                under: list[tuple[str | None, str | None]] = [
                    (response.id, response.to)
                    for response in chart.case.course_of(Response)
                    if chart.is_a(response.types, "ProgressiveDisease") and later.id in response.of
                ]
                rows += [
                    {
                        "case": chart.case.id,
                        "lesion": lesion.id,
                        "progression": progression,
                        "progressedTo": later.id,
                        "therapy": therapy,
                    }
                    for progression, therapy in under or [(None, None)]
                ]
    return rows


def _certainly_earlier(chart: Chart, one: Lesion, other: Lesion) -> bool:
    """Whether every assessment that may have found the one first is certainly before those of the other."""
    first, second = chart.possible_first(one), chart.possible_first(other)
    return bool(first) and all(certainly_before(early, late) for early in first for late in second)


def intracranial_disease(world: World) -> list[Row]:
    """Question 9: calvarial or intracranial metastases, and the reports that tell of them."""
    rows: list[Row] = []
    for chart in world.charts:
        for lesion in chart.metastases(INSIDE):
            classes = {name for place in chart.places(lesion, INSIDE) for name in chart.most_specific(place.types)}
            reports = {(entry.role, entry.report) for entry in lesion.evidence}
            rows += [
                {
                    "case": chart.case.id,
                    "lesion": lesion.id,
                    "siteClass": name,
                    "reportRole": role,
                    "report": report,
                }
                for name in sorted(classes)
                for role, report in sorted(reports)
            ]
    return rows
