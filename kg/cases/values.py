"""The small grammar of values in case files: every number is an interval, computed exactly.

``90%``, ``>90%``, ``>=90%``, ``<10%``, ``80-90%``, ``~20%``; counts ``1``, ``>=2``; lengths and
concentrations with a unit, converted; durations in words, as bounds in days. ``>`` is read like ``>=`` and
``<`` like ``<=``: reports use them for the ends of a scale, and a closed interval never excludes what may
be true. A receptor result keeps besides what it is written to lie below: ``<1%`` is how reports say negative,
and 1% itself is positive. ``~`` keeps the number and marks it as approximate, except in a duration, which it
widens to one unit on either side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kg.cases.parts import Quantity

__all__ = [
    "NUMBER_PATTERN",
    "OLDEST",
    "UNITS",
    "Duration",
    "ResultValue",
    "ValueProblem",
    "parse_age",
    "parse_count",
    "parse_duration",
    "parse_measured",
    "parse_result",
]

_N = r"[0-9]{1,9}(?:\.[0-9]{1,9})?"
NUMBER_PATTERN = rf"(?:(?:>=|<=|[><≥≤~]) ?)?{_N}(?: ?[-–] ?{_N})?"
"""Regular expression of an interval without its unit."""

_INTERVAL = re.compile(
    rf"(?P<sign>>=|<=|[><≥≤~])? ?(?P<low>{_N})(?: ?[-–] ?(?P<high>{_N}))? ?(?P<unit>(?:%|[^\W\d_]).*)?", re.DOTALL
)
_AT_LEAST, _AT_MOST = (">", ">=", "≥"), ("<", "<=", "≤")

UNITS: dict[str, tuple[str, Decimal]] = {
    "mm": ("mm", Decimal(1)),
    "cm": ("mm", Decimal(10)),
    "µm": ("mm", Decimal("0.001")),
    "ng/mL": ("ng/mL", Decimal(1)),
    "µg/L": ("ng/mL", Decimal(1)),
    "U/mL": ("U/mL", Decimal(1)),
    "kU/L": ("U/mL", Decimal(1)),
}
"""Unit as written: (unit it is converted to, factor)."""

DAYS = {"day": Decimal(1), "week": Decimal(7), "month": Decimal("30.4375"), "year": Decimal("365.25")}
SCORES = {"0": 0, "1+": 1, "2+": 2, "3+": 3}
WORDS = {"positive": "positive", "negative": "negative", "weakly positive": "weakly-positive"}
OLDEST = 120


class ValueProblem(ValueError):
    """A text that is no value of the kind asked for.

    ``kind`` is ``"form"``, ``"unit"``, ``"negative"``, ``"percent"``, ``"order"`` or ``"age"``; ``allowed``
    says what would do.
    """

    def __init__(self, kind: str, message: str, allowed: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.kind = kind
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class ResultValue:
    """What one written receptor value says; the fields are those of :class:`kg.cases.parts.Result`."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    ihc_score: int | None = None
    intensity: int | None = None
    immunoreactive_score: int | None = None
    reported: str | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """A told duration in whole days, rounded outward; ``at_most`` None: open."""

    text: str
    at_least: int
    at_most: int | None


def _interval(text: str, allowed: tuple[str, ...]) -> tuple[str, Decimal, Decimal, str]:
    """Sign, lower and upper number and unit of ``text``; equal numbers when only one is written."""
    found = _INTERVAL.fullmatch(text)
    if not found:
        if re.match(r"[~<>=≥≤ ]*[-−–][0-9]", text):
            raise ValueProblem("negative", "is negative", allowed)
        if re.search(r"[0-9],[0-9]", text):
            raise ValueProblem("form", "has a decimal comma: write a point", allowed)
        raise ValueProblem("form", "is not a value of this kind", allowed)
    sign, low, high = found["sign"] or "", Decimal(found["low"]), Decimal(found["high"] or found["low"])
    if found["high"] and sign not in ("", "~"):
        raise ValueProblem("form", f"has both {sign} and a range", allowed)
    if high < low:
        raise ValueProblem("order", "is a range whose upper end is below its lower end", allowed)
    return sign, low, high, (found["unit"] or "").strip()


def _quantity(
    text: str, parts: tuple[str, Decimal, Decimal], unit: str | None, top: Decimal | None, factor: Decimal
) -> Quantity:
    sign, low, high = parts
    return Quantity(
        text,
        Decimal(0) if sign in _AT_MOST else low * factor,
        top if sign in _AT_LEAST else high * factor,
        unit,
        sign == "~",
    )


def _percent(text: str, allowed: tuple[str, ...]) -> Quantity:
    sign, low, high, unit = _interval(text, allowed)
    if unit != "%":
        raise ValueProblem("unit", "has no percent sign" if not unit else f"has unit {unit}, not %", allowed)
    if high > 100:
        raise ValueProblem("percent", "is more than 100%", allowed)
    return _quantity(text, (sign, low, high), "%", Decimal(100), Decimal(1))


