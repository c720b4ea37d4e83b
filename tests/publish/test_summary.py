"""Summaries of the real cases: what a reader must find in them, and must not."""

from __future__ import annotations

import json
import re
from functools import cache

import pytest

from kg.ask.graph import Graph
from kg.errors import UsageError
from kg.publish.layout import locators
from kg.publish.summarize import case_summary
from kg.publish.summary import CaseSummary
from kg.publish.summary_text import to_json, to_markdown, to_text
from tests.publish.built import graph

CASES = [case_id for case_id, _ in graph().cases()]


@cache
def summary(case_id: str) -> CaseSummary:
    return case_summary(graph(), case_id)


@cache
def section(case_id: str, title: str) -> str:
    """One section of the text, on one line, with single spaces."""
    found = re.search(rf"^{title}$\n(.*?)(?=\n\n[A-Z]|\Z)", to_text(summary(case_id)), re.M | re.S)
    assert found, title
    return " ".join(found[1].split())


def row(case_id: str, label: str) -> tuple[str | None, ...]:
    return next(one.values for one in summary(case_id).receptors.rows if one.label == label)


def verdict(case_id: str, item: str, question: str) -> str:
    return next(one.answer for one in summary(case_id).verdicts if (one.item, one.question) == (item, question))


def test_the_index_case_has_three_profiles_of_three_specimens() -> None:
    assert [column.item for column in summary("cheng-2025").receptors.columns] == [
        "primary-biopsy",
        "mastectomy-specimen",
        "scalp-cytology",
    ]
    assert [column.when for column in summary("cheng-2025").receptors.columns] == ["2019-10", "2020-03-17", "2025-04"]
    assert row("cheng-2025", "PR") == ("negative", "70%", "60%")
    assert row("cheng-2025", "HER2") == ("0", "0", "1+")
    assert row("cheng-2025", "Ki-67") == ("10%", "20%", "35%")
    assert row("cheng-2025", "PR positive") == ("no", "yes", "yes")
    assert row("cheng-2025", "HER2-low") == ("no", "no", "yes")
    assert row("cheng-2025", "GATA3") == (None, None, "positive")


def test_nodule_left_edema_right() -> None:
    lesions = section("cheng-2025", "LESIONS")
    assert "site: frontal scalp, left" in lesions
    assert "frontal scalp, right" not in lesions
    assert "periorbital region, right: periorbital edema" in section("cheng-2025", "TIMELINE")


def test_verdicts_of_the_index_case() -> None:
    assert verdict("cheng-2025", "scalp-nodule", "solitary when detected") == "yes"
    assert verdict("cheng-2025", "scalp-nodule", "treated locally") == "no"
    assert verdict("cheng-2025", "scalp-nodule", "treated systemically") == "yes"
    assert verdict("cheng-2025", "meningeal-metastasis", "treated locally") == "unknown"  # planned is not given
    assert verdict("cheng-2025", "axillary-nodes", "regional") == "yes"
    assert verdict("cheng-2025", "cheng-2025", "receptors discordant") == "yes"
    told = section("cheng-2025", "VERDICTS")
    assert "treated locally no locally untreated metastasis [Discussion ¶3]" in told
    assert "treated locally cannot tell" in told


