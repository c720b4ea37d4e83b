"""The measurements themselves: they run at a tiny size and show what they promise. No time is asserted."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kg.ask.catalog import catalog
from kg.build.sources import read_sources
from kg.graph.assemble import case_statements
from kg.names import CASE
from tests.bench.__main__ import PARTS, main
from tests.bench.cohort import Cohort, make_cohort, renamed
from tests.bench.growth import flags, per_decade
from tests.bench.measure import alternate
from tests.bench.queries import SCAN, Runner
from tests.bench.report import Part, Table
from tests.bench.startup import import_groups

SIZES = (10, 100, 1000, 10000)
Figures = dict[str, dict[str, list[dict[str, object]]]]


@pytest.fixture(scope="module")
def cohort(root: Path) -> Cohort:
    return make_cohort(read_sources(str(root)))


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> Figures:
    """Tables of all parts by part and title, measured once at a tiny size."""
    path = tmp_path_factory.mktemp("bench") / "figures.json"
    assert main(["all", "--sizes", "2,3", "--runs", "1", "--output", str(path)]) == 0
    content = json.loads(path.read_text("utf-8"))
    assert list(content) == ["machine", *PARTS]
    return {name: {table["title"]: table["rows"] for table in content[name]["tables"]} for name in PARTS}


@pytest.mark.slow
def test_startup_times_the_question_and_its_peers(figures: Figures) -> None:
    rows = {row["command"]: row for row in figures["startup"]["Start to end, alternating runs"]}
    assert {"python -c 'import pyoxigraph'", "python -m kg ask"} <= set(rows)
    assert rows["python -m kg ask"]["to"] == "python -c 'import pyoxigraph'"
    (imports,) = [rows for title, rows in figures["startup"].items() if "importtime" in title]
    modules = {row["modules of"]: row["number"] for row in imports}
    assert all(modules[group] for group in ("kg", "pyoxigraph", "interpreter"))


@pytest.mark.slow
def test_build_tells_every_step(figures: Figures) -> None:
    rows = {row["step"]: row for row in figures["build"]["kg build without the referee"]}
    assert {"import", "read", "validate", "infer", "write", "whole"} <= set(rows)
    assert rows["whole"]["build, s"] is not None
    assert rows["whole"]["peer, s"] is not None


@pytest.mark.slow
def test_inference_has_a_row_for_each_size(figures: Figures, cohort: Cohort) -> None:
    rows = figures["inference"]["Inference, one process"]
    assert [row["cases"] for row in rows] == [2, 3]
    assert [row["asserted"] for row in rows] == [sum(len(case.asserted) for case in cohort.cases[:n]) for n in (2, 3)]
    assert [row["inferred"] for row in rows] == [sum(len(case.inferred) for case in cohort.cases[:n]) for n in (2, 3)]


@pytest.mark.slow
def test_every_stored_query_is_timed(figures: Figures, cohort: Cohort) -> None:
    rows = {row["query"]: row for row in figures["queries"]["Stored queries, default parameters"]}
    assert set(catalog()) <= set(rows)
    lesions = sum(p.endswith("#hasLesion>") for case in cohort.cases[:3] for _, p, _ in case.asserted)
    assert rows[SCAN.id]["rows at 3"] == lesions
    stores = figures["queries"]["Stores"]
    assert [row["cases"] for row in stores] == [2, 3]
    assert stores[0]["statements"] < stores[1]["statements"]  # type: ignore[operator]


@pytest.mark.slow
def test_rules_and_referee_are_timed_on_the_same_cases(figures: Figures, cohort: Cohort) -> None:
    (rows,) = figures["reasoning"].values()
    rules, referee, without, files = rows
    assert rules["cases"] == referee["cases"] == 3
    assert rules["memberships"] == referee["memberships"]
    assert int(str(rules["statements"])) > sum(len(case.asserted) for case in cohort.cases[:3])
    assert rules["times the rules"] is None
    assert all(isinstance(row["times the rules"], float) for row in (referee, without, files))


def test_one_part_can_be_measured_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inference", "--sizes", "2", "--runs", "1"]) == 0
    shown = capsys.readouterr().out
    assert [line for line in shown.splitlines() if line.startswith("## ")] == ["## inference"]
    assert "| cases | asserted |" in shown


@pytest.mark.parametrize("arguments", [["everything"], ["queries", "--sizes", "1"], ["build", "--runs", "0"]])
def test_a_wrong_argument_is_refused(arguments: Sequence[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)


def test_copies_have_ids_of_their_own(cohort: Cohort) -> None:
    size = len(cohort.cases)
    copies = list(cohort.copies(0, 2 * size))
    assert len({copy.id for copy in copies}) == 2 * size
    for copy, case in zip(copies, [*cohort.cases, *cohort.cases], strict=True):
        assert len(set(copy.asserted)) == len(case.asserted)
        text = "\n".join(" ".join(statement) for statement in copy.asserted)
        assert f"<{CASE}{case.id}>" not in text
        assert f"<{CASE}{case.id}#" not in text
        assert renamed(copy.asserted, copy.id, case.id) == case.asserted


def test_inference_over_copies_gives_the_copied_inference(cohort: Cohort) -> None:
    assert cohort.check(3) == sum(len(case.inferred) for case in cohort.cases)


def test_a_copy_that_inference_does_not_confirm_is_refused(cohort: Cohort) -> None:
    first, *others = cohort.cases
    tampered = Cohort(cohort.sources, [replace(first, inferred=first.inferred[1:]), *others])
    with pytest.raises(ValueError, match=f"{first.id}-copy-1: inference over the copy differs"):
        tampered.check(0)


def test_the_cohort_starts_from_what_the_cases_say(cohort: Cohort) -> None:
    assert [case.id for case in cohort.cases] == [case.id for case in cohort.sources.cases]
    assert cohort.cases[0].asserted == case_statements(cohort.sources.cases[0])


def test_growth_is_told_for_ten_times_as_many_cases() -> None:
    assert per_decade((10, 100), (0.5, 5.0)) == pytest.approx(10)
    assert per_decade((10, 1000), (0.5, 50.0)) == pytest.approx(10)
    assert per_decade((100, 1000, 10000), (0.1, 0.2, 20.0)) == pytest.approx(100)
    assert per_decade((10, 20), (0.5, 1.0)) is None
    assert per_decade((10, 100), (0.5, None)) is None
    assert per_decade((10, 100), (0, 5)) is None


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ((0.001, 0.01, 0.1, 0.9), ""),
        ((0.001, 0.01, 0.1, 1.1), "over 1 s"),
        ((0.001, 0.004, 0.01, 0.9), "faster than linear"),
        ((0.001, 0.01, 0.1, 10.0), "over 1 s, faster than linear"),
        ((0.0001, 0.0002, 0.0005, 0.05), ""),  # too short to tell
        ((0.001, 0.01, 0.1, None), "given up"),
    ],
)
def test_slow_and_fast_growing_queries_stand_out(times: Sequence[float | None], told: str) -> None:
    rows = (10, 100, 1000, 10000)
    assert flags(SIZES, times, rows, (0.001, 0.01, 0.1, 1.0))[2] == told


def test_growth_with_the_rows_is_linear() -> None:
    growth, ratio, told = flags(SIZES, (0.001, 0.01, 0.02, 0.9), (1, 10, 20, 1000), (0.001, 0.01, 0.02, 0.2))
    assert growth == pytest.approx(45)
    assert ratio == pytest.approx(0.9)
    assert told == ""


def test_measures_take_turns() -> None:
    order: list[str] = []

    def measure(name: str) -> float:
        order.append(name)
        return float(len(order))

    found = alternate({"a": lambda: measure("a"), "b": lambda: measure("b")}, 2)
    assert order == ["a", "b", "a", "b", "b", "a"]
    assert found == {"a": [3.0, 6.0], "b": [4.0, 5.0]}


def test_import_times_are_told_by_group() -> None:
    lines = [
        "import time: self [us] | cumulative | imported package",
        "import time:       100 |        100 |   _io",
        "import time:      1500 |       1600 | kg.cli.main",
        "import time:       500 |       2100 |   kg",
        "import time:      3000 |       3000 | pyoxigraph",
        "import time:       250 |        250 | marshal",
        "graph: built",
    ]
    assert import_groups(lines, always=["_io"]) == {
        "kg": (2, 2.0),
        "pyoxigraph": (1, 3.0),
        "standard library": (1, 0.25),
        "interpreter": (1, 0.1),
    }


def test_tables_are_markdown() -> None:
    table = Table("Title", (("name", ""), ("ms", ",.1f")), [("long name", 1234.56), ("b", None)])
    lines = ["| name      |      ms |", "| --------- | ------: |", "| long name | 1,234.6 |", "| b         |       - |"]
    assert table.to_markdown().splitlines() == ["**Title**", "", *lines]
    assert table.to_json()["rows"] == [{"name": "long name", "ms": 1234.56}, {"name": "b", "ms": None}]
    assert Part("part", [table], ["a remark"]).to_markdown().endswith("\n\n- a remark")


def test_a_query_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.graph.store import write_store

    statements = [(f"<https://example.org/{number}>", "<https://example.org/p>", '"x"') for number in range(300)]
    write_store(str(tmp_path / "store"), {"https://example.org/g": statements})
    runner = Runner(str(tmp_path))
    try:
        quick = "SELECT ?s WHERE { ?s ?p ?o }"
        seconds, rows = runner.time(quick, 2) or ([], 0)
        assert (len(seconds), rows) == (3, 300)
        monkeypatch.setattr("tests.bench.queries.DEADLINE", 1.0)
        crossed = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z . ?d ?s ?w FILTER(?a != ?d) }"
        assert runner.time(crossed, 1) is None
        monkeypatch.undo()
        assert (runner.time(quick, 1) or ([], 0))[1] == 300
        with pytest.raises(RuntimeError, match="cannot be read"):
            runner.time("SELECT nonsense", 1)
    finally:
        runner.close()
