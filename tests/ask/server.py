"""A SPARQL endpoint for tests: a graph folder behind HTTP on this machine, and answers that are wrong on purpose."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pyoxigraph as ox

from kg.ask.engine import ROWS, STATEMENTS, TRUTH, Result, run_query
from kg.ask.formats import result_json
from kg.errors import UsageError
from kg.graph.store import to_turtle

__all__ = ["Reply", "Request", "endpoint", "store_handler"]

# Status, headers, body.
Reply = tuple[int, dict[str, str], bytes]


class Request:
    """What an endpoint was asked: the query, and the headers in lower case."""

    def __init__(self, query: str, headers: dict[str, str]) -> None:
        self.query, self.headers = query, headers


@contextmanager
def endpoint(handle: Callable[[Request], Reply]) -> Iterator[str]:
    """The address of an endpoint that answers with ``handle`` while the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", "0"))
            query = parse_qs(self.rfile.read(size).decode()).get("query", [""])[0]
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, extra, body = handle(Request(query, headers))
            self.send_response(status)
            for name, value in extra.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/sparql"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def store_handler(store: ox.Store) -> Callable[[Request], Reply]:
    """Answers from a store, as an endpoint does whose default graph is the union of all graphs."""

    def handle(request: Request) -> Reply:
        try:
            result = run_query(store, request.query)
        except UsageError as error:
            return 400, {"Content-Type": "text/plain"}, str(error).encode()
        if result.kind in (ROWS, TRUTH):
            return 200, {"Content-Type": "application/sparql-results+json; charset=utf-8"}, _json(result)
        assert result.kind == STATEMENTS
        statements = [(s or "", p or "", o or "") for s, p, o in result.rows]
        return 200, {"Content-Type": "text/turtle"}, to_turtle(statements, {})

    return handle


def _json(result: Result) -> bytes:
    return json.dumps(json.loads(result_json(result))).encode()
