"""What a case file tells in an order that cannot be: checked on told dates, and only where they leave no doubt.

Every date is an interval of days. Two dates contradict an order only when the whole of the one lies on the wrong side
of the whole of the other; an undated item contradicts nothing. A dispute about the two items says that the reports
themselves disagree, and is no issue.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.cases.checking import CaseChecks, certainly_before
from kg.cases.dates import PartialDate
from kg.cases.model import Assessment, Lesion, Outcome, Response, Specimen, Staging, Therapy, ToldInterval
from kg.cases.parts import FirstSign, Item

__all__ = ["check_chronology"]


def check_chronology(checks: CaseChecks) -> None:
    """Add an issue for everything that is dated on the wrong side of something else."""
    for check in (_after_death, _responses, _first_signs, _lines, _around_operation, _recurrences, _specimens, _told):
        check(checks)


def _after_death(checks: CaseChecks) -> None:
    """Nothing is done to the living after a death.

    Specimens without a procedure, assessments without an examination and responses may be those of an autopsy.
    """
    deaths = [item for item in checks.case.course_of(Outcome) if checks.is_a(item, "Died")]
    for death in deaths:
        for item in _of_the_living(checks):
            owner = item.id.removesuffix("-first-sign") if isinstance(item, FirstSign) else item.id
            if certainly_before(death.date, item.date) and not checks.disputed(death.id, owner):
                message = f"is later than the death {death.id}, {death.date}"
                checks.problem("C130", item, "date", message, item.date)


def _of_the_living(checks: CaseChecks) -> Iterator[Item]:
    for lesion in checks.case.lesions:
        if lesion.first_sign is not None:
            yield lesion.first_sign
    for item in checks.case.course:
        if (
            (isinstance(item, Therapy) and not item.planned)
            or (isinstance(item, Assessment) and item.examinations)
            or (isinstance(item, Specimen) and (item.procedure or item.obtained_by))
            or (isinstance(item, Outcome) and checks.is_a(item, "Alive"))
        ):
            yield item


def _responses(checks: CaseChecks) -> None:
    """A response comes after the beginning of its therapy; one lesion does not grow and vanish on one day."""
    responses = checks.case.course_of(Response)
    for response in responses:
        therapy = checks.items.get(response.to)
        if therapy is None or checks.disputed(response.id, therapy.id):
            continue
        if certainly_before(response.date, therapy.date):
            message = f"is earlier than the therapy {therapy.id}, begun {therapy.date}"
            checks.problem("C131", response, "date", message, response.date)
    for number, one in enumerate(responses):
        for other in responses[number + 1 :]:
            same_day = one.date is not None and one.date.exact and one.date == other.date
            shared = sorted(set(one.of) & set(other.of))
            if same_day and shared and not checks.disputed(one.id, other.id) and _opposed(checks, one, other):
                message = f"is told of {shared[0]} on the day on which {one.id} tells the opposite"
                checks.problem("C138", other, "is", message, " ".join(other.types))


def _opposed(checks: CaseChecks, one: Response, other: Response) -> bool:
    shrunk = ("CompleteResponse", "PartialResponse", "Regression")
    return any(
        checks.is_a(grown, "ProgressiveDisease") and any(checks.is_a(rest, name) for name in shrunk)
        for grown, rest in ((one, other), (other, one))
    )


def _detections(checks: CaseChecks, lesion: Lesion) -> Iterator[Item]:
    """Items by which a lesion was certainly known: specimens of it, assessments that detect it, operations on it."""
    for item in checks.case.course:
        if (
            (isinstance(item, Specimen) and lesion.id in item.of)
            or (isinstance(item, Assessment) and lesion.id in item.detects)
            or (isinstance(item, Therapy) and lesion.id in item.targets and checks.is_a(item, "Surgery"))
        ):
            yield item


def _first_signs(checks: CaseChecks) -> None:
    """The first sign of a lesion is when anybody first noticed it: no specimen, detection or operation is earlier."""
    for lesion in checks.case.lesions:
        if lesion.first_sign is None:
            continue
        for item in _detections(checks, lesion):
            if certainly_before(item.date, lesion.first_sign.date) and not checks.disputed(lesion.id, item.id):
                message = f"is later than {item.id}, {item.date}, by which the lesion was known"
                checks.problem("C132", lesion.first_sign, "date", message, lesion.first_sign.date)
                break


def _lines(checks: CaseChecks) -> None:
    """The lines of therapy of the metastatic disease begin in the order of their numbers."""
    told = [item for item in checks.case.course_of(Therapy) if item.therapy_line is not None and not item.planned]
    for one in told:
        for other in told:
            later_line = (one.therapy_line or 0) < (other.therapy_line or 0)
            if later_line and certainly_before(other.date, one.date) and not checks.disputed(one.id, other.id):
                message = f"begins before line {one.therapy_line}, {one.id}, {one.date}"
                checks.problem("C133", other, "line", message, other.therapy_line)


def _around_operation(checks: CaseChecks) -> None:
    """Adjuvant follows an operation on the primary tumor, neoadjuvant precedes one.

    Judged by operations that a report aims at a primary tumor, all of them dated: a second operation, or one whose
    date is not told, may be the one that is meant. A biopsy by excision is none.
    """
    for therapy in checks.case.course_of(Therapy):
        before = checks.is_a(therapy, "Neoadjuvant")
        if not before and not checks.is_a(therapy, "Adjuvant"):
            continue
        if before and not therapy.targets:
            continue  # it may be meant for an operation that is not told
        about = set(therapy.targets)
        found = [item for item in _operations(checks) if not about or about & set(item.targets)]
        if before:
            wrong = all(certainly_before(item.date, therapy.date) for item in found)
        else:
            wrong = all(certainly_before(therapy.date, item.date) for item in found)
        if found and wrong and not any(checks.disputed(therapy.id, item.id) for item in found):
            word, side = ("neoadjuvant", "after") if before else ("adjuvant", "before")
            message = f"is {word} and begins {side} the operation {found[0].id}, {found[0].date}"
            checks.problem("C134", therapy, "date", message, therapy.date)


def _operations(checks: CaseChecks) -> list[Therapy]:
    """Operations on primary tumors, those that are only planned or diagnostic left out."""
    return [
        item
        for item in checks.case.course_of(Therapy)
        if checks.is_a(item, "Surgery")
        and not checks.is_a(item, "Diagnostic")
        and not item.planned
        and any(checks.is_a(checks.lesions[name], "PrimaryTumor") for name in item.targets if name in checks.lesions)
    ]


def _recurrences(checks: CaseChecks) -> None:
    """What came back was known after the primary tumor: contradicted when all that is told of the primary is later."""
    primaries = [lesion for lesion in checks.case.lesions if checks.is_a(lesion, "PrimaryTumor")]
    for lesion in checks.case.lesions:
        if checks.is_a(lesion, "PresentedAsRecurrence"):
            primary = checks.lesions.get(lesion.metastasis_of or "")
        elif checks.is_a(lesion, "LocalRecurrence"):
            primary = primaries[0] if len(primaries) == 1 else None
        else:
            continue
        seen = _known(checks, lesion)
        first = _known(checks, primary) if primary is not None else []
        if primary is None or not seen or not first or checks.disputed(lesion.id, primary.id):
            continue
        if any(all(certainly_before(when, other) for other in first) for when in seen):
            message = f"is told as a recurrence and was known before all that is dated of {primary.id}"
            checks.problem("C135", lesion, "is", message, " ".join(lesion.types))


def _known(checks: CaseChecks, lesion: Lesion) -> list[PartialDate]:
    """Every date at which a lesion was certainly known; of a primary tumor its treatment and staging count too."""
    own = [lesion.date, lesion.first_sign.date if lesion.first_sign else None]
    items: list[Item] = list(_detections(checks, lesion))
    if checks.is_a(lesion, "PrimaryTumor"):
        items += [item for item in checks.case.course_of(Therapy) if lesion.id in item.targets]
        items += [item for item in checks.case.course_of(Staging) if lesion.id in item.of]
    return [when for when in (*own, *(item.date for item in items)) if when is not None]


def _specimens(checks: CaseChecks) -> None:
    """A specimen is not older than the operation that yielded it."""
    for specimen in checks.case.course_of(Specimen):
        therapy = checks.items.get(specimen.obtained_by or "")
        if therapy is None or checks.disputed(specimen.id, therapy.id):
            continue
        if certainly_before(specimen.date, therapy.date):
            message = f"is earlier than {therapy.id}, {therapy.date}, which yielded it"
            checks.problem("C136", specimen, "date", message, specimen.date)


def _told(checks: CaseChecks) -> None:
    """A told interval can be true of the dates of its two ends.

    A lesion may be counted from or to any day on which it was known; what ends on a day that is not told, from or to
    any day after its begin.
    """
    for interval in checks.case.course_of(ToldInterval):
        start, end = checks.items.get(interval.from_item), checks.items.get(interval.to_item)
        if start is None or end is None or checks.disputed(interval.id, interval.id):
            continue
        one, other = _span(checks, start), _span(checks, end)
        if one is None or other is None or checks.disputed(start.id, end.id):
            continue
        at_least = 0 if one[1] is None else other[0] - one[1]
        too_short = interval.at_most_days is not None and interval.at_most_days < at_least
        too_long = other[1] is not None and interval.at_least_days > other[1] - one[0]
        if too_short or too_long:
            message = f"does not fit the dates of {start.id} and {end.id}"
            checks.problem("C137", interval, "value", message, interval.value)


def _span(checks: CaseChecks, item: Item) -> tuple[int, int | None] | None:
    """First and last day, as day numbers, from which an interval may be counted.

    None for an undated item; None as last day when it is open.
    """
    if isinstance(item, Lesion):
        dates = _known(checks, item)
        is_open = any(found.date is None for found in _detections(checks, item))
    else:
        dates = [when for when in (item.date, item.end) if when is not None]
        is_open = isinstance(item, Therapy) and item.end is None
    if not dates:
        return None
    return min(when.earliest_day for when in dates), None if is_open else max(when.latest_day for when in dates)
