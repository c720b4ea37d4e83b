"""Broken case files: each has one fault, and the one issue names its code, its line, its field and the remedy."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kg.cases import read_case
from kg.cases.codes import CODES
from kg.findings import ERROR
from tests.cases.support import BAD, bibliography, vocabulary

PLANTED = BAD.parent / "planted" / "contradictions" / "expected.tsv"

with open(BAD / "expected.tsv", encoding="utf-8", newline="") as stream:
    ROWS = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", ROWS, ids=[row["file"] for row in ROWS])
def test_one_fault_one_issue(row: dict[str, str]) -> None:
    case, issues = read_case(str(BAD / f"{row['file']}.yaml"), vocabulary(), bibliography())
    assert len(issues) == 1, [issue.render() for issue in issues]
    issue = issues[0]
    assert (issue.code, issue.line, issue.field or "") == (row["code"], int(row["line"]), row["field"])
    shown = issue.render()
    assert row["phrase"] in shown
    assert f"remedy: {CODES[issue.code].remedy}" in shown
    assert issue.file is not None
    assert Path(issue.file).name == f"{row['file']}.yaml"
    if row["nearest"]:
        assert issue.suggestion[0] == row["nearest"]
        assert f"did you mean {row['nearest']}" in shown
    assert (case is None) is (issue.severity == ERROR)


def test_every_file_is_expected_and_every_code_has_a_file() -> None:
    assert sorted(row["file"] for row in ROWS) == sorted(path.stem for path in BAD.glob("*.yaml"))
    with open(PLANTED, encoding="utf-8", newline="") as stream:
        planted = {row["code"] for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)}
    elsewhere = {"C002", "C050", *(code for code in CODES if "C120" <= code < "C130")}
    assert ({row["code"] for row in ROWS} | planted | elsewhere) & set(CODES) == set(CODES)
    assert len(ROWS) >= 40
