"""What follows from one case, why, and what contradicts what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UsageError
from kg.reason.rules import RuleSet, is_helper
from kg.reason.syntax import TYPE, Triple

if TYPE_CHECKING:
    from kg.reason.engine import Engine

__all__ = ["Closure", "Contradiction", "Derivation", "ProofStep"]


class Derivation(NamedTuple):
    """Why a statement holds: the id of a rule and the statements it was applied to.

    ``via`` lists further rules when the step passed through a class expression that has no name.
    """

    rule: str
    premises: tuple[Triple, ...]
    via: tuple[str, ...] = ()


class Contradiction(NamedTuple):
    """Statements that cannot hold together, and the rule (of a disjointness, mostly) that says so."""

    rule: str
    premises: tuple[Triple, ...]
    via: tuple[str, ...] = ()


class ProofStep(NamedTuple):
    """One line of a proof; ``rule`` is None and ``premises`` is empty for an asserted statement."""

    conclusion: Triple
    rule: str | None
    premises: tuple[Triple, ...]
    text: str


class Closure:
    """All statements of a case, asserted and inferred."""

    def __init__(self, rules: RuleSet, engine: Engine) -> None:
        self._rules = rules
        self._engine = engine
        self._derived: dict[Triple, Derivation] | None = None

    @property
    def derived(self) -> dict[Triple, Derivation]:
        """The inferred statements in the order they were found, each with its derivation.

        Premises are asserted, or stand before the statement itself.
        """
        if self._derived is None:
            known = self._engine.known.items()
            if self._rules.has_helpers:
                self._derived = {
                    triple: self._visible(why) for triple, why in known if why is not None and not is_helper(triple[2])
                }
            else:
                self._derived = {triple: why for triple, why in known if why is not None}
        return self._derived

    @property
    def asserted(self) -> tuple[Triple, ...]:
        """The statements that were given, and the ontology's own about named individuals; sorted."""
        return tuple(triple for triple, why in self._engine.known.items() if why is None)

    @property
    def contradictions(self) -> list[Contradiction]:
        """What cannot hold together, sorted by rule and individual; empty for a consistent case."""
        found = sorted(self._engine.contradictions.items())
        return [Contradiction(*self._visible(Derivation(*why))) for _, why in found]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Classes and properties of the statements that the ontology does not declare; sorted."""
        return tuple(sorted(self._engine.unknown))

    @property
    def rules(self) -> RuleSet:
        """The rules that were applied."""
        return self._rules

    def __contains__(self, triple: object) -> bool:
        return triple in self._engine.known

    def __iter__(self) -> Iterator[Triple]:
        return (triple for triple in self._engine.known if not is_helper(triple[2]))

    def known_after(self, count: int) -> tuple[list[Triple], int]:
        """The statements that became known after the first ``count`` of them, and how many are known now."""
        known = self._engine.known
        return [triple for triple in islice(known, count, None) if not is_helper(triple[2])], len(known)

    def types(self) -> Iterator[tuple[str, str]]:
        """Every pair of an individual and a class of the ontology it is in, asserted or inferred."""
        classes = self._rules.vocabulary.classes
        return ((s, o) for s, p, o in self._engine.known if p == TYPE and o in classes)

    def extend(self, triples: Iterable[Triple], rule_id: str, premises: Iterable[Triple] = ()) -> tuple[Triple, ...]:
        """Adds statements that a rule outside the ontology derived, and continues to the fixpoint.

        Gives back all statements that became known by it, the added ones first. Statements known before
        keep the derivation they had. Raises DataError when a premise is not known.
        """
        self._derived = None
        new = self._engine.add(triples, Derivation(rule_id, tuple(premises)))
        return tuple(triple for triple in new if not is_helper(triple[2]))

    def proof(self, triple: Triple) -> tuple[ProofStep, ...]:
        """The steps from asserted statements to this one, each after its premises.

        The last step is the statement itself. Raises UsageError when the statement is not known.
        """
        if triple not in self:
            raise UsageError(f"there is nothing to explain, the statement is not known: {' '.join(triple)}")
        steps: dict[Triple, ProofStep] = {}
        stack = [(triple, False)]
        while stack:
            current, ready = stack.pop()
            if current in steps:
                continue
            why = self.derived.get(current)
            if why is None:
                steps[current] = ProofStep(current, None, (), "asserted")
            elif ready:
                steps[current] = ProofStep(current, why.rule, why.premises, self._because(why))
            else:
                stack.append((current, True))
                stack.extend((premise, False) for premise in reversed(why.premises))
        return tuple(steps.values())

    def _because(self, why: Derivation) -> str:
        """The axioms of a derivation as text; the rule's id when it lives outside the ontology."""
        used = [self._rules.rule(name) for name in (why.rule, *why.via)]
        axioms = dict.fromkeys(axiom for rule in used if rule is not None for axiom in rule.axioms)
        return "; ".join(axiom.render() for axiom in axioms) or why.rule

    def _visible(self, why: Derivation) -> Derivation:
        """The derivation with statements about helper classes replaced by what those rest on."""
        if not any(is_helper(premise[2]) for premise in why.premises):
            return why
        via: dict[str, None] = {}
        premises: dict[Triple, None] = {}
        stack = list(reversed(why.premises))
        while stack:
            premise = stack.pop()
            reason = self._engine.known[premise]
            if reason is None or not is_helper(premise[2]):
                premises[premise] = None
            else:
                via[reason.rule] = None
                stack.extend(reversed(reason.premises))
        return Derivation(why.rule, tuple(premises), tuple(via))
