"""From records to the parts that items are made of: sites, histology, results, absence findings."""

from __future__ import annotations

from typing import TypedDict

from kg.cases.dates import PartialDate
from kg.cases.fields import SIDE_CLASSES, SIDES
from kg.cases.parts import AbsenceFinding, Evidence, Histology, Item, Result, Site, TypedPart
from kg.cases.reading import Reading, Record
from kg.cases.records import read_record
from kg.cases.shapes import single_text, value_problem
from kg.cases.slugs import class_slug
from kg.cases.values import SCORES, ResultValue, ValueProblem, parse_result
from kg.cases.yaml_source import MapNode, Node

__all__ = [
    "ItemFields",
    "TypedFields",
    "absence",
    "date_of",
    "evidence_of",
    "histology",
    "item_fields",
    "part",
    "results",
    "sites",
    "typed_fields",
]

_FALLBACK_MARKERS = ("ER", "PR", "HER2", "Ki67")


class TypedFields(TypedDict):
    """Arguments that every typed part takes, but for its id."""

    line: int
    evidence: tuple[Evidence, ...]
    types: tuple[str, ...]
    as_reported: str | None


class ItemFields(TypedFields):
    """Arguments that every item takes, but for its id."""

    date: PartialDate | None
    end: PartialDate | None
    note: str | None


def evidence_of(record: Record, inherited: tuple[Evidence, ...] = ()) -> tuple[Evidence, ...]:
    """The passages of a record, or else those it inherits."""
    found = record.values.get("in")
    own = tuple(entry for entry in found if isinstance(entry, Evidence)) if isinstance(found, tuple) else ()
    return own or inherited


def date_of(record: Record, key: str) -> PartialDate | None:
    """The date of a key, or None."""
    found = record.values.get(key)
    return found if isinstance(found, PartialDate) else None


def typed_fields(record: Record, inherited: tuple[Evidence, ...] = ()) -> TypedFields:
    """Line, evidence, classes and printed words of a record."""
    return {
        "line": record.line,
        "evidence": evidence_of(record, inherited),
        "types": record.texts("is"),
        "as_reported": record.text("as"),
    }


def item_fields(reading: Reading, record: Record, inherited: tuple[Evidence, ...] = ()) -> ItemFields:
    """The common fields of an item; an end before the start is an issue."""
    start, end = date_of(record, "date"), date_of(record, "end")
    if start and end and end.certainly_before(start):
        place, path = record.place("end"), record.at("end")
        reading.problem("C082", f"lies before the start, {start}", place, path, end)
    return {**typed_fields(record, inherited), "date": start, "end": end, "note": record.text("note")}


def part(
    reading: Reading, owner: str, name: str, record: Record, key: str, evidence: tuple[Evidence, ...]
) -> TypedPart:
    """The part of ``owner`` that one class alone stands for: ``{cause: Sepsis}``."""
    types = (record.values[key],) if isinstance(record.values.get(key), str) else record.texts(key)
    return TypedPart(
        id=reading.derive(owner, name),
        line=record.place(key)[0],
        evidence=evidence,
        types=tuple(str(entry) for entry in types),
    )


def sites(reading: Reading, owner: str, record: Record, key: str = "site") -> tuple[Site, ...]:
    """The body parts under ``key``; sides that contradict each other are an issue."""
    found: list[Site] = []
    for entry in record.records(key):
        side = _side(reading, entry)
        types = tuple(name for name in entry.texts("is") if name not in SIDE_CLASSES)
        for other in found:
            if set(other.types) == set(types) and "bilateral" in (other.side, side) and other.side != side:
                message = f"stands beside {other.side or 'no side'} for the same body part"
                reading.problem("C093", message, entry.place(), entry.path, side or "no side")
        fields = typed_fields(entry)
        fields["types"] = types
        found.append(Site(id=reading.derive(owner, "site"), side=side, **fields))
    return tuple(found)


