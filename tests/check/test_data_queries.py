from __future__ import annotations

from pathlib import Path

import pytest

from kg.ask.engine import Embedded
from kg.check.data_queries import CheckQuery, read_check_queries, rows_found
from kg.graph.store import write_store
from kg.graph.terms import RDF_TYPE, iri, term
from kg.names import case_iri, part_iri

HEAD = "#+ title: Lesion without site\n#+ problem: has no site\n#+ remedy: add site\n"
BODY = """PREFIX mbc: <https://w3id.org/mbckg/ontology#>
SELECT ?case ?lesion
WHERE { ?case mbc:hasLesion ?lesion FILTER NOT EXISTS { ?lesion mbc:hasSite ?site } }
ORDER BY ?lesion
"""


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Embedded:
    folder = tmp_path_factory.mktemp("graph")
    case = iri(case_iri("doe-2020"))
    with_site, without = (iri(part_iri("doe-2020", part)) for part in ("nodule", "lump"))
    statements = [
        (case, RDF_TYPE, term("Case")),
        (case, term("hasLesion"), with_site),
        (case, term("hasLesion"), without),
        (with_site, term("hasSite"), iri(part_iri("doe-2020", "nodule-site"))),
    ]
    write_store(str(folder / "store"), {case_iri("doe-2020"): statements})
    return Embedded(str(folder))


def written(folder: Path, text: str) -> Path:
    (folder / "checks").mkdir(parents=True)
    (folder / "checks" / "lesion-without-site.rq").write_text(text, encoding="utf-8")
    return folder


def read(folder: Path, text: str) -> CheckQuery:
    queries, issues = read_check_queries(str(written(folder, text)))
    assert issues == []
    return queries[0]


def test_each_row_is_an_issue_with_problem_and_remedy(tmp_path: Path, engine: Embedded) -> None:
    (issue,) = rows_found(read(tmp_path / "queries", HEAD + BODY), engine)
    assert (issue.code, issue.severity, issue.field) == ("D001", "error", "lesion-without-site")
    assert issue.file == "data/cases/doe-2020.yaml"
    assert issue.message == "lesion lump: has no site"
    assert issue.remedy == "add site"


def test_a_query_that_finds_nothing_has_no_issue(tmp_path: Path, engine: Embedded) -> None:
    body = BODY.replace("?case mbc:hasLesion ?lesion", "?case mbc:hasLesion ?lesion . ?lesion mbc:hasSite ?told")
    assert list(rows_found(read(tmp_path, HEAD + body), engine)) == []


def test_severity_of_the_file_is_that_of_the_issue(tmp_path: Path, engine: Embedded) -> None:
    (issue,) = rows_found(read(tmp_path, HEAD + "#+ severity: warning\n" + BODY), engine)
    assert issue.severity == "warning"


def test_a_query_that_does_not_run_is_an_issue_of_its_file(tmp_path: Path, engine: Embedded) -> None:
    (issue,) = rows_found(read(tmp_path / "queries", HEAD + "SELECT ?x WHERE {"), engine)
    assert (issue.code, issue.file) == ("Q037", "queries/checks/lesion-without-site.rq")


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (HEAD.replace("#+ remedy: add site\n", ""), "remedy is missing"),
        (HEAD.replace("has no site", ""), "problem is missing"),
        (HEAD + "#+ title: again\n", "title stands twice"),
        (HEAD + "#+ remdy: x\n", "is not a key"),
        (HEAD + "#+ severity: fatal\n", "is no severity"),
    ],
)
def test_malformed_front_matter(tmp_path: Path, head: str, told: str) -> None:
    queries, issues = read_check_queries(str(written(tmp_path, head + BODY)))
    assert queries == []
    assert [(issue.code, issue.message) for issue in issues] == [("Q036", told)]


def test_no_folder_of_checks_is_no_issue(tmp_path: Path) -> None:
    assert read_check_queries(str(tmp_path)) == ([], [])
