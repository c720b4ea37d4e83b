"""Three-valued logic: no is 0, unknown is 1, yes is 2 (Kleene's strong connectives)."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["NO", "UNKNOWN", "YES", "Truth", "all_agree", "both", "either", "negated", "word"]

Truth = int

NO, UNKNOWN, YES = 0, 1, 2
_WORDS = ("no", "unknown", "yes")


def both(*values: Truth) -> Truth:
    """Conjunction: the least of the values."""
    return min(values)


def either(values: Iterable[Truth]) -> Truth:
    """Disjunction: the greatest of the values; there must be one."""
    return max(values)


def negated(value: Truth) -> Truth:
    """Negation: unknown stays unknown."""
    return YES - value


def all_agree(values: Iterable[Truth]) -> Truth:
    """The value that all possibilities share; unknown when they differ or there is none."""
    found = set(values)
    return found.pop() if len(found) == 1 else UNKNOWN


def word(value: Truth) -> str:
    """The verdict as queries write it."""
    return _WORDS[value]
