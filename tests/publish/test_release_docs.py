"""The page about the release is true: every file and table is named, and the examples print what they say."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from itertools import pairwise

import pytest

from kg.publish.release.descriptions import DESCRIPTIONS
from kg.publish.release.files import FILES, SUMS
from kg.publish.release.table_specs import TABLES
from tests.docs.pages import Block, Page
from tests.publish.built import ROOT
from tests.publish.released import folder

PATH = ROOT / "docs" / "release.md"
PAGE = Page(PATH, PATH.read_text("utf-8"))


def examples() -> list[tuple[Block, Block]]:
    """Each Python block with the output that follows it."""
    every = PAGE.blocks()
    return [(one, after) for one, after in pairwise(every) if one.language == "python"]


def section(name: str) -> str:
    return PAGE.text.split(f"\n## {name}\n")[1].split("\n## ")[0]


def first_cells(text: str) -> list[str]:
    """The names in the first column of the tables of a section."""
    firsts = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return [name for cell in firsts for name in re.findall("`([^`]+)`", cell)]


def test_every_file_is_named_and_no_other() -> None:
    named = {*first_cells(section("What there is"))}
    names = [*(file.name for file in FILES), *(file.name for file in DESCRIPTIONS)]
    assert named == {re.sub(r"^tables/.*\.csv$", "tables/*.csv", name) for name in names} | {SUMS}


def test_every_table_is_named_in_order_and_no_other() -> None:
    assert first_cells(section("Tables")) == [*(table.name for table in TABLES), "verdicts"]


@pytest.mark.parametrize(("example", "printed"), examples(), ids=lambda block: f"line {block.line}")
def test_an_example_prints_what_it_says(example: Block, printed: Block) -> None:
    assert printed.language == "text"
    for name in re.findall(r"^import (\w+)", example.text, re.MULTILINE):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    command = [sys.executable, "-c", example.text]
    done = subprocess.run(command, cwd=folder(), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == printed.text


def test_there_are_examples() -> None:
    assert len(examples()) == len(PAGE.blocks("python")) > 3
