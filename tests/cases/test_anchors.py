"""Passages found again in a text, whatever typesetting did to it."""

from __future__ import annotations

import pytest

from kg.cases.anchors import AnchorMatch, find_anchors
from tests.cases.support import HEAD, good

PAGE = """\
# A title

In brief, a nodule of the scalp was seen. No other metastasis was found.

## 1. Introduction

In April 2025 nothing happened to the **scalp nodule**.

## Case presentation

In April 2025, fine\u2010needle as\u00adpiration of a 1 \u00d7 2 cm nodule (75 mg/m\u00b2) con-
firmed \u201cmetastatic\u201d carcinoma of all

FIGURE 1

A legend about something else.

lymph nodes. Incidence is another word.

## Discussion

In April 2025, again.
"""


def match(evidence: str) -> AnchorMatch:
    item = f"  - event: visit\n    is: Event\n    in: '{evidence}'\n"
    case = good(HEAD + item)
    found = {entry.evidence.id: entry for entry in find_anchors(case, PAGE, "cheng-wang-2025")}
    return found[case.course[0].evidence[0].id]


@pytest.mark.parametrize(
    ("evidence", "text"),
    [
        ("paper | Case presentation ¶1 | In April 2025 … nodule", "In April 2025, fine"),
        ("paper | Introduction ¶1 | In April 2025 … scalp nodule.", "In April 2025 nothing"),
        ("paper | Discussion ¶1 | In April 2025", "In April 2025"),
        ("paper | Case presentation ¶1 | fine-needle aspiration", "fine\u2010needle as\u00adpiration"),
        ("paper | Case presentation ¶1 | 1 x 2 cm", "1 \u00d7 2 cm"),
        ("paper | Case presentation ¶1 | 75mg/m2 … confirmed", "75 mg/m\u00b2) con-\nfirmed"),
        ('paper | Case presentation ¶1 | "metastatic" carcinoma', "\u201cmetastatic\u201d carcinoma"),
        ("paper | Case presentation ¶1 | carcinoma of all … lymph nodes.", "carcinoma of all\n\nFIGURE 1"),
        ("paper | Figure 1, legend | A legend … else.", "A legend about something else."),
        ("paper | Abstract | No other … was found.", "No other metastasis was found."),
    ],
)
def test_found(evidence: str, text: str) -> None:
    found = match(evidence)
    assert found.problem is None
    assert found.start is not None
    assert PAGE[found.start : found.end].startswith(text)


@pytest.mark.parametrize(
    ("evidence", "problem"),
    [
        ("paper | Case presentation ¶1 | In May 2025", "first words not found: In May 2025"),
        ("paper | Case presentation ¶1 | In April 2025 … brain", "last words not found: brain"),
        ("paper | Discussion ¶1 | again. … nothing happened", "last words do not follow the first"),
        ("paper | Discussion ¶1 | scalp nodule", "not below the heading of Discussion ¶1"),
        ("paper | Case presentation ¶1 | Inc", "first words not found: Inc"),
        ("paper | Case presentation ¶1 | cidence is", "first words not found: cidence is"),
    ],
)
def test_not_found(evidence: str, problem: str) -> None:
    found = match(evidence)
    assert (found.start, found.end) == (None, None)
    assert found.problem is not None
    assert found.problem.startswith(problem)


def test_end_of_the_passage() -> None:
    found = match("paper | Case presentation ¶1 | In April 2025 … metastatic")
    assert found.start is not None
    assert PAGE[found.start : found.end].endswith("\u201cmetastatic")


def test_table_cells_and_other_reports_are_not_looked_for() -> None:
    found = match("table | Treatment")
    assert (found.start, found.end, found.problem) == (None, None, None)
    assert find_anchors(good(HEAD + "  - event: a\n    is: Event\n    in: table | Date\n"), PAGE, "koh-2024") == []
