"""The stored queries: one file a question in a folder a topic, the name of the file is the id of the query.

The folder ``checks`` holds queries of another sort, which must return no row, and is not part of the catalog.
"""

from __future__ import annotations

import os

from kg.ask.front_matter import Column, Parameter, Query, parse
from kg.errors import DataError, UnreadableInput, UsageError
from kg.names import resource_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.findings import Issue

__all__ = ["Column", "Parameter", "Query", "catalog", "find_query", "query_files", "read_catalog"]

_ENDING = ".rq"
_CHECKS = "checks"


def _folder(folder: str | None) -> str:
    return folder or os.path.join(resource_root(), "queries")


def query_files(folder: str | None = None) -> dict[str, list[str]]:
    """Id -> paths of all stored queries below ``folder`` (default: the project's own), sorted."""
    root = _folder(folder)
    found: dict[str, list[str]] = {}
    try:
        with os.scandir(root) as entries:
            topics = sorted(entry.name for entry in entries if entry.is_dir() and entry.name != _CHECKS)
        for topic in topics:
            for name in sorted(os.listdir(os.path.join(root, topic))):
                if name.endswith(_ENDING):
                    found.setdefault(name[: -len(_ENDING)], []).append(os.path.join(root, topic, name))
    except OSError as error:
        raise UnreadableInput(f"the stored queries cannot be listed: {error}") from error
    return dict(sorted(found.items()))


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{path} is not UTF-8 text: {error}") from error
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from error


def find_query(query_id: str, folder: str | None = None) -> Query:
    """The stored query with this id.

    UsageError with the nearest ids when there is none; DataError with the issues when its file is malformed.
    """
    files = query_files(folder)
    if query_id not in files:
        from kg.findings import did_you_mean, nearest

        hint = did_you_mean(nearest(query_id, files))
        raise UsageError(
            f"there is no stored query {query_id!r}" + (f"; {hint}" if hint else ""),
            "`kg list queries` shows all of them",
        )
    path = files[query_id][0]
    query, issues = parse(_read(path), query_id=query_id, path=path)
    if issues:
        raise DataError(f"the stored query {query_id} is malformed", issues=issues)
    return query


def catalog(folder: str | None = None) -> dict[str, Query]:
    """All stored queries by id; DataError with the issues when a file is malformed."""
    found = {}
    issues: list[Issue] = []
    for query_id, paths in query_files(folder).items():
        found[query_id], more = parse(_read(paths[0]), query_id=query_id, path=paths[0])
        issues += more
    if issues:
        raise DataError("stored queries are malformed", issues=issues)
    return found


def read_catalog(folder: str | None = None) -> tuple[list[Query], list[Issue]]:
    """All stored queries by id, and everything that is wrong with their files (codes Q001 and following).

    Beyond what :func:`catalog` looks at, the text of each query is checked too: one SELECT, in order, with the
    declared columns, and nothing that we would refuse to run.
    """
    from kg.ask.query_shape import shape_issues

    root = _folder(folder)
    queries: list[Query] = []
    issues: list[Issue] = []
    for query_id, paths in query_files(root).items():
        for path in paths:
            file = f"{os.path.basename(root)}/{os.path.relpath(path, root)}".replace(os.sep, "/")
            try:
                text = _read(path)
            except UnreadableInput as error:
                issues.append(_issue("Q015", error.message, file))
                continue
            query, found = parse(text, query_id=query_id, path=path, file=file)
            issues += found or shape_issues(query, file)
            if path == paths[0]:
                queries.append(query)
            else:
                issues.append(_issue("Q017", f"has the id {query_id} of {paths[0]}", file))
    return queries, sorted(issues)


def _issue(code: str, message: str, file: str) -> Issue:
    from kg.ask.codes import CODES
    from kg.findings import Issue

    return Issue(code, message, file=file, remedy=CODES[code][1])
