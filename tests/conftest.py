"""What all tests share: the place of the checkout, and random tests that are the same on every run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True, database=None)
settings.load_profile("repeatable")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the checkout."""
    return ROOT


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh MBCKG_HOME, so that what a test builds is its own."""
    place = tmp_path / "home"
    monkeypatch.setenv("MBCKG_HOME", str(place))
    return place
