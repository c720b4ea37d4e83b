"""Items of a case and of its course as statements: one function a kind."""

from __future__ import annotations

from collections.abc import Callable
from functools import singledispatch

from kg.cases.model import (
    AbsenceFinding,
    Assessment,
    Considered,
    Dispute,
    Event,
    Findings,
    Gap,
    HistoryItem,
    Lesion,
    Measurement,
    Outcome,
    Patient,
    Response,
    Result,
    Specimen,
    Staging,
    Therapy,
    ToldInterval,
)
from kg.graph.frame import Frame
from kg.graph.terms import decimal, integer, text

__all__ = ["write_part"]

_STATUS = {
    "not-reported": "NotReported",
    "stated-unknown": "StatedUnknown",
    "not-applicable": "NotApplicable",
    "not-assessed": "NotAssessed",
}
_REPORTED = {
    "positive": "ReportedPositive",
    "negative": "ReportedNegative",
    "weakly-positive": "ReportedWeaklyPositive",
}
_ISH = {"amplified": "ISHAmplified", "not-amplified": "ISHNotAmplified"}


@singledispatch
def write_part(part: object, frame: Frame) -> None:
    """Add the statements of one item of a case (or of its patient, gaps and disputes) to the frame."""
    raise TypeError(f"no statements are defined for {type(part).__name__}")


def _writes(function: Callable[..., None]) -> Callable[..., None]:
    write_part.register(function)
    return function


@_writes
def _patient(part: Patient, frame: Frame) -> None:
    subject = frame.part(part, ["Patient", *part.types])
    frame.add(frame.case, "hasPatient", subject)
    age = part.age
    stated = frame.sub_part(subject, "hasAge", age, ["AgeStatement"])
    if age is None or stated is None:
        return
    frame.bounds(stated, age.years)
    if age.at_event:
        frame.add(stated, "atEvent", frame.node(age.at_event))
    if age.at_words:
        frame.add(stated, "asReported", text(age.at_words))


@_writes
def _history(part: HistoryItem, frame: Frame) -> None:
    subject = frame.item(part, "hasFinding")
    frame.whole(subject, "ageYears", part.age_years)


@_writes
def _lesion(part: Lesion, frame: Frame) -> None:
    subject = frame.item(part, "hasLesion")
    frame.sites(subject, "hasSite", part.sites)
    if part.foci is not None:
        least, most = part.foci.at_least, part.foci.at_most
        frame.whole(subject, "focusCountAtLeast", None if least is None else int(least))
        frame.whole(subject, "focusCountAtMost", None if most is None else int(most))
    if part.metastasis_of:
        frame.add(subject, "metastasisOf", frame.node(part.metastasis_of))
    frame.sub_part(subject, "hasHistology", part.histology)
    if part.first_sign is not None:
        frame.add(subject, "hasFirstSign", frame.item(part.first_sign, "hasEvent"))


@_writes
def _specimen(part: Specimen, frame: Frame) -> None:
    subject = frame.item(part, "hasSpecimen", ["Specimen"])
    frame.add_all(subject, "takenFrom", part.of)
    frame.sub_part(subject, "obtainedBy", part.procedure)
    if part.obtained_by:
        frame.add(subject, "obtainedBy", frame.node(part.obtained_by))
    frame.sub_part(subject, "hasHistology", part.histology)
    frame.whole(subject, "positiveNodes", part.positive_nodes)
    frame.whole(subject, "examinedNodes", part.examined_nodes)
    if part.profile_id is None:
        return
    profile = frame.node(part.profile_id)
    frame.typed(profile, ["ReceptorProfile"])
    frame.label(profile, part.profile_id)
    frame.add(subject, "hasProfile", profile)
    for result in part.results:
        _result(result, profile, frame)
    frame.sub_part(profile, "hasSubtypeLabel", part.label)


def _result(part: Result, profile: str, frame: Frame) -> None:
    subject = frame.part(part, [part.result_class])
    frame.add(profile, "hasResult", subject)
    frame.add(subject, "asReported", text(part.as_reported))
    if part.at_least is not None:
        frame.add(subject, "atLeast", decimal(part.at_least))
    if part.at_most is not None:
        frame.add(subject, "atMost", decimal(part.at_most))
    if part.below is not None:
        frame.add(subject, "below", decimal(part.below))
    frame.whole(subject, "ihcScore", part.ihc_score)
    frame.whole(subject, "intensityScore", part.intensity)
    frame.whole(subject, "immunoreactiveScore", part.immunoreactive_score)
    if part.reported:
        frame.typed(subject, [_REPORTED[part.reported]])
    if part.ish:
        frame.typed(subject, [_ISH[part.ish]])


@_writes
def _assessment(part: Assessment, frame: Frame) -> None:
    subject = frame.item(part, "hasAssessment", ["DiseaseAssessment"])
    frame.add_all(subject, "detects", part.detects)
    for examination in part.examinations:
        node = frame.part(examination, ["PerformedExamination"])
        frame.add(subject, "hasExamination", node)
        frame.sites(node, "examinedSite", examination.sites)
        frame.dated(node, examination.date)
    for finding in part.rules_out:
        _absence(finding, frame)
        frame.add(subject, "finds", frame.node(finding.id))
    for missing in part.not_done:
        node = frame.part(missing, ["ExaminationNotDone"])
        frame.add(subject, "omits", node)
        frame.sub_part(node, "notDoneBecause", missing.reason)


