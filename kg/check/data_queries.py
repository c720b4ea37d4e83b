"""The check queries of ``queries/checks``: each must return no row on the built graph.

A file is a SELECT query whose front matter says what is wrong when a row appears, and what to do about it::

    #+ title: Item without evidence
    #+ problem: is recorded and no passage is given for it
    #+ remedy: add `in:` to the item
    #+ severity: error

A row is an issue: ``?case`` (if selected) says in which case file, the other variables are shown as they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.ask.engine import Engine
from kg.ask.values import plain, short_name
from kg.errors import KgError, UnreadableInput
from kg.findings import ERROR, SEVERITIES, Issue, nearest
from kg.names import case_id_of

__all__ = ["DATA_CODES", "CheckQuery", "read_check_queries", "rows_found"]

DATA_CODES = {
    "Q036": ("The front matter of a check query is malformed", "give title, problem and remedy, each exactly once"),
    "Q037": ("A query cannot be run", "mend the query until the engine reads it"),
    "D001": ("A check query found something in the graph", "the query's own remedy says what to do"),
}

_NEEDED = ("title", "problem", "remedy")
# Known to all stored queries; a check query may have them, and may do without.
_OTHER = ("question", "tags", "column", "verdict", "ordered", "since", "note", "severity")
FOLDER = "checks"


@dataclass(frozen=True, slots=True)
class CheckQuery:
    """A query that must return no row; ``file`` is the path to show, ``text`` the whole file."""

    id: str
    file: str
    title: str
    problem: str
    remedy: str
    severity: str
    text: str


def read_check_queries(folder: str) -> tuple[list[CheckQuery], list[Issue]]:
    """The check queries below ``folder`` (the folder of all stored queries), and what is wrong with their files."""
    queries: list[CheckQuery] = []
    issues: list[Issue] = []
    here = os.path.join(folder, FOLDER)
    names = sorted(os.listdir(here)) if os.path.isdir(here) else []
    for name in names:
        if not name.endswith(".rq"):
            continue
        file = f"{os.path.basename(folder)}/{FOLDER}/{name}"
        try:
            with open(os.path.join(here, name), encoding="utf-8") as source:
                text = source.read()
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableInput(f"{file}: {error}") from error
        values, found = _front_matter(text, file)
        issues += found
        if not found:
            queries.append(
                CheckQuery(
                    id=name.removesuffix(".rq"),
                    file=file,
                    title=values["title"],
                    problem=values["problem"],
                    remedy=values["remedy"],
                    severity=values.get("severity", ERROR),
                    text=text,
                )
            )
    return queries, sorted(issues)


def _front_matter(text: str, file: str) -> tuple[Mapping[str, str], list[Issue]]:
    values: dict[str, str] = {}
    issues: list[Issue] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        key, _, value = (part.strip() for part in line[2:].partition(":"))
        if key not in (*_NEEDED, *_OTHER):
            hint = nearest(key, (*_NEEDED, *_OTHER))
            issues.append(_issue("Q036", "is not a key", file, number, value=key, suggestion=hint))
        elif key in _NEEDED and key in values:
            issues.append(_issue("Q036", f"{key} stands twice", file, number))
        else:
            values[key] = value
    for key in _NEEDED:
        if not values.get(key):
            issues.append(_issue("Q036", f"{key} is missing", file, None))
    if values.get("severity", ERROR) not in SEVERITIES:
        issues.append(_issue("Q036", "is no severity", file, None, value=values["severity"], allowed=SEVERITIES))
    return values, issues


def _issue(code: str, message: str, file: str, line: int | None, **more: object) -> Issue:
    return Issue(code, message, file=file, line=line, remedy=DATA_CODES[code][1], **more)  # type: ignore[arg-type]


def rows_found(query: CheckQuery, engine: Engine) -> Iterator[Issue]:
    """An issue for each row of a check query, or one for a query that does not run."""
    try:
        result = engine.run(query.text)
    except KgError as error:
        yield _issue("Q037", error.message, query.file, None)
        return
    for row in result.rows:
        told = {name: value for name, value in zip(result.columns, row, strict=True) if value is not None}
        case_id = next((found for value in told.values() if (found := case_id_of(value))), None)
        shown = [f"{name} {_shown(value, case_id)}" for name, value in told.items() if name != "case"]
        yield Issue(
            "D001",
            f"{', '.join(shown)}: {query.problem}" if shown else query.problem,
            severity=query.severity,
            file=f"data/cases/{case_id}.yaml" if case_id else query.file,
            field=query.id,
            remedy=query.remedy,
        )


def _shown(value: str, case_id: str | None) -> str:
    return short_name(value[1:-1], case_id) if value.startswith("<") else plain(value)
