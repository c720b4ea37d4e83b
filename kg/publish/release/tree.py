"""An ontology as trees: class expressions, which have no names, below the terms they define.

Blank nodes have no order of their own. Here each is ordered by what it says, down to its leaves, so that the same
ontology is written the same way however a parser named its nodes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.errors import DataError
from kg.graph.terms import Statement
from kg.names import local_name
from kg.publish.release.terms import ordered, rdf

__all__ = ["Forest", "is_blank"]

_FIRST, _REST, _NIL = rdf("first"), rdf("rest"), rdf("nil")


def is_blank(term: str) -> bool:
    """Whether the term is a blank node."""
    return term.startswith("_:")


class Forest:
    """Statements by subject, blank nodes as trees.

    DataError when they are no trees: a blank node that two things refer to, or that refers to itself.
    """

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        wanted = set(statements)
        for s, p, o in wanted:
            self._told[s][p].append(o)
        self._keys: dict[str, str] = {}
        referred = Counter(o for _, _, o in wanted if is_blank(o))
        shared = sorted(node for node, count in referred.items() if count > 1)
        if shared:
            raise DataError(f"the ontology uses {shared[0]} in {referred[shared[0]]} places", "give the thing a name")
        self.roots = [subject for subject in sorted(self._told) if subject not in referred]
        reached = sum(map(self._reach, self.roots))
        if reached != len(wanted):
            raise DataError("the ontology has a blank node that refers to itself", "give the thing a name")

    def by_name(self) -> list[str]:
        """The things that are no part of another one: by local name without regard to case, nameless ones last."""

        def place(subject: str) -> tuple[bool, str, str]:
            nameless = is_blank(subject)
            return nameless, "" if nameless else local_name(subject).casefold(), self.key(subject)

        return sorted(self.roots, key=place)

    def _reach(self, subject: str) -> int:
        told = [o for values in self._told[subject].values() for o in values]
        return len(told) + sum(self._reach(o) for o in told if is_blank(o))

    def key(self, term: str) -> str:
        """A text that is the same for the same thing: the term itself, for a blank node all that it says."""
        if not is_blank(term):
            return term
        if term not in self._keys:
            told = self._told.get(term, {})
            lines = [f"{p} {' '.join(sorted(map(self.key, told[p])))}" for p in sorted(told)]
            self._keys[term] = f"[{' ; '.join(lines)}]"
        return self._keys[term]

    def predicates(self, subject: str) -> list[str]:
        """The properties of a thing in the order they are written."""
        return ordered(self._told.get(subject, {}))

    def values(self, subject: str, predicate: str) -> list[str]:
        """The values of a property, names first, each sorted by what it says."""
        found = self._told.get(subject, {}).get(predicate, [])
        return sorted(found, key=lambda value: (is_blank(value), self.key(value)))

    def value(self, subject: str, predicate: str) -> str | None:
        """The value of a property that has at most one."""
        return next(iter(self.values(subject, predicate)), None)

    def items(self, term: str) -> list[str] | None:
        """The members of an RDF list in their order; None when the term is no list."""
        if term == _NIL:
            return []
        found = []
        while term != _NIL:
            told = self._told.get(term, {})
            if set(told) != {_FIRST, _REST} or any(len(values) != 1 for values in told.values()):
                return None
            found.append(told[_FIRST][0])
            term = told[_REST][0]
        return found
