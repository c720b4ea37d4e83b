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
    verdicts = Counter(str(row["verdict"]) for row in second.answer(world(), **settings))
    assert answer.counts == {name: verdicts[name] for name in ("yes", "unknown", "no")}


def test_every_stored_query_has_a_second_answer() -> None:
    assert sorted(catalog()) == sorted(SECOND)


def test_a_difference_is_seen() -> None:
    one: Row = {"case": "a", "verdict": "yes"}
    other: Row = {"case": "a", "verdict": "unknown"}
    assert differences([one], [one]) == []
    assert differences([one, one], [one]) == ["missing: case=a, verdict=yes"]
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
