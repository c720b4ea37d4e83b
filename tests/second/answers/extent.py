"""Second answers to the questions on extent and stage (folder ``extent``)."""

from __future__ import annotations

from kg.cases.model import Assessment, Lesion, Staging
from tests.second.answers.facts import Chart, World, certainly_before
from tests.second.answers.intervals import Span, found_before_primary, primary_to_metastasis, standing_in_time
from tests.second.answers.logic import NO, UNKNOWN, YES, Truth, all_agree, word
from tests.second.answers.rows import OneOf, Row

__all__ = [
    "not_distant_disease",
    "oligometastatic",
    "oligometastatic_extent",
    "stage_groups",
    "synchronous_or_metachronous",
    "time_standing",
]

FEW = 5
"""Oligometastatic disease has one to five lesions."""

# Anatomic stage groups by T, N and M; "*" stands for any category (AJCC, breast).
GROUPS = (
    ("*", "*", "M1", "IV"),
    ("Tis", "N0", "M0", "0"),
    ("T1", "N0", "M0", "IA"),
    ("T0", "N1mi", "M0", "IB"),
    ("T1", "N1mi", "M0", "IB"),
    ("T2", "N1mi", "M0", "IIB"),
    ("T3", "N1mi", "M0", "IIIA"),
    ("T4", "N1mi", "M0", "IIIB"),
    ("T0", "N1", "M0", "IIA"),
    ("T1", "N1", "M0", "IIA"),
    ("T2", "N0", "M0", "IIA"),
    ("T2", "N1", "M0", "IIB"),
    ("T3", "N0", "M0", "IIB"),
    ("T0", "N2", "M0", "IIIA"),
    ("T1", "N2", "M0", "IIIA"),
    ("T2", "N2", "M0", "IIIA"),
    ("T3", "N1", "M0", "IIIA"),
    ("T3", "N2", "M0", "IIIA"),
    ("T4", "N0", "M0", "IIIB"),
    ("T4", "N1", "M0", "IIIB"),
    ("T4", "N2", "M0", "IIIB"),
    ("*", "N3", "M0", "IIIC"),
)


def _at_least(chart: Chart, assessment: Assessment) -> int:
    distant = [one for one in chart.detected_metastases(assessment) if chart.standing(one) == "distant"]
    return sum(max(1, int(one.foci.at_least or 1)) if one.foci else 1 for one in distant)


def _at_most(chart: Chart, assessment: Assessment) -> int | None:
    if not chart.no_others(assessment):
        return None
    total = 0
    for lesion in chart.detected_metastases(assessment):
        standing = chart.standing(lesion)
        if standing == "unknown":
            return None
        if standing == "distant":
            if lesion.foci is None or lesion.foci.at_most is None:
                return None
            total += int(lesion.foci.at_most)
    return total


def _few(least: int, most: int | None) -> Truth:
    if least > FEW:
        return NO
    return YES if most is not None and most <= FEW else UNKNOWN


def oligometastatic_extent(chart: Chart, assessment: Assessment) -> Truth:
    """Whether an assessment found one to five distant metastases and no others."""
    return _few(_at_least(chart, assessment), _at_most(chart, assessment))


def oligometastatic(world: World) -> list[Row]:
    """Question 16: one to five lesions in the assessment that first detected distant disease."""
    rows: list[Row] = []
    for chart in world.charts:
        found = [
            item
            for item in chart.case.course_of(Assessment)
            if any(chart.standing(lesion) == "distant" for lesion in chart.detected_metastases(item))
        ]
        first = [item for item in found if not any(certainly_before(other, item) for other in found)]
        if not first:
            continue
        bounds = [(_at_least(chart, item), _at_most(chart, item)) for item in first]
        rows.append(
            {
                "case": chart.case.id,
                "verdict": word(all_agree(_few(*pair) for pair in bounds)),
                "assessment": OneOf.of(item.id for item in first),
                "atLeast": OneOf.of(least for least, _ in bounds),
                "atMost": OneOf.of(most for _, most in bounds),
            }
        )
    return rows


