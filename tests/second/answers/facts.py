"""What a case file says about one case, in the words of the questions: lesions, their standing, their treatment.

Everything is read from the values of :class:`kg.cases.CaseFile`; the vocabulary is asked only which class lies
below which, and what an absence finding is the absence of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.cases import CaseFile, Vocabulary
from kg.cases.model import AbsenceFinding, Assessment, Item, Lesion, Site, Specimen, Therapy
from tests.second.answers.logic import NO, UNKNOWN, YES, Truth, all_agree

__all__ = ["Chart", "World", "certainly_before"]

OPPOSITE = {"left": "right", "right": "left"}


def certainly_before(one: Item, other: Item) -> bool:
    """Whether the dates of two items put the first before the second, whatever days they mean."""
    return one.date is not None and other.date is not None and one.date.latest < other.date.earliest


@dataclass(frozen=True)
class Chart:
    """One case, with the vocabulary to read its classes."""

    case: CaseFile
    vocabulary: Vocabulary

    def is_a(self, types: Iterable[str], root: str) -> bool:
        """Whether one of the classes is ``root`` or below it."""
        return any(self.vocabulary.is_subclass(name, root) for name in types)

    def most_specific(self, types: Iterable[str]) -> list[str]:
        """The classes that have no other of the classes below them, sorted."""
        names = set(types)
        return sorted(
            name
            for name in names
            if not any(other != name and self.vocabulary.is_subclass(other, name) for other in names)
        )

    def lesion(self, name: str | None) -> Lesion | None:
        """The lesion with this id, or None."""
        return next((lesion for lesion in self.case.lesions if lesion.id == name), None)

    def metastases(self, site: str | None = None) -> Iterator[Lesion]:
        """The metastases of the case that have a body part of class ``site`` (None: all of them)."""
        for lesion in self.case.lesions:
            if self.is_a(lesion.types, "Metastasis") and (site is None or any(self.places(lesion, site))):
                yield lesion

    def distant(self, site: str | None = None) -> Iterator[Lesion]:
        """The metastases at a site that are distant beyond doubt."""
        return (lesion for lesion in self.metastases(site) if self.standing(lesion) == "distant")

    def perhaps_distant(self, site: str | None = None) -> Iterator[Lesion]:
        """The metastases at a site that are not regional beyond doubt."""
        return (lesion for lesion in self.metastases(site) if self.standing(lesion) != "regional")

    def places(self, lesion: Lesion, site: str | None) -> Iterator[Site]:
        """The body parts of a lesion that are of class ``site``."""
        return (place for place in lesion.sites if site is None or self.is_a(place.types, site))

    # Distant or regional

    def standing(self, lesion: Lesion) -> str:
        """Of a metastasis: ``distant``, ``regional`` or, where sides are not told, ``unknown``."""
        if self.is_a(lesion.types, "DistantMetastasis"):
            return "distant"
        if not self.is_a(lesion.types, "NodalMetastasis"):
            return "unknown"
        primary = self.lesion(lesion.metastasis_of)
        sides = {place.side for place in primary.sites} if primary else set()
        found = {self._node_standing(place, sides) for place in lesion.sites}
        if "distant" in found:
            return "distant"
        return "regional" if found == {"regional"} else "unknown"

    def _node_standing(self, node: Site, primary_sides: set[str | None]) -> str:
        if self.is_a(node.types, "NonRegionalLymphNode"):
            return "distant"
        if not self.is_a(node.types, "RegionalNodeBasin") or len(primary_sides) != 1:
            return "unknown"
        (side,) = primary_sides
        if node.side is None or side is None:
            return "unknown"
        if side not in OPPOSITE:
            return "unknown"  # carcinoma of both breasts: from which of them the nodes come is not told
        if node.side == side:
            return "regional"
        return "distant" if node.side == OPPOSITE[side] else "unknown"  # of both sides: part of each

    # Detection

    def possible_first(self, lesion: Lesion) -> list[Assessment]:
        """Assessments that may have been the first to detect a lesion: none is certainly earlier."""
        found = [item for item in self.case.course_of(Assessment) if lesion.id in item.detects]
        return [item for item in found if not any(certainly_before(other, item) for other in found)]

    def detected_metastases(self, assessment: Assessment) -> list[Lesion]:
        """The metastases that an assessment detected."""
        return [lesion for lesion in self.metastases() if lesion.id in assessment.detects]

    def no_others(self, assessment: Assessment) -> list[AbsenceFinding]:
        """Findings of an assessment that there was no other metastasis, anywhere."""
        return [
            finding
            for finding in assessment.rules_out
            if self.is_a(finding.types, "NoOtherMetastasisFinding") and not finding.sites
        ]

    def companions(self, lesion: Lesion, assessment: Assessment) -> list[Lesion]:
        """Other distant metastases that an assessment detected besides a lesion."""
        return [
            other
            for other in self.detected_metastases(assessment)
            if other.id != lesion.id and self.standing(other) == "distant"
        ]

    def solitary(self, lesion: Lesion) -> Truth:
        """Whether a metastasis was the only distant one when it was first detected."""
        if self.standing(lesion) != "distant":
            return UNKNOWN
        if lesion.foci and lesion.foci.at_least is not None and lesion.foci.at_least >= 2:
            return NO
        return all_agree(self._alone(lesion, assessment) for assessment in self.possible_first(lesion))

    def _alone(self, lesion: Lesion, assessment: Assessment) -> Truth:
        if self.companions(lesion, assessment):
            return NO
        open_nodes = any(
            self.standing(other) == "unknown" for other in self.detected_metastases(assessment) if other.id != lesion.id
        )
        told = any(lesion.id in finding.concerns or not finding.concerns for finding in self.no_others(assessment))
        return YES if told and not open_nodes else UNKNOWN

    def solitary_basis(self, lesion: Lesion) -> set[str]:
        """Ids of the findings or lesions that can decide whether a lesion is solitary."""
        verdict, found = self.solitary(lesion), set()
        for assessment in self.possible_first(lesion):
            if verdict == YES:
                found |= {finding.id for finding in self.no_others(assessment)}
            elif verdict == NO:
                found |= {other.id for other in self.companions(lesion, assessment)}
        if verdict == NO and lesion.foci and (lesion.foci.at_least or 0) >= 2:
            found.add(lesion.id)
        return found

    # Treatment

    def names(self, types: Iterable[str]) -> list[str]:
        """Labels of the narrowest classes."""
        return [self.vocabulary.labels[name] for name in self.most_specific(types)]

    def therapies_of(self, lesion: Lesion, kind: str) -> list[Therapy]:
        """Therapies of a class that were given (not only planned) and aimed at a lesion."""
        return [
            therapy
            for therapy in self.case.course_of(Therapy)
            if not therapy.planned and lesion.id in therapy.targets and self.is_a(therapy.types, kind)
        ]

    def absences(self, kind: str) -> Iterator[AbsenceFinding]:
        """Absence findings of a class, of assessments and by themselves."""
        for item in self.case.course:
            found = item.rules_out if isinstance(item, Assessment) else ()
            own = (item,) if isinstance(item, AbsenceFinding) else ()
            yield from (entry for entry in (*found, *own) if self.is_a(entry.types, kind))

    def absences_of(self, lesion: Lesion, kind: str) -> list[AbsenceFinding]:
        """Absence findings of a class that concern a lesion."""
        return [finding for finding in self.absences(kind) if lesion.id in finding.concerns]

    def locally_treated(self, lesion: Lesion) -> Truth:
        """Whether the lesion had a local therapy: yes, told not to have had, or unknown."""
        return self._treated(lesion, "LocalTherapy", "NoLocalTherapyFinding")

    def systemically_treated(self, lesion: Lesion) -> Truth:
        """Whether a systemic therapy was aimed at the lesion: yes, told not, or unknown."""
        return self._treated(lesion, "SystemicTherapy", "NoSystemicTherapyFinding")

    def _treated(self, lesion: Lesion, therapy: str, absence: str) -> Truth:
        if self.therapies_of(lesion, therapy):
            return YES
        return NO if self.absences_of(lesion, absence) else UNKNOWN

    # Specimens

    def specimens_of(self, lesion: Lesion) -> list[Specimen]:
        """The specimens taken from a lesion."""
        return [specimen for specimen in self.case.course_of(Specimen) if lesion.id in specimen.of]


@dataclass(frozen=True)
class World:
    """All cases, by id."""

    cases: tuple[CaseFile, ...]
    vocabulary: Vocabulary

    @property
    def charts(self) -> list[Chart]:
        """One chart a case, in the order of the ids."""
        return [Chart(case, self.vocabulary) for case in sorted(self.cases, key=lambda case: case.id)]
