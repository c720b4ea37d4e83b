"""The graph of the real sources, built once for all tests that read it."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from kg.ask.graph import Graph
from kg.build.freshness import ensure_built

ROOT = Path(__file__).resolve().parents[2]


@cache
def home() -> Path:
    """A folder for MBCKG_HOME whose ``build/`` holds the graph."""
    place = Path(tempfile.mkdtemp(prefix="mbckg-tests-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    ensure_built(str(ROOT), str(place / "build"))
    return place


@cache
def graph() -> Graph:
    """The graph, opened for reading."""
    return Graph(os.fspath(home() / "build"), queries=str(ROOT / "queries"))
