"""The property hierarchy: what lies above a property, and which paths of properties amount to one.

A role is a property with a direction. :class:`RoleBox` closes the simple inclusions (subproperty, inverse,
symmetric) and turns chains and transitivity into finite automata, after Horrocks, Kutz and Sattler, *The
Even More Irresistible SROIQ* (KR 2006): the automaton of a role accepts the paths of roles that the role
follows from. Like OWL 2 DL, it refuses chains that are not regular, because no finite automaton exists for
them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.reason.syntax import Axiom, local

__all__ = ["Automaton", "IrregularChainError", "Role", "RoleBox", "inverse"]

Role = tuple[str, bool]
"""A property and whether it is read from object to subject."""

Sources = frozenset[int]
"""The axioms, by their position, that something rests on."""


class IrregularChainError(Exception):
    """Chains that define one another in a way that no finite automaton accepts."""


def inverse(role: Role) -> Role:
    """The same property read in the other direction."""
    return (role[0], not role[1])


@dataclass
class Automaton:
    """The paths that amount to a role: edges (from, role or None for no step, to)."""

    start: int
    end: int
    edges: list[tuple[int, Role | None, int]] = field(default_factory=list)


class RoleBox:
    """Simple inclusions and chains of the roles of an ontology."""

    def __init__(self, axioms: Iterable[Axiom]) -> None:
        self._direct: dict[Role, dict[Role, Sources]] = {}
        self.chains: list[tuple[tuple[Role, ...], Role, Sources]] = []
        self._closed: dict[Role, dict[Role, Sources]] = {}
        self._count = 0
        for index, axiom in enumerate(axioms):
            self._take(axiom, frozenset([index]))

    def _take(self, axiom: Axiom, source: Sources) -> None:
        props = axiom.properties
        if axiom.kind in ("subproperty", "equivalent properties"):
            self._include((props[0], False), (props[1], False), source)
            if axiom.kind == "equivalent properties":
                self._include((props[1], False), (props[0], False), source)
        elif axiom.kind in ("inverse", "symmetric"):
            self._include((props[0], False), (props[-1], True), source)
            self._include((props[-1], True), (props[0], False), source)
        elif axiom.kind in ("transitive", "chain"):
            names = props if axiom.kind == "chain" else props * 3
            path = tuple((name, False) for name in names[:-1])
            if len(path) == 1:
                self._include(path[0], (names[-1], False), source)
                return
            self.chains.append((path, (names[-1], False), source))
            back = tuple(inverse(role) for role in reversed(path))
            self.chains.append((back, (names[-1], True), source))

    def _include(self, low: Role, high: Role, source: Sources) -> None:
        self._direct.setdefault(low, {}).setdefault(high, source)
        self._direct.setdefault(inverse(low), {}).setdefault(inverse(high), source)

    def above(self, role: Role) -> dict[Role, Sources]:
        """Every role that includes this one, itself first, with the axioms of a shortest way to it."""
        if role not in self._closed:
            found: dict[Role, Sources] = {role: frozenset()}
            queue = [role]
            for low in queue:
                for high, source in self._direct.get(low, {}).items():
                    if high not in found:
                        found[high] = found[low] | source
                        queue.append(high)
            self._closed[role] = found
        return self._closed[role]

    def same(self, one: Role, other: Role) -> bool:
        """True when two roles include each other."""
        return other in self.above(one) and one in self.above(other)

    def is_complex(self, role: Role) -> bool:
        """True when a chain of two or more steps can amount to the role."""
        return any(role in self.above(head) for _, head, _ in self.chains)

    def check(self) -> None:
        """Raises IrregularChainError when a role has no automaton."""
        for _, head, _ in self.chains:
            self.automaton(head)

    def sources(self, role: Role) -> Sources:
        """The axioms that the automaton of a role rests on."""
        found: Sources = frozenset()
        heads = {role}
        grown = True
        while grown:
            grown = False
            for path, head, source in self.chains:
                for target in sorted(heads):
                    up = self.above(head)
                    if target in up and not source <= found:
                        found |= source | up[target]
                        heads |= set(path)
                        grown = True
        return found

    def automaton(self, role: Role) -> Automaton:
        """The automaton of the paths that amount to the role."""
        return self._build(role, ())

    def _build(self, role: Role, within: tuple[Role, ...]) -> Automaton:
        if any(self.same(role, outer) for outer in within):
            raise IrregularChainError(f"the chains of {local(role[0])} are not regular")
        made = Automaton(self._state(), self._state())
        made.edges.append((made.start, role, made.end))
        for path, head, _ in self.chains:
            if self.same(head, role):
                self._embed(made, role, path, within)
            elif role in self.above(head):
                self._path(made, made.start, (head,), made.end, (*within, role))
        return made

    def _embed(self, made: Automaton, role: Role, path: tuple[Role, ...], within: tuple[Role, ...]) -> None:
        inner = (*within, role)
        first, last = self.same(path[0], role), self.same(path[-1], role)
        if len(path) == 2 and first and last:
            made.edges.append((made.end, None, made.start))
        elif first:
            self._path(made, made.end, path[1:], made.end, inner)
        elif last:
            self._path(made, made.start, path[:-1], made.start, inner)
        else:
            self._path(made, made.start, path, made.end, inner)

    def _path(self, made: Automaton, start: int, path: tuple[Role, ...], end: int, within: tuple[Role, ...]) -> None:
        for place, step in enumerate(path):
            target = end if place == len(path) - 1 else self._state()
            if self.is_complex(step) or any(self.same(step, outer) for outer in within):
                part = self._build(step, within)
                made.edges += [(start, None, part.start), *part.edges, (part.end, None, target)]
            else:
                made.edges.append((start, step, target))
            start = target

    def _state(self) -> int:
        self._count += 1
        return self._count
