"""Why a statement holds, as steps that can be read: from what is stated, by axioms and rules, to the statement.

A step is one application of a definition or of a rule file. Classes that stand for anonymous expressions never
show: the steps name the axioms instead. A run of named superclasses ("a frontal scalp, hence a scalp, hence a
head") is one step.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.errors import UsageError
from kg.reason.closure import Closure, Contradiction, Derivation
from kg.reason.compile import inclusions
from kg.reason.explain.support import Support
from kg.reason.rules import RuleSet
from kg.reason.syntax import NOTHING, TYPE, And, Axiom, Named, Triple

__all__ = ["Step", "axioms_of", "chain", "contradiction_chain", "rule_file", "stated_in"]

_RULE = "rule:"


@dataclass(frozen=True)
class Step:
    """One line of an explanation.

    ``kind`` says where the conclusion comes from: ``stated`` (the case file), ``ontology`` (a fact of the
    ontology), ``assumed`` (supposed, to see what it contradicts), ``axioms`` (the axioms of the ontology in
    ``axioms``), ``rule`` (the rule file named by ``rule``), ``contradiction`` (the premises cannot hold together;
    the conclusion puts their individual into owl:Nothing). ``through`` lists the classes between premise and
    conclusion when the step is a run of named superclasses, the narrowest first.
    """

    conclusion: Triple
    kind: str
    premises: tuple[Triple, ...] = ()
    axioms: tuple[Axiom, ...] = ()
    rule: str | None = None
    through: tuple[str, ...] = ()


def rule_file(rule: str) -> str | None:
    """The id of the rule file that the rule of a derivation names; None for a rule of the ontology."""
    return rule.removeprefix(_RULE) if rule.startswith(_RULE) else None


def axioms_of(rules: RuleSet, why: Derivation | Contradiction) -> tuple[Axiom, ...]:
    """The axioms that a derivation rests on, those of anonymous steps included, each once."""
    used = [rules.rule(name) for name in (why.rule, *why.via)]
    return tuple(dict.fromkeys(axiom for rule in used if rule is not None for axiom in rule.axioms))


def chain(
    closure: Closure, triple: Triple, assumed: Iterable[Triple] = (), support: Support | None = None
) -> tuple[Step, ...]:
    """The steps from what is stated to the statement, each after its premises; the last is the statement itself.

    ``assumed`` are statements that were given to the closure and not stated. With ``support`` each use of a rule file
    has all its premises, else those that the file names. Raises UsageError when the statement is not known.
    """
    return tuple(_steps(closure, [triple], frozenset(assumed), support))


def contradiction_chain(
    closure: Closure, found: Contradiction, assumed: Iterable[Triple] = (), support: Support | None = None
) -> tuple[Step, ...]:
    """The steps to each statement of a contradiction, and the contradiction as the last step."""
    steps = tuple(_steps(closure, found.premises, frozenset(assumed), support))
    end = (found.premises[0][0], TYPE, NOTHING.iri)
    premises = tuple(dict.fromkeys(found.premises))
    return (*steps, Step(end, "contradiction", premises, axioms_of(closure.rules, found)))


def stated_in(steps: Iterable[Step]) -> tuple[Triple, ...]:
    """The statements of the case that the steps rest on, sorted."""
    return tuple(sorted(step.conclusion for step in steps if step.kind == "stated"))


def _steps(
    closure: Closure, wanted: Iterable[Triple], assumed: frozenset[Triple], support: Support | None
) -> Iterator[Step]:
    """The steps to all wanted statements, each once and after its premises."""
    done: set[Triple] = set()
    stack = [(triple, False) for triple in reversed(tuple(wanted))]
    while stack:
        triple, ready = stack.pop()
        if triple in done:
            continue
        step = _step(closure, triple, assumed, support)
        if ready or not step.premises:
            done.add(triple)
            yield step
        else:
            stack.append((triple, True))
            stack.extend((premise, False) for premise in reversed(step.premises))


def _step(closure: Closure, triple: Triple, assumed: frozenset[Triple], support: Support | None) -> Step:
    why = closure.derived.get(triple)
    if why is None:
        if triple not in closure:
            raise UsageError(f"there is nothing to explain, the statement is not known: {' '.join(triple)}")
        kind = "assumed" if triple in assumed else "ontology" if triple in closure.rules.facts else "stated"
        return Step(triple, kind)
    rule = rule_file(why.rule)
    if rule is not None:
        premises = support.premises(triple) if support else tuple(dict.fromkeys(why.premises))
        return Step(triple, "rule", premises, rule=rule)
    premises = tuple(dict.fromkeys(why.premises))
    axioms = axioms_of(closure.rules, why)
    return Step(triple, "axioms", premises, axioms, through=_between(premises, triple, axioms))


def _between(premises: tuple[Triple, ...], triple: Triple, axioms: tuple[Axiom, ...]) -> tuple[str, ...]:
    """The named classes that lead, by these axioms, from the class of the only premise to that of the conclusion."""
    if len(premises) != 1 or premises[0][:2] != triple[:2] or triple[1] != TYPE:
        return ()
    path = _path(premises[0][2], triple[2], _above(axioms))
    return tuple(path[1:-1])


def _above(axioms: Iterable[Axiom]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for axiom in axioms:
        for sub, sup in inclusions(axiom):
            if isinstance(sub, Named):
                parts = sup.operands if isinstance(sup, And) else (sup,)
                names = tuple(part.iri for part in parts if isinstance(part, Named))
                found[sub.iri] = (*found.get(sub.iri, ()), *names)
    return found


def _path(start: str, end: str, above: Mapping[str, tuple[str, ...]]) -> list[str]:
    """A shortest way up from one class to another; empty when there is none."""
    came: dict[str, str] = {start: ""}
    queue = deque([start])
    while queue and end not in came:
        name = queue.popleft()
        for high in above.get(name, ()):
            if high not in came:
                came[high] = name
                queue.append(high)
    if end not in came:
        return []
    path = [end]
    while path[-1] != start:
        path.append(came[path[-1]])
    return path[::-1]
