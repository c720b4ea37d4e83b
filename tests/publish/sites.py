"""The site of the real graph, made once; its pages as a browser sees them; its rewrite rules as Apache follows them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from kg.publish.release.write import write_release
from kg.publish.site.pages import site_files
from tests.publish.built import ROOT, graph, home
from tests.publish.released import release

BASE_URL = "https://example.org/mbckg/"
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


@cache
def folder() -> Path:
    """The folder with the site."""
    place = home() / "site"
    write_release(release(), str(place), site_files(graph(), str(ROOT), BASE_URL))
    return place


@cache
def paths() -> tuple[str, ...]:
    """All pages, below the top of the site."""
    return tuple(sorted(path.relative_to(folder()).as_posix() for path in folder().rglob("*.html")))


@dataclass
class Seen:
    """What a strict reader finds in a page; ``faults`` are tags that do not nest."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def all(self, tag: str) -> list[dict[str, str]]:
        """The attributes of each element with this name."""
        return [attributes for name, attributes in self.tags if name == tag]

    def values(self, attribute: str) -> list[str]:
        """Every value of an attribute, in the order of the page."""
        return [attributes[attribute] for _, attributes in self.tags if attribute in attributes]

    def text(self) -> str:
        """All text that a reader sees."""
        return " ".join(" ".join(more) for tag, more in self.texts.items() if tag not in ("script", "style"))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.seen = Seen()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.seen.faults.append(f"<{tag}> has an attribute twice: {names}")
        self.seen.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.seen.faults.append(f"</{tag}> closes {self._open[-1:]} in line {self.getpos()[0]}")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.seen.texts.setdefault(self._open[-1] if self._open else "", []).append(data.strip())

    def close(self) -> None:
        super().close()
        self.seen.faults += [f"<{tag}> is not closed" for tag in self._open]


def read(text: str) -> Seen:
    """The page as a strict reader sees it."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.seen


@cache
def page(path: str) -> Seen:
    """A page of the site."""
    return read((folder() / path).read_text("utf-8"))


@dataclass(frozen=True)
class Rule:
    """A rule with its conditions: pairs of a test and what it has to match."""

    pattern: str
    target: str
    flags: tuple[str, ...]
    conditions: tuple[tuple[str, str], ...]


def rules(text: str) -> list[Rule]:
    """The rules of an ``.htaccess`` file; a line that is not understood here is an error."""
    found, conditions = [], []
    assert "RewriteEngine On" in text.splitlines()
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["RewriteCond"]:
            _, test, wanted = words
            conditions.append((test, wanted))
        elif words[:1] == ["RewriteRule"]:
            _, pattern, target, flags = words
            found.append(Rule(pattern, target, tuple(flags.strip("[]").split(",")), tuple(conditions)))
            conditions = []
        else:
            known = ("#", "Options -MultiViews", "RewriteEngine On", "Header always ", "<IfModule ", "</IfModule>")
            assert not line or line.startswith(known), line
    return found


def redirected(every: list[Rule], path: str, accept: str) -> str | None:
    """Where a request for ``path`` is sent, None when no rule sends it anywhere.

    The part of mod_rewrite that the rules use: a rule's pattern first, then its conditions in order, ``$n`` from the
    pattern, ``%n`` from the last condition with a regular expression, ``%{HTTP_ACCEPT}``, ``%{ENV:name}``, ``=`` and
    ``!=`` for plain comparison, the flags E, R, L and NE.
    """
    environment: dict[str, str] = {}

    def filled(text: str, groups: re.Match[str], last: re.Match[str] | None) -> str:
        text = text.replace("%{HTTP_ACCEPT}", accept)
        text = re.sub(r"%\{ENV:(\w+)\}", lambda name: environment.get(name[1], ""), text)
        text = re.sub(r"%(\d)", lambda number: (last[int(number[1])] or "") if last else "", text)
        return re.sub(r"\$(\d)", lambda number: groups[int(number[1])] or "", text)

    for rule in every:
        groups = re.search(rule.pattern, path)
        if not groups:
            continue
        last: re.Match[str] | None = None
        for test, wanted in rule.conditions:
            told = filled(test, groups, last)
            if wanted.startswith("!="):
                holds = told != wanted[2:]
            elif wanted.startswith("="):
                holds = told == wanted[1:]
            else:
                found = re.search(wanted, told)
                last, holds = found or last, bool(found)
            if not holds:
                break
        else:
            for flag in rule.flags:
                if flag.startswith("E="):
                    name, _, value = flag[2:].partition(":")
                    environment[name] = value
            if "R=303" in rule.flags:
                assert {"L", "NE"} <= {*rule.flags}
                return filled(rule.target, groups, last)
            assert rule.target == "-", rule
    return None
