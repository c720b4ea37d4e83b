from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.cli.main import main
from tests.publish.built import home


@pytest.fixture(autouse=True)
def _built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MBCKG_HOME", str(home()))
    monkeypatch.delenv("COLUMNS", raising=False)


def test_a_case_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "cheng-2025"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("cheng-2025\n")
    for title in ("TIMELINE", "LESIONS", "RECEPTORS", "THERAPIES", "VERDICTS", "NOT REPORTED", "DISPUTES"):
        assert f"\n\n{title}\n" in told
    assert "cannot tell" in told


@pytest.mark.parametrize(("columns", "widest"), [("40", 80), ("90", 90), ("300", 100)])
def test_the_width_of_the_terminal_counts_within_limits(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str, widest: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert main(["show", "cheng-2025"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert widest - 6 < max(map(len, lines)) <= widest


def test_json_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "costa-2017", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["case"] == "costa-2017"


def test_markdown_goes_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "costa.md"
    assert main(["show", "costa-2017", "--format", "md", "--output", str(target)]) == 0
    assert target.read_text(encoding="utf-8").startswith("# costa-2017\n")
    assert capsys.readouterr().out == ""
    assert list(tmp_path.iterdir()) == [target]


def test_an_unknown_case_gets_the_nearest_ids(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "cheng-2052"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "did you mean cheng-2025?" in told.err


def test_a_case_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show"]) == 2
    assert "needs CASE" in capsys.readouterr().err
