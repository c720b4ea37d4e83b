"""Every base case and every changed one, each under an id of its own, in one graph; and a second engine beside it."""

from __future__ import annotations

import atexit
import io
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from rdflib import Dataset, URIRef
from ruamel.yaml import YAML

from kg.ask.answer import Answer
from kg.ask.bind import bind
from kg.ask.catalog import find_query
from kg.ask.engine import ROWS, Result
from kg.ask.graph import Graph
from kg.cases import Vocabulary, read_bibliography, read_case_text
from kg.cases.bibliography import Report
from kg.graph.assemble import case_statements, read_ontology
from kg.graph.reports import report_statements
from kg.graph.rules import Rule, read_rules
from kg.graph.store import canonical, to_ntriples, write_store
from kg.graph.terms import Statement
from kg.names import case_iri, graph_iri
from kg.reason.compile import compile_ontology
from kg.reason.realize import realize
from kg.reason.rules import RuleSet
from tests.competency.changes import Change, changed
from tests.competency.table import HERE, Table, base_case, tables
from tests.second.shared import ROOT

__all__ = ["Variant", "ask", "ask_rdflib", "bibliography", "connected", "difference", "variants", "vocabulary"]


@dataclass(frozen=True)
class Variant:
    """One case of the suite: what its file says, and what follows; or what is wrong with it."""

    case_id: str
    asserted: frozenset[Statement] = frozenset()
    inferred: frozenset[Statement] = frozenset()
    problems: tuple[str, ...] = ()


@cache
def _ontology() -> tuple[Statement, ...]:
    return tuple(canonical(read_ontology(str(ROOT / "ontology"))))


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the ontology of this checkout."""
    return Vocabulary(_ontology())


@cache
def _definitions() -> tuple[RuleSet, tuple[Rule, ...]]:
    return compile_ontology(_ontology()), tuple(read_rules(str(ROOT / "ontology" / "rules")))


@cache
def bibliography() -> dict[str, Report]:
    """The reports that the cases of the suite cite."""
    entries, issues = read_bibliography(str(HERE / "reports.yaml"))
    assert issues == []
    return entries


def _variant(base: dict[str, Any], change: Change | None, case_id: str) -> Variant:
    """The case with this one change, under another id; what is wrong with it is left for a test to say."""
    yaml, text = YAML(typ="safe", pure=True), io.StringIO()
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # the kind of an item stands first
    try:
        yaml.dump({**(changed(base, change) if change else base), "case": case_id}, text)
    except ValueError as error:
        return Variant(case_id, problems=(str(error),))
    case, issues = read_case_text(text.getvalue(), vocabulary(), bibliography(), file=case_id, case_id=case_id)
    if case is None or issues:
        return Variant(case_id, problems=tuple(issue.render() for issue in issues))
    definitions, rules = _definitions()
    asserted = case_statements(case)
    closure = realize(definitions, rules, asserted)
    problems = tuple(f"contradiction: {found.premises}" for found in closure.contradictions)
    return Variant(case_id, frozenset(asserted), frozenset(closure.derived), problems)


def _of_table(table: Table) -> Iterator[Variant]:
    for name, base in table.bases.items():
        yield _variant(base_case(base), None, name)
    for run, flip in table.flips():
        yield _variant(base_case(run.base), flip.change, flip.id)


@cache
def variants() -> dict[str, Variant]:
    """Every case of every table, by id."""
    return {variant.case_id: variant for table in tables().values() for variant in _of_table(table)}


@cache
def _graph() -> Graph:
    """All of them in one store, as a build writes it."""
    graphs: dict[str, list[Statement]] = {case_iri(name): sorted(each.asserted) for name, each in variants().items()}
    graphs[graph_iri("inferred")] = sorted(statement for each in variants().values() for statement in each.inferred)
    graphs[graph_iri("ontology")] = list(_ontology())
    graphs[graph_iri("reports")] = report_statements(bibliography().values())
    folder = Path(tempfile.mkdtemp(prefix="mbckg-competency-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    write_store(str(folder / "store"), graphs)
    return Graph(str(folder))


def ask(query: str, parameters: dict[str, str]) -> Answer:
    """All rows of a stored query over all cases of the suite, the way that ``kg ask`` goes."""
    return _asked(query, tuple(sorted(parameters.items())))


@cache
def _asked(query: str, parameters: tuple[tuple[str, str], ...]) -> Answer:
    found = find_query(query)
    return _graph().answer(found, dict(parameters), "all" if found.has_verdict else None)


@cache
def _second() -> Dataset:
    """What all cases share, for rdflib."""
    dataset = Dataset(default_union=True)
    shared = [*_ontology(), *report_statements(bibliography().values())]
    dataset.graph(URIRef(graph_iri("ontology"))).parse(data=to_ntriples(shared), format="nt")
    return dataset


def ask_rdflib(query: str, parameters: dict[str, str], ids: Sequence[str]) -> Answer:
    """All rows over these cases by rdflib: the text that the embedded engine is given."""
    bound = bind(find_query(query), parameters, _graph().engine)
    dataset = _second()
    graphs = [dataset.graph(URIRef(case_iri(name))) for name in ids]
    for name, graph in zip(ids, graphs, strict=True):
        graph.parse(data=to_ntriples(sorted(variants()[name].asserted)), format="nt")
    inferred = dataset.graph(URIRef(graph_iri("inferred")))
    derived = sorted(statement for name in ids for statement in variants()[name].inferred)
    inferred.parse(data=to_ntriples(derived), format="nt")
    found = dataset.query(bound.text)
    assert found.vars is not None, "not a SELECT query"
    rows = [tuple(row[variable].n3() if variable in row else None for variable in found.vars) for row in found.bindings]
    for graph in (*graphs, inferred):
        dataset.remove_graph(graph)
    return Answer(bound, Result(ROWS, [str(variable) for variable in found.vars], rows), _graph().engine, "all")


def difference(one: Variant, other: Variant) -> tuple[set[Statement], set[Statement]]:
    """The asserted statements that only the one has, and those that only the other has; the case id aside."""
    ours, theirs = ({_anonymous(s, each.case_id) for s in each.asserted} for each in (one, other))
    return ours - theirs, theirs - ours


def _anonymous(statement: Statement, case_id: str) -> Statement:
    subject, predicate, value = statement
    iri = case_iri(case_id)
    return subject.replace(iri, "case"), predicate, value.replace(iri, "case").replace(f'"{case_id}"', '"case"')


def connected(statements: set[Statement]) -> int:
    """Into how many pieces the statements fall, where two belong together that share a part of the case."""
    pieces: list[set[str]] = []
    for subject, _, value in sorted(statements):
        parts = {term for term in (subject, value) if term.startswith("<case#")}
        joined = [piece for piece in pieces if piece & parts]
        pieces = [piece for piece in pieces if not piece & parts] + [parts.union(*joined)]
    return len(pieces)
