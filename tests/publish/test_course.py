from __future__ import annotations

from datetime import date
from decimal import Decimal

from kg.graph.terms import decimal, integer, text
from kg.publish.course import intervals, therapy_groups, timeline
from kg.publish.items import COURSE
from tests.publish.small import case_graph, dated, labels, link, node, passage, typed, value

WORDS = labels(
    FirstSign="first sign",
    NoPainFinding="no pain",
    ScalpNodule="scalp nodule",
    Headache="headache",
    SystemicTherapy="systemic therapy",
    EndocrineTherapy="endocrine therapy",
    Adjuvant="adjuvant therapy",
    Planned="planned therapy",
    Radiotherapy="radiotherapy",
    LargestDiameter="largest diameter",
)


def event(part: str, told: str, first: date, last: date) -> list[tuple[str, str, str]]:
    return [*typed(part, "FirstSign"), *dated(part, told, first, last), link("", "hasEvent", part)]


def test_dated_items_stand_in_order_and_undated_ones_apart() -> None:
    graph = case_graph(
        event("c", "2020", date(2020, 1, 1), date(2020, 12, 31)),
        event("a", "2020-03", date(2020, 3, 1), date(2020, 3, 31)),
        event("b", "2019/2020-12", date(2019, 1, 1), date(2020, 12, 31)),
        typed("d", "FirstSign"),
        link("", "hasEvent", "d"),
        background=WORDS,
    )
    told, undated = timeline(graph)
    assert [(one.item, one.when) for one in told] == [
        ("b", "between 2019 and 2020-12"),
        ("a", "2020-03"),
        ("c", "2020"),
    ]
    assert [one.item for one in undated] == ["d"]


def test_an_item_with_an_end_alone_is_dated_by_it() -> None:
    graph = case_graph(
        typed("hormones", "SystemicTherapy"),
        dated("hormones", "2017", date(2017, 1, 1), date(2017, 12, 31), "end"),
        link("", "hasTherapy", "hormones"),
        background=WORDS,
    )
    told, undated = timeline(graph)
    assert [one.when for one in told] == ["until 2017"]
    assert undated == ()


def test_findings_of_one_passage_are_one_entry_and_absence_is_said() -> None:
    seen = passage("seen", "doe-2020", "Abstract")
    graph = case_graph(
        *(
            [*typed(part, name), link("", "hasFinding", part), link(part, "evidence", "seen")]
            for part, name in (("x-nodule", "ScalpNodule"), ("x-no-pain", "NoPainFinding"))
        ),
        typed("y-headache", "Headache"),
        link("", "hasFinding", "y-headache"),
        seen,
        background=WORDS,
    )
    assert [one.text for one in timeline(graph)[1]] == ["no pain, scalp nodule", "headache"]


def test_what_an_assessment_ruled_out_is_told_with_it_and_not_again() -> None:
    graph = case_graph(
        typed("work-up", "DiseaseAssessment"),
        link("", "hasAssessment", "work-up"),
        typed("work-up-no-pain", "NoPainFinding"),
        link("", "hasFinding", "work-up-no-pain"),
        link("work-up", "finds", "work-up-no-pain"),
        background=WORDS,
    )
    assert [one.text for one in timeline(graph)[1]] == ["work-up “work up”: no pain"]


def test_a_disputed_item_is_marked() -> None:
    graph = case_graph(
        event("a", "2020-03", date(2020, 3, 1), date(2020, 3, 31)), link("quarrel", "about", "a"), background=WORDS
    )
    assert timeline(graph)[0][0].disputed


def test_a_therapy_without_target_is_not_given_one_and_a_planned_one_is_not_given() -> None:
    graph = case_graph(
        typed("primary", "PrimaryTumor"),
        typed("nodule", "DistantMetastasis"),
        typed("pills", "SystemicTherapy", "Adjuvant"),
        typed("beam", "Radiotherapy", "Planned"),
        typed("knife", "Radiotherapy"),
        *(link("", "hasTherapy", part) for part in ("pills", "beam", "knife")),
        link("beam", "plannedTarget", "nodule"),
        link("knife", "targets", "primary"),
        background=WORDS,
    )
    assert [(group.target, [one.item for one in group.entries]) for group in therapy_groups(graph)] == [
        ("aimed at primary", ["knife"]),
        ("no lesion named as the target", ["pills"]),
        ("planned for nodule", ["beam"]),
    ]
    assert therapy_groups(graph)[1].entries[0].text == "adjuvant systemic therapy"


def test_intervals_say_whether_they_are_told_or_computed() -> None:
    graph = case_graph(
        typed("a", "FirstSign"),
        typed("b", "FirstSign"),
        typed("told", "ReportedInterval"),
        value("told", "asReported", text("ten months")),
        value("told", "atLeastDays", integer(290)),
        *(link(part, name, end) for part in ("told", "made") for name, end in (("fromItem", "a"), ("toItem", "b"))),
        link("", "hasInterval", "told"),
        typed("made", "DerivedInterval"),
        link("", "hasInterval", "made"),
        background=labels(DerivedInterval="derived interval"),
    )
    assert [one.text for one in intervals(graph)] == [
        "from a to b: “ten months”, at least 290 days",
        "derived interval (from a to b): length not told, computed",
    ]


def test_a_measured_value_is_shown_as_printed_with_its_meaning() -> None:
    size = [*typed("size", "LargestDiameter"), value("size", "unit", text("mm"))]
    bounds = [value("size", name, decimal(Decimal(20))) for name in ("atLeast", "atMost")]
    printed = case_graph(size, bounds, value("size", "asReported", text("2 × 1 cm")), background=WORDS)
    plain = case_graph(size, bounds, value("size", "asReported", text("20 mm")), background=WORDS)
    assert COURSE["hasMeasurement"](printed, node("size")).text == "largest diameter 2 × 1 cm (20 mm)"
    assert COURSE["hasMeasurement"](plain, node("size")).text == "largest diameter 20 mm"
