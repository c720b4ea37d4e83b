"""Lesions of a case, and the receptor table: markers by specimens."""

from __future__ import annotations

from collections import defaultdict

from kg.publish.case_graph import CaseGraph
from kg.publish.items import COURSE, entry, marker_rank, result_words, with_printed
from kg.publish.summary import Detail, Entry, ReceptorRow, ReceptorTable, SpecimenColumn, Verdict
from kg.publish.wording import SETTINGS, count_words, join, kind_words, period_words, site_words

__all__ = ["lesion_entries", "lesions_in_order", "receptor_table"]

_KINDS = ("PrimaryTumor", "LocalRecurrence", "NodalMetastasis", "DistantMetastasis")
_SUBTYPE = "subtype as reported"
_SUBTYPES = (
    "LuminalALikeProfile",
    "LuminalBLikeHER2NegativeProfile",
    "LuminalBLikeHER2PositiveProfile",
    "HER2PositiveNonLuminalProfile",
    "TripleNegativeProfile",
)
_SHOWN = {"yes": "yes", "no": "no", "unknown": "cannot tell"}


def lesions_in_order(graph: CaseGraph) -> tuple[str, ...]:
    """Primary tumors, local recurrences, nodes, distant metastases; within a kind as they were first seen."""

    def place(node: str) -> tuple[int, int, str]:
        kind = next((rank for rank, name in enumerate(_KINDS) if graph.is_a(node, name)), len(_KINDS))
        seen = [
            day
            for one in (node, *graph.nodes(node, "hasFirstSign", "detectedBy", "hasSpecimenOf"))
            if (day := graph.whole(one, "earliestDay")) is not None
        ]
        return kind, min(seen, default=10**6), node

    return tuple(sorted(graph.members("hasLesion"), key=place))


def lesion_entries(graph: CaseGraph, verdicts: tuple[Verdict, ...]) -> tuple[Entry, ...]:
    """Each lesion with kind, sites, number of foci, origin, histology, first sign, sizes and verdicts."""
    return tuple(_lesion(graph, node, verdicts) for node in lesions_in_order(graph))


def _lesion(graph: CaseGraph, node: str, verdicts: tuple[Verdict, ...]) -> Entry:
    foci = count_words(graph.whole(node, "focusCountAtLeast"), graph.whole(node, "focusCountAtMost"))
    own = graph.passages(node)
    details = []
    for part in graph.stated(node, "hasSite"):
        words = with_printed(graph, part, site_words(graph, part))
        details.append(_detail(graph, part, f"site: {words}", own))
    if not graph.stated(node, "hasSite"):
        details.append(Detail(text="site: not reported"))
    details.append(Detail(text=f"number: {foci or 'not reported'}"))
    for histology in graph.stated(node, "hasHistology"):
        words = with_printed(graph, histology, kind_words(graph, histology))
        details.append(_detail(graph, histology, f"histology: {words}", own))
    for sign in graph.stated(node, "hasFirstSign"):
        when = period_words(graph.text(sign, "date"), graph.text(sign, "endDate"))
        details.append(_detail(graph, sign, f"first sign: {when or 'date not told'}", own))
    sizes = [one for one in graph.members("hasMeasurement") if node in graph.stated(one, "measuredOn")]
    for told in (COURSE["hasMeasurement"](graph, one) for one in sizes):
        text = told.text.replace(f" of {graph.label(node)}", "", 1)
        details.append(Detail(text=join(text, told.when), passages=told.passages))
    about = [verdict for verdict in verdicts if verdict.item == graph.part_id(node)]
    if about:
        told_verdicts = join(*(f"{one.question}: {_SHOWN[one.answer]}" for one in about), sign="; ")
        details.append(Detail(text=f"standing: {told_verdicts}"))
    text = with_printed(graph, node, f"{graph.label(node)}: {kind_words(graph, node)}")
    origin = graph.labels(graph.stated(node, "metastasisOf"))
    return entry(graph, node, join(text, f"of {origin}" if origin else None), details)


