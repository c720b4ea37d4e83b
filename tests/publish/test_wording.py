from __future__ import annotations

from decimal import Decimal

import pytest

from kg.publish.wording import bounds_words, count_words, date_words, days_words, join, period_words, site_words
from tests.publish.small import case_graph, labels, node, typed


@pytest.mark.parametrize(
    ("edtf", "words"),
    [
        ("2025", "2025"),
        ("2025-04-30", "2025-04-30"),
        ("2015-08~", "about 2015-08"),
        ("2025-02/2025-04", "between 2025-02 and 2025-04"),
        ("2015~/2017-03", "between about 2015 and 2017-03"),
        ("202X", "202X"),
    ],
)
def test_dates_stay_as_reported(edtf: str, words: str) -> None:
    assert date_words(edtf) == words


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("2020-07-06", "2020-08-11", "2020-07-06 to 2020-08-11"),
        ("2020", "2020", "2020"),
        ("2020", None, "2020"),
        (None, "2017", "until 2017"),
        (None, None, None),
    ],
)
def test_periods(begin: str | None, end: str | None, words: str | None) -> None:
    assert period_words(begin, end) == words


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (0, 29, "0 to 29 days"),
        (3, 3, "3 days"),
        (1354, 1384, "1354 to 1384 days (44.5 to 45.5 months)"),
        (365, 366, "365 to 366 days (12.0 months)"),
        (10, None, "at least 10 days"),
        (None, 10, "at most 10 days"),
        (None, None, "length not told"),
    ],
)
def test_intervals_keep_their_bounds(least: int | None, most: int | None, words: str) -> None:
    assert days_words(least, most) == words


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        ("20", "20", "20 mm"),
        ("20", "30", "20 to 30 mm"),
        ("90", None, "at least 90 mm"),
        (None, "10", "at most 10 mm"),
        (None, None, None),
    ],
)
def test_bounds_of_a_value(least: str | None, most: str | None, words: str | None) -> None:
    assert bounds_words(least and Decimal(least), most and Decimal(most), "mm") == words  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [(1, 1, "1 focus"), (3, 3, "3 foci"), (2, None, "at least 2 foci"), (2, 4, "2 to 4 foci"), (None, None, None)],
)
def test_an_open_count_is_no_count(least: int | None, most: int | None, words: str | None) -> None:
    assert count_words(least, most) == words


def test_a_side_that_is_not_told_is_left_out() -> None:
    background = labels(FrontalScalp="frontal scalp", LeftSided="left-sided body part")
    sided = case_graph(typed("a", "FrontalScalp", "LeftSided"), background=background)
    open_side = case_graph(typed("a", "FrontalScalp"), background=background)
    assert site_words(sided, node("a")) == "frontal scalp, left"
    assert site_words(open_side, node("a")) == "frontal scalp"


def test_join_leaves_out_what_is_not_there() -> None:
    assert join("a", None, "", "b") == "a, b"
