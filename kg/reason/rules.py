"""Rules as values: a body of atoms, a head, the axioms the rule comes from, and a stable id.

Variables are small integers; 0 is the individual the axiom speaks of. A helper class (a name that starts
with ``_:``) stands for a class expression that has no name of its own; it never leaves the engine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from kg.reason.expressions import Vocabulary
from kg.reason.syntax import TYPE, Axiom, Triple, local
from kg.reason.values import DataRange

__all__ = ["Atom", "Head", "PropertyAtom", "Rule", "RuleSet", "TypeAtom", "ValueAtom", "is_helper"]


@dataclass(frozen=True)
class TypeAtom:
    """The individual of a variable is in a class."""

    var: int
    cls: str


@dataclass(frozen=True)
class PropertyAtom:
    """A property connects two variables, or a variable (``obj`` is an int) with a fixed term (``obj`` is a str)."""

    var: int
    prop: str
    obj: int | str


@dataclass(frozen=True)
class ValueAtom:
    """A data property of the variable has a value, bound to ``obj``, that lies in a data range."""

    var: int
    prop: str
    obj: int
    data: DataRange


Atom = TypeAtom | PropertyAtom | ValueAtom
Head = TypeAtom | PropertyAtom | None
"""What follows; None is the contradiction."""


def is_helper(cls: str) -> bool:
    """True for a class name that stands for an anonymous class expression."""
    return cls.startswith("_:")


def _show(term: int | str, name: Callable[[str], str]) -> str:
    return "?" + ("xyzwvutsrqponm"[term] if term < 14 else str(term)) if isinstance(term, int) else name(term)


@dataclass(frozen=True)
class Rule:
    """A Horn rule; ``axioms`` says which axioms of the ontology together entail it."""

    id: str
    body: tuple[Atom, ...]
    head: Head
    axioms: tuple[Axiom, ...] = ()
    note: str = ""

    def describe(self, name: Callable[[str], str] = local) -> str:
        """The axioms behind the rule, in Manchester syntax, separated by semicolons."""
        return "; ".join(axiom.render(name) for axiom in self.axioms) or self.note

    def render(self, name: Callable[[str], str] = local) -> str:
        """The rule itself: ``A(?x), p(?x, ?y) → B(?x)``."""
        head = "contradiction" if self.head is None else _atom_text(self.head, name)
        return f"{', '.join(_atom_text(atom, name) for atom in self.body)} → {head}"

    def instantiate(self, atom: Atom, values: dict[int, str]) -> Triple:
        """The statement that an atom becomes when its variables get these terms."""
        if isinstance(atom, TypeAtom):
            return (values[atom.var], TYPE, atom.cls)
        obj = values[atom.obj] if isinstance(atom.obj, int) else atom.obj
        return (values[atom.var], atom.prop, obj)


def _atom_text(atom: Atom, name: Callable[[str], str]) -> str:
    if isinstance(atom, TypeAtom):
        return f"{name(atom.cls)}({_show(atom.var, name)})"
    text = f"{name(atom.prop)}({_show(atom.var, name)}, {_show(atom.obj, name)})"
    return f"{text} in {atom.data.render()}" if isinstance(atom, ValueAtom) else text


def rule_id(kind: str, head: Head, text: str) -> str:
    """A readable id that depends on the rule's own content alone, not on the rest of the ontology."""
    target = "contradiction" if head is None else head.cls if isinstance(head, TypeAtom) else head.prop
    return f"{kind}:{local(target)}:{hashlib.sha256(text.encode()).hexdigest()[:10]}"


Step = tuple[str, str]
"""A table entry: the class (or property) that follows, and the id of the rule that says so."""


@dataclass
class RuleSet:
    """A compiled ontology.

    ``superclasses[A]`` lists every class above A, ``superproperties[p]`` every property above p with
    whether subject and object change places; both are transitively closed, so one look-up replaces a chain
    of steps. ``subject_types[p]`` and ``object_types[p]`` are domains and ranges, ``value_ranges[p]`` what
    the values of a data property must lie in. ``joins`` holds the rules with a body that has to be matched.
    ``facts`` are the ontology's own statements about named individuals, part of every case.
    """

    superclasses: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    superproperties: dict[str, tuple[tuple[str, bool, str], ...]] = field(default_factory=dict)
    subject_types: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    object_types: dict[str, tuple[Step, ...]] = field(default_factory=dict)
    value_ranges: dict[str, tuple[tuple[DataRange, str], ...]] = field(default_factory=dict)
    joins: tuple[Rule, ...] = ()
    facts: tuple[Triple, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    labels: dict[str, str] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    has_helpers: bool = False
    plans: object = None
    backward: object = None

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.rules.values())

    def __len__(self) -> int:
        return len(self.rules)

    def rule(self, identifier: str) -> Rule | None:
        """The rule with this id; None for the id of a rule that lives outside the ontology."""
        return self.rules.get(identifier)

    def label(self, term: str) -> str:
        """The label of a term, its local name when the ontology gives none."""
        return self.labels.get(term) or local(term)

    def describe(self, identifier: str, *, labels: bool = False) -> str:
        """The axioms behind a rule as text, with local names or with labels; the id itself when it is unknown."""
        rule = self.rules.get(identifier)
        return identifier if rule is None else rule.describe(self.label if labels else local)
