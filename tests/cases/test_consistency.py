"""What is no contradiction: near misses of the broken files, which must give a case without issues."""

from __future__ import annotations

import pytest

from kg.cases.staging import read_stage
from tests.cases.support import HEAD, IN, TOP, codes, good, vocabulary

SURGERY = "  - therapy: surgery\n    is: %s\n    targets: scalp-nodule\n%s" + IN
ABSENT = "  - absent: none-local\n    is: NoLocalTherapyFinding\n    of: scalp-nodule\n%s" + IN
VISIT = "  - event: visit\n    is: Event\n    date: 2025-03\n" + IN
DISPUTE = """\
disputes:
  - dispute: treatment
    about: [surgery, none-local]
    claims:
      - {says: excised, in: paper | Abstract | excised}
      - {says: untreated, in: paper | Abstract | untreated}
    accepted: none
    because: the passages disagree
"""


@pytest.mark.parametrize(
    ("course", "rest", "expected"),
    [
        (SURGERY % ("SurgicalExcision", "") + ABSENT % "", "", ["C111"]),
        (SURGERY % ("[Radiotherapy, Planned]", "") + ABSENT % "", "", []),
        (SURGERY % ("SystemicTherapy", "") + ABSENT % "", "", []),
        (SURGERY % ("SurgicalExcision", "") + ABSENT % "", DISPUTE, []),
        (SURGERY % ("SurgicalExcision", "    date: 2025-04\n") + ABSENT % "    until: visit\n" + VISIT, "", []),
        (
            SURGERY % ("SurgicalExcision", "    date: 2025-02\n") + ABSENT % "    until: visit\n" + VISIT,
            "",
            ["C111"],
        ),
        (SURGERY % ("SurgicalExcision", "") + ABSENT % "    until: visit\n" + VISIT, "", []),
        (
            SURGERY % ("SystemicTherapy", "") + ABSENT.replace("NoLocalTherapy", "NoTherapy") % "",
            "",
            ["C111"],
        ),
    ],
    ids=[
        "therapy told absent",
        "planned only",
        "systemic is not local",
        "disputed",
        "after the absence",
        "before its end",
        "undated: cannot be decided",
        "no therapy at all",
    ],
)
def test_therapy_and_its_absence(course: str, rest: str, expected: list[str]) -> None:
    assert codes(HEAD + course + rest) == expected


@pytest.mark.parametrize(
    ("detects", "finding", "expected"),
    [
        ("[scalp-nodule, liver]", "is: NoOtherMetastasisFinding, of: scalp-nodule", ["C112"]),
        ("[scalp-nodule, liver]", "is: NoOtherMetastasisFinding", []),
        ("[scalp-nodule, liver]", "is: NoOtherMetastasisFinding, of: scalp-nodule, site: {is: Brain}", []),
        ("[scalp-nodule, primary]", "is: NoOtherMetastasisFinding, of: scalp-nodule", []),
        ("[scalp-nodule, nodes]", "is: NoOtherMetastasisFinding, of: scalp-nodule", []),
        ("liver", "is: NoDistantMetastasisFinding", ["C112"]),
        ("primary", "is: NoDistantMetastasisFinding", []),
        ("scar", "is: NoLocalRecurrenceFinding", ["C112"]),
        ("liver", "is: NoLocalRecurrenceFinding", []),
    ],
)
def test_ruled_out_and_detected(detects: str, finding: str, expected: list[str]) -> None:
    more = (
        "  nodes: {is: NodalMetastasis, in: paper | Abstract | nodes}\n"
        "  scar: {is: LocalRecurrence, in: paper | Abstract | scar}\n"
    )
    text = f"{TOP}{more}course:\n  - assessment: work-up\n    detects: {detects}\n    rules-out:\n"
    assert codes(f"{text}      - {{{finding}, in: paper | Abstract | No additional}}\n{IN}") == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("date: 2025-01", "date: 2025-01", ["C110"]),
        ("date: 2025-01", "date: 2025-02", []),
        ("note: undated", "note: undated", []),
    ],
)
def test_signs_of_two_passages(first: str, second: str, expected: list[str]) -> None:
    text = (
        f"  - findings: one\n    of: scalp-nodule\n    {first}\n    lacks: NoSymptomFinding\n{IN}"
        f"  - findings: two\n    of: scalp-nodule\n    {second}\n    shows: Headache\n{IN}"
    )
    assert codes(HEAD + text) == expected
    other = text.replace("of: scalp-nodule", "of: liver", 1)
    assert codes(HEAD + other) == []


