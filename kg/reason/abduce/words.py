"""Routes and obstacles in words, made from the labels of the ontology and of the case, and from rule files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.graph.terms import is_literal, lexical, term
from kg.reason.abduce.state import State, is_day, is_named, is_new, is_open
from kg.reason.abduce.view import View
from kg.reason.rules import RuleSet, is_helper
from kg.reason.syntax import TYPE, Triple, local
from kg.reason.values import DataRange

__all__ = ["Words", "bounds"]

_WORD = re.compile(r"[A-Z]+\d+|[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+\d*|[A-Z]+|\d+")
_VARIABLE = re.compile(r"\?\w+")
_PARTS = re.compile(r"\?\w+|[^?]+")
_PERCENT = term("ReceptorResult")
_BELOW = term("below")
_RELATIONS = (" of", " from", " by", " at", " in", " to", " with")
_ENDS = ("least", "most")
_MOST_OBSTACLES = 5


class Words:
    """Sentences about what is missing and what is in the way."""

    def __init__(self, definitions: RuleSet, disjoint: Mapping[str, set[str]], view: View) -> None:
        self.definitions = definitions
        self.disjoint = disjoint
        self.view = view

    def kinds(self, state: State, new: str) -> list[str]:
        """The classes that a new thing would be told to be in, else the narrowest that follow.

        What it is comes before how it is: what a thing is excludes more.
        """
        told = [o for s, p, o in map(state.triple, state.missing) if s == new and p == TYPE]
        types = set(state.types.get(new, frozenset()))
        above = {high for cls in types for high, _ in self.definitions.superclasses.get(cls, ())}
        found = sorted(set(told) or types - above, key=lambda cls: (-len(self.disjoint.get(cls, ())), cls))
        if found and _is_manner(self.definitions.label(found[0])):
            wider = [high for high, _ in self.definitions.superclasses.get(found[0], ()) if not is_helper(high)]
            most = {high for cls in wider for high, _ in self.definitions.superclasses.get(cls, ())}
            found[:0] = sorted(set(wider) - most)[:1]
        return list(dict.fromkeys(found))

    def slug(self, state: State, new: str) -> str:
        """A readable name for a new thing: its class in lower case with hyphens."""
        kinds = self.kinds(state, new)
        return "-".join(_WORD.findall(local(kinds[0]))).lower() if kinds else "thing"

    def missing(self, state: State, kept: Iterable[Triple]) -> tuple[str, ...]:
        """One sentence for each thing that would have to be reported."""
        return _Telling(self, state, list(kept)).sentences()

    def obstacles(self, blocked: Mapping[tuple[str, ...], float]) -> tuple[str, ...]:
        """What is in the way, the first met first."""
        found: dict[str, None] = {}
        for parts, _ in sorted(blocked.items(), key=lambda one: (one[1], one[0])):
            found[self._obstacle(parts)] = None
        return tuple(sentence for sentence in found if sentence)[:_MOST_OBSTACLES]

    def _obstacle(self, parts: tuple[str, ...]) -> str:
        kind, *rest = parts
        if kind == "exception":
            names = dict(pair.split("=", 1) for pair in rest[1:])
            return _VARIABLE.sub(lambda found: self.thing(names.get(found[0], found[0][1:])), rest[0])
        thing = self.thing(rest[0])
        if kind == "value":
            told = f"{thing}: {self.definitions.label(rest[1])} is told as {lexical(rest[2])}"
            return f"{told}, and {rest[3]} would be needed"
        known, asked = (article(self.definitions.label(cls)) for cls in rest[1:3])
        return f"{thing} is {known}, which excludes {asked}"

    def thing(self, name: str) -> str:
        """A thing of the case by its label; the case as such."""
        if not name.startswith("<"):
            return name
        return self.view.label(name) or local(name) if "#" in name else "the case"


class _Telling:
    """The sentences of one route."""

    def __init__(self, words: Words, state: State, kept: list[Triple]) -> None:
        self.words = words
        self.label = words.definitions.label
        self.state = state
        self.kept = kept
        self.named: set[str] = set()
        self.done: set[Triple] = set()

    def sentences(self) -> tuple[str, ...]:
        found = [*self._conditions(), *self._things(), *self._days(), *self._others()]
        return tuple(dict.fromkeys(sentence for sentence in found if sentence))

    def name(self, thing: str) -> str:
        """A thing by its label, a new one by what it is: with its article, later as the new one."""
        if not is_new(thing):
            return self.words.thing(thing) if thing.startswith("<") else ""
        kind = " and ".join(map(self.label, self.words.kinds(self.state, thing)[:1])) or "thing"
        if thing in self.named:
            return f"the new {kind}"
        self.named.add(thing)
        return self._described(thing, article(kind))

    def _described(self, thing: str, text: str) -> str:
        """The words for a new thing with its other classes and its values."""
        more = [self.label(cls) for cls in self.words.kinds(self.state, thing)[1:]]
        values = []
        for triple in self.kept:
            subject, predicate, obj = self.state.triple(triple)
            if subject == thing and is_literal(obj) and not is_day(obj):
                self.done.add(triple)
                values.append(self._value(triple, thing, predicate))
            elif subject == thing and predicate == TYPE:
                self.done.add(triple)
        return ", ".join([" of ".join([text, *values[:1]]), *more, *values[1:]])

    def _value(self, triple: Triple, thing: str, predicate: str) -> str:
        label = self.label(predicate)
        stem, _, last = label.rpartition("at ")
        data = self.state.ranges.get(triple)
        if predicate == _BELOW and data is not None and data.high is not None:
            return f"below {data.high} %"  # the same as an upper bound that is less
        if data is not None and (data.low is not None or data.high is not None):
            text = bounds(data)
        else:
            text = f"{f'at {last} ' if last in _ENDS else ''}{lexical(self.state.of(triple[2]))}"
        if not stem.strip() and last in _ENDS:
            return f"{text} %" if _PERCENT in self._types(thing) else text
        if last in _ENDS:
            return f"{article(stem.strip())} of {text}"
        return f"{article(label)} of {text}"

    def _types(self, thing: str) -> set[str]:
        return self.words.view.types.get(thing, set()) | self.state.types.get(thing, frozenset())

    def _conditions(self) -> list[str]:
        """What a condition of a rule file asks for, in its own words, once for each application."""
        found: dict[tuple[int, int], str] = {}
        for triple in self.kept:
            origin = self.state.origins.get(triple)
            if origin is None or origin[1] < 0 or is_day(self.state.of(triple[2])):
                continue
            self.done.add(triple)
            if origin not in found:
                application = self.state.applied[origin[0]]
                sentence = application.rule.requires[origin[1]].sentence
                parts = [self._variable(part, application.suffix) for part in _PARTS.findall(sentence)]
                found[origin] = "".join(parts)
        return list(found.values())

    def _variable(self, name: str, suffix: str) -> str:
        if not name.startswith("?"):
            return name
        thing = self.state.of(f"{name}{suffix}")
        if is_open(thing) or is_named(thing) or is_literal(thing):
            return name[1:]
        return self.name(thing)

    def _told(self, thing: str) -> bool:
        """Whether a condition of a rule has told of a thing."""
        return any(thing in map(self.state.of, triple) for triple in self.kept if triple in self.state.origins)

    def _things(self) -> list[str]:
        """New things that no condition has told of, each with what connects it."""
        found = []
        for triple in self.kept:
            subject, predicate, obj = self.state.triple(triple)
            if triple in self.done or predicate == TYPE or is_literal(obj) or is_day(obj):
                continue
            self.done.add(triple)
            first, last = self.name(subject), self.name(obj)
            found.append(f"{first} {self._verb(predicate, last)} {last}")
        return found

    def _verb(self, predicate: str, last: str) -> str:
        """A property as a verb before what it leads to: "has" where that says the noun again."""
        label = self.label(predicate)
        if label.startswith("has "):
            noun = label.removeprefix("has ")
            return "has" if noun.split()[-1] in last else f"has {article(noun)}:"
        return f"is {label}" if label.endswith(_RELATIONS) else label

    def _days(self) -> list[str]:
        """Distances that dates have to keep, then dates that only have to be told."""
        missing = {self.state.of(triple[2]): triple for triple in self.kept if is_day(self.state.of(triple[2]))}
        told: set[str] = set()
        found = []
        for left, right, low, high in self.state.distances:
            sides = [self.state.of(left), self.state.of(right)]
            owners = [self.state.owners.get(name, ("", "")) for name in (left, right)]
            ends = [owner for owner, _ in owners]
            open_ends = [end for end, side in zip(ends, sides, strict=True) if side in missing and end]
            if not open_ends or not all(ends) or (low, high) == (None, None):
                continue
            told |= set(open_ends)
            names = [self._dated(*owner) for owner in owners]
            which = (
                f"dates of {names[1]} and {names[0]}"
                if len(set(open_ends)) > 1
                else f"a date of {self.name(open_ends[0])}"
            )
            found.append(f"{which} such that {names[0]} comes {_apart(low, high)} {names[1]}")
        for triple in missing.values():
            self.done.add(triple)
            thing = self.state.of(triple[0])
            if thing not in told:
                told.add(thing)
                found.append(f"a date of {self.name(thing)}")
        return found

    def _dated(self, thing: str, predicate: str) -> str:
        """What a day is the day of: a thing, its end, or what a property of the case says."""
        label = self.label(predicate).removesuffix(" day").removesuffix(" earliest").removesuffix(" latest")
        if label in ("earliest", "latest"):
            return self.name(thing)
        return f"the {label} of {self.name(thing)}"

    def _others(self) -> list[str]:
        """Classes and values of things that are known."""
        found = []
        for triple in self.kept:
            subject, predicate, obj = self.state.triple(triple)
            if triple in self.done or (is_new(subject) and self._told(subject)):
                continue
            if predicate == TYPE:
                label = self.label(obj)
                said = (
                    f": {label}" if label.startswith("reported ") or label.endswith("ed") else f" is {article(label)}"
                )
                found.append(f"{self.name(subject)}{said}")
            else:
                found.append(f"{self.name(subject)} has {self._value(triple, subject, predicate)}")
        return found


def bounds(data: DataRange) -> str:
    """A range of numbers in words: ``at least 20``, ``below 1``, ``2``."""
    if data.low is not None and data.low == data.high:
        return f"{data.low}"
    parts = []
    if data.low is not None:
        parts.append(f"{'more than' if data.low_open else 'at least'} {data.low}")
    if data.high is not None:
        parts.append(f"{'below' if data.high_open else 'at most'} {data.high}")
    return " and ".join(parts)


def _apart(low: int | None, high: int | None) -> str:
    """The distance of a day from another one, in words that stand between the two."""
    if high is None:
        if not low:
            return "not before"
        return f"at least {_counted(low)} after" if low > 0 else f"at most {_counted(-low)} before"
    if low is None:
        if not high:
            return "not after"
        return f"at most {_counted(high)} after" if high > 0 else f"at least {_counted(-high)} before"
    return "on the same day as" if low == high == 0 else f"{low} to {_counted(high)} after"


def _counted(days: int) -> str:
    return f"{days} day{'' if days == 1 else 's'}"


def article(label: str) -> str:
    """The label with its indefinite article; none where it says how (``reported positive``, ``died``)."""
    if _is_manner(label):
        return label
    return f"{'an' if label[:1].lower() in 'aeio' else 'a'} {label}"


def _is_manner(label: str) -> bool:
    return label.startswith("reported ") or label.endswith(("ed", "alive"))
