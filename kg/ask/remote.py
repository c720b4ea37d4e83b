"""The same questions, asked of a SPARQL endpoint that holds the graph.

Credentials come from MBCKG_ENDPOINT_USER and MBCKG_ENDPOINT_PASSWORD (HTTP Basic), never from the address. A
request that could not be delivered, or that the endpoint was too busy for, is tried again after a pause; one that
it refused, or was too slow for, is not.
"""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.parse
import warnings
from collections.abc import Callable
from http.client import HTTPException
from typing import Any

from SPARQLWrapper import BASIC, JSON, POST, TURTLE, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import (
    EndPointInternalError,
    EndPointNotFound,
    QueryBadFormed,
    SPARQLWrapperException,
    Unauthorized,
    URITooLong,
)

from kg.ask.engine import ROWS, Engine, Result
from kg.ask.guard import check_query
from kg.errors import RemoteError, UsageError
from kg.names import MBC, PREFIXES

__all__ = ["MAX_BODY", "PASSWORD", "USER", "Remote"]

USER, PASSWORD = "MBCKG_ENDPOINT_USER", "MBCKG_ENDPOINT_PASSWORD"
MAX_BODY = 512 * 1024 * 1024
ATTEMPTS = 3
FIRST_PAUSE = 0.5  # seconds, doubled each time
DEFAULT_TIMEOUT = 60.0

_BUSY = (429, 502, 503, 504)
_STATUS = {
    QueryBadFormed: 400,
    Unauthorized: 401,
    EndPointNotFound: 404,
    URITooLong: 414,
    EndPointInternalError: 500,
}
_REMEDY = {
    400: "the endpoint does not accept the query; it may not know SPARQL 1.1",
    401: f"set {USER} and {PASSWORD}",
    403: f"the endpoint does not let you in; set {USER} and {PASSWORD}",
    404: "check the address: many servers have their endpoint at /sparql or /query",
}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_ESCAPED_IN_IRI = str.maketrans({sign: f"\\u{ord(sign):04X}" for sign in '<>"{}|^`\\ '})


