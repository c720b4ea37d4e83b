"""Small case graphs, written by hand."""

from __future__ import annotations

from datetime import date

from kg.graph.terms import (
    RDF_TYPE,
    RDFS_LABEL,
    Statement,
    date_time,
    day_number,
    integer,
    iri,
    last_instant,
    term,
    text,
)
from kg.names import case_iri, part_iri, report_iri
from kg.publish.case_graph import CaseGraph

CASE = "doe-2020"


def node(part: str) -> str:
    """The term of a part of the case."""
    return iri(part_iri(CASE, part))


def typed(part: str, *classes: str) -> list[Statement]:
    """A part with classes and the label that the builder gives it."""
    label = (node(part), RDFS_LABEL, text(part.replace("-", " "), "en"))
    return [label, *((node(part), RDF_TYPE, term(name)) for name in classes)]


def link(part: str, name: str, other: str) -> Statement:
    """A property between two parts; the case itself is the empty part."""
    return (node(part) if part else iri(case_iri(CASE)), term(name), node(other))


def value(part: str, name: str, literal: str) -> Statement:
    """A data property of a part."""
    return (node(part), term(name), literal)


def dated(part: str, told: str, first: date, last: date, prefix: str = "") -> list[Statement]:
    """The five statements of a date; ``prefix`` "end" for the date of an end."""

    def name(local: str) -> str:
        return f"{prefix}{local[0].upper()}{local[1:]}" if prefix else local

    return [
        value(part, name("date"), text(told)),
        value(part, name("earliest"), date_time(first)),
        value(part, name("latest"), last_instant(last)),
        value(part, name("earliestDay"), day_number(first)),
        value(part, name("latestDay"), day_number(last)),
    ]


def passage(
    part: str, report: str, locator: str, *, secondary: bool = False, row: int | None = None
) -> list[Statement]:
    """A passage of a report."""
    found = typed(part, "Evidence", "SecondaryReport" if secondary else "PrimaryReport")
    found.append((node(part), term("fromReport"), iri(report_iri(report))))
    found.append(value(part, "locator", text(locator)))
    found.append((iri(case_iri(CASE)), term("reportedIn"), iri(report_iri(report))))
    if row is not None:
        found.append(value(part, "tableRow", integer(row)))
    return found


def case_graph(
    *asserted: Statement | list[Statement],
    inferred: list[Statement] | None = None,
    background: list[Statement] | None = None,
) -> CaseGraph:
    """The graph of these statements."""
    flat = [one for more in asserted for one in (more if isinstance(more, list) else [more])]
    flat.append((iri(case_iri(CASE)), RDF_TYPE, term("Case")))
    return CaseGraph(CASE, flat, inferred or [], background or [])


def labels(**words: str) -> list[Statement]:
    """Labels of classes of the ontology."""
    return [(term(name), RDFS_LABEL, text(word, "en")) for name, word in words.items()]
