"""Everything that a release is made from, read once: the built graph, and the files of the ontology."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.ask.case_view import list_cases
from kg.ask.engine import Engine
from kg.build.description import DESCRIPTION_GRAPH
from kg.errors import UnreadableInput
from kg.graph.assemble import ontology_files
from kg.graph.rules import Rule, read_rules
from kg.graph.store import read_turtle
from kg.graph.terms import RDF_TYPE, Statement, iri, lexical, term
from kg.names import ONTOLOGY, PREFIXES, case_id_of, case_iri, graph_iri
from kg.publish.release.terms import owl

__all__ = ["CaseStatements", "Material", "Module", "evidence_of", "read_material"]

_DESCRIPTION = f"<{PREFIXES['dcterms']}description>"


@dataclass(frozen=True, slots=True)
class CaseStatements:
    """The statements of one case, sorted: what reports say, and what follows."""

    id: str
    asserted: tuple[Statement, ...]
    inferred: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """One module of the ontology: its name (empty for the header's file), what it is about, its statements."""

    name: str
    description: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Material:
    """What is written: ontology, cases, reports, stored queries, mappings, rules, the description of the dataset.

    ``header`` are the statements about the ontology itself. The release is one file, so it has no imports, and what
    the modules say of themselves is left out; ``modules`` hold everything else. ``inferred_of_others`` are inferred
    statements about what is no part of a case: reports.
    """

    header: tuple[Statement, ...]
    modules: tuple[Module, ...]
    cases: tuple[CaseStatements, ...]
    reports: tuple[Statement, ...]
    inferred_of_others: tuple[Statement, ...]
    queries: tuple[Statement, ...]
    mappings: bytes
    bridge: bytes = b""
    rules: tuple[Rule, ...] = ()
    description: tuple[Statement, ...] = ()
    shapes: tuple[tuple[str, str], ...] = ()  # name and text of each file of shapes

    @cached_property
    def ontology(self) -> tuple[Statement, ...]:
        """Header and modules together."""
        return (*self.header, *(statement for module in self.modules for statement in module.statements))

    @cached_property
    def case_statements(self) -> Mapping[str, CaseStatements]:
        """Statements by case id."""
        return {case.id: case for case in self.cases}


def read_material(engine: Engine, root: str) -> Material:
    """Read the graph behind ``engine`` and the files below ``root``, the folder that the graph was built from."""
    header, modules = _read_ontology(os.path.join(root, "ontology"), _graph(engine, graph_iri("mappings")))
    inferred: dict[str | None, list[Statement]] = defaultdict(list)
    for statement in _graph(engine, graph_iri("inferred")):
        inferred[case_id_of(statement[0])].append(statement)
    names = [name for name, _ in list_cases(engine)]
    cases = tuple(CaseStatements(name, _graph(engine, case_iri(name)), tuple(inferred.pop(name, ()))) for name in names)
    return Material(
        header=header,
        modules=modules,
        cases=cases,
        reports=_graph(engine, graph_iri("reports")),
        inferred_of_others=tuple(sorted(statement for found in inferred.values() for statement in found)),
        queries=_graph(engine, graph_iri("queries")),
        mappings=_bytes(os.path.join(root, "ontology", "mappings.sssom.tsv")),
        bridge=_bytes(os.path.join(root, "ontology", "bridge", "bridge.ttl")),
        rules=tuple(read_rules(os.path.join(root, "ontology", "rules"))),
        description=_graph(engine, DESCRIPTION_GRAPH),
        shapes=_read_shapes(os.path.join(root, "ontology", "shapes")),
    )


def evidence_of(statements: Iterable[Statement]) -> tuple[tuple[Statement, ...], tuple[Statement, ...]]:
    """The statements of a case apart: what was read, with links to the passages, and what the passages are."""
    every = tuple(statements)
    passages = {s for s, p, o in every if p == RDF_TYPE and o == term("Evidence")}
    return tuple(one for one in every if one[0] not in passages), tuple(one for one in every if one[0] in passages)


def _read_ontology(folder: str, matches: Iterable[Statement]) -> tuple[tuple[Statement, ...], tuple[Module, ...]]:
    """The header and the modules; each term with its matches in other vocabularies, which are kept in a table."""
    by_term: dict[str, list[Statement]] = defaultdict(list)
    for statement in matches:
        by_term[statement[0]].append(statement)
    header: list[Statement] = []
    modules = []
    for path in ontology_files(folder):
        statements = sorted(read_turtle(path))
        about = {s for s, p, o in statements if p == RDF_TYPE and o == owl("Ontology")}
        header += [one for one in statements if one[0] == iri(ONTOLOGY) and one[1] != owl("imports")]
        name = os.path.basename(path).removesuffix(".ttl")
        told = [lexical(o) for s, p, o in statements if s in about and p == _DESCRIPTION and s != iri(ONTOLOGY)]
        rest = [one for one in statements if one[0] not in about]
        rest += [match for s in dict.fromkeys(s for s, _, _ in rest) for match in by_term.pop(s, ())]
        if rest:
            modules.append(Module(name if told else "", told[0] if told else "", tuple(sorted(rest))))
    return tuple(header), tuple(modules)


def _read_shapes(folder: str) -> tuple[tuple[str, str], ...]:
    """The files of shapes: the one that holds their header first."""
    names = sorted(
        (name for name in os.listdir(folder) if name.endswith(".ttl")), key=lambda name: (name != "shapes.ttl", name)
    )
    return tuple((name.removesuffix(".ttl"), _bytes(os.path.join(folder, name)).decode()) for name in names)


def _graph(engine: Engine, name: str) -> tuple[Statement, ...]:
    rows = engine.run(f"SELECT ?s ?p ?o WHERE {{ GRAPH {iri(name)} {{ ?s ?p ?o }} }}").rows
    return tuple(sorted((s, p, o) for s, p, o in rows if s and p and o))


def _bytes(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from error
