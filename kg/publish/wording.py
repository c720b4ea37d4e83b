"""Values of the graph in words: dates, intervals, bounds, body parts, verdicts."""

from __future__ import annotations

from decimal import Decimal

from kg.publish.case_graph import CaseGraph

__all__ = [
    "SETTINGS",
    "bounds_words",
    "count_words",
    "date_words",
    "days_words",
    "join",
    "kind_words",
    "period_words",
    "site_words",
]

_SIDES = {"LeftSided": "left", "RightSided": "right", "BilateralSite": "both sides", "MidlineSite": "midline"}
_MONTH = Decimal("30.4375")
SETTINGS = (
    "Neoadjuvant",
    "Adjuvant",
    "Palliative",
    "Salvage",
    "Curative",
    "Diagnostic",
    "Empirical",
    "Symptomatic",
    "Planned",
)
"""Classes of :class:`Therapy` that say with what intent it is given, not what is given."""


def join(*parts: str | None, sign: str = ", ") -> str:
    """The parts that are there, with a sign between them."""
    return sign.join(part for part in parts if part)


def date_words(text: str) -> str:
    """An EDTF date as reported: ``between 2019-05 and 2019-10``, ``about 2015-08``, ``2025-04``."""
    first, slash, second = text.partition("/")
    if slash:
        return f"between {date_words(first)} and {date_words(second)}"
    return f"about {first[:-1]}" if first.endswith("~") else first


def period_words(begin: str | None, end: str | None) -> str | None:
    """Begin and end as reported; one date where they are the same, None where neither is told."""
    if begin and end and begin != end:
        return f"{date_words(begin)} to {date_words(end)}"
    if begin:
        return date_words(begin)
    return f"until {date_words(end)}" if end else None


def days_words(least: int | None, most: int | None) -> str:
    """Bounds of an interval in days, with months of 30.4375 days besides when it is a long one."""
    if least is None and most is None:
        return "length not told"
    if least is None:
        return f"at most {most} days"
    if most is None:
        return f"at least {least} days"
    told = f"{least} days" if least == most else f"{least} to {most} days"
    if least < 60:
        return told
    low, high = (f"{Decimal(value) / _MONTH:.1f}" for value in (least, most))
    return f"{told} ({low if low == high else f'{low} to {high}'} months)"


def bounds_words(least: Decimal | None, most: Decimal | None, unit: str | None) -> str | None:
    """Bounds of a measured value with its unit; None when there are none."""
    unit = f" {unit}" if unit else ""
    if least is None and most is None:
        return None
    if least is None:
        return f"at most {most:f}{unit}"
    if most is None:
        return f"at least {least:f}{unit}"
    return f"{least:f}{unit}" if least == most else f"{least:f} to {most:f}{unit}"


def count_words(least: int | None, most: int | None) -> str | None:
    """How many foci: ``1 focus``, ``at least 2 foci``, ``2 to 4 foci``; None when no number is told."""
    if least is None and most is None:
        return None
    if least == most:
        return f"{least} {'focus' if least == 1 else 'foci'}"
    if most is None:
        return f"at least {least} foci"
    return f"{least or 0} to {most} foci"


def site_words(graph: CaseGraph, part: str) -> str:
    """A body part with its side: ``frontal scalp, left``; the side is left out where none is told."""
    types = graph.stated_types(part)
    places = join(*(graph.class_label(name) for name in types if name not in _SIDES), sign=" / ")
    return join(places, *(_SIDES[name] for name in types if name in _SIDES))


def kind_words(graph: CaseGraph, node: str, leave_out: tuple[str, ...] = ()) -> str:
    """What the case file calls a thing: the labels of its classes, without those left out."""
    return join(*(graph.class_label(name) for name in graph.stated_types(node) if name not in leave_out))
