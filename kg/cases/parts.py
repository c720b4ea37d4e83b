"""What the items of a case are made of: passages, quantities, sites, results and other parts.

See :mod:`kg.cases.model`, which offers all of these names too, for what the fields have in common.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kg.cases.dates import PartialDate

__all__ = [
    "AbsenceFinding",
    "AgeStatement",
    "Claim",
    "Drug",
    "Evidence",
    "Examination",
    "FirstSign",
    "Histology",
    "Item",
    "NotDone",
    "Part",
    "Quantity",
    "ReportRef",
    "Result",
    "Site",
    "TypedPart",
]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An interval of numbers: ``text`` as written, bounds (None: open), ``unit`` after conversion."""

    text: str
    at_least: Decimal | None
    at_most: Decimal | None
    unit: str | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRef:
    """One report that the case is told in, under its short name in the file."""

    alias: str
    report: str  # key in the bibliography
    role: str  # "primary": the patient's own report; "secondary": one that retells it
    read: str  # "full", "abstract", "title" or "none"
    at: str | None = None  # "Table 1, row 9" for a table row
    table_row: int | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a statement was read. Within one case equal passages are the same object, with one ``id``."""

    id: str
    alias: str
    report: str
    role: str
    locator: str  # complete: "Table 1, row 9, Treatment"
    anchor_start: str | None = None
    anchor_end: str | None = None  # None when the passage is the start anchor itself
    table_row: int | None = None
    table_column: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Anything with an IRI of its own."""

    id: str
    line: int = 0
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPart(Part):
    """A part with classes: a drug, a sign, a procedure, a reason, a cause, a subtype label ..."""

    types: tuple[str, ...] = ()
    as_reported: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(TypedPart):
    """What the file lists: a lesion, something of the course, of the history."""

    date: PartialDate | None = None
    end: PartialDate | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(TypedPart):
    """A body part of the patient."""

    side: str | None = None  # "left", "right", "bilateral", "midline"; None: not reported


@dataclass(frozen=True, slots=True, kw_only=True)
class Histology(TypedPart):
    """What the tumor type is said to be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeStatement(Part):
    """Age of the patient in years at an item of the file, or at what some words say."""

    years: Quantity
    at_event: str | None = None
    at_words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstSign(Item):
    """When a lesion was first noticed; ``types`` is ``("FirstSign",)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Part):
    """One marker measured on one specimen: ``marker`` is ``ER``, ``result_class`` is ``ERResult``."""

    marker: str
    as_reported: str
    at_least: Decimal | None = None  # percent of cells
    at_most: Decimal | None = None
    below: Decimal | None = None  # the value is certainly less than this
    ihc_score: int | None = None  # HER2 only: 0, 1, 2, 3
    intensity: int | None = None  # staining intensity 0 to 3
    immunoreactive_score: int | None = None  # Remmele score 0 to 12
    ish: str | None = None  # "amplified" or "not-amplified"
    reported: str | None = None  # "positive", "negative" or "weakly-positive"

    @property
    def result_class(self) -> str:
        """Local name of the class of the result."""
        return f"{self.marker}Result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination(TypedPart):
    """One examination done within an assessment."""

    sites: tuple[Site, ...] = ()
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceFinding(Item):
    """Something that is told not to be there: ruled out in an assessment, or an item of its own.

    ``concerns``: lesions it speaks of, with the default of NoOtherMetastasisFinding applied (what its
    assessment detects). ``sought_by``: id of an examination of the assessment. ``until``: item up to which
    it holds.
    """

    concerns: tuple[str, ...] = ()
    sought_by: str | None = None
    sites: tuple[Site, ...] = ()
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotDone(TypedPart):
    """An examination that was recommended, or to be expected, and not done; ``reason`` when it is told."""

    reason: TypedPart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drug(TypedPart):
    """A drug as given in a therapy."""

    dose: str | None = None
    schedule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Part):
    """One side of a dispute, in a few words."""

    says: str
