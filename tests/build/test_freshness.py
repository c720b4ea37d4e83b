"""When a graph is built again, when not, and that nobody ever sees half of one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kg.build.freshness import current_graph, ensure_built, is_fresh
from kg.errors import DataError, InconsistentError

FOLDERS = ("ontology", "data", "queries")


@pytest.fixture
def sources(root: Path, tmp_path: Path) -> Path:
    """A copy of the sources with two cases."""
    place = tmp_path / "sources"
    for folder in FOLDERS:
        shutil.copytree(root / folder, place / folder)
    for file in (place / "data" / "cases").glob("*.yaml"):
        if file.stem not in ("costa-2017", "koh-2024"):
            file.unlink()
    return place


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def built(sources: Path, out: Path) -> str:
    return ensure_built(str(sources), str(out))


def test_a_second_call_builds_nothing(sources: Path, out: Path) -> None:
    first = built(sources, out)
    assert built(sources, out) == first
    assert current_graph(str(out)) == first


def test_touching_a_file_builds_nothing_and_changing_it_does(sources: Path, out: Path) -> None:
    first = built(sources, out)
    file = sources / "data" / "cases" / "koh-2024.yaml"
    os.utime(file, (1, 1))
    assert built(sources, out) == first
    file.write_text(file.read_text("utf-8").replace("2 cm", "3 cm"), encoding="utf-8")
    assert not is_fresh(first, str(sources))
    assert built(sources, out) != first


def test_a_new_file_and_a_lost_file_build_again(sources: Path, out: Path, root: Path) -> None:
    first = built(sources, out)
    shutil.copy(root / "data" / "cases" / "wu-2024.yaml", sources / "data" / "cases")
    second = built(sources, out)
    (sources / "data" / "cases" / "wu-2024.yaml").unlink()
    assert len({first, second, built(sources, out)}) == 3


def test_old_graphs_are_removed(sources: Path, out: Path) -> None:
    first = built(sources, out)
    (sources / "data" / "cases" / "koh-2024.yaml").unlink()
    built(sources, out)
    assert not os.path.exists(first)
    assert sorted(entry.split("-")[0] for entry in os.listdir(out)) == ["current", "graph"]


def test_an_error_leaves_the_graph_as_it_was(sources: Path, out: Path) -> None:
    first = built(sources, out)
    file = sources / "data" / "cases" / "koh-2024.yaml"
    good = file.read_text("utf-8")
    file.write_text(good.replace("DistantMetastasis", "DistantMetastases"), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        built(sources, out)
    assert any(issue.suggestion[:1] == ("DistantMetastasis",) for issue in caught.value.issues)
    assert current_graph(str(out)) == first
    assert sorted(entry.split("-")[0] for entry in os.listdir(out)) == ["current", "graph"]


def test_a_case_that_contradicts_the_ontology_is_named_with_its_statements(sources: Path, out: Path) -> None:
    file = sources / "data" / "cases" / "costa-2017.yaml"
    text = file.read_text("utf-8")
    assert "PresentedAsFirstSign" in text
    text = text.replace(
        "[DistantMetastasis, PresentedAsFirstSign]", "[DistantMetastasis, PresentedAsFirstSign, LocalRecurrence]"
    )
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        built(sources, out)
    assert isinstance(caught.value, InconsistentError | DataError)
    assert any("scalp-lesion" in issue.render() for issue in caught.value.issues)
    assert not os.path.exists(out) or current_graph(str(out)) is None
