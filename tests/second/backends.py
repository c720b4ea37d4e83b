"""A second engine for the same queries: rdflib, over the same statements."""

from __future__ import annotations

import os
import tempfile
from functools import cache

import pyoxigraph as ox
from rdflib import Dataset

from kg.ask.answer import Answer
from kg.ask.bind import bind
from kg.ask.catalog import find_query
from kg.ask.engine import ROWS, Result
from tests.second.shared import built_graph

__all__ = ["ask_embedded", "ask_rdflib"]


def ask_embedded(query: str, parameters: dict[str, str]) -> Answer:
    """All rows of a stored query by the engine of the project."""
    return built_graph().ask(query, verdict="all", **parameters)


def ask_rdflib(query: str, parameters: dict[str, str]) -> Answer:
    """All rows of a stored query by rdflib: the text that the embedded engine is given, over the same statements."""
    bound = bind(find_query(query), parameters, built_graph().engine)
    return Answer(bound, _run(bound.text), built_graph().engine, "all")


@cache
def _run(text: str) -> Result:
    """The rows of a SELECT query, with terms in N-Triples syntax."""
    found = _dataset().query(text)
    assert found.vars is not None, "not a SELECT query"
    rows = [tuple(row[variable].n3() if variable in row else None for variable in found.vars) for row in found.bindings]
    return Result(ROWS, [str(variable) for variable in found.vars], rows)


@cache
def _dataset() -> Dataset:
    """A dump of the store of :func:`tests.second.shared.built_graph`; a query sees the union of its graphs."""
    folder = built_graph().folder
    assert folder is not None
    dataset = Dataset(default_union=True)
    with tempfile.TemporaryDirectory() as place:
        dump = os.path.join(place, "dump.nq")
        ox.Store.read_only(os.path.join(folder, "store")).dump(dump, format=ox.RdfFormat.N_QUADS)
        dataset.parse(dump, format="nquads")
    return dataset
