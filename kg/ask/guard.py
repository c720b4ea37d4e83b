"""What a query of a user may not do: change anything, reach out, nest without end.

The engine has no switch for any of this: ``SERVICE`` fetches from the network, deep nesting ends the process.
So the text is read word by word, outside of strings, IRIs and comments, before it is run.
"""

from __future__ import annotations

import re

from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MAX_BYTES", "MAX_NESTING", "check_query", "tokens"]

MAX_BYTES = 100_000
MAX_NESTING = 100
# Signs that may follow each other: longer runs are no query, and parsers recurse over them.
_MAX_PREFIX_SIGNS = 100

_UPDATES = frozenset(
    ("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH", "USING")
)
_FORMS = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"))
_TOKEN = re.compile(
    r"""
    (?P<space>\s+|\#[^\r\n]*)
  | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
  | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3}|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        |"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:_|\w[\w.-]*)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[^\w\s])*)
  | (?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)
  | (?P<word>\w+)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def tokens(text: str) -> Iterator[tuple[str, str]]:
    """Kind and text of each token but space and comments.

    Kinds: iri, string, variable, language, name (with a prefix), number, word, sign.
    """
    for found in _TOKEN.finditer(text):
        if found.lastgroup != "space":
            yield found.lastgroup or "sign", found.group()


def check_query(text: str) -> str:
    """The form of a read-only query: SELECT, ASK, CONSTRUCT or DESCRIBE.

    UsageError for an update, SERVICE, FROM, brackets nested deeper than MAX_NESTING, a text of more than
    MAX_BYTES, and for a text that holds no query.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise UsageError(f"the query has {size} bytes; the limit is {MAX_BYTES}")
    form = _check_tokens(text)
    # A processor may undo \uXXXX before it reads the query, or after: neither reading may hide anything.
    undone = _ESCAPE.sub(_character, text)
    if undone != text:
        _check_tokens(undone)
    return form


def _character(found: re.Match[str]) -> str:
    code = int(found[1] or found[2], 16)
    return chr(code) if code <= 0x10FFFF else "?"


def _check_tokens(text: str) -> str:
    form = ""
    depth = run = 0
    for kind, token in tokens(text):
        run = run + 1 if kind == "sign" and token in "!^+-/" else 0
        if run > _MAX_PREFIX_SIGNS:
            raise UsageError(f"the query has more than {_MAX_PREFIX_SIGNS} signs {token!r} in a row")
        if kind in ("word", "name"):
            word = token.partition(":")[0].upper()
            _refuse(word, kind)
            if kind == "word" and word in _FORMS and not form:
                form = word
        elif kind == "sign" and token in "{([":
            depth += 1
            if depth > MAX_NESTING:
                raise UsageError(f"the brackets of the query are nested deeper than {MAX_NESTING}")
        elif kind == "sign" and token in "})]":
            depth -= 1
    if not form:
        raise UsageError("the text holds no query", "a query starts with SELECT, ASK, CONSTRUCT or DESCRIBE")
    return form


def _refuse(word: str, kind: str) -> None:
    # Keywords need no space around them (ASKFROM<x>{}, SERVICE:x{}): they are looked for inside words, and
    # inside prefixes too.
    if "SERVICE" in word:
        raise UsageError("SERVICE is not allowed: a query does not leave the graph it is asked of")
    if "FROM" in word:
        raise UsageError(
            "FROM and FROM NAMED are not allowed: the query sees the union of all graphs",
            "GRAPH <iri> { ... } looks into one graph",
        )
    if kind == "word" and word in _UPDATES:
        raise UsageError(f"{word} is not allowed: the graph is only read here")
