"""A graph of three small cases, written by hand, with the ontology of this checkout and two stored queries.

``adams-2020`` has a solitary scalp metastasis, ``brown-2021`` one that is not solitary, and of the one of
``clark-2022`` no report says whether it is. What reasoning would add is written out.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kg.graph.assemble import read_ontology
from kg.graph.store import write_store
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, integer, iri, term, text
from kg.names import case_iri, graph_iri, part_iri, report_iri

__all__ = ["CASES", "QUERIES", "ROOT", "write_graph"]

ROOT = Path(__file__).resolve().parent.parent.parent
QUERIES = Path(__file__).resolve().parent / "queries"
CASES = ("adams-2020", "brown-2021", "clark-2022")


def _typed(subject: str, label: str, classes: Iterable[str]) -> list[Statement]:
    return [(subject, RDFS_LABEL, text(label, "en")), *((subject, RDF_TYPE, term(name)) for name in classes)]


def _passage(
    case_id: str, name: str, role: str, report: str, locator: str, anchors: tuple[str, ...]
) -> list[Statement]:
    subject = iri(part_iri(case_id, name))
    statements = [
        (subject, RDF_TYPE, term("Evidence")),
        (subject, RDF_TYPE, term(role)),
        (subject, term("fromReport"), iri(report_iri(report))),
        (subject, term("locator"), text(locator)),
    ]
    names = ("anchorStart", "anchorEnd")
    statements += [(subject, term(local), text(words)) for local, words in zip(names, anchors, strict=False)]
    return statements


def _case(case_id: str, place: str, verdict: str | None, foci: int) -> list[Statement]:
    case, lesion, site = (iri(found) for found in _iris(case_id))
    classes = ["Lesion", "Metastasis", "DistantMetastasis", *([verdict] if verdict else [])]
    return [
        *_typed(case, f"Case {case_id}", ["Case"]),
        (case, term("caseId"), text(case_id)),
        (case, term("reportedIn"), iri(report_iri("one"))),
        (case, term("hasLesion"), lesion),
        *_typed(lesion, "scalp nodule", classes),
        (lesion, term("hasSite"), site),
        (lesion, term("date"), text("2020-04")),
        (lesion, term("focusCountAtLeast"), integer(foci)),
        (lesion, term("evidence"), iri(part_iri(case_id, "evidence-abstract"))),
        *_typed(site, "scalp nodule site", ["BodyPart", "Head", "Scalp", place]),
        *_passage(case_id, "evidence-abstract", "PrimaryReport", "one", "Abstract", ("a firm, red-brown", "& tender")),
    ]


def _iris(case_id: str) -> tuple[str, str, str]:
    return case_iri(case_id), part_iri(case_id, "scalp-nodule"), part_iri(case_id, "scalp-nodule-site")


def _finding() -> list[Statement]:
    finding = iri(part_iri("adams-2020", "no-other-metastasis"))
    return [
        *_typed(finding, "no other metastasis", ["AbsenceFinding", "NoOtherMetastasisFinding"]),
        (finding, term("concerns"), iri(part_iri("adams-2020", "scalp-nodule"))),
        (iri(case_iri("adams-2020")), term("hasFinding"), finding),
        (finding, term("evidence"), iri(part_iri("adams-2020", "evidence-table"))),
        *_passage("adams-2020", "evidence-table", "SecondaryReport", "two", "Table 1, row 9, Treatment", ()),
    ]


def _reports() -> list[Statement]:
    one, two = (iri(report_iri(key)) for key in ("one", "two"))
    return [
        *_typed(one, "Adams & Brown 2020", ["Report"]),
        (one, term("doi"), text("10.1016/S1470-2045(19)30718-1")),
        *_typed(two, "Clark 2022", ["Report"]),
        (two, term("url"), text("https://example.org/clark")),
    ]


def write_graph(folder: Path) -> Path:
    """Write the graph below ``folder`` as a build does; gives back the folder of the graph."""
    graph = folder / "graph-1"
    graph.mkdir(parents=True)
    verdicts = ("SolitaryMetastasis", "NonSolitaryMetastasis", None)
    places = ("FrontalScalp", "OccipitalScalp", "FrontalScalp")
    graphs = {
        case_iri(case_id): _case(case_id, place, verdict, foci)
        for case_id, place, verdict, foci in zip(CASES, places, verdicts, (1, 3, 1), strict=True)
    }
    graphs[case_iri("adams-2020")] += _finding()
    graphs[graph_iri("reports")] = _reports()
    graphs[graph_iri("inferred")] = [
        (iri(part_iri("adams-2020", "scalp-nodule")), term("solitaryIn"), iri(part_iri("adams-2020", "work-up")))
    ]
    graphs[graph_iri("ontology")] = read_ontology(str(ROOT / "ontology"))
    write_store(str(graph / "store"), graphs)
    (folder / "current").write_text("graph-1\n", "utf-8")
    return graph
