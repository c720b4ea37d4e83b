"""From the graph to the summary of one case."""

from __future__ import annotations

from kg.ask.graph import Graph
from kg.errors import UsageError
from kg.names import case_iri, report_key_of
from kg.publish.case_graph import CaseGraph, read_case_graph
from kg.publish.course import assessments, intervals, therapy_groups, timeline
from kg.publish.items import COURSE, entry, finding_words
from kg.publish.lesions import lesion_entries, receptor_table
from kg.publish.summary import CaseSummary, Detail, Dispute, Entry, Gap, ReportLine
from kg.publish.verdicts import Derivations, read_derivations, verdicts
from kg.publish.wording import bounds_words, join

__all__ = ["case_summary", "summarize"]

_STATUS = ("NotReported", "StatedUnknown", "NotApplicable", "NotAssessed")
_OF_RECEPTORS = ("ReceptorProfile", "ReceptorComparison")
_OF_THE_REST = (
    "Case",
    "DistantMetastasis",
    "NodalMetastasis",
    "Metastasis",
    "Staging",
    "DiseaseAssessment",
    "OligometastaticAssessment",
    "EndocrineTherapy",
)


def case_summary(graph: Graph, case_id: str) -> CaseSummary:
    """The summary of a case of a built graph.

    UsageError with the nearest ids when there is no such case, and for a graph behind an endpoint, which does not
    tell what its inferred statements rest on; UnreadableInput when the folder of the graph is damaged.
    """
    if graph.folder is None:
        raise UsageError("a summary needs a graph built here", "`kg build` makes it")
    case = read_case_graph(graph.engine, case_id)
    return summarize(case, read_derivations(graph.folder, case.id))


def summarize(graph: CaseGraph, derivations: Derivations) -> CaseSummary:
    """The summary of one case from its statements and what the inferred ones rest on."""
    told = verdicts(graph, derivations, _OF_THE_REST)
    dated, undated = timeline(graph)
    return CaseSummary(
        case=graph.id,
        iri=case_iri(graph.id),
        title=graph.label(graph.case),
        patient=_patient(graph),
        reports=_reports(graph),
        timeline=dated,
        undated=undated,
        lesions=lesion_entries(graph, told),
        receptors=receptor_table(graph, verdicts(graph, derivations, _OF_RECEPTORS)),
        therapies=therapy_groups(graph),
        assessments=assessments(graph),
        responses=_entries(graph, "hasResponse"),
        intervals=intervals(graph),
        outcomes=_entries(graph, "hasOutcome"),
        verdicts=told,
        gaps=_gaps(graph),
        disputes=_disputes(graph),
    )


def _entries(graph: CaseGraph, relation: str) -> tuple[Entry, ...]:
    nodes = sorted(graph.members(relation), key=lambda node: (graph.whole(node, "earliestDay") or 10**6, node))
    return tuple(COURSE[relation](graph, node) for node in nodes)


def _patient(graph: CaseGraph) -> Entry | None:
    for node in graph.members("hasPatient"):
        kinds = [name for name in graph.stated_types(node) if name != "Patient"]
        told = join(*(graph.class_label(name).removesuffix(" patient") for name in kinds))
        details = []
        for age in graph.stated(node, "hasAge"):
            years = bounds_words(graph.number(age, "atLeast"), graph.number(age, "atMost"), "years")
            where = graph.text(age, "asReported") or graph.labels(graph.stated(age, "atEvent"))
            details.append(Detail(text=f"{years} ({where})" if where else f"{years}", passages=graph.passages(age)))
        return entry(graph, node, told or "sex not reported", details)
    return None


def _reports(graph: CaseGraph) -> tuple[ReportLine, ...]:
    lines = [
        ReportLine(
            key=report_key_of(report) or report,
            label=graph.label(report),
            title=graph.report_title(report),
            doi=graph.text(report, "doi"),
            role=role,
        )
        for report, role in graph.reports()
    ]
    return tuple(sorted(lines, key=lambda line: (line.role != "primary", line.role, line.label)))


def _gaps(graph: CaseGraph) -> tuple[Gap, ...]:
    found = []
    for node in graph.members("hasGap"):
        given = graph.stated_types(node)
        slots = [name for name in given if name.endswith("Gap")]
        found.append(
            Gap(
                item=graph.part_id(node),
                slot=join(*(graph.class_label(name).removeprefix("gap: ") for name in slots)),
                status=join(*(graph.class_label(name) for name in _STATUS if name in given)),
                concerns=graph.labels(graph.stated(node, "concerns")) or None,
                printed=graph.text(node, "printed"),
                passages=graph.passages(node),
            )
        )
    return tuple(sorted(found, key=lambda gap: (gap.status, gap.slot, gap.concerns or "", gap.item)))


def _disputes(graph: CaseGraph) -> tuple[Dispute, ...]:
    found = []
    for node in graph.members("hasDiscrepancy"):
        claims = sorted(graph.stated(node, "hasClaim", "acceptedClaim"), key=_claim_number)
        accepted = graph.stated(node, "acceptedClaim")
        found.append(
            Dispute(
                item=graph.part_id(node),
                about=tuple(_words(graph, item) for item in graph.stated(node, "about")),
                claims=tuple(entry(graph, claim, graph.text(claim, "says") or "") for claim in claims),
                accepted=join(*(graph.text(claim, "says") for claim in accepted)) or None,
                reason=graph.text(node, "reason") or "",
            )
        )
    return tuple(found)


def _claim_number(node: str) -> tuple[int, str]:
    tail = node.rstrip(">").rpartition("-")[2]
    return (int(tail) if tail.isdigit() else 0, node)


def _words(graph: CaseGraph, node: str) -> str:
    return graph.label(node) if graph.label(node) else finding_words(graph, node)
