"""The bibliography as statements."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from kg.cases.bibliography import Report
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, integer, iri, term, text
from kg.names import PREFIXES, report_iri

__all__ = ["report_statements"]

_DCTERMS = PREFIXES["dcterms"]
_SEE_ALSO = iri(PREFIXES["rdfs"] + "seeAlso")
_DOI = "https://doi.org/"
_PUBMED = "https://pubmed.ncbi.nlm.nih.gov/"
_PMC = "https://pmc.ncbi.nlm.nih.gov/articles/"


def report_statements(reports: Iterable[Report]) -> list[Statement]:
    """What is known of each report, sorted; a license that is an address is a link, other words are a note.

    Pages about a report (DOI, PubMed, PubMed Central) are ``rdfs:seeAlso``: a page is not the report.
    """
    statements: set[Statement] = set()
    for report in reports:
        subject = iri(report_iri(report.key))
        statements.add((subject, RDF_TYPE, term("Report")))
        statements.add((subject, RDFS_LABEL, text(report.short, "en")))
        statements.add((subject, iri(_DCTERMS + "title"), text(report.title)))
        statements.add((subject, term("authors"), text(", ".join(report.authors))))
        statements.add((subject, term("year"), integer(report.year)))
        for local, value in (
            ("journal", report.journal),
            ("doi", report.doi),
            ("pmid", report.pmid),
            ("pmcid", report.pmcid),
            ("url", report.url),
        ):
            if value:
                statements.add((subject, term(local), text(value)))
        for base, value in ((_DOI, report.doi), (_PUBMED, report.pmid), (_PMC, report.pmcid)):
            if value:
                statements.add((subject, _SEE_ALSO, iri(_address(base, value))))
        if report.license and report.license.startswith("https://"):
            statements.add((subject, iri(_DCTERMS + "license"), iri(report.license)))
        elif report.license:
            statements.add((subject, term("licenseNote"), text(report.license)))
    return sorted(statements)


def _address(base: str, value: str) -> str:
    """The address of a page; what an IRI may not have is escaped."""
    return base + quote(value, safe="/:;().-_~!$&'*+,=@")
