"""The release as a whole: which files, the same bytes everywhere, all or nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

import kg
from kg.build import about
from kg.errors import KgError, MissingToolError, UsageError
from kg.graph.terms import lexical
from kg.names import PREFIXES
from kg.publish.release.descriptions import DESCRIPTIONS
from kg.publish.release.files import FILES, SUMS, Release, ReleaseFile, parquet_files
from kg.publish.release.write import write_release
from tests.publish.released import folder, release

# Builds and writes with the folder listings of the operating system in a shuffled order.
PROGRAM = """
import os, random, sys
listdir, scandir = os.listdir, os.scandir
class Shuffled(list):
    def __enter__(self): return self
    def __exit__(self, *more): pass
def mixed(found):
    found = Shuffled(found); random.Random(sys.argv[1]).shuffle(found); return found
os.listdir = lambda *place: mixed(listdir(*place))
os.scandir = lambda *place: mixed(scandir(*place))
from kg.cli.main import main
raise SystemExit(main(["export", "--output", sys.argv[2]]))
"""


def names(place: Path) -> set[str]:
    return {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}


def small(*contents: tuple[str, bytes]) -> list[ReleaseFile]:
    """Files with these names and contents."""

    def writer(told: bytes) -> Callable[[Release], bytes]:
        return lambda release: told

    return [ReleaseFile(name, "text/plain", name, writer(told)) for name, told in contents]


def test_the_list_is_what_is_there_and_holds_the_promised_files() -> None:
    listed = {file.name for file in FILES} | {file.name for file in DESCRIPTIONS}
    assert names(folder()) == {*listed, SUMS}
    assert len(listed) == len(FILES) + len(DESCRIPTIONS)
    promised = "ontology.ttl ontology.owl cases.trig cases.ttl inferred.ttl queries.ttl mappings.sssom.tsv void.ttl"
    assert {*promised.split(), "context.jsonld", "cases.jsonld", "ontology.ofn", "datapackage.json"} <= listed
    tables = "cases lesions results therapies assessments outcomes evidence"
    assert {f"tables/{name}.csv" for name in tables.split()} <= listed
    assert all(file.title and file.media_type.count("/") == 1 for file in FILES)


def test_the_digests_are_those_of_the_files_in_the_form_of_sha256sum() -> None:
    lines = (folder() / SUMS).read_text("ascii").splitlines()
    assert lines == sorted(lines, key=lambda line: line[66:])
    for line in lines:
        digest, name = line.split("  ")
        assert hashlib.sha256((folder() / name).read_bytes()).hexdigest() == digest
    assert {line[66:] for line in lines} == names(folder()) - {SUMS}


@pytest.mark.slow
def test_the_same_sources_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    worlds = [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "77", "TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"},
    ]
    written = []
    for number, world in enumerate(worlds):
        place = tmp_path / f"release-{number}"
        environment = {**os.environ, **world, "MBCKG_HOME": str(tmp_path / str(number)), "PYTHONPATH": str(root)}
        command = [sys.executable, "-P", "-c", PROGRAM, str(number), str(place)]
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=300)
        written.append({name: (place / name).read_bytes() for name in names(place)})
    assert written[0].keys() == written[1].keys()
    assert [name for name in sorted(written[0]) if written[0][name] != written[1][name]] == []
    assert written[0] == {name: (folder() / name).read_bytes() for name in names(folder())}


def test_no_file_tells_of_machine_or_time() -> None:
    for name in sorted(names(folder())):
        content = (folder() / name).read_bytes()
        assert str(folder().parent).encode() not in content, name
        assert os.path.expanduser("~").encode() + b"/" not in content, name
        content.decode("utf-8")


@pytest.mark.parametrize("before", ["missing", "empty", "release"])
def test_a_release_replaces_nothing_an_empty_folder_or_a_release(before: str, tmp_path: Path) -> None:
    place = tmp_path / "out"
    if before == "empty":
        place.mkdir()
    if before == "release":
        write_release(release(), str(place), small(("old.txt", b"old"), ("tables/old.csv", b"old")))
    written = write_release(release(), str(place), small(("new.txt", b"new"), ("tables/new.csv", b"new")))
    assert written == ["SHA256SUMS", "new.txt", "tables/new.csv"]
    assert names(place) == set(written)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("other", ["notes.txt", "tables/mine.csv", ".hidden"])
def test_a_folder_with_anything_else_is_left_as_it_is(other: str, tmp_path: Path) -> None:
    place = tmp_path / "out"
    write_release(release(), str(place), small(("old.txt", b"old"), ("tables/old.csv", b"old")))
    (place / other).write_text("mine", "utf-8")
    with pytest.raises(UsageError, match=other):
        write_release(release(), str(place), small(("new.txt", b"new")))
    assert names(place) == {"old.txt", "tables/old.csv", SUMS, other}


@pytest.mark.parametrize("kind", ["link", "empty"])
def test_folders_without_files_are_seen(kind: str, tmp_path: Path) -> None:
    place = tmp_path / "out"
    write_release(release(), str(place), small(("old.txt", b"old")))
    if kind == "link":
        (place / "elsewhere").symlink_to(tmp_path)
    else:
        (place / "elsewhere" / "deep").mkdir(parents=True)
    with pytest.raises(UsageError, match="elsewhere"):
        write_release(release(), str(place), small(("new.txt", b"new")))
    assert (place / "old.txt").exists()


def test_a_file_or_the_current_folder_is_no_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(UsageError, match="no folder"):
        write_release(release(), str(tmp_path / "file"), small(("new.txt", b"new")))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for name in (".", "..", str(tmp_path / "here")):
        with pytest.raises(UsageError, match="current folder"):
            write_release(release(), name, small(("new.txt", b"new")))
    write_release(release(), "below/more", small(("new.txt", b"new")))
    assert names(tmp_path / "here") == {"below/more/new.txt", f"below/more/{SUMS}"}


def test_a_writer_that_fails_leaves_everything_as_it_was(tmp_path: Path) -> None:
    def fail(release: Release) -> bytes:
        raise KgError("broken")

    place = tmp_path / "out"
    write_release(release(), str(place), small(("old.txt", b"old")))
    with pytest.raises(KgError, match="broken"):
        write_release(release(), str(place), [*small(("new.txt", b"new")), ReleaseFile("x", "a/b", "x", fail)])
    assert names(place) == {"old.txt", SUMS}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_move_that_fails_puts_the_old_release_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "out"
    write_release(release(), str(place), small(("old.txt", b"old")))
    rename = os.rename

    def failing(source: str, target: str) -> None:
        if source.endswith(".part") and target == str(place):
            raise OSError(13, "not now", target)
        rename(source, target)

    monkeypatch.setattr(os, "rename", failing)
    with pytest.raises(MissingToolError, match="not now"):
        write_release(release(), str(place), small(("new.txt", b"new")))
    assert names(place) == {"old.txt", SUMS}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def header() -> Iterator[tuple[str, str]]:
    for _, predicate, value in release().material.header:
        yield predicate[1:-1], lexical(value)


def test_title_license_makers_and_version_are_the_same_everywhere(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    citation = YAML(typ="safe").load((root / "CITATION.cff").read_text("utf-8"))
    ontology = dict(header())
    assert project["name"] == about.NAME
    assert about.DESCRIPTION == project["description"] == kg.__doc__.splitlines()[0].rstrip(".")
    assert citation["title"] == about.TITLE
    assert about.CREATOR == project["authors"][0]["name"] == citation["authors"][0]["name"]
    assert ontology[PREFIXES["dcterms"] + "creator"] == about.CREATOR
    assert ontology[PREFIXES["dcterms"] + "license"] == about.LICENSE
    assert about.LICENSE_NAME in project["license"].split(" AND ")
    assert about.LICENSE_NAME in citation["license"]
    assert kg.__version__ == citation["version"] == ontology[PREFIXES["owl"] + "versionInfo"]
    assert set(about.KEYWORDS) == set(citation["keywords"])
    assert set(about.KEYWORDS) <= set(project["keywords"])
    mappings = release().material.mappings.decode()
    assert f"#license: {about.LICENSE}\n" in mappings
    assert f"#mapping_set_version: {kg.__version__}\n" in mappings


def test_parquet_needs_pyarrow_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingToolError, match="pyarrow") as told:
        write_release(release(), str(tmp_path / "out"), parquet_files())
    assert "mbckg[parquet]" in (told.value.remedy or "")
    assert list(tmp_path.iterdir()) == []


def test_parquet_holds_what_the_tables_hold(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra mbckg[parquet] is not installed")
    write_release(release(), str(tmp_path / "out"), parquet_files())
    for name, sheet in release().sheets.items():
        read = parquet.read_table(tmp_path / "out" / "tables" / f"{name}.parquet")
        assert read.column_names == [field.name for field in sheet.fields]
        cells = [[None if cell is None else str(cell) for cell in row] for row in sheet.rows]
        columns = [column.to_pylist() for column in read.columns]
        for place, field in enumerate(sheet.fields):
            shown = [None if value is None else str(value) for value in columns[place]]
            told = [row[place] for row in cells]
            if field.type == "number":
                shown, told = ([None if value is None else str(float(value)) for value in one] for one in (shown, told))
            assert shown == told, (name, field.name)
    shutil.rmtree(tmp_path / "out")