def time_standing(chart: Chart, lesion: Lesion) -> Truth:
    """Metachronous (yes) or synchronous (no), by what is reported or by the interval."""
    if chart.is_a(lesion.types, "PresentedAsRecurrence"):
        return YES
    if any(chart.is_a(lesion.types, name) for name in ("PresentedAsFirstSign", "PresentedConcurrently")):
        return NO
    if found_before_primary(chart, lesion):
        return NO
    return standing_in_time(primary_to_metastasis(chart, lesion))


def synchronous_or_metachronous(world: World, site: str | None = None) -> list[Row]:
    """Question 17: each metastasis with the interval that decides, where there is one."""
    rows: list[Row] = []
    for chart in world.charts:
        for lesion in chart.metastases(site):
            span: Span | None = primary_to_metastasis(chart, lesion)
            rows.append(
                {
                    "case": chart.case.id,
                    "lesion": lesion.id,
                    "verdict": word(time_standing(chart, lesion)),
                    "atLeastDays": span.least if span else None,
                    "atMostDays": span.most if span else None,
                }
            )
    return rows


def _category(staging: Staging, letter: str) -> str | None:
    found = [name for name in staging.types if name[0] == letter and (name[1:2].isdigit() or name == "Tis")]
    return found[0] if found else None


def _group(staging: Staging) -> tuple[str, str | None]:
    """Stage group, and the categories that are missing where there is none."""
    written = {letter: _category(staging, letter) for letter in "TNM"}
    missing = ", ".join(letter for letter, name in written.items() if name is None)
    tumor, nodes, distant = written["T"] or "", written["N"] or "", written["M"] or ""
    tumor = tumor if tumor == "Tis" else tumor[:2]
    nodes = nodes if nodes == "N1mi" else nodes[:2]
    for t, n, m, group in GROUPS:
        if t in ("*", tumor) and n in ("*", nodes) and m == distant:
            if group == "0" and not {"ClinicalStaging", "PathologicalStaging"} & set(staging.types):
                break  # what is left in situ after therapy is no stage 0
            return group, None
    return "unknown", missing or None


def stage_groups(world: World) -> list[Row]:
    """Question 18: anatomic stage group of each staging; stage IV where distant disease came with the primary."""
    rows: list[Row] = []
    for chart in world.charts:
        stagings = chart.case.course_of(Staging)
        for staging in stagings:
            group, missing = _group(staging)
            rows.append(
                {
                    "case": chart.case.id,
                    "staging": staging.id,
                    "printed": staging.printed,
                    "group": group,
                    "missing": missing,
                }
            )
        fourth = any(
            chart.is_a(lesion.types, "PresentedAsFirstSign") or chart.is_a(lesion.types, "PresentedConcurrently")
            for lesion in chart.distant()
        )
        if not stagings or (fourth and all(_group(staging)[0] != "IV" for staging in stagings)):
            rows.append(
                {
                    "case": chart.case.id,
                    "staging": None,
                    "printed": None,
                    "group": "IV" if fourth else "unknown",
                    "missing": None if fourth else "T, N, M",
                }
            )
    return rows


def not_distant_disease(world: World) -> list[Row]:
    """Question 19: what a review lists under other metastases and is not (certainly) distant disease."""
    rows: list[Row] = []
    for chart in world.charts:
        for lesion in chart.case.lesions:
            if not any(entry.table_column == "Other metastases" for entry in lesion.evidence):
                continue
            if chart.is_a(lesion.types, "SecondPrimary"):
                kind = "SecondPrimary"
            elif chart.is_a(lesion.types, "NodalMetastasis") and chart.standing(lesion) != "distant":
                kind = "RegionalNodalMetastasis" if chart.standing(lesion) == "regional" else "NodalMetastasis"
            else:
                continue
            rows.append({"case": chart.case.id, "lesion": lesion.id, "kind": kind})
    return rows
