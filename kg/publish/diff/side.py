"""One of the two sides that are compared: a release folder, or the sources as they are now."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.ask.answer import Answer
from kg.ask.bind import bind
from kg.ask.catalog import Query
from kg.ask.engine import Engine
from kg.ask.front_matter import parse
from kg.ask.memory import Memory
from kg.errors import DataError, UnreadableInput
from kg.graph.mappings import mapping_statements
from kg.graph.rules import Rule
from kg.graph.store import read_turtle
from kg.graph.terms import Statement, iri, lexical
from kg.names import ONTOLOGY, PREFIXES, case_id_of, case_iri, graph_iri, local_name
from kg.publish.release.material import Material, read_material
from kg.publish.release.rules_file import rules_of

__all__ = ["VERDICTS", "Row", "Side", "ask", "case_graphs", "current_side", "release_side"]

_SELECT = f"<{PREFIXES['sh']}select>"
_VERSION = f"<{PREFIXES['owl']}versionInfo>"

VERDICTS = "verdicts"
_VERDICTS = """\
#+ title: All verdicts
#+ question: Which parts of a case are in a class that has an opposite?
#+ tags: verdict
#+ column: case case the case
#+ column: item part the part of the case
#+ column: class class the class
#+ verdict: none
#+ ordered: no
#+ since: 0.1.0
PREFIX mbc: <https://w3id.org/mbckg/ontology#>
SELECT DISTINCT ?case ?item ?class
WHERE {
  ?class mbc:oppositeVerdict ?opposite .
  ?item a ?class .
  BIND (IRI(STRBEFORE(CONCAT(STR(?item), "#"), "#")) AS ?case)
}
"""

Row = Mapping[str, str | int | float | bool | None]
"""A row of an answer: value by column."""


@dataclass(frozen=True)
class Side:
    """What is compared. ``name`` is how the report calls it; cases, reports and rules are by id.

    ``asserted`` and ``inferred`` are the statements of each case, sorted; inferred ones are those that the release
    holds, not what this program would infer. ``shared`` are statements about reports, told and inferred.
    """

    name: str
    ontology: tuple[Statement, ...]
    asserted: Mapping[str, tuple[Statement, ...]]
    inferred: Mapping[str, tuple[Statement, ...]]
    shared: tuple[Statement, ...]
    queries: Mapping[str, Query]
    rules: Mapping[str, Rule]
    mappings: frozenset[Statement]

    @property
    def version(self) -> str:
        """The version that the ontology's header tells; the empty string where it tells none."""
        header = iri(ONTOLOGY)
        return next((lexical(o) for s, p, o in self.ontology if s == header and p == _VERSION), "")

    @cached_property
    def questions(self) -> Mapping[str, Query]:
        """The stored queries, and one more: every verdict of everything, which no parameter restricts."""
        return {**self.queries, VERDICTS: parse(_VERDICTS, query_id=VERDICTS, path="")[0]}

    @cached_property
    def engine(self) -> Engine:
        """All of it, ready to be asked."""
        graphs = {graph_iri("ontology"): self.ontology, graph_iri("reports"): self.shared}
        for case in self.asserted:
            graphs |= {name: found for name, found in case_graphs(case, self.asserted[case], ()).items() if found}
        graphs[graph_iri("inferred")] = tuple(one for found in self.inferred.values() for one in found)
        return Memory(graphs)


def case_graphs(
    case: str, asserted: Iterable[Statement], inferred: Iterable[Statement]
) -> dict[str, tuple[Statement, ...]]:
    """The named graphs of one case."""
    return {case_iri(case): tuple(asserted), graph_iri("inferred"): tuple(inferred)}


def ask(query: Query, engine: Engine) -> list[Row]:
    """Every row of a stored query with its parameters at their defaults, whatever the verdict."""
    bound = bind(query, {}, engine)
    answer = Answer(bound, engine.run(bound.text), engine, "all")
    return [dict(row) for row in answer.all_rows]


def current_side(engine: Engine, root: str) -> Side:
    """The graph behind ``engine``, built from the sources below ``root``."""
    material = read_material(engine, root)
    return Side(
        name="the current sources",
        ontology=material.ontology,
        asserted={case.id: case.asserted for case in material.cases},
        inferred={case.id: case.inferred for case in material.cases},
        shared=_shared(material),
        queries=_queries(material.queries),
        rules={rule.id: rule for rule in material.rules},
        mappings=frozenset(mapping_statements(os.path.join(root, "ontology", "mappings.sssom.tsv"))),
    )


def _shared(material: Material) -> tuple[Statement, ...]:
    return tuple(sorted({*material.reports, *material.inferred_of_others}))


def release_side(folder: str) -> Side:
    """The release in a folder, as ``kg export --output`` writes it.

    UnreadableInput for a folder that holds none, and for a file that cannot be read.
    """
    if not os.path.isfile(os.path.join(folder, "ontology.ttl")):
        raise UnreadableInput(f"{folder} holds no release", "`kg export --output DIR` writes one")
    asserted, told = _by_case(_turtle(folder, "cases.ttl"))
    inferred, followed = _by_case(_turtle(folder, "inferred.ttl"))
    return Side(
        name=folder,
        ontology=_turtle(folder, "ontology.ttl"),
        asserted=asserted,
        inferred={case: inferred.get(case, ()) for case in asserted},
        shared=tuple(sorted({*told, *followed})),
        queries=_queries(_turtle(folder, "queries.ttl")),
        rules={rule.id: rule for rule in rules_of(_turtle(folder, "rules.ttl"))},
        mappings=frozenset(mapping_statements(os.path.join(folder, "mappings.sssom.tsv"))),
    )


def _turtle(folder: str, name: str) -> tuple[Statement, ...]:
    return tuple(read_turtle(os.path.join(folder, name)))


def _by_case(statements: Iterable[Statement]) -> tuple[dict[str, tuple[Statement, ...]], list[Statement]]:
    """The statements of each case, sorted, and those of none."""
    found: dict[str, set[Statement]] = defaultdict(set)
    others = []
    for statement in statements:
        case = case_id_of(statement[0])
        if case is None:
            others.append(statement)
        else:
            found[case].add(statement)
    return {case: tuple(sorted(found[case])) for case in sorted(found)}, others


def _queries(statements: Iterable[Statement]) -> dict[str, Query]:
    return dict(sorted(_parsed(statements)))


def _parsed(statements: Iterable[Statement]) -> Iterator[tuple[str, Query]]:
    for subject, predicate, value in statements:
        if predicate == _SELECT:
            name = local_name(subject)
            query, issues = parse(lexical(value), query_id=name, path=f"{name}.rq")
            if issues:
                raise DataError(f"the stored query {name} is malformed", issues=issues)
            yield name, query
