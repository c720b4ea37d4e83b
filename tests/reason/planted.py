"""Small planted cases, one a line, with the verdicts that follow; each sits on one threshold or just beside it.

A case is written as ``subject property object`` parts with ``.`` between them. ``case`` is the case itself, a name in
capitals at its beginning after ``a`` is a class, a whole number a number of days or foci, a decimal number a value.
Expected verdicts are ``item YesClass verdict``; for a class without an opposite ``in`` or ``out``.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from kg.graph.terms import RDF_TYPE, Statement, decimal, integer, term
from kg.names import part_iri

__all__ = ["Planted", "STATES", "days", "named", "statements_of"]


class Planted(NamedTuple):
    """A name, the case, and what is expected of it."""

    name: str
    case: str
    expected: str


def statements_of(number: int, planted: Planted) -> list[Statement]:
    """The statements of a planted case, under an id of its own."""
    case_id = f"planted-{2000 + number}"
    made = []
    for part in planted.case.split(" . "):
        subject, verb, value = part.split()
        predicate = RDF_TYPE if verb == "a" else term(verb)
        made.append((named(case_id, subject), predicate, _object(case_id, verb, value)))
    return made


def named(case_id: str, name: str) -> str:
    """The IRI of an item of a planted case, as a term."""
    iri = part_iri(case_id, name)
    return f"<{iri.partition('#')[0]}>" if name == "case" else f"<{iri}>"


def _object(case_id: str, verb: str, value: str) -> str:
    if verb == "a":
        return term(value)
    if value.lstrip("-").isdigit():
        return integer(int(value))
    return decimal(Decimal(value)) if value.replace(".", "", 1).isdigit() else named(case_id, value)


def days(item: str, first: int, last: int | None = None, end: str = "") -> str:
    """The day bounds of an item; ``end`` for those of its end."""
    low, high = ("endEarliestDay", "endLatestDay") if end else ("earliestDay", "latestDay")
    return f"{item} {low} {first} . {item} {high} {first if last is None else last}"


def result(marker: str, low: float, high: float | None = None) -> str:
    name = marker.lower()
    most = low if high is None else high
    return f"p hasResult {name} . {name} a {marker}Result . {name} atLeast {low:.1f} . {name} atMost {most:.1f}"


def her2(score: int, more: str = "") -> str:
    told = f"p hasResult her2 . her2 a HER2Result . her2 ihcScore {score}"
    return f"{told} . her2 a {more}" if more else told


def profile(*parts: str) -> str:
    return " . ".join(["p a ReceptorProfile", *parts])


A, BN, BP = "LuminalALikeProfile", "LuminalBLikeHER2NegativeProfile", "LuminalBLikeHER2PositiveProfile"
NL, TN, LOW = "HER2PositiveNonLuminalProfile", "TripleNegativeProfile", "HER2LowProfile"


def subtypes(**verdicts: str) -> str:
    found = {"A": A, "BN": BN, "BP": BP, "NL": NL, "TN": TN, "LOW": LOW}
    return ", ".join(f"p {found[name]} {verdict}" for name, verdict in verdicts.items())


PROFILES = [
    Planted(
        "ER 1, PR 20, HER2 0, Ki-67 19.9",
        profile(result("ER", 1), result("PR", 20), her2(0), result("Ki67", 19.9)),
        subtypes(A="yes", BN="no", BP="no", NL="no", TN="no", LOW="no"),
    ),
    Planted(
        "Ki-67 20", profile(result("ER", 90), result("PR", 20), her2(0), result("Ki67", 20)), subtypes(A="no", BN="yes")
    ),
    Planted(
        "PR 19.9",
        profile(result("ER", 90), result("PR", 19.9), her2(1), result("Ki67", 5)),
        subtypes(A="no", BN="yes", LOW="yes"),
    ),
    Planted(
        "Ki-67 across 20",
        profile(result("ER", 90), result("PR", 20), her2(0), result("Ki67", 15, 25)),
        subtypes(A="cannot tell", BN="cannot tell", BP="no", NL="no", TN="no"),
    ),
    Planted(
        "PR across 20",
        profile(result("ER", 90), result("PR", 10, 30), her2(0), result("Ki67", 5)),
        subtypes(A="cannot tell", BN="cannot tell"),
    ),
    Planted(
        "ER 0.9",
        profile(result("ER", 0.9), result("PR", 50), her2(0), result("Ki67", 5)),
        subtypes(A="no", BN="no", BP="no", NL="no", TN="no"),
    ),
    Planted(
        "ER across 1",
        profile(result("ER", 0, 1), result("PR", 50), her2(0), result("Ki67", 5)),
        subtypes(A="cannot tell", BN="no", BP="no", TN="no"),
    ),
    Planted("ER 10 is low positive", profile(result("ER", 10)), "er ERLowPositiveResult in, er ERNegativeResult out"),
    Planted("ER 10.1 is not", profile(result("ER", 10.1)), "er ERLowPositiveResult out, er ERPositiveResult in"),
    Planted(
        "HER2 2+ alone",
        profile(result("ER", 90), her2(2)),
        subtypes(A="cannot tell", BN="cannot tell", BP="cannot tell", NL="no", TN="no", LOW="cannot tell"),
    ),
    Planted(
        "HER2 2+, not amplified", profile(result("ER", 90), her2(2, "ISHNotAmplified")), subtypes(BP="no", LOW="yes")
    ),
    Planted(
        "HER2 2+, amplified",
        profile(result("ER", 90), her2(2, "ISHAmplified")),
        subtypes(A="no", BN="no", BP="yes", NL="no", TN="no", LOW="no"),
    ),
    Planted(
        "HER2 3+ alone",
        profile(her2(3)),
        subtypes(A="no", BN="no", BP="cannot tell", NL="cannot tell", TN="no", LOW="no"),
    ),
    Planted("ER and PR 0, HER2 3+", profile(result("ER", 0), result("PR", 0), her2(3)), subtypes(BP="no", NL="yes")),
    Planted(
        "ER and PR 0, HER2 1+",
        profile(result("ER", 0), result("PR", 0), her2(1)),
        subtypes(A="no", BN="no", BP="no", NL="no", TN="yes", LOW="yes"),
    ),
    Planted(
        "ER and PR 0",
        profile(result("ER", 0), result("PR", 0)),
        subtypes(A="no", BN="no", BP="no", NL="cannot tell", TN="cannot tell"),
    ),
]


def compared(before: str, after: str) -> str:
    """A comparison of two profiles: ``ER+ PR- HER2low Ki67high``."""
    words = {"+": "Positive", "-": "Negative"}
    parts = ["c a ReceptorComparison . c fromProfile f . c toProfile t . f a ReceptorProfile . t a ReceptorProfile"]
    for item, told in (("f", before), ("t", after)):
        for one in told.split():
            name = {"HER2low": "HER2Low", "HER2zero": "HER2Zero", "Ki67high": "HighKi67", "Ki67low": "LowKi67"}.get(one)
            parts.append(f"{item} a {name or one[:-1] + words[one[-1]]}Profile")
    return " . ".join(parts)


COMPARISONS = [
    Planted(
        "gain",
        compared("ER- PR- HER2- Ki67low", "ER+ PR+ HER2+ Ki67high"),
        ", ".join(
            f"c {name} {verdict}"
            for name, verdict in (
                *(
                    (f"{marker}{kind}", told)
                    for marker in ("ER", "PR", "HER2")
                    for kind, told in (("Changed", "yes"), ("Gain", "yes"), ("Loss", "no"))
                ),
                ("Ki67Changed", "yes"),
                ("Ki67Rise", "yes"),
                ("Ki67Fall", "no"),
                ("HER2LowConversion", "no"),
            )
        ),
    ),
    Planted(
        "loss",
        compared("ER+ PR+ HER2+ Ki67high", "ER- PR- HER2- Ki67low"),
        ", ".join(
            f"c {name} {verdict}"
            for name, verdict in (
                *(
                    (f"{marker}{kind}", told)
                    for marker in ("ER", "PR", "HER2")
                    for kind, told in (("Changed", "yes"), ("Gain", "no"), ("Loss", "yes"))
                ),
                ("Ki67Changed", "yes"),
                ("Ki67Rise", "no"),
                ("Ki67Fall", "yes"),
                ("HER2LowReversion", "no"),
            )
        ),
    ),
    Planted(
        "one half told",
        compared("ER+", "PR-"),
        "c ERGain no, c ERLoss cannot tell, c ERChanged cannot tell, c PRGain no, c PRLoss cannot tell",
    ),
    Planted(
        "HER2 low to zero",
        compared("HER2low", "HER2zero"),
        "c HER2LowReversion yes, c HER2LowConversion no, c HER2Changed no, c DiscordantComparison out",
    ),
    Planted("HER2 low in both", compared("HER2low", "HER2low"), "c HER2LowReversion no, c HER2LowConversion no"),
    Planted(
        "HER2 zero to unknown",
        compared("HER2zero", "ER+"),
        "c HER2LowConversion cannot tell, c HER2LowReversion no, c HER2Gain cannot tell, c HER2Loss no",
    ),
    Planted(
        "only Ki-67 changed",
        compared("ER+ PR+ HER2- Ki67low", "ER+ PR+ HER2- Ki67high"),
        "c Ki67Changed yes, c DiscordantComparison out, c ConcordantComparison in",
    ),
]


def staged(*categories: str) -> str:
    return " . ".join(["s a Staging", *(f"s a {name}" for name in categories)])


def group(name: str, *others: str) -> str:
    return ", ".join([f"s {name} in", *(f"s {other} out" for other in others), "s StageIV no"])


STAGES = [
    Planted("T1 N1mi M0", staged("T1", "N1mi", "M0"), group("StageIB", "StageIIA")),
    Planted("T2 N1mi M0", staged("T2", "N1mi", "M0"), group("StageIIB", "StageIB")),
    Planted("T3 N0 M0", staged("T3", "N0", "M0"), group("StageIIB", "StageIII")),
    Planted("T3 N1 M0", staged("T3", "N1", "M0"), group("StageIIIA", "StageII")),
    Planted("T4b N0 M0", staged("T4b", "N0", "M0"), group("StageIIIB", "StageIIIA")),
    Planted("TX N3a M0", staged("TX", "N3a", "M0"), group("StageIIIC", "StageIIIB")),
    Planted("T4 M0, N not told", staged("T4", "M0"), group("StageIII", "StageIIIB", "StageIIIC")),
    Planted("N2 M0, T not told", staged("N2", "M0"), group("StageIII", "StageIIIA", "StageIIIB")),
    Planted("T1 M0, N not told", staged("T1", "M0"), group("StageBelowIV", "StageI", "StageII", "StageIII")),
    Planted("T0 N0 M0", staged("T0", "N0", "M0"), group("StageBelowIV", "Stage0", "StageI")),
    Planted("pTis N0 M0", staged("PathologicalStaging", "Tis", "N0", "M0"), group("Stage0", "StageI")),
    Planted(
        "ypTis N0 M0",
        staged("PostNeoadjuvantPathologicalStaging", "Tis", "N0", "M0"),
        group("StageBelowIV", "Stage0", "StageI"),
    ),
    Planted("Tis N0 M0 without prefix", staged("Tis", "N0", "M0"), group("StageBelowIV", "Stage0", "StageI")),
    Planted(
        "ypT2 N1 M0", staged("PostNeoadjuvantPathologicalStaging", "T2", "N1", "M0"), group("StageIIB", "StageIIA")
    ),
    Planted("T2 N1, M not told", staged("T2", "N1"), "s StageIV cannot tell, s StageIIB out, s StageII out"),
    Planted("M1", staged("M1"), "s StageIV yes"),
]


def metastasis(first: int, last: int | None = None, more: str = "") -> str:
    """A primary tumor of day 1000 and a distant metastasis whose first sign came so many days after it."""
    told = (
        "case a Case . case hasLesion q . q a PrimaryTumor . case hasLesion m . m a DistantMetastasis"
        f" . m metastasisOf q . m hasFirstSign w . {days('q', 1000)}"
        f" . {days('w', 1000 + first, None if last is None else 1000 + last)}"
    )
    return f"{told} . {more}" if more else told


M0 = "g a Staging . g stagedLesion q . g a M0 . case hasStaging g"
TIMES = [
    Planted("183 days", metastasis(183), "m SynchronousMetastasis yes"),
    Planted("184 days", metastasis(184), "m SynchronousMetastasis no"),
    Planted("180 to 190 days", metastasis(180, 190), "m SynchronousMetastasis cannot tell"),
    Planted("170 to 183 days", metastasis(170, 183), "m SynchronousMetastasis yes"),
    Planted("300 days before", metastasis(-300), "m SynchronousMetastasis yes"),
    Planted(
        "before the first specimen of the primary tumor",
        metastasis(-300).replace(days("q", 1000), f"z takenFrom q . {days('z', 1000)}"),
        "m SynchronousMetastasis cannot tell",
    ),
    Planted("10 days before to 190 after", metastasis(-10, 190), "m SynchronousMetastasis cannot tell"),
    Planted("184 days after M0", metastasis(184, more=M0), "case StageIVAtDiagnosisCase no"),
    Planted("183 days after M0", metastasis(183, more=M0), "case StageIVAtDiagnosisCase cannot tell"),
    Planted("184 days, M not told", metastasis(184), "case StageIVAtDiagnosisCase cannot tell"),
    Planted("cM1", "case a Case . case hasStaging g . g a ClinicalStaging . g a M1", "case StageIVAtDiagnosisCase yes"),
    Planted("M1 without prefix", "case a Case . case hasStaging g . g a M1", "case StageIVAtDiagnosisCase cannot tell"),
    Planted("a recurrence", metastasis(900, more="m a PresentedAsRecurrence"), "case StageIVAtDiagnosisCase no"),
    Planted(
        "first sign and a later recurrence",
        metastasis(
            0, more="m a PresentedAsFirstSign . case hasLesion n . n a DistantMetastasis . n a PresentedAsRecurrence"
        ),
        "case StageIVAtDiagnosisCase yes",
    ),
]

STATES = [*PROFILES, *COMPARISONS, *STAGES, *TIMES]
