"""A half-finished answer to "what would have to be reported": what is still needed, what was supposed so far.

Terms of a state are those of statements, variables (``?name``), things that no statement names yet (``*1``), days
still to be chosen (``§1``), and things that an application of a rule file names (``!1?interval``).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.graph.patterns import Comparison
from kg.graph.rules import Rule
from kg.reason.abduce.days import Distance
from kg.reason.abduce.index import Need
from kg.reason.syntax import Triple
from kg.reason.values import DataRange

__all__ = ["Application", "Pending", "State", "is_day", "is_named", "is_new", "is_open"]


def is_open(term: str) -> bool:
    """A variable."""
    return term.startswith("?")


def is_new(term: str) -> bool:
    """A thing that no statement names yet."""
    return term.startswith("*")


def is_day(term: str) -> bool:
    """A day still to be chosen."""
    return term.startswith("§")


def is_named(term: str) -> bool:
    """A thing that an application of a rule file names."""
    return term.startswith("!")


@dataclass(frozen=True, slots=True)
class Application:
    """A rule file applied once; its variables end in ``suffix`` in the state."""

    rule: Rule
    suffix: str


@dataclass(frozen=True, slots=True)
class Pending:
    """Something needed, how many steps below the question it is, and the condition of a rule that asks for it."""

    need: Need | Comparison
    deep: int = 0
    origin: tuple[int, int] | None = None


@dataclass(slots=True)
class State:
    """What is needed, bound, supposed and used so far, and what it costs."""

    cost: float = 0.0
    pending: list[Pending] = field(default_factory=list)
    bound: dict[str, str] = field(default_factory=dict)
    missing: list[Triple] = field(default_factory=list)
    origins: dict[Triple, tuple[int, int]] = field(default_factory=dict)
    ranges: dict[Triple, DataRange] = field(default_factory=dict)
    met: list[Triple] = field(default_factory=list)
    types: dict[str, frozenset[str]] = field(default_factory=dict)
    unfolded: dict[tuple[str, str], int] = field(default_factory=dict)
    promised: dict[str, frozenset[str]] = field(default_factory=dict)
    supposed: list[Triple] = field(default_factory=list)
    applied: list[Application] = field(default_factory=list)
    filled: int = 0
    distances: list[Distance] = field(default_factory=list)
    held: set[tuple[str, str, str]] = field(default_factory=set)
    owners: dict[str, tuple[str, str]] = field(default_factory=dict)
    count: int = 0

    def fork(self, cost: float = 0.0) -> State:
        """A copy that can go on by itself, dearer by ``cost``."""
        return State(
            self.cost + cost,
            list(self.pending),
            dict(self.bound),
            list(self.missing),
            dict(self.origins),
            dict(self.ranges),
            list(self.met),
            dict(self.types),
            dict(self.unfolded),
            dict(self.promised),
            list(self.supposed),
            list(self.applied),
            self.filled,
            list(self.distances),
            set(self.held),
            dict(self.owners),
            self.count,
        )

    def of(self, term: str) -> str:
        """The term that a variable stands for so far."""
        while term in self.bound:
            term = self.bound[term]
        return term

    def triple(self, triple: Triple) -> Triple:
        """The statement with what its variables stand for."""
        return (self.of(triple[0]), triple[1], self.of(triple[2]))

    def unify(self, one: str, other: str) -> bool:
        """Makes two terms the same; False when they are not."""
        left, right = self.of(one), self.of(other)
        if left == right:
            return True
        if is_open(left):
            self.bound[left] = right
        elif is_open(right):
            self.bound[right] = left
        else:
            return False
        return True

    def fresh(self, mark: str) -> str:
        """A new name for a thing (``*``) or a day (``§``)."""
        self.count += 1
        return f"{mark}{self.count}"
