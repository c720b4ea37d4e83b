"""What all checks of a finished case need: its parts by id, its disputes, and how an issue is told."""

from __future__ import annotations

from kg.cases.dates import PartialDate
from kg.cases.model import CaseFile, Lesion
from kg.cases.parts import Item, Part
from kg.cases.reading import Reading

__all__ = ["CaseChecks", "certainly_before"]


def certainly_before(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether both dates are told and every day of the one lies before every day of the other."""
    return one is not None and other is not None and one.certainly_before(other)


class CaseChecks:
    """One case under scrutiny. A dispute about two items is about how they fit together: nothing is said twice."""

    def __init__(self, reading: Reading, case: CaseFile) -> None:
        self.reading = reading
        self.case = case
        self.vocabulary = reading.vocabulary
        self.lesions = {lesion.id: lesion for lesion in case.lesions}
        self.items = {part.id: part for part in case.parts() if isinstance(part, Item)}
        group = {sign: name for name, signs in reading.signs.items() for sign in signs}
        about = [{group.get(name, name) for name in entry.about} for entry in case.disputes]
        self._disputed = {frozenset((one, other)) for names in about for one in names for other in names}

    def disputed(self, one: str, other: str) -> bool:
        """Whether a dispute of the file is about both items (or about the one, when both are the same)."""
        return frozenset((one, other)) in self._disputed

    def is_a(self, part: Item | Lesion, root: str) -> bool:
        """Whether one of the told classes of the part is ``root`` or below it."""
        return any(self.vocabulary.is_subclass(name, root) for name in part.types)

    def problem(self, code: str, part: Part, key: str, message: str, value: object) -> None:
        """Add an issue at a key of a part, or at the part when it has no such key."""
        record = self.reading.records.get(part.id)
        place = record.place(key) if record else (part.line, 1)
        path = record.at(key) if record else part.id
        self.reading.problem(code, message, place, path, value)
