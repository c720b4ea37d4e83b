from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.build.freshness import current_graph
from kg.cli.main import main


@pytest.fixture
def sources(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sources with one case, which the command line takes for the project's own."""
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(root / folder, tmp_path / folder)
    for path in (tmp_path / "data" / "cases").glob("*.yaml"):
        if path.stem != "costa-2017":
            path.unlink()
    monkeypatch.setattr("kg.names.resource_root", lambda: str(tmp_path))
    return tmp_path


def test_steps_on_stderr_and_result_on_stdout(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--output", str(sources / "out")]) == 0
    told = capsys.readouterr()
    first, second = told.out.splitlines()
    assert first.startswith("1 cases, ")
    assert second == current_graph(str(sources / "out"))
    assert [line.partition(":")[0] for line in told.err.splitlines()] == ["read", "validate", "infer", "write"]
    assert main(["build", "--quiet", "--output", str(sources / "out")]) == 0
    assert capsys.readouterr().err == ""


def test_all_errors_are_shown_and_nothing_is_written(sources: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = sources / "data" / "cases" / "costa-2017.yaml"
    text = case.read_text(encoding="utf-8")
    faulty = text.replace("ParietalScalp", "ParietalSkalp").replace("ReExcision", "ReExzision")
    case.write_text(faulty, encoding="utf-8")
    assert main(["build", "--output", str(sources / "out")]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "did you mean ParietalScalp" in told.err
    assert "ReExzision" in told.err
    assert current_graph(str(sources / "out")) is None


def test_a_folder_that_cannot_be_made_is_a_fault_of_the_machine(
    sources: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (sources / "out").write_text("a file", encoding="utf-8")
    assert main(["build", "--output", str(sources / "out")]) == 3
    assert str(sources / "out") in capsys.readouterr().err
