from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kg.cli.main import main
from tests.publish.built import home
from tests.publish.released import folder


@pytest.fixture(autouse=True)
def _built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MBCKG_HOME", str(home()))


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A release with another word in one case."""
    place = tmp_path / "other"
    shutil.copytree(folder(), place)
    cases = place / "cases.ttl"
    told = cases.read_text("utf-8")
    assert told.count('mbc:asReported "40%"') == 1
    cases.write_text(told.replace('mbc:asReported "40%"', 'mbc:asReported "40 %"'), "utf-8")
    return place


def test_a_release_of_the_current_sources_differs_in_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(folder()), "--exit-code"]) == 0
    head, told = capsys.readouterr().out.splitlines()
    assert head.endswith("the current sources (" + head.rpartition("(")[2])
    assert told == "no difference in cases, terms, rules, queries, mappings or answers"


def test_a_difference_is_told_and_is_no_failure(other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(folder()), str(other)]) == 0
    told = capsys.readouterr().out
    assert 'as reported: "40%" -> "40 %"' in told
    assert "~ cheng-2025" in told
    assert "\nterms" not in told


def test_with_exit_code_a_difference_is_a_no(other: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "changes.json"
    words = ["diff", str(folder()), str(other), "--format", "json", "--output", str(target), "--exit-code"]
    assert main(words) == 1
    assert capsys.readouterr().out == ""
    document = json.loads(target.read_text("utf-8"))
    [change] = document["cases"]["changed"]["cheng-2025"]
    assert (change["about"], change["kind"]) == ("primary-biopsy-er", "estrogen receptor result")
    assert change["words"] == 'as reported: "40%" -> "40 %"'


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["nowhere"], 2, "holds no release"),
        ([], 2, "needs OLD"),
        (["a", "b", "c"], 2, "does not know what to do with 'c'"),
    ],
)
def test_wrong_usage(words: list[str], code: int, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", *words]) == code
    assert told in capsys.readouterr().err


def test_a_release_with_a_file_that_cannot_be_read(other: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (other / "rules.ttl").unlink()
    assert main(["diff", str(folder()), str(other)]) == 2
    assert "rules.ttl" in capsys.readouterr().err
