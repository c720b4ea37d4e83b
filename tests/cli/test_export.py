from __future__ import annotations

import sys
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


def test_the_release_is_written_and_written_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "release"
    contents = []
    for _ in range(2):
        assert main(["export", "--output", str(folder)]) == 0
        contents.append({path: path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert contents[0] == contents[1]
    told = capsys.readouterr()
    assert told.out == ""
    assert f"wrote {len(contents[0])} files to {folder}" in told.err


def test_a_folder_of_somebody_else_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "thesis.tex").write_text("mine", "utf-8")
    assert main(["export", "--output", str(tmp_path)]) == 2
    assert "thesis.tex" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_parquet_without_its_package_is_a_missing_tool(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert main(["export", "--parquet", "--output", str(tmp_path / "release")]) == 3
    assert "pip install 'mbckg[parquet]'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--format", "turtel"], "did you mean turtle?"),
        (["--format", "turtle", "--case", "costa-2071"], "costa-2017"),
        ([], "give a folder with --output"),
        (["--output", "-"], "give a folder with --output"),
        (["--output", "release", "--case", "costa-2017"], "--case needs --format"),
        (["--output", "release", "--inferred"], "--inferred needs --format"),
        (["--output", "x.ttl", "--format", "turtle", "--parquet"], "leave out --format"),
    ],
)
def test_wrong_requests(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", *words]) == 2
    assert told in capsys.readouterr().err


def test_the_site_is_written_and_written_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "site"
    contents = []
    for _ in range(2):
        assert main(["export", "--site", str(folder), "--base-url", "https://example.org/mbckg"]) == 0
        contents.append({path: path.read_bytes() for path in folder.rglob("*") if path.is_file()})
    assert contents[0] == contents[1]
    assert (folder / "index.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "https://example.org/mbckg/$1/$2" in (folder / "w3id" / ".htaccess").read_text("utf-8")
    assert (folder / "release" / "cases.ttl").is_file()
    assert f"wrote {len(contents[0])} files to {folder}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (["--site", "x", "--output", "y"], "--output does not go with --site"),
        (["--site", "x", "--format", "turtle"], "--format does not go with --site"),
        (["--site", "x", "--parquet"], "--parquet does not go with --site"),
        (["--site", "-"], "give a folder"),
        (["--base-url", "https://example.org/", "--output", "x"], "--base-url needs --site"),
        (["--site", "x", "--base-url", "example.org"], "no address for a site"),
    ],
)
def test_options_of_the_site_that_make_no_sense_are_refused(
    options: list[str], word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", *options]) == 2
    assert word in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_site_without_its_package_is_a_missing_tool(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    assert main(["export", "--site", str(tmp_path / "site")]) == 3
    assert "pip install 'mbckg[site]'" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
