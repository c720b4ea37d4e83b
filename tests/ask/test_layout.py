"""Text for people: wrapping, tables, records, Markdown; and machine formats read back by other programs."""

from __future__ import annotations

import csv
import io
import json
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ask.formats import to_csv, to_json, to_tsv
from kg.ask.layout import heading, markdown_table, records, table, wrap

WORDS = st.text(alphabet=st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=30)


@given(st.lists(WORDS), st.integers(1, 60))
def test_wrapping_keeps_every_letter_and_the_width(words: list[str], width: int) -> None:
    text = " ".join(words)
    lines = wrap(text, width)
    assert all(len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(words)
    assert len(lines) >= 1


@given(st.lists(st.text(alphabet="abc", min_size=1, max_size=9)), st.integers(9, 60))
def test_text_without_long_words_is_wrapped_as_the_standard_library_does(words: list[str], width: int) -> None:
    text = " ".join(words)
    assert wrap(text, width) == (textwrap.wrap(text, width) or [""])


@given(st.lists(st.lists(WORDS, min_size=3, max_size=3), max_size=5), st.integers(50, 90))
def test_a_table_keeps_its_width(rows: list[list[str]], width: int) -> None:
    for line in table(["one", "a column of a long name", "three"], rows, width=width):
        assert len(line) <= width


def test_columns_are_aligned_and_cells_wrapped() -> None:
    lines = table(["name", "n"], [["a long cell of many words", "5"], ["b", "12"]], width=17, right=[False, True])
    assert lines == [
        "name            n",
        "-------------  --",
        "a long cell     5",
        "of many words",
        "b              12",
    ]


def test_ids_break_at_their_hyphens_and_nowhere_else() -> None:
    assert wrap("case abdelhafeez-2019 x", 12) == ["case", "abdelhafeez-", "2019 x"]
    assert wrap("no-other-metastasis-finding", 14) == ["no-other-", "metastasis-", "finding"]
    assert wrap("-a--b-", 2) == ["-", "a-", "-", "b-"]
    assert wrap("since 2020-03-17", 10) == ["since", "2020-03-17"]
    assert wrap("abcdef", 4) == ["abcd", "ef"]
    lines = table(["case", "told"], [["abdelhafeez-2019", "a word and many others"]], width=26)
    assert [line.split()[0] for line in lines[2:4]] == ["abdelhafeez-", "2019"]


def test_a_table_too_wide_becomes_records() -> None:
    columns = [f"column{number}" for number in range(9)]
    rows = [["a" * 12] * 9, ["b" * 12] * 9]
    lines = table(columns, rows, width=80)
    assert lines == records(columns, rows, width=80)
    assert lines[0] == "column0  aaaaaaaaaaaa"
    assert lines[9] == ""


def test_lines_below_a_row_follow_it() -> None:
    lines = table(["a"], [["1"], ["2"]], width=40, below=lambda number: [f"    row {number}"])
    assert lines == ["a", "-", "1", "    row 0", "2", "    row 1"]


def test_names_of_columns_become_words() -> None:
    assert heading("atLeastDays") == "at least days"
    assert heading("case") == "case"


def test_markdown_shows_signs_as_they_are() -> None:
    lines = markdown_table(["a|b", "n"], [["x_y * [z] <i>", "1\n2"]], [False, True])
    assert lines == ["| a\\|b | n |", "|---|---:|", "| x\\_y \\* \\[z\\] \\<i> | 1 2 |"]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_csv_is_read_back_by_the_standard_library(rows: list[list[str]]) -> None:
    text = to_csv(["a", "b"], rows)
    assert list(csv.reader(io.StringIO(text, newline=""), strict=True)) == [["a", "b"], *rows]


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2)))
def test_tsv_keeps_one_line_a_row(rows: list[list[str]]) -> None:
    lines = to_tsv(["a", "b"], rows).split("\n")
    assert len(lines) == len(rows) + 2
    assert all(line.count("\t") == 1 for line in lines[:-1])


def test_cells_of_csv_are_written_plainly() -> None:
    assert to_csv(["n", "told"], [[5, True], [None, 0.5]]) == "n,told\r\n5,true\r\n,0.5\r\n"
    assert to_csv(["a"], [['say "yes", please'], [" x"]]) == 'a\r\n"say ""yes"", please"\r\n" x"\r\n'


NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(JSON)
def test_json_is_what_the_standard_library_writes(content: object) -> None:
    assert to_json(content) == json.dumps(content, ensure_ascii=False, indent=2) + "\n"


@pytest.mark.parametrize("content", [float("nan"), float("inf"), {1, 2}, [object()]])
def test_what_has_no_form_in_json_is_refused(content: object) -> None:
    with pytest.raises(TypeError, match="has no form in JSON"):
        to_json(content)
