"""The bibliography: which reports there are to be cited, from ``data/reports.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kg.cases.codes import Problems
from kg.cases.fields import ID_PATTERN
from kg.cases.yaml_source import ListNode, MapNode, Node, TextNode, read_tree, shown
from kg.findings import Issue, nearest

__all__ = ["Bibliography", "Report", "read_bibliography"]

_KEYS = (
    "title",
    "authors",
    "year",
    "journal",
    "volume",
    "pages",
    "doi",
    "pmid",
    "pmcid",
    "license",
    "url",
    "note",
)
_REQUIRED = ("title", "authors", "year", "journal", "doi", "license")
_PATTERNS = {
    "year": ("C123", r"(?:19|20)[0-9]{2}"),
    "doi": ("C121", r"10\.[0-9]{4,9}/\S+"),
    "pmid": ("C124", r"[1-9][0-9]{0,8}"),
    "pmcid": ("C124", r"PMC[1-9][0-9]{0,8}"),
    "url": ("C124", r"https?://\S+"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report; ``license`` is an address, or words on what was read of it."""

    key: str
    title: str
    authors: tuple[str, ...]
    year: int
    journal: str
    doi: str
    license: str
    volume: str | None = None
    pages: str | None = None
    pmid: str | None = None
    pmcid: str | None = None
    url: str | None = None
    note: str | None = None
    line: int = 0

    @property
    def short(self) -> str:
        """Short citation: ``Cheng & Wang 2025``, ``Koh et al. 2024`` for three authors or more."""
        names = [_family(author) for author in self.authors if author != "et al."]
        if len(self.authors) > 2 or "et al." in self.authors:
            return f"{names[0]} et al. {self.year}"
        return f"{' & '.join(names)} {self.year}"


Bibliography = Mapping[str, Report]
"""Reports by key, in the order of the file."""


def read_bibliography(path: str, *, shown_as: str | None = None) -> tuple[dict[str, Report], list[Issue]]:
    """The readable entries of a bibliography file, and every issue with it, sorted.

    ``shown_as`` is the path that issues name; when left out, the path as seen from the working folder.
    """
    problems = Problems(shown_as or shown(path))
    root = read_tree(path, problems)
    entries: dict[str, Report] = {}
    dois: dict[str, str] = {}
    for key, (key_node, node) in (root.entries if root else {}).items():
        if not re.fullmatch(ID_PATTERN, key):
            problems.add("C120", "is no well formed key", place=key_node.place, value=key)
            continue
        entry = _entry(problems, key, key_node.line, node)
        if entry is None:
            continue
        other = dois.setdefault(entry.doi.lower(), key)
        if other != key:
            field = f"{key}.doi"
            message = f"is the DOI of {other} too"
            problems.add("C122", message, place=key_node.place, field=field, value=entry.doi)
        entries[key] = entry
    return entries, problems.sorted()


def _entry(problems: Problems, key: str, line: int, node: Node) -> Report | None:
    if not isinstance(node, MapNode):
        problems.add("C022", "is not a mapping", place=node.place, field=key)
        return None
    before = len(problems.issues)
    texts: dict[str, str] = {}
    authors: tuple[str, ...] = ()
    for name, (name_node, value) in node.entries.items():
        field = f"{key}.{name}"
        if name not in _KEYS:
            near = nearest(name, _KEYS)
            place = name_node.place
            problems.add("C020", "is no key here", place=place, field=key, value=name, allowed=_KEYS, suggestion=near)
        elif isinstance(value, TextNode) and value.empty:
            problems.add("C023", "has no value", place=name_node.place, field=field)
        elif name == "authors":
            authors = _authors(problems, value, field)
        elif (text := _text(problems, value, field)) is not None:
            texts[name] = text
            code, pattern = _PATTERNS.get(name, ("", ".*"))
            if not re.fullmatch(pattern, text, re.DOTALL):
                problems.add(code, "is not well formed", place=value.place, field=field, value=text)
    for name in _REQUIRED:
        if name not in node.entries:
            problems.add("C021", "is missing", place=(line, 1), field=f"{key}.{name}", value=name)
    if len(problems.issues) > before:
        return None
    return Report(key=key, line=line, authors=authors, year=int(texts.pop("year")), **texts)


def _text(problems: Problems, node: Node, field: str) -> str | None:
    if isinstance(node, TextNode) and not node.empty and node.text.strip():
        return node.text.strip()
    code = "C023" if isinstance(node, TextNode) else "C022"
    message = "has no value" if isinstance(node, TextNode) else "is not a single value"
    problems.add(code, message, place=node.place, field=field)
    return None


def _authors(problems: Problems, node: Node, field: str) -> tuple[str, ...]:
    if not isinstance(node, ListNode) or not node.members:
        problems.add("C022", "is not a list of names", place=node.place, field=field)
        return ()
    return tuple(name for member in node.members if (name := _text(problems, member, field)))


def _family(author: str) -> str:
    """Family name of ``Cheng C`` or ``de la Cruz AB``: all words before the initials."""
    words = author.split()
    return " ".join(words[:-1]) if len(words) > 1 and words[-1].isupper() else author
