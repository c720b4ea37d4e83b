"""The tree of texts: places, texts as written, and everything that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cases.codes import Problems
from kg.cases.yaml_source import MAX_BYTES, ListNode, MapNode, TextNode, read_tree, read_tree_text


def tree(text: str) -> tuple[MapNode | None, Problems]:
    problems = Problems("x.yaml")
    return read_tree_text(text, problems), problems


def test_places_and_texts_as_written() -> None:
    root, problems = tree("a: no\nb:\n  - 2025-04\n  - {c: '1', d: 1.50}\ne: 0x1F\n")
    assert problems.issues == []
    assert root is not None
    assert root.value("a") == TextNode(1, 4, "no", True)
    members = root.value("b")
    assert isinstance(members, ListNode)
    assert members.members[0] == TextNode(3, 5, "2025-04", True)
    inner = members.members[1]
    assert isinstance(inner, MapNode)
    assert (inner.line, inner.column) == (4, 5)
    assert inner.value("c") == TextNode(4, 9, "1", False)
    assert inner.value("d") == TextNode(4, 17, "1.50", True)
    assert root.value("e") == TextNode(5, 4, "0x1F", True)


@pytest.mark.parametrize(
    ("written", "empty"), [("", True), ("~", True), ("null", True), ("''", False), ("'null'", False)]
)
def test_empty_values(written: str, empty: bool) -> None:
    root, _ = tree(f"a: {written}\n")
    assert root is not None
    value = root.value("a")
    assert isinstance(value, TextNode)
    assert value.empty is empty


def test_all_equal_keys_are_reported_and_the_first_counts() -> None:
    root, problems = tree("a: 1\nb: {c: 1, c: 2}\na: 2\na: 3\n")
    seen = [(issue.code, issue.line, issue.column, issue.value) for issue in problems.sorted()]
    assert seen == [("C008", 2, 11, "c"), ("C008", 3, 1, "a"), ("C008", 4, 1, "a")]
    assert root is not None
    assert root.value("a") == TextNode(1, 4, "1", True)


def test_a_circle_is_refused_and_not_followed() -> None:
    _, problems = tree("a: &x [*x, *x]\n")
    assert [issue.code for issue in problems.sorted()] == ["C009"] * 3


def test_billion_laughs_stay_small() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    root, problems = tree("\n".join(lines))
    assert root is not None
    assert {issue.code for issue in problems.issues} == {"C009"}


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text("a: " + "x" * MAX_BYTES, encoding="utf-8")
    problems = Problems("large.yaml")
    assert read_tree(str(path), problems) is None
    assert [issue.code for issue in problems.issues] == ["C002"]


def test_missing_file_and_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "none.yaml", tmp_path):
        problems = Problems("x")
        assert read_tree(str(path), problems) is None
        assert [issue.code for issue in problems.issues] == ["C001"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("\x00", "C005"),
        ("a: [1, 2", "C005"),
        ("a: 'x", "C005"),
        ("a: b: c", "C005"),
        ("a: @x", "C005"),
        ("%YAML 9\n---\na: 1", "C005"),
        ("a:\n\tb: 1", "C012"),
        ("? {a: 1}\n: 2", "C022"),
        ("--- a\n--- b", "C006"),
    ],
)
def test_refused_texts(text: str, code: str) -> None:
    _, problems = tree(text)
    assert [issue.code for issue in problems.sorted()] == [code]


def test_folded_text_has_spaces_and_no_marks_of_the_parser() -> None:
    problems = Problems("x.yaml")
    root = read_tree_text("note: >-\n  one line\n  and another\n\n  third\n", problems)
    assert root is not None
    assert not problems.issues
    node = root.entries["note"][1]
    assert isinstance(node, TextNode)
    assert node.text == "one line and another\nthird"
