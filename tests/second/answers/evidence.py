"""Second answers to the questions on evidence (folder ``evidence``)."""

from __future__ import annotations

from kg.cases.model import Findings, Gap, Lesion, Outcome, Specimen, ToldInterval
from kg.cases.parts import Evidence, Part
from tests.second.answers.facts import Chart, World
from tests.second.answers.receptors import surrogate_subtype
from tests.second.answers.rows import Row

__all__ = ["evidence", "literature_table"]


def evidence(world: World, case: str | None = None) -> list[Row]:
    """Question 30: each part with each passage that it was read in, and whether a dispute is about it."""
    rows: list[Row] = []
    for chart in world.charts:
        if case is not None and chart.case.id != case:
            continue
        disputed = {name for dispute in chart.case.disputes for name in dispute.about}
        rows += [
            {
                "case": chart.case.id,
                "item": part.id,
                "report": entry.report,
                "role": entry.role,
                "locator": entry.locator,
                "anchorStart": entry.anchor_start,
                "anchorEnd": entry.anchor_end,
                "disputed": "yes" if part.id in disputed else "no",
            }
            for part in _unique(chart)
            for entry in part.evidence
        ]
    return rows


def _unique(chart: Chart) -> list[Part]:
    """Every part once; what one passage shows and lacks are parts, the list of them is none."""
    return list({part.id: part for part in chart.case.parts() if not isinstance(part, Findings)}.values())


def _read_in(entries: tuple[Evidence, ...], column: str) -> bool:
    return any(entry.table_column == column for entry in entries)


def _gap(chart: Chart, column: str) -> Gap | None:
    return next((gap for gap in chart.case.silent if _read_in(gap.evidence, column)), None)


def _retold(chart: Chart) -> bool:
    return any(report.table_row is not None for report in chart.case.reports.values())


def _subtype(chart: Chart, column: str, lesion: Lesion | None) -> str | None:
    """The label printed in a column of the table or what stands instead; without a table, what results make."""
    for specimen in chart.case.course_of(Specimen):
        if specimen.label is not None and _read_in(specimen.label.evidence, column):
            return specimen.label.as_reported
    if not _retold(chart):
        found = {surrogate_subtype(chart, specimen) for specimen in chart.specimens_of(lesion)} if lesion else set()
        return ", ".join(sorted(name for name in found if name)) or None
    gap = _gap(chart, column)
    return gap.printed if gap else None


def _local_recurrence(chart: Chart) -> str | None:
    if any(chart.is_a(lesion.types, "LocalRecurrence") for lesion in chart.case.lesions):
        return "yes"
    if any(chart.absences("NoLocalRecurrenceFinding")):
        return "no"
    gap = _gap(chart, "Local recurrence")
    return gap.printed if gap else None


def _sequence(chart: Chart, scalp: Lesion) -> str | None:
    printed = {
        "PresentedAsRecurrence": "Recurrence",
        "PresentedConcurrently": "Concurrent",
        "PresentedAsFirstSign": "Initial symptom",
    }
    return next((text for name, text in printed.items() if chart.is_a(scalp.types, name)), None)


def _outcome(chart: Chart) -> str | None:
    """The words of the outcome, with those of an interval that is told with it."""
    for outcome in chart.case.course_of(Outcome):
        told = [
            item.as_reported
            for item in chart.case.course_of(ToldInterval)
            if _read_in(item.evidence, "Outcome") and item.as_reported
        ]
        return " ".join([outcome.as_reported or chart.names(outcome.types)[0], *told])
    gap = _gap(chart, "Outcome")
    return gap.printed if gap else None


def literature_table(world: World) -> list[Row]:
    """The coded cells of the review's table, one row a case; the index case is put together in the same way."""
    rows: list[Row] = []
    for chart in world.charts:
        scalp = next(chart.metastases("Scalp"))
        rows.append(
            {
                "case": chart.case.id,
                "primarySubtype": _subtype(chart, "Primary subtype", chart.lesion(scalp.metastasis_of)),
                "sequence": _sequence(chart, scalp),
                "metastasisSubtype": _subtype(chart, "Metastasis subtype", scalp),
                "localRecurrence": _local_recurrence(chart),
                "outcome": _outcome(chart),
            }
        )
    return rows
