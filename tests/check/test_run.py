"""The families of checks on the real sources, and on copies with one fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.check import run as run_module
from kg.check.queries import CODES
from kg.check.run import FAMILIES, CheckReport, FamilyReport, run_checks
from kg.errors import LimitError, MissingToolError
from kg.findings import Issue

QUERY = "queries/metastasis/solitary-metastasis.rq"
CASE = "data/cases/costa-2017.yaml"


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A copy of the sources with two cases and one query, to put a fault into."""
    for folder in ("ontology", "data", "queries"):
        shutil.copytree(root / folder, tmp_path / folder)
    for path in (tmp_path / "data" / "cases").glob("*.yaml"):
        if path.stem not in ("costa-2017", "koh-2024"):
            path.unlink()
    for path in (tmp_path / "queries").rglob("*.rq"):
        if path != tmp_path / QUERY:
            path.unlink()
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def checked(place: Path, *families: str) -> CheckReport:
    return run_checks(str(place), str(place / "build"), families)


def test_the_real_sources_have_no_error(root: Path, tmp_path: Path) -> None:
    report = run_checks(str(root), str(tmp_path / "build"), ("ontology", "cases", "queries"))
    assert [family.name for family in report.families] == ["ontology", "cases", "queries"]
    assert [issue.render() for issue in report.issues if issue.severity == "error"] == []


def test_a_misspelt_class_of_a_query_is_found(copy: Path) -> None:
    change(copy / QUERY, "mbc:SolitaryMetastasis", "mbc:SolitaryMetastases")
    report = checked(copy, "queries")
    issue = next(issue for issue in report.issues if issue.code == "Q030")
    assert issue.file == QUERY
    assert issue.line is not None
    assert issue.suggestion[0] == "SolitaryMetastasis"
    assert report.fails()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("site class:BodyPart Scalp", "site class:Therapy Scalp", "Q035"),
        ("site class:BodyPart Scalp", "site class:BodyPrat Scalp", "Q035"),
        ("#+ title: ", "#+ titel: ", "Q001"),
        ("  FILTER (BOUND(?case))\n}\n", "  FILTER (BOUND(?case))\n} LIMIT\n", "Q034"),
        ("  FILTER (BOUND(?case))\n}\n", "  FILTER (BOUND(?case))\n} LIMIT\n", "Q037"),
    ],
)
def test_a_fault_of_a_query_is_found(copy: Path, old: str, new: str, code: str) -> None:
    text = (copy / QUERY).read_text(encoding="utf-8")
    head, sign, tail = text.rpartition(old)
    assert sign
    (copy / QUERY).write_text(head + new + tail, encoding="utf-8")
    assert code in {issue.code for issue in checked(copy, "queries").issues if issue.file == QUERY}


def test_a_row_of_a_check_query_is_an_issue_of_its_case(copy: Path) -> None:
    (copy / "queries" / "checks").mkdir(exist_ok=True)
    (copy / "queries" / "checks" / "occult.rq").write_text(
        "#+ title: Occult primary\n#+ problem: is occult\n#+ remedy: none\n"
        "PREFIX mbc: <https://w3id.org/mbckg/ontology#>\n"
        "SELECT ?case ?lesion WHERE { ?case mbc:hasLesion ?lesion . ?lesion a mbc:OccultPrimary }\n",
        encoding="utf-8",
    )
    found = [issue for issue in checked(copy, "queries").issues if issue.field == "occult"]
    assert [(issue.code, issue.file, issue.message) for issue in found] == [("D001", CASE, "lesion primary: is occult")]


def test_a_fault_of_a_case_is_found_and_queries_are_not_run_on_a_graph_that_cannot_be_built(copy: Path) -> None:
    change(copy / CASE, "is: ParietalScalp", "is: ParietalSkalp")
    report = checked(copy, "cases", "queries")
    cases, queries = report.families
    assert [issue.suggestion[0] for issue in cases.issues] == ["ParietalScalp"]
    assert queries.remark is not None
    assert "cannot be built" in queries.remark


def test_a_case_that_contradicts_the_ontology_is_named(copy: Path) -> None:
    alive = "  - {outcome: seen-again, is: Alive, in: table | Outcome}\nsilent:\n"
    change(copy / CASE, "is: OutcomeStatedUnknown", "is: DiedOfDisease")
    change(copy / CASE, "silent:\n", alive)
    report = checked(copy, "cases")
    assert [issue.code for issue in report.issues] == ["I001"]
    assert (report.issues[0].file or "").endswith(CASE)


def test_an_undeclared_name_of_the_ontology_is_found(copy: Path) -> None:
    change(copy / "ontology" / "modules" / "site.ttl", "rdfs:subClassOf mbc:Scalp ,", "rdfs:subClassOf mbc:Skalp ,")
    codes = {issue.code for issue in checked(copy, "ontology").issues}
    assert "O007" in codes


def test_all_issues_of_all_families_are_reported_once() -> None:
    one, other = Issue("Q001", "a", file="b"), Issue("Q002", "a", file="b", severity="warning")
    report = CheckReport((FamilyReport("cases", (one,)), FamilyReport("queries", (one, other))))
    assert report.issues == (one, other)
    assert report.fails("error")
    assert not CheckReport((FamilyReport("queries", (other,)),)).fails("error")
    assert CheckReport((FamilyReport("queries", (other,)),)).fails("warning")


@pytest.mark.parametrize("error", [MissingToolError("no Java"), LimitError("out of time")])
def test_a_reasoner_that_cannot_finish_stops_its_family_alone(
    copy: Path, monkeypatch: pytest.MonkeyPatch, error: MissingToolError | LimitError
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(run_module, "check_reasoning", fail)
    report = checked(copy, "ontology", "reasoning")
    assert report.stopped is error
    assert [family.stopped for family in report.families] == [None, error]
    assert not report.fails("warning")


def test_families_run_in_their_own_order(copy: Path) -> None:
    assert [family.name for family in checked(copy, "cases", "ontology").families] == ["ontology", "cases"]
    assert FAMILIES == ("ontology", "cases", "shapes", "queries", "reasoning")


def test_every_code_says_what_and_what_to_do() -> None:
    for code, (problem, remedy) in CODES.items():
        assert code[0] in "QD"
        assert problem
        assert remedy


def test_shapes_look_at_cases_also_when_the_graph_cannot_be_built(copy: Path) -> None:
    (shapes,) = checked(copy, "shapes").families
    assert (shapes.issues, shapes.remark) == ((), None)
    change(copy / CASE, "is: ParietalScalp", "is: ParietalSkalp")
    (shapes,) = checked(copy, "shapes").families
    assert shapes.remark is not None
    assert "cannot be built" in shapes.remark