class Remote(Engine):
    """A SPARQL endpoint; ``timeout`` in seconds bounds each request, unless :meth:`evaluate` is told another.

    UsageError for an address that is not http(s), or that holds a password.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout: float = DEFAULT_TIMEOUT,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise UsageError(f"{url!r} is not the address of an endpoint", "it starts with http:// or https://")
        if "@" in parts.netloc:
            raise UsageError("the address of the endpoint holds credentials", f"set {USER} and {PASSWORD} instead")
        self.url, self.timeout = url, timeout
        self._pause = pause
        self._known = False

    def run(self, text: str) -> Result:
        result = self._request(text, check_query(text), self.timeout)
        if result.kind == ROWS and not result.rows and not self._known:
            self._check_graph()
        self._known = True
        return result

    def evaluate(self, text: str, timeout: float | None = None) -> Result:
        return self._request(text, check_query(text), timeout or self.timeout)

    def _check_graph(self) -> None:
        """Tell an empty answer from an endpoint that does not hold the graph, or hides it."""
        pattern = f"?case a <{MBC}Case>"
        if self._request(f"ASK {{ {pattern} }}", "ASK", self.timeout).truth:
            return
        if self._request(f"ASK {{ GRAPH ?graph {{ {pattern} }} }}", "ASK", self.timeout).truth:
            raise RemoteError(
                f"{self.url} holds cases, but only in named graphs, which a plain query of it does not see",
                "make its default graph the union of all named graphs",
                url=self.url,
            )
        raise RemoteError(f"{self.url} holds no cases", "`kg push` loads the graph into it", url=self.url)

    def _request(self, text: str, form: str, timeout: float) -> Result:
        attempt = 1
        while True:
            try:
                return self._once(text, form, timeout)
            except RemoteError as error:
                again = error.status in _BUSY or isinstance(error.__cause__, ConnectionError)
                if attempt == ATTEMPTS or not again:
                    raise
                self._pause(FIRST_PAUSE * 2 ** (attempt - 1))
                attempt += 1

    def _once(self, text: str, form: str, timeout: float) -> Result:
        client = SPARQLWrapper(self.url)
        client.setMethod(POST)
        client.setTimeout(max(1, round(timeout)))
        tabular = form in ("SELECT", "ASK")
        client.setReturnFormat(JSON if tabular else TURTLE)
        user = os.environ.get(USER)
        if user:
            client.setHTTPAuth(BASIC)
            client.setCredentials(user, os.environ.get(PASSWORD, ""))
        deadline = time.monotonic() + timeout
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about formats it has not heard of
                client.setQuery(text)
                response = client.query().response
            body = self._read(response, deadline, timeout)
            media_type = str(response.headers.get("Content-Type", "")).partition(";")[0].strip().lower()
        except SPARQLWrapperException as error:
            raise self._refused(_STATUS.get(type(error)), _said(error)) from error
        except urllib.error.HTTPError as error:
            raise self._refused(error.code, error.read(2000)) from error
        except TimeoutError as error:
            raise self._too_slow(timeout) from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._too_slow(timeout) from error
            cause = error.reason if isinstance(error.reason, Exception) else error
            raise self._unreached(str(error.reason)) from cause
        except (OSError, HTTPException) as error:
            raise self._unreached(str(error) or type(error).__name__) from error
        return self._result(body, media_type, tabular)

    def _read(self, response: Any, deadline: float, timeout: float) -> bytes:
        parts, size = [], 0
        while part := response.read1(1 << 16):
            parts.append(part)
            size += len(part)
            if size > MAX_BODY:
                raise RemoteError(f"{self.url} sent more than {MAX_BODY >> 20} MiB", "add LIMIT", url=self.url)
            if time.monotonic() > deadline:
                raise self._too_slow(timeout)
        return b"".join(parts)

    def _too_slow(self, timeout: float) -> RemoteError:
        return RemoteError(
            f"{self.url} did not answer within {timeout:g} seconds", "allow more time with --timeout", url=self.url
        )

    def _unreached(self, reason: str) -> RemoteError:
        return RemoteError(f"{self.url} cannot be reached: {reason}", "check the address", url=self.url)

    def _refused(self, status: int | None, told: bytes) -> RemoteError:
        excerpt = " ".join(told.decode("utf-8", "replace").split())[:200]
        message = f"{self.url} answered with {f'status {status}' if status else 'a failure'}"
        return RemoteError(
            f"{message}: {excerpt}" if excerpt else message,
            _REMEDY.get(status or 0),
            status=status,
            url=self.url,
        )

    def _result(self, body: bytes, media_type: str, tabular: bool) -> Result:
        try:
            return _from_json(json.loads(body)) if tabular else _from_rdf(body, media_type)
        except (ValueError, KeyError, TypeError, AttributeError, SyntaxError) as error:
            raise RemoteError(
                f"{self.url} answered with something that is no result of a query ({media_type or 'no media type'})",
                "check the address: it may be a web page and not the endpoint",
                url=self.url,
            ) from error


def _said(error: SPARQLWrapperException) -> bytes:
    """What the endpoint itself said: the library puts it, as Python writes bytes, at the end of its own message."""
    import ast

    text = str(error.args[0]) if error.args else ""
    try:
        said = ast.literal_eval(text.rpartition("Response:\n")[2])
    except (ValueError, SyntaxError):
        said = text
    return said if isinstance(said, bytes) else text.encode()


def _from_json(content: Any) -> Result:
    """A result from SPARQL 1.1 Query Results JSON."""
    if "boolean" in content:
        return Result.of_truth(bool(content["boolean"]))
    columns = [str(name) for name in content["head"]["vars"]]
    rows = [
        tuple([_term(row[name]) if name in row else None for name in columns])
        for row in content["results"]["bindings"]
    ]
    return Result(ROWS, columns, rows)


def _term(cell: dict[str, str]) -> str:
    kind, value = cell["type"], cell["value"]
    if kind == "uri":
        return f"<{value.translate(_ESCAPED_IN_IRI)}>"
    if kind == "bnode":
        return f"_:{value.removeprefix('_:')}"
    quoted = f'"{value.translate(_ESCAPES)}"'
    if "xml:lang" in cell:
        return f"{quoted}@{cell['xml:lang'].lower()}"
    datatype = cell.get("datatype", "")
    return f"{quoted}^^<{datatype}>" if datatype and datatype != PREFIXES["xsd"] + "string" else quoted


def _from_rdf(body: bytes, media_type: str) -> Result:
    """A result from whatever serialization of statements the endpoint chose."""
    import pyoxigraph as ox

    form = ox.RdfFormat.from_media_type(media_type)
    if form is None or media_type == "application/json":
        raise ValueError(f"{media_type} is no serialization of statements")
    parsed = ox.parse(body, format=form)
    return Result.of_statements((str(t.subject), str(t.predicate), str(t.object)) for t in parsed)
