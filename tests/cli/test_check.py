from __future__ import annotations

import json

import pytest

from kg.check import run as run_module
from kg.check.run import CheckReport, FamilyReport
from kg.cli.main import main
from kg.errors import LimitError, MissingToolError
from kg.findings import Issue

ERROR = Issue("Q030", "is no class", file="queries/a.rq", line=3, value="mbc:Skalp", remedy="mend it")
WARNING = Issue("Q013", "is not ordered", file="queries/b.rq", severity="warning")


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[FamilyReport]:
    """What the checks find, in place of what they would find."""
    families: list[FamilyReport] = []

    def run(root: str, out: str, wanted: list[str], deadline: float, say: object) -> CheckReport:
        return CheckReport(tuple(families))

    monkeypatch.setattr(run_module, "run_checks", run)
    return families


@pytest.mark.parametrize(
    ("issues", "fail_on", "code"),
    [
        ((), "error", 0),
        ((WARNING,), "error", 0),
        ((WARNING,), "warning", 1),
        ((ERROR, WARNING), "error", 1),
        ((ERROR,), "warning", 1),
    ],
)
def test_exit_code_follows_the_worst_issue(
    found: list[FamilyReport], issues: tuple[Issue, ...], fail_on: str, code: int
) -> None:
    found.append(FamilyReport("queries", issues))
    assert main(["check", "--fail-on", fail_on]) == code


def test_text_names_place_code_remedy_and_counts(
    found: list[FamilyReport], capsys: pytest.CaptureFixture[str]
) -> None:
    found += [FamilyReport("cases", ()), FamilyReport("queries", (ERROR, WARNING), remark="31 queries")]
    assert main(["check"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        'queries/a.rq:3: Q030 "mbc:Skalp" is no class',
        "    remedy: mend it",
        "queries/b.rq: warning Q013 is not ordered",
        "cases: 0 errors, 0 warnings",
        "queries: 1 error, 1 warning (31 queries)",
    ]


def test_json_has_families_and_issues(found: list[FamilyReport], capsys: pytest.CaptureFixture[str]) -> None:
    found.append(FamilyReport("queries", (ERROR,)))
    assert main(["check", "--format", "json"]) == 1
    content = json.loads(capsys.readouterr().out)
    assert content["families"] == [
        {"family": "queries", "errors": 1, "warnings": 0, "finished": True, "remark": None}
    ]
    assert content["issues"][0]["code"] == "Q030"


@pytest.mark.parametrize(("error", "code"), [(MissingToolError("no Java", "install it"), 3), (LimitError("late"), 4)])
def test_a_reasoner_that_cannot_finish_is_told_apart(
    found: list[FamilyReport], capsys: pytest.CaptureFixture[str], error: MissingToolError | LimitError, code: int
) -> None:
    found += [FamilyReport("ontology", ()), FamilyReport("reasoning", (), stopped=error)]
    assert main(["check"]) == code
    told = capsys.readouterr()
    assert f"reasoning: not finished, {error.message}" in told.out
    assert "ontology: 0 errors" in told.out
    assert error.message in told.err


def test_issues_count_more_than_a_missing_reasoner(found: list[FamilyReport]) -> None:
    found += [FamilyReport("queries", (ERROR,)), FamilyReport("reasoning", (), stopped=MissingToolError("no Java"))]
    assert main(["check"]) == 1


def test_an_unknown_family_gets_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "reason"]) == 2
    assert "did you mean reasoning?" in capsys.readouterr().err


def test_the_real_ontology_and_cases_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "ontology", "cases"]) == 0
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "ontology: 0 errors, 0 warnings",
        "cases: 0 errors, 0 warnings",
    ]


@pytest.mark.java
def test_a_short_deadline_stops_the_reasoner(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "reasoning", "--timeout", "0.5"]) == 4
    assert "reasoning: not finished" in capsys.readouterr().out
