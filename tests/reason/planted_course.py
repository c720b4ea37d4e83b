"""Planted cases of a whole course: the oligometastatic state, on the thresholds of its five factors."""

from __future__ import annotations

from tests.reason.planted import Planted, days

__all__ = ["COURSES", "WORSE", "course", "drug", "more"]


def work_up(name: str, day: int | None, *lesions: str, foci: tuple[int, int] = (1, 1), sole: bool = True) -> str:
    """An assessment that detected distant metastases, each with so many foci, and says that there were no others."""
    parts = [f"case hasAssessment {name} . {name} a DiseaseAssessment"]
    if day is not None:
        parts.append(days(name, day))
    for lesion in lesions:
        parts.append(
            f"{name} detects {lesion} . case hasLesion {lesion} . {lesion} a DistantMetastasis"
            f" . {lesion} focusCountAtLeast {foci[0]} . {lesion} focusCountAtMost {foci[1]}"
        )
    if sole:
        parts.append(f"{name} finds {name}-sole . {name}-sole a NoOtherMetastasisFinding")
    return " . ".join(parts)


def course(*parts: str) -> str:
    return " . ".join(["case a Case", *parts])


def more(told: str, *parts: str) -> str:
    return " . ".join([told, *parts])


def says(assessment: str, kind: str) -> str:
    return f"{assessment} finds {assessment}-{kind.lower()} . {assessment}-{kind.lower()} a {kind}Finding"


def free(day: int) -> str:
    """A work-up that found no distant metastasis."""
    return more("e a DiseaseAssessment", days("e", day), says("e", "NoDistantMetastasis"))


def drug(start: int, end: int | None = None, *classes: str) -> str:
    kinds = [f"d a {one}" for one in classes or ["Chemotherapy"]]
    stop = [] if end is None else [days("d", end, end="end")]
    return more("case hasTherapy d", days("d", start), *kinds, *stop)


WORSE = "case hasResponse x . x a ProgressiveDisease . x responseTo d"
STAGED = "q a PrimaryTumor . case hasLesion q . case hasStaging g . g a Staging . g a M0 . g stagedLesion q"
FIRST = course(STAGED, work_up("one", 1000, "m"), "m a PresentedAsRecurrence . m metastasisOf q")
OFF, STILL = "NoActiveSystemicTherapy", "NoProgressiveLesion"
MANY = work_up("one", 1000, "m", foci=(6, 6))
LATER = work_up("two", 2000, "n")
INDUCED = course(MANY, LATER)
REPEAT = more(FIRST, LATER)
RESIDUAL = work_up("two", 2000, "r") + " . one detects r"

COUNTS = [
    Planted("five foci", course(work_up("one", 1, "m", foci=(5, 5))), "one OligometastaticAssessment yes"),
    Planted("six foci", course(work_up("one", 1, "m", foci=(6, 6))), "one OligometastaticAssessment no"),
    Planted("five or six", course(work_up("one", 1, "m", foci=(5, 6))), "one OligometastaticAssessment cannot tell"),
    Planted(
        "five, others left open",
        course(work_up("one", 1, "m", foci=(5, 5), sole=False)),
        "one OligometastaticAssessment cannot tell",
    ),
    Planted(
        "three and two",
        course(work_up("one", 1, "m", foci=(3, 3)), work_up("one", None, "n", foci=(2, 2))),
        "one OligometastaticAssessment yes",
    ),
    Planted(
        "three and three",
        course(work_up("one", 1, "m", foci=(3, 3)), work_up("one", None, "n", foci=(3, 3))),
        "one OligometastaticAssessment no",
    ),
]