def test_disputed_signs() -> None:
    text = (
        f"  - findings: one\n    of: scalp-nodule\n    date: 2025-01\n    lacks: NoHeadacheFinding\n{IN}"
        f"  - findings: two\n    of: scalp-nodule\n    date: 2025-01\n    shows: Headache\n{IN}"
    )
    assert codes(HEAD + text) == ["C110"]
    assert codes(HEAD + text + DISPUTE.replace("[surgery, none-local]", "[one, two]")) == []


def test_dates_that_may_be_right() -> None:
    inside = "  - event: visit\n    is: Event\n    date: 2025-12~\n    end: 2025\n" + IN
    assert codes(HEAD + inside) == []
    assert codes(HEAD + inside.replace("2025-12~", "2026~")) == []  # may be 2025
    assert codes(HEAD + inside.replace("end: 2025", "end: 2024")) == ["C082"]


def test_circles_of_several_items() -> None:
    item = "  - considered: %s\n    is: ConsideredLipoma\n    ended-by: %s\n" + IN
    assert codes(HEAD + item % ("one", "two") + item % ("two", "one")) == ["C048", "C048"]
    assert codes(HEAD + item % ("one", "two") + item % ("two", "three") + item % ("three", "liver")) == []
    assert codes(HEAD + item % ("one", "two") + item % ("two", "two")) == ["C048"]


def test_silence_with_the_printed_sign_may_stand_beside_an_outcome() -> None:
    outcome = "  - outcome: end\n    is: Alive\n" + IN
    silent = 'silent:\n  - {slot: Outcome, status: not-reported, printed: "/", in: table | Outcome}\n'
    assert good(HEAD + outcome + silent).silent[0].printed == "/"


@pytest.mark.parametrize(
    ("printed", "classes"),
    [
        ("cT4bN3M0", ("ClinicalStaging", "T4b", "N3", "M0")),
        ("ycT4bN3M0", ("PostNeoadjuvantClinicalStaging", "T4b", "N3", "M0")),
        ("ypT1c N1a", ("PostNeoadjuvantPathologicalStaging", "T1c", "N1a")),
        ("T3 N2a M0", ("T3", "N2a", "M0")),
        ("pT2, pN1mi(sn), cM0", ("PathologicalStaging", "T2", "N1mi", "M0")),
        ("pTisN0(i-)", ("PathologicalStaging", "Tis", "N0")),
        ("TXN0M1", ("TX", "N0", "M1")),
        ("cT2N1MX", ("ClinicalStaging", "T2", "N1")),
        ("M1", ("M1",)),
        ("stage IIIA", ()),
        ("IV", ()),
    ],
)
def test_printed_stages(printed: str, classes: tuple[str, ...]) -> None:
    assert read_stage(printed, vocabulary()) == classes


@pytest.mark.parametrize("printed", ["", "c", "T5", "N4", "T2N1M2", "stage", "stage V", "rT2", "T4bN3M0 or so"])
def test_unreadable_stages(printed: str) -> None:
    assert read_stage(printed, vocabulary()) is None


def test_stage_group_alone_becomes_the_group() -> None:
    item = good(HEAD + "  - staging: stage\n    printed: stage IIIA\n" + IN).course[0]
    assert getattr(item, "group", None) == "IIIA"
