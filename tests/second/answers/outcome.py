"""Second answers to the questions on outcome (folder ``outcome``)."""

from __future__ import annotations

from kg.cases.model import Lesion, Outcome, ToldInterval
from tests.second.answers.extent import time_standing
from tests.second.answers.facts import Chart, World
from tests.second.answers.logic import YES, word
from tests.second.answers.receptors import hormone_positive_her2_negative
from tests.second.answers.rows import Row

__all__ = ["outcome_by_local_therapy", "outcomes"]

STATUSES = (("Died", "died"), ("Alive", "alive"), ("OutcomeStatedUnknown", "stated unknown"))


def outcomes(world: World) -> list[Row]:
    """Question 27: the last status told, or that none is."""
    rows: list[Row] = []
    for chart in world.charts:
        found = chart.case.course_of(Outcome)
        for outcome in found:
            told = [item for item in chart.case.course_of(ToldInterval) if item.to_item == outcome.id]
            since = [item for item in told if _since_metastasis(chart, item)]
            rows.append(
                {
                    "case": chart.case.id,
                    "outcome": outcome.id,
                    "status": next(text for name, text in STATUSES if chart.is_a(outcome.types, name)),
                    "cause": frozenset(name for cause in outcome.causes for name in chart.most_specific(cause.types)),
                    "atLeastDays": since[0].at_least_days if since else None,
                    "atMostDays": since[0].at_most_days if since else None,
                }
            )
        if not found:
            rows.append(
                {
                    "case": chart.case.id,
                    "outcome": None,
                    "status": "not reported",
                    "cause": None,
                    "atLeastDays": None,
                    "atMostDays": None,
                }
            )
    return rows


def _since_metastasis(chart: Chart, told: ToldInterval) -> bool:
    return any(told.from_item in (lesion.id, f"{lesion.id}-first-sign") for lesion in chart.metastases())


def _proven(chart: Chart, lesion: Lesion) -> bool:
    """HR-positive and HER2-negative by a specimen of its own: what a primary was says nothing of a metastasis."""
    return any(hormone_positive_her2_negative(chart, specimen) for specimen in chart.specimens_of(lesion))


def outcome_by_local_therapy(world: World) -> list[Row]:
    """Question 26: outcome of HR-positive HER2-negative metachronous solitary metastases by local therapy."""
    rows: list[Row] = []
    for chart in world.charts:
        for lesion in chart.distant():
            if chart.solitary(lesion) != YES or time_standing(chart, lesion) != YES:
                continue
            if not _proven(chart, lesion):
                continue
            classes: list[str | None] = [
                name for item in chart.case.course_of(Outcome) for name in chart.most_specific(item.types)
            ]
            rows += [
                {
                    "case": chart.case.id,
                    "lesion": lesion.id,
                    "localTherapy": word(chart.locally_treated(lesion)),
                    "outcome": name,
                }
                for name in classes or [None]
            ]
    return rows
