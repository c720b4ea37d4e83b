"""Planted case files: reading one, and every issue that the layers of the program find with it, layer by layer."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from kg.ask.engine import ROWS, Engine, Result
from kg.build.sources import Sources, read_sources
from kg.cases import CaseFile, read_case, read_case_text
from kg.check.cases import check_cases
from kg.check.data_queries import CheckQuery, read_check_queries, rows_found
from kg.findings import Issue
from kg.graph.assemble import case_statements
from kg.graph.reports import report_statements
from kg.graph.store import Snapshot
from kg.graph.terms import RDF_TYPE, Statement, term
from kg.names import resource_root
from kg.reason.closure import Closure
from kg.reason.realize import realize

HERE = Path(__file__).resolve().parent


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a table of expectations."""
    with open(path, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


@cache
def sources() -> Sources:
    """Ontology, rules and bibliography of this checkout; its cases are not used here."""
    return replace(read_sources(resource_root()), cases=[], issues=[])


@cache
def check_queries() -> tuple[CheckQuery, ...]:
    found, issues = read_check_queries(f"{resource_root()}/queries")
    assert issues == []
    return tuple(found)


def read(path: Path) -> tuple[CaseFile | None, list[Issue]]:
    """Case and issues of one planted file."""
    return read_case(str(path), sources().vocabulary, sources().bibliography)


@cache
def closure_of(path: Path) -> tuple[list[Statement], Closure]:
    """The statements of a planted file that can be read, and everything that follows from them."""
    case, issues = read(path)
    assert case is not None, [issue.render() for issue in issues]
    statements = case_statements(case)
    return statements, realize(sources().definitions, sources().rules, statements)


def read_text(text: str) -> tuple[CaseFile | None, list[Issue]]:
    """Case and issues of the text of a case file."""
    return read_case_text(text, sources().vocabulary, sources().bibliography)


def _with(case: CaseFile) -> Sources:
    """The sources with one case; the definitions are those that were compiled once."""
    own = replace(sources(), cases=[case])
    own.__dict__["definitions"] = sources().definitions
    return own


@cache
def _terms() -> tuple[Statement, ...]:
    """Of the ontology what check queries look at: which classes there are and which verdicts exclude each other."""
    wanted = (RDF_TYPE, term("oppositeVerdict"))
    return tuple(triple for triple in sources().ontology if triple[1] in wanted)


@cache
def _reports() -> tuple[Statement, ...]:
    return tuple(report_statements(sources().bibliography.values()))


class _OneCase(Engine):
    """Answers check queries over one case, its inferences and the ontology."""

    def __init__(self, path: Path) -> None:
        statements, closure = closure_of(path)
        self._snapshot = Snapshot([*statements, *closure.derived, *_terms(), *_reports()])

    def run(self, text: str) -> Result:
        found = [dict(row) for row in self._snapshot.select(text)]
        columns = sorted({name for row in found for name in row})
        return Result(ROWS, columns, [tuple(row.get(name) for name in columns) for row in found])


def layers(path: Path) -> dict[str, list[Issue]]:
    """Issues by layer, in order; a layer that is reached only when the ones before it find nothing is left out.

    ``file``: reading and consistency of the file. ``definitions``: contradictions with the ontology. ``graph``: check
    queries over what was told and inferred.
    """
    case, issues = read(path)
    found = {"file": issues}
    if case is None:
        return found
    found["definitions"] = check_cases(_with(case))
    if found["definitions"]:
        return found
    engine = _OneCase(path)
    found["graph"] = [issue for query in check_queries() for issue in rows_found(query, engine)]
    return found


def states(told: str, triple: Statement) -> bool:
    """Whether a statement is what ``scalp-nodule a DistantMetastasis`` or ``biopsy-er atMost 0`` tells."""
    subject, predicate, obj = told.split()
    if not triple[0].endswith(f"#{subject}>") or triple[1] != (RDF_TYPE if predicate == "a" else term(predicate)):
        return False
    if triple[2].startswith('"'):
        return Decimal(triple[2].split('"')[1]) == Decimal(obj)
    return triple[2] == (term(obj) if predicate == "a" else f"{triple[0].partition('#')[0]}#{obj}>")
