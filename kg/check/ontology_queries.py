"""The checks of ``ontology/checks``: SELECT queries that must return no row on the statements of the ontology.

A file has front matter of a closed list of keys; a row is an issue of ``?term``, with ``?value`` (if selected) as the
text or the other term that is wrong about it::

    #+ code: O004
    #+ title: A term has no definition
    #+ about: A definition reads "A B that C".
    #+ problem: has no definition
    #+ remedy: add a skos:definition in our own words
    #+ covers: ROBOT missing_definition, OOPS! P08

``covers`` names the entries of catalogs of such checks that are answered by it (``ontology/checks/catalogs.tsv``).
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.check.data_queries import DATA_CODES
from kg.errors import UnreadableInput
from kg.findings import ERROR, SEVERITIES, Issue, nearest
from kg.graph.store import Snapshot
from kg.graph.terms import is_literal, lexical, term
from kg.names import compact

__all__ = ["OntologyCheck", "Places", "read_ontology_checks", "term_places"]

_NEEDED = ("code", "title", "about", "problem", "remedy")
_OTHER = ("covers", "severity")

Places = dict[str, tuple[str, int]]
"""File and line of each block, by its subject as a term."""

_SUBJECT = re.compile(r"(?:(mbc:[A-Za-z0-9_]+)|(<[^>\s]+>)) a ")


@dataclass(frozen=True, slots=True)
class OntologyCheck:
    """One check; ``file`` is the path to show, ``text`` the whole query, ``covers`` entries of catalogs."""

    file: str
    code: str
    title: str
    about: str
    problem: str
    remedy: str
    severity: str
    covers: tuple[str, ...]
    text: str

    def issues(self, ontology: Snapshot, places: Places) -> Iterator[Issue]:
        """An issue for each row, or one (Q037) for a query that the engine does not read."""
        try:
            rows = list(ontology.select(self.text))
        except (SyntaxError, AssertionError) as error:
            yield Issue("Q037", str(error) or "is no SELECT query", file=self.file, remedy=DATA_CODES["Q037"][1])
            return
        for row in rows:
            file, line = places.get(row["term"], ("ontology/mbc.ttl", None))
            yield Issue(
                self.code,
                self.problem,
                severity=self.severity,
                file=file,
                line=line,
                field=compact(row["term"]),
                value=_shown(row["value"]) if "value" in row else None,
                remedy=self.remedy,
            )


def _shown(value: str) -> str:
    return lexical(value) if is_literal(value) else compact(value)


def read_ontology_checks(folder: str) -> tuple[list[OntologyCheck], list[Issue]]:
    """The checks in ``folder`` sorted by code, and what is wrong with their front matter (Q036)."""
    checks: list[OntologyCheck] = []
    issues: list[Issue] = []
    names = sorted(name for name in os.listdir(folder) if name.endswith(".rq")) if os.path.isdir(folder) else []
    for name in names:
        file = f"ontology/checks/{name}"
        try:
            with open(os.path.join(folder, name), encoding="utf-8") as source:
                text = source.read()
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableInput(f"{file}: {error}") from error
        values, found = _front_matter(text, file)
        issues += found
        if not found:
            checks.append(_check(file, text, values))
    return sorted(checks, key=lambda check: check.code), sorted(issues)


def _check(file: str, text: str, values: dict[str, str]) -> OntologyCheck:
    covers = values.get("covers", "")
    return OntologyCheck(
        file=file,
        code=values["code"],
        title=values["title"],
        about=values["about"],
        problem=values["problem"],
        remedy=values["remedy"],
        severity=values.get("severity", ERROR),
        covers=tuple(entry.strip() for entry in covers.split(",") if entry.strip()),
        text=text,
    )


def _front_matter(text: str, file: str) -> tuple[dict[str, str], list[Issue]]:
    values: dict[str, str] = {}
    issues: list[Issue] = []

    def wrong(message: str, line: int | None = None, **more: object) -> None:
        remedy = f"give {', '.join(_NEEDED)}, each exactly once"
        issues.append(Issue("Q036", message, file=file, line=line, remedy=remedy, **more))  # type: ignore[arg-type]

    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        key, _, value = (part.strip() for part in line[2:].partition(":"))
        if key not in (*_NEEDED, *_OTHER):
            wrong("is not a key", number, value=key, suggestion=nearest(key, (*_NEEDED, *_OTHER)))
        elif key in values:
            wrong(f"{key} stands twice", number)
        else:
            values[key] = value
    for key in _NEEDED:
        if not values.get(key):
            wrong(f"{key} is missing")
    if values.get("code") and not re.fullmatch(r"O[0-9]{3}", values["code"]):
        wrong("is no code: O and three digits", value=values["code"])
    if values.get("severity", ERROR) not in SEVERITIES:
        wrong("is no severity", value=values["severity"], allowed=SEVERITIES)
    return values, issues


def term_places(root: str, files: list[str]) -> Places:
    """Where the block of each term begins, in Turtle files that begin a block with ``mbc:Name a`` or ``<...> a``."""
    places: Places = {}
    for path in files:
        shown = os.path.relpath(path, root).replace(os.sep, "/")
        with open(path, encoding="utf-8") as source:
            for number, line in enumerate(source, 1):
                if found := _SUBJECT.match(line):
                    subject = found[2] or term(found[1].removeprefix("mbc:"))
                    places.setdefault(subject, (shown, number))
    return places
