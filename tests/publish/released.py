"""A release of the real graph, written once for all tests that read it."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from kg.publish.release.descriptions import DESCRIPTIONS
from kg.publish.release.files import FILES, Release
from kg.publish.release.write import write_release
from tests.publish.built import ROOT, graph, home


@cache
def release() -> Release:
    """What the files are written from."""
    return Release.of(graph().engine, str(ROOT))


@cache
def folder() -> Path:
    """The folder with the files."""
    place = home() / "release"
    write_release(release(), str(place), FILES, DESCRIPTIONS)
    return place


def text(name: str) -> str:
    """One file."""
    return (folder() / name).read_bytes().decode("utf-8")


def table(name: str) -> list[dict[str, str]]:
    """The rows of one table, read as any reader of CSV reads them."""
    with open(folder() / "tables" / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
