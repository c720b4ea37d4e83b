"""An answer: rows, verdicts, counts, evidence, and how it is written."""

from __future__ import annotations

import csv
import io
import json

import pytest

from kg.ask.answer import Answer
from kg.ask.bind import Bound
from kg.ask.catalog import find_query
from kg.ask.engine import Engine, Result
from kg.ask.graph import Graph
from kg.ask.passages import fragment_link
from kg.errors import DataError, UsageError
from kg.names import case_iri, part_iri
from tests.ask.small import CASES, QUERIES

DOI = "https://doi.org/10.1016/S1470-2045(19)30718-1"


def test_rows_are_those_of_the_verdict_and_counts_those_of_all(graph: Graph) -> None:
    answer = graph.ask("solitary", site="Scalp")
    assert [row.case for row in answer] == ["adams-2020"]
    assert answer.counts == {"yes": 1, "unknown": 1, "no": 1}
    assert list(answer.counts) == ["yes", "unknown", "no"]
    assert answer.columns == ("case", "verdict", "lesion", "siteClass", "basis")
    for verdict, cases in {
        "yes": CASES[:1],
        "no": CASES[1:2],
        "unknown": CASES[2:],
        "possible": (CASES[0], CASES[2]),
        "all": CASES,
    }.items():
        for shown in (graph.ask("solitary", verdict=verdict), answer.showing(verdict)):
            assert [row.case for row in shown.rows] == list(cases)
            assert shown.counts == answer.counts


def test_a_case_without_a_row_is_not_counted_as_a_no(graph: Graph) -> None:
    answer = graph.ask("solitary", site="occipital scalp")
    assert (answer.rows, answer.counts) == ([], {"yes": 0, "unknown": 0, "no": 1})
    nothing = graph.ask("solitary", site="Liver")
    assert nothing.counts == {"yes": 0, "unknown": 0, "no": 0}
    assert "Silence is not a no." in nothing.to_table()
    assert "Silence is not a no." in nothing.to_markdown()


def test_a_verdict_per_case_counts_cases_and_one_per_row_counts_rows() -> None:
    query = find_query("solitary", str(QUERIES))
    case = f"<{case_iri('adams-2020')}>"
    rows = [(case, '"yes"', None, None, None), (case, '"yes"', f"<{part_iri('adams-2020', 'x')}>", None, None)]
    result = Result("rows", [column.name for column in query.columns], rows)
    for verdict, count in (("per case", 1), ("per row", 2)):
        query.verdict = verdict
        assert Answer(Bound(query, "", {}), result, Engine()).counts == {"yes": count, "unknown": 0, "no": 0}


def test_a_row_is_read_by_attribute_and_by_key(graph: Graph) -> None:
    row = graph.ask("solitary").rows[0]
    assert (row.case, row["lesion"], row.siteClass, row.get("none")) == ("adams-2020", "scalp-nodule", "Scalp", None)
    assert dict(row) == {
        "case": "adams-2020",
        "verdict": "yes",
        "lesion": "scalp-nodule",
        "siteClass": "Scalp",
        "basis": "no-other-metastasis scalp-nodule",
    }
    assert row.iris("basis") == (part_iri("adams-2020", "no-other-metastasis"), part_iri("adams-2020", "scalp-nodule"))
    assert row.iris("verdict") == ()
    with pytest.raises(AttributeError, match="no column 'site'"):
        _ = row.site
    with pytest.raises(KeyError):
        _ = row["site"]


def test_values_have_the_type_of_their_column(graph: Graph) -> None:
    rows = graph.ask("items", case="brown-2021").rows
    assert [dict(row) for row in rows] == [
        {
            "case": "brown-2021",
            "item": "scalp-nodule",
            "report": "one",
            "date": "2020-04",
            "foci": 3,
            "several": True,
        }
    ]


def test_the_evidence_of_a_row_is_that_of_its_items_each_once(graph: Graph) -> None:
    first, second = graph.ask("solitary").rows[0].evidence
    assert first.to_json() == {
        "item": "scalp-nodule",
        "report": "one",
        "reportLabel": "Adams & Brown 2020",
        "role": "primary",
        "locator": "Abstract",
        "anchorStart": "a firm, red-brown",
        "anchorEnd": "& tender",
        "link": f"{DOI}#:~:text=a%20firm%2C%20red%2Dbrown,%26%20tender",
    }
    assert first.told() == 'Adams & Brown 2020 (primary report), Abstract, "a firm, red-brown … & tender"'
    assert second.told() == "Clark 2022 (secondary report), Table 1, row 9, Treatment"
    assert second.link == "https://example.org/clark"


def test_the_grounds_are_what_decides_and_without_a_basis_all_evidence(graph: Graph) -> None:
    row = graph.ask("solitary").rows[0]
    assert [passage.report for passage in row.grounds] == ["two", "one"]
    assert set(row.grounds) == set(row.evidence)
    unsettled = graph.ask("solitary", verdict="unknown").rows[0]
    assert not unsettled.iris("basis")
    assert unsettled.grounds == unsettled.evidence


