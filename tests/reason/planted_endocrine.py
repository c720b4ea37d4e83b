"""Planted cases of relapse and progression under endocrine therapy, on the thresholds of its resistance."""

from __future__ import annotations

from tests.reason.planted import Planted, days
from tests.reason.planted_course import WORSE, course, drug, more

__all__ = ["ENDOCRINE"]

RETURNED = "case hasLesion m . m a DistantMetastasis . m a PresentedAsRecurrence"
LOCAL = "case hasLesion l . l a LocalRecurrence"
AGAIN = "case hasResponse y . y a ProgressiveDisease . y responseTo d"
BOTH = ("EndocrineTherapyWithPrimaryResistance", "EndocrineTherapyWithSecondaryResistance")


def verdict(primary: str, secondary: str) -> str:
    return f"d {BOTH[0]} {primary}, d {BOTH[1]} {secondary}"


def relapse(first: int, last: int | None = None, end: int | None = None, told: str = "") -> str:
    """Adjuvant endocrine therapy from day 1000, ended or open, and a relapse so many days after its start."""
    stop = None if end is None else 1000 + end
    found = course(
        drug(1000, stop, "EndocrineTherapy", "Adjuvant"),
        RETURNED,
        "m hasFirstSign w",
        days("w", 1000 + first, None if last is None else 1000 + last),
    )
    return more(found, told) if told else found


def progression(line: int | None, first: int, last: int | None = None, told: str = "") -> str:
    """Endocrine therapy of a metastasis from day 1000, and progression under it so many days later."""
    found = course(
        drug(1000, None, "EndocrineTherapy"),
        "case hasLesion m . m a DistantMetastasis . d targets m",
        WORSE,
        days("x", 1000 + first, None if last is None else 1000 + last),
    )
    found += "" if line is None else f" . d therapyLine {line}"
    return more(found, told) if told else found


def in_words(least: int, most: int) -> str:
    """Adjuvant endocrine therapy, and a relapse a told time after its start."""
    told = f"i a ReportedInterval . i fromItem d . i toItem m . i atLeastDays {least} . i atMostDays {most}"
    return course(drug(1000, None, "EndocrineTherapy", "Adjuvant"), RETURNED, told)


OPEN = verdict("cannot tell", "cannot tell")
ENDOCRINE = [
    Planted("on therapy, day 731", relapse(731, end=1800), verdict("yes", "no")),
    Planted("on therapy, day 732", relapse(732, end=1800), verdict("no", "yes")),
    Planted("on therapy, across two years", relapse(700, 760, end=1800), OPEN),
    Planted("on its last day", relapse(700, end=700), verdict("yes", "no")),
    Planted("the day after its end", relapse(701, end=700), verdict("no", "yes")),
    Planted(
        "told as progression under it, end open", relapse(500, told=WORSE + " . x responseOf m"), verdict("yes", "no")
    ),
    Planted("end open, day 731", relapse(731), OPEN),
    Planted("end open, day 732", relapse(732), verdict("no", "cannot tell")),
    Planted("366 days after the end", relapse(1366, end=1000), verdict("no", "yes")),
    Planted("367 days after the end", relapse(1367, end=1000), verdict("no", "no")),
    Planted("across twelve months after the end", relapse(1360, 1370, end=1000), verdict("no", "cannot tell")),
    Planted("around the end, after two years", relapse(990, 1010, end=1000), verdict("no", "yes")),
    Planted("around the end, within two years", relapse(490, 510, end=500), OPEN),
    Planted("stopped early, within a year", relapse(600, end=300), verdict("no", "yes")),
    Planted("stopped early, later than a year", relapse(700, end=300), verdict("no", "no")),
    Planted(
        "an earlier local recurrence", relapse(1500, end=1800, told=more(LOCAL, days("l", 1400))), verdict("yes", "no")
    ),
    Planted("an undated local recurrence", relapse(500, end=1800, told=LOCAL), OPEN),
    Planted("told in words: about two years", in_words(548, 913), OPEN),
    Planted("told in words: about three years", in_words(913, 1279), verdict("no", "cannot tell")),
    Planted("first line, 182 days", progression(1, 182), verdict("yes", "no")),
    Planted("first line, 183 days", progression(1, 183), verdict("no", "yes")),
    Planted("first line, across six months", progression(1, 111, 208), OPEN),
    Planted("second line, 182 days", progression(2, 182), OPEN),
    Planted("second line, 183 days", progression(2, 183), verdict("no", "yes")),
    Planted("line not told, 100 days", progression(None, 100), OPEN),
    Planted("two progressions", progression(1, 100, told=more(AGAIN, days("y", 1300))), verdict("yes", "no")),
    Planted("two progressions in unknown order", progression(1, 100, told=AGAIN), OPEN),
    Planted("chemotherapy", progression(1, 100).replace("d a EndocrineTherapy", "d a Chemotherapy"), OPEN),
]
