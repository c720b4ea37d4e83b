"""The case model: what one case file says, as plain typed values, ready to become statements.

A :class:`CaseFile` is made by :func:`kg.cases.read_case` and has been validated: every class name exists
and is of the right kind, every reference resolves, every value is parsed. ``types`` are local names of
ontology classes, in the order written, and may be empty where the kind of part says enough. ``id`` of every
part (items and the parts derived from them alike) is unique within the case and is the fragment of its IRI.
``line`` is the line of the case file, counted from 1, where the part begins. Where the file lets a
part inherit the passage of its item, the part carries it; a site has only its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TypeVar

from kg.cases.parts import (
    AbsenceFinding,
    AgeStatement,
    Claim,
    Drug,
    Evidence,
    Examination,
    FirstSign,
    Histology,
    Item,
    NotDone,
    Part,
    Quantity,
    ReportRef,
    Result,
    Site,
    TypedPart,
)

__all__ = [
    "AbsenceFinding",
    "AgeStatement",
    "Assessment",
    "CaseFile",
    "Claim",
    "Considered",
    "CourseItem",
    "Dispute",
    "Drug",
    "Event",
    "Evidence",
    "Examination",
    "Findings",
    "FirstSign",
    "Gap",
    "Histology",
    "HistoryItem",
    "Item",
    "Lesion",
    "Measurement",
    "NotDone",
    "Outcome",
    "Part",
    "Patient",
    "Quantity",
    "ReportRef",
    "Response",
    "Result",
    "Site",
    "Specimen",
    "Staging",
    "Therapy",
    "ToldInterval",
    "TypedPart",
]

ItemT = TypeVar("ItemT", bound=Item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient(Part):
    """The person: ``id`` is ``patient``; ``evidence`` is that of the classes (sex, menopausal state)."""

    types: tuple[str, ...] = ()
    age: AgeStatement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryItem(Item):
    """Something besides or before the cancer; ``age_years`` is the age at which it was found."""

    age_years: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesion(Item):
    """A tumor lesion followed through time."""

    sites: tuple[Site, ...] = ()
    foci: Quantity | None = None  # whole numbers; at_most None: open
    metastasis_of: str | None = None  # told, or the only tumor of the file that can be meant
    histology: Histology | None = None
    first_sign: FirstSign | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Specimen(Item):
    """Tissue or cells: ``procedure`` where a sampling procedure is named, ``obtained_by`` where a therapy."""

    of: tuple[str, ...] = ()
    procedure: TypedPart | None = None
    obtained_by: str | None = None
    histology: Histology | None = None
    positive_nodes: int | None = None
    examined_nodes: int | None = None
    results: tuple[Result, ...] = ()
    label: TypedPart | None = None

    @property
    def profile_id(self) -> str | None:
        """Id of the receptor profile, None when neither a result nor a subtype label is reported."""
        return f"{self.id}-profile" if self.results or self.label else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Item):
    """A work-up at a time."""

    examinations: tuple[Examination, ...] = ()
    detects: tuple[str, ...] = ()
    rules_out: tuple[AbsenceFinding, ...] = ()
    not_done: tuple[NotDone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Therapy(Item):
    """A course of treatment; with ``Planned`` among the types, ``targets`` are what it is planned for."""

    targets: tuple[str, ...] = ()
    therapy_line: int | None = None
    cycles: int | None = None
    gray: Decimal | None = None
    fractions: int | None = None
    sites: tuple[Site, ...] = ()  # regions treated
    drugs: tuple[Drug, ...] = ()

    @property
    def planned(self) -> bool:
        """Whether the therapy is planned and not (yet) given."""
        return "Planned" in self.types


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings(Item):
    """Signs and symptoms read in one passage: each of ``shows`` and ``lacks`` has one class.

    The group itself is no thing of the graph; a dispute about the group is about all its signs.
    """

    of: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()
    shows: tuple[TypedPart, ...] = ()
    lacks: tuple[TypedPart, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement(Item):
    """A number with a unit; lengths are in mm."""

    value: Quantity
    of: tuple[str, ...] = ()
    method: TypedPart | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered(Item):
    """A diagnosis other than the true one, and who considered it."""

    of: tuple[str, ...] = ()
    by: tuple[TypedPart, ...] = ()
    ended_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Response(Item):
    """How a therapy worked."""

    to: str
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Staging(Item):
    """A stage as printed; ``types`` hold the classes of its prefix and of its T, N and M categories."""

    printed: str
    group: str | None = None
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldInterval(Item):
    """An interval told in words, in whole days rounded outward; ``at_most_days`` None: open."""

    from_item: str
    to_item: str
    at_least_days: int
    at_most_days: int | None
    value: str  # as written in the file


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Item):
    """Any other dated event of the course."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Item):
    """The last status told."""

    causes: tuple[TypedPart, ...] = ()
    of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap(Part):
    """Something a reader would look for and the reports do not give; ``gap_class`` is its class."""

    slot: str
    status: str  # "not-reported", "stated-unknown", "not-applicable" or "not-assessed"
    printed: str | None = None
    of: str | None = None  # lesion

    @property
    def gap_class(self) -> str:
        """Local name of the class of the gap: slot ``Outcome`` has ``OutcomeGap``."""
        return f"{self.slot}Gap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute(Part):
    """Two or more claims that contradict each other; ``accepted``: the id of one, or None (left open)."""

    about: tuple[str, ...]
    claims: tuple[Claim, ...]
    accepted: str | None
    because: str


CourseItem = (
    Specimen
    | Assessment
    | Therapy
    | AbsenceFinding
    | Findings
    | Measurement
    | Considered
    | Response
    | Staging
    | ToldInterval
    | Event
    | Outcome
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One case file, read and validated. ``file`` is the path as the user gave it."""

    id: str
    file: str
    reports: Mapping[str, ReportRef]  # by alias, in the order written
    title: str | None = None
    patient: Patient | None = None
    history: tuple[HistoryItem, ...] = ()
    lesions: tuple[Lesion, ...] = ()
    course: tuple[CourseItem, ...] = ()
    silent: tuple[Gap, ...] = ()
    disputes: tuple[Dispute, ...] = ()

    def course_of(self, kind: type[ItemT]) -> tuple[ItemT, ...]:
        """The items of the course of one kind: ``case.course_of(Therapy)``."""
        return tuple(item for item in self.course if isinstance(item, kind))

    def parts(self) -> Iterator[Part]:
        """Every part with an id, items and derived ones, in the order of the file."""
        for top in (self.patient, *self.history, *self.lesions, *self.course, *self.silent, *self.disputes):
            if top is not None:
                yield from _parts_of(top)

    def part(self, part_id: str) -> Part | None:
        """The part with this id, or None."""
        return next((part for part in self.parts() if part.id == part_id), None)

    def evidence(self) -> tuple[Evidence, ...]:
        """Every passage cited, once each, in the order of the file."""
        return tuple({entry.id: entry for part in self.parts() for entry in part.evidence}.values())


def _parts_of(value: object) -> Iterator[Part]:
    if isinstance(value, Part):
        yield value
    if isinstance(value, tuple):
        for member in value:
            yield from _parts_of(member)
    elif isinstance(value, Part):
        for entry in fields(value):
            if entry.name != "evidence":
                yield from _parts_of(getattr(value, entry.name))
