"""The small graph of :mod:`tests.ask.small`, written once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.ask.graph import Graph
from tests.ask.small import QUERIES, write_graph


@pytest.fixture(scope="session")
def graph_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small graph."""
    return write_graph(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def graph(graph_folder: Path) -> Iterator[Graph]:
    """The small graph, opened."""
    with Graph(str(graph_folder), queries=str(QUERIES)) as opened:
        yield opened
