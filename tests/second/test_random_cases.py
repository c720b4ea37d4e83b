"""Randomly changed case files: the stored queries and the second answers still read the same in them.

The changes are the same on every run. ``MBCKG_TEST_SEED`` sets another seed; a failure names its seed and changes.
"""

from __future__ import annotations

import io
import os
from functools import cache
from pathlib import Path
from random import Random

import pytest
from ruamel.yaml import YAML

from kg.cases import read_case_text
from tests.second.answers.facts import World
from tests.second.answers.registry import SECOND
from tests.second.answers.rows import differences, restricted
from tests.second.shared import ROOT, plain_rows, shown, world
from tests.second.variants import Variant, graph_of, variant_of
from tests.second.variations import CHANGES, vary

SEED = int(os.environ.get("MBCKG_TEST_SEED", "20251209"))
ROUNDS = 5
TRIES = 20


def _variant(path: Path, random: Random) -> Variant | None:
    """One to three random changes of a case file; None when the result is not valid or contradicts itself."""
    yaml = YAML(typ="safe", pure=True)
    content = yaml.load(path.read_text("utf-8"))
    changes = [vary(content, random) for _ in range(random.randint(1, 3))]
    text = io.StringIO()
    yaml.dump(content, text)
    case, _ = read_case_text(text.getvalue(), world().vocabulary, case_id=path.stem)
    if case is None:
        return None
    return variant_of(case, [name for name in changes if name])


@cache
def variants(number: int) -> tuple[Variant, ...]:
    """All cases of the checkout, each changed; the same for the same seed and round."""
    random, found = Random(f"{SEED} {number}"), []
    for path in sorted((ROOT / "data" / "cases").glob("*.yaml")):
        tries = (_variant(path, random) for _ in range(TRIES))
        found.append(next(variant for variant in tries if variant is not None))
    return tuple(found)


@pytest.mark.parametrize("number", range(ROUNDS))
def test_queries_and_second_answers_agree_on_changed_cases(number: int, tmp_path: Path) -> None:
    found = variants(number)
    changed = World(tuple(variant.case for variant in found), world().vocabulary)
    lines = []
    with graph_of(tmp_path, found) as graph:
        for query, second in SECOND.items():
            if query == "literature-table":
                continue  # needs the bibliography, and prints what no change here touches
            for settings in second.settings[:2]:
                expected = restricted(second.answer(changed, **settings), second.key)
                answer = graph.ask(query, verdict="all", **settings)
                apart = differences(expected, restricted(plain_rows(answer), second.key))
                lines += [f"{query} {settings}: {line}" for line in apart]
    told = [f"{variant.case.id}: {', '.join(variant.changes)}" for variant in found]
    assert lines == [], f"seed {SEED}, round {number}{shown([*lines, 'changes:', *told])}"


def test_every_change_is_tried() -> None:
    tried = {name for number in range(ROUNDS) for variant in variants(number) for name in variant.changes}
    assert tried == set(CHANGES), f"seed {SEED}"


def test_there_are_enough_variations() -> None:
    assert sum(len(variants(number)) for number in range(ROUNDS)) >= 60
