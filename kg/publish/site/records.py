"""The parts of a case, each with all that the graph says of it: classes, values, links, passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.graph.terms import RDF_TYPE, RDFS_LABEL, is_iri, lexical, term
from kg.names import MBC, PREFIXES, case_iri, compact, local_name, report_key_of
from kg.publish.release.material import CaseStatements
from kg.publish.site.facts import Facts
from kg.publish.site.links import Link, doi_address, text_link

__all__ = ["Place", "Record", "Value", "passages", "places", "records"]

_HIDDEN = {RDF_TYPE, RDFS_LABEL, term("evidence")}
_XSD = PREFIXES["xsd"]
_DAY = ("earliestDay", "latestDay", "endEarliestDay", "endLatestDay")


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a property, and whether it was read (``stated``) or follows."""

    link: Link
    stated: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A passage: where it is, the words it begins and ends with, and a link that leads there.

    ``secondary``: read in a report that retells the case. ``part`` is its id in the case.
    """

    part: str
    report: Link
    locator: str
    words: str
    secondary: bool
    source: Link


@dataclass(frozen=True, slots=True)
class Record:
    """A part of a case. ``classes`` are stated, ``inferred`` classes follow; ``values`` by property."""

    part: str
    label: str
    classes: tuple[Link, ...]
    inferred: tuple[Link, ...]
    values: tuple[tuple[Link, tuple[Value, ...]], ...]
    places: tuple[Place, ...]


def places(facts: Facts, case: CaseStatements) -> dict[str, Place]:
    """The passages of a case by IRI, as a term."""
    told: dict[str, dict[str, str]] = defaultdict(dict)
    kinds: dict[str, set[str]] = defaultdict(set)
    for s, p, o in case.asserted:
        if p == RDF_TYPE:
            kinds[s].add(local_name(o))
        else:
            told[s][local_name(p)] = o
    reports: dict[str, dict[str, str]] = defaultdict(dict)
    for s, p, o in facts.material.reports:
        reports[s][local_name(p)] = lexical(o)
    found = {}
    for node in sorted(kinds):
        if "Evidence" not in kinds[node]:
            continue
        report = told[node].get("fromReport", "")
        values = {name: lexical(value) for name, value in told[node].items()}
        about = reports[report]
        words = [values[name] for name in ("anchorStart", "anchorEnd") if name in values]
        address = doi_address(about["doi"]) if "doi" in about else about.get("url")
        found[node] = Place(
            part=local_name(node),
            report=facts.site.link(lexical(report), about.get("label") or report_key_of(report) or ""),
            locator=values.get("locator", ""),
            words=f"“{' … '.join(words)}”" if words else "",
            secondary="SecondaryReport" in kinds[node],
            source=text_link(address, "open", values.get("anchorStart"), values.get("anchorEnd")),
        )
    return found


def passages(every: Mapping[str, Place]) -> tuple[Place, ...]:
    """The passages of a case in the order of their ids, numbers as numbers."""

    def order(place: Place) -> tuple[str, int, str]:
        head = place.part.rstrip("0123456789")
        tail = place.part[len(head) :]
        return head, int(tail or 0), place.part

    return tuple(sorted(every.values(), key=order))


def records(facts: Facts, case: CaseStatements, every: Mapping[str, Place]) -> tuple[Record, ...]:
    """All parts of a case but the passages, the case itself first."""
    told: dict[str, dict[str, dict[str, bool]]] = defaultdict(lambda: defaultdict(dict))
    for statements, stated in ((case.inferred, False), (case.asserted, True)):
        for s, p, o in statements:
            if s not in every:
                told[s][p][o] = stated
    start = f"<{case_iri(case.id)}>"
    ordered = sorted(told, key=lambda node: (node != start, lexical(node)))
    return tuple(_record(facts, node, told[node], every) for node in ordered)


def _record(facts: Facts, node: str, told: Mapping[str, Mapping[str, bool]], every: Mapping[str, Place]) -> Record:
    name = lexical(node)
    types = sorted(told.get(RDF_TYPE, {}).items(), key=lambda pair: facts.by_label(local_name(pair[0])))
    values = []
    for predicate in sorted(told, key=lambda one: facts.labels.get(lexical(one), one)):
        if predicate in _HIDDEN or local_name(predicate) in _DAY:
            continue
        prop = facts.site.link(lexical(predicate), facts.labels.get(lexical(predicate), compact(predicate)))
        found = sorted(told[predicate].items(), key=lambda pair: pair[0])
        values.append((prop, tuple(Value(_value(facts, value), stated) for value, stated in found)))
    cited = [every[one] for one in sorted(told.get(term("evidence"), {})) if one in every]
    return Record(
        part=name.partition("#")[2],
        label=facts.labels.get(name) or local_name(name),
        classes=tuple(_class(facts, one) for one, stated in types if stated),
        inferred=tuple(_class(facts, one) for one, stated in types if not stated),
        values=tuple(values),
        places=tuple(sorted(cited, key=lambda place: (place.secondary, place.locator, place.part))),
    )


def _class(facts: Facts, node: str) -> Link:
    return facts.site.link(lexical(node), facts.label(local_name(node)))


def _value(facts: Facts, value: str) -> Link:
    text = lexical(value)
    if not is_iri(value):
        instant = value.endswith(f"^^<{_XSD}dateTime>")
        return Link(text.partition("T")[0] if instant else text)
    label = facts.labels.get(text)
    short = local_name(text) if text.startswith(MBC) or "#" in text else compact(text)
    return facts.site.link(text, label or short)
