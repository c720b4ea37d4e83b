"""The bibliography as statements."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDFS, Graph, URIRef

from kg.cases.bibliography import Report, read_bibliography
from kg.graph.reports import report_statements
from kg.graph.store import to_ntriples
from kg.names import REPORT


def links(*reports: Report) -> dict[str, set[str]]:
    """The pages that each report names, by its key, read by a parser that is not ours."""
    graph = Graph().parse(data=to_ntriples(report_statements(reports)).decode(), format="nt")
    found: dict[str, set[str]] = {report.key: set() for report in reports}
    for subject, page in graph.subject_objects(RDFS.seeAlso):
        assert isinstance(page, URIRef)
        found[str(subject).removeprefix(REPORT)].add(str(page))
    return found


def report(**more: str) -> Report:
    told = {"doi": "10.1000/182", "title": "A case", "journal": "J", "license": "not stated", **more}
    return Report(key="doe-2020", authors=("Doe J",), year=2020, **told)  # type: ignore[arg-type]


def test_every_report_of_the_bibliography_links_to_its_doi(root: Path) -> None:
    reports, _ = read_bibliography(str(root / "data" / "reports.yaml"))
    found = links(*reports.values())
    assert found["cheng-wang-2025"] == {"https://doi.org/10.3389/fonc.2025.1709244"}
    assert {
        key for key, pages in found.items() if not any(page.startswith("https://doi.org/10.") for page in pages)
    } == set()


def test_a_report_links_to_the_databases_that_its_entry_names() -> None:
    assert links(report(pmid="30627623", pmcid="PMC6322159"))["doe-2020"] == {
        "https://doi.org/10.1000/182",
        "https://pubmed.ncbi.nlm.nih.gov/30627623",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC6322159",
    }


@pytest.mark.parametrize(
    ("doi", "page"),
    [
        ("10.1016/S1470-2045(19)30718-1", "https://doi.org/10.1016/S1470-2045(19)30718-1"),
        ("10.1002/1097<a>2.3", "https://doi.org/10.1002/1097%3Ca%3E2.3"),
    ],
)
def test_the_address_of_a_doi_is_a_legal_iri(doi: str, page: str) -> None:
    assert links(report(doi=doi))["doe-2020"] == {page}
