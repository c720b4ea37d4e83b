"""The course of a case in time, its therapies by target, its assessments, and how long what took."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kg.publish.case_graph import CaseGraph
from kg.publish.items import COURSE, dose_words, drug_words, entry, finding_words, therapy_words, with_printed
from kg.publish.summary import Detail, Entry, TherapyGroup
from kg.publish.wording import days_words, join, kind_words, site_words

__all__ = ["assessments", "intervals", "therapy_groups", "timeline"]

# Items with a section of their own, where their notes are shown.
_ELSEWHERE = ("hasAssessment", "hasTherapy", "hasResponse", "hasOutcome")
_UNTOLD = "no lesion named as the target"


def timeline(graph: CaseGraph) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
    """The dated items in the order of the middle of what their dates allow, and the undated ones by kind."""
    found: list[tuple[int | None, int, int, Entry]] = []
    for rank, (relation, write) in enumerate(COURSE.items()):
        if relation == "hasFinding":
            continue
        for node in graph.members(relation):
            told = write(graph, node)
            if relation in _ELSEWHERE:
                told = replace(told, note=None)
            found.append((*_place(graph, node), rank, told))
    rank = len(COURSE)
    for nodes in _findings(graph):
        found.append((*_place(graph, nodes[0]), rank, _finding_entry(graph, nodes)))
    dated = [row for row in found if row[0] is not None]
    undated = [row for row in found if row[0] is None]
    dated.sort(key=lambda row: (row[0] or 0, row[1], row[2], row[3].item))
    undated.sort(key=lambda row: (row[2], row[3].item))
    return tuple(row[3] for row in dated), tuple(row[3] for row in undated)


def _place(graph: CaseGraph, node: str) -> tuple[int | None, int]:
    """Twice the middle of the days that a date allows, and its last day; (None, 0) without a date."""
    first, last = graph.whole(node, "earliestDay"), graph.whole(node, "latestDay")
    if first is None or last is None:
        first, last = graph.whole(node, "endEarliestDay"), graph.whole(node, "endLatestDay")
    return (None, 0) if first is None or last is None else (first + last, last)


def _findings(graph: CaseGraph) -> list[list[str]]:
    """Findings that are read in the same passages of the same thing at the same time stand together."""
    causes = {node for one in graph.members("hasOutcome") for node in graph.nodes(one, "hasCause")}
    ruled_out = {node for one in graph.members("hasAssessment") for node in graph.nodes(one, "finds")}
    groups: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for node in graph.members("hasFinding"):
        if node in causes or node in ruled_out:
            continue
        alone = node if graph.stated(node, "concerns", "holdsUntil") or graph.text(node, "ageYears") else ""
        places = tuple(site_words(graph, part) for part in graph.stated(node, "findingAt"))
        key = (
            alone,
            graph.texts(node, "date"),
            graph.texts(node, "endDate"),
            graph.stated(node, "evidence"),
            graph.stated(node, "findingOn"),
            places,
            graph.texts(node, "note"),
        )
        groups[key].append(node)
    return [sorted(nodes) for nodes in groups.values()]


def _finding_entry(graph: CaseGraph, nodes: list[str]) -> Entry:
    first = nodes[0]
    if graph.stated(first, "concerns", "holdsUntil"):
        return COURSE["hasFinding"](graph, first)
    age = graph.whole(first, "ageYears")
    told = join(*(finding_words(graph, node) for node in nodes))
    lesions = graph.labels(graph.stated(first, "findingOn"))
    places = join(*(site_words(graph, part) for part in graph.stated(first, "findingAt")), sign="; ")
    subject = f"{lesions} ({places})" if lesions and places else lesions or places
    text = join(subject, told, sign=": ")
    return entry(graph, first, text if age is None else f"{text}, at the age of {age} years")


def therapy_groups(graph: CaseGraph) -> tuple[TherapyGroup, ...]:
    """Therapies by the lesions they were aimed at: those of primaries first, those without target last."""
    groups: dict[tuple[int, str], list[tuple[tuple[int, int], Entry]]] = defaultdict(list)
    for node in graph.members("hasTherapy"):
        aimed, planned = graph.stated(node, "targets"), graph.stated(node, "plannedTarget")
        rank = 4 if planned else 3
        if aimed:
            rank = 0 if any(graph.is_a(lesion, "PrimaryTumor") for lesion in aimed) else 1
        elif graph.is_a(node, "NonCancerTherapy") or graph.is_a(node, "ReconstructiveSurgery"):
            rank = 5
        title = {
            3: _UNTOLD,
            4: f"planned for {graph.labels(planned)}",
            5: "not aimed at the cancer",
        }.get(rank, f"aimed at {graph.labels(aimed)}")
        middle, last = _place(graph, node)
        when = (10**9, 0) if middle is None else (middle, last)
        groups[rank, title].append((when, _therapy_entry(graph, node)))
    return tuple(
        TherapyGroup(target=title, entries=_in_order(rows)) for (_, title), rows in sorted(groups.items())
    )


def _in_order(rows: Iterable[tuple[tuple[int, int], Entry]]) -> tuple[Entry, ...]:
    return tuple(told for _, told in sorted(rows, key=lambda row: (row[0], row[1].item)))


def _therapy_entry(graph: CaseGraph, node: str) -> Entry:
    cycles = graph.whole(node, "cycles")
    places = join(*(site_words(graph, part) for part in graph.stated(node, "treatsSite")), sign="; ")
    text = join(
        therapy_words(graph, node),
        f"region: {places}" if places else None,
        dose_words(graph, node),
        f"{cycles} {'cycle' if cycles == 1 else 'cycles'}" if cycles else None,
    )
    own = graph.passages(node)
    details = [_detail(graph, drug, drug_words(graph, drug), own) for drug in graph.stated(node, "administers")]
    return entry(graph, node, with_printed(graph, node, text), details)


def _detail(graph: CaseGraph, node: str, text: str, known: object) -> Detail:
    passages = graph.passages(node)
    return Detail(text=text, passages=() if passages == known else passages)


def assessments(graph: CaseGraph) -> tuple[Entry, ...]:
    """Each work-up with its examinations, what it detected and ruled out, and what was not done and why."""
    rows = []
    for node in graph.members("hasAssessment"):
        own = graph.passages(node)
        details = []
        for examination in graph.stated(node, "hasExamination"):
            parts = graph.stated(examination, "examinedSite")
            places = join(*(site_words(graph, part) for part in parts), sign="; ")
            name = kind_words(graph, examination, ("PerformedExamination",))
            details.append(_detail(graph, examination, join("examined by " + name, places, sign=": "), own))
        found = graph.labels(graph.stated(node, "detects"))
        details.append(Detail(text=f"detected: {found}" if found else "detected: no lesion named"))
        for finding in graph.stated(node, "finds"):
            told = COURSE["hasFinding"](graph, finding)
            ways = graph.stated(finding, "soughtBy")
            sought = join(*(kind_words(graph, way, ("PerformedExamination",)) for way in ways))
            text = join(f"ruled out: {told.text}", f"by {sought}" if sought else None)
            details.append(_detail(graph, finding, text, own))
        for missing in graph.stated(node, "omits"):
            why = join(*(kind_words(graph, reason) for reason in graph.stated(missing, "notDoneBecause")))
            text = f"not done: {kind_words(graph, missing, ('ExaminationNotDone',))}"
            details.append(_detail(graph, missing, join(text, why or "reason not told"), own))
        middle, last = _place(graph, node)
        when = (10**9, 0) if middle is None else (middle, last)
        rows.append((when, entry(graph, node, graph.label(node), details)))
    return _in_order(rows)


def intervals(graph: CaseGraph) -> tuple[Entry, ...]:
    """Intervals told by a report, then those computed from dates, each with bounds in days."""
    told, computed = [], []
    for node in graph.members("hasInterval"):
        ends = [graph.labels(graph.nodes(node, name)) for name in ("fromItem", "toItem")]
        length = days_words(graph.whole(node, "atLeastDays"), graph.whole(node, "atMostDays"))
        printed = graph.text(node, "asReported")
        if graph.is_a(node, "ReportedInterval"):
            shown = f"“{printed}”, {length}" if printed else length
            told.append(entry(graph, node, f"from {ends[0]} to {ends[1]}: {shown}"))
        else:
            kind = graph.most_specific(graph.types(node))
            name = join(*(graph.class_label(one) for one in kind))
            computed.append(entry(graph, node, f"{name} (from {ends[0]} to {ends[1]}): {length}, computed"))
    return (*told, *sorted(computed, key=lambda one: (one.text, one.item)))
