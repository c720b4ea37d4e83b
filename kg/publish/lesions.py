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
        rows=(*rows, *_inferred_rows(graph, specimens, verdicts), *_changes(graph, specimens, verdicts)),
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


def _inferred_rows(graph: CaseGraph, specimens: list[str], verdicts: tuple[Verdict, ...]) -> tuple[ReceptorRow, ...]:
    """One row a question about profiles (None where it is not asked), and the surrogate subtype."""
    answers: dict[str, dict[str, str]] = defaultdict(dict)
    subtypes: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.yes_class in _SUBTYPES:
            subtypes[verdict.item].append(verdict)
        elif verdict.yes_class.endswith("Profile"):
            answers[verdict.question][verdict.item] = _SHOWN[verdict.answer]
    rows = []
    profiles = [graph.part_id(graph.stated(node, "hasProfile")[0]) for node in specimens]
    for question, told in answers.items():
        if any(profile in told for profile in profiles):
            values = tuple(told.get(profile) for profile in profiles)
            rows.append(ReceptorRow(label=question, values=values, inferred=True))
    shown = tuple(_subtype(subtypes[profile]) for profile in profiles)
    if any(value != _SHOWN["unknown"] for value in shown):
        rows.append(ReceptorRow(label="surrogate subtype", values=shown, inferred=True))
    return tuple(rows)


def _changes(graph: CaseGraph, specimens: list[str], verdicts: tuple[Verdict, ...]) -> tuple[ReceptorRow, ...]:
    """One row a specimen of the primary tumor that others are compared with: what changed since, marker by marker."""
    about: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        about[verdict.item].append(verdict)
    changes: dict[str, dict[str, str]] = defaultdict(dict)
    for node in graph.members("hasComparison"):
        ends = [*graph.nodes(node, "fromProfile"), *graph.nodes(node, "toProfile")]
        before, after = (next(one for one in specimens if end in graph.stated(one, "hasProfile")) for end in ends)
        changes[before][after] = _change(about[graph.part_id(node)])
    return tuple(
        ReceptorRow(
            label=f"change since {graph.label(before)}",
            values=tuple(changes[before].get(node) for node in specimens),
            inferred=True,
        )
        for before in specimens
        if before in changes
    )


def _change(told: list[Verdict]) -> str:
    """``PR gained; unchanged: ER, HER2; cannot tell: Ki-67 category``."""
    answers: dict[str, list[str]] = defaultdict(list)
    for one in told:
        marker, changed, _ = one.question.rpartition(" changed")
        if not changed and one.answer == "yes":
            answers["changed"].append(one.question)
        elif changed and one.answer != "yes":
            answers[one.answer].append(marker)
    parts = [*answers["changed"]]
    parts += [f"unchanged: {', '.join(answers['no'])}"] if answers["no"] else []
    parts += [f"{_SHOWN['unknown']}: {', '.join(answers['unknown'])}"] if answers["unknown"] else []
    return "; ".join(parts)


def _subtype(told: list[Verdict]) -> str:
    """The surrogate subtype of a profile, or those of the five that its results leave open."""
    found = [one.question for one in told if one.answer == "yes"]
    possible = [one.question for one in told if one.answer == "unknown"]
    if found:
        return join(*found)
    if told and not possible:
        return "none of the five"
    narrowed = len(possible) < len(told)
    return f"{_SHOWN['unknown']}: {' or '.join(possible)}" if narrowed else _SHOWN["unknown"]
