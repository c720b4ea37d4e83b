"""Reading the manual: pages, headings, code blocks, links, and terms of the ontology that pages name."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Block", "Page", "manual", "tables"]

_FENCE = re.compile(r"^```(?P<language>[a-z]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
_TERM = re.compile(r"\bmbc:([A-Za-z][A-Za-z0-9]*)")


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block of code, with the heading it stands below."""

    language: str
    text: str
    section: str
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the manual."""

    path: Path
    text: str

    @property
    def prose(self) -> str:
        """The page without its blocks of code."""
        return _FENCE.sub("", self.text)

    def headings(self) -> list[str]:
        """The headings of all levels, in order."""
        return [line.lstrip("#").strip() for line in self.prose.splitlines() if line.startswith("#")]

    def anchors(self) -> set[str]:
        """The fragments that a link to this page may have, made from headings as code hosts make them."""
        return {re.sub(r"[^\w\- ]", "", name.replace("`", "").lower()).replace(" ", "-") for name in self.headings()}

    def blocks(self, language: str | None = None) -> list[Block]:
        """The blocks of code, all or those of one language."""
        found = []
        for fence in _FENCE.finditer(self.text):
            before = self.text[: fence.start()]
            sections = re.findall(r"^## (.*)$", _FENCE.sub("", before), re.MULTILINE)
            line = before.count("\n") + 1
            found.append(Block(fence["language"], fence["text"], sections[-1] if sections else "", line))
        return [block for block in found if language in (None, block.language)]

    def links(self) -> Iterator[tuple[str, str]]:
        """Path and fragment of every relative link."""
        for link in _LINK.finditer(self.prose):
            target, _, fragment = link["target"].partition("#")
            if "://" not in target and not target.startswith("mailto:"):
                yield target, fragment

    def terms(self) -> set[str]:
        """Local names of the ontology's terms that the page names."""
        return set(_TERM.findall(self.text))

    def commands(self) -> Iterator[list[str]]:
        """The words of every command line that begins with ``kg`` or ``./run``, in code blocks and inline."""
        spans = re.findall(r"`([^`\n]+)`", self.prose)
        shells = [block.text for block in self.blocks() if block.language in ("", "console", "sh")]
        for text in [*spans, *(line.lstrip("$ ") for shell in shells for line in shell.splitlines())]:
            words = text.split(" #")[0].split()
            if words and words[0] in ("kg", "./run"):
                yield words[1:]


def manual(root: Path) -> dict[str, Page]:
    """All pages for people, by path below the top of the checkout."""
    paths = [*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("tests/golden/*.md")]
    return {path.relative_to(root).as_posix(): Page(path, path.read_text("utf-8")) for path in sorted(paths)}


def tables(text: str) -> Iterator[list[str]]:
    """The cells of every row of every table, headings and rules left out."""
    rows = textwrap.dedent(text).splitlines()
    for place, row in enumerate(rows):
        is_rule = set(row) <= set("|-: ")
        is_head = place + 1 < len(rows) and row.startswith("|") and rows[place + 1].startswith("|-")
        if row.startswith("|") and not is_rule and not is_head:
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", row.strip().strip("|"))]
