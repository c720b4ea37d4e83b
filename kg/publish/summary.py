"""A case as a reader wants it: what was found, done and concluded, and what nobody says.

:func:`summarize` gives a :class:`CaseSummary`, plain values without markup; :mod:`kg.publish.summary_text` prints
it, and ``kg show --format json`` prints its fields. Order and wording are the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.publish.case_graph import Passage

__all__ = [
    "CaseSummary",
    "Detail",
    "Dispute",
    "Entry",
    "Gap",
    "ReceptorRow",
    "ReceptorTable",
    "ReportLine",
    "SpecimenColumn",
    "TherapyGroup",
    "Verdict",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A further statement about a thing; ``passages`` are empty where they are those of the thing itself."""

    text: str
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One thing told: ``item`` is its id in the case, ``when`` the date as reported (None: not told).

    ``note`` is a remark of the curator; ``disputed`` says that a discrepancy is about it.
    """

    item: str
    text: str
    when: str | None = None
    details: tuple[Detail, ...] = ()
    note: str | None = None
    disputed: bool = False
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """A report of the case; ``role`` is ``primary``, ``secondary`` or ``not cited``."""

    key: str
    label: str
    title: str | None
    doi: str | None
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecimenColumn:
    """A column of the receptor table. ``standing``: whether it is of a primary tumor, a metastasis, ..."""

    item: str
    lesion: str
    standing: str
    when: str | None
    method: str | None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptorRow:
    """A row: a marker with the values as reported, or (``inferred``) what follows for the profiles.

    One value a specimen in the order of the columns; None where nothing is reported.
    """

    label: str
    values: tuple[str | None, ...]
    inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceptorTable:
    """Markers by specimens, and the passages that differ from those of the specimen."""

    columns: tuple[SpecimenColumn, ...] = ()
    rows: tuple[ReceptorRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TherapyGroup:
    """Therapies aimed at the same lesions; ``target`` says which, or that no report says so."""

    target: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """An answer to one question about one thing: ``yes``, ``no`` or ``unknown``.

    ``yes_class`` and ``no_class`` are the classes that decide it, ``verdict`` is the label of the one that holds;
    ``passages`` are those of the statements that it rests on. Both are empty where the answer is unknown.
    """

    item: str
    subject: str
    question: str
    answer: str
    yes_class: str
    no_class: str
    verdict: str | None = None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What the reports do not give: ``status`` says in which way, ``printed`` is the sign in a table."""

    item: str
    slot: str
    status: str
    concerns: str | None
    printed: str | None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """Claims that contradict each other; ``accepted`` is one of them, None when the matter is left open."""

    item: str
    about: tuple[str, ...]
    claims: tuple[Entry, ...]
    accepted: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSummary:
    """Everything that ``kg show`` shows of a case, in the order of the sections."""

    case: str
    iri: str
    title: str
    patient: Entry | None
    reports: tuple[ReportLine, ...]
    timeline: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    lesions: tuple[Entry, ...]
    receptors: ReceptorTable
    therapies: tuple[TherapyGroup, ...]
    assessments: tuple[Entry, ...]
    responses: tuple[Entry, ...]
    intervals: tuple[Entry, ...]
    outcomes: tuple[Entry, ...]
    verdicts: tuple[Verdict, ...]
    gaps: tuple[Gap, ...]
    disputes: tuple[Dispute, ...]
