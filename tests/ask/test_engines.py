"""What every engine must do, here and far away; and what each does when it cannot."""

from __future__ import annotations

import base64
import mmap
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.ask import worker
from kg.ask.engine import ROWS, STATEMENTS, TRUTH, Embedded, Engine, open_store
from kg.ask.graph import Graph
from kg.ask.remote import ATTEMPTS, PASSWORD, USER, Remote
from kg.errors import KgError, LimitError, RemoteError, UnreadableInput, UsageError
from kg.names import MBC, case_iri, graph_iri, part_iri
from tests.ask.server import Reply, Request, endpoint, store_handler
from tests.ask.small import CASES, QUERIES

JSON = {"Content-Type": "application/sparql-results+json"}
NO_ROW = b'{"head": {"vars": ["s"]}, "results": {"bindings": []}}'
TERMS = """SELECT ?term WHERE { VALUES ?term {
  <https://example.org/a> "plain" "caf\\u00e9 \\"x\\"\\n\\\\"@en 5 0.5 true "2020-04-30T00:00:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>
} }"""


@pytest.fixture(scope="module", params=["embedded", "remote"])
def engine(request: pytest.FixtureRequest, graph_folder: Path) -> Iterator[Engine]:
    """Each engine over the same graph."""
    if request.param == "embedded":
        yield Embedded(str(graph_folder))
        return
    with endpoint(store_handler(open_store(str(graph_folder / "store")))) as url:
        yield Remote(url)


class TestEveryEngine:
    """The contract of :class:`kg.ask.engine.Engine`."""

    def test_rows_have_the_columns_and_order_of_the_query(self, engine: Engine) -> None:
        text = f"SELECT ?id ?none ?case {{ ?case <{MBC}caseId> ?id }} ORDER BY DESC(?id)"
        for result in (engine.run(text), engine.evaluate(text, 30)):
            assert result.kind == ROWS
            assert result.columns == ("id", "none", "case")
            assert result.rows == [(f'"{name}"', None, f"<{case_iri(name)}>") for name in reversed(CASES)]

    def test_the_default_graph_is_the_union_and_graph_looks_into_one(self, engine: Engine) -> None:
        lesion = part_iri("adams-2020", "scalp-nodule")
        both = f"ASK {{ <{lesion}> a <{MBC}Lesion> ; <{MBC}solitaryIn> ?assessment }}"
        assert engine.run(both).truth
        text = f"ASK {{ GRAPH <{graph_iri('inferred')}> {{ <{lesion}> a ?class }} }}"
        result = engine.evaluate(text, 30)
        assert (result.kind, result.truth) == (TRUTH, False)

    def test_terms_are_the_same_text_from_every_engine(self, engine: Engine) -> None:
        assert [row[0] for row in engine.run(TERMS).rows] == [
            "<https://example.org/a>",
            '"plain"',
            '"café \\"x\\"\\n\\\\"@en',
            '"5"^^<http://www.w3.org/2001/XMLSchema#integer>',
            '"0.5"^^<http://www.w3.org/2001/XMLSchema#decimal>',
            '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>',
            '"2020-04-30T00:00:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>',
        ]

    def test_statements_are_sorted(self, engine: Engine) -> None:
        text = f"CONSTRUCT {{ ?case a <{MBC}Case> }} WHERE {{ ?case <{MBC}caseId> ?id }}"
        result = engine.evaluate(text, 30)
        assert (result.kind, result.columns) == (STATEMENTS, ("subject", "predicate", "object"))
        assert [row[0] for row in result.rows] == [f"<{case_iri(name)}>" for name in CASES]

    @pytest.mark.parametrize("text", ["INSERT DATA { }", "ASK { SERVICE <x:y> { } }", "ASK FROM <x:y> { }", "hello"])
    def test_what_is_not_reading_is_refused(self, engine: Engine, text: str) -> None:
        with pytest.raises(UsageError):
            engine.evaluate(text, 30)

    def test_a_syntax_error_is_told_with_its_place(self, engine: Engine) -> None:
        with pytest.raises(KgError, match="error at 1:11"):
            engine.evaluate("SELECT * {", 30)

    def test_a_stored_question_gets_the_same_answer(self, engine: Engine) -> None:
        answer = Graph(engine=engine, queries=str(QUERIES)).ask("solitary", site="frontal scalp", verdict="all")
        assert [(row.case, row.verdict) for row in answer] == [("adams-2020", "yes"), ("clark-2022", "unknown")]
        assert [passage.report for passage in answer.rows[0].evidence] == ["one", "two"]


