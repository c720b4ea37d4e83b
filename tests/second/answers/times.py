"""Second answers to the questions on time (folder ``time``)."""

from __future__ import annotations

from kg.cases.dates import PartialDate
from kg.cases.model import Lesion, Response, Specimen, Therapy, ToldInterval
from tests.second.answers.facts import Chart, World, certainly_before
from tests.second.answers.intervals import Span, between, moment
from tests.second.answers.rows import Row

__all__ = ["diagnostic_delay", "interval_to_metastasis", "time_to_progression"]


def _span(first: PartialDate | None, second: PartialDate | None) -> Span | None:
    return between(moment(first), moment(second)) if first and second else None


def interval_to_metastasis(world: World) -> list[Row]:
    """Question 20: from an operation on the primary to the first sign of a metastasis; and told intervals."""
    rows: list[Row] = []
    for chart in world.charts:
        for lesion in chart.distant():
            sign = lesion.first_sign
            primary = chart.lesion(lesion.metastasis_of)
            if sign is None or primary is None:
                continue
            for operation in chart.therapies_of(primary, "Surgery"):
                span = _span(operation.date, sign.date)
                if span:
                    rows.append(_row(chart, operation.id, sign.id, span.least, span.most, "derived"))
        rows += [
            _row(chart, told.from_item, told.to_item, told.at_least_days, told.at_most_days, "reported")
            for told in chart.case.course_of(ToldInterval)
            if _told_to_metastasis(chart, told)
        ]
    return rows


def _told_to_metastasis(chart: Chart, told: ToldInterval) -> bool:
    """From something that was done to the primary tumor until the metastasis appeared."""
    until = {name for lesion in chart.metastases() for name in (lesion.id, f"{lesion.id}-first-sign")}
    therapies = {item.id for item in chart.case.course_of(Therapy)}
    return told.to_item in until and told.from_item in therapies


def _row(chart: Chart, start: str, end: str, least: int, most: int | None, source: str) -> Row:
    return {
        "case": chart.case.id,
        "from": start,
        "to": end,
        "atLeastDays": least,
        "atMostDays": most,
        "source": source,
    }


def _first_proofs(chart: Chart, lesion: Lesion) -> list[Specimen]:
    """Specimens with a histology that may be the first one of a lesion."""
    found = [item for item in chart.specimens_of(lesion) if item.histology is not None]
    return [item for item in found if not any(certainly_before(other, item) for other in found)]


def _first_therapies(chart: Chart, lesion: Lesion) -> list[Therapy]:
    """Therapies given and aimed at a lesion that may be the first one."""
    found = chart.therapies_of(lesion, "Therapy")
    return [item for item in found if not any(certainly_before(other, item) for other in found)]


def diagnostic_delay(world: World) -> list[Row]:
    """Question 21: first sign to tissue diagnosis of a lesion; from there to therapy of a distant metastasis."""
    rows: list[Row] = []
    for chart in world.charts:
        for lesion in chart.case.lesions:
            proofs = _first_proofs(chart, lesion)
            for proof in proofs:
                sign = lesion.first_sign
                span = _span(sign.date, proof.date) if sign else None
                if sign and span:
                    rows.append(
                        {
                            "kind": "FirstSignToTissueDiagnosisInterval",
                            **_row(chart, sign.id, proof.id, span.least, span.most, ""),
                        }
                    )
            if lesion not in chart.distant():
                continue
            for proof in proofs:
                for therapy in _first_therapies(chart, lesion):
                    span = _span(proof.date, therapy.date)
                    if span:
                        rows.append(
                            {
                                "kind": "TissueDiagnosisToTherapyInterval",
                                **_row(chart, proof.id, therapy.id, span.least, span.most, ""),
                            }
                        )
    return rows


def time_to_progression(world: World) -> list[Row]:
    """Question 22: from the start of a therapy of a distant metastasis to progression under it."""
    rows: list[Row] = []
    for chart in world.charts:
        aimed = {therapy.id: therapy for lesion in chart.distant() for therapy in chart.therapies_of(lesion, "Therapy")}
        for response in chart.case.course_of(Response):
            therapy = aimed.get(response.to)
            if therapy is None or not chart.is_a(response.types, "ProgressiveDisease"):
                continue
            span = _span(therapy.date, response.date)
            if span:
                rows += [
                    {
                        "case": chart.case.id,
                        "therapy": therapy.id,
                        "progression": response.id,
                        "atLeastDays": span.least,
                        "atMostDays": span.most,
                        "progressedTo": lesion,
                    }
                    for lesion in response.of or (None,)
                ]
    return rows
