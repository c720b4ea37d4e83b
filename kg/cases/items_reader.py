"""From records to what stands beside the course: reports, patient, lesions, gaps and disputes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.cases.evidence import row_of
from kg.cases.fields import ID_PATTERN
from kg.cases.model import Dispute, Gap, HistoryItem, Lesion, Patient
from kg.cases.parts import AgeStatement, Claim, FirstSign, Item, Quantity, ReportRef
from kg.cases.parts_reader import evidence_of, histology, item_fields, sites
from kg.cases.reading import Reading, Record
from kg.cases.slugs import class_slug
from kg.cases.values import OLDEST

__all__ = ["dispute", "gap", "lesions", "patient", "read_history", "report_refs"]


def report_refs(records: Mapping[str, Record]) -> dict[str, ReportRef]:
    """The reports of a case by alias; those without a usable report are left out."""
    found: dict[str, ReportRef] = {}
    for alias, record in records.items():
        at = record.text("at") or ("?" if "at" in record.node.entries else None)
        found[alias] = ReportRef(
            alias=alias,
            report=record.text("report") or "",
            role=record.text("role") or "",
            read=record.text("read") or "full",
            at=at,
            table_row=row_of(at) if at else None,
            line=record.line,
        )
    return found


def patient(reading: Reading, record: Record) -> Patient:
    """The person; sex or menopausal state without evidence is an issue."""
    if record.texts("is") and "in" not in record.node.entries:
        reading.problem("C060", "has no evidence", record.place("is"), record.at("in"))
    reading.register("patient", ("patient",), record)
    age = record.record("age")
    return Patient(
        id="patient",
        line=record.line,
        evidence=evidence_of(record),
        types=record.texts("is"),
        age=_age(reading, age) if age else None,
    )


def _age(reading: Reading, record: Record) -> AgeStatement | None:
    years, at = record.values.get("years"), record.text("at")
    if not isinstance(years, Quantity):
        return None
    item = at if at in reading.kinds else None
    return AgeStatement(
        id=reading.derive("patient", "age"),
        line=record.line,
        evidence=evidence_of(record),
        years=years,
        at_event=item,
        at_words=None if item else at,
    )


def read_history(reading: Reading, record: Record) -> tuple[HistoryItem, ...]:
    """What there was besides and before the cancer."""
    found: list[HistoryItem] = []
    for entry in record.records("history"):
        own, years = entry.text("id"), entry.whole("age-years")
        if years is not None and years > OLDEST:
            message = f"is more than {OLDEST} years"
            reading.problem("C090", message, entry.place("age-years"), entry.at("age-years"), years)
        if own is not None:
            found.append(HistoryItem(id=own, age_years=years, **item_fields(reading, entry)))
    return tuple(found)


def lesions(reading: Reading, records: Mapping[str, Record]) -> tuple[Lesion, ...]:
    """The lesions, each metastasis with the tumor it comes from where that is told or can be only one."""
    vocabulary = reading.vocabulary
    tumors = [name for name, record in records.items() if is_a(reading, record, "PrimaryTumor")]
    found: list[Lesion] = []
    for name, record in records.items():
        fields = item_fields(reading, record)
        tumor = record.text("metastasis-of")
        spread = any(vocabulary.is_subclass(entry, "Metastasis") for entry in fields["types"])
        if tumor is not None and fields["types"] and not spread:
            message = "is given for a lesion that is no metastasis"
            reading.problem("C047", message, record.place("metastasis-of"), record.at("metastasis-of"), tumor)
        if tumor is None and spread and len(tumors) == 1 and tumors != [name]:
            tumor = tumors[0]
        number = record.values.get("number")
        owner = Item(id=name, evidence=fields["evidence"])
        sign = record.record("first-sign")
        found.append(
            Lesion(
                id=name,
                sites=sites(reading, name, record),
                foci=number if isinstance(number, Quantity) else None,
                metastasis_of=tumor,
                histology=histology(reading, owner, record.record("histology")),
                first_sign=_first_sign(reading, owner, sign) if sign else None,
                **fields,
            )
        )
    return tuple(found)


def is_a(reading: Reading, record: Record, root: str) -> bool:
    """Whether a class of the record lies below ``root``."""
    return any(reading.vocabulary.is_subclass(name, root) for name in record.texts("is"))


def _first_sign(reading: Reading, owner: Item, record: Record) -> FirstSign:
    fields = item_fields(reading, record, owner.evidence)
    fields["types"] = ("FirstSign",)
    own = reading.derive(owner.id, "first-sign")
    reading.kinds.setdefault(own, frozenset(("first-sign", "item")))
    reading.records.setdefault(own, record)
    return FirstSign(id=own, **fields)


def gap(reading: Reading, record: Record) -> Gap | None:
    """One entry of what is silent; a printed sign without evidence is an issue."""
    slot, status, of = record.text("slot"), record.text("status"), record.text("of")
    if record.text("printed") and "in" not in record.node.entries:
        reading.problem("C060", "has a printed sign without evidence", record.place("printed"), record.at("in"))
    if slot is None or status is None:
        return None
    slug = f"gap-{class_slug(slot)}" + (f"-{of}" if of and re.fullmatch(ID_PATTERN, of) else "")
    own = reading.derive("", slug)
    reading.kinds.setdefault(own, frozenset(("gap", "item")))
    return Gap(
        id=own,
        line=record.line,
        evidence=evidence_of(record),
        slot=slot,
        status=status,
        printed=record.text("printed"),
        of=of,
    )


def dispute(reading: Reading, own: str, record: Record) -> Dispute | None:
    """Claims that contradict each other, and which one is accepted."""
    claims = tuple(
        Claim(
            id=reading.derive(own, f"claim-{number}"),
            line=entry.line,
            evidence=evidence_of(entry),
            says=entry.text("says") or "",
        )
        for number, entry in enumerate(record.records("claims"), 1)
    )
    says = tuple(claim.says for claim in claims)
    if "claims" in record.node.entries and len(set(says)) < 2:
        message = "has fewer than two different claims"
        reading.problem("C114", message, record.place("claims"), record.at("claims"))
    accepted = record.text("accepted")
    if accepted is not None and accepted != "none" and accepted not in says:
        place, path = record.place("accepted"), record.at("accepted")
        allowed = (*says, "none")
        reading.problem("C113", "is none of the claims", place, path, accepted, allowed=allowed, near=says)
    because = record.text("because")
    if because is None:
        return None
    return Dispute(
        id=own,
        line=record.line,
        about=tuple(part for name in record.texts("about") for part in reading.signs.get(name, (name,))),
        claims=claims,
        accepted=next((claim.id for claim in claims if claim.says == accepted), None),
        because=because,
    )
