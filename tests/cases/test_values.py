"""Values: examples worked out by hand, and properties that hold for all of them."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from functools import partial

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.cases.values import (
    ValueProblem,
    parse_age,
    parse_count,
    parse_duration,
    parse_measured,
    parse_result,
)


def d(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("90%", "90", "90"),
        (">90%", "90", "100"),
        (">=90%", "90", "100"),
        ("≥ 90 %", "90", "100"),
        ("<10%", "0", "10"),
        ("<=1%", "0", "1"),
        ("80-90%", "80", "90"),
        ("80–90%", "80", "90"),
        ("~20%", "20", "20"),
        ("0%", "0", "0"),
        ("0.5%", "0.5", "0.5"),
        ("100%", "100", "100"),
    ],
)
def test_percent(text: str, least: str, most: str) -> None:
    found = parse_result("ER", text)
    assert (found.at_least, found.at_most) == (d(least), d(most))
    assert (found.ihc_score, found.intensity, found.reported) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "below"),
    [("<1%", "1"), ("< 20 %", "20"), ("<=1%", None), ("≤1%", None), ("1%", None), (">1%", None), ("0-1%", None)],
)
def test_less_than_is_kept_as_an_open_bound(text: str, below: str | None) -> None:
    assert parse_result("ER", text).below == d(below)


@pytest.mark.parametrize(("text", "score"), [("0", 0), ("1+", 1), ("2+", 2), ("3+", 3)])
def test_scores_are_her2_scores_or_intensities(text: str, score: int) -> None:
    assert (parse_result("HER2", text).ihc_score, parse_result("HER2", text).intensity) == (score, None)
    assert (parse_result("ER", text).ihc_score, parse_result("ER", text).intensity) == (None, score)


def test_words_and_immunoreactive_score() -> None:
    assert parse_result("PR", "weakly positive").reported == "weakly-positive"
    assert parse_result("PR", "negative").at_most is None
    assert parse_result("ER", "IRS 12").immunoreactive_score == 12


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("101%", "percent"),
        ("90-101%", "percent"),
        ("-5%", "negative"),
        ("<0%", "negative"),
        ("90", "unit"),
        ("90 mm", "unit"),
        ("90-80%", "order"),
        (">80-90%", "form"),
        ("4+", "form"),
        ("IRS 13", "form"),
        ("IRS x", "form"),
        ("1,5%", "form"),
        ("Positive", "form"),
        ("", "form"),
        ("1e3%", "unit"),
        ("٩٠%", "form"),
        ("9" * 400 + "%", "form"),
    ],
)
def test_refused_results(text: str, kind: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        parse_result("ER", text)
    assert caught.value.kind == kind
    assert caught.value.allowed


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [("1", 1, 1), (">=2", 2, None), (">2", 3, None), ("2-3", 2, 3), ("~5", 5, 5)],
)
def test_counts(text: str, least: int, most: int | None) -> None:
    found = parse_count(text)
    assert found.at_least == least
    assert found.at_most == most


@pytest.mark.parametrize("text", ["0", "1.5", "<3", "several", "2 foci", "-1"])
def test_refused_counts(text: str) -> None:
    with pytest.raises(ValueProblem):
        parse_count(text)


@pytest.mark.parametrize(
    ("text", "least", "most", "unit"),
    [
        ("8.4 cm", "84", "84", "mm"),
        ("4.9 mm", "4.9", "4.9", "mm"),
        ("2-3 cm", "20", "30", "mm"),
        ("~9 cm", "90", "90", "mm"),
        ("<5 mm", "0", "5", "mm"),
        (">5 cm", "50", None, "mm"),
        ("5.93 ng/mL", "5.93", "5.93", "ng/mL"),
        ("5.93 µg/L", "5.93", "5.93", "ng/mL"),
        ("40 kU/L", "40", "40", "U/mL"),
        ("250 µm", "0.25", "0.25", "mm"),
    ],
)
def test_measured(text: str, least: str, most: str | None, unit: str) -> None:
    found = parse_measured(text)
    assert (found.at_least, found.at_most, found.unit) == (d(least), d(most), unit)
    assert found.approximate is text.startswith("~")


@pytest.mark.parametrize(
    ("text", "kind"), [("8.4", "unit"), ("2 inch", "unit"), ("7.5 × 5.2 cm", "form"), ("-2 mm", "negative")]
)
def test_refused_measures(text: str, kind: str) -> None:
    with pytest.raises(ValueProblem) as caught:
        parse_measured(text)
    assert caught.value.kind == kind


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("10 months", 289, 320),  # 9.5 * 30.4375 = 289.16, 10.5 * 30.4375 = 319.59
        ("1 year", 182, 548),  # 0.5 * 365.25 = 182.63, 1.5 * 365.25 = 547.88
        ("2-3 years", 547, 1279),  # 1.5 and 3.5 years
        (">2 years", 730, None),
        ("<6 months", 0, 183),
        ("~6 weeks", 35, 49),
        ("12 days", 11, 13),
        ("0 days", 0, 1),
    ],
)
def test_durations(text: str, least: int, most: int | None) -> None:
    found = parse_duration(text)
    assert (found.at_least, found.at_most) == (least, most)


def test_ages() -> None:
    assert parse_age("44-46").at_least == 44
    assert parse_age("44-46").at_most == 46
    assert parse_age(">=60").at_most is None
    with pytest.raises(ValueProblem, match="more than 120"):
        parse_age("121")


NUMBERS = st.decimals(0, 100, places=2, allow_nan=False).map(lambda number: f"{number}")


@given(NUMBERS, NUMBERS)
def test_ranges_hold_their_ends_exactly(one: str, other: str) -> None:
    low, high = sorted((one, other), key=Decimal)
    found = parse_result("ER", f"{low}-{high}%")
    assert (found.at_least, found.at_most) == (Decimal(low), Decimal(high))
    assert parse_measured(f"{low}-{high} cm").at_most == Decimal(high) * 10


@given(NUMBERS, st.sampled_from([">", ">=", "≥", "<", "<=", "≤", "~", ""]))
def test_the_number_itself_is_never_excluded(number: str, sign: str) -> None:
    assume(sign != "<" or Decimal(number) > 0)  # less than nothing is refused
    found = parse_result("ER", f"{sign}{number}%")
    assert found.at_least is not None
    assert found.at_most is not None
    assert 0 <= found.at_least <= Decimal(number) <= found.at_most <= 100


@given(st.integers(0, 400), st.sampled_from(["day", "week", "month", "year"]), st.sampled_from(["", "~"]))
def test_durations_contain_the_number_and_grow(number: int, unit: str, sign: str) -> None:
    length = {"day": 1.0, "week": 7.0, "month": 30.4375, "year": 365.25}[unit]
    found, longer = parse_duration(f"{sign}{number} {unit}s"), parse_duration(f"{sign}{number + 1} {unit}s")
    assert found.at_most is not None
    assert longer.at_most is not None
    assert found.at_least <= number * length <= found.at_most
    assert found.at_least <= longer.at_least
    assert found.at_most <= longer.at_most


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_age, parse_count, parse_duration, parse_measured, partial(parse_result, "HER2")):
        with suppress(ValueProblem):
            assert parse(text) is not None
