"""What a table and a column are, and the columns that many tables share."""

from __future__ import annotations

from dataclasses import dataclass

from kg.names import PREFIXES, mbc

__all__ = [
    "CASE",
    "CLASSES",
    "DATE",
    "END",
    "EVIDENCE",
    "ID",
    "INFERRED",
    "ITEM",
    "LABEL",
    "LABEL_PROPERTY",
    "NOTE",
    "REPORTED",
    "SIDES",
    "TAIL",
    "Column",
    "Table",
    "names",
    "number",
    "stated",
    "whole",
]

LABEL_PROPERTY = PREFIXES["rdfs"] + "label"
SIDES = ("BilateralSite", "LeftSided", "MidlineSite", "RightSided")
"""Classes that say on which side a body part lies."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``take`` says what is shown of the things at the end of ``path`` (properties from the row's thing on, ``^``
    backward): the ``value`` of a property, their ``names`` (ids), their classes (``stated``, ``inferred``; ``side``
    and ``place`` take the stated ones apart), or one of the other views in :mod:`kg.publish.release.table_rows`.
    Several names stand in one cell with a space between, several texts with a semicolon. ``prop`` is the property
    that the column shows, where the column does not have its name. ``refers`` is the table whose ids stand here,
    ``values`` is all that may stand here.
    """

    name: str
    text: str
    take: str = "value"
    path: tuple[str, ...] = ()
    type: str = "string"
    prop: str = ""
    refers: str = ""
    values: tuple[str, ...] = ()

    @property
    def meaning(self) -> str | None:
        """IRI of the property that the column shows; None when it shows no single one."""
        if self.take in ("value", "day") or self.prop:
            name = self.prop or self.name
            return name if ":" in name else mbc(name)
        return None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: a row for each member of the classes ``roots``.

    Its last columns are the verdicts that are asked of members of ``asked`` (by default ``roots``), which are found
    at the end of ``path``.
    """

    name: str
    title: str
    roots: tuple[str, ...]
    columns: tuple[Column, ...]
    asked: tuple[str, ...] = ()
    path: tuple[str, ...] = ()


def names(name: str, text: str, *path: str, refers: str = "") -> Column:
    """The ids of things, below the property of the same name where no path is given."""
    steps = path or (name,)
    prop = steps[0] if len(steps) == 1 and not steps[0].startswith("^") else ""
    return Column(name, text, "names", steps, prop=prop, refers=refers)


def stated(name: str, text: str, *path: str) -> Column:
    """The stated classes of the things at the end of a path."""
    return Column(name, text, "stated", path, prop=path[0] if len(path) == 1 else "")


def whole(name: str, text: str, *path: str) -> Column:
    """A whole number."""
    return Column(name, text, path=path, type="integer")


def number(name: str, text: str, *path: str, prop: str = "") -> Column:
    """A decimal number."""
    return Column(name, text, path=path, type="number", prop=prop)


ID = Column(
    "id", "the thing: case id, #, and the name of the part; its IRI is this behind https://w3id.org/mbckg/case/", "id"
)
CASE = Column("case", "the case", "case", refers="cases")
LABEL = Column("label", "the id of the part in words", prop=LABEL_PROPERTY)
CLASSES = Column(
    "classes", "classes of the ontology that the case file states", "stated", prop=PREFIXES["rdf"] + "type"
)
INFERRED = Column("inferredClasses", "classes that follow besides", "inferred")
REPORTED = Column("asReported", "the words or the sign as printed")
NOTE = Column("note", "remark of a curator")
EVIDENCE = names("evidence", "the passages where it was read")
DATE = (
    Column("date", "date as reported, in EDTF: a year, month or day, an interval, ~ for about"),
    Column("earliest", "first day that the date allows", "day", type="date"),
    Column("latest", "last day that the date allows", "day", type="date"),
)
END = (
    Column("endDate", "date of the end as reported, in EDTF"),
    Column("endEarliest", "first day that the date of the end allows", "day", type="date"),
    Column("endLatest", "last day that the date of the end allows", "day", type="date"),
)
ITEM = (ID, CASE, LABEL, CLASSES, INFERRED)
TAIL = (REPORTED, NOTE, EVIDENCE)
