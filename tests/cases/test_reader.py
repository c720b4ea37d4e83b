"""Reading good case files: what becomes of every kind of entry."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kg.cases import read_case, read_cases
from kg.cases.model import (
    AbsenceFinding,
    Assessment,
    Considered,
    Event,
    Findings,
    Measurement,
    Outcome,
    Response,
    Specimen,
    Staging,
    Therapy,
    ToldInterval,
)
from kg.errors import UnreadableInput
from tests.cases.support import CASES, HEAD, IN, TOP, bibliography, codes, good, vocabulary


def test_top_of_a_case() -> None:
    case = good(HEAD.replace("course:\n", "title: Scalp metastasis\n"))
    assert (case.id, case.file, case.title) == ("test-2025", "test.yaml", "Scalp metastasis")
    assert case.reports["paper"].role == "primary"
    assert (case.reports["table"].at, case.reports["table"].table_row) == ("Table 1, row 9", 9)
    assert [lesion.id for lesion in case.lesions] == ["primary", "scalp-nodule", "liver"]
    assert case.lesions[1].metastasis_of == "primary"
    assert case.lesions[0].metastasis_of is None
    assert case.lesions[1].sites[0].id == "scalp-nodule-site"
    assert (case.lesions[1].sites[0].types, case.lesions[1].sites[0].side) == (("FrontalScalp",), "left")
    assert [lesion.line for lesion in case.lesions] == [6, 8, 11]


def test_which_tumor_stays_open_when_there_are_several() -> None:
    second = "  second: {is: SecondPrimary, in: paper | Abstract | second}\n"
    case = good(HEAD.replace("course:\n", second))
    assert case.lesions[1].metastasis_of is None
    told = HEAD.replace("    is: DistantMetastasis\n", "    is: DistantMetastasis\n    metastasis-of: second\n")
    case = good(told.replace("course:\n", second))
    assert case.lesions[1].metastasis_of == "second"


def test_lesion_parts() -> None:
    text = """\
lesions:
  nodes:
    is: NodalMetastasis
    site: [{is: AxillaryLymphNodes, side: right}, {is: [SupraclavicularLymphNodes, LeftSided], as: left nodes}]
    number: ">=2"
    histology: {is: MetastaticCarcinoma, as: carcinoma}
    first-sign: {date: 2019-05~, in: paper | Abstract | palpated}
    as: multiple nodes
    note: two basins
    in: [paper | Abstract | nodes … axilla, paper | Abstract | palpated]
"""
    case = good(HEAD.split("lesions:")[0] + text)
    lesion = case.lesions[0]
    assert [site.id for site in lesion.sites] == ["nodes-site", "nodes-site-2"]
    assert (lesion.sites[1].side, lesion.sites[1].types) == ("left", ("SupraclavicularLymphNodes",))
    assert lesion.sites[1].as_reported == "left nodes"
    assert lesion.foci is not None
    assert lesion.foci.at_least == 2
    assert lesion.foci.at_most is None
    assert (lesion.as_reported, lesion.note) == ("multiple nodes", "two basins")
    assert lesion.histology is not None
    assert lesion.histology.id == "nodes-histology"
    assert lesion.histology.evidence == lesion.evidence
    assert lesion.first_sign is not None
    assert (lesion.first_sign.id, lesion.first_sign.types) == ("nodes-first-sign", ("FirstSign",))
    assert str(lesion.first_sign.date) == "2019-05~"
    assert lesion.first_sign.evidence == (lesion.evidence[1],), "equal passages are one"


def test_evidence() -> None:
    text = TOP.replace("    in: paper | Abstract | left frontal scalp", "    in: [table | Scalp location]")
    entry = good(text).lesions[1].evidence[0]
    assert entry.id == "evidence-table-table-1-row-9-scalp-location"
    assert (entry.locator, entry.table_row) == ("Table 1, row 9, Scalp location", 9)
    assert (entry.table_column, entry.anchor_start, entry.role) == ("Scalp location", None, "secondary")
    item = "  - event: visit\n    is: Event\n    in: paper | Case presentation ¶4 | In April … carcinoma.\n"
    entry = good(HEAD + item).course[0].evidence[0]
    assert entry.id == "evidence-paper-case-presentation-4-in-april"
    assert (entry.locator, entry.anchor_start, entry.anchor_end) == (
        "Case presentation ¶4",
        "In April",
        "carcinoma.",
    )
    assert (entry.report, entry.table_row) == ("cheng-wang-2025", None)


def test_same_first_words_of_two_passages_get_two_ids() -> None:
    text = TOP.replace("| left frontal scalp", "| liver … metastases")
    assert [entry.id for entry in good(text).evidence()] == [
        "evidence-paper-abstract-right-breast",
        "evidence-paper-abstract-liver",
        "evidence-paper-abstract-liver-2",
    ]


PATIENT = """\
patient:
  is: [FemalePatient, Premenopausal]
  age: {years: 44-46, at: %s, in: paper | Abstract | 45-year-old woman}
  history:
    - {id: insufficiency, is: PrimaryOvarianInsufficiency, age-years: 35, in: paper | Abstract | at 35}
  in: paper | Abstract | woman