class TestEmbedded:
    """The engine in this process."""

    def test_a_missing_graph_is_told(self, tmp_path: Path) -> None:
        engine = Embedded(str(tmp_path))
        with pytest.raises(UnreadableInput, match="there is no graph at") as caught:
            engine.run("ASK { }")
        assert caught.value.remedy == "`kg build` makes it"
        with pytest.raises(UnreadableInput, match="there is no graph at"):
            engine.evaluate("ASK { }", 30)
        assert os.listdir(tmp_path) == []

    def test_a_broken_graph_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "store").mkdir()
        (tmp_path / "store" / "CURRENT").write_text("MANIFEST-000001\n")
        with pytest.raises(UnreadableInput, match="cannot be opened"):
            Embedded(str(tmp_path)).run("ASK { }")

    def test_a_store_that_is_being_opened_is_waited_for(self, graph_folder: Path, tmp_path: Path) -> None:
        engine = Embedded(str(graph_folder))
        engine.prepare()
        engine.prepare()
        assert engine.run("ASK { ?s ?p ?o }").truth
        engine.close()
        missing = Embedded(str(tmp_path))
        missing.prepare()
        with pytest.raises(UnreadableInput):
            missing.run("ASK { }")

    def test_the_build_folder_leads_to_the_graph(self, graph_folder: Path) -> None:
        with Graph(str(graph_folder.parent)) as graph:
            assert graph.folder == str(graph_folder)
            assert [case_id for case_id, _ in graph.cases()] == list(CASES)

    def test_a_query_is_killed_at_its_deadline(self, graph: Graph) -> None:
        begin = time.monotonic()
        with pytest.raises(LimitError, match=r"stopped after 0\.5 seconds"):
            graph.sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a < ?i) }", timeout=0.5)
        assert time.monotonic() - begin < 10
        with pytest.raises(ChildProcessError):  # nobody is left behind
            os.waitpid(-1, os.WNOHANG)

    def test_a_query_that_ends_its_process_does_not_end_ours(self, graph_folder: Path) -> None:
        nested = "ASK " + "{" * 20000 + "}" * 20000
        with pytest.raises(LimitError, match="was given up: its process was ended by signal"):
            worker.evaluate(str(graph_folder / "store"), nested, 30)

    def test_a_result_too_large_is_not_sent(self, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(worker, "MAX_RESULT", 1000)
        with pytest.raises(LimitError, match="larger than"):
            graph.sparql("SELECT * { ?s ?p ?o } LIMIT 100")
        assert len(graph.sparql("SELECT * { ?s ?p ?o } LIMIT 1").rows) == 1

    def test_a_system_without_fork_gives_the_same(self, graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
        text = f"SELECT ?id {{ ?case <{MBC}caseId> ?id }} ORDER BY ?id"
        expected = graph.sparql(text).rows
        monkeypatch.delattr(os, "fork")
        assert graph.sparql(text).rows == expected
        with pytest.raises(UsageError, match="cannot be read"):
            graph.sparql("SELECT * {")
        with pytest.raises(LimitError, match="stopped after"):
            graph.sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a < ?i) }", timeout=1)

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
    def test_what_the_parent_has_mapped_is_not_held_against_a_query(self, graph: Graph, tmp_path: Path) -> None:
        large = tmp_path / "large"
        large.touch()
        os.truncate(large, worker.MAX_MEMORY + 1)  # a hole: it takes no room on the disk
        with open(large, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ):
            assert graph.sparql("ASK { ?s ?p ?o }").truth

    @pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork to get stuck")
    def test_a_fork_that_gets_stuck_is_replaced_by_a_new_process(
        self, graph: Graph, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(worker, "PATIENCE", 0.5)
        monkeypatch.setattr(worker, "open_store", lambda path: time.sleep(3600))  # in the fork, not in a new process
        begin = time.monotonic()
        assert graph.sparql("ASK { ?s ?p ?o }", timeout=60).truth
        assert time.monotonic() - begin < 60

    def test_a_query_from_a_process_with_threads_comes_back(self, graph: Graph) -> None:
        done = threading.Event()

        def ask() -> None:
            while not done.is_set():
                graph.engine.run("SELECT * { ?s ?p ?o } LIMIT 500")

        threads = [threading.Thread(target=ask, daemon=True) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            assert all(graph.sparql("ASK { ?s ?p ?o }", timeout=30).truth for _ in range(10))
        finally:
            done.set()
            for thread in threads:
                thread.join()


class TestRemote:
    """The engine far away: what it sends, and what it makes of what comes back."""

    def test_credentials_come_from_the_environment(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[Request] = []

        def handle(request: Request) -> Reply:
            seen.append(request)
            return 200, JSON, b'{"head": {}, "boolean": true}'

        with endpoint(handle) as url:
            Remote(url).run("ASK { }")
            monkeypatch.setenv(USER, "reader")
            monkeypatch.setenv(PASSWORD, "pässword")
            Remote(url).run("ASK { }")
        assert "authorization" not in seen[0].headers
        told = base64.b64decode(seen[1].headers["authorization"].removeprefix("Basic ")).decode()
        assert told == "reader:pässword"

    @pytest.mark.parametrize(
        ("status", "told", "remedy"),
        [
            (400, "bad query", "SPARQL 1.1"),
            (401, "who are you", USER),
            (403, "not you", USER),
            (404, "not here", "check the address"),
            (414, "too long", None),
            (500, "broken", None),
            (503, "busy", None),
        ],
    )
    def test_a_refusal_is_told_with_its_status(self, status: int, told: str, remedy: str | None) -> None:
        with endpoint(lambda request: (status, {}, told.encode())) as url:
            with pytest.raises(RemoteError, match=f"status {status}: {told}") as caught:
                Remote(url, pause=lambda seconds: None).run("ASK { }")
            assert (caught.value.status, caught.value.url, caught.value.exit_code) == (status, url, 4)
            assert (remedy is None) == (caught.value.remedy is None)
            assert remedy is None or remedy in (caught.value.remedy or "")

    def test_a_busy_endpoint_is_asked_again_after_pauses(self) -> None:
        seen: list[str] = []
        pauses: list[float] = []

        def handle(request: Request) -> Reply:
            seen.append(request.query)
            return (200, JSON, b'{"head": {}, "boolean": true}') if len(seen) == ATTEMPTS else (503, {}, b"busy")

        with endpoint(handle) as url:
            assert Remote(url, pause=pauses.append).run("ASK { }").truth
        assert len(seen) == ATTEMPTS
        assert pauses == [0.5, 1.0]

    def test_a_refused_query_is_not_asked_again(self) -> None:
        seen = []

        def handle(request: Request) -> Reply:
            seen.append(request.query)
            return 400, {}, b"no"

        with endpoint(handle) as url, pytest.raises(RemoteError):
            Remote(url, pause=lambda seconds: None).run("ASK { }")
        assert seen == ["ASK { }"]

    def test_an_endpoint_that_is_not_there_is_told(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        pauses: list[float] = []
        with pytest.raises(RemoteError, match="cannot be reached") as caught:
            Remote(f"http://127.0.0.1:{port}/sparql", pause=pauses.append).run("ASK { }")
        assert caught.value.status is None
        assert len(pauses) == ATTEMPTS - 1

    def test_an_endpoint_that_takes_too_long_is_given_up(self) -> None:
        end = threading.Event()

        def handle(request: Request) -> Reply:
            end.wait(20)
            return 200, JSON, NO_ROW

        with endpoint(handle) as url:
            begin = time.monotonic()
            with pytest.raises(RemoteError, match="did not answer within 1 seconds"):
                Remote(url).evaluate("ASK { }", timeout=1)
            assert time.monotonic() - begin < 10
            end.set()

    @pytest.mark.parametrize(
        ("kind", "body"),
        [
            ("text/html", b"<html>welcome</html>"),
            ("application/json", b'{"hello": 1}'),
            ("application/sparql-results+json", b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": 1}]}}'),
            ("application/sparql-results+json", b'{"head": {"vars": ["s"]}, "resul'),
            ("", b""),
        ],
    )
    def test_what_is_no_result_is_told(self, kind: str, body: bytes) -> None:
        with endpoint(lambda request: (200, {"Content-Type": kind}, body)) as url:
            with pytest.raises(RemoteError, match="no result of a query"):
                Remote(url).run("SELECT ?s { ?s ?p ?o }")
            with pytest.raises(RemoteError, match="no result of a query"):
                Remote(url).evaluate("CONSTRUCT WHERE { ?s ?p ?o }")

    def test_an_empty_answer_of_a_graph_that_is_hidden_is_no_answer(self, graph_folder: Path) -> None:
        store = open_store(str(graph_folder / "store"))

        def handle(request: Request) -> Reply:
            if "GRAPH" in request.query:
                return store_handler(store)(request)
            body = b'{"head": {}, "boolean": false}' if request.query.startswith("ASK") else NO_ROW
            return 200, JSON, body

        with endpoint(handle) as url, pytest.raises(RemoteError, match="only in named graphs"):
            Remote(url).run("SELECT ?s { ?s ?p ?o }")

    def test_an_empty_answer_of_an_endpoint_without_cases_is_no_answer(self) -> None:
        with endpoint(store_handler(ox.Store())) as url, pytest.raises(RemoteError, match="holds no cases") as caught:
            Remote(url).run("SELECT ?s { ?s ?p ?o }")
        assert caught.value.remedy == "`kg push` loads the graph into it"

    def test_an_empty_answer_of_a_graph_with_cases_is_an_answer(self, graph_folder: Path) -> None:
        with endpoint(store_handler(open_store(str(graph_folder / "store")))) as url:
            assert Remote(url).run("SELECT ?s { ?s <x:nothing> ?o }").rows == []

    @pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/", "example.org", "http://", ""])
    def test_an_address_that_is_none_is_refused(self, url: str) -> None:
        with pytest.raises(UsageError, match="is not the address of an endpoint"):
            Remote(url)

    def test_an_address_with_a_password_is_refused_without_repeating_it(self) -> None:
        with pytest.raises(UsageError) as caught:
            Remote("https://me:secret@example.org/sparql")
        assert "secret" not in caught.value.render()

    def test_what_an_endpoint_calls_an_iri_cannot_end_one(self) -> None:
        body = b'{"head": {"vars": ["s"]}, "results": {"bindings": [{"s": {"type": "uri", "value": "x:a> } #"}}]}}'
        with endpoint(lambda request: (200, JSON, body)) as url:
            assert Remote(url).run("SELECT ?s { ?s ?p ?o }").rows == [("<x:a\\u003E\\u0020\\u007D\\u0020#>",)]
