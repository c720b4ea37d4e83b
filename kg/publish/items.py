"""One item of a case as one entry: a function for each relation between a case and what it records."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kg.publish.case_graph import CaseGraph
from kg.publish.summary import Detail, Entry
from kg.publish.wording import SETTINGS, bounds_words, join, kind_words, period_words, site_words

__all__ = [
    "COURSE",
    "dose_words",
    "drug_words",
    "entry",
    "finding_words",
    "marker_rank",
    "result_words",
    "therapy_words",
    "with_printed",
]

_FRAME = ("Specimen", "DiseaseAssessment", "Staging", "Event", "PerformedExamination", "ExaminationNotDone")
_MARKERS = ("ER", "PR", "HER2", "Ki-67")
_PREFIXED = ("ClinicalStaging", "PathologicalStaging")


def entry(graph: CaseGraph, node: str, text: str, details: Iterable[Detail] = ()) -> Entry:
    """The entry of a node: its text with date, note, passages, and whether a discrepancy is about it."""
    return Entry(
        item=graph.part_id(node),
        text=text,
        when=period_words(graph.text(node, "date"), graph.text(node, "endDate")),
        details=tuple(details),
        note=graph.text(node, "note"),
        disputed=bool(graph.subjects("about", node)),
        passages=graph.passages(node),
    )


def finding_words(graph: CaseGraph, node: str) -> str:
    """A clinical or absence finding by its classes: ``no pain`` for a "no pain finding"."""
    return kind_words(graph, node).replace(" finding", "")


def with_printed(graph: CaseGraph, node: str, words: str) -> str:
    """The words, and behind them what is printed when that is something else."""
    told = graph.text(node, "asReported")
    return f"{words} (“{told}”)" if told and told.casefold() != words.casefold() else words


def _about(graph: CaseGraph, node: str, *properties: str, word: str = "of") -> str:
    lesions = graph.labels(graph.stated(node, *properties))
    return f" {word} {lesions}" if lesions else ""


def result_words(graph: CaseGraph, result: str) -> tuple[str, str]:
    """Marker and value of a receptor result: ``("Ki-67", "35%")``."""
    given = graph.stated_types(result)
    label = next(graph.class_label(name) for name in given if name.endswith("Result"))
    short = {"estrogen receptor result": "ER", "progesterone receptor result": "PR"}.get(label)
    return short or label.removesuffix(" result"), graph.text(result, "asReported") or "reported without value"


def marker_rank(marker: str) -> int:
    """Place of a marker in a list: ER, PR, HER2, Ki-67, then all others."""
    return _MARKERS.index(marker) if marker in _MARKERS else len(_MARKERS)


def _specimen(graph: CaseGraph, node: str) -> Entry:
    ways = [*graph.stated(node, "obtainedBy")]
    method = join(*(kind_words(graph, way, SETTINGS) for way in ways)) or "specimen"
    findings = [
        with_printed(graph, found, kind_words(graph, found)) for found in graph.stated(node, "hasHistology")
    ]
    positive, examined = graph.whole(node, "positiveNodes"), graph.whole(node, "examinedNodes")
    if positive is not None:
        findings.append(f"{positive}{f' of {examined}' if examined is not None else ''} lymph nodes positive")
    for profile in graph.stated(node, "hasProfile"):
        told = sorted(
            (result_words(graph, result) for result in graph.stated(profile, "hasResult")),
            key=lambda pair: (marker_rank(pair[0]), pair[0]),
        )
        findings += [f"{marker} {value}" for marker, value in told]
        findings += [
            f"subtype “{graph.text(label, 'asReported') or kind_words(graph, label)}”"
            for label in graph.stated(profile, "hasSubtypeLabel")
        ]
    source = _about(graph, node, "takenFrom")
    return entry(graph, node, join(f"{method}{source}", join(*findings), sign=": "))


def drug_words(graph: CaseGraph, drug: str) -> str:
    """A drug with dose and schedule as reported."""
    regimen = join(graph.text(drug, "doseAsReported"), graph.text(drug, "schedule"))
    return join(kind_words(graph, drug), regimen, sign=" ")


def therapy_words(graph: CaseGraph, node: str) -> str:
    """Setting, line and kind of a therapy: ``adjuvant chest wall radiotherapy``."""
    given = graph.stated_types(node)
    settings = [name for name in SETTINGS if name in given]
    kinds = graph.most_specific(name for name in graph.types(node) if name not in SETTINGS)
    line = graph.whole(node, "therapyLine")
    words = [graph.class_label(name).removesuffix(" therapy") for name in settings]
    words = ["diagnostic" if word == "therapy with diagnostic intent" else word for word in words]
    told = join(*words, join(*(graph.class_label(name) for name in kinds), sign=" and "), sign=" ")
    return join(f"line {line}" if line else None, told, sign=": ")


def _therapy(graph: CaseGraph, node: str) -> Entry:
    drugs = join(*(kind_words(graph, drug) for drug in graph.stated(node, "administers")))
    cycles, dose = graph.whole(node, "cycles"), dose_words(graph, node)
    places = join(*(site_words(graph, part) for part in graph.stated(node, "treatsSite")), sign="; ")
    aim = _about(graph, node, "targets", word="aimed at") + _about(
        graph, node, "plannedTarget", word="planned for"
    )
    kind = join(f"{therapy_words(graph, node)}{f' ({places})' if places else ''}", drugs, sign=": ")
    cycle_words = f"{cycles} {'cycle' if cycles == 1 else 'cycles'}" if cycles else None
    return entry(graph, node, join(kind, cycle_words, dose, aim.strip()))


def dose_words(graph: CaseGraph, node: str) -> str | None:
    """Dose and fractions of a radiotherapy: ``50 Gy in 25 fractions``."""
    gray, fractions = graph.number(node, "doseGray"), graph.whole(node, "fractions")
    parts = (f"{gray:f} Gy" if gray is not None else None, f"{fractions} fractions" if fractions else None)
    return join(*parts, sign=" in ") or None


def _assessment(graph: CaseGraph, node: str) -> Entry:
    found = graph.labels(graph.stated(node, "detects"))
    absent = join(*(finding_words(graph, item) for item in graph.stated(node, "finds")))
    omitted = join(*(kind_words(graph, item, _FRAME) for item in graph.stated(node, "omits")))
    told = join(
        f"detected {found}" if found else None,
        absent,
        f"not done: {omitted}" if omitted else None,
        sign="; ",
    )
    return entry(graph, node, join(f"work-up “{graph.label(node)}”", told, sign=": "))


def _event(graph: CaseGraph, node: str) -> Entry:
    lesions = graph.labels(graph.subjects("hasFirstSign", node))
    return entry(graph, node, join(kind_words(graph, node, _FRAME) or "event", lesions, sign=" of "))


def _measurement(graph: CaseGraph, node: str) -> Entry:
    least, most = graph.number(node, "atLeast"), graph.number(node, "atMost")
    value = bounds_words(least, most, graph.text(node, "unit"))
    told = graph.text(node, "asReported")
    shown = value if not told else told if not value or value in told else f"{told} ({value})"
    method = join(*(kind_words(graph, way, _FRAME) for way in graph.stated(node, "measuredBy")))
    subject = f"{kind_words(graph, node)}{_about(graph, node, 'measuredOn')}"
    return entry(graph, node, join(join(subject, shown, sign=" "), f"by {method}" if method else None))


def _diagnosis(graph: CaseGraph, node: str) -> Entry:
    by = join(*(kind_words(graph, way, _FRAME) for way in graph.stated(node, "consideredBy")))
    ended = graph.labels(graph.stated(node, "endedBy"))
    text = f"{kind_words(graph, node)}{_about(graph, node, 'consideredFor', word='for')}"
    return entry(
        graph, node, join(text, f"by {by}" if by else None, f"ended by {ended}" if ended else None)
    )


def _response(graph: CaseGraph, node: str) -> Entry:
    to = graph.labels(graph.stated(node, "responseTo"))
    text = f"{with_printed(graph, node, kind_words(graph, node))}{_about(graph, node, 'responseOf')}"
    return entry(graph, node, f"{text} under {to}" if to else text)


def _staging(graph: CaseGraph, node: str) -> Entry:
    printed, group = graph.text(node, "asReported"), graph.text(node, "stageGroupAsReported")
    kinds = [name for name in graph.stated_types(node) if name.endswith(_PREFIXED)]
    told = join(*(graph.class_label(name) for name in kinds)) or "staging without prefix"
    text = join(f"stage {printed}", f"group {group}" if group else None)
    return entry(graph, node, f"{text}{_about(graph, node, 'stagedLesion')} ({told})")


def _outcome(graph: CaseGraph, node: str) -> Entry:
    causes = join(*(kind_words(graph, cause) for cause in graph.stated(node, "hasCause")))
    text = with_printed(graph, node, kind_words(graph, node))
    return entry(graph, node, f"{text}, cause: {causes}" if causes else text)


def _absence(graph: CaseGraph, node: str) -> Entry:
    until = graph.labels(graph.stated(node, "holdsUntil"))
    places = join(*(site_words(graph, part) for part in graph.stated(node, "findingAt")), sign="; ")
    text = with_printed(graph, node, f"{finding_words(graph, node)}{_about(graph, node, 'concerns')}")
    return entry(graph, node, join(text, f"at {places}" if places else None, f"until {until}" if until else None))


COURSE: dict[str, Callable[[CaseGraph, str], Entry]] = {
    "hasEvent": _event,
    "hasSpecimen": _specimen,
    "hasStaging": _staging,
    "hasAssessment": _assessment,
    "hasDiagnosis": _diagnosis,
    "hasTherapy": _therapy,
    "hasMeasurement": _measurement,
    "hasResponse": _response,
    "hasOutcome": _outcome,
    "hasFinding": _absence,
}
"""Relation from a case to items of its course -> how one item reads. Clinical findings are told in groups."""