def test_a_link_to_a_passage_escapes_what_a_text_fragment_reserves() -> None:
    assert fragment_link("https://x.org/a", None, None) == "https://x.org/a"
    assert fragment_link("https://x.org/a", "naïve (no)", None) == "https://x.org/a#:~:text=na%C3%AFve%20%28no%29"
    assert fragment_link("https://x.org/a#s2", "one-two", "a,b") == "https://x.org/a#s2:~:text=one%2Dtwo,a%2Cb"


def test_json_is_what_is_promised(graph: Graph) -> None:
    content = json.loads(graph.ask("solitary").to_json())
    assert list(content) == ["query", "question", "parameters", "columns", "rows", "counts"]
    assert content["query"] == "solitary"
    assert content["question"] == "Which cases have the site as the solitary distant site?"
    assert content["parameters"] == {"site": "Scalp"}
    assert content["columns"] == ["case", "verdict", "lesion", "siteClass", "basis"]
    assert content["counts"] == {"yes": 1, "unknown": 1, "no": 1}
    (row,) = content["rows"]
    assert (row["case"], row["verdict"], len(row["evidence"])) == ("adams-2020", "yes", 2)
    assert "evidence" not in json.loads(graph.ask("solitary").to_json(evidence=False))["rows"][0]
    items = json.loads(graph.ask("items").to_json())
    assert (items["parameters"], items["counts"], len(items["rows"])) == ({"case": None}, {}, 3)


def test_csv_is_read_back_as_it_was(graph: Graph) -> None:
    text = graph.ask("items").to_csv()
    assert text.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["case", "item", "report", "date", "foci", "several"]
    assert rows[2] == ["brown-2021", "scalp-nodule", "one", "2020-04", "3", "true"]
    unknown = graph.ask("solitary", verdict="unknown").to_csv()
    assert unknown.split("\r\n")[1] == "clark-2022,unknown,scalp-nodule,Scalp,"


def test_unknown_is_cannot_tell_for_people_and_unknown_for_machines(graph: Graph) -> None:
    answer = graph.ask("solitary", verdict="unknown")
    assert "cannot tell" in answer.to_table().split("\n")[5]
    assert "| clark-2022 | cannot tell | scalp nodule | scalp | – |" in answer.to_markdown()
    assert "\tunknown\t" in answer.to_tsv()


def test_the_table_is_readable_and_keeps_its_width(graph: Graph) -> None:
    text = graph.ask("solitary").to_table(width=80)
    lines = text.split("\n")
    assert lines[:6] == [
        "Which cases have the site as the solitary distant site?",
        "site = Scalp",
        "",
        "case        verdict  lesion        site class  basis",
        "----------  -------  ------------  ----------  ---------------------------------",
        "adams-2020  yes      scalp nodule  scalp       no other metastasis, scalp nodule",
    ]
    assert lines[6:11] == [
        "    read in: Clark 2022 (secondary report), Table 1, row 9, Treatment",
        "             https://example.org/clark",
        '    read in: Adams & Brown 2020 (primary report), Abstract, "a firm, red-brown …',
        '             & tender"',
        f"             {DOI}#:~:text=a%20firm%2C%20red%2Dbrown,%26%20tender",
    ]
    assert lines[-2] == "yes 1, no 1, cannot tell 1 (showing yes; --verdict all shows the others)"
    assert all(len(line) <= 80 for line in lines if "https://" not in line)
    assert "read in" not in graph.ask("solitary").to_table(evidence=False)
    assert graph.ask("solitary", verdict="all").to_table().split("\n")[-2] == "yes 1, no 1, cannot tell 1"
    assert graph.ask("items").to_table().split("\n")[-2] == "3 rows"
    assert "\033" not in text
    assert "\033[32myes" in graph.ask("solitary").to_table(color=True)


def test_markdown_lists_the_passages_below(graph: Graph) -> None:
    text = graph.ask("solitary").to_markdown()
    assert "| adams-2020 | yes | scalp nodule | scalp | no other metastasis, scalp nodule |" in text
    assert f"](<{DOI}#:~:text=a%20firm%2C%20red%2Dbrown,%26%20tender>)" in text
    assert text.count("- adams-2020: ") == 2


def test_a_verdict_that_is_none_is_refused_before_anything_is_run(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"there is no verdict 'possibly'; did you mean possible\?"):
        graph.ask("solitary", verdict="possibly")
    with pytest.raises(UsageError, match="have no verdict"):
        graph.ask("items", verdict="yes")
    assert len(graph.ask("items", verdict="all")) == 3


def test_a_query_that_breaks_its_promise_is_told() -> None:
    query = find_query("solitary", str(QUERIES))
    bound = Bound(query, "", {})
    with pytest.raises(DataError, match="does not give the column basis"):
        Answer(bound, Result("rows", ["case", "verdict", "lesion", "siteClass"], []), Engine())
    row = (f"<{case_iri('adams-2020')}>", '"maybe"', None, None, None)
    with pytest.raises(DataError, match="gives the verdict"):
        Answer(bound, Result("rows", [column.name for column in query.columns], [row]), Engine())


def test_a_verdict_keeps_its_color_when_it_is_wrapped(graph: Graph) -> None:
    lines = graph.ask("solitary", verdict="unknown").to_table(width=51, color=True, evidence=False).split("\n")
    assert [line for line in lines if "\033[33mcannot" in line]
    assert [line for line in lines if "\033[33mtell" in line]
