"""``kg ask``, ``kg list``, ``kg sparql``: what they print, where, and how they end."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path

import pytest

import kg
from kg.ask.engine import open_store
from kg.cli import output
from tests.ask.server import endpoint, store_handler
from tests.ask.small import QUERIES
from tests.cli.conftest import Run

ID = "SELECT ?id { ?case mbc:caseId ?id } ORDER BY ?id"


def stdin(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Make ``text`` the standard input."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), "utf-8"))


def test_ask_shows_the_answer_its_passages_and_the_counts(run: Run) -> None:
    code, out, err = run("ask", "solitary", "site=Scalp")
    assert (code, err) == (0, "")
    assert "adams-2020  yes      scalp nodule" in out
    assert "    read in: Adams & Brown 2020 (primary report), Abstract" in out
    assert out.endswith("\nyes 1, no 1, cannot tell 1 (showing yes; --verdict all shows the others)\n")
    assert "read in" not in run("ask", "solitary", "--no-evidence")[1]


def test_ask_shows_the_verdicts_that_are_wanted(run: Run) -> None:
    assert "cannot tell" in run("ask", "solitary", "--verdict", "unknown")[1].split("\n")[5]
    code, out, err = run("ask", "solitary", "--verdict", "possible", "--format", "csv")
    assert [line.partition(",")[0] for line in out.splitlines()] == ["case", "adams-2020", "clark-2022"]
    assert (code, err) == (0, "yes 1, no 1, cannot tell 1 (showing possible; --verdict all shows the others)\n")
    assert run("ask", "solitary", "--verdict", "possible", "--format", "csv", "--quiet")[2] == ""
    assert run("ask", "solitary", "--verdict", "all", "--format", "tsv")[2] == ""


def test_an_empty_answer_is_fine_and_no_denial(run: Run) -> None:
    code, out, _ = run("ask", "solitary", "site=liver")
    assert code == 0
    assert "Silence is not a no." in out


def test_ask_writes_every_format(run: Run) -> None:
    assert json.loads(run("ask", "solitary", "--format=json")[1])["counts"] == {"yes": 1, "unknown": 1, "no": 1}
    assert "| adams-2020 | yes |" in run("ask", "solitary", "--format", "md")[1]
    assert run("ask", "solitary", "--format", "csv")[1].count("\r\n") == 2
    assert run("ask", "solitary", "--format", "tsv")[1].startswith("case\tverdict\t")


def test_a_file_is_written_whole_or_not_at_all(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = run("ask", "solitary", "--format", "csv", "--output", "answer.csv")
    assert (code, out) == (0, "")
    assert err.splitlines()[0] == "wrote answer.csv"
    written = (tmp_path / "answer.csv").read_bytes()
    assert written.startswith(b"case,verdict,lesion,siteClass,basis\r\n")

    def fail(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    code, _, err = run("ask", "items", "--output", "answer.csv")
    assert code == 3
    assert "cannot be written: No space left on device" in err
    assert (tmp_path / "answer.csv").read_bytes() == written
    assert os.listdir(tmp_path) == ["answer.csv"]
    assert run("ask", "items", "--output", "none/answer.csv")[0] == 2
    assert run("ask", "items", "--output", ".")[0] == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["ask", "solitry"], "there is no stored query 'solitry'; did you mean solitary?"),
        (["ask", "solitary", "site=Skalp"], "did you mean Scalp"),
        (["ask", "solitary", "sites=Scalp"], "did you mean site?"),
        (["ask", "solitary", "--verdict", "maybe"], "--verdict maybe is not possible"),
        (["ask", "items", "--verdict", "yes"], "have no verdict"),
        (["ask"], "`kg ask` needs QUERY"),
        (["aks"], "there is no verb 'aks'"),
        (["list", "cats"], "did you mean cases"),
        (["list", "cases", "--tree"], "--tree does not go with `kg list cases`"),
        (["list", "queries", "--endpoint", "http://127.0.0.1/"], "--endpoint does not go with"),
        (["list", "queries", "--tag", "metastases"], "did you mean metastasis?"),
        (["list", "classes", "--under", "Skalp"], "did you mean Scalp"),
        (["list", "classes", "--tree", "--format", "csv"], "--tree is drawn as text"),
        (["sparql", "none.rq"], "none.rq: No such file or directory"),
        (["ask", "solitary", "--endpoint", "file:///etc/passwd"], "is not the address of an endpoint"),
    ],
)
def test_a_wrong_request_ends_with_2_and_a_hint(run: Run, words: list[str], told: str) -> None:
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


def test_lists_have_one_line_each(run: Run) -> None:
    assert run("list", "cases")[1].splitlines() == [
        f"{name}  Case {name}" for name in ("adams-2020", "brown-2021", "clark-2022")
    ]
    queries = run("list", "queries")[1].splitlines()
    assert queries == [
        "items     case=-      Which items does a case record, and when?",
        "solitary  site=Scalp  Which cases have the site as the solitary distant site?",
    ]
    assert [line.split()[0] for line in run("list", "queries", "--tag", "solitary")[1].splitlines()] == ["solitary"]
    assert any(line.startswith("FrontalBone ") for line in run("list", "classes")[1].splitlines())


def test_classes_are_drawn_as_a_tree(run: Run) -> None:
    lines = run("list", "classes", "--under", "Scalp", "--tree")[1].splitlines()
    assert lines[0].split() == ["Scalp", "scalp"]
    assert any(line.startswith("  FrontalScalp ") for line in lines[1:])


def test_lists_are_written_for_machines_too(run: Run) -> None:
    assert run("list", "cases", "--format", "csv")[1].startswith("case,title\r\nadams-2020,Case adams-2020\r\n")
    assert json.loads(run("list", "queries", "--format", "json")[1])[1]["query"] == "solitary"
    assert run("list", "cases", "--format", "md")[1].splitlines()[1] == "|---|---|"
    assert run("list", "cases", "--format", "tsv")[1].splitlines()[0] == "case\ttitle"


def test_sparql_reads_a_file_or_stdin_and_knows_our_prefixes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "q.rq").write_text(ID, "utf-8")
    expected = "id\r\nadams-2020\r\nbrown-2021\r\nclark-2022\r\n"
    assert run("sparql", "q.rq", "--format", "csv") == (0, expected, "")
    for words in (["sparql", "--format", "csv"], ["sparql", "-", "--format", "csv"]):
        stdin(monkeypatch, f"PREFIX mbc: <https://w3id.org/mbckg/ontology#>\n{ID}")
        assert run(*words) == (0, expected, "")
    assert "adams-2020" in run("sparql", str(QUERIES / "metastasis" / "solitary.rq"))[1]


def test_sparql_writes_the_formats_of_the_standard(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("SELECT ?c ?n ?x { ?c mbc:caseId ?n } ORDER BY ?n LIMIT 1", "utf-8")
    content = json.loads(run("sparql", "q.rq", "--format", "json")[1])
    assert content == {
        "head": {"vars": ["c", "n", "x"]},
        "results": {
            "bindings": [
                {
                    "c": {"type": "uri", "value": "https://w3id.org/mbckg/case/adams-2020"},
                    "n": {"type": "literal", "value": "adams-2020"},
                }
            ]
        },
    }
    tsv = run("sparql", "q.rq", "--format", "tsv")[1]
    assert tsv == '?c\t?n\t?x\n<https://w3id.org/mbckg/case/adams-2020>\t"adams-2020"\t\n'
    assert run("sparql", "q.rq")[1].splitlines()[2].split() == ["case:adams-2020", "adams-2020", "–"]
    assert run("sparql", "q.rq", "--format", "md")[1].splitlines()[2] == "| case:adams-2020 | adams-2020 | – |"
    (tmp_path / "ask.rq").write_text("ASK { ?c mbc:caseId 'adams-2020' }", "utf-8")
    assert run("sparql", "ask.rq")[1] == "true\n"
    assert json.loads(run("sparql", "ask.rq", "--format", "json")[1]) == {"head": {}, "boolean": True}


def test_statements_are_written_as_turtle(run: Run, tmp_path: Path) -> None:
    (tmp_path / "c.rq").write_text("CONSTRUCT { ?c a mbc:Case } WHERE { ?c mbc:caseId 'adams-2020' }", "utf-8")
    assert "case:adams-2020 a mbc:Case ." in run("sparql", "c.rq")[1]
    assert run("sparql", "c.rq", "--format", "nt")[1].startswith("<https://w3id.org/mbckg/case/adams-2020> <http")
    assert run("sparql", "c.rq", "--format", "csv")[1].startswith("subject,predicate,object\r\n")
    (tmp_path / "q.rq").write_text(ID, "utf-8")
    code, _, err = run("sparql", "q.rq", "--format", "ttl")
    assert code == 2
    assert "is for CONSTRUCT and DESCRIBE" in err


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("SELECT * {", 2, "the query cannot be read"),
        ("INSERT DATA { }", 2, "INSERT is not allowed"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { } }", 2, "SERVICE is not allowed"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a < ?i) }", 4, "was stopped after 0.5"),
    ],
)
def test_a_query_that_cannot_be_run_ends_with_its_code(
    run: Run, tmp_path: Path, text: str, code: int, told: str
) -> None:
    (tmp_path / "q.rq").write_text(text, "utf-8")
    ended, out, err = run("sparql", "q.rq", "--timeout", "0.5")
    assert (ended, out) == (code, "")
    assert told in err


def test_an_endpoint_is_asked_the_same(run: Run, small_graph: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(ID, "utf-8")
    with endpoint(store_handler(open_store(str(small_graph / "store")))) as url:
        for words in (
            ["ask", "solitary", "site=frontal scalp", "--verdict", "all"],
            ["ask", "solitary", "--format", "json"],
            ["list", "cases"],
            ["list", "classes", "--under", "scalp"],
            ["sparql", "q.rq", "--format", "tsv"],
        ):
            assert run(*words, "--endpoint", url) == run(*words)
    code, _, err = run("sparql", "q.rq", "--endpoint", url, "--timeout", "1")
    assert code == 4
    assert "cannot be reached" in err


def test_help_and_version_go_to_stdout(run: Run) -> None:
    assert run("--version") == (0, f"kg {kg.__version__}\n", "")
    for words in (["--help"], ["-h"], ["help"]):
        code, out, err = run(*words)
        assert (code, err) == (0, "")
        assert out.startswith("usage: kg VERB")
    assert run("help", "ask") == run("ask", "--help") == run("--help", "ask")
    code, out, err = run()
    assert (code, out) == (2, "")
    assert err.startswith("usage: kg VERB")


def test_common_options_stand_before_the_verb_too(run: Run) -> None:
    assert run("--quiet", "ask", "solitary", "--format", "csv")[2] == ""


def test_an_error_of_ours_is_told_without_a_traceback_unless_wanted(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(path: str) -> str:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("kg.ask.catalog._read", fail)
    code, _, err = run("ask", "solitary")
    assert code == 1
    assert err.startswith("kg: internal error: ZeroDivisionError: division by zero\n--debug shows where")
    assert "Traceback" in run("ask", "solitary", "--debug")[2]


@pytest.mark.parametrize(
    ("error", "code"),
    [(KeyboardInterrupt(), 130), (BrokenPipeError(), 141), (MemoryError(), 4), (OSError(13, "no"), 3)],
)
def test_ends_that_are_not_ours_have_codes(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def fail(path: str) -> str:
        raise error

    monkeypatch.setattr("kg.ask.catalog._read", fail)
    keep = os.dup(1)
    try:
        assert run("ask", "solitary")[0] == code
    finally:
        os.dup2(keep, 1)
        os.close(keep)


@pytest.mark.parametrize(("told", "expected"), [("20", 80), ("95", 95), ("400", 120), ("wide", 100), ("0", 100)])
def test_the_width_is_that_of_the_terminal_within_reason(
    monkeypatch: pytest.MonkeyPatch, told: str, expected: int
) -> None:
    monkeypatch.setenv("COLUMNS", told)
    assert output.width() == expected
