"""The statements of cases in one format: Turtle, TriG, N-Triples, N-Quads; the same bytes on every run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.ask.case_view import list_cases
from kg.ask.classes import find_case
from kg.ask.engine import Engine
from kg.graph.terms import Statement, iri
from kg.names import case_id_of, case_iri, graph_iri
from kg.publish.case_graph import asserted_statements, inferred_statements
from kg.publish.turtle import blocks, prefix_lines

__all__ = ["ENDINGS", "FORMATS", "serialize"]

_Layers = Iterable[tuple[str, list[Statement], list[Statement]]]


def serialize(
    engine: Engine, form: str, case_id: str | None = None, inferred: bool = False
) -> Iterator[str]:
    """The text of one case, or of all cases in the order of their ids, piece by piece.

    ``inferred`` adds what follows from each case: in TriG and N-Quads in a graph of its own, ``graph:inferred``.
    UsageError with the nearest ids for an unknown case; it is raised before the first piece.
    """
    if case_id is not None:
        chosen = [case_id_of(find_case(engine, case_id)) or case_id]
    else:
        chosen = [name for name, _ in list_cases(engine)]
    return FORMATS[form](_layers(engine, chosen, inferred))


def _layers(
    engine: Engine, chosen: Iterable[str], inferred: bool
) -> Iterator[tuple[str, list[Statement], list[Statement]]]:
    for name in chosen:
        yield name, asserted_statements(engine, name), inferred_statements(engine, name) if inferred else []


def _turtle(layers: _Layers) -> Iterator[str]:
    yield from prefix_lines()
    for name, asserted, derived in layers:
        base = case_iri(name)
        yield f"\n# Case {name}\n@base <{base}> .\n\n"
        yield from blocks(asserted, base)
        if derived:
            yield f"# Inferred from case {name}\n\n"
            yield from blocks(derived, base)


def _trig(layers: _Layers) -> Iterator[str]:
    yield from prefix_lines()
    for name, asserted, derived in layers:
        base = case_iri(name)
        yield f"\n# Case {name}\n@base <{base}> .\n\n<> {{\n"
        yield from blocks(asserted, base, "    ")
        yield "}\n"
        if derived:
            yield "\ngraph:inferred {\n"
            yield from blocks(derived, base, "    ")
            yield "}\n"


def _ntriples(layers: _Layers) -> Iterator[str]:
    for _, asserted, derived in layers:
        for s, p, o in sorted({*asserted, *derived}):
            yield f"{s} {p} {o} .\n"


def _nquads(layers: _Layers) -> Iterator[str]:
    for name, asserted, derived in layers:
        for statements, graph in ((asserted, case_iri(name)), (derived, graph_iri("inferred"))):
            for s, p, o in statements:
                yield f"{s} {p} {o} {iri(graph)} .\n"


FORMATS: dict[str, Callable[[_Layers], Iterator[str]]] = {
    "nquads": _nquads,
    "ntriples": _ntriples,
    "trig": _trig,
    "turtle": _turtle,
}
"""Name of a format -> its writer."""

ENDINGS = {"nquads": ".nq", "ntriples": ".nt", "trig": ".trig", "turtle": ".ttl"}
"""Name of a format -> the ending of its files."""