"""


def test_patient() -> None:
    case = good(HEAD.replace("course:\n", PATIENT % "scalp-nodule"))
    assert case.patient is not None
    assert case.patient.types == ("FemalePatient", "Premenopausal")
    age = case.patient.age
    assert age is not None
    assert (age.years.at_least, age.years.at_most) == (Decimal(44), Decimal(46))
    assert (age.at_event, age.at_words) == ("scalp-nodule", None)
    assert [(item.id, item.age_years) for item in case.history] == [("insufficiency", 35)]
    words = good(HEAD.replace("course:\n", PATIENT % "presentation")).patient
    assert words is not None
    assert words.age is not None
    assert (words.age.at_event, words.age.at_words) == (None, "presentation")


SPECIMEN = """\
  - specimen: biopsy
    of: scalp-nodule
    by: FineNeedleAspiration
    date: 2025-04
    histology: {is: MetastaticCarcinoma}
    nodes: {positive: 13, examined: 13}
    results:
      ER: ">90%"
      PR: {value: 5%, intensity: "2+", in: paper | Abstract | PR positivity}
      HER2: {value: "2+", ish: not-amplified, reported: negative}
      Ki67: ~35%
      GATA3: positive
    label: {is: LuminalHER2NegativeLabel, as: Luminal HER2-negative}
"""


def test_specimen() -> None:
    item = good(HEAD + SPECIMEN + IN).course[0]
    assert isinstance(item, Specimen)
    assert (item.of, item.positive_nodes, item.examined_nodes) == (("scalp-nodule",), 13, 13)
    assert item.procedure is not None
    assert (item.procedure.id, item.procedure.types) == ("biopsy-procedure", ("FineNeedleAspiration",))
    assert item.profile_id == "biopsy-profile"
    assert [result.id for result in item.results] == [
        f"biopsy-{name}" for name in ("er", "pr", "her2", "ki67", "gata3")
    ]
    er, pr, her2, ki67, gata3 = item.results
    assert (er.at_least, er.at_most) == (Decimal(90), Decimal(100))
    assert (er.as_reported, er.result_class) == (">90%", "ERResult")
    assert (pr.at_least, pr.intensity, pr.ihc_score) == (Decimal(5), 2, None)
    assert (her2.ihc_score, her2.intensity, her2.ish, her2.reported) == (2, None, "not-amplified", "negative")
    assert (ki67.at_least, ki67.at_most, ki67.as_reported) == (Decimal(35), Decimal(35), "~35%")
    assert (gata3.reported, gata3.at_least) == ("positive", None)
    assert er.evidence == item.evidence
    assert pr.evidence != item.evidence
    assert item.label is not None
    assert (item.label.id, item.label.as_reported) == ("biopsy-label", "Luminal HER2-negative")


def test_specimen_of_an_operation_without_results() -> None:
    text = (
        f"  - therapy: mastectomy\n    is: Mastectomy\n{IN}  - specimen: breast\n    of: primary\n    by: mastectomy\n"
    )
    item = good(HEAD + text + IN).course[1]
    assert isinstance(item, Specimen)
    assert (item.procedure, item.obtained_by, item.profile_id) == (None, "mastectomy", None)


ASSESSMENT = """\
  - assessment: work-up
    date: 2025-02/2025-04
    examinations:
      - {is: ContrastEnhancedMRI, site: {is: Head}, date: 2025-02}
      - {is: Ultrasonography, site: {is: Abdomen}}
      - {is: Ultrasonography, site: {is: ChestWall}}
    detects: scalp-nodule
    rules-out:
      - {is: NoOtherMetastasisFinding, as: none, in: paper | Abstract | No additional}
      - {is: NoLocalRecurrenceFinding, id: no-recurrence, by: Imaging, in: paper | Abstract | no evidence}
    not-done:
      - {is: PositronEmissionTomography, reason: FinancialReason, in: paper | Abstract | declined}
