"""What the text of a stored query must look like, beyond its front matter."""

from __future__ import annotations

from kg.ask.codes import CODES
from kg.ask.front_matter import Query
from kg.ask.guard import check_query, tokens
from kg.errors import UsageError
from kg.findings import Issue

__all__ = ["selected", "shape_issues"]

_IDS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


def shape_issues(query: Query, file: str) -> list[Issue]:
    """Issues Q010 to Q016 of one query whose front matter is in order."""
    found: list[tuple[str, str]] = []
    if not _IDS.issuperset(query.id) or query.id.strip("-") != query.id:
        found.append(("Q016", f"{query.id!r} is not an id of a query"))
    names = [column.name for column in query.columns]
    if query.columns[0].kind != "case" or names[0] != "case":
        found.append(("Q011", f"the first column is {names[0]} of the kind {query.columns[0].kind}"))
    if any(column.kind == "verdict" for column in query.columns) != query.has_verdict:
        found.append(("Q012", f"the verdict is {query.verdict!r}, the columns are {', '.join(names)}"))
    try:
        form = check_query(query.text)
    except UsageError as error:
        found.append(("Q014", str(error)))
    else:
        variables = selected(query.text)
        if form != "SELECT":
            found.append(("Q014", f"the query is of the form {form}"))
        elif variables != names:
            told = ", ".join(f"?{name}" for name in variables)
            found.append(("Q010", f"the query selects {told}; the columns are {', '.join(names)}"))
        if query.ordered and not _is_ordered(query.text):
            found.append(("Q013", "the front matter says ordered, the query has no ORDER BY at its end"))
    return [Issue(code, message, file=file, remedy=CODES[code][1]) for code, message in found]


def selected(text: str) -> list[str]:
    """Names of the variables that the first SELECT of a query gives, in order: ``?a (... AS ?b)``."""
    names: list[str] = []
    depth = 0
    inside = renamed = False
    for kind, token in tokens(text):
        word = token.upper() if kind == "word" else ""
        if not inside:
            inside = word == "SELECT"
        elif depth == 0 and (token in ("{", "*") or word == "WHERE"):
            break
        elif kind == "sign" and token in "()":
            depth += 1 if token == "(" else -1
        elif kind == "variable" and (depth == 0 or (renamed and depth == 1)):
            names.append(token[1:])
        renamed = word == "AS"
    return names


def _is_ordered(text: str) -> bool:
    """Whether ORDER BY stands after the last closing brace of the query."""
    depth, ordered = 0, False
    before = ""
    for kind, token in tokens(text):
        if kind == "sign" and token in "{}":
            depth += 1 if token == "{" else -1
            ordered = False
        word = token.upper() if kind == "word" else ""
        if word == "BY" and before == "ORDER" and depth == 0:
            ordered = True
        before = word
    return ordered