def _detail(graph: CaseGraph, node: str, text: str, known: object) -> Detail:
    passages = graph.passages(node)
    return Detail(text=text, passages=() if passages == known else passages)


def receptor_table(graph: CaseGraph, verdicts: tuple[Verdict, ...]) -> ReceptorTable:
    """Every specimen with receptor results or a subtype label: values as reported, then what follows."""
    specimens = [node for node in graph.members("hasSpecimen") if graph.stated(node, "hasProfile")]
    specimens.sort(key=lambda node: (graph.whole(node, "earliestDay") or 10**6, _rank(graph, node), node))
    values: dict[str, dict[str, str]] = defaultdict(dict)
    for node in specimens:
        for profile in graph.stated(node, "hasProfile"):
            for result in graph.stated(profile, "hasResult"):
                marker, value = result_words(graph, result)
                values[marker][node] = value
            for label in graph.stated(profile, "hasSubtypeLabel"):
                shown = graph.text(label, "asReported") or kind_words(graph, label)
                values[_SUBTYPE][node] = shown
    markers = sorted(values, key=lambda name: (_marker_rank(name), name))
    rows = [ReceptorRow(label=name, values=tuple(values[name].get(node) for node in specimens)) for name in markers]
    return ReceptorTable(
        columns=tuple(_column(graph, node) for node in specimens),
        rows=(*rows, *_inferred_rows(graph, specimens, verdicts)),
    )


def _marker_rank(name: str) -> int:
    return 99 if name == _SUBTYPE else marker_rank(name)


def _rank(graph: CaseGraph, specimen: str) -> int:
    return min((_KINDS.index(_kind(graph, node)) for node in graph.stated(specimen, "takenFrom")), default=9)


def _kind(graph: CaseGraph, lesion: str) -> str:
    return next((name for name in _KINDS if graph.is_a(lesion, name)), _KINDS[-1])


def _column(graph: CaseGraph, node: str) -> SpecimenColumn:
    lesions = graph.stated(node, "takenFrom")
    ways = graph.stated(node, "obtainedBy")
    results = [
        result
        for profile in graph.stated(node, "hasProfile")
        for result in graph.stated(profile, "hasResult", "hasSubtypeLabel")
    ]
    return SpecimenColumn(
        item=graph.part_id(node),
        lesion=graph.labels(lesions) or "lesion not told",
        standing=join(*sorted({graph.class_label(_kind(graph, lesion)) for lesion in lesions})),
        when=period_words(graph.text(node, "date"), graph.text(node, "endDate")),
        method=join(*(kind_words(graph, way, SETTINGS) for way in ways)) or None,
        passages=graph.passages(node, *results),
    )


def _inferred_rows(
    graph: CaseGraph, specimens: list[str], verdicts: tuple[Verdict, ...]
) -> tuple[ReceptorRow, ...]:
    """One row a question about profiles (None where it is not asked), and the surrogate subtype."""
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    for verdict in verdicts:
        answers[verdict.question][verdict.item] = _SHOWN[verdict.answer]
    rows = []
    profiles = [graph.part_id(graph.stated(node, "hasProfile")[0]) for node in specimens]
    for question, told in answers.items():
        if any(profile in told for profile in profiles):
            values = tuple(told.get(profile) for profile in profiles)
            rows.append(ReceptorRow(label=question, values=values, inferred=True))
    subtypes = [_subtypes(graph, node) for node in specimens]
    if any(subtypes):
        shown = tuple(subtype or "cannot tell" for subtype in subtypes)
        rows.append(ReceptorRow(label="surrogate subtype", values=shown, inferred=True))
    return tuple(rows)


def _subtypes(graph: CaseGraph, specimen: str) -> str | None:
    """The surrogate subtype classes that a profile is in: ``luminal B-like HER2-negative``."""
    profiles = graph.stated(specimen, "hasProfile")
    found = [name for name in _SUBTYPES if any(graph.is_a(profile, name) for profile in profiles)]
    return join(*(graph.class_label(name).removesuffix(" profile") for name in found)) or None