def parse_result(marker: str, text: str) -> ResultValue:
    """What ``text`` says as the result of ``marker``.

    A percent gives bounds; ``0``, ``1+``, ``2+``, ``3+`` is the immunohistochemistry score of HER2 and the
    staining intensity of any other marker; ``positive``, ``negative`` and ``weakly positive`` are what is
    reported; ``IRS n`` is the immunoreactive score (0 to 12) of Remmele and Stegner.
    """
    allowed = ("a percent (90%, >90%, <10%, 80-90%, ~20%)", "0, 1+, 2+, 3+", *WORDS, "IRS 0 to IRS 12")
    if text in WORDS:
        return ResultValue(reported=WORDS[text])
    if text in SCORES:
        score = SCORES[text]
        return ResultValue(ihc_score=score) if marker == "HER2" else ResultValue(intensity=score)
    if text.startswith("IRS "):
        number = text[4:].strip()
        if not number.isascii() or not number.isdigit() or int(number) > 12:
            raise ValueProblem("form", "is no immunoreactive score from 0 to 12", allowed)
        return ResultValue(immunoreactive_score=int(number))
    if re.fullmatch(r"[0-9]\+", text):
        raise ValueProblem("form", "is no score: they end at 3+", allowed)
    found = _percent(text, allowed)
    below = found.at_most if text.startswith("<") and not text.startswith("<=") else None
    if below == 0:
        raise ValueProblem("negative", "is less than nothing", allowed)
    return ResultValue(at_least=found.at_least, at_most=found.at_most, below=below)


def parse_count(text: str) -> Quantity:
    """A number of foci: ``1``, ``>=2``, ``2-3``, ``~5``; whole numbers from 1."""
    allowed = ("1", ">=2", "2-3")
    sign, low, high, unit = _interval(text, allowed)
    if unit or low != low.to_integral_value() or high != high.to_integral_value():
        raise ValueProblem("form", "is not a whole number", allowed)
    if low < 1 or sign in _AT_MOST:
        raise ValueProblem("form", "does not start from 1", allowed)
    low += 1 if sign == ">" else 0  # of whole numbers, more than 1 is at least 2
    return _quantity(text, (sign, low, high), None, None, Decimal(1))


def parse_age(text: str) -> Quantity:
    """An age in years: ``45``, ``44-46``, ``>=60``, ``~50``; at most 120."""
    allowed = ("45", "44-46", ">=60", "~50")
    sign, low, high, unit = _interval(text, allowed)
    if unit not in ("", "years"):
        raise ValueProblem("unit", f"has unit {unit}; ages are in years", allowed)
    if high > OLDEST:
        raise ValueProblem("age", f"is more than {OLDEST} years", allowed)
    return _quantity(text, (sign, low, high), "years", None, Decimal(1))


def parse_measured(text: str) -> Quantity:
    """A length in mm or a concentration in its base unit: ``8.4 cm`` is 84 mm (see :data:`UNITS`)."""
    allowed = tuple(f"a number in {unit}" for unit in UNITS)
    if re.search(r"[0-9] ?[×x*] ?[0-9]", text):
        raise ValueProblem("form", "has several dimensions: give the one measured, and the print under as", allowed)
    sign, low, high, written = _interval(text, allowed)
    unit = {"um": "µm", "μm": "µm", "ug/L": "µg/L", "μg/L": "µg/L", "ng/ml": "ng/mL"}.get(written, written)
    if unit not in UNITS:
        raise ValueProblem("unit", f"has unknown unit {written}" if written else "has no unit", tuple(UNITS))
    base, factor = UNITS[unit]
    return _quantity(text, (sign, low, high), base, None, factor)


def parse_duration(text: str) -> Duration:
    """A duration told in words, in days: ``10 months``, ``2-3 years``, ``>2 years``, ``~6 weeks``.

    A number stands for half a unit less to half a unit more (``~``: a whole unit), a bound for itself; a
    month has 30.4375 days, a year 365.25; the result is rounded outward to whole days.
    """
    allowed = ("10 months", "2-3 years", ">2 years", "~6 weeks", "12 days")
    sign, low, high, written = _interval(text, allowed)
    unit = written.removesuffix("s")
    if unit not in DAYS:
        raise ValueProblem("unit", f"has unknown unit {written}" if written else "has no unit", tuple(DAYS))
    slack = Decimal(0) if sign in (*_AT_LEAST, *_AT_MOST) else Decimal(1) if sign == "~" else Decimal("0.5")
    least = Decimal(0) if sign in _AT_MOST else max(Decimal(0), low - slack) * DAYS[unit]
    most = None if sign in _AT_LEAST else (high + slack) * DAYS[unit]
    return Duration(
        text,
        int(least.to_integral_value(ROUND_FLOOR)),
        None if most is None else int(most.to_integral_value(ROUND_CEILING)),
    )
