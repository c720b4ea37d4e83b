"""Changed cases and the graph made from them: what a build does, for a handful of cases of a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.ask.graph import Graph
from kg.cases import CaseFile
from kg.graph.assemble import case_statements, read_ontology
from kg.graph.rules import Rule, read_rules
from kg.graph.store import canonical, write_store
from kg.graph.terms import Statement
from kg.names import case_iri, graph_iri
from kg.reason.compile import compile_ontology
from kg.reason.realize import realize
from kg.reason.rules import RuleSet
from tests.second.shared import ROOT

__all__ = ["Variant", "graph_of", "variant_of"]


@dataclass(frozen=True)
class Variant:
    """A changed case that does not contradict the ontology, with its statements."""

    case: CaseFile
    changes: tuple[str, ...]
    asserted: list[Statement]
    inferred: list[Statement]


@cache
def _definitions() -> tuple[list[Statement], RuleSet, list[Rule]]:
    ontology = read_ontology(str(ROOT / "ontology"))
    return canonical(ontology), compile_ontology(ontology), read_rules(str(ROOT / "ontology" / "rules"))


def variant_of(case: CaseFile, changes: Sequence[str] = ()) -> Variant | None:
    """The case with all that follows from it; None when it contradicts the ontology."""
    _, definitions, rules = _definitions()
    asserted = case_statements(case)
    closure = realize(definitions, rules, asserted)
    if closure.contradictions:
        return None
    return Variant(case, tuple(changes), asserted, sorted(closure.derived))


def graph_of(folder: Path, found: Sequence[Variant]) -> Graph:
    """A graph of these cases and the ontology, in an empty folder."""
    ontology, _, _ = _definitions()
    graphs = {case_iri(variant.case.id): variant.asserted for variant in found}
    graphs[graph_iri("inferred")] = sorted({t for variant in found for t in variant.inferred})
    graphs[graph_iri("ontology")] = ontology
    write_store(str(folder / "store"), graphs)
    return Graph(str(folder))
