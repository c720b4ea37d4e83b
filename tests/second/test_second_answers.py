"""Each stored query against an answer in plain Python that is worked out from the case files alone."""

from __future__ import annotations

from collections import Counter

import pytest

from kg.ask.catalog import catalog
from tests.second.answers.registry import SECOND
from tests.second.answers.rows import OneOf, Row, differences, restricted
from tests.second.shared import built_graph, plain_rows, shown, world

RUNS = [
    pytest.param(query, settings, id=" ".join([query, *(f"{name}={value}" for name, value in settings.items())]))
    for query, second in SECOND.items()
    for settings in second.settings
]


@pytest.mark.parametrize(("query", "settings"), RUNS)
def test_the_stored_query_and_the_case_files_agree(query: str, settings: dict[str, str]) -> None:
    second = SECOND[query]
    answer = built_graph().ask(query, verdict="all", **settings)
    told = [tuple(dict(row).items()) for row in answer.all_rows]
    assert len(set(told)) == len(told), f"{query} {settings}: a row stands twice"
    expected = restricted(second.answer(world(), **settings), second.key)
    found = restricted(plain_rows(answer), second.key)
    lines = differences(expected, found)
    assert lines == [], f"{query} {settings}: missing from or not expected of the stored query{shown(lines)}"


@pytest.mark.parametrize(("query", "settings"), RUNS)
def test_the_counts_are_those_of_the_second_answer(query: str, settings: dict[str, str]) -> None:
    second = SECOND[query]
    answer = built_graph().ask(query, **settings)
    if "verdict" not in second.key:
        assert not answer.counts
        return
    rows = second.answer(world(), **settings)
    if answer.query.verdict == "per case":
        rows = list({row["case"]: row for row in rows}.values())
    verdicts = Counter(str(row["verdict"]) for row in rows)
    assert answer.counts == {name: verdicts[name] for name in ("yes", "unknown", "no")}


@pytest.mark.parametrize("settings", SECOND["solitary-metastasis"].settings, ids=lambda item: item["site"])
def test_the_basis_of_solitary_is_what_decides(settings: dict[str, str]) -> None:
    charts = {chart.case.id: chart for chart in world().charts}
    for row in built_graph().ask("solitary-metastasis", verdict="all", **settings).all_rows:
        chart = charts[str(row.case)]
        lesions = [chart.lesion(name) for name in str(row.lesion).split()]
        deciding = {name for lesion in lesions if lesion for name in chart.solitary_basis(lesion)}
        named = set(str(row.basis or "").split())
        assert named <= deciding, f"{row.case} {settings}: does not decide"
        assert bool(named) == bool(deciding), f"{row.case} {settings}: nothing is named"


def test_every_stored_query_has_a_second_answer() -> None:
    assert sorted(catalog()) == sorted(SECOND)


def test_a_difference_is_seen() -> None:
    one: Row = {"case": "a", "verdict": "yes"}
    other: Row = {"case": "a", "verdict": "unknown"}
    assert differences([one], [one]) == []
    assert differences([one, other], [one]) == ["missing: case=a, verdict=unknown"]
    assert differences([one], [other]) == [
        "missing: case=a, verdict=yes",
        "not expected: case=a, verdict=unknown",
    ]
    choice: Row = {"case": "a", "verdict": OneOf.of(["yes", "no"])}
    assert differences([choice], [one]) == []
    assert differences([choice], [other]) == [
        "missing: case=a, verdict=one of no, yes",
        "not expected: case=a, verdict=unknown",
    ]


def test_names_in_one_cell_mean_a_row_each() -> None:
    several: Row = {"case": "a", "item": frozenset({"b", "c"}), "more": 1}
    assert restricted([several], ("case", "item")) == [{"case": "a", "item": "b"}, {"case": "a", "item": "c"}]
    assert restricted([{"case": "a", "item": frozenset()}], ("item",)) == [{"item": None}]
