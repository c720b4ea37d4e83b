"""Second answers to the questions on the path to the diagnosis (folder ``diagnosis``)."""

from __future__ import annotations

from kg.cases.model import Assessment, Considered
from tests.second.answers.facts import World
from tests.second.answers.rows import Row

__all__ = ["considered_diagnoses", "tests_not_done"]


def considered_diagnoses(world: World) -> list[Row]:
    """Question 28: each diagnosis with those who considered it, and how long it stood."""
    return [
        {
            "case": chart.case.id,
            "diagnosis": item.id,
            "class": name,
            "by": frozenset(name for part in item.by for name in chart.most_specific(part.types)),
            "begin": item.date.text if item.date else None,
            "end": item.end.text if item.end else None,
            "endedBy": item.ended_by,
        }
        for chart in world.charts
        for item in chart.case.course_of(Considered)
        for name in chart.most_specific(item.types)
    ]


def tests_not_done(world: World) -> list[Row]:
    """Question 29: examinations told not to have been done, and why."""
    return [
        {
            "case": chart.case.id,
            "assessment": assessment.id,
            "test": frozenset(chart.most_specific(test.types)),
            "reason": frozenset(chart.most_specific(test.reason.types if test.reason else ())),
        }
        for chart in world.charts
        for assessment in chart.case.course_of(Assessment)
        for test in assessment.not_done
    ]
