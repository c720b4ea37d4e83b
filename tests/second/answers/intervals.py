"""Days between two dated things, as bounds: the least and the greatest number that the dates allow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.cases.dates import PartialDate
from kg.cases.model import Assessment, Lesion
from tests.second.answers.facts import Chart
from tests.second.answers.logic import NO, UNKNOWN, YES, Truth

__all__ = ["SYNCHRONOUS_DAYS", "Span", "between", "found_before_primary", "primary_to_metastasis", "standing_in_time"]

SYNCHRONOUS_DAYS = 183
"""Up to six months after the primary tumor counts as synchronous."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bounds in days since the epoch (of a moment) or in days (of a duration)."""

    least: int
    most: int


def moment(date: PartialDate) -> Span:
    """First and last day that a date can mean."""
    return Span(date.earliest_day, date.latest_day)


def between(first: Span, second: Span) -> Span | None:
    """The duration from one moment to the other; None when the order is certainly the other way round."""
    most = second.most - first.least
    return None if most < 0 else Span(max(0, second.least - first.most), most)


def earliest(dates: Iterable[PartialDate | None]) -> Span | None:
    """When the first of several dated things happened; None when none has a date."""
    spans = [moment(date) for date in dates if date is not None]
    if not spans:
        return None
    return Span(min(span.least for span in spans), min(span.most for span in spans))


def _ends(chart: Chart, lesion: Lesion) -> tuple[Span, Span] | None:
    """When the primary was diagnosed (own date or first specimen) and when a distant metastasis was detected."""
    primary = chart.lesion(lesion.metastasis_of)
    if primary is None or chart.standing(lesion) != "distant":
        return None
    diagnosed = earliest([primary.date, *(item.date for item in chart.specimens_of(primary))])
    detected = earliest(
        [
            lesion.first_sign.date if lesion.first_sign else None,
            *(item.date for item in chart.case.course_of(Assessment) if lesion.id in item.detects),
            *(item.date for item in chart.specimens_of(lesion)),
        ]
    )
    return (diagnosed, detected) if diagnosed and detected else None


def primary_to_metastasis(chart: Chart, lesion: Lesion) -> Span | None:
    """From the diagnosis of the primary tumor to the detection of a distant metastasis."""
    ends = _ends(chart, lesion)
    return between(*ends) if ends else None


def found_before_primary(chart: Chart, lesion: Lesion) -> bool:
    """Whether a distant metastasis was certainly detected before the primary tumor was diagnosed."""
    primary, ends = chart.lesion(lesion.metastasis_of), _ends(chart, lesion)
    dated = primary is not None and primary.date is not None  # else it may have been known before its first specimen
    return dated and ends is not None and ends[1].most < ends[0].least


def standing_in_time(span: Span | None) -> Truth:
    """Metachronous (yes), synchronous (no) or undecided, by an interval alone."""
    if span is None:
        return UNKNOWN
    if span.least > SYNCHRONOUS_DAYS:
        return YES
    return NO if span.most <= SYNCHRONOUS_DAYS else UNKNOWN
