"""What if a statement held: does it contradict what is known of a case?

The statement is added to a copy of everything known, run to the fixpoint, and taken back again, so that many
statements can be tried one after the other at the price of one inference.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.reason.closure import Closure, Derivation
from kg.reason.engine import Engine
from kg.reason.syntax import TYPE, Triple

__all__ = ["Supposition"]


class Supposition:
    """Tries statements on a closure, which stays as it is; rule files are not run again."""

    def __init__(self, closure: Closure) -> None:
        self._engine = Engine(closure.rules)
        self._engine.load(closure)

    def contradicts(self, *triples: Triple) -> bool:
        """Whether the definitions find a contradiction when the statements are added to all that is known."""
        engine = self._engine
        before = dict(engine.contradictions)
        new = engine.add(triples, Derivation("supposed", ()))
        found = len(engine.contradictions) > len(before)
        for statement in reversed(new):
            self._take_back(statement)
        engine.contradictions = before
        return found

    def implies(self, wanted: Triple, triples: Iterable[Triple]) -> bool:
        """Whether a statement that is not known follows, by the definitions, when others are added to all that is."""
        before = dict(self._engine.contradictions)
        new = self._engine.add(triples, Derivation("supposed", ()))
        found = wanted in self._engine.known
        for statement in reversed(new):
            self._take_back(statement)
        self._engine.contradictions = before
        return found

    def _take_back(self, statement: Triple) -> None:
        engine = self._engine
        subject, predicate, obj = statement
        del engine.known[statement]
        if predicate == TYPE:
            engine.members[obj].pop(subject, None)
        elif obj in engine.forward[predicate].get(subject, ()):
            engine.forward[predicate][subject].remove(obj)
            engine.backward[predicate][obj].remove(subject)