"""


def test_assessment() -> None:
    item = good(HEAD + ASSESSMENT + IN).course[0]
    assert isinstance(item, Assessment)
    assert [entry.id for entry in item.examinations] == [
        "work-up-contrast-enhanced-mri",
        "work-up-ultrasonography",
        "work-up-ultrasonography-2",
    ]
    assert item.examinations[0].sites[0].id == "work-up-contrast-enhanced-mri-site"
    assert item.examinations[0].evidence == item.evidence
    other, local = item.rules_out
    assert (other.id, other.concerns, other.sought_by) == (
        "work-up-no-other-metastasis-finding",
        ("scalp-nodule",),
        None,
    )
    assert (local.id, local.concerns, local.sought_by) == (
        "no-recurrence",
        (),
        "work-up-contrast-enhanced-mri",
    )
    missing = item.not_done[0]
    assert missing.id == "work-up-positron-emission-tomography-not-done"
    assert missing.reason is not None
    assert (missing.reason.id, missing.reason.types) == (f"{missing.id}-reason", ("FinancialReason",))


THERAPY = """\
  - therapy: radiotherapy
    is: [Radiotherapy, Adjuvant]
    line: 1
    cycles: 6
    dose: {gray: 50.4, fractions: 28}
    site: {is: ChestWall, side: right}
    drugs:
      - {is: Docetaxel, dose: 75 mg/m², schedule: every 21 days}
      - {is: Docetaxel}
    targets: [primary, liver]
    date: 2020-07-06
    end: 2020-08-11
"""


def test_therapy() -> None:
    item = good(HEAD + THERAPY + IN).course[0]
    assert isinstance(item, Therapy)
    assert (item.types, item.therapy_line, item.cycles) == (("Radiotherapy", "Adjuvant"), 1, 6)
    assert (item.gray, item.fractions, item.planned) == (Decimal("50.4"), 28, False)
    assert (item.sites[0].id, item.targets) == ("radiotherapy-site", ("primary", "liver"))
    assert [drug.id for drug in item.drugs] == ["radiotherapy-docetaxel", "radiotherapy-docetaxel-2"]
    assert (item.drugs[0].dose, item.drugs[0].schedule) == ("75 mg/m²", "every 21 days")
    assert (str(item.date), str(item.end)) == ("2020-07-06", "2020-08-11")
    planned = good(HEAD + THERAPY.replace("Adjuvant", "Planned") + IN).course[0]
    assert isinstance(planned, Therapy)
    assert planned.planned


OTHERS = f"""\
  - therapy: first-line
    is: SystemicTherapy
{IN}  - absent: no-local-therapy
    is: NoLocalTherapyFinding
    of: scalp-nodule
    until: visit
{IN}  - findings: signs
    of: scalp-nodule
    site: {{is: PeriorbitalRegion, side: right}}
    shows: [Nodule, PeriorbitalEdema]
    lacks: [NoPainFinding]
{IN}  - measurement: thickness
    is: LesionThickness
    of: scalp-nodule
    value: 4.9 mm
    as: 4.9 mm
    by: Ultrasonography
{IN}  - considered: lipoma
    is: ConsideredLipoma
    of: scalp-nodule
    by: [DermatologyConsultation]
    ended-by: visit
{IN}  - response: better
    is: [PartialResponse, RECIST11Assessment]
    to: first-line
    of: scalp-nodule
{IN}  - staging: stage
    printed: ycT4bN3M0
    group: IIIC
    of: primary
{IN}  - interval: delay
    from: scalp-nodule-first-sign
    to: visit
    value: 10 months
{IN}  - event: visit
    is: Event
    date: 2024-10
{IN}  - outcome: death
    is: Died
    cause: Sepsis
{IN}"""


def test_other_kinds() -> None:
    text = HEAD.replace("    site: {is: Front", "    first-sign: {date: 2023-12}\n    site: {is: Front")
    _, absent, signs, size, lipoma, response, stage, interval, event, outcome = good(text + OTHERS).course
    assert isinstance(absent, AbsenceFinding)
    assert (absent.concerns, absent.until) == (("scalp-nodule",), "visit")
    assert isinstance(signs, Findings)
    assert [sign.id for sign in signs.shows] == ["signs-nodule", "signs-periorbital-edema"]
    assert [sign.types for sign in signs.lacks] == [("NoPainFinding",)]
    assert signs.sites[0].side == "right"
    assert isinstance(size, Measurement)
    assert (size.value.at_least, size.value.unit, size.as_reported) == (Decimal("4.9"), "mm", "4.9 mm")
    assert size.method is not None
    assert (size.method.id, size.method.types) == ("thickness-method", ("Ultrasonography",))
    assert isinstance(lipoma, Considered)
    assert (lipoma.by[0].id, lipoma.ended_by) == ("lipoma-dermatology-consultation", "visit")
    assert isinstance(response, Response)
    assert (response.to, response.of) == ("first-line", ("scalp-nodule",))
    assert isinstance(stage, Staging)
    assert stage.types == ("PostNeoadjuvantClinicalStaging", "T4b", "N3", "M0")
    assert (stage.printed, stage.group) == ("ycT4bN3M0", "IIIC")
    assert isinstance(interval, ToldInterval)
    assert (interval.from_item, interval.at_least_days, interval.at_most_days) == (
        "scalp-nodule-first-sign",
        289,
        320,
    )
    assert isinstance(event, Event)
    assert isinstance(outcome, Outcome)
    assert (outcome.causes[0].id, outcome.causes[0].types) == ("death-sepsis", ("Sepsis",))


SILENT = """\
silent:
  - {slot: Outcome, status: not-reported, printed: "/", in: table | Outcome}
  - {slot: PrimarySubtype, status: not-applicable, of: primary}
