"""What one key of a case file may hold, and the fixed words of case files.

A :class:`Field` names what its value is (``shape``) and limits it: by ``roots`` (classes it must lie
below), ``ids`` (kinds of items it may refer to), ``choices``, ``limit`` (longest text), ``table`` (the
table of a mapping inside).
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "COURSE_KINDS",
    "EXAMINED_ROOTS",
    "ID_PATTERN",
    "MEASURED_IN",
    "SIDES",
    "SIDE_CLASSES",
    "Field",
]

ID_PATTERN = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"
SIDES = ("left", "right", "bilateral", "midline")
SIDE_CLASSES = {
    "LeftSided": "left",
    "RightSided": "right",
    "BilateralSite": "bilateral",
    "MidlineSite": "midline",
}
COURSE_KINDS = (
    "specimen",
    "assessment",
    "therapy",
    "absent",
    "findings",
    "measurement",
    "considered",
    "response",
    "staging",
    "interval",
    "event",
    "outcome",
)
MEASURED_IN = {
    "LargestDiameter": "mm",
    "ShortAxisDiameter": "mm",
    "LesionThickness": "mm",
    "CEAConcentration": "ng/mL",
    "CA153Concentration": "U/mL",
}
"""Unit after conversion in which measurements of a class are given."""

EXAMINED_ROOTS = ("Examination", "SamplingProcedure")


@dataclass(frozen=True, slots=True)
class Field:
    """One key of a mapping.

    ``shape``: ``id``, ``classes`` (one or a list), ``class``, ``refs`` (one or a list), ``ref``,
    ``class-or-ref``, ``ref-or-words``, ``evidence``, ``date``, ``text``, ``choice``, ``integer``,
    ``decimal``, ``count``, ``age``, ``measured``, ``duration``, ``stage``, ``report``, ``row``, ``result``,
    ``marker-results``, ``slot``, ``map`` (a mapping), ``patient`` (the same, read after the reports),
    ``list`` (a list of mappings), ``map-or-list`` (one mapping or several) or ``named`` (a mapping of ids
    to mappings).
    """

    shape: str
    required: bool = False
    roots: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    limit: int = 0
    least: int = 0
    table: str = ""
    about: str = ""
