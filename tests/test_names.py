"""Names: IRIs and back, names that are refused, and where files are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import names
from kg.errors import MissingToolError, UsageError

IDS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?", fullmatch=True)
PARTS = st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._/-]{0,20}[A-Za-z0-9])?", fullmatch=True)


def test_the_promised_shapes() -> None:
    assert names.mbc("Scalp") == "https://w3id.org/mbckg/ontology#Scalp"
    assert names.case_iri("cheng-2025") == "https://w3id.org/mbckg/case/cheng-2025"
    assert names.part_iri("cheng-2025", "scalp") == "https://w3id.org/mbckg/case/cheng-2025#scalp"
    assert names.report_iri("cheng-wang-2025") == "https://w3id.org/mbckg/report/cheng-wang-2025"
    assert names.graph_iri("inferred") == "https://w3id.org/mbckg/graph/inferred"
    assert names.module_iri("site") == "https://w3id.org/mbckg/ontology/module/site"
    assert names.ref(names.mbc("Scalp")) == "<https://w3id.org/mbckg/ontology#Scalp>"


@given(IDS, PARTS)
def test_an_id_comes_back_from_its_iris(case_id: str, part: str) -> None:
    for iri in (names.case_iri(case_id), names.part_iri(case_id, part)):
        assert names.case_id_of(iri) == names.case_id_of(names.ref(iri)) == case_id
    assert names.local_name(names.case_iri(case_id)) == case_id
    assert names.local_name(names.ref(names.part_iri(case_id, part))) == part


@given(IDS)
def test_a_curie_comes_back(local: str) -> None:
    for iri in (names.mbc(local), names.case_iri(local), names.graph_iri(local), names.report_iri(local)):
        curie = names.compact(iri)
        assert curie.endswith(":" + local)
        assert names.expand(curie) == names.expand(iri) == names.expand(names.ref(iri)) == iri


@pytest.mark.parametrize("bad", ["", "Cheng-2025", "-x", "x-", "a b", "a/b", "a#b", "ä", "a\n", "a>b", "a_b"])
def test_a_bad_case_id_is_refused(bad: str) -> None:
    with pytest.raises(UsageError, match="is not a case id"):
        names.case_iri(bad)


@pytest.mark.parametrize("bad", ["", "a b", 'a"b', "a>b", "a#b", "é", "a\\b", ".a", "a/"])
def test_a_bad_part_name_is_refused(bad: str) -> None:
    with pytest.raises(UsageError, match="is not a part name"):
        names.part_iri("cheng-2025", bad)


def test_foreign_iris_are_left_as_they_are() -> None:
    assert names.case_id_of("https://example.org/case/x") is None
    assert names.case_id_of(names.CASE) is None
    assert names.report_key_of(names.ref(names.report_iri("koh-2024"))) == "koh-2024"
    assert names.report_key_of(names.case_iri("koh-2024")) is None
    assert names.compact("<http://example.org/x>") == "http://example.org/x"
    assert names.compact(names.part_iri("koh-2024", "a")) == names.part_iri("koh-2024", "a")
    assert names.compact(names.MBC) == names.MBC
    assert names.expand("Scalp") is names.expand("nope:Scalp") is None
    assert names.local_name("http://example.org/a/b/") == "b"


def test_prefixes_are_sorted_and_unambiguous() -> None:
    assert list(names.PREFIXES) == sorted(names.PREFIXES)
    assert len(set(names.PREFIXES.values())) == len(names.PREFIXES)


def test_a_checkout_has_its_own_files(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MBCKG_HOME", raising=False)
    assert names.is_checkout()
    assert names.resource_root() == str(root)
    assert names.build_dir() == str(root / "build")


def test_the_home_variable_moves_what_is_built(home: Path) -> None:
    assert names.build_dir() == str(home / "build")


def test_an_installation_without_files_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "_PACKAGE", str(tmp_path / "kg"))
    with pytest.raises(MissingToolError) as caught:
        names.resource_root()
    assert "install mbckg again" in caught.value.render()


@pytest.mark.parametrize(
    ("platform", "variables", "folder"),
    [
        ("linux", {"XDG_CACHE_HOME": "/caches"}, "/caches"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "HOME/.cache"),
        ("linux", {}, "HOME/.cache"),
        ("darwin", {"XDG_CACHE_HOME": "/caches"}, "HOME/Library/Caches"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local"),
        ("win32", {}, "HOME/AppData/Local"),
    ],
)
def test_an_installation_builds_in_the_cache_of_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, platform: str, variables: dict[str, str], folder: str
) -> None:
    for name in ("MBCKG_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(names, "_PACKAGE", str(tmp_path / "kg"))
    monkeypatch.setattr("sys.platform", platform)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    version = names.version_iri().rpartition("/")[2]
    expected = os.path.join(folder.replace("HOME", str(tmp_path)), "mbckg", version, "build")
    assert names.build_dir() == expected