def test_the_course_of_the_index_case_is_told_in_order() -> None:
    told = section("cheng-2025", "TIMELINE")
    marks = ["first sign of primary", "simple mastectomy of primary", "50 Gy in 25 fractions", "first sign of scalp"]
    marks += ["considered lipoma", "detected scalp nodule; no other metastasis", "regression of scalp nodule"]
    places = [told.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "2020-07-06 to" in told


def test_therapies_of_the_index_case_by_target() -> None:
    groups = {group.target: group.entries for group in summary("cheng-2025").therapies}
    first_line = groups["aimed at scalp nodule"][0]
    assert first_line.text.startswith("line 1: ")
    assert "CDK4/6 inhibitor" in first_line.text
    assert {"dalpiciclib 150 mg once daily, 21 days on, 7 days off, 28-day cycles"} <= {
        detail.text for detail in first_line.details
    }
    assert [one.item for one in groups["planned for frontal bone metastasis, meningeal metastasis"]] == [
        "intracranial-radiotherapy"
    ]
    assert "chest-wall-radiotherapy" in [one.item for one in groups["no lesion named as the target"]]


def test_what_was_not_done_and_why() -> None:
    assert "not done: positron emission tomography, financial reason" in section("cheng-2025", "ASSESSMENTS")


def test_disputes_keep_all_claims() -> None:
    told = {dispute.item: dispute for dispute in summary("cheng-2025").disputes}
    assert [claim.text for claim in told["drug-name"].claims] == ["dalpiciclib", "Darsalizumab", "Dapiciclib"]
    assert told["drug-name"].accepted == "dalpiciclib"
    assert told["headache-onset"].accepted is None
    assert "accepted: none, left open" in section("cheng-2025", "DISPUTES")


def test_a_row_of_the_table_is_marked_as_secondary() -> None:
    text = to_text(summary("costa-2017"))
    assert "[†Table 1 row 11, Metastasis subtype]" in " ".join(text.split())
    assert "†        read in a secondary report" in text
    assert "†" not in to_text(summary("cheng-2025"))


def test_an_occult_primary_has_no_subtype_and_that_is_not_silence() -> None:
    gaps = section("costa-2017", "NOT REPORTED")
    assert "subtype of the primary (primary): not applicable, printed “/” [†Table 1 row 11, Primary subtype]" in gaps
    assert "local recurrence: not reported, printed “/” [†Table 1 row 11, Local recurrence]" in gaps
    assert verdict("costa-2017", "costa-2017", "local recurrence") == "unknown"
    assert row("costa-2017", "HER2 positive") == ("cannot tell",)


def test_stated_unknown_is_not_silence() -> None:
    assert "outcome stated to be unknown (“Unknown”) [†Table 1 row 11, Outcome]" in section("costa-2017", "OUTCOME")
    assert "ruled out: no other metastasis of scalp lesion (“No”)" in section("costa-2017", "ASSESSMENTS")


@pytest.mark.parametrize("case_id", CASES)
def test_everything_that_is_recorded_with_a_date_or_without_is_in_the_timeline(case_id: str) -> None:
    told = summary(case_id)
    shown = {entry.item for entry in (*told.timeline, *told.undated)}
    rows = (
        graph()
        .engine.run(
            f"""PREFIX mbc: <https://w3id.org/mbckg/ontology#>
        SELECT DISTINCT ?item WHERE {{
          VALUES ?relation {{ mbc:hasSpecimen mbc:hasTherapy mbc:hasAssessment mbc:hasMeasurement mbc:hasDiagnosis
                              mbc:hasResponse mbc:hasStaging mbc:hasEvent mbc:hasOutcome }}
          GRAPH <https://w3id.org/mbckg/case/{case_id}> {{ ?case ?relation ?item }} }}"""
        )
        .rows
    )
    recorded = {str(item).rstrip(">").partition("#")[2] for (item,) in rows}
    assert recorded
    assert recorded <= shown


@pytest.mark.parametrize("case_id", CASES)
@pytest.mark.parametrize("width", [80, 100])
def test_text_stays_within_its_width(case_id: str, width: int) -> None:
    lines = to_text(summary(case_id), width).splitlines()
    assert [line for line in lines if len(line) > width] == []
    assert [line for line in lines if line != line.rstrip()] == []


@pytest.mark.parametrize("case_id", CASES)
def test_every_dated_statement_has_its_passage(case_id: str) -> None:
    told = summary(case_id)
    for entry in (*told.timeline, *told.undated, *told.lesions, *told.assessments, *told.outcomes):
        assert locators(told, entry.passages).startswith("["), entry.item


def test_markdown_has_the_same_sections_and_no_open_markup() -> None:
    lines = to_markdown(summary("abdelhafeez-2019")).splitlines()
    assert lines[0] == "# abdelhafeez-2019"
    titles = [line[3:] for line in lines if line.startswith("## ")]
    assert titles[:3] == ["Timeline", "Not dated", "Lesions"]
    assert {"Receptors", "Verdicts", "Not reported", "Disputes"} <= set(titles)
    widths = {line.replace("\\|", "").count("|") for line in lines if line.startswith("| ")}
    assert widths == {4, 5}  # receptors of two specimens, verdicts


def test_json_names_report_and_anchors_of_every_passage() -> None:
    content = json.loads(to_json(summary("cheng-2025")))
    assert content["case"] == "cheng-2025"
    asked = [one for one in content["verdicts"] if one["yesClass"] == "SolitaryMetastasis"]
    solitary = next(one for one in asked if one["answer"] == "yes")
    passage = next(one for one in solitary["passages"] if one["locator"] == "Abstract")
    assert passage["report"] == "cheng-wang-2025"
    assert passage["role"] == "primary"
    assert passage["link"].startswith("https://doi.org/10.3389/fonc.2025.1709244#:~:text=No%20additional")


def test_an_unknown_case_and_a_remote_graph_are_refused() -> None:
    with pytest.raises(UsageError, match="did you mean cheng-2025"):
        case_summary(graph(), "cheng-2052")
    with pytest.raises(UsageError, match="built here"):
        case_summary(Graph.remote("http://127.0.0.1:9/sparql"), "cheng-2025")


def test_a_case_may_be_given_by_iri() -> None:
    assert case_summary(graph(), "https://w3id.org/mbckg/case/cheng-2025").case == "cheng-2025"


def test_the_subtype_row_names_what_the_results_leave_open() -> None:
    assert row("cheng-2025", "surrogate subtype") == ("luminal B-like HER2-negative",) * 3
    assert row("koh-2024", "surrogate subtype") == (
        "cannot tell: luminal A-like or luminal B-like HER2-negative or luminal B-like HER2-positive",
    )


def test_changes_since_a_specimen_of_the_primary_tumor() -> None:
    biopsy = row("cheng-2025", "change since primary biopsy")
    assert biopsy == (
        None,
        None,
        "PR gained; HER2 zero turned low; Ki-67 low turned high; unchanged: ER, HER2",
    )
    assert row("mohamed-2025", "change since primary tissue") == (
        None,
        "unchanged: HER2; cannot tell: ER, PR, Ki-67 category",
    )


def test_a_question_that_repeats_another_answer_is_not_shown() -> None:
    asked = {(one.item, one.question) for one in summary("cheng-2025").verdicts}
    assert ("restaging-2025", "under systemic therapy") in asked
    assert ("restaging-2025", "metachronous oligometastatic") in asked
    assert ("restaging-2025", "repeat oligometastatic") not in asked, "it says no, as its factor does"
    assert ("fulvestrant-dalpiciclib", "primary endocrine resistance") in asked
    many = {one.question for one in summary("wu-2024").verdicts if one.item == "dissemination"}
    assert many == {"oligometastatic"}, "the factors of a state that the disease is not in"
