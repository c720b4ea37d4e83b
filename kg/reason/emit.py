"""What witnesses give back, as rules over named individuals.

The clauses of :mod:`kg.reason.witness` speak of named classes and of helper classes. A clause between named
classes is a rule as it stands. A clause whose head is a helper matters only when something that uses the
helper says more than is known already; then the rules around that helper are written out, the helper being
an ordinary class to the engine. Ontologies whose existential restrictions only restate their definitions
need no helper at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.reason.normal import BOTTOM, FIXED, TOP, Clause, Edge, Normalizer
from kg.reason.roles import Sources
from kg.reason.rules import Atom, Head, PropertyAtom, TypeAtom, ValueAtom, is_helper
from kg.reason.witness import ClauseIndex

__all__ = ["helper_rules"]

Implication = tuple[tuple[Atom, ...], Head, Sources]


def helper_rules(normal: Normalizer, given: list[Clause]) -> Iterator[Implication]:
    """The implications (body, head, axioms) that have to be added to those of the axioms as they stand."""
    return _Emitter(normal, given).run()


class _Emitter:
    def __init__(self, normal: Normalizer, given: list[Clause]) -> None:
        self.normal = normal
        self.given = [clause for clause in given if not clause.body & normal.witnesses and clause.head != FIXED]
        self.known = ClauseIndex(normal.clauses)
        self.written: dict[Clause | Edge, None] = {}
        self.defined: set[str] = set()
        self.used: set[str] = set()
        self.users: dict[str, list[Clause]] = defaultdict(list)
        for user in (*normal.clauses, *self.given):
            for name in user.body if user.head != FIXED else ():
                self.users[name].append(user)

    def run(self) -> Iterator[Implication]:
        yield from self._direct()
        for clause in self.given:
            if self._matters(clause):
                self._write(clause)
        self._follow()
        for item in self.written:
            yield from self._implication(item)
        for name in sorted(self.defined):
            yield from self._definitions(name)

    def _direct(self) -> Iterator[Implication]:
        """Clauses between named classes, also those that need several steps by way of helpers."""
        full = ClauseIndex([*self.normal.clauses, *self.given])
        bodies = {clause.body for clause in self.given if not any(is_helper(name) for name in clause.body)}
        for body in sorted(bodies, key=lambda names: (len(names), sorted(names))):
            above = full.closure(body)
            heads = [BOTTOM] if BOTTOM in above else sorted(name for name in above if not is_helper(name))
            for head in heads:
                if head != TOP and head not in self.known.closure(body):
                    self.known.add(Clause(body, head, above[head]))
                    atoms = tuple(TypeAtom(0, name) for name in sorted(body))
                    yield atoms, None if head == BOTTOM else TypeAtom(0, head), above[head]

    def _matters(self, clause: Clause) -> bool:
        above = self.known.closure(clause.body)
        if clause.head in above or BOTTOM in above:
            return False
        if not is_helper(clause.head):
            return True
        if any(edge.filler == clause.head for edge in self.normal.edges):
            return True
        users = self.users.get(clause.head, ())
        return any(user.head not in self.known.closure(clause.body | (user.body - {clause.head})) for user in users)

    def _write(self, item: Clause | Edge) -> None:
        if item in self.written or item.head == FIXED:
            return
        if isinstance(item, Clause) and item.body & self.normal.witnesses:
            return
        self.written[item] = None
        body = item.body if isinstance(item, Clause) else {item.filler}
        for name in (*sorted(body), item.head):
            if is_helper(name):
                self.defined.add(name)
        if is_helper(item.head):
            self.used.add(item.head)

    def _follow(self) -> None:
        """Writes what uses a helper that witnesses give, and what defines each helper written so far."""
        items: list[Clause | Edge] = [*self.normal.clauses, *self.normal.edges, *self.given]
        size = -1
        while size != len(self.written):
            size = len(self.written)
            for item in items:
                needs = item.body if isinstance(item, Clause) else {item.filler}
                if needs & self.used or item.head in self.defined:
                    self._write(item)

    def _implication(self, item: Clause | Edge) -> Iterator[Implication]:
        head = None if item.head == BOTTOM else TypeAtom(0, item.head)
        if isinstance(item, Clause):
            names = sorted(item.body - {TOP})
            if names:
                yield tuple(TypeAtom(0, name) for name in names), head, item.sources
            return
        prop, turned = item.role
        edge = PropertyAtom(1, prop, 0) if turned else PropertyAtom(0, prop, 1)
        filler = () if item.filler == TOP else (TypeAtom(1, item.filler),)
        yield (edge, *filler), head, item.sources

    def _definitions(self, name: str) -> Iterator[Implication]:
        """How a helper follows from data values and fixed individuals."""
        for prop, data, helper in self.normal.values:
            if helper == name:
                yield (ValueAtom(0, prop, 1, data),), TypeAtom(0, name), frozenset()
        for prop, individual, helper in self.normal.fixed:
            if helper == name:
                yield (PropertyAtom(0, prop, individual),), TypeAtom(0, name), frozenset()
