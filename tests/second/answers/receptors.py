"""Second answers to the questions on receptors (folder ``receptors``)."""

from __future__ import annotations

from collections.abc import Iterator

from kg.cases.model import Result, Specimen, Therapy
from tests.second.answers.facts import Chart, World
from tests.second.answers.logic import NO, UNKNOWN, YES, Truth, either, word
from tests.second.answers.rows import Row

__all__ = [
    "her2_low_conversion",
    "hormone_positive_her2_negative",
    "metastasis_rebiopsied",
    "paired_receptor_profiles",
    "receptor_discordance",
    "receptor_method",
    "subtype_too_coarse",
    "surrogate_subtype",
]

ZERO, LOW, OVER = "zero", "low", "positive"
ANY_LEVEL = frozenset({ZERO, LOW, OVER})
SUBSTANTIAL = HIGH = 20  # percent: PR of luminal A, Ki-67 of luminal B
BY_SCORE = {0: {ZERO}, 1: {LOW}, 2: {LOW, OVER}, 3: {OVER}}


def result_of(specimen: Specimen, marker: str) -> Result | None:
    """The result of a marker on a specimen."""
    return next((result for result in specimen.results if result.marker == marker), None)


def _value(specimen: Specimen, marker: str) -> str | None:
    """The result as reported, or the printed subtype label where there is none."""
    result = result_of(specimen, marker)
    if result is not None:
        return result.as_reported
    return specimen.label.as_reported if specimen.label else None


def _label_is(chart: Chart, specimen: Specimen, kind: str) -> bool:
    return specimen.label is not None and chart.is_a(specimen.label.types, kind)


def her2_levels(chart: Chart, specimen: Specimen) -> frozenset[str]:
    """The HER2 levels (zero, low, positive) that the results and the label of a specimen leave open."""
    levels = set(ANY_LEVEL)
    result = result_of(specimen, "HER2")
    if result is not None:
        levels &= BY_SCORE.get(-1 if result.ihc_score is None else result.ihc_score, ANY_LEVEL)
        if result.ish == "amplified" or result.reported == "positive":
            levels &= {OVER}
        elif result.reported == "negative" or (result.ish == "not-amplified" and result.ihc_score != 3):
            levels &= {ZERO, LOW}
    if _label_is(chart, specimen, "HER2NegativeLabel"):
        levels &= {ZERO, LOW}
    elif _label_is(chart, specimen, "HER2PositiveLabel"):
        levels &= {OVER}
    return frozenset(levels)


def status(chart: Chart, specimen: Specimen, marker: str) -> Truth:
    """Whether a specimen is positive for ER, PR or HER2, by its result and its subtype label."""
    if marker == "HER2":
        levels = her2_levels(chart, specimen)
        return YES if levels == {OVER} else NO if levels and OVER not in levels else UNKNOWN
    by_result = _hormone_status(result_of(specimen, marker))
    if by_result != UNKNOWN:
        return by_result
    if _label_is(chart, specimen, "TripleNegativeLabel"):
        return NO
    return YES if _label_is(chart, specimen, "TriplePositiveLabel") else UNKNOWN


def _hormone_status(result: Result | None) -> Truth:
    """Positive from 1 % of tumor nuclei, or as the report calls it."""
    if result is None:
        return UNKNOWN
    if result.reported in ("positive", "weakly-positive"):
        return YES
    if result.reported == "negative" or _under(result, 1):
        return NO
    return YES if result.at_least is not None and result.at_least >= 1 else UNKNOWN


def _under(result: Result, limit: int) -> bool:
    """Whether the value is certainly less than the limit: by its upper bound, or because ``<`` was written."""
    by_bound = result.at_most is not None and result.at_most < limit
    return by_bound or (result.below is not None and result.below <= limit)


def hormone_positive_her2_negative(chart: Chart, specimen: Specimen) -> bool:
    """Whether a specimen is certainly positive for ER or PR and certainly negative for HER2."""
    hormone = either([status(chart, specimen, "ER"), status(chart, specimen, "PR")])
    told = hormone == YES or _label_is(chart, specimen, "HRPositiveLabel")
    return told and status(chart, specimen, "HER2") == NO


def surrogate_subtype(chart: Chart, specimen: Specimen) -> str | None:
    """Subtype by surrogate immunohistochemistry (PR from 20 %, Ki-67 from 20 %), where the results decide."""
    hormone, her2 = status(chart, specimen, "ER"), status(chart, specimen, "HER2")
    progesterone, growth = result_of(specimen, "PR"), result_of(specimen, "Ki67")
    if hormone == YES and her2 == YES:
        return "luminal B-like HER2-positive"
    if hormone == NO and status(chart, specimen, "PR") == NO and her2 != UNKNOWN:
        return "HER2-positive non-luminal" if her2 == YES else "triple-negative"
    if hormone != YES or her2 != NO or progesterone is None or growth is None:
        return None
    little = status(chart, specimen, "PR") == NO or _under(progesterone, SUBSTANTIAL)
    if little or (growth.at_least is not None and growth.at_least >= HIGH):
        return "luminal B-like HER2-negative"
    enough = progesterone.at_least is not None and progesterone.at_least >= SUBSTANTIAL
    return "luminal A-like" if enough and _under(growth, HIGH) else None


