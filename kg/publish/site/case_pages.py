"""Pages of cases and of reports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from kg.graph.terms import Statement
from kg.names import MBC, case_iri, local_name, report_iri
from kg.publish.case_graph import Passage
from kg.publish.release.files import ReleaseFile
from kg.publish.site import structured
from kg.publish.site.links import Link, doi_address, outside, text_link
from kg.publish.site.rdf_files import FORMATS, case_files, plain_files
from kg.publish.site.records import passages, places, records
from kg.publish.site.studio import Studio, beside
from kg.publish.summary import CaseSummary

__all__ = ["case_pages", "report_pages"]

_IDENTIFIERS = (
    ("pmid", "PubMed", "https://pubmed.ncbi.nlm.nih.gov/"),
    ("pmcid", "PubMed Central", "https://pmc.ncbi.nlm.nih.gov/articles/"),
    ("url", "Text", ""),
)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report with its page here, its address elsewhere, and its role for a case (empty where none is meant)."""

    link: Link
    title: str
    source: Link
    role: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage in a few words; ``words`` are the first and last ones of it."""

    link: Link
    words: str
    secondary: bool


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a list: ``counts`` of its verdicts by answer."""

    link: Link
    summary: CaseSummary
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Telling:
    """A case that a report tells, and the role of the report for it."""

    link: Link
    role: str


def case_pages(studio: Studio) -> Iterator[ReleaseFile]:
    """The page of each case with its RDF, and the list of all cases."""
    facts = studio.facts
    for case in facts.material.cases:
        yield from beside(f"case/{case.id}", case_files(facts.material, case))
        summary = studio.summaries[case.id]
        every = places(facts, case)
        yield studio.page(
            "case.html",
            f"case/{case.id}.html",
            f"Case {case.id}",
            case=summary,
            reports=[_report_line(studio, line.key, line.role) for line in summary.reports],
            cite=_citations(studio, summary),
            term=lambda name: facts.site.link(MBC + name, facts.label(name)),
            records=records(facts, case, every),
            places=passages(every),
            formats=FORMATS,
            data=structured.case_data(case.id, summary.title, (line.key for line in summary.reports), FORMATS),
        )
    lines = [
        CaseLine(
            facts.site.link(case_iri(name), name), summary, Counter(verdict.answer for verdict in summary.verdicts)
        )
        for name, summary in studio.summaries.items()
    ]
    yield studio.page("cases.html", "cases.html", "Cases", cases=lines, data=None)


def _citations(studio: Studio, summary: CaseSummary) -> Callable[[tuple[Passage, ...]], list[Citation]]:
    """A function for templates: passages as links, the report named where the case has several of one role."""
    roles = [line.role for line in summary.reports if line.role != "not cited"]
    several = len(roles) != len(set(roles))
    labels = {line.key: line.label for line in summary.reports}

    def citation(one: Passage) -> Citation:
        text = f"{labels.get(one.report_key, one.report_key)}, {one.locator}" if several else one.locator
        return Citation(
            link=text_link(studio.address(one.report_key), text, one.anchor_start, one.anchor_end),
            words=" … ".join(words for words in (one.anchor_start, one.anchor_end) if words),
            secondary=one.secondary,
        )

    return lambda found: [citation(one) for one in found]


def _report_line(studio: Studio, key: str, role: str = "") -> ReportLine:
    values, address = studio.bibliography.get(key, {}), studio.address(key)
    return ReportLine(
        link=studio.facts.site.link(report_iri(key), values.get("label", key)),
        title=values.get("title", ""),
        source=outside(address or "", address),
        role=role,
    )


def report_pages(studio: Studio) -> Iterator[ReleaseFile]:
    """The page of each report with its RDF, and the list of all reports."""
    facts = studio.facts
    statements: dict[str, set[Statement]] = {key: set() for key in facts.reports}
    for one in (*facts.material.reports, *facts.material.inferred_of_others):
        statements.setdefault(local_name(one[0]), set()).add(one)
    told = {key: _told_in(studio, key) for key in facts.reports}
    for key, values in studio.bibliography.items():
        yield from beside(f"report/{key}", plain_files(f"Report {key} of mbckg.", sorted(statements[key])))
        yield studio.page(
            "report.html",
            f"report/{key}.html",
            values.get("label", key),
            key=key,
            iri=report_iri(key),
            report=values,
            sources=_sources(values),
            license=outside(values.get("license") or values.get("licenseNote", "not noted"), values.get("license")),
            cases=told[key],
            formats=FORMATS,
            data=structured.article(key, values),
        )
    lines = [(_report_line(studio, key), values, told[key]) for key, values in studio.bibliography.items()]
    yield studio.page("reports.html", "reports.html", "Reports", reports=lines, data=None)


def _sources(values: Mapping[str, str]) -> list[tuple[str, Link]]:
    """Where a report is, by kind of identifier."""
    found = [("DOI", outside(values["doi"], doi_address(values["doi"])))] if "doi" in values else []
    return found + [
        (word, outside(values[name], f"{start}{values[name]}")) for name, word, start in _IDENTIFIERS if name in values
    ]


def _told_in(studio: Studio, key: str) -> list[Telling]:
    """The cases that cite a report, with its role for each."""
    return [
        Telling(studio.facts.site.link(case_iri(name), name), line.role)
        for name, summary in studio.summaries.items()
        for line in summary.reports
        if line.key == key
    ]
