"""Each stored query gives the same rows, in the same order, by rdflib and by the embedded engine."""

from __future__ import annotations

import pytest

from kg.ask.answer import Answer
from tests.second.answers.registry import SECOND
from tests.second.backends import ask_embedded, ask_rdflib
from tests.second.shared import shown

pytestmark = pytest.mark.filterwarnings("ignore:Dataset[.]:DeprecationWarning")  # rdflib of itself
SLOW = ("literature-table",)  # takes rdflib half a minute
RUNS = [
    pytest.param(
        query,
        settings,
        id=" ".join([query, *(f"{name}={value}" for name, value in settings.items())]),
        marks=[pytest.mark.slow] if query in SLOW and not settings else [],
    )
    for query, second in SECOND.items()
    for settings in (*second.settings[:2], *second.settings[2:][-1:])  # the last one asks for what no case has
]


def lines(answer: Answer) -> list[str]:
    """The rows as text."""
    return [", ".join(f"{name}={row[name]}" for name in answer.columns) for row in answer.all_rows]


@pytest.mark.parametrize(("query", "settings"), RUNS)
def test_both_engines_give_the_same_rows_in_the_same_order(query: str, settings: dict[str, str]) -> None:
    embedded, second = lines(ask_embedded(query, settings)), lines(ask_rdflib(query, settings))
    apart = sorted(set(embedded) ^ set(second))
    marked = [f"{'embedded' if line in set(embedded) else 'rdflib'} only: {line}" for line in apart]
    assert marked == [], f"{query} {settings}{shown(marked)}"
    assert embedded == second, f"{query} {settings}: the same rows in another order"
