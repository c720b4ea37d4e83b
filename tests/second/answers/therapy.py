"""Second answers to the questions on therapy (folder ``therapy``)."""

from __future__ import annotations

from kg.cases.model import Therapy
from tests.second.answers.facts import Chart, World
from tests.second.answers.logic import NO, YES, both, word
from tests.second.answers.rows import Row

__all__ = ["combined_therapy", "radiotherapy_without_target", "therapies"]

NAMES_ITS_REGION = ("Breast", "ChestWall", "Cranial", "Orbital", "RegionalNodal")
"""Kinds of radiotherapy whose name says of what region they are; so does a plaque, which lies on the eye."""


def therapies(world: World, agent: str | None = None) -> list[Row]:
    """Question 23: each therapy with its line, its drugs and what it was aimed at."""
    return [
        {
            "case": chart.case.id,
            "therapy": therapy.id,
            "line": therapy.therapy_line,
            "drugs": ", ".join(sorted({name for drug in therapy.drugs for name in chart.names(drug.types)})) or None,
            "targets": frozenset(therapy.targets),
        }
        for chart in world.charts
        for therapy in chart.case.course_of(Therapy)
        if agent is None or any(chart.is_a(drug.types, agent) for drug in therapy.drugs)
    ]


def combined_therapy(world: World, site: str | None = None) -> list[Row]:
    """Question 24: local and systemic therapy of one metastasis."""
    return [
        {
            "case": chart.case.id,
            "lesion": lesion.id,
            "verdict": word(both(chart.locally_treated(lesion), chart.systemically_treated(lesion))),
            "localTherapy": word(chart.locally_treated(lesion)),
            "systemicTherapy": word(chart.systemically_treated(lesion)),
        }
        for chart in world.charts
        for lesion in chart.metastases(site)
    ]


def radiotherapy_without_target(world: World) -> list[Row]:
    """Question 25: radiotherapy whose dose and fractions are told, with or without a target: a lesion or a region."""
    return [
        {
            "case": chart.case.id,
            "therapy": therapy.id,
            "doseGray": float(therapy.gray),
            "fractions": therapy.fractions,
            "verdict": word(NO if therapy.targets or therapy.sites or _region_named(chart, therapy) else YES),
        }
        for chart in world.charts
        for therapy in chart.case.course_of(Therapy)
        if chart.is_a(therapy.types, "Radiotherapy") and therapy.gray is not None and therapy.fractions is not None
    ]


def _region_named(chart: Chart, therapy: Therapy) -> bool:
    """Whether the kind of radiotherapy names a region."""
    names = [*(f"{region}Radiotherapy" for region in NAMES_ITS_REGION), "PlaqueBrachytherapy"]
    return any(chart.is_a(therapy.types, name) for name in names)
