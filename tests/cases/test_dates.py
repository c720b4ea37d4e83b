"""Partial dates: examples worked out by hand, and properties that hold for all of them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cases.dates import DATE_PATTERN, DateProblem, PartialDate

DAYS = st.dates(date(1901, 1, 1), date(2098, 12, 31))


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-04", "2025-04-01", "2025-04-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-04-30", "2025-04-30", "2025-04-30"),
        ("202X", "2020-01-01", "2029-12-31"),
        ("20XX", "2000-01-01", "2099-12-31"),
        ("2025-XX", "2025-01-01", "2025-12-31"),
        ("2025-04-XX", "2025-04-01", "2025-04-30"),
        ("2025-XX-XX", "2025-01-01", "2025-12-31"),
        ("2015-08~", "2015-07-01", "2015-09-30"),
        ("2020-01~", "2019-12-01", "2020-02-29"),
        ("2020-12~", "2020-11-01", "2021-01-31"),
        ("2017~", "2016-01-01", "2018-12-31"),
        ("2020-03-01~", "2020-02-29", "2020-03-02"),
        ("201X~", "2000-01-01", "2029-12-31"),
        ("2025-02/2025-04", "2025-02-01", "2025-04-30"),
        ("2025-04-30/2025-11-24", "2025-04-30", "2025-11-24"),
        ("2024~/2025-06", "2023-01-01", "2025-06-30"),
    ],
)
def test_bounds(text: str, earliest: str, latest: str) -> None:
    found = PartialDate.from_text(text)
    assert (found.earliest.isoformat(), found.latest.isoformat()) == (earliest, latest)
    assert re.match(DATE_PATTERN, text)


@pytest.mark.parametrize(
    ("text", "impossible", "phrase"),
    [
        ("2025-13", True, "month 13"),
        ("2025-00", True, "month 00"),
        ("2025-02-29", True, "28 days"),
        ("1900-02-29", True, "28 days"),
        ("2025-04-31", True, "30 days"),
        ("2025-04/2025-03", True, "ends before it begins"),
        ("1825", True, "outside 1900 to 2099"),
        ("2025?", False, "~ for about"),
        ("2025-21", True, "month 21"),
        ("30.04.2025", False, "year first"),
        ("04/2025", False, "is not a date"),
        ("2025/..", False, "open interval"),
        ("2025/", False, "open interval"),
        ("April 2025", False, "is not a date"),
        ("2025-4", False, "is not a date"),
        ("2025-1X", False, "half-known month"),
        ("202X-04", False, "year is not known"),
        ("2025-XX-04", False, "month is not known"),
        ("2X25", False, "not one of the last two"),
        ("2025-04-30T10:00:00", False, "is not a date"),
        ("٢٠٢٥", False, "is not a date"),
    ],
)
def test_refused(text: str, impossible: bool, phrase: str) -> None:
    with pytest.raises(DateProblem, match=re.escape(phrase)) as caught:
        PartialDate.from_text(text)
    assert caught.value.impossible is impossible


def test_lexical_forms_and_day_numbers() -> None:
    found = PartialDate.from_text("1970-01")
    assert (found.earliest_moment, found.latest_moment) == ("1970-01-01T00:00:00", "1970-01-31T23:59:59")
    assert (found.earliest_day, found.latest_day) == (0, 30)
    assert PartialDate.from_text("1969-12-31").latest_day == -1


@given(DAYS)
def test_coarser_contains_finer(day: date) -> None:
    texts = [day.isoformat(), day.isoformat()[:7], day.isoformat()[:4], day.isoformat()[:3] + "X"]
    found = [PartialDate.from_text(text) for text in texts]
    for finer, coarser in pairwise(found):
        assert coarser.earliest <= finer.earliest <= finer.latest <= coarser.latest


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_about_adds_one_unit_on_both_sides(day: date, letters: int) -> None:
    text = day.isoformat()[:letters]
    plain, about = PartialDate.from_text(text), PartialDate.from_text(f"{text}~")
    before = PartialDate.from_text((plain.earliest - timedelta(days=1)).isoformat()[:letters])
    after = PartialDate.from_text((plain.latest + timedelta(days=1)).isoformat()[:letters])
    assert (about.earliest, about.latest) == (before.earliest, after.latest)


@given(DAYS, DAYS)
def test_interval_and_order(one: date, other: date) -> None:
    first, last = sorted((one, other))
    found = PartialDate.from_text(f"{first}/{last}")
    assert (found.earliest, found.latest) == (first, last)
    before, after = PartialDate.from_text(str(first)), PartialDate.from_text(str(last))
    assert before.certainly_before(after) is (first < last)
    assert not found.certainly_before(before)


@given(st.from_regex(DATE_PATTERN, fullmatch=True))
def test_what_the_pattern_allows_is_read_or_has_a_reason(text: str) -> None:
    try:
        found = PartialDate.from_text(text)
    except DateProblem:
        return
    assert found.earliest <= found.latest


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        PartialDate.from_text(text)
    except DateProblem:
        return
    assert re.match(DATE_PATTERN, text)
