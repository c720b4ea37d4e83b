"""How times grow with the number of cases, and which queries are worth a second look."""

from __future__ import annotations

from collections.abc import Sequence
from math import log10

__all__ = ["BAR", "FASTER_THAN_LINEAR", "flags", "per_decade"]

BAR = 1.0  # seconds that a stored query may take at the largest cohort
FASTER_THAN_LINEAR = 1.5  # growth over what rows and scan grow by; sorting and caches alone stay below it
APART = 4  # sizes that differ by less tell nothing about growth
NOISE = 0.002  # seconds below which a growth tells of fixed costs only


def per_decade(sizes: Sequence[int], values: Sequence[float | None]) -> float | None:
    """Factor by which a value grows for ten times as many cases, from the two largest sizes.

    None when a value is missing or nought, and for sizes that are too close to tell.
    """
    if len(sizes) < 2:
        return None
    (small, low), (large, high) = zip(sizes[-2:], values[-2:], strict=True)
    if not low or not high or large < APART * small:
        return None
    return float(10 ** (log10(high / low) / log10(large / small)))


def flags(
    sizes: Sequence[int], times: Sequence[float | None], rows: Sequence[float | None], scans: Sequence[float | None]
) -> tuple[float | None, float | None, str]:
    """Growth a decade, its ratio to the larger growth of rows and scan, and what to look at (empty: nothing).

    A time of None was given up at the deadline.
    """
    growth = per_decade(sizes, times)
    expected = max(per_decade(sizes, rows) or 0.0, per_decade(sizes, scans) or 0.0)
    ratio = growth / expected if growth is not None and expected else None
    told = []
    last = times[-1]
    if last is None:
        told.append("given up")
    elif last > BAR:
        told.append(f"over {BAR:g} s")
    if ratio is not None and ratio > FASTER_THAN_LINEAR and (times[-2] or 0.0) > NOISE:
        told.append("faster than linear")
    return growth, ratio, ", ".join(told)
