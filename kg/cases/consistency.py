"""What a case file says that cannot all be true: checked on the finished model, issue by issue.

Only what is certain is an issue. Where a date or a side is not told, two statements may both hold, and the
reasoner has the last word on what the ontology makes of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.cases.dates import PartialDate
from kg.cases.model import Assessment, CaseFile, Considered, Findings, Gap, Lesion, Outcome, Therapy
from kg.cases.parts import AbsenceFinding, Item, Part
from kg.cases.reading import Reading, Record

__all__ = ["check_consistency"]

_THERAPY_ABSENCES = {
    "NoLocalTherapyFinding": "LocalTherapy",
    "NoSystemicTherapyFinding": "SystemicTherapy",
    "NoTherapyFinding": "Therapy",
}
_LESION_ABSENCES = {
    "NoOtherMetastasisFinding": "DistantMetastasis",
    "NoDistantMetastasisFinding": "DistantMetastasis",
    "NoLocalRecurrenceFinding": "LocalRecurrence",
}


def check_consistency(reading: Reading, case: CaseFile) -> None:
    """Add an issue for everything in ``case`` that contradicts itself or its reports."""
    _Checks(reading, case).run()


class _Checks:
    def __init__(self, reading: Reading, case: CaseFile) -> None:
        self.reading = reading
        self.case = case
        self.vocabulary = reading.vocabulary
        self.lesions = {lesion.id: lesion for lesion in case.lesions}
        self.items = {part.id: part for part in case.parts() if isinstance(part, Item)}
        group = {sign: name for name, signs in reading.signs.items() for sign in signs}
        about = [{group.get(name, name) for name in entry.about} for entry in case.disputes]
        self.disputed = {frozenset((one, other)) for names in about for one in names for other in names}

    def run(self) -> None:
        self._dated_after_report()
        self._circles("ended-by", {entry.id: entry.ended_by for entry in self.case.course_of(Considered)})
        self._circles("until", {entry.id: entry.until for entry in self.case.course_of(AbsenceFinding)})
        self._present_and_absent()
        self._therapies()
        self._ruled_out()
        self._silent_but_told()

    def _problem(self, code: str, part: Part, key: str, message: str, value: object) -> None:
        record = self.reading.records.get(part.id)
        place = record.place(key) if record else (part.line, 1)
        path = record.at(key) if record else part.id
        self.reading.problem(code, message, place, path, value)

    def _is(self, item: Item | Lesion, root: str) -> bool:
        return any(self.vocabulary.is_subclass(name, root) for name in item.types)

    def _dated_after_report(self) -> None:
        bibliography = self.reading.bibliography
        if bibliography is None:
            return
        for part in self.case.parts():
            when: PartialDate | None = getattr(part, "date", None)
            for passage in part.evidence:
                report = bibliography.get(passage.report)
                if when is not None and report is not None and when.earliest.year > report.year:
                    message = f"is later than its report {report.key}, published in {report.year}"
                    self._problem("C083", part, "date", message, when)

    def _circles(self, key: str, links: dict[str, str | None]) -> None:
        for start in links:
            path = [start]
            following = links[start]
            while following is not None and following not in path:
                path.append(following)
                following = links.get(following)
            if following == start:
                told = " to ".join([*path, start])
                self._problem("C048", self.items[start], key, f"leads back to itself: {told}", path[-1])

    def _present_and_absent(self) -> None:
        groups = self.case.course_of(Findings)
        for number, one in enumerate(groups):
            for other in groups[number:]:
                same = one is other or (
                    bool(set(one.of) & set(other.of)) and one.date is not None and one.date == other.date
                )
                if same and (one is other or frozenset((one.id, other.id)) not in self.disputed):
                    self._signs(one, other)
                    if one is not other:
                        self._signs(other, one)

    def _signs(self, present: Findings, absent: Findings) -> None:
        for denial in absent.lacks:
            denied = self.vocabulary.absence_of.get(denial.types[0], ())
            for sign in present.shows:
                if set(denied) & self.vocabulary.above(sign.types[0]):
                    message = f"is denied, but {sign.types[0]} is among what {present.id} shows"
                    self._problem("C110", absent, "lacks", message, denial.types[0])

    def _absences(self) -> Iterator[tuple[AbsenceFinding, Assessment | None]]:
        for item in self.case.course:
            if isinstance(item, AbsenceFinding):
                yield item, None
            elif isinstance(item, Assessment):
                for finding in item.rules_out:
                    yield finding, item

    def _therapies(self) -> None:
        for finding in self.case.course_of(AbsenceFinding):
            kinds = [kind for absence, kind in _THERAPY_ABSENCES.items() if self._is(finding, absence)]
            for therapy in self.case.course_of(Therapy):
                shared = sorted(set(finding.concerns) & set(therapy.targets))
                denied = any(self._is(therapy, kind) for kind in kinds)
                if shared and denied and not self._may_follow(therapy, finding):
                    message = f"is told of {shared[0]}, which the therapy {therapy.id} targets"
                    self._problem("C111", finding, "of", message, " ".join(finding.types))

    def _may_follow(self, therapy: Therapy, finding: AbsenceFinding) -> bool:
        """Whether the therapy can lie after the end of the absence, is only planned, or is disputed."""
        if therapy.planned or frozenset((therapy.id, finding.id)) in self.disputed:
            return True
        limit = self.items.get(finding.until) if finding.until else None
        if limit is None:
            return False
        return therapy.date is None or limit.date is None or therapy.date.latest >= limit.date.earliest

    def _ruled_out(self) -> None:
        for finding, assessment in self._absences():
            if finding.sites or (assessment is None and not self._whole_course(finding)):
                continue
            if assessment is not None:
                shown, owner = assessment.detects, assessment.id
            else:
                shown, owner = tuple(self.lesions), "this case"
            for absence, kind in _LESION_ABSENCES.items():
                if self._is(finding, absence):
                    self._detected(finding, absence, kind, shown, owner)

    def _whole_course(self, finding: AbsenceFinding) -> bool:
        """Whether a told absence of local recurrence is without any limit in time."""
        plain = finding.date is None and finding.until is None and finding.end is None
        return plain and self._is(finding, "NoLocalRecurrenceFinding")

    def _detected(self, finding: AbsenceFinding, absence: str, kind: str, shown: tuple[str, ...], owner: str) -> None:
        excepted = finding.concerns if absence == "NoOtherMetastasisFinding" else ()
        for name in shown:
            lesion = self.lesions.get(name)
            if lesion is None or name in excepted or not self._is(lesion, kind):
                continue
            if frozenset((name, finding.id)) not in self.disputed:
                record: Record | None = self.reading.records.get(finding.id)
                key = "of" if record and "of" in record.node.entries else "is"
                self._problem("C112", finding, key, f"is told, but {owner} has {name}", absence)

    def _silent_but_told(self) -> None:
        told = {"Outcome": bool(self.case.course_of(Outcome)), "PatientAge": self._age_told()}
        for entry in self.case.silent:
            if entry.status == "not-reported" and entry.printed is None and told.get(entry.slot):
                self._silent(entry)

    def _age_told(self) -> bool:
        return self.case.patient is not None and self.case.patient.age is not None

    def _silent(self, entry: Gap) -> None:
        message = "is said not to be reported, but this file reports it"
        self._problem("C115", entry, "slot", message, entry.slot)
