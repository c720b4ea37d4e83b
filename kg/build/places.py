"""Where a statement of a case was read: the line of the case file, and the passages of the item it belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.ask.passages import Passage
from kg.cases.bibliography import Report
from kg.cases.lines import CaseLines
from kg.cases.model import CaseFile, Evidence, Part
from kg.graph.terms import RDF_TYPE, Statement, is_literal, lexical, term
from kg.names import MBC, PREFIXES, case_id_of, local_name, part_iri, report_iri

__all__ = ["Places", "Source"]

_BOUNDS = ("Earliest", "Latest", "EarliestDay", "LatestDay")
_DATES = {f"{bound[0].lower()}{bound[1:]}": "date" for bound in _BOUNDS} | {f"end{bound}": "end" for bound in _BOUNDS}
_SIDES = {"LeftSided": "left", "RightSided": "right", "BilateralSite": "bilateral", "MidlineSite": "midline"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement of a case was read: line of the case file, the item it belongs to, its passages."""

    file: str
    line: int | None
    item: str
    passages: tuple[Passage, ...] = ()


class Places:
    """Finds for a statement the line of the case file and the passages of the item that it belongs to.

    ``path`` is where the file can be read again, to find the line of a value; without it the line of the part is given.
    """

    def __init__(
        self,
        case: CaseFile,
        asserted: Iterable[Statement],
        bibliography: Mapping[str, Report],
        path: str | None = None,
    ) -> None:
        self.case, self.bibliography = case, bibliography
        self.lines = CaseLines(path) if path else None
        self.parts: dict[str, Part] = {part_iri(case.id, part.id): part for part in reversed(list(case.parts()))}
        self.owners: dict[str, str] = {}
        self.printed: dict[str, str] = {}
        for subject, predicate, value in asserted:
            if predicate == term("asReported"):
                self.printed[subject] = lexical(value)
            elif value.startswith("<") and case_id_of(subject) == case.id and "#" in subject:
                self.owners.setdefault(value, subject)

    def source(self, statement: Statement) -> Source:
        """Line, item and passages of a statement of the case."""
        subject, _, value = statement
        item = self._item(subject) or self._item(value)
        passages = self._evidence(subject) or self._evidence(value)
        return Source(
            file=self.case.file,
            line=self._line(statement, item),
            item=item.id if item else self.case.id,
            passages=tuple(self._passage(entry, item.id if item else self.case.id) for entry in passages),
        )

    def _item(self, node: str) -> Part | None:
        """The part that a node is, or the one that leads to it (the specimen of a receptor profile)."""
        for _ in range(3):
            if node[1:-1] in self.parts:
                return self.parts[node[1:-1]]
            if node not in self.owners:
                return None
            node = self.owners[node]
        return None

    def _evidence(self, node: str) -> tuple[Evidence, ...]:
        """The passages of a node, or of the nearest one that leads to it and has any."""
        for _ in range(4):
            part = self.parts.get(node[1:-1])
            if part is not None and part.evidence:
                return part.evidence
            if node not in self.owners:
                return ()
            node = self.owners[node]
        return ()

    def _line(self, statement: Statement, item: Part | None) -> int | None:
        """The line where the value stands, else that of a part inside the item, else that of the item."""
        if item is None:  # the case itself
            return self.lines.key("case") if self.lines else None
        subject, predicate, value = statement
        if local_name(predicate) in _DATES:
            names = [_DATES[local_name(predicate)]]
        elif is_literal(value):
            names = [lexical(value), *([self.printed[subject]] if subject in self.printed else [])]
        else:
            names = [local_name(value)]
            if predicate == RDF_TYPE and names[0] in _SIDES:
                names = [_SIDES[names[0]]]
        if case_id_of(subject) == self.case.id and "#" not in subject:  # an item that the case has
            return item.line
        line = self.lines.find(item.line, names) if self.lines else item.line
        inner = self.parts.get(value[1:-1]) if value.startswith("<") else None
        if line == item.line and inner is not None and self.owners.get(value) == subject and inner.line > item.line:
            return inner.line
        return line

    def _passage(self, entry: Evidence, item: str) -> Passage:
        report = self.bibliography.get(entry.report)
        values = {
            MBC + "locator": entry.locator,
            MBC + "anchorStart": entry.anchor_start,
            MBC + "anchorEnd": entry.anchor_end,
            MBC + "fromReport": report_iri(entry.report),
        }
        about: Mapping[str, str | None] = {
            PREFIXES["rdfs"] + "label": report.short if report else entry.report,
            MBC + "doi": report.doi if report else None,
            MBC + "url": report.url if report else None,
        }
        return Passage(
            item,
            part_iri(self.case.id, entry.id),
            {key: text for key, text in values.items() if text},
            entry.role,
            {key: text for key, text in about.items() if text},
        )