disputes:
  - dispute: drug
    about: [signs, liver]
    claims:
      - {says: dalpiciclib, in: paper | Abstract | dalpiciclib}
      - {says: Darsalizumab, in: "paper | Figure 5, legend | Darsalizumab"}
    accepted: %s
    because: the schedule is that of the CDK4/6 inhibitor
"""


@pytest.mark.parametrize(("accepted", "claim"), [("dalpiciclib", "drug-claim-1"), ("none", None)])
def test_silence_and_disputes(accepted: str, claim: str | None) -> None:
    signs = "  - findings: signs\n    shows: [Nodule, Pain]\n" + IN
    case = good(HEAD + signs + SILENT % accepted)
    outcome, subtype = case.silent
    assert (outcome.id, outcome.gap_class, outcome.printed) == ("gap-outcome", "OutcomeGap", "/")
    assert (subtype.id, subtype.status) == ("gap-primary-subtype-primary", "not-applicable")
    dispute = case.disputes[0]
    assert dispute.accepted == claim
    assert [entry.id for entry in dispute.claims] == ["drug-claim-1", "drug-claim-2"]
    assert dispute.about == ("signs-nodule", "signs-pain", "liver"), "a group stands for its signs"


def test_every_part_has_an_id_of_its_own() -> None:
    first = "    first-sign: {date: 2023-12}\n    site: {is: Front"
    text = HEAD.replace("course:\n", PATIENT % "presentation" + "course:\n")
    text = text.replace("    site: {is: Front", first)
    text += SPECIMEN + IN + ASSESSMENT + IN + THERAPY + IN + OTHERS
    case = good(text)
    ids = [part.id for part in case.parts()] + [entry.id for entry in case.evidence()]
    assert len(ids) == len(set(ids))
    assert {"patient-age", "biopsy-er", "work-up-ultrasonography-2-site", "no-recurrence"} <= set(ids)
    found = case.part("biopsy-ki67")
    assert found is not None
    assert text.splitlines()[found.line - 1].strip() == "Ki67: ~35%"
    assert case.part("nothing") is None
    assert [item.id for item in case.course_of(Specimen)] == ["biopsy"]


def test_all_faults_of_a_file_are_reported_at_once() -> None:
    text = HEAD + "  - therapy: a\n    is: Surgry\n    targets: lver\n    date: 2025-13\n    cycles: 0\n    tittle: x\n"
    assert sorted(codes(text)) == ["C020", "C040", "C046", "C060", "C081", "C089"]


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "test-2025.yaml").write_text(TOP, encoding="utf-8")
    (tmp_path / "broken-2025.yaml").write_text(TOP, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a case", encoding="utf-8")
    (tmp_path / ".hidden.yaml").write_text("not a case", encoding="utf-8")
    cases, issues = read_cases(str(tmp_path), vocabulary(), bibliography())
    assert [case.id for case in cases] == ["test-2025"]
    assert [issue.code for issue in issues] == ["C029"]
    with pytest.raises(UnreadableInput, match="cannot be read"):
        read_cases(str(tmp_path / "nowhere"), vocabulary(), bibliography())


def test_without_a_bibliography_reports_are_not_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "test-2025.yaml"
    path.write_text(TOP.replace("cheng-wang-2025", "nobody-1999"), encoding="utf-8")
    case, issues = read_case(str(path), vocabulary())
    assert (issues, case is not None) == ([], True)


def test_the_cases_of_the_project() -> None:
    cases, issues = read_cases(str(CASES), vocabulary(), bibliography())
    assert [issue.render() for issue in issues] == []
    assert len(cases) >= 14
    assert {"cheng-2025", "yu-2024-1", "yu-2024-2", "prochno-2007"} <= {case.id for case in cases}
