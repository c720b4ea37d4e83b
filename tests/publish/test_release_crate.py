"""The release as an RO-Crate: what RO-Crate 1.1 asks of it, and that it is true of the folder."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from functools import cache

import pytest
from ruamel.yaml import YAML

import kg
from kg.build import about
from kg.cases.bibliography import read_bibliography
from kg.errors import DataError
from kg.graph.rules import read_rules
from kg.graph.store import read_turtle
from kg.publish.release.crate import CRATE, ro_crate
from kg.publish.release.files import SUMS, Release
from kg.publish.release.rules_file import rules_of
from tests.publish.built import ROOT
from tests.publish.released import folder, release, text

Thing = dict[str, object]


@cache
def things() -> dict[str, Thing]:
    """The things of the crate by id; ids are there once."""
    graph = json.loads(text(CRATE))["@graph"]
    found = {thing["@id"]: thing for thing in graph}
    assert len(found) == len(graph)
    return found


def links(thing: Thing) -> set[str]:
    """The ids that a thing refers to; nothing is nested deeper than that."""
    found = set()
    for value in thing.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                assert list(one) == ["@id"], "the document has to be flat"
                found.add(str(one["@id"]))
    return found


def test_the_descriptor_is_that_of_the_specification() -> None:
    document = json.loads(text(CRATE))
    assert document["@context"][0] == "https://w3id.org/ro/crate/1.1/context"
    assert set(document) == {"@context", "@graph"}
    assert things()[CRATE] == {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }


def test_the_root_says_what_it_has_to() -> None:
    root = things()["./"]
    assert root["@type"] == "Dataset"
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(root["datePublished"]))
    assert root["license"] == {"@id": about.LICENSE}
    assert root["version"] == kg.__version__
    assert str(root["identifier"]).endswith(f"/{kg.__version__}")
    citation = YAML(typ="safe").load(ROOT / "CITATION.cff")
    assert root["name"] == citation["title"]
    assert things()[about.LICENSE]["name"] == about.LICENSE_TITLE
    for role in ("author", "creator", "publisher"):
        (maker,) = links({role: root[role]})
        assert things()[maker]["name"] == citation["authors"][0]["name"]


def test_every_file_of_the_folder_is_in_it_once_and_nothing_else() -> None:
    there = {path.relative_to(folder()).as_posix() for path in folder().rglob("*") if path.is_file()}
    files = {name for name, thing in things().items() if thing["@type"] == "File"}
    assert files == there - {CRATE}
    assert {CRATE, SUMS, "void.ttl", "tables/cases.csv"} <= there
    folders = {name for name, thing in things().items() if thing["@type"] == "Dataset"}
    parts = [str(one["@id"]) for name in sorted(folders) for one in things()[name]["hasPart"]]  # type: ignore[attr-defined]
    assert sorted(parts) == sorted(files | (folders - {"./"}))
    assert all((folder() / name).is_dir() for name in folders)


def test_sizes_and_digests_are_those_of_the_files() -> None:
    measured = 0
    for name, thing in things().items():
        if thing["@type"] == "File":
            content = (folder() / name).read_bytes()
            assert thing["name"]
            assert str(thing["encodingFormat"]).count("/") == 1
            if "sha256" in thing:
                assert thing["sha256"] == hashlib.sha256(content).hexdigest()
                assert thing["contentSize"] == str(len(content))
                measured += 1
    assert measured > 25


def test_nothing_is_referred_to_that_is_not_described() -> None:
    outside = {"https://w3id.org/ro/crate/1.1"}
    for thing in things().values():
        assert links(thing) <= set(things()) | outside
        assert thing["@type"]
    reached, pending = set(), [CRATE]
    while pending:
        name = pending.pop()
        if name not in reached and name in things():
            reached.add(name)
            pending += links(things()[name])
    assert reached == set(things())


def test_the_reports_that_were_read_are_cited() -> None:
    reports, _ = read_bibliography(str(ROOT / "data" / "reports.yaml"))
    cited = links({"citation": things()["./"]["citation"]})
    assert {f"https://doi.org/{report.doi}" for report in reports.values() if report.doi} <= cited
    assert len(cited) == len(reports)


def undated() -> Release:
    """A release whose ontology has no header."""
    return Release(replace(release().material, header=()))


def test_a_release_without_any_date_is_refused() -> None:
    with pytest.raises(DataError, match="has a date"):
        ro_crate(undated(), [])


def test_the_date_of_the_release_is_used_once_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(about, "RELEASED", "2031-02-03")
    document = json.loads(ro_crate(undated(), []))
    assert document["@graph"][1]["datePublished"] == "2031-02-03"


def test_the_rules_of_the_release_are_those_of_the_sources() -> None:
    told = rules_of(read_turtle(str(folder() / "rules.ttl")))
    sources = read_rules(str(ROOT / "ontology" / "rules"))
    assert [(rule.id, rule.step, rule.construct) for rule in told] == [
        (rule.id, rule.step, rule.construct) for rule in sources
    ]
    assert [rule.query for rule in told] == [rule.query for rule in sources]
