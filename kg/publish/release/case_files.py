"""``cases.ttl``, ``cases.trig``, ``inferred.ttl``, ``queries.ttl``: statements without blank nodes, grouped, sorted."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from kg.build.about import LICENSE_TITLE
from kg.graph.terms import Statement, lexical
from kg.names import PREFIXES, case_iri
from kg.publish.release.material import Material, evidence_of
from kg.publish.turtle import blocks, prefix_lines, short

__all__ = ["cases_trig", "cases_turtle", "inferred_turtle", "long_text", "queries_turtle"]

_SELECT = f"<{PREFIXES['sh']}select>"


def _head(about: str) -> Iterator[str]:
    yield f"# {about} License: {LICENSE_TITLE}.\n\n"
    yield from prefix_lines()


def _base(case_id: str) -> str:
    return f"\n# ---- case {case_id} ----\n@base <{case_iri(case_id)}> .\n\n"


def cases_turtle(material: Material) -> Iterator[str]:
    """What reports say of each case, case by case; then the reports."""
    yield from _head("Cases of mbckg: what reports say.")
    for case in material.cases:
        yield _base(case.id)
        yield from blocks(case.asserted, case_iri(case.id))
    yield "\n# ---- reports ----\n\n"
    yield from blocks(material.reports)


def inferred_turtle(material: Material) -> Iterator[str]:
    """What follows, case by case; then what follows about reports."""
    yield from _head("Cases of mbckg: what follows from cases.ttl and ontology.ttl, by definitions and rules.")
    for case in material.cases:
        yield _base(case.id)
        yield from blocks(case.inferred, case_iri(case.id))
    if material.inferred_of_others:
        yield "\n# ---- reports ----\n\n"
        yield from blocks(material.inferred_of_others)


def cases_trig(material: Material) -> Iterator[str]:
    """Cases and what follows in named graphs.

    What was read is in the graph of its case, with links to the passages where it was read; the passages are in
    ``graph:evidence``, what follows in ``graph:inferred``, the bibliography in ``graph:reports``.
    """
    yield from _head("Cases of mbckg: a graph each for what was read, where it was read, and what follows.")
    for case in material.cases:
        told, where = evidence_of(case.asserted)
        yield _base(case.id)
        for name, statements in (("<>", told), ("graph:evidence", where), ("graph:inferred", case.inferred)):
            yield from _graph(name, statements, case_iri(case.id))
    yield "# ---- reports ----\n\n"
    yield from _graph("graph:reports", material.reports)
    yield from _graph("graph:inferred", material.inferred_of_others)


def _graph(name: str, statements: tuple[Statement, ...], base: str | None = None) -> Iterator[str]:
    if statements:
        yield f"{name} {{\n"
        yield from blocks(statements, base, "    ")
        yield "}\n\n"


def queries_turtle(material: Material) -> Iterator[str]:
    """The stored queries as executables of SHACL, each before its parameters, its text in the lines of its file."""
    yield from _head("Stored queries of mbckg, as SPARQL editors read them.")
    yield "\n"
    for owner, rows in groupby(material.queries, key=lambda statement: _owner(statement[0])):
        every = list(rows)
        own = [statement for statement in every if statement[0] == owner]
        rest = "".join(blocks(statement for statement in own if statement[1] != _SELECT)).removesuffix(" .\n\n")
        told = [f"sh:select {long_text(lexical(o))}" for _, p, o in own if p == _SELECT]
        yield " ;\n    ".join([rest, *told] if rest else [f"{short(owner)} {told[0]}", *told[1:]]) + " .\n\n"
        yield from blocks(statement for statement in every if statement[0] != owner)


def _owner(subject: str) -> str:
    """The query that a parameter belongs to."""
    return f"{subject.partition('#')[0].removesuffix('>')}>"


def long_text(value: str) -> str:
    """A string in three quotation marks, which may span lines."""
    escaped = value.replace("\\", "\\\\").replace('"""', '\\"\\"\\"').replace("\r", "\\r")
    if escaped.endswith('"'):
        escaped = escaped[:-1] + '\\"'
    return f'"""{escaped}"""'
