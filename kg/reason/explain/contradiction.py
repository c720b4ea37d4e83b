"""Minimal contradictions: of a case that contradicts the ontology, as few statements and axioms as still do.

The proof of a contradiction gives a first set: stated statements, axioms, and uses of rule files. Then each is
left out in turn, and stays out when the rest still contradicts itself (deletion, the black-box method of
Kalyanpur, Parsia, Horridge and Sirin, *Finding all justifications of OWL DL entailments*, ISWC 2007). What stays is
minimal: without any one of its elements nothing contradicts. A use of a rule file counts as one implication from
its premises to its conclusion, since OWL cannot state what the rule found absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kg.errors import OntologyError
from kg.reason.axioms import AxiomBox, is_annotation
from kg.reason.closure import Closure, Contradiction
from kg.reason.compile import compile_axioms
from kg.reason.engine import infer
from kg.reason.explain.chains import Step, axioms_of, chain, contradiction_chain
from kg.reason.explain.support import Support
from kg.reason.expressions import Vocabulary
from kg.reason.owl_triples import vocabulary_of
from kg.reason.syntax import Axiom, Triple

__all__ = ["Conflict", "conflicts", "contradicts", "refutation"]

Element = TypeVar("Element")

_TRIED = 5  # contradictions that are made minimal, to choose the smallest


@dataclass(frozen=True)
class Conflict:
    """A minimal set that contradicts itself, and the steps that show it.

    ``statements`` are those of the case, sorted, ``assumed`` what was supposed besides, ``axioms`` those of the
    ontology, ``uses`` the applications of rule files. The last of ``steps`` is the contradiction.
    """

    statements: tuple[Triple, ...]
    axioms: tuple[Axiom, ...]
    uses: tuple[Step, ...]
    steps: tuple[Step, ...]
    assumed: tuple[Triple, ...] = ()


def conflicts(closure: Closure, support: Support | None = None) -> tuple[Conflict, ...]:
    """A minimal set for each contradiction of a closure; those with the same statements only once.

    With ``support`` uses of rule files have all their premises. Sorted by their statements, the smallest sets first.
    """
    supposed: frozenset[Triple] = frozenset()
    raw: dict[frozenset[Triple], tuple[Step, ...]] = {}
    for found in closure.contradictions:
        steps = contradiction_chain(closure, found, supposed, support)
        raw.setdefault(frozenset(step.conclusion for step in steps if not step.premises), steps)
    smallest: dict[tuple[Triple, ...], Conflict] = {}
    for steps in raw.values():
        conflict = _minimal(steps, closure.rules.vocabulary, supposed)
        smallest.setdefault(conflict.statements, conflict)
    return tuple(sorted(smallest.values(), key=lambda one: (len(one.statements), one.statements)))


def refutation(closure: Closure, triple: Triple, support: Support | None = None) -> Conflict | None:
    """What shows that a statement cannot hold besides what is known; None when nothing does.

    Of the minimal sets the one with the fewest statements; ``assumed`` is the statement.
    """
    supposed = frozenset([triple])
    more = infer(closure.rules, [*closure, triple])
    raw = [_traced(contradiction_chain(more, found, supposed), closure, support) for found in more.contradictions]
    raw = sorted(raw, key=lambda steps: (sum(not step.premises for step in steps), len(steps)))[:_TRIED]
    found = [_minimal(steps, closure.rules.vocabulary, supposed) for steps in raw]
    return min(found, key=lambda one: (len(one.statements), len(one.steps), one.statements)) if found else None


def _traced(steps: Iterable[Step], closure: Closure, support: Support | None) -> tuple[Step, ...]:
    """The steps, with what the closure inferred before led back to what is stated."""
    traced: dict[Triple, Step] = {}
    for step in steps:
        if step.kind == "stated" and step.conclusion in closure.derived:
            for earlier in chain(closure, step.conclusion, support=support):
                traced.setdefault(earlier.conclusion, earlier)
        else:
            traced.setdefault(step.conclusion, step)
    return tuple(traced.values())


def contradicts(
    statements: Iterable[Triple], axioms: Sequence[Axiom], uses: Iterable[Step], names: Vocabulary
) -> Closure | None:
    """What follows from these alone, when it has a contradiction; None when it has none."""
    given = list(statements)
    open_uses = list(uses)
    used = [triple for use in open_uses for triple in (*use.premises, use.conclusion)]
    try:
        rules = compile_axioms(AxiomBox(list(axioms), vocabulary=vocabulary_of(names, axioms, [*given, *used])))
    except OntologyError:  # the part leaves out what makes it complete: it says less than it seems to
        return None
    closure = infer(rules, [triple for triple in given if not is_annotation(triple[1], names)])
    applied = True
    while applied:
        ready = [use for use in open_uses if all(premise in closure for premise in use.premises)]
        open_uses = [use for use in open_uses if use not in ready]
        for use in ready:
            closure.extend([use.conclusion], f"rule:{use.rule}", use.premises)
        applied = bool(ready)
    return closure if closure.contradictions else None


def _minimal(steps: Sequence[Step], names: Vocabulary, assumed: frozenset[Triple]) -> Conflict:
    statements = [step.conclusion for step in steps if not step.premises]
    axioms = list(dict.fromkeys(axiom for step in steps for axiom in step.axioms))
    uses = [step for step in steps if step.kind == "rule"]
    statements = _shrunk(
        statements, lambda rest: contradicts(rest, axioms, uses, names) is not None, kept=assumed.__contains__
    )
    uses = _shrunk(uses, lambda rest: contradicts(statements, axioms, rest, names) is not None)
    axioms = _shrunk(axioms, lambda rest: contradicts(statements, rest, uses, names) is not None)
    closure = contradicts(statements, axioms, uses, names)
    if closure is None:  # only when a rule file concluded what no statement leads to
        return _conflict(tuple(steps), assumed)
    first = min(closure.contradictions, key=lambda found: _size(closure, found))
    return _conflict(contradiction_chain(closure, first, assumed), assumed)


def _conflict(steps: tuple[Step, ...], assumed: frozenset[Triple]) -> Conflict:
    leaves = [step.conclusion for step in steps if not step.premises]
    return Conflict(
        statements=tuple(sorted(leaf for leaf in leaves if leaf not in assumed)),
        axioms=tuple(dict.fromkeys(axiom for step in steps for axiom in step.axioms)),
        uses=tuple(step for step in steps if step.kind == "rule"),
        steps=steps,
        assumed=tuple(sorted(leaf for leaf in leaves if leaf in assumed)),
    )


def _size(closure: Closure, found: Contradiction) -> tuple[int, int, str]:
    steps = contradiction_chain(closure, found)
    return len(steps), len(axioms_of(closure.rules, found)), found.rule


def _shrunk(
    elements: Sequence[Element], holds: Callable[[list[Element]], bool], kept: Callable[[Element], bool] | None = None
) -> list[Element]:
    """The elements without those that can be left out, tried from the last to the first."""
    rest = list(elements)
    for element in reversed(elements):
        if kept is not None and kept(element):
            continue
        fewer = [one for one in rest if one != element]
        if holds(fewer):
            rest = fewer
    return rest