def _side(reading: Reading, record: Record) -> str | None:
    written = record.text("side")
    implied = {SIDE_CLASSES[name] for name in record.texts("is") if name in SIDE_CLASSES}
    sides = implied | ({written} if written else set())
    if len(sides) > 1:
        shown = " and ".join(side for side in SIDES if side in sides)
        reading.problem("C093", "contradict each other", record.place("side"), record.at("side"), shown)
    return written or next(iter(sorted(implied)), None)


def histology(reading: Reading, owner: Item, record: Record | None) -> Histology | None:
    """The tumor type that a lesion or specimen is said to have."""
    if record is None:
        return None
    return Histology(id=reading.derive(owner.id, "histology"), **typed_fields(record, owner.evidence))


def absence(reading: Reading, item_id: str, record: Record, of: tuple[str, ...]) -> AbsenceFinding:
    """An absence finding that concerns ``of``; who sought it is filled in by its assessment."""
    return AbsenceFinding(
        id=item_id,
        concerns=of,
        sites=sites(reading, item_id, record),
        until=record.text("until"),
        **item_fields(reading, record),
    )


def results(reading: Reading, owner: str, node: Node, path: str, evidence: tuple[Evidence, ...]) -> tuple[Result, ...]:
    """The receptor results of one specimen."""
    if not isinstance(node, MapNode):
        reading.problem("C022", "is no mapping of markers to results", node, path)
        return ()
    vocabulary = reading.vocabulary
    markers = tuple(
        name.removesuffix("Result")
        for name in vocabulary.assertable("ReceptorResult")
        if name.endswith("Result") and name != "ReceptorResult"
    )
    found: list[Result] = []
    for marker, (key, value) in node.entries.items():
        here = f"{path}.{marker}"
        if marker not in (markers or _FALLBACK_MARKERS):
            reading.problem("C044", "is no marker", key, path, marker, allowed=markers, near=markers)
            continue
        entry = _result(reading, owner, marker, value, here, evidence)
        if entry is not None:
            found.append(entry)
    return tuple(found)


def _result(
    reading: Reading, owner: str, marker: str, node: Node, path: str, evidence: tuple[Evidence, ...]
) -> Result | None:
    record: Record | None = None
    if isinstance(node, MapNode):
        record = read_record(reading, node, "result", path)
        written = record.text("value") if record else None
    else:
        written = single_text(reading, node, path)
    if written is None:
        return None
    try:
        value = parse_result(marker, written)
    except ValueProblem as problem:
        at = node.value("value") if isinstance(node, MapNode) else node
        value_problem(reading, problem, at, path, written)
        return None
    extra = record or Record(MapNode(node.line, node.column), path)
    return Result(
        id=reading.derive(owner, class_slug(marker)),
        line=node.line,
        evidence=evidence_of(extra, evidence),
        marker=marker,
        as_reported=written,
        at_least=value.at_least,
        at_most=value.at_most,
        below=value.below,
        immunoreactive_score=value.immunoreactive_score,
        **_told(reading, marker, value, extra),
    )


class _Told(TypedDict):
    ihc_score: int | None
    intensity: int | None
    ish: str | None
    reported: str | None


def _told(reading: Reading, marker: str, value: ResultValue, extra: Record) -> _Told:
    """What value and the keys beside it say together; a contradiction is an issue."""
    for key in ("score", "ish"):
        if marker != "HER2" and key in extra.values:
            message = "is for HER2 alone" + ("; give the staining as intensity" if key == "score" else "")
            reading.problem("C094", message, extra.place(key), extra.at(key), extra.text(key))
    score, intensity = SCORES.get(extra.text("score") or ""), SCORES.get(extra.text("intensity") or "")
    pairs = (
        ("score", value.ihc_score, score),
        ("intensity", value.intensity, intensity),
        ("reported", value.reported, extra.text("reported")),
    )
    for key, one, other in pairs:
        if one is not None and other is not None and one != other:
            message = f"contradicts the value {extra.text('value')}"
            reading.problem("C094", message, extra.place(key), extra.at(key), extra.text(key))
    return {
        "ihc_score": value.ihc_score if value.ihc_score is not None else score,
        "intensity": value.intensity if value.intensity is not None else intensity,
        "ish": extra.text("ish"),
        "reported": value.reported or extra.text("reported"),
    }
