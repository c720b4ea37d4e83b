"""Verifying what the search found: the statements are added to the case, and the case is inferred again."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Sequence

from kg.graph.rules import Rule
from kg.reason.abduce.view import View
from kg.reason.closure import Closure
from kg.reason.engine import infer
from kg.reason.realize import realize
from kg.reason.rules import RuleSet
from kg.reason.suppose import Supposition
from kg.reason.syntax import TYPE, Triple

__all__ = ["Verifier"]

_COMMITTED, _MOST_COMMITTED = 0.3, 2.0  # of a missing statement, for each class that a told thing would be in besides


class Verifier:
    """Tries statements on one case and one membership; ``weight`` is what the last ones would commit a curator to."""

    def __init__(
        self,
        definitions: RuleSet,
        rules: Sequence[Rule],
        told: Sequence[Triple],
        view: View,
        wanted: Triple,
        heard: Container[str],
    ) -> None:
        self._definitions = definitions
        self._rules = rules
        self._told = list(_heard(definitions, told, heard))
        self._view = view
        self._wanted = wanted
        self._supposition: Supposition | None = None
        self._contradicted = False
        self.weight = 0.0

    def is_contradictory(self, statements: Iterable[Triple]) -> bool:
        """Whether the definitions alone refuse the statements; looked at only after a trial has failed so."""
        return self._contradicted and self.refuses(statements)

    def refuses(self, statements: Iterable[Triple]) -> bool:
        """Whether the statements contradict the case by the definitions alone."""
        return self._supposed().contradicts(*dict.fromkeys(statements))

    def _supposed(self) -> Supposition:
        if self._supposition is None:
            self._supposition = Supposition(infer(self._definitions, self._told))
        return self._supposition

    def needed(self, statements: Collection[Triple], sure: Collection[Triple], *, by_rule: bool) -> tuple[Triple, ...]:
        """The statements without any that can be left out; none when the membership does not follow from them.

        Tried is to leave out each one that is not ``sure``: where no rule file takes part by the definitions alone.
        """
        kept = list(dict.fromkeys(statements))
        closure = self._holds(kept)
        if closure is None:
            return ()
        self.weight = self._weigh(closure, kept)
        for triple in [one for one in kept if one not in sure]:
            fewer = [one for one in kept if one != triple]
            if self._holds(fewer) is not None if by_rule else self._supposed().implies(self._wanted, fewer):
                kept = fewer
                self.weight -= 1
        return tuple(kept)

    def _holds(self, statements: Sequence[Triple]) -> Closure | None:
        closure = realize(self._definitions, self._rules, [*self._told, *statements])
        if closure.contradictions:
            self._contradicted = True
            return None
        return closure if self._wanted in closure else None

    def _weigh(self, closure: Closure, statements: Sequence[Triple]) -> float:
        """How many statements, and how many classes of told things follow that were not asked for."""
        individual, _, cls = self._wanted
        asked = {cls, *(high for high, _ in self._definitions.superclasses.get(cls, ()))}
        told = self._view.told_types
        more = {
            (subject, name)
            for subject, name in closure.types()
            if subject in told
            and name not in self._view.types[subject]
            and not (subject == individual and name in asked)
        }
        return len(statements) + min(_COMMITTED * len(more), _MOST_COMMITTED)


def _heard(definitions: RuleSet, told: Iterable[Triple], heard: Container[str]) -> Iterator[Triple]:
    """The statements that a definition or a rule can ask about; of the others, what they say of their ends' classes.

    Passages, labels and words are most of a case and change no membership; without them a trial takes half the time.
    """
    for triple in told:
        subject, predicate, obj = triple
        if predicate in heard:
            yield triple
            continue
        for prop, turned in (
            (predicate, False),
            *((p, t) for p, t, _ in definitions.superproperties.get(predicate, ())),
        ):
            first, last = (obj, subject) if turned else (subject, obj)
            yield from ((first, TYPE, cls) for cls, _ in definitions.subject_types.get(prop, ()))
            yield from ((last, TYPE, cls) for cls, _ in definitions.object_types.get(prop, ()))
