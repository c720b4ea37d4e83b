"""Which verdict columns a table has, and what stands in them: found in the ontology, pair by pair.

A pair of classes that point to each other by ``mbc:oppositeVerdict`` makes one column, named after the class that
means yes. It belongs to the table of the things that the pair can be asked of: the narrowest classes above both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kg.cases.vocabulary import Vocabulary
from kg.graph.terms import Statement, term
from kg.names import local_name
from kg.publish.verdicts import QUESTIONS

__all__ = ["VALUES", "Pair", "Pairs"]

VALUES = ("yes", "no", "unknown")


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two opposite classes by local name, the narrowest classes above both, and the question in words."""

    yes: str
    no: str
    above: tuple[str, ...]
    question: str


class Pairs:
    """The pairs of an ontology."""

    def __init__(self, ontology: Iterable[Statement]) -> None:
        self._ontology = tuple(ontology)
        self._vocabulary = Vocabulary(self._ontology)

    @cached_property
    def all(self) -> tuple[Pair, ...]:
        """Every pair once, sorted by yes-class.

        Which of the two means yes is as ``kg show`` asks it; it asks every pair of the ontology.
        """
        asked = {(yes, no): words for _, yes, no, words in QUESTIONS}
        opposite = term("oppositeVerdict")
        found = {tuple(sorted((local_name(s), local_name(o)))) for s, p, o in self._ontology if p == opposite}
        pairs = []
        for names in sorted(found):
            yes, no = names if names in asked else names[::-1]
            words = asked.get((yes, no), self._vocabulary.labels.get(yes, yes))
            pairs.append(Pair(yes, no, self._common(yes, no), words))
        return tuple(sorted(pairs))

    def of(self, root: str) -> tuple[Pair, ...]:
        """The pairs that can be asked of members of a class."""
        below = self._vocabulary.is_subclass
        return tuple(pair for pair in self.all if any(below(name, root) for name in pair.above))

    def answer(self, pair: Pair, classes: frozenset[str]) -> str | None:
        """``yes``, ``no`` or ``unknown`` for a thing in these classes; None when the pair is not asked of it.

        It is not asked of a thing that is known to be something else: a primary tumor is not asked whether it is a
        solitary metastasis. A lymph node of unknown standing is, for it may be a distant metastasis.
        """
        if pair.yes in classes:
            return "yes"
        if pair.no in classes:
            return "no"
        return "unknown" if self._may_be_asked(pair, classes) else None

    def _may_be_asked(self, pair: Pair, classes: frozenset[str]) -> bool:
        for name in pair.above:
            if name in classes:
                continue
            wider = next((one for one in self.all if name in (one.yes, one.no)), None)
            if wider is None or self.answer(wider, classes) != "unknown":
                return False
        return True

    def _common(self, one: str, other: str) -> tuple[str, ...]:
        above = self._vocabulary.above
        both = above(one) & above(other)
        return tuple(sorted(both - {wider for name in both for wider in above(name) - {name}}))
