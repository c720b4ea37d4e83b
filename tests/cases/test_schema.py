"""The JSON Schema agrees with the reader, is current, and is the same every time."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path

import jsonschema
import pytest

from kg.cases.codes import Problems
from kg.cases.schema import case_schema, write_schema
from kg.cases.template import template
from kg.cases.yaml_source import ListNode, MapNode, Node, TextNode, read_tree, read_tree_text
from tests.cases.support import BAD, CASES, ROOT, vocabulary

STRUCTURAL = ("C020", "C021", "C022", "C023", "C024", "C025", "C026", "C040", "C042", "C044", "C045", "C060")
FORMS = ("C027", "C063", "C066", "C080", "C084", "C086", "C087", "C091", "C100")
REFERENCES = ("C028", "C047", "C110", "C111", "C112", "C113")
READER_ONLY = {
    "no-evidence-of-sex": "evidence is wanted beside `is` alone",
    "printed-without-evidence": "evidence is wanted beside `printed` alone",
    "wrong-unit": "which unit fits hangs on the class",
}


@cache
def validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(case_schema(vocabulary()))


def plain(node: Node) -> object:
    """What a YAML 1.2 reader with the core schema makes of a tree."""
    if isinstance(node, MapNode):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, ListNode):
        return [plain(member) for member in node.members]
    assert isinstance(node, TextNode)
    if node.empty:
        return None
    if node.plain:
        for read in (int, float):
            try:
                return read(node.text)
            except ValueError:
                continue
    return node.text


def document(path: Path) -> object:
    problems = Problems(path.name)
    tree = read_tree(str(path), problems)
    assert tree is not None, [issue.render() for issue in problems.issues]
    return plain(tree)


def faults(value: object) -> list[str]:
    return [error.message for error in validator().iter_errors(value)]


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(case_schema(vocabulary()))


@pytest.mark.parametrize("path", sorted(CASES.glob("*.yaml")), ids=lambda path: str(path.stem))
def test_good_files_fit(path: Path) -> None:
    assert faults(document(path)) == []


def test_the_template_fits() -> None:
    tree = read_tree_text(template("new-2025"), Problems("new"))
    assert tree is not None
    assert faults(plain(tree)) == []


with open(BAD / "expected.tsv", encoding="utf-8", newline="") as stream:
    ROWS = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def rows(*wanted: str) -> list[dict[str, str]]:
    return [row for row in ROWS if row["code"] in wanted and row["file"] not in READER_ONLY]


@pytest.mark.parametrize("row", rows(*STRUCTURAL, *FORMS), ids=lambda row: str(row["file"]))
def test_structural_faults_do_not_fit(row: dict[str, str]) -> None:
    assert faults(document(BAD / f"{row['file']}.yaml"))


@pytest.mark.parametrize("row", rows(*REFERENCES), ids=lambda row: str(row["file"]))
def test_what_only_the_reader_can_know_fits(row: dict[str, str]) -> None:
    assert faults(document(BAD / f"{row['file']}.yaml")) == []


@pytest.mark.parametrize("name", sorted(READER_ONLY))
def test_what_is_left_to_the_reader(name: str) -> None:
    assert faults(document(BAD / f"{name}.yaml")) == [], READER_ONLY[name]


def test_the_published_schema_is_current(tmp_path: Path) -> None:
    fresh = tmp_path / "case.schema.json"
    assert write_schema(vocabulary(), str(fresh)) is True
    assert write_schema(vocabulary(), str(fresh)) is False
    published = (ROOT / "data" / "case.schema.json").read_bytes()
    assert published == fresh.read_bytes(), "write it again with kg.cases.schema.write_schema"
    assert json.loads(published)["$ref"] == "#/$defs/case"
