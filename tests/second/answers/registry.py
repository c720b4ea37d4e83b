"""All second answers: by query id, the function, the columns that it answers for, and the settings to try."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.second.answers import diagnosis, evidence, extent, metastasis, outcome, receptors, states, therapy, times
from tests.second.answers.rows import Row

__all__ = ["SECOND", "SecondAnswer"]

Settings = tuple[Mapping[str, str], ...]
SITES: Settings = tuple(
    {"site": name} for name in ("Scalp", "FrontalScalp", "LymphNode", "Liver", "Bone", "Skull", "Head", "Lung", "Ovary")
)
OPEN_SITES: Settings = ({}, {"site": "Scalp"}, {"site": "VertebralColumn"}, {"site": "LymphNode"})


@dataclass(frozen=True)
class SecondAnswer:
    """One question: ``answer(world, **parameters)`` gives rows with the columns of ``key`` (and maybe more)."""

    answer: Callable[..., list[Row]]
    key: tuple[str, ...]
    settings: Settings = ({},)


def _entry(answer: Callable[..., list[Row]], key: str, settings: Settings = ({},)) -> SecondAnswer:
    return SecondAnswer(answer, tuple(key.split()), settings)


SECOND: Mapping[str, SecondAnswer] = {
    "combined-therapy": _entry(
        therapy.combined_therapy, "case lesion verdict localTherapy systemicTherapy", OPEN_SITES
    ),
    "considered-diagnoses": _entry(diagnosis.considered_diagnoses, "case diagnosis class by begin end endedBy"),
    "diagnostic-delay": _entry(times.diagnostic_delay, "case kind from to atLeastDays atMostDays"),
    "evidence": _entry(
        evidence.evidence,
        "case item report role locator anchorStart anchorEnd disputed",
        ({}, {"case": "cheng-2025"}, {"case": "costa-2017"}),
    ),
    "her2-low-conversion": _entry(receptors.her2_low_conversion, "case verdict fromSpecimen toSpecimen"),
    "interval-to-metastasis": _entry(times.interval_to_metastasis, "case from to atLeastDays atMostDays source"),
    "intracranial-disease": _entry(metastasis.intracranial_disease, "case lesion siteClass reportRole report"),
    "lesion-appearance": _entry(
        metastasis.lesion_appearance,
        "case verdict lesion",
        tuple(
            {"finding": finding, "site": site}
            for finding, site in (
                ("Alopecia", "Scalp"),
                ("Ulceration", "Scalp"),
                ("Pain", "Scalp"),
                ("Tenderness", "Scalp"),
                ("Nodule", "Scalp"),
                ("BloodFlowSignal", "FrontalScalp"),
                ("Alopecia", "Ovary"),
            )
        ),
    ),
    "literature-table": _entry(
        evidence.literature_table, "case primarySubtype sequence metastasisSubtype localRecurrence outcome"
    ),
    "metastasis-location": _entry(metastasis.metastasis_location, "case lesion place siteClass side", SITES),
    "metastasis-rebiopsied": _entry(receptors.metastasis_rebiopsied, "case verdict"),
    "multiple-lesions": _entry(
        metastasis.multiple_lesions, "case verdict lesion fociAtLeast fociAtMost regions", SITES
    ),
    "not-distant-disease": _entry(extent.not_distant_disease, "case lesion kind"),
    "oligometastatic": _entry(extent.oligometastatic, "case verdict assessment atLeast atMost"),
    "oligometastatic-state": _entry(
        states.oligometastatic_state,
        "case assessment verdict polymetastaticBefore oligometastaticBefore overSixMonths systemicTherapy progressive"
        " state open",
    ),
    "outcome-by-local-therapy": _entry(outcome.outcome_by_local_therapy, "case lesion localTherapy outcome"),
    "outcomes": _entry(outcome.outcomes, "case outcome status cause atLeastDays atMostDays"),
    "paired-receptor-profiles": _entry(
        receptors.paired_receptor_profiles, "case verdict primarySpecimen metastasisSpecimen"
    ),
    "progression-after-solitary": _entry(
        metastasis.progression_after_solitary, "case lesion progression progressedTo therapy", SITES
    ),
    "radiotherapy-without-target": _entry(
        therapy.radiotherapy_without_target, "case therapy doseGray fractions verdict"
    ),
    "receptor-discordance": _entry(
        receptors.receptor_discordance,
        "case verdict marker fromSpecimen toSpecimen fromValue toValue fromDate toDate",
    ),
    "receptor-method": _entry(receptors.receptor_method, "case lesion specimen method marker value"),
    "sequence-of-metastasis": _entry(metastasis.sequence_of_metastasis, "case lesion sequence", SITES),
    "solitary-metastasis": _entry(metastasis.solitary_metastasis, "case verdict lesion", SITES),
    "solitary-without-local-therapy": _entry(
        metastasis.solitary_without_local_therapy, "case verdict lesion solitary localTherapy", SITES
    ),
    "stage-groups": _entry(extent.stage_groups, "case staging printed group missing"),
    "subtype-too-coarse": _entry(receptors.subtype_too_coarse, "case verdict specimen label"),
    "synchronous-or-metachronous": _entry(
        extent.synchronous_or_metachronous, "case lesion verdict atLeastDays atMostDays", OPEN_SITES
    ),
    "tests-not-done": _entry(diagnosis.tests_not_done, "case assessment test reason"),
    "therapies": _entry(
        therapy.therapies,
        "case therapy line drugs targets",
        ({}, *({"agent": name} for name in ("CDK46Inhibitor", "EndocrineAgent", "Taxane", "Bisphosphonate"))),
    ),
    "time-to-progression": _entry(
        times.time_to_progression, "case therapy progression atLeastDays atMostDays progressedTo"
    ),
    "untreated-metastasis": _entry(
        metastasis.untreated_metastasis, "case verdict lesion localTherapy systemicTherapy", SITES
    ),
}
