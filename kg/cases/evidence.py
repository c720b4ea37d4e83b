"""Evidence as a case file writes it: ``ALIAS | LOCATOR | FIRST WORDS … LAST WORDS``."""

from __future__ import annotations

import re

from kg.cases.parts import Evidence, ReportRef
from kg.cases.reading import Reading
from kg.cases.slugs import text_slug
from kg.cases.yaml_source import Node

__all__ = ["ANCHOR_WORDS", "EVIDENCE_PATTERN", "ROW_PATTERN", "parse_evidence", "row_of"]

ANCHOR_WORDS = 4
_ANCHOR_LETTERS = 80
ROW_PATTERN = r"^Table [A-Z]?[0-9]+[A-Z]?, row [1-9][0-9]*$"
EVIDENCE_PATTERN = r"^[a-z][a-z0-9-]* *\|[^|]+(\|[^|]+)?$"
_ELLIPSIS = re.compile(r"\s*(?:…|\.\.\.)\s*")
_READ = {"abstract": ("Abstract", "Title"), "title": ("Title",)}


def row_of(text: str) -> int | None:
    """Number of the row that ``Table 1, row 9`` names, or None."""
    return int(text.rpartition(" ")[2]) if re.match(ROW_PATTERN, text) else None


def parse_evidence(reading: Reading, text: str, node: Node, path: str) -> Evidence | None:
    """The passage that ``text`` names; None when it names none, and the reading has an issue."""
    alias, *rest = (part.strip() for part in text.split("|"))
    report = reading.aliases.get(alias)
    if report is None:
        known = tuple(reading.aliases)
        reading.problem("C061", "is no report alias of this file", node, path, alias, allowed=known, near=known)
        return None
    if report.read == "none":
        message = f"cites {alias}, a report of which nothing was read"
        reading.problem("C062", message, node, path, text)
        return None
    if not rest or not rest[0]:
        message = "names no column of the table row" if report.at else "says not where in the report"
        reading.problem("C063", message, node, path, text)
        return None
    if len(rest) > 2:
        reading.problem("C068", "has more than three parts", node, path, text)
        return None
    allowed = _READ.get(report.read)
    if allowed and not rest[0].startswith(allowed):
        message = f"lies outside what was read of {alias} ({report.read})"
        reading.problem("C062", message, node, path, rest[0], allowed=allowed)
        return None
    anchors = _anchors(reading, rest[1] if len(rest) == 2 else "", report, node, path)
    return None if anchors is None else _entry(reading, report, rest[0], anchors, node.line)


def _anchors(
    reading: Reading, text: str, report: ReportRef, node: Node, path: str
) -> tuple[str | None, str | None] | None:
    """First and last words; both None for a table cell; None alone when something is wrong."""
    if not text and report.at:
        return None, None
    if not text:
        reading.problem("C064", "has no anchor: the first words of the passage", node, path)
        return None
    first, *more = _ELLIPSIS.split(text)
    if len(more) > 1:
        reading.problem("C068", "has more than one … between its anchors", node, path, text)
        return None
    last = more[0] if more else None
    if not first or last == "":
        reading.problem("C064", f"has no {'last' if first else 'first'} words", node, path, text)
        return None
    for anchor in (first, last):
        if anchor and (len(anchor.split()) > ANCHOR_WORDS or len(anchor) > _ANCHOR_LETTERS):
            message = f"is longer than {ANCHOR_WORDS} words" + ("" if last else ", and no last words follow")
            reading.problem("C065", message, node, path, anchor)
            return None
    return first, last


def _entry(
    reading: Reading, report: ReportRef, place: str, anchors: tuple[str | None, str | None], line: int
) -> Evidence:
    locator = f"{report.at}, {place}" if report.at else place
    key = (report.alias, locator, anchors[0] or "", anchors[1] or "")
    if key not in reading.passages:
        parts = [report.alias, text_slug(locator), *([text_slug(anchors[0])] if anchors[0] else [])]
        reading.passages[key] = Evidence(
            id=reading.derive("evidence", "-".join(parts)),
            alias=report.alias,
            report=report.report,
            role=report.role,
            locator=locator,
            anchor_start=anchors[0],
            anchor_end=anchors[1],
            table_row=report.table_row,
            table_column=place if report.at else None,
            line=line,
        )
    return reading.passages[key]
