"""The template is valid as it stands, and so are all its examples once they are taken in."""

from __future__ import annotations

import re

import pytest

from kg.cases import read_case_text
from kg.cases.fields import COURSE_KINDS
from kg.cases.tables import TABLES
from kg.cases.template import template
from kg.errors import UsageError
from tests.cases.support import bibliography, vocabulary

EXAMPLE = re.compile(r"^( *)# (?=( *)(- \{?[a-z]+|[a-z-]+):)")


def filled(text: str) -> str:
    """The template with every example taken in."""
    head, _, body = text.partition("case: ")
    lines = [EXAMPLE.sub(r"\1", line) for line in f"case: {body}".splitlines()]
    return head + "\n".join(lines).replace("course: []", "course:") + "\n"


def test_as_it_stands() -> None:
    case, issues = read_case_text(
        template("new-2025-1", report="koh-2024"), vocabulary(), bibliography(), case_id="new-2025-1"
    )
    assert issues == []
    assert case is not None
    assert (case.id, [lesion.id for lesion in case.lesions]) == ("new-2025-1", ["primary"])


def test_filled_with_all_examples() -> None:
    text = filled(template("new-2025", report="cheng-wang-2025"))
    case, issues = read_case_text(text, vocabulary(), bibliography(), case_id="new-2025")
    assert [issue.render() for issue in issues] == []
    assert case is not None
    assert len(case.course) == len(COURSE_KINDS)
    assert case.patient is not None
    assert (len(case.silent), len(case.disputes), len(case.history)) == (2, 1, 1)


def test_every_kind_and_top_key_is_shown() -> None:
    text = template("new-2025")
    for kind in COURSE_KINDS:
        assert f"- {kind}: " in text
    for key in TABLES["case"]:
        assert re.search(rf"^(# )?{key}:", text, re.MULTILINE), key


@pytest.mark.parametrize("name", ["New 2025", "2025-new", "", "new_2025", "new--1", "../x"])
def test_impossible_names(name: str) -> None:
    with pytest.raises(UsageError):
        template(name)
    with pytest.raises(UsageError):
        template("new-2025", report=name)