def profiled(chart: Chart, kind: str) -> Iterator[Specimen]:
    """Specimens with a receptor profile that were taken from a primary tumor or a distant metastasis."""
    for specimen in chart.case.course_of(Specimen):
        sources = [lesion for lesion in map(chart.lesion, specimen.of) if lesion is not None]
        if kind == "primary":
            fits = any(chart.is_a(lesion.types, "PrimaryTumor") for lesion in sources)
        else:
            fits = any(
                chart.is_a(lesion.types, "Metastasis") and chart.standing(lesion) == "distant" for lesion in sources
            )
        if fits and specimen.profile_id:
            yield specimen


def pairs(chart: Chart) -> list[tuple[Specimen, Specimen]]:
    """Each profiled specimen of a primary with each one of a distant metastasis."""
    return [
        (first, second)
        for first in profiled(chart, "primary")
        for second in profiled(chart, "metastasis")
        if first.id != second.id
    ]


def paired_receptor_profiles(world: World) -> list[Row]:
    """Question 10: profiles of both; that one is missing is never told, so it is unknown."""
    return [
        {
            "case": chart.case.id,
            "verdict": word(YES if pairs(chart) else UNKNOWN),
            "primarySpecimen": frozenset(specimen.id for specimen in profiled(chart, "primary")),
            "metastasisSpecimen": frozenset(specimen.id for specimen in profiled(chart, "metastasis")),
        }
        for chart in world.charts
    ]


def receptor_discordance(world: World) -> list[Row]:
    """Question 11: each marker in each comparison."""
    rows: list[Row] = []
    for chart in world.charts:
        for first, second in pairs(chart):
            for marker in ("ER", "PR", "HER2"):
                one, other = status(chart, first, marker), status(chart, second, marker)
                known = UNKNOWN not in (one, other)
                rows.append(
                    {
                        "case": chart.case.id,
                        "verdict": word(UNKNOWN if not known else NO if one == other else YES),
                        "marker": marker,
                        "fromSpecimen": first.id,
                        "toSpecimen": second.id,
                        "fromValue": _value(first, marker),
                        "toValue": _value(second, marker),
                        "fromDate": first.date.text if first.date else None,
                        "toDate": second.date.text if second.date else None,
                    }
                )
    return rows


def _conversion(chart: Chart, first: Specimen, second: Specimen) -> Truth:
    before, after = her2_levels(chart, first), her2_levels(chart, second)
    if before == {ZERO} and after == {LOW}:
        return YES
    return NO if ZERO not in before or LOW not in after else UNKNOWN


def her2_low_conversion(world: World) -> list[Row]:
    """Question 12: HER2 zero in the primary and low in the metastasis."""
    rows: list[Row] = []
    for chart in world.charts:
        found = [(_conversion(chart, *pair), pair) for pair in pairs(chart)]
        if found:
            verdict = either(truth for truth, _ in found)
            rows += [
                {
                    "case": chart.case.id,
                    "verdict": word(verdict),
                    "fromSpecimen": first.id,
                    "toSpecimen": second.id,
                }
                for truth, (first, second) in found
                if truth == verdict
            ]
    return rows


def subtype_too_coarse(world: World) -> list[Row]:
    """Question 13: labels that leave HER2 open."""
    rows: list[Row] = []
    for chart in world.charts:
        for specimen in chart.case.course_of(Specimen):
            if specimen.label is not None:
                decided = any(_label_is(chart, specimen, kind) for kind in ("HER2NegativeLabel", "HER2PositiveLabel"))
                rows.append(
                    {
                        "case": chart.case.id,
                        "verdict": word(NO if decided else YES),
                        "specimen": specimen.id,
                        "label": specimen.label.as_reported,
                    }
                )
    return rows


def metastasis_rebiopsied(world: World) -> list[Row]:
    """Question 14: a metastasis with a specimen whose receptors or subtype are reported."""
    rows: list[Row] = []
    for chart in world.charts:
        found = [
            (lesion.id, specimen.id)
            for lesion in chart.metastases()
            for specimen in chart.specimens_of(lesion)
            if specimen.profile_id
        ]
        rows.append({"case": chart.case.id, "verdict": word(YES if found else UNKNOWN)})
    return rows


def _method(chart: Chart, specimen: Specimen) -> str:
    procedure = specimen.procedure.types if specimen.procedure else ()
    therapy = next((item.types for item in chart.case.course_of(Therapy) if item.id == specimen.obtained_by), ())
    if chart.is_a(procedure, "FineNeedleAspiration") or chart.is_a(specimen.types, "CytologySpecimen"):
        return "cytology"
    if chart.is_a(procedure, "CoreNeedleBiopsy") or chart.is_a(specimen.types, "CoreBiopsySpecimen"):
        return "core biopsy"
    operations = ("Surgery", "LesionSurgery")
    if chart.is_a(procedure, "ExcisionalBiopsy") or any(chart.is_a(therapy, kind) for kind in operations):
        return "excision"
    return "biopsy" if chart.is_a(procedure, "Biopsy") else "not reported"


def receptor_method(world: World) -> list[Row]:
    """Question 15: each result with the way its specimen was obtained."""
    return [
        {
            "case": chart.case.id,
            "lesion": lesion,
            "specimen": specimen.id,
            "method": _method(chart, specimen),
            "marker": result.marker,
            "value": result.as_reported,
        }
        for chart in world.charts
        for specimen in chart.case.course_of(Specimen)
        for lesion in specimen.of
        for result in specimen.results
    ]