NO_HISTORY = "one AssessmentAfterPolymetastaticDisease no, one AssessmentAfterOligometastaticDisease no"
OPEN_HISTORY = NO_HISTORY.replace(" no", " cannot tell")
EXTENT = [
    Planted(
        "metachronous, therapy open",
        FIRST,
        f"{NO_HISTORY}, one MetachronousOligometastaticAssessment yes, one AssessmentUnderSystemicTherapy cannot tell"
        ", one OligorecurrenceAssessment out, one OligoprogressionAssessment out",
    ),
    Planted(
        "metachronous, off therapy",
        more(FIRST, says("one", OFF)),
        "one AssessmentUnderSystemicTherapy no, one MetachronousOligorecurrenceAssessment in",
    ),
    Planted(
        "metachronous, therapy until then",
        more(FIRST, drug(900, 1000)),
        "one AssessmentUnderSystemicTherapy yes, one MetachronousOligoprogressionAssessment in",
    ),
    Planted(
        "therapy until the day before", more(FIRST, drug(900, 999)), "one AssessmentUnderSystemicTherapy cannot tell"
    ),
    Planted("therapy from that day", more(FIRST, drug(1000, 1100)), "one AssessmentUnderSystemicTherapy yes"),
    Planted(
        "therapy from the next day", more(FIRST, drug(1001, 1100)), "one AssessmentUnderSystemicTherapy cannot tell"
    ),
    Planted("therapy without an end", more(FIRST, drug(900)), "one AssessmentUnderSystemicTherapy cannot tell"),
    Planted(
        "therapy that was only planned",
        more(FIRST, drug(900, 1100, "Chemotherapy", "Planned")),
        "one AssessmentUnderSystemicTherapy cannot tell",
    ),
    Planted(
        "hormone replacement is no therapy of the cancer",
        more(FIRST, drug(900, 1100, "HormoneReplacementTherapy")),
        "one AssessmentUnderSystemicTherapy cannot tell",
    ),
    Planted("M0 of another tumor", course(STAGED, work_up("one", 9, "m")), OPEN_HISTORY),
    Planted("history not told", course(work_up("one", 1000, "m")), OPEN_HISTORY),
    Planted("history denied", course(work_up("one", 1000, "m"), says("one", "NoEarlierMetastasis")), NO_HISTORY),
    Planted("none found the day before", course(work_up("one", 1000, "m"), free(999)), NO_HISTORY),
    Planted("none found that day", course(work_up("one", 1000, "m"), free(1000)), OPEN_HISTORY),
    Planted(
        "a metastasis that no assessment detected",
        more(FIRST, "case hasLesion u . u a DistantMetastasis"),
        OPEN_HISTORY,
    ),
    Planted(
        "first sign",
        course(work_up("one", None, "m"), "m a PresentedAsFirstSign"),
        f"{NO_HISTORY}, one SynchronousOligometastaticAssessment in, one MetachronousOligometastaticAssessment no"
        ", one InducedOligometastaticAssessment no, one RepeatOligometastaticAssessment no",
    ),
    Planted(
        "repeat, off therapy",
        more(REPEAT, says("two", OFF)),
        "two AssessmentAfterPolymetastaticDisease no, two AssessmentAfterOligometastaticDisease yes"
        ", two RepeatOligorecurrenceAssessment in, two InducedOligometastaticAssessment no",
    ),
    Planted(
        "repeat, new lesion under therapy",
        more(REPEAT, drug(1900, 2100)),
        "two RepeatOligoprogressionAssessment in, two OligopersistenceAssessment out",
    ),
    Planted(
        "repeat, told as progression",
        more(REPEAT, drug(1900), WORSE + " . x responseOf n"),
        "two AssessmentUnderSystemicTherapy yes, two RepeatOligoprogressionAssessment in",
    ),
    Planted(
        "repeat, nothing new under therapy",
        more(REPEAT, drug(1900, 2100), says("two", STILL)),
        "two AssessmentWithProgressiveLesion no, two RepeatOligopersistenceAssessment in"
        ", two OligoprogressionAssessment out",
    ),
    Planted(
        "the earlier one without a date",
        course(work_up("one", None, "m"), LATER),
        "two AssessmentAfterOligometastaticDisease cannot tell",
    ),
    Planted(
        "induced", INDUCED, "two InducedOligometastaticAssessment yes, two AssessmentAfterPolymetastaticDisease yes"
    ),
    Planted("induced, off therapy", course(MANY, LATER, says("two", OFF)), "two InducedOligorecurrenceAssessment in"),
    Planted("induced, a new lesion", course(MANY, LATER, drug(900, 2100)), "two InducedOligoprogressionAssessment in"),
    Planted(
        "induced, residual lesion",
        course(MANY, RESIDUAL, drug(900, 2100), says("two", STILL)),
        "two InducedOligopersistenceAssessment in, two AssessmentWithProgressiveLesion no",
    ),
    Planted(
        "induced, whether the residual lesion grew not told",
        course(MANY, RESIDUAL, drug(900, 2100)),
        "two AssessmentWithProgressiveLesion cannot tell, two InducedOligopersistenceAssessment out",
    ),
]

COURSES = [*COUNTS, *EXTENT]
