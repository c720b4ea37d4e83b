from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli.main import main
from kg.graph.store import read_turtle
from tests.publish.built import home


@pytest.fixture(autouse=True)
def _built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MBCKG_HOME", str(home()))


def test_turtle_of_a_case_is_the_same_on_every_run(tmp_path: Path) -> None:
    targets = [tmp_path / name for name in ("one.ttl", "two.ttl")]
    for target in targets:
        assert main(["export", "--format", "turtle", "--case", "costa-2017", "--output", str(target)]) == 0
    assert targets[0].read_bytes() == targets[1].read_bytes()
    assert len(read_turtle(str(targets[0]))) > 100


def test_a_folder_gets_one_file_a_case(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "cases"
    assert main(["export", "--format", "nquads", "--inferred", "--output", f"{folder}/"]) == 0
    assert len(list(folder.glob("*.nq"))) == 14
    assert "graph/inferred" in (folder / "costa-2017.nq").read_text(encoding="utf-8")
    assert "wrote 14 files" in capsys.readouterr().err


def test_stdout_has_nothing_but_statements(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--format", "ntriples", "--case", "koh-2024"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 100
    assert all(line.startswith("<https://w3id.org/mbckg/case/koh-2024") and line.endswith(" .") for line in lines)


def test_the_release_directory_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--output", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "--format" in told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--format", "turtel"], "did you mean turtle?"),
        (["--format", "turtle", "--case", "costa-2071"], "costa-2017"),
    ],
)
def test_wrong_requests(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", *words]) == 2
    assert told in capsys.readouterr().err
