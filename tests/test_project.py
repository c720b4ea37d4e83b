"""The files around the package: versions that agree, licenses, locks, the wheel, nothing of one machine."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import kg
from kg import names

LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-test.lock")
# Written in pieces, so that this file does not contain what it looks for.
MACHINE = re.compile(
    rb"(?<![\w.~-])/(?:ro{2}t|hom{1}e/[a-z]+|Us{1}ers/[A-Za-z]+|wor{1}k|tm{1}p)/[A-Za-z.]|[A-Z]:\\Us{1}ers"
    rb"|files\.pythonhos{1}ted|pypi\.o{1}rg|registry\.npmj{1}s|--index-ur{1}l|--find-lin{1}ks"
)


def tracked(root: Path) -> list[Path]:
    """The files of the checkout that git tracks or would track."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=root, capture_output=True, check=True)
    files = [root / name for name in os.fsdecode(done.stdout).split("\0") if name]
    return [path for path in files if path.is_file()]


def project(root: Path) -> dict[str, object]:
    """The parsed pyproject.toml."""
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


def locked(path: Path) -> dict[str, str]:
    """Version by canonical name of each package a lock pins."""
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", path.read_text("utf-8"), re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pins}


def test_the_version_is_the_same_everywhere(root: Path) -> None:
    header = (root / "ontology" / "mbc.ttl").read_text("utf-8")
    assert f"<{names.version_iri()}>" in header
    assert f'owl:versionInfo "{kg.__version__}"' in header
    citation = (root / "CITATION.cff").read_text("utf-8").splitlines()
    assert f"version: {kg.__version__}" in citation
    assert names.version_iri() == f"https://w3id.org/mbckg/ontology/{kg.__version__}"


def test_each_release_names_the_one_before(root: Path) -> None:
    headings = re.findall(r"^## (\S+) - (\S+)$", (root / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    versions = [tuple(map(int, version.split("."))) for version, _ in headings]
    assert headings[0][0] == kg.__version__
    assert versions == sorted(set(versions), reverse=True)
    assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) for _, day in headings[1:])
    header = (root / "ontology" / "mbc.ttl").read_text("utf-8")
    before = re.findall(r"owl:priorVersion\s+<([^>]*)>", header)
    assert before == [f"{names.ONTOLOGY}/{version}" for version, _ in headings[1:2]]
    assert set(re.findall(r"version (\d+\.\d+\.\d+)", header)) <= {kg.__version__}


def test_the_version_is_written_nowhere_else(root: Path) -> None:
    about = project(root)["project"]
    assert isinstance(about, dict)
    assert "version" not in about
    assert "version" in about["dynamic"]
    quoted = re.compile(rf"""["']{re.escape(kg.__version__)}["']""")
    places = [*sorted((root / "kg").rglob("*.py")), root / "pyproject.toml"]
    found = [path.relative_to(root).as_posix() for path in places if quoted.search(path.read_text("utf-8"))]
    assert found == ["kg/__init__.py"]


def test_the_readme_is_short_and_starts_with_the_question(root: Path) -> None:
    text = (root / "README.md").read_text("utf-8")
    assert len(text.splitlines()) < 150
    fences = re.findall(r"^```[a-z]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert fences[0].splitlines()[0].lstrip("$ ") == "./run ask solitary-without-local-therapy site=Scalp"


def test_the_license_texts_are_whole(root: Path) -> None:
    apache = (root / "LICENSE").read_text("utf-8")
    assert "Apache License" in apache
    assert all(f"\n   {number}. " in apache for number in range(1, 10))
    assert "END OF TERMS AND CONDITIONS" in apache
    by = (root / "LICENSES" / "CC-BY-4.0.txt").read_text("utf-8")
    assert by.startswith("Attribution 4.0 International")
    assert re.findall(r"^Section (\d)", by, re.MULTILINE) == [str(number) for number in range(1, 9)]
    assert by.rstrip().endswith("Creative Commons may be contacted at creativecommons.org.")


def test_the_notice_names_every_package_that_is_installed(root: Path) -> None:
    notice = (root / "NOTICE").read_text("utf-8").lower().replace(".", "-")
    assert [name for name in locked(root / "requirements.lock") if f"\n{name} " not in notice] == []
    assert "10-3389/fonc-2025-1709244" in notice


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_has_hashes(root: Path, name: str) -> None:
    text = (root / name).read_text("utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "://" not in text


def test_the_locks_hold_what_the_project_asks_for(root: Path) -> None:
    about = project(root)
    table, groups = about["project"], about["dependency-groups"]
    assert isinstance(table, dict)
    assert isinstance(groups, dict)
    asked = {
        "requirements.lock": table["dependencies"],
        "requirements-build.lock": groups["build"],
        "requirements-test.lock": [*table["dependencies"], *groups["test"]],
    }
    for name, texts in asked.items():
        pins = locked(root / name)
        for requirement in map(Requirement, texts):
            pin = pins.get(canonicalize_name(requirement.name))
            assert pin is not None, f"{requirement.name} is not in {name}"
            assert requirement.specifier.contains(pin), f"{name} pins {requirement.name} {pin}"


def test_the_locks_agree(root: Path) -> None:
    everything = locked(root / "requirements-test.lock")
    assert locked(root / "requirements.lock").items() <= everything.items()
    assert {"pytest", "ruff", "mypy", "hypothesis"} <= set(everything)


def test_no_file_names_a_machine_or_a_package_host(root: Path) -> None:
    found = [
        f"{path.relative_to(root)}:{line}: {match[0]!r}"
        for path in tracked(root)
        for line, text in enumerate(path.read_bytes().splitlines(), 1)
        for match in [MACHINE.search(text)]
        if match
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [b"see /ro" + b"ot/notes", b"C:\\Us" + b"ers\\me", b"https://py" + b"pi.org/simple", b"/ho" + b"me/me/x"],
)
def test_a_machine_path_is_seen(text: bytes) -> None:
    assert MACHINE.search(text)


def test_text_files_end_their_lines_as_the_editors_are_told(root: Path) -> None:
    text = [path for path in tracked(root) if b"\0" not in path.read_bytes()]
    assert [str(path) for path in text if b"\r\n" in path.read_bytes()] == []
    assert [str(path) for path in text if path.stat().st_size and not path.read_bytes().endswith(b"\n")] == []


def test_the_wheel_runs_without_the_checkout(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=root, check=True, capture_output=True, timeout=120)
    (wheel,) = tmp_path.glob("mbckg-*.whl")
    assert wheel.name == f"mbckg-{kg.__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        listed = archive.namelist()
        archive.extractall(tmp_path / "site")
    inside = [path.relative_to(root) for path in tracked(root)]
    data = {path.as_posix() for path in inside if path.parts[0] in ("data", "ontology", "queries")}
    assert {f"kg/_data/{name}" for name in data} <= set(listed)
    assert not [name for name in listed if name.startswith(("tests/", "docs/"))]
    asked = "names.resource_root(), names.build_dir(), names.is_checkout()"
    program = f"from kg import names; print({asked}, sep='\\n')"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    environment.pop("MBCKG_HOME", None)
    run = [sys.executable, "-P", "-c", program]
    done = subprocess.run(run, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
    resources, build, checkout = done.stdout.splitlines()
    assert resources == str(tmp_path / "site" / "kg" / "_data")
    assert kg.__version__ in build
    assert not build.startswith(str(tmp_path / "site"))
    assert checkout == "False"
    entry_points = next(tmp_path.glob("site/mbckg-*.dist-info/entry_points.txt")).read_text("utf-8")
    assert "kg = kg.cli.main:entry" in entry_points
