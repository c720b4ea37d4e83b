"""The old release with some of the changes put into it: what would a query answer about a case then?"""

from __future__ import annotations

from collections.abc import Iterable

from kg.ask.memory import Memory
from kg.errors import KgError
from kg.graph.terms import Statement
from kg.names import graph_iri
from kg.publish.diff.changes import CASE, QUERY, REPORT, RULE, TERM, Change
from kg.publish.diff.side import Row, Side, ask, case_graphs
from kg.reason.compile import compile_ontology
from kg.reason.realize import realize
from kg.reason.rules import RuleSet

__all__ = ["Worlds"]

Chosen = frozenset[Change]


class Worlds:
    """Answers about one case at a time; what was compiled and inferred once is kept.

    ``effort`` counts what takes the time: a case that had to be inferred anew is one, an ontology to be compiled five.
    """

    def __init__(self, old: Side, new: Side) -> None:
        self._old, self._new = old, new
        self._definitions: dict[Chosen, RuleSet | None] = {}
        self._inferred: dict[tuple[str, Chosen], tuple[Statement, ...] | None] = {}
        self._rows: dict[tuple[str, str, Chosen], list[Row] | None] = {}
        self._engine: Memory | None = None
        self._loaded: tuple[Chosen, Chosen] = (frozenset(), frozenset())
        self._graphs: dict[str, tuple[Statement, ...]] = {}
        self.effort = 0

    def rows(self, case: str, query_id: str, changes: Iterable[Change]) -> list[Row] | None:
        """The rows about the case; None when with these changes the ontology or the case are not in order."""
        chosen = frozenset(changes)
        key = (case, query_id, chosen)
        if key not in self._rows:
            self._rows[key] = self._ask(case, query_id, chosen)
        return self._rows[key]

    def _ask(self, case: str, query_id: str, chosen: Chosen) -> list[Row] | None:
        inferred = self._infer(case, frozenset(one for one in chosen if one.kind in (CASE, TERM, RULE)))
        if inferred is None:
            return None
        side = self._new if any(one.kind == QUERY and one.owner == query_id for one in chosen) else self._old
        self._load(case, chosen, inferred)
        assert self._engine is not None
        try:
            return [row for row in ask(side.questions[query_id], self._engine) if row.get("case") == case]
        except KgError:
            return None

    def _asserted(self, case: str, chosen: Chosen) -> tuple[Statement, ...]:
        return _changed(self._old.asserted[case], (one for one in chosen if one.kind == CASE and one.owner == case))

    def _infer(self, case: str, chosen: Chosen) -> tuple[Statement, ...] | None:
        key = (case, frozenset(one for one in chosen if one.kind != CASE or one.owner == case))
        if key not in self._inferred:
            self.effort += 1
            self._inferred[key] = self._reason(case, key[1])
        return self._inferred[key]

    def _reason(self, case: str, chosen: Chosen) -> tuple[Statement, ...] | None:
        definitions = self._compiled(frozenset(one for one in chosen if one.kind == TERM))
        if definitions is None:
            return None
        rules = dict(self._old.rules)
        for one in chosen:
            if one.kind == RULE:
                rules.pop(one.owner, None)
                if one.owner in self._new.rules:
                    rules[one.owner] = self._new.rules[one.owner]
        ordered = sorted(rules.values(), key=lambda rule: (rule.step, rule.id))
        try:
            closure = realize(definitions, ordered, self._asserted(case, chosen))
        except KgError:
            return None
        return None if closure.contradictions else tuple(closure.derived)

    def _compiled(self, chosen: Chosen) -> RuleSet | None:
        if chosen not in self._definitions:
            self.effort += 5
            try:
                self._definitions[chosen] = compile_ontology(_changed(self._old.ontology, chosen))
            except KgError:
                self._definitions[chosen] = None
        return self._definitions[chosen]

    def _load(self, case: str, chosen: Chosen, inferred: tuple[Statement, ...]) -> None:
        """Put the graphs of this world into the engine; those that are in it already stay."""
        terms = frozenset(one for one in chosen if one.kind == TERM)
        reports = frozenset(one for one in chosen if one.kind == REPORT)
        graphs = case_graphs(case, self._asserted(case, chosen), inferred)
        if self._engine is None or self._loaded != (terms, reports):
            everything = {
                graph_iri("ontology"): _changed(self._old.ontology, terms),
                graph_iri("reports"): _changed(self._old.shared, reports),
                **graphs,
            }
            self._engine, self._loaded = Memory(everything), (terms, reports)
        else:
            for name in self._graphs.keys() - graphs.keys():
                self._engine.replace(name, ())
            for name, statements in graphs.items():
                if self._graphs.get(name) != statements:
                    self._engine.replace(name, statements)
        self._graphs = graphs


def _changed(statements: Iterable[Statement], changes: Iterable[Change]) -> tuple[Statement, ...]:
    found = dict.fromkeys(statements)
    every = list(changes)
    for one in every:
        for statement in one.removed:
            found.pop(statement, None)
    for one in every:
        found.update(dict.fromkeys(one.added))
    return tuple(sorted(found))
