"""From records to the items of the course: one function for each kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from kg.cases.fields import MEASURED_IN
from kg.cases.model import (
    AbsenceFinding,
    Assessment,
    Considered,
    CourseItem,
    Event,
    Findings,
    Measurement,
    Outcome,
    Response,
    Specimen,
    Staging,
    Therapy,
    ToldInterval,
)
from kg.cases.parts import Drug, Evidence, Examination, Item, NotDone, Quantity, TypedPart
from kg.cases.parts_reader import (
    absence,
    date_of,
    evidence_of,
    histology,
    item_fields,
    part,
    results,
    sites,
    typed_fields,
)
from kg.cases.reading import Reading, Record
from kg.cases.slugs import class_slug
from kg.cases.staging import read_stage
from kg.cases.values import Duration

__all__ = ["course_item"]


def course_item(reading: Reading, kind: str, item_id: str, record: Record) -> CourseItem | None:
    """The item that a record says; None when a value it cannot be without is missing or wrong."""
    return _KINDS[kind](reading, item_id, record)


def _signs(
    reading: Reading, owner: str, names: tuple[str, ...], record: Record, evidence: tuple[Evidence, ...]
) -> tuple[TypedPart, ...]:
    """A part of its own for each class."""
    return tuple(
        TypedPart(id=reading.derive(owner, class_slug(name)), line=record.line, evidence=evidence, types=(name,))
        for name in names
    )


def _specimen(reading: Reading, item_id: str, record: Record) -> Specimen:
    fields = item_fields(reading, record)
    evidence = fields["evidence"]
    by = record.text("by")
    sampled = by is not None and by[:1].isupper()
    nodes, label = record.record("nodes"), record.record("label")
    positive, examined = (nodes.whole("positive"), nodes.whole("examined")) if nodes else (None, None)
    if nodes and positive is not None and examined is not None and positive > examined:
        message = f"is more than the {examined} examined"
        reading.problem("C088", message, nodes.place("positive"), nodes.at("positive"), positive)
    profile = f"{item_id}-profile"
    written = record.node.entries.get("results")
    found = results(reading, item_id, written[1], record.at("results"), evidence) if written else ()
    if found or label:
        reading.derive(item_id, "profile")
        reading.kinds.setdefault(profile, frozenset(("profile", "item")))
    return Specimen(
        id=item_id,
        of=record.texts("of"),
        procedure=part(reading, item_id, "procedure", record, "by", evidence) if sampled else None,
        obtained_by=None if sampled else by,
        histology=histology(reading, Item(id=item_id, evidence=evidence), record.record("histology")),
        positive_nodes=positive,
        examined_nodes=examined,
        results=found,
        label=TypedPart(id=reading.derive(item_id, "label"), **typed_fields(label, evidence)) if label else None,
        **fields,
    )


def _assessment(reading: Reading, item_id: str, record: Record) -> Assessment:
    fields = item_fields(reading, record)
    examinations = tuple(
        _examination(reading, item_id, entry, fields["evidence"]) for entry in record.records("examinations")
    )
    detects = record.texts("detects")
    return Assessment(
        id=item_id,
        examinations=examinations,
        detects=detects,
        rules_out=tuple(
            _ruled_out(reading, item_id, entry, examinations, detects)
            for entry in record.records("rules-out")
            if entry.texts("is")
        ),
        not_done=tuple(_not_done(reading, item_id, entry) for entry in record.records("not-done")),
        **fields,
    )


def _first(record: Record) -> str:
    return next(iter(record.texts("is")), "part")


def _examination(reading: Reading, owner: str, record: Record, inherited: tuple[Evidence, ...]) -> Examination:
    own = reading.derive(owner, class_slug(_first(record)))
    reading.records.setdefault(own, record)
    return Examination(
        id=own,
        sites=sites(reading, own, record),
        date=date_of(record, "date"),
        **typed_fields(record, inherited),
    )


def _ruled_out(
    reading: Reading,
    owner: str,
    record: Record,
    examinations: tuple[Examination, ...],
    detects: tuple[str, ...],
) -> AbsenceFinding:
    given = record.text("id")
    own = given or reading.derive(owner, class_slug(_first(record)))
    reading.records.setdefault(own, record)
    of = record.texts("of")
    if not of and "NoOtherMetastasisFinding" in record.texts("is"):
        of = detects
    found = absence(reading, own, record, of)
    method = record.text("by")
    if method is None:
        return found
    above = reading.vocabulary.above
    by = next((entry.id for entry in examinations if any(method in above(name) for name in entry.types)), None)
    if by is None:
        known = tuple(name for entry in examinations for name in entry.types)
        message = "is no examination of this assessment"
        reading.problem("C049", message, record.place("by"), record.at("by"), method, allowed=known, near=known)
    return replace(found, sought_by=by)


def _not_done(reading: Reading, owner: str, record: Record) -> NotDone:
    own = reading.derive(owner, f"{class_slug(_first(record))}-not-done")
    told = record.text("reason") is not None
    reason = part(reading, own, "reason", record, "reason", evidence_of(record)) if told else None
    return NotDone(id=own, reason=reason, **typed_fields(record))


def _therapy(reading: Reading, item_id: str, record: Record) -> Therapy:
    fields = item_fields(reading, record)
    dose = record.record("dose")
    gray = dose.values.get("gray") if dose else None
    return Therapy(
        id=item_id,
        targets=record.texts("targets"),
        therapy_line=record.whole("line"),
        cycles=record.whole("cycles"),
        gray=gray if isinstance(gray, Decimal) else None,
        fractions=dose.whole("fractions") if dose else None,
        sites=sites(reading, item_id, record),
        drugs=tuple(
            Drug(
                id=reading.derive(item_id, class_slug(_first(entry))),
                dose=entry.text("dose"),
                schedule=entry.text("schedule"),
                **typed_fields(entry, fields["evidence"]),
            )
            for entry in record.records("drugs")
        ),
        **fields,
    )


def _absent(reading: Reading, item_id: str, record: Record) -> AbsenceFinding:
    return absence(reading, item_id, record, record.texts("of"))


def _findings(reading: Reading, item_id: str, record: Record) -> Findings:
    fields = item_fields(reading, record)
    shows, lacks = record.texts("shows"), record.texts("lacks")
    if not (shows or lacks) and not {"shows", "lacks"} & set(record.node.entries):
        message = "or lacks: findings say what is there or what is not"
        reading.problem("C021", message, record.place(), record.path, "shows")
    present = _signs(reading, item_id, shows, record, fields["evidence"])
    absent = _signs(reading, item_id, lacks, record, fields["evidence"])
    reading.signs[item_id] = tuple(sign.id for sign in (*present, *absent))
    return Findings(
        id=item_id,
        of=record.texts("of"),
        sites=sites(reading, item_id, record),
        shows=present,
        lacks=absent,
        **fields,
    )


def _measurement(reading: Reading, item_id: str, record: Record) -> Measurement | None:
    fields = item_fields(reading, record)
    value = record.values.get("value")
    told = record.text("by") is not None
    method = part(reading, item_id, "method", record, "by", fields["evidence"]) if told else None
    if not isinstance(value, Quantity):
        return None
    for name in fields["types"]:
        unit = next((MEASURED_IN[above] for above in reading.vocabulary.above(name) & set(MEASURED_IN)), None)
        if unit and unit != value.unit:
            message = f"is in {value.unit}, but {name} is measured in {unit}"
            reading.problem("C087", message, record.place("value"), record.at("value"), value.text)
    return Measurement(id=item_id, value=value, of=record.texts("of"), method=method, **fields)


def _considered(reading: Reading, item_id: str, record: Record) -> Considered:
    fields = item_fields(reading, record)
    return Considered(
        id=item_id,
        of=record.texts("of"),
        by=_signs(reading, item_id, record.texts("by"), record, fields["evidence"]),
        ended_by=record.text("ended-by"),
        **fields,
    )


def _response(reading: Reading, item_id: str, record: Record) -> Response | None:
    to = record.text("to")
    fields = item_fields(reading, record)
    return Response(id=item_id, to=to, of=record.texts("of"), **fields) if to else None


def _staging(reading: Reading, item_id: str, record: Record) -> Staging | None:
    fields = item_fields(reading, record)
    printed, group = record.text("printed"), record.text("group")
    if printed is None:
        return None
    classes = read_stage(printed, reading.vocabulary) or ()
    fields["types"] = tuple(dict.fromkeys((*fields["types"], *classes)))
    if not classes and group is None:
        group = printed.removeprefix("stage").removeprefix("Stage").strip()
    return Staging(id=item_id, printed=printed, group=group, of=record.texts("of"), **fields)


def _interval(reading: Reading, item_id: str, record: Record) -> ToldInterval | None:
    fields = item_fields(reading, record)
    start, end, value = record.text("from"), record.text("to"), record.values.get("value")
    if start is None or end is None or not isinstance(value, Duration):
        return None
    if start == end:
        reading.problem("C048", "is both ends of the interval", record.place("to"), record.at("to"), end)
    return ToldInterval(
        id=item_id,
        from_item=start,
        to_item=end,
        at_least_days=value.at_least,
        at_most_days=value.at_most,
        value=value.text,
        **fields,
    )


def _event(reading: Reading, item_id: str, record: Record) -> Event:
    return Event(id=item_id, **item_fields(reading, record))


def _outcome(reading: Reading, item_id: str, record: Record) -> Outcome:
    fields = item_fields(reading, record)
    causes = _signs(reading, item_id, record.texts("cause"), record, fields["evidence"])
    return Outcome(id=item_id, causes=causes, of=record.texts("of"), **fields)


_KINDS: dict[str, Callable[[Reading, str, Record], CourseItem | None]] = {
    "absent": _absent,
    "assessment": _assessment,
    "considered": _considered,
    "event": _event,
    "findings": _findings,
    "interval": _interval,
    "measurement": _measurement,
    "outcome": _outcome,
    "response": _response,
    "specimen": _specimen,
    "staging": _staging,
    "therapy": _therapy,
}
