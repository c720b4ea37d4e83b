"""Finding the passages of a case again in the text of a report that somebody holds as plain text or Markdown.

What typesetting and conversion change is not counted: white space and line breaks, soft hyphens, emphasis
marks, kinds of dashes (and dashes altogether, since a line break may have added or eaten one), quotes,
superscript digits, and ``×`` for ``x``. A match begins and ends at the bounds of words. Figures and tables
may interrupt a passage, but not an anchor.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kg.cases.model import CaseFile
from kg.cases.parts import Evidence

__all__ = ["AnchorMatch", "find_anchors"]

LONGEST_PASSAGE = 6000
_DROPPED = frozenset("*_\\`­")
_FOLDED = {
    "×": "x",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "‘": "'",
    "’": "'",
    "`": "'",
    "…": "...",
}
_LEGEND = re.compile(r"(?:Figure|Fig\.|Table) ?[A-Z]?[0-9]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AnchorMatch:
    """Where one passage is: letters ``start`` to ``end`` of the text; ``problem`` says why it was not found.

    All three are None for a passage without anchors (a table cell), which is not looked for.
    """

    evidence: Evidence
    start: int | None
    end: int | None
    problem: str | None = None


def find_anchors(case: CaseFile, text: str, report: str) -> list[AnchorMatch]:
    """The passages that ``case`` cites from the report with the key ``report``, looked up in its text.

    Where words occur several times, the shortest passage counts that begins and ends with them, and lies
    below the heading (or figure) that the locator names when the text has such a heading.
    """
    page = _Page(text)
    return [_match(entry, page) for entry in case.evidence() if entry.report == report]


def _match(entry: Evidence, page: _Page) -> AnchorMatch:
    if entry.anchor_start is None:
        return AnchorMatch(entry, None, None)
    starts = page.find(entry.anchor_start)
    if not starts:
        return AnchorMatch(entry, None, None, f"first words not found: {entry.anchor_start}")
    spans = starts
    if entry.anchor_end is not None:
        ends = page.find(entry.anchor_end)
        if not ends:
            return AnchorMatch(entry, None, None, f"last words not found: {entry.anchor_end}")
        spans = [(start, end) for start, first in starts for last, end in ends if last >= start and end >= first]
        spans = [(start, end) for start, end in spans if end - start <= LONGEST_PASSAGE]
        if not spans:
            return AnchorMatch(entry, None, None, f"last words do not follow the first: {entry.anchor_end}")
    allowed = page.section(entry.locator)
    if allowed is not None:
        inside = [span for span in spans if allowed[0] <= span[0] and span[1] <= allowed[1]]
        if not inside:
            return AnchorMatch(entry, None, None, f"not below the heading of {entry.locator}")
        spans = inside
    start, end = min(spans, key=lambda span: (span[1] - span[0], span[0]))
    return AnchorMatch(entry, start, end)


class _Page:
    """A text, folded for comparison, with the way back to its own letters."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded, self._places = _fold(text)
        self._headings = self._read_headings()

    def find(self, words: str) -> list[tuple[int, int]]:
        """Start and end, in the text, of every place where the words stand."""
        wanted, _ = _fold(words)
        found: list[tuple[int, int]] = []
        at = self._folded.find(wanted) if wanted else -1
        while at >= 0:
            start, end = self._places[at], self._places[at + len(wanted) - 1] + 1
            if not (self._joined(start - 1, start) or self._joined(end - 1, end)):
                found.append((start, end))
            at = self._folded.find(wanted, at + 1)
        return found

    def _joined(self, one: int, other: int) -> bool:
        """Whether two neighboring letters belong to one word."""
        inside = one >= 0 and other < len(self.text)
        return inside and self.text[one].isalnum() and self.text[other].isalnum()

    def _read_headings(self) -> list[tuple[int, str]]:
        """Place and folded text of every line that is short enough for a heading."""
        found: list[tuple[int, str]] = []
        at = 0
        for line in self.text.splitlines(keepends=True):
            plain = line.strip().strip("#*_ ").lstrip("0123456789. ").rstrip(":")
            if 0 < len(plain) <= 40:
                found.append((at, plain.casefold()))
            at += len(line)
        return found

    def section(self, locator: str) -> tuple[int, int] | None:
        """Bounds of the section that a locator names; None when the text has no such heading.

        A section ends at the next heading of a section that papers have. A figure or table is looked for
        from its own heading on.
        """
        legend = _LEGEND.match(locator)
        name = (legend.group() if legend else re.split(r"[,¶]", locator)[0].strip()).casefold()
        begins = [at for at, plain in self._headings if plain == name]
        if not begins:
            return None
        if legend:
            return begins[0], len(self.text)
        after = [at for at, plain in self._headings if at > begins[0] and plain in _SECTIONS and plain != name]
        return begins[0], min(after, default=len(self.text))


_SECTIONS = frozenset(
    (
        "abstract",
        "background",
        "introduction",
        "case",
        "case description",
        "case presentation",
        "case report",
        "patient and methods",
        "methods",
        "results",
        "discussion",
        "conclusion",
        "conclusions",
        "references",
        "acknowledgments",
        "data availability statement",
    )
)


def _fold(text: str) -> tuple[str, list[int]]:
    """The letters that count, and the place of each in ``text``."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if letter in _DROPPED or letter.isspace() or unicodedata.category(letter) in ("Pd", "Cf"):
            continue
        plain = _FOLDED.get(letter) or unicodedata.normalize("NFKC", letter)
        for part in plain.replace("−", "").split():
            letters.extend(part)
            places.extend([place] * len(part))
    return "".join(letters), places
