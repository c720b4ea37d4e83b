from __future__ import annotations

from kg.publish.case_graph import Passage
from kg.publish.layout import locators
from kg.publish.summarize import summarize
from kg.publish.summary import ReceptorRow, ReceptorTable, SpecimenColumn
from kg.publish.summary_text import to_text
from tests.publish.small import case_graph, passage, typed


def test_reports_are_named_where_several_have_one_role() -> None:
    one = summarize(case_graph(passage("p", "doe-2020", "Abstract")), {})
    two = summarize(case_graph(passage("p", "doe-2020", "Abstract"), passage("q", "roe-2021", "Abstract")), {})
    told = [Passage(False, "<https://w3id.org/mbckg/report/doe-2020>", "Abstract")]
    assert locators(one, told) == "[Abstract]"
    assert locators(two, told) == "[doe 2020, Abstract]"  # no label: the key in words


def test_a_table_cell_is_short_and_a_repeated_place_stands_once() -> None:
    summary = summarize(case_graph(typed("primary", "PrimaryTumor")), {})
    report = "<https://w3id.org/mbckg/report/review>"
    cell = Passage(True, report, "Table 1, row 9, Treatment", 9)
    twice = [Passage(False, report, "Abstract", None, start, "end") for start in ("one", "two")]
    assert locators(summary, [*twice, cell]) == "[Abstract; †Table 1 row 9, Treatment]"
    assert locators(summary, []) == ""


def test_many_specimens_make_several_tables() -> None:
    from dataclasses import replace

    columns = tuple(
        SpecimenColumn(item=f"s{i}", lesion=f"lesion{i}", standing="", when=None, method=None) for i in range(6)
    )
    table = ReceptorTable(columns=columns, rows=(ReceptorRow(label="ER", values=tuple(f"{i}0%" for i in range(6))),))
    summary = replace(summarize(case_graph(), {}), receptors=table)
    lines = to_text(summary, 80).splitlines()
    assert [line.split() for line in lines if line.startswith("ER")] == [
        ["ER", "00%", "10%", "20%", "30%"],
        ["ER", "40%", "50%"],
    ]


def test_an_empty_case_says_what_it_does_not_say() -> None:
    text = to_text(summarize(case_graph(), {}))
    for told in ("no dated statement in the reports", "no lesion recorded", "no outcome told", "nothing noted"):
        assert told in text
