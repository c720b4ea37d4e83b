"""Stored queries are read, and every fault of a file is found and named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ask.catalog import catalog, find_query, query_files, read_catalog
from kg.ask.codes import CODES
from kg.ask.query_shape import selected
from kg.errors import DataError, UnreadableInput, UsageError
from tests.ask.small import QUERIES

GOOD = (QUERIES / "metastasis" / "solitary.rq").read_text("utf-8")


def issues_of(tmp_path: Path, text: str, name: str = "solitary.rq") -> list[tuple[str, str | None, int | None]]:
    """Code, file and line of each issue of a catalog with this one file."""
    topic = tmp_path / "queries" / "metastasis"
    topic.mkdir(parents=True)
    (topic / name).write_text(text, "utf-8")
    _, issues = read_catalog(str(tmp_path / "queries"))
    return [(issue.code, issue.file, issue.line) for issue in issues]


def test_a_query_is_read_as_it_is_written() -> None:
    query = find_query("solitary", str(QUERIES))
    assert (query.id, query.title, query.verdict, query.ordered, query.since) == (
        "solitary",
        "Solitary metastasis",
        "per case",
        True,
        "0.1.0",
    )
    assert query.tags == ("metastasis", "solitary")
    assert query.notes == ("A case without a lesion of the site has no row.",)
    assert [(p.name, p.kind, p.root, p.default) for p in query.parameters] == [("site", "class", "BodyPart", "Scalp")]
    assert [(c.name, c.kind) for c in query.columns] == [
        ("case", "case"),
        ("verdict", "verdict"),
        ("lesion", "part"),
        ("siteClass", "class"),
        ("basis", "part"),
    ]
    assert query.text == GOOD
    assert find_query("items", str(QUERIES)).parameters[0].default is None


def test_the_catalog_has_the_queries_and_not_the_checks() -> None:
    assert list(query_files(str(QUERIES))) == ["items", "solitary"]
    assert list(catalog(str(QUERIES))) == ["items", "solitary"]
    queries, issues = read_catalog(str(QUERIES))
    assert [query.id for query in queries] == ["items", "solitary"]
    assert issues == []


def test_an_unknown_query_gets_the_nearest_names() -> None:
    with pytest.raises(UsageError, match=r"no stored query 'solitry'; did you mean solitary\?"):
        find_query("solitry", str(QUERIES))


def test_a_missing_folder_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput):
        query_files(str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("#+ tags:", "#+ tag:", "Q001", 3),
        ("#+ since: 0.1.0\n", "", "Q002", None),
        ("#+ since: 0.1.0\n", "#+ since: 0.1.0\n#+ since: 0.2.0\n", "Q002", None),
        ("#+ note: A case", "#+ A case", "Q003", 13),
        ("PREFIX mbc:", "PREFIX x: <https://example.org/>\n#+ note: late\nPREFIX mbc:", "Q003", 15),
        ("class:BodyPart Scalp the place of the metastasis, or any part of it", "class:BodyPart", "Q004", 4),
        ("class:BodyPart", "klass:BodyPart", "Q004", 4),
        ("#+ column: lesion part the metastasis\n", "#+ column: lesion part\n", "Q005", 7),
        ("siteClass class", "siteClass kind", "Q005", 8),
        ("#+ verdict: per case", "#+ verdict: per patient", "Q006", 10),
        ("#+ ordered: yes", "#+ ordered: maybe", "Q006", 11),
        ("#+ since: 0.1.0", "#+ since: soon", "Q007", None),
        ("#+ column: basis part what", "#+ column: lesion part what", "Q008", 9),
        ("VALUES ?site { mbc:Scalp }", "VALUES ?site { mbc:Skull }", "Q009", 18),
        ("VALUES ?site { mbc:Scalp }", "VALUES ?site {mbc:Scalp}", "Q009", None),
        ("VALUES ?site { mbc:Scalp }", "VALUES ?site { mbc:Scalp }\n  VALUES ?site { mbc:Scalp }", "Q009", None),
        ("?lesion ?siteClass ?basis\n", "?lesion ?basis ?siteClass\n", "Q010", None),
        ("#+ column: case case the case\n", "", "Q011", None),
        ("#+ verdict: per case", "#+ verdict: none", "Q012", None),
        ("ORDER BY ?case ?lesion\n", "", "Q013", None),
        ("?place a ?site .", "SERVICE <https://example.org/> { ?place a ?site }", "Q014", None),
        ("SELECT ?case", "CONSTRUCT ?case", "Q014", None),
    ],
)
def test_each_fault_is_found_where_it_is(tmp_path: Path, old: str, new: str, code: str, line: int | None) -> None:
    assert old in GOOD
    found = issues_of(tmp_path, GOOD.replace(old, new, 1))
    assert (code, "queries/metastasis/solitary.rq", line) in found


def test_a_good_file_has_no_issue(tmp_path: Path) -> None:
    assert issues_of(tmp_path, GOOD) == []


def test_the_name_of_a_file_must_be_an_id(tmp_path: Path) -> None:
    assert [code for code, _, _ in issues_of(tmp_path, GOOD, "Solitary_Metastasis.rq")] == ["Q016"]


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.rq").write_bytes(b"#+ title: caf\xe9\n")
    queries, issues = read_catalog(str(tmp_path))
    assert queries == []
    assert [issue.code for issue in issues] == ["Q015"]


def test_two_files_of_one_id_are_told(tmp_path: Path) -> None:
    for topic in ("a", "b"):
        (tmp_path / topic).mkdir()
        (tmp_path / topic / "solitary.rq").write_text(GOOD, "utf-8")
    queries, issues = read_catalog(str(tmp_path))
    assert len(queries) == 1
    assert [issue.code for issue in issues] == ["Q017"]


def test_a_malformed_query_is_not_run(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "solitary.rq").write_text(GOOD.replace("#+ tags:", "#+ tag:"), "utf-8")
    with pytest.raises(DataError) as caught:
        find_query("solitary", str(tmp_path))
    assert {issue.code for issue in caught.value.issues} == {"Q001", "Q002"}
    assert "did you mean tags?" in caught.value.render()
    with pytest.raises(DataError):
        catalog(str(tmp_path))


def test_every_code_of_an_issue_has_a_meaning_and_a_remedy() -> None:
    assert list(CODES) == [f"Q{number:03}" for number in range(1, len(CODES) + 1)]
    assert all(title and remedy for title, remedy in CODES.values())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT ?a ?b WHERE { ?a ?b ?c }", ["a", "b"]),
        ("PREFIX select: <x:> SELECT DISTINCT ?a{ ?a ?b ?c }", ["a"]),
        ("SELECT ?a (COUNT(DISTINCT ?b) AS ?n) WHERE { }", ["a", "n"]),
        ('SELECT (CONCAT(STR(?a), "AS ?x") AS ?n) ?z { SELECT ?y { } }', ["n", "z"]),
        ("SELECT * WHERE { ?a ?b ?c }", []),
    ],
)
def test_the_variables_that_a_query_selects(text: str, expected: list[str]) -> None:
    assert selected(text) == expected


def test_the_stored_queries_of_the_project_are_in_order(root: Path) -> None:
    queries, issues = read_catalog(str(root / "queries"))
    assert queries
    assert [issue.render() for issue in issues] == []
