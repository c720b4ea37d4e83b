"""The part of SPARQL's graph patterns in which the conditions of a rule are written, as values.

A group has triple patterns (with ``a``, ``;``, ``,``, and ``p|q`` for either of two properties), comparisons of two
terms, ``FILTER NOT EXISTS`` groups and unions. That is enough to say when a rule applies and what stands in its
way, and little enough to be read backwards: from what a rule concludes to what would have to be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.graph.terms import RDF_TYPE, integer
from kg.names import PREFIXES

__all__ = ["Comparison", "Condition", "Group", "Pattern", "PatternError", "parse_group", "variables"]

Pattern = tuple[str, str, str]
"""Subject, predicate and object: terms of statements, or variables (``?name``)."""

_TOKEN = re.compile(r"\?\w+|<[^>\s]*>|\w[\w-]*:[\w-]+|\d+|!=|<=|>=|\|\||[=<>{}().;,|]|\w+")
_OPERATORS = ("=", "!=", "<", "<=", ">", ">=")


class PatternError(ValueError):
    """A text that is no group of this form; the message says where it stops being one."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left operator right``; each side is a variable or a term."""

    left: str
    operator: str
    right: str


@dataclass(frozen=True, slots=True)
class Group:
    """What must be there, what must compare (one of each tuple), what must not be there, and unions of groups."""

    patterns: tuple[Pattern, ...] = ()
    comparisons: tuple[tuple[Comparison, ...], ...] = ()
    absent: tuple[Group, ...] = ()
    unions: tuple[tuple[Group, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a rule: in words (with the variables of the pattern) and as a pattern; ``text`` is as written."""

    sentence: str
    group: Group
    text: str


def variables(group: Group) -> frozenset[str]:
    """The variables that the group binds when it matches."""
    found = {term for pattern in group.patterns for term in pattern if term.startswith("?")}
    for branches in group.unions:
        found |= frozenset.intersection(*(variables(branch) for branch in branches))
    return frozenset(found)


def parse_group(text: str) -> Group:
    """The group that a text writes, without the braces around all of it; PatternError when it writes none."""
    rest = _TOKEN.sub("", text).strip()
    if rest:
        raise PatternError(f"unexpected {rest.split()[0]}")
    reader = _Reader(_TOKEN.findall(text))
    group = reader.group()
    if reader.peek():
        raise PatternError(f"unexpected {reader.peek()}")
    if not group.patterns and not group.unions:
        raise PatternError("no triple pattern")
    return group


class _Reader:
    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.place = 0

    def peek(self) -> str:
        return self.words[self.place] if self.place < len(self.words) else ""

    def next(self, *expected: str) -> str:
        word = self.peek()
        if not word or (expected and word not in expected):
            raise PatternError(f"expected {' or '.join(expected) or 'a term'}, found {word or 'the end'}")
        self.place += 1
        return word

    def group(self) -> Group:
        patterns: list[Pattern] = []
        comparisons: list[tuple[Comparison, ...]] = []
        absent: list[Group] = []
        unions: list[tuple[Group, ...]] = []
        while (word := self.peek()) and word != "}":
            if word == ".":
                self.next()
            elif word == "{":
                branches = [self.braced()]
                while self.peek() == "UNION":
                    self.next()
                    branches.append(self.braced())
                unions.append(tuple(branches))
            elif word == "FILTER":
                self.next()
                if self.peek() == "NOT":
                    self.next("NOT")
                    self.next("EXISTS")
                    absent.append(self.braced())
                else:
                    comparisons.append(self.comparison())
            else:
                for found in self.triples():
                    (unions if isinstance(found[0], Group) else patterns).append(found)  # type: ignore[arg-type]
        return Group(tuple(patterns), tuple(comparisons), tuple(absent), tuple(unions))

    def braced(self) -> Group:
        self.next("{")
        group = self.group()
        self.next("}")
        return group

    def comparison(self) -> tuple[Comparison, ...]:
        found: list[Comparison] = []
        self.next("(")
        while not found or self.next("||", ")") == "||":
            found.append(Comparison(self.term(), self.next(*_OPERATORS), self.term()))
        return tuple(found)

    def triples(self) -> Iterator[Pattern | tuple[Group, ...]]:
        """The patterns of one subject; a property that is one of several becomes a union."""
        subject = self.term()
        while True:
            properties = [self.term()]
            while self.peek() == "|":
                self.next()
                properties.append(self.term())
            while True:
                value = self.term()
                if len(properties) == 1:
                    yield (subject, properties[0], value)
                else:
                    yield tuple(Group(patterns=((subject, one, value),)) for one in properties)
                if self.peek() != ",":
                    break
                self.next()
            if self.peek() != ";":
                return
            self.next()

    def term(self) -> str:
        word = self.next()
        if word.startswith(("?", "<")) and len(word) > 1 and word[1] != "=":
            return word
        if word == "a":
            return RDF_TYPE
        if word.isdecimal():
            return integer(int(word))
        prefix, colon, name = word.partition(":")
        if colon and prefix in PREFIXES:
            return f"<{PREFIXES[prefix]}{name}>"
        raise PatternError(f"{word} is no term")
