"""Running the command line in this process, over the small graph of the tests of ``kg.ask``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import kg.ask.catalog
from kg.cli import session
from kg.cli.main import main
from tests.ask.small import QUERIES, write_graph

# Exit code, stdout, stderr.
Ran = tuple[int, str, str]
Run = Callable[..., Ran]


@pytest.fixture(scope="session")
def small_graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small graph."""
    return write_graph(tmp_path_factory.mktemp("small"))


@pytest.fixture
def run(
    small_graph: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> Run:
    """``run("ask", "solitary")`` over the small graph and its queries, in a folder of its own."""
    monkeypatch.setattr(session, "graph_folder", lambda arguments: str(small_graph))
    monkeypatch.setattr(session, "begin", lambda arguments: None)
    monkeypatch.setattr("kg.cli.ask.begin", lambda arguments: None)
    monkeypatch.setattr(kg.ask.catalog, "_folder", lambda folder: folder or str(QUERIES))
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)

    def ran(*words: str) -> Ran:
        code = main(words)
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return ran
