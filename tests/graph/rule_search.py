"""Small cases in which a rule and a changed rule conclude different things.

The triple patterns of the rule's own query, those of its exceptions among them, are written out as statements, a
variable an individual or a number; at random some are left out, numbers are moved next to each other, and two
individuals are made one, until rule and changed rule differ. What is left is then made as small as it can be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

from kg.graph.assemble import read_ontology
from kg.graph.rules import Rule
from kg.graph.terms import RDF_TYPE, Statement, integer, term
from kg.names import PREFIXES, resource_root
from kg.reason.axioms import read_axioms
from kg.reason.syntax import local
from tests.graph.rule_probes import CASE, SUBCLASS, conclusions, part_of_case
from tests.reason.shrink import shrink

__all__ = ["Search", "patterns_of"]

TRIES = 2000
BOUNDS = (("#earliest", "#latest"), ("EarliestDay", "LatestDay"), ("AtLeast", "AtMost"))
CLASSES = ("mbc:Surgery", "mbc:LocalTherapy", "mbc:Therapy")
_VALUES = re.compile(r"VALUES\s+\?(\w+)\s*\{([^}]*)\}")
_HEAD = re.compile(r"SELECT\b.*?\bWHERE\b|GROUP BY[ ?\w]*", re.S)
_WORD = re.compile(r"\b(?:FILTER|NOT|EXISTS|MINUS|UNION|OPTIONAL|DISTINCT)\b")
_TOKEN = re.compile(r"\?\w+|<[^>]*>|\^?[a-z]+:\w+(?:[|/]\^?[a-z]+:\w+)*|[;,.]|\ba\b|\d+")

Pattern = tuple[str, str, str]


def patterns_of(query: str) -> tuple[list[Pattern], dict[str, list[str]]]:
    """All triple patterns of a query, however deep, and the terms that ``VALUES`` gives a variable."""
    choices: dict[str, list[str]] = {}
    query = re.sub(r"^#.*$", "", query, flags=re.M)
    query = re.sub(r"PREFIX\s+\w*:\s*<[^>]*>", " ", query).replace(RDF_TYPE, "a")
    for prefix, space in PREFIXES.items():
        query = re.sub(rf"<{re.escape(space)}(\w+)>", rf"{prefix}:\1", query)
    for name, inside in _VALUES.findall(query):
        choices.setdefault(f"?{name}", []).extend(re.findall(r"mbc:\w+", inside))
    text = _HEAD.sub(" . ", _VALUES.sub(" . ", query))
    text = re.sub(r"[{}]", " . ", _WORD.sub(" . ", _without_brackets(text)))
    found: list[Pattern] = []
    triple: list[str] = []
    for token in _TOKEN.findall(text):
        if token in ".;,":
            if len(triple) == 3:
                found.append((triple[0], triple[1], triple[2]))
            triple = {".": [], ";": triple[:1], ",": triple[:2]}[token]
        else:
            triple.append(token)
    if len(triple) == 3:
        found.append((triple[0], triple[1], triple[2]))
    return list(dict.fromkeys(found)), choices


def _without_brackets(text: str) -> str:
    """The text without anything in round brackets."""
    kept, depth = [], 0
    for sign in text:
        depth += sign == "("
        if not depth:
            kept.append(sign)
        depth -= sign == ")"
    return "".join(kept)


class Search:
    """Looks for a case in which a rule and a changed rule conclude different things."""

    def __init__(self) -> None:
        names = read_axioms(read_ontology(f"{resource_root()}/ontology")).vocabulary
        self.data = names.data

    def find(self, rule: Rule, mutant: Rule, dice: Random) -> list[Statement] | None:
        """The smallest part of the first case found; None when there was none in a number of tries."""

        def differs(part: Sequence[Statement]) -> bool:
            return conclusions(rule, part) != conclusions(mutant, part)

        for _ in range(TRIES):
            case = self._case(rule, dice)
            if case and differs(case):
                return shrink(case, differs)
        return None

    def _case(self, rule: Rule, dice: Random) -> list[Statement]:
        patterns, choices = patterns_of(rule.query)
        loss = dice.choice((0.0, 0.05, 0.15, 0.3))
        classes = {t for s, p, o in patterns for t in ((s, o) if p == "rdfs:subClassOf" else (o,) if p == "a" else ())}
        some = [*(choice for known in choices.values() for choice in known), *CLASSES]
        names: dict[str, str] = {}
        for name in sorted({t for pattern in patterns for t in pattern if t.startswith("?")}):
            if name == "?case":
                names[name] = CASE
            elif name in choices:
                names[name] = _term(dice.choice(choices[name]))
            elif name in classes:
                names[name] = _term(dice.choice(some))
            elif names and dice.random() < 0.12:
                names[name] = dice.choice(sorted(set(names.values()) - {CASE}) or [part_of_case(name[1:])])
            else:
                names[name] = part_of_case(name[1:])
        numbers = {name: integer(dice.choice((0, 1, 2, 3, 9, 10, 11))) for name in names}
        gone = dice.sample(sorted(names), dice.randint(0, min(4, len(names)))) if dice.random() < 0.6 else []
        found: list[Statement] = []
        for subject, path, value in patterns:
            if subject not in gone and dice.random() >= loss:
                found += self._write(subject, path, value, names, numbers, dice)
        return _ordered([t for t in dict.fromkeys(found) if t[0].startswith("<") and t[1].startswith("<")])

    def _write(
        self, subject: str, path: str, value: str, names: dict[str, str], numbers: dict[str, str], dice: Random
    ) -> Iterator[Statement]:
        """The statements of one pattern; of alternatives one, of a path its steps."""
        steps = dice.choice(path.split("|")).split("/")
        start = names.get(subject, _term(subject))
        for place, step in enumerate(steps):
            verb = RDF_TYPE if step == "a" else SUBCLASS if step == "rdfs:subClassOf" else _term(step.lstrip("^"))
            last = place == len(steps) - 1
            end = names.get(value, _term(value)) if last else part_of_case(f"step{place}")
            if verb in self.data:
                yield start, verb, numbers.get(value, integer(1))
            elif verb != RDF_TYPE or end.startswith(f"<{PREFIXES['mbc']}"):
                yield (end, verb, start) if step.startswith("^") else (start, verb, end)
            start = end


def _ordered(statements: list[Statement]) -> list[Statement]:
    """The statements with lower bounds that are not above the upper bounds of the same thing."""
    found = list(statements)
    for place, (subject, predicate, value) in enumerate(statements):
        for low, high in BOUNDS:
            upper = predicate.replace(low, high)
            other = next((n for n, t in enumerate(found) if t[:2] == (subject, upper) and upper != predicate), None)
            if low in predicate and other is not None and int(local(value)) > int(local(found[other][2])):
                found[place], found[other] = (subject, predicate, found[other][2]), (subject, upper, value)
    return found


def _term(word: str) -> str:
    if word.isdigit():
        return integer(int(word))
    prefix, _, name = word.partition(":")
    return f"<{PREFIXES[prefix]}{name}>" if prefix in PREFIXES else term(word)
