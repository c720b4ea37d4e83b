"""What all parts of a case have in common as statements: types, labels, passages, dates, body parts."""

from __future__ import annotations

from collections.abc import Iterable

from kg.cases.dates import PartialDate
from kg.cases.model import Evidence, Item, Part, Quantity, Site, TypedPart
from kg.graph.terms import (
    RDF_TYPE,
    RDFS_LABEL,
    Statement,
    date_time,
    day_number,
    decimal,
    integer,
    iri,
    last_instant,
    term,
    text,
)
from kg.names import case_iri, part_iri, report_iri

__all__ = ["Frame"]

_SIDES = {
    "left": "LeftSided",
    "right": "RightSided",
    "bilateral": "BilateralSite",
    "midline": "MidlineSite",
}
_BEGIN = ("date", "earliest", "latest", "earliestDay", "latestDay")
_END = ("endDate", "endEarliest", "endLatest", "endEarliestDay", "endLatestDay")


class Frame:
    """Collects the statements of one case; every method writes one kind of thing and returns its term."""

    def __init__(self, case_id: str) -> None:
        self.case_id = case_id
        self.case = iri(case_iri(case_id))
        self.statements: set[Statement] = set()

    def node(self, part_id: str) -> str:
        """The term of the part with this id."""
        return iri(part_iri(self.case_id, part_id))

    def add(self, subject: str, local: str, value: str) -> None:
        """One statement with a property of our ontology."""
        self.statements.add((subject, term(local), value))

    def add_all(self, subject: str, local: str, part_ids: Iterable[str]) -> None:
        """One statement for each part."""
        for part_id in part_ids:
            self.add(subject, local, self.node(part_id))

    def typed(self, subject: str, types: Iterable[str]) -> None:
        """The classes of a thing."""
        self.statements.update((subject, RDF_TYPE, term(name)) for name in types)

    def label(self, subject: str, part_id: str) -> None:
        """The id of a part, in words, as its label."""
        self.statements.add((subject, RDFS_LABEL, text(part_id.replace("-", " "), "en")))

    def part(self, part: Part, types: Iterable[str] = ()) -> str:
        """A part with its label, passages and, where it has them, classes and printed words."""
        subject = self.node(part.id)
        self.label(subject, part.id)
        self.typed(subject, types)
        if isinstance(part, TypedPart):
            self.typed(subject, part.types)
            if part.as_reported:
                self.add(subject, "asReported", text(part.as_reported))
        for passage in part.evidence:
            self.add(subject, "evidence", self.passage(passage))
        return subject

    def item(self, item: Item, relation: str, types: Iterable[str] = ()) -> str:
        """An item of the case: a part that the case records, with its dates and note."""
        subject = self.part(item, types)
        self.add(self.case, relation, subject)
        self.dated(subject, item.date, item.end)
        if item.note:
            self.add(subject, "note", text(item.note, "en"))
        return subject

    def sub_part(self, owner: str, relation: str, part: Part | None, types: Iterable[str] = ()) -> str | None:
        """A part that hangs on another one."""
        if part is None:
            return None
        subject = self.part(part, types)
        self.add(owner, relation, subject)
        return subject

    def sites(self, owner: str, relation: str, sites: Iterable[Site]) -> None:
        """Body parts with their classes and side."""
        for site in sites:
            side = [_SIDES[site.side]] if site.side else []
            self.sub_part(owner, relation, site, side)

    def dated(self, subject: str, begin: PartialDate | None, end: PartialDate | None = None) -> None:
        """Date of a thing and of its end, as text, as instants and as day numbers."""
        for names, when in ((_BEGIN, begin), (_END, end)):
            if when is None:
                continue
            values = (
                text(when.text),
                date_time(when.earliest),
                last_instant(when.latest),
                day_number(when.earliest),
                day_number(when.latest),
            )
            for local, value in zip(names, values, strict=True):
                self.add(subject, local, value)

    def bounds(self, subject: str, value: Quantity) -> None:
        """Lower and upper bound of a number, and its unit."""
        if value.at_least is not None:
            self.add(subject, "atLeast", decimal(value.at_least))
        if value.at_most is not None:
            self.add(subject, "atMost", decimal(value.at_most))
        if value.unit:
            self.add(subject, "unit", text(value.unit))

    def whole(self, subject: str, local: str, value: int | None) -> None:
        """A whole number, when there is one."""
        if value is not None:
            self.add(subject, local, integer(value))

    def passage(self, passage: Evidence) -> str:
        """The citation of a passage; equal passages of a case are one thing."""
        subject = self.node(passage.id)
        self.typed(subject, ["Evidence", "PrimaryReport" if passage.role == "primary" else "SecondaryReport"])
        self.statements.add((subject, RDFS_LABEL, text(passage.locator, "en")))
        self.add(subject, "fromReport", iri(report_iri(passage.report)))
        self.add(subject, "locator", text(passage.locator))
        if passage.anchor_start:
            self.add(subject, "anchorStart", text(passage.anchor_start))
        if passage.anchor_end:
            self.add(subject, "anchorEnd", text(passage.anchor_end))
        self.whole(subject, "tableRow", passage.table_row)
        if passage.table_column:
            self.add(subject, "tableColumn", text(passage.table_column))
        return subject
