"""Partial dates: the part of EDTF (ISO 8601-2, levels 0 and 1) that case reports need, as day intervals.

``2025``, ``2025-04``, ``2025-04-30``; unknown digits ``202X``, ``2025-XX``, ``2025-04-XX``; ``~`` after
any of them for "about"; and ``A/B`` for *somewhere between A and B* (both included). Every one of them is an
interval of whole days. "About" widens both bounds by one unit of the precision given: ``2015-08~`` is July to
September.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["DATE_PATTERN", "DateProblem", "PartialDate"]

FIRST_YEAR, LAST_YEAR = 1900, 2099
_ONE = r"(?:[0-9]{3}[0-9X]|[0-9]{2}XX)(?:-(?:[0-9]{2}|XX)(?:-(?:[0-9]{2}|XX))?)?~?"
DATE_PATTERN = rf"^{_ONE}(?:/{_ONE})?$"
"""Regular expression of what can be a partial date; it does not know which days exist."""

_PART = re.compile(r"([0-9X]{4})(?:-([0-9X]{2}))?(?:-([0-9X]{2}))?(~?)")
_EPOCH = date(1970, 1, 1)
_FORMS = "YYYY, YYYY-MM or YYYY-MM-DD, with X for unknown last digits, ~ for about, and A/B for between"


class DateProblem(ValueError):
    """A text that is no partial date. ``impossible`` tells a day that does not exist from a wrong form."""

    def __init__(self, message: str, *, impossible: bool = False) -> None:
        super().__init__(message)
        self.impossible = impossible


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known: the text as written and the first and last day that it can mean."""

    text: str
    earliest: date
    latest: date

    @classmethod
    def from_text(cls, text: str) -> PartialDate:
        """The partial date that ``text`` writes; :class:`DateProblem` says why there is none."""
        first, slash, second = text.partition("/")
        if ".." in text.split("/") or (slash and not (first and second)):
            raise DateProblem("is an open interval: close it with a day that the report bounds it by")
        earliest, latest = _bounds(first)
        if slash:
            start, (end_first, latest) = earliest, _bounds(second)
            if end_first < start or latest < start:
                raise DateProblem("is an interval that ends before it begins", impossible=True)
        return cls(text, earliest, latest)

    @property
    def approximate(self) -> bool:
        """Whether the text says "about" anywhere."""
        return "~" in self.text

    @property
    def exact(self) -> bool:
        """Whether it is a single day."""
        return self.earliest == self.latest

    @property
    def earliest_moment(self) -> str:
        """First second of the first day, lexical form of xsd:dateTime."""
        return f"{self.earliest.isoformat()}T00:00:00"

    @property
    def latest_moment(self) -> str:
        """Last second of the last day, lexical form of xsd:dateTime."""
        return f"{self.latest.isoformat()}T23:59:59"

    @property
    def earliest_day(self) -> int:
        """Days from 1970-01-01 to the first day."""
        return (self.earliest - _EPOCH).days

    @property
    def latest_day(self) -> int:
        """Days from 1970-01-01 to the last day."""
        return (self.latest - _EPOCH).days

    def certainly_before(self, other: PartialDate) -> bool:
        """Whether every day this can mean lies before every day the other can mean."""
        return self.latest < other.earliest

    def __str__(self) -> str:
        return self.text


def _bounds(text: str) -> tuple[date, date]:
    """First and last day of one date without a slash."""
    found = _PART.fullmatch(text)
    if not found:
        raise DateProblem(_why_not(text))
    year_text, month_text, day_text, about = found.groups()
    first_year, last_year = _years(year_text)
    if not FIRST_YEAR <= first_year <= last_year <= LAST_YEAR:
        raise DateProblem(f"has a year outside {FIRST_YEAR} to {LAST_YEAR}", impossible=True)
    fixed_day = day_text is not None and day_text != "XX"
    if first_year != last_year and month_text not in (None, "XX"):
        raise DateProblem("has a month although its year is not known")
    if month_text == "XX" and fixed_day:
        raise DateProblem("has a day although its month is not known")
    if month_text is None or month_text == "XX":
        step = last_year - first_year + 1 if about else 0
        low, high = max(first_year - step, FIRST_YEAR), min(last_year + step, LAST_YEAR)
        return date(low, 1, 1), date(high, 12, 31)
    month = _number(month_text, "month")
    if not 1 <= month <= 12:
        raise DateProblem(f"has month {month_text}, which does not exist", impossible=True)
    if not fixed_day:
        return _month_bounds(first_year, month, 1 if about else 0)
    return _day_bounds(first_year, month, _number(str(day_text), "day"), 1 if about else 0)


def _years(text: str) -> tuple[int, int]:
    known = text.rstrip("X")
    if "X" in known or len(known) < 2:
        raise DateProblem("has an unknown digit in its year that is not one of the last two")
    return int(known.ljust(4, "0")), int(known.ljust(4, "9"))


def _number(text: str, unit: str) -> int:
    if "X" in text:
        raise DateProblem(f"has a half-known {unit}: write XX, or A/B for between")
    return int(text)


def _month_bounds(year: int, month: int, step: int) -> tuple[date, date]:
    first, last = divmod(year * 12 + month - 1 - step, 12), divmod(year * 12 + month - 1 + step, 12)
    end = (last[0], last[1] + 1)
    return date(first[0], first[1] + 1, 1), date(*end, monthrange(*end)[1])


def _day_bounds(year: int, month: int, day: int, step: int) -> tuple[date, date]:
    days = monthrange(year, month)[1]
    if not 1 <= day <= days:
        message = f"is a day that does not exist: {year}-{month:02d} has {days} days"
        raise DateProblem(message, impossible=True)
    middle, width = date(year, month, day), timedelta(days=step)
    return middle - width, middle + width


def _why_not(text: str) -> str:
    if text.endswith(("?", "%")):
        return "marks uncertainty with ? or %: write ~ for about, or A/B for between"
    if re.fullmatch(r"[0-9]{1,2}[./][0-9]{1,2}[./][0-9]{2,4}", text) or "." in text:
        return "is not written year first: use YYYY-MM-DD"
    return f"is not a date: use {_FORMS}"
