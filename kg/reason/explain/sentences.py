"""Statements and axioms in words, made from the labels of items, classes and properties.

The grammar is that of the ontology's labels: a label of a property is a verb ("detects", "has site") or ends in a
preposition ("taken from", "metastasis of"); anything else is something that the subject has ("planned target").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, is_iri, is_literal, lexical, term
from kg.names import case_id_of, local_name
from kg.reason.rules import RuleSet
from kg.reason.syntax import NOTHING, Axiom

__all__ = ["Words", "listed"]

_PREPOSITIONS = frozenset("about against as at because by for from in of on per to under until with".split())
_NOUN_OF = frozenset(["of", "to"])
_ADJECTIVES = frozenset("alive died not reported stated unchanged".split())
_FEW = frozenset(["at least", "at most"])
_PRINTED = term("asReported")
_UNIT = term("unit")


def listed(parts: Iterable[str], last: str = "and") -> str:
    """The parts in one phrase: ``a``, ``a and b``, ``a, b and c``."""
    found = list(parts)
    return f"{', '.join(found[:-1])} {last} {found[-1]}" if len(found) > 1 else "".join(found)


class Words:
    """Makes sentences about one case; ``statements`` are all that is known of it, with the labels of its items."""

    def __init__(self, rules: RuleSet, statements: Iterable[Statement]) -> None:
        self._rules = rules
        self._items: dict[str, str] = {}
        self._printed: dict[str, str] = {}
        self._units: dict[str, str] = {}
        wanted: Mapping[str, dict[str, str]] = {
            RDFS_LABEL: self._items,
            _PRINTED: self._printed,
            _UNIT: self._units,
        }
        for subject, predicate, value in statements:
            if predicate in wanted and is_literal(value):
                wanted[predicate].setdefault(subject, lexical(value))
        self._countable: dict[str, bool] = {}
        self._broad = {high for steps in rules.superclasses.values() for high, _ in steps}

    def item(self, individual: str) -> str:
        """An item of the case by its label; ``the case`` for the case itself."""
        if case_id_of(individual) is not None and "#" not in individual:
            return "the case"
        return self._items.get(individual) or self.name(individual)

    def name(self, name: str) -> str:
        """A term of the ontology by its label; its local name where there is none."""
        return self._rules.label(name)

    def quoted(self, name: str) -> str:
        """A term as it stands in an axiom: its label, in quotes when it has several words."""
        if not is_iri(name):
            return local_name(name) if not is_literal(name) else lexical(name)
        label = self._items.get(name) or self.name(name)
        return f"'{label}'" if " " in label else label

    def a_class(self, cls: str) -> str:
        """A class as a predicate: ``a distant metastasis``, ``axillary lymph nodes``, ``classed as "alive"``."""
        label = self.name(cls)
        words = label.split()
        if words[0] in _ADJECTIVES or words[-1] in _ADJECTIVES:
            return f'classed as "{label}"'
        if words[0] == "no" and words[-1] == "finding":
            return f'a finding of "{" ".join(words[:-1])}"'
        plural = words[-1].endswith("s") and not words[-1].endswith(("ss", "is", "us"))
        return label if plural or not self._is_countable(cls, words) else f"{_article(label)} {label}"

    def sentence(self, statement: Statement, through: Iterable[str] = ()) -> str:
        """The statement as a sentence without its full stop.

        ``through`` are classes passed on the way to the class of the statement: "is a frontal scalp, hence a scalp".
        """
        subject, predicate, value = statement
        who = self.item(subject)
        if predicate == RDF_TYPE:
            if value == NOTHING.iri:
                return f"{who} cannot be all of this"
            hence = [self.a_class(name) for name in (*through, value)]
            return f"{who} is {', hence '.join(hence)}"
        if is_literal(value):
            return f"{who}: {self._value(statement)}"
        return f"{who} {self._verb(predicate)} {self.item(value)}"

    def axiom(self, axiom: Axiom) -> str:
        """The axiom in Manchester syntax with labels, those of several words in quotes."""
        return axiom.render(self.quoted)

    def _verb(self, predicate: str) -> str:
        """An object property as a verb: ``detects``, ``is taken from``, ``is a metastasis of``, ``has site:``."""
        label = self.name(predicate)
        words = label.split()
        if words[0] == "has":
            return f"{label}:"
        if words[0] in _PREPOSITIONS and len(words) > 1:
            return f"is {label}:"
        if words[0].endswith("s") and (len(words[0]) < 4 or words[0][-2] not in "isu"):
            return label  # a verb: is, detects; no noun, such as metastasis
        if words[-1] not in _PREPOSITIONS:
            return f"has {label}:"
        if words[0] == "no" or (words[0] == "first" and not words[1].endswith("ed")):
            return f"has {label}"
        noun = words[-1] in _NOUN_OF and len(words) == 2 and not words[0].endswith("ed")
        return f"is {_article(label)} {label}" if noun else f"is {label}"

    def _value(self, statement: Statement) -> str:
        subject, predicate, value = statement
        label, text = self.name(predicate), lexical(value)
        if label.endswith(" day"):
            return f"{label} {_day(text)}"
        if label.endswith(" days"):
            return f"{label.removesuffix(' days')} {text} days"
        unit = f" {self._units[subject]}" if label in _FEW and subject in self._units else ""
        printed = self._printed.get(subject, "")
        told = f', printed "{printed}"' if label in _FEW and printed and printed != text else ""
        return f"{label} {text}{unit}{told}"

    def _is_countable(self, cls: str, words: list[str]) -> bool:
        """Whether the label is a noun with an article: it has narrower classes, or a word of a broader one's label.

        What remains are substances, signs and places by name: letrozole, ulceration, liver.
        """
        if cls not in self._countable:
            above = (self.name(high).split()[-1] for high, _ in self._rules.superclasses.get(cls, ()))
            self._countable[cls] = cls in self._broad or any(
                word in words or words[-1].endswith(word) for word in above
            )
        return self._countable[cls]


def _article(label: str) -> str:
    """The article before a label; an abbreviation is spelt ("an MRI") unless it can be spoken ("a HER2 result")."""
    first = label.split()[0]
    spelt = len(first) > 1 and first[:2].upper() == first[:2] and first[1] not in "AEIOU"
    spoken = first[0] in "aeioAEIO" or (first[0] in "uU" and not first.startswith(("uni", "ut", "us")))
    return "an" if (first[0] in "AEFHILMNORSX" if spelt else spoken) else "a"


def _day(text: str) -> str:
    return (date(1970, 1, 1) + timedelta(days=int(text))).isoformat()
