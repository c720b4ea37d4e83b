"""An explanation as a value: answers or contradictions, with words, places and passages for what they cite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.build.places import Source
from kg.graph.rules import Rule
from kg.graph.terms import Statement
from kg.names import local_name
from kg.reason.explain.chains import Step
from kg.reason.explain.contradiction import Conflict
from kg.reason.explain import Answer
from kg.reason.explain.sentences import Words
from kg.reason.syntax import Axiom

__all__ = ["Asked", "Explanation"]


@dataclass(frozen=True, slots=True)
class Asked:
    """The class asked for: IRI term, label, definition in words and its source, opposite, and defining axioms."""

    cls: str
    label: str
    definition: str
    source: str
    opposite: str | None
    genus: tuple[str, ...]
    axioms: tuple[Axiom, ...]

    @property
    def name(self) -> str:
        """Local name of the class."""
        return local_name(self.cls)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the individuals of a case are in a class or not, or why the case contradicts the ontology.

    ``asked`` is None when only contradictions were asked for. ``answers`` has one entry for each individual that
    the class can be asked of; it is empty, and ``conflicts`` is not, for an inconsistent case: everything follows
    from a contradiction, so that nothing else can be explained.
    """

    case: str
    title: str
    file: str
    asked: Asked | None
    answers: tuple[Answer, ...]
    conflicts: tuple[Conflict, ...]
    words: Words = field(repr=False)
    sources: Mapping[Statement, Source] = field(repr=False)
    rules: Mapping[str, Rule] = field(repr=False)

    @property
    def consistent(self) -> bool:
        """Whether the case is free of contradictions."""
        return not self.conflicts

    def answer(self, part: str | None = None) -> Answer:
        """The answer for one part (the case itself when left out); KeyError when the class was not asked of it."""
        for one in self.answers:
            if self.part(one.individual) == part:
                return one
        raise KeyError(part)

    def part(self, individual: str) -> str | None:
        """The id of a part of the case, None for the case itself."""
        return individual[1:-1].partition("#")[2] or None

    def sentence(self, step: Step) -> str:
        """The conclusion of a step in words, without its full stop."""
        return self.words.sentence(step.conclusion, step.through)

    def source(self, statement: Statement) -> Source | None:
        """Where a statement was read; None for one that no case file states."""
        return self.sources.get(statement)

    def rule(self, step: Step) -> Rule | None:
        """The rule file behind a step, if it is one."""
        return self.rules.get(step.rule) if step.rule else None

    def axioms(self, axioms: Iterable[Axiom]) -> tuple[str, ...]:
        """The axioms as text, with labels."""
        return tuple(self.words.axiom(axiom) for axiom in axioms)
