"""The tables of what reports leave open, where they differ, and where everything was read."""

from __future__ import annotations

from kg.publish.release.table_columns import (
    CASE,
    EVIDENCE,
    ID,
    ITEM,
    LABEL_PROPERTY,
    Column,
    Table,
    names,
    whole,
)

__all__ = ["SOURCES"]

SOURCES: tuple[Table, ...] = (
    Table(
        "gaps",
        "Gaps: what reports do not say, or say to be unknown",
        ("ReportingGap",),
        (
            *ITEM,
            Column("printed", "the sign that stands in its place, such as /"),
            names("concerns", "what it is about"),
            EVIDENCE,
        ),
    ),
    Table(
        "claims",
        "Claims of discrepancies: what reports say differently",
        ("Claim",),
        (
            ID,
            CASE,
            names("discrepancy", "the discrepancy", "^hasClaim"),
            names("about", "the items it is about", "^hasClaim", "about"),
            Column("says", "what the claim says"),
            Column(
                "accepted",
                "whether the graph follows this claim; it may follow none",
                "accepted",
                values=("yes", "no"),
            ),
            Column("reason", "why", path=("^hasClaim",)),
            EVIDENCE,
        ),
    ),
    Table(
        "evidence",
        "Evidence: the passages where statements were read",
        ("Evidence",),
        (
            ID,
            CASE,
            names("report", "the report", "fromReport", refers="reports"),
            Column(
                "role",
                "primary: the patient's own report; secondary: a retelling",
                "role",
                values=("primary", "secondary"),
            ),
            Column("locator", "section and paragraph, table, figure"),
            whole("tableRow", "row of the table"),
            Column("tableColumn", "column of the table"),
            Column("anchorStart", "first words of the passage, at most four"),
            Column("anchorEnd", "last words of the passage, at most four"),
            names("items", "the items that were read there", "^evidence"),
        ),
    ),
    Table(
        "reports",
        "Reports: the bibliography",
        ("Report",),
        (
            Column("id", "the report; its IRI is this behind https://w3id.org/mbckg/report/", "id"),
            Column("label", "short citation", prop=LABEL_PROPERTY),
            Column("title", "title", prop="http://purl.org/dc/terms/title"),
            Column("authors", "authors"),
            whole("year", "year"),
            Column("journal", "journal"),
            Column("doi", "DOI"),
            Column("pmid", "PubMed id"),
            Column("pmcid", "PubMed Central id"),
            Column("url", "address"),
            names("license", "address of the license", "http://purl.org/dc/terms/license"),
            Column("licenseNote", "what is known of the license otherwise"),
        ),
    ),
)
