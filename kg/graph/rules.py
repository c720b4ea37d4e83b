"""The derivations that OWL cannot say: CONSTRUCT files of ``ontology/rules``, and running them.

A rule is run as a SELECT over the same pattern, so that each conclusion comes with the statements it rests on
(the ``because`` patterns of the front matter, instantiated). Rules are ordered by ``step``: all rules of a
step see what the steps before it, and the definitions of the ontology, have concluded; none sees its own.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.errors import DataError, UnreadableInput
from kg.findings import Issue, nearest
from kg.graph.patterns import Condition, Pattern, PatternError, parse_group, variables
from kg.graph.store import Snapshot
from kg.graph.terms import RDF_TYPE, Statement
from kg.names import PREFIXES

__all__ = ["Conclusion", "Rule", "parse_rule", "read_rules", "run_rule"]

_KEYS = ("title", "description", "source", "step", "because", "requires", "unless", "adds")
_CONSTRUCT = re.compile(r"CONSTRUCT\s*\{(?P<template>[^{}]*)\}\s*WHERE\s*(?P<pattern>\{.*\})\s*$", re.S)
_TOKEN = re.compile(r"\?\w+|<[^>]*>|[A-Za-z][\w-]*:[\w-]+|[;,.]|\ba\b|\S+")

_DIFFERENCE = re.compile(r"BIND\s*\(\s*(\?\w+)\s*-\s*(\?\w+)\s+AS\s+(\?\w+)\s*\)")
_NOT_BELOW_ZERO = re.compile(r"BIND\s*\(\s*IF\s*\(\s*(\?\w+)\s*>\s*0\s*,\s*\1\s*,\s*0\s*\)\s+AS\s+(\?\w+)\s*\)")
_NAMED = re.compile(r"BIND\s*\(\s*IRI\s*\(\s*CONCAT\b.*?\bAS\s+(\?\w+)\s*\)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: ``id`` is the file's name without ending, ``query`` the SELECT that is run.

    ``requires`` and ``unless`` say in words and patterns when it applies: when all that it requires is there and
    nothing of what it excepts. ``adds`` names a variable of the template that is a sum, and the pattern whose last
    term is added up. ``differences`` are read from the query: variable of the template, minuend, subtrahend.
    ``named`` are the variables of things that the rule gives a name of its own.
    """

    id: str
    file: str
    title: str
    description: str
    source: str
    step: int
    template: tuple[Pattern, ...]
    because: tuple[Pattern, ...]
    query: str
    construct: str
    requires: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    adds: tuple[tuple[str, Pattern], ...] = ()
    differences: tuple[tuple[str, str, str], ...] = ()
    named: frozenset[str] = frozenset()

    @property
    def keys(self) -> tuple[str, ...]:
        """The variables of the template that ``requires`` binds, sorted: what one application is about."""
        template = {term for pattern in self.template for term in pattern if term.startswith("?")}
        bound = {name for condition in self.requires for name in variables(condition.group)}
        return tuple(sorted(template & bound))


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A statement that a rule concludes, and the statements it rests on."""

    statement: Statement
    premises: tuple[Statement, ...]


def read_rules(folder: str) -> list[Rule]:
    """The rules of a folder, by step and id. DataError with all problems of their front matter."""
    issues: list[Issue] = []
    rules = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".rq"):
            rule = _read(os.path.join(folder, name), issues)
            if rule is not None:
                rules.append(rule)
    if issues:
        raise DataError("the rules are not in order", issues=issues)
    return sorted(rules, key=lambda rule: (rule.step, rule.id))


def parse_rule(content: str, path: str) -> Rule:
    """The rule that a text holds; ``path`` is how issues name it. DataError with all problems of its front matter."""
    issues: list[Issue] = []
    rule = _parse(content, path, issues)
    if rule is None:
        raise DataError(f"the rule {path} is not in order", issues=issues)
    return rule


def _read(path: str, issues: list[Issue]) -> Rule | None:
    try:
        with open(path, encoding="utf-8") as file:
            return _parse(file.read(), path, issues)
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from error


def _parse(content: str, path: str, issues: list[Issue]) -> Rule | None:
    before = len(issues)
    values: dict[str, list[str]] = {key: [] for key in _KEYS}
    for number, line in enumerate(content.splitlines(), 1):
        if not line.startswith("#+"):
            continue
        key, _, value = line[2:].strip().partition(":")
        if key not in values:
            issues.append(
                Issue(
                    "R001",
                    "is not a key of a rule",
                    file=path,
                    line=number,
                    value=key,
                    allowed=_KEYS,
                    suggestion=nearest(key, _KEYS),
                )
            )
        else:
            values[key].append(value.strip())
    for key in _KEYS[:4]:
        if len(values[key]) != 1:
            issues.append(Issue("R002", f"the rule needs exactly one {key}", file=path, line=1, field=key))
    found = _CONSTRUCT.search(content)
    if found is None:
        issues.append(Issue("R003", "the rule is not one CONSTRUCT { ... } WHERE { ... }", file=path, line=1))
    step = values["step"][0] if values["step"] else ""
    if not step.isdecimal():
        issues.append(Issue("R004", "is not a whole number", file=path, field="step", value=step))
    requires, unless = ([_condition(path, key, text, issues) for text in values[key]] for key in ("requires", "unless"))
    adds = [_condition(path, "adds", text, issues) for text in values["adds"]]
    if len(issues) > before or found is None:
        return None
    because = tuple(triple for text in values["because"] for triple in _patterns(text))
    prologue = content[: found.start()]
    extra = " ".join(" ".join(triple) + " ." for triple in because)
    return Rule(
        id=os.path.basename(path)[: -len(".rq")],
        file=path,
        title=values["title"][0],
        description=values["description"][0],
        source=values["source"][0],
        step=int(step),
        template=tuple(_patterns(found["template"])),
        because=because,
        query=f"{prologue}SELECT * WHERE {{ {found['pattern']} {extra} }}",
        construct=content,
        requires=tuple(condition for condition in requires if condition),
        unless=tuple(condition for condition in unless if condition),
        adds=tuple((one.sentence, one.group.patterns[0]) for one in adds if one),
        differences=_differences(found["pattern"]),
        named=frozenset(_NAMED.findall(found["pattern"])),
    )


def _condition(path: str, key: str, text: str, issues: list[Issue]) -> Condition | None:
    """A condition of the front matter: ``sentence | pattern``; an issue when it is none."""
    sentence, bar, pattern = text.partition(" | ")
    try:
        if not bar or not sentence.strip():
            raise PatternError("no bar between the sentence and the pattern")
        return Condition(sentence.strip(), parse_group(pattern), pattern.strip())
    except PatternError as error:
        issues.append(Issue("R005", str(error), file=path, line=1, field=key, value=text))
        return None


def _differences(pattern: str) -> tuple[tuple[str, str, str], ...]:
    """The variables that the query binds to a difference, also to one that is kept from falling below zero."""
    found = {name: (left, right) for left, right, name in _DIFFERENCE.findall(pattern)}
    found |= {name: found[raw] for raw, name in _NOT_BELOW_ZERO.findall(pattern) if raw in found}
    return tuple((name, left, right) for name, (left, right) in found.items())


def _patterns(text: str) -> Iterator[Pattern]:
    """Triple patterns of a template: variables, IRIs, prefixed names, ``a``, with ``;`` and ``,``."""
    triple: list[str] = []
    for word in _TOKEN.findall(text):
        if word in ".;,":
            if len(triple) == 3:
                yield triple[0], triple[1], triple[2]
            triple = {".": [], ";": triple[:1], ",": triple[:2]}[word]
        else:
            triple.append(_term(word))
    if len(triple) == 3:
        yield triple[0], triple[1], triple[2]


def _term(word: str) -> str:
    if word == "a":
        return RDF_TYPE
    prefix, colon, local = word.partition(":")
    if colon and prefix in PREFIXES and not word.startswith("<"):
        return f"<{PREFIXES[prefix]}{local}>"
    return word


def run_rule(rule: Rule, snapshot: Snapshot) -> list[Conclusion]:
    """What the rule concludes from a graph: each new statement once, sorted, with all that it rests on."""
    premises: dict[Statement, set[Statement]] = {}
    for row in snapshot.select(rule.query):
        rests_on = list(_fill(rule.because, row))
        for statement in _fill(rule.template, row):
            premises.setdefault(statement, set()).update(rests_on)
    return [Conclusion(statement, tuple(sorted(premises[statement]))) for statement in sorted(premises)]


def _fill(patterns: Iterable[Pattern], row: dict[str, str]) -> Iterator[Statement]:
    for s, p, o in patterns:
        filled = tuple(row.get(term[1:], "") if term.startswith("?") else term for term in (s, p, o))
        if all(filled):
            yield filled[0], filled[1], filled[2]
