"""What a case file says that cannot all be true: checked on the finished model, issue by issue.

Only what is certain is an issue. Where a date or a side is not told, two statements may both hold, and the
reasoner has the last word on what the ontology makes of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from kg.cases.checking import CaseChecks
from kg.cases.chronology import check_chronology
from kg.cases.dates import PartialDate
from kg.cases.model import Assessment, CaseFile, Considered, Findings, Gap, Lesion, Outcome, Therapy
from kg.cases.parts import AbsenceFinding, Site
from kg.cases.reading import Reading, Record
from kg.cases.stage_checks import check_stages

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
    "NoPrimaryTumorFinding": "PrimaryTumor",
}


def check_consistency(reading: Reading, case: CaseFile) -> None:
    """Add an issue for everything in ``case`` that contradicts itself or its reports."""
    checks = _Checks(reading, case)
    checks.run()
    check_chronology(checks)
    check_stages(checks)


class _Checks(CaseChecks):
    def run(self) -> None:
        self._dated_after_report()
        self._circles("ended-by", {entry.id: entry.ended_by for entry in self.case.course_of(Considered)})
        self._circles("until", {entry.id: entry.until for entry in self.case.course_of(AbsenceFinding)})
        self._present_and_absent()
        self._history()
        self._therapies()
        self._ruled_out()
        self._silent_but_told()

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
                    self.problem("C083", part, "date", message, when)

    def _circles(self, key: str, links: dict[str, str | None]) -> None:
        for start in links:
            path = [start]
            following = links[start]
            while following is not None and following not in path:
                path.append(following)
                following = links.get(following)
            if following == start:
                told = " to ".join([*path, start])
                self.problem("C048", self.items[start], key, f"leads back to itself: {told}", path[-1])

    def _present_and_absent(self) -> None:
        groups = self.case.course_of(Findings)
        for number, one in enumerate(groups):
            for other in groups[number:]:
                same = one is other or (
                    bool(set(one.of) & set(other.of)) and one.date is not None and one.date == other.date
                )
                if same and (one is other or not self.disputed(one.id, other.id)):
                    self._signs(one, other)
                    if one is not other:
                        self._signs(other, one)

    def _signs(self, present: Findings, absent: Findings) -> None:
        for denial in absent.lacks:
            for sign in present.shows:
                if self._denies(denial.types[0], sign.types[0]):
                    message = f"is denied, but {sign.types[0]} is among what {present.id} shows"
                    self.problem("C110", absent, "lacks", message, denial.types[0])

    def _denies(self, absence: str, present: str) -> bool:
        """Whether a class of absence denies a class of what is present."""
        return bool(set(self.vocabulary.absence_of.get(absence, ())) & self.vocabulary.above(present))

    def _history(self) -> None:
        """What is told of the past without a date, or of the germline, does not change."""
        for absent in self.case.history:
            for present in self.case.history:
                lasting = (absent.date is None and present.date is None) or self.is_a(absent, "GermlineFinding")
                if not lasting or self.disputed(absent.id, present.id):
                    continue
                for denial, sign in product(absent.types, present.types):
                    if self._denies(denial, sign):
                        message = f"is denied, but {present.id} tells of {sign}"
                        self.problem("C110", absent, "is", message, denial)

    def _absences(self) -> Iterator[tuple[AbsenceFinding, Assessment | None]]:
        for item in self.case.course:
            if isinstance(item, AbsenceFinding):
                yield item, None
            elif isinstance(item, Assessment):
                for finding in item.rules_out:
                    yield finding, item

    def _therapies(self) -> None:
        for finding in self.case.course_of(AbsenceFinding):
            kinds = [kind for absence, kind in _THERAPY_ABSENCES.items() if self.is_a(finding, absence)]
            for therapy in self.case.course_of(Therapy):
                shared = sorted(set(finding.concerns) & set(therapy.targets))
                denied = any(self.is_a(therapy, kind) for kind in kinds)
                if shared and denied and not self._may_follow(therapy, finding):
                    message = f"is told of {shared[0]}, which the therapy {therapy.id} targets"
                    self.problem("C111", finding, "of", message, " ".join(finding.types))

    def _may_follow(self, therapy: Therapy, finding: AbsenceFinding) -> bool:
        """Whether the therapy can lie after the end of the absence, is only planned, or is disputed."""
        if therapy.planned or self.disputed(therapy.id, finding.id):
            return True
        limit = self.items.get(finding.until) if finding.until else None
        if limit is None:
            return False
        return therapy.date is None or limit.date is None or therapy.date.latest >= limit.date.earliest

    def _ruled_out(self) -> None:
        for finding, assessment in self._absences():
            if assessment is None and (finding.sites or not self._whole_course(finding)):
                continue
            if assessment is not None and finding.sought_by is not None and len(assessment.examinations) > 1:
                continue  # what one examination did not show another one may have
            if assessment is not None:
                shown, owner = assessment.detects, assessment.id
            else:
                shown, owner = tuple(self.lesions), "this case"
            for absence, kind in _LESION_ABSENCES.items():
                if self.is_a(finding, absence):
                    self._detected(finding, absence, kind, shown, owner)

    def _whole_course(self, finding: AbsenceFinding) -> bool:
        """Whether a told absence of local recurrence is without any limit in time."""
        plain = finding.date is None and finding.until is None and finding.end is None
        return plain and self.is_a(finding, "NoLocalRecurrenceFinding")

    def _detected(self, finding: AbsenceFinding, absence: str, kind: str, shown: tuple[str, ...], owner: str) -> None:
        excepted = finding.concerns if absence == "NoOtherMetastasisFinding" else ()
        for name in shown:
            lesion = self.lesions.get(name)
            if lesion is None or name in excepted or not self.is_a(lesion, kind) or not self._within(lesion, finding):
                continue
            if absence == "NoPrimaryTumorFinding" and not any(self._lies_in(site, "Breast") for site in lesion.sites):
                continue
            if not self.disputed(name, finding.id):
                record: Record | None = self.reading.records.get(finding.id)
                key = "of" if record and "of" in record.node.entries else "is"
                self.problem("C112", finding, key, f"is told, but {owner} has {name}", absence)

    def _within(self, lesion: Lesion, finding: AbsenceFinding) -> bool:
        """Whether the lesion certainly lies in the region that the finding is limited to, if it is."""
        return not finding.sites or any(
            all(self._lies_in(site, name) for name in region.types) and region.side in (None, site.side)
            for region in finding.sites
            for site in lesion.sites
        )

    def _lies_in(self, site: Site, region: str) -> bool:
        return any(self.vocabulary.is_subclass(name, region) for name in site.types)

    def _silent_but_told(self) -> None:
        told = {"Outcome": bool(self.case.course_of(Outcome)), "PatientAge": self._age_told()}
        for entry in self.case.silent:
            if entry.status == "not-reported" and entry.printed is None and told.get(entry.slot):
                self._silent(entry)

    def _age_told(self) -> bool:
        return self.case.patient is not None and self.case.patient.age is not None

    def _silent(self, entry: Gap) -> None:
        message = "is said not to be reported, but this file reports it"
        self.problem("C115", entry, "slot", message, entry.slot)
