"""Whatever is in a file, reading it gives issues and no exception."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from kg.cases.codes import CODES, Problems
from kg.cases.yaml_source import read_tree_text
from tests.cases.support import CASES, codes, read
from tests.cases.test_schema import document

JUNK: tuple[Any, ...] = (
    *("", None, "x", "Scalp", "SolitaryMetastasis", "primary", "scalp-lesion", "2025-13", "9/8", "-1", "%", ">>"),
    *("own | | ", "|", "own|Abstract|…", "no", "table | " + "x" * 300, "\u2028", "{id}", "a\tb", "¶"),
    *([], {}, ["a", ["b"]], {"is": "Scalp"}, {"a": {"b": None}}, 0, -1, 1.5, True, [None], [{}], [[]]),
    {"id": "primary"},
)
SEED = 20251209


def places(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield from places(member, (*path, key))


def damage(value: Any, chance: random.Random) -> None:
    """Delete, rename or replace something at a random place."""
    path = chance.choice(list(places(value))[1:])
    holder = value
    for key in path[:-1]:
        holder = holder[key]
    act = chance.random()
    if act < 0.2:
        del holder[path[-1]]
    elif act < 0.35 and isinstance(holder, dict):
        holder[str(chance.choice(JUNK))] = holder.pop(path[-1])
    else:
        holder[path[-1]] = copy.deepcopy(chance.choice(JUNK))


@pytest.mark.parametrize("name", ["yu-2024-2", "abdelhafeez-2019", "liu-2020"])
def test_damaged_cases_are_read_without_an_exception(name: str) -> None:
    source = json.dumps(document(CASES / f"{name}.yaml"), ensure_ascii=False)
    chance = random.Random(f"{SEED}-{name}")
    print(f"seed {SEED}-{name}")
    seen: set[str] = set()
    for _ in range(60):
        value = json.loads(source)
        for _ in range(chance.randint(1, 4)):
            damage(value, chance)
        case, issues = read(json.dumps(value, ensure_ascii=False))
        assert (case is None) is any(issue.severity == "error" for issue in issues)
        assert all(issue.render() for issue in issues)
        assert all(issue.line is not None for issue in issues if issue.code != "C005")
        seen |= {issue.code for issue in issues}
    assert seen <= set(CODES)
    assert len(seen) >= 8, "the damage shows"


def test_random_letters_are_read_without_an_exception() -> None:
    chance = random.Random(SEED)
    print(f"seed {SEED}")
    for _ in range(300):
        text = "".join(chance.choices("abc:-[]{}&*!|>'\"#%@,? \n\t\u00b6\u2028\ufeff", k=chance.randint(0, 60)))
        problems = Problems("x")
        tree = read_tree_text(text, problems)
        assert tree is not None or problems.issues
        if tree is not None:
            codes(text)


def test_order_of_issues_is_that_of_the_file() -> None:
    text = "case: x\nreports: []\nlesions: []\nzzz: 1\naaa: 2\n"
    lines = [issue.line for issue in read(text)[1]]
    assert lines == sorted(line or 0 for line in lines)