@_writes
def _absence(part: AbsenceFinding, frame: Frame) -> None:
    subject = frame.item(part, "hasFinding")
    frame.add_all(subject, "concerns", part.concerns)
    frame.sites(subject, "findingAt", part.sites)
    if part.sought_by:
        frame.add(subject, "soughtBy", frame.node(part.sought_by))
    if part.until:
        frame.add(subject, "holdsUntil", frame.node(part.until))


@_writes
def _therapy(part: Therapy, frame: Frame) -> None:
    subject = frame.item(part, "hasTherapy")
    frame.add_all(subject, "plannedTarget" if part.planned else "targets", part.targets)
    frame.whole(subject, "therapyLine", part.therapy_line)
    frame.whole(subject, "cycles", part.cycles)
    if part.gray is not None:
        frame.add(subject, "doseGray", decimal(part.gray))
    frame.whole(subject, "fractions", part.fractions)
    frame.sites(subject, "treatsSite", part.sites)
    for drug in part.drugs:
        node = frame.part(drug)
        frame.add(subject, "administers", node)
        if drug.dose:
            frame.add(node, "doseAsReported", text(drug.dose))
        if drug.schedule:
            frame.add(node, "schedule", text(drug.schedule))


@_writes
def _findings(part: Findings, frame: Frame) -> None:
    for sign in (*part.shows, *part.lacks):
        subject = frame.part(sign)
        frame.add(frame.case, "hasFinding", subject)
        frame.dated(subject, part.date, part.end)
        frame.add_all(subject, "findingOn", part.of)
        if part.note:
            frame.add(subject, "note", text(part.note, "en"))
        frame.sites(subject, "findingAt", part.sites)


@_writes
def _measurement(part: Measurement, frame: Frame) -> None:
    subject = frame.item(part, "hasMeasurement")
    frame.bounds(subject, part.value)
    frame.add_all(subject, "measuredOn", part.of)
    frame.sub_part(subject, "measuredBy", part.method)
    if not part.as_reported:
        frame.add(subject, "asReported", text(part.value.text))


@_writes
def _considered(part: Considered, frame: Frame) -> None:
    subject = frame.item(part, "hasDiagnosis")
    frame.add_all(subject, "consideredFor", part.of)
    for consultation in part.by:
        frame.sub_part(subject, "consideredBy", consultation)
    if part.ended_by:
        frame.add(subject, "endedBy", frame.node(part.ended_by))


@_writes
def _response(part: Response, frame: Frame) -> None:
    subject = frame.item(part, "hasResponse")
    frame.add(subject, "responseTo", frame.node(part.to))
    frame.add_all(subject, "responseOf", part.of)


@_writes
def _staging(part: Staging, frame: Frame) -> None:
    subject = frame.item(part, "hasStaging", ["Staging"])
    if not part.as_reported:
        frame.add(subject, "asReported", text(part.printed))
    if part.group:
        frame.add(subject, "stageGroupAsReported", text(part.group))
    frame.add_all(subject, "stagedLesion", part.of)


@_writes
def _interval(part: ToldInterval, frame: Frame) -> None:
    subject = frame.item(part, "hasInterval", ["ReportedInterval"])
    frame.add(subject, "fromItem", frame.node(part.from_item))
    frame.add(subject, "toItem", frame.node(part.to_item))
    frame.add(subject, "atLeastDays", integer(part.at_least_days))
    frame.whole(subject, "atMostDays", part.at_most_days)
    if not part.as_reported:
        frame.add(subject, "asReported", text(part.value))


@_writes
def _event(part: Event, frame: Frame) -> None:
    frame.item(part, "hasEvent", ["Event"])


@_writes
def _outcome(part: Outcome, frame: Frame) -> None:
    subject = frame.item(part, "hasOutcome")
    for cause in part.causes:
        node = frame.sub_part(subject, "hasCause", cause)
        if node:
            frame.add(frame.case, "hasFinding", node)
    frame.add_all(subject, "concerns", part.of)


@_writes
def _gap(part: Gap, frame: Frame) -> None:
    subject = frame.part(part, [part.gap_class, _STATUS[part.status]])
    frame.add(frame.case, "hasGap", subject)
    if part.printed:
        frame.add(subject, "printed", text(part.printed))
    if part.of:
        frame.add(subject, "concerns", frame.node(part.of))


@_writes
def _dispute(part: Dispute, frame: Frame) -> None:
    subject = frame.part(part, ["Discrepancy"])
    frame.add(frame.case, "hasDiscrepancy", subject)
    frame.add_all(subject, "about", part.about)
    frame.add(subject, "reason", text(part.because, "en"))
    for claim in part.claims:
        node = frame.part(claim, ["Claim"])
        frame.add(subject, "hasClaim", node)
        frame.add(node, "says", text(claim.says))
    if part.accepted:
        frame.add(subject, "acceptedClaim", frame.node(part.accepted))
