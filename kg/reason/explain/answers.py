"""Why is something of a case in a class, why not, and what is missing where it cannot be told.

:func:`explain` asks this of every individual that the class can be asked of. The answer is *yes* when membership
follows, *no* when membership in the class named by ``mbc:oppositeVerdict`` follows or when membership would
contradict what is known, and *unknown* otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.graph.rules import Rule
from kg.graph.terms import term
from kg.reason.closure import Closure, Contradiction
from kg.reason.compile import inclusions
from kg.reason.explain.chains import Step, axioms_of, chain
from kg.reason.explain.contradiction import Conflict, refutation
from kg.reason.explain.support import Support
from kg.reason.rules import RuleSet, TypeAtom, is_helper
from kg.reason.suppose import Supposition
from kg.reason.syntax import THING, TYPE, And, Axiom, Expression, Named, Triple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.reason.abduce import Abduction, Route

__all__ = ["Answer", "Reasoned", "candidates", "definitions_of", "explain", "genus", "opposites", "verdict"]

OPPOSITE = term("oppositeVerdict")


@dataclass(frozen=True)
class Answer:
    """The answer for one individual.

    ``verdict`` is yes, no or unknown. ``steps`` lead from stated statements to the membership that decides: in the
    class asked for (yes), in its opposite (no), or to a contradiction with the membership supposed (no, where the
    opposite does not follow; ``conflict`` is that contradiction). ``excludes`` are the axioms by which the opposite
    excludes the class. For unknown, ``for_yes`` and ``for_no`` say what would have to be reported; both are None where
    that was not worked out. ``against_yes`` and ``against_no`` say in words what stands in the way of (other) ways.
    """

    individual: str
    verdict: str
    decided_by: str | None = None
    steps: tuple[Step, ...] = ()
    excludes: tuple[Axiom, ...] = ()
    conflict: Conflict | None = None
    for_yes: tuple[Route, ...] | None = ()
    for_no: tuple[Route, ...] | None = ()
    against_yes: tuple[str, ...] = ()
    against_no: tuple[str, ...] = ()

    @property
    def axioms(self) -> tuple[Axiom, ...]:
        """All axioms that the answer cites, each once."""
        found = [axiom for step in self.steps for axiom in step.axioms]
        return tuple(dict.fromkeys([*found, *self.excludes]))

    @property
    def statements(self) -> tuple[Triple, ...]:
        """The statements of the case that the answer cites, sorted."""
        return tuple(sorted(step.conclusion for step in self.steps if step.kind == "stated"))


@dataclass
class Reasoned:
    """A case with everything that follows from it: what explanations are made from."""

    definitions: RuleSet
    rules: Sequence[Rule]
    asserted: Sequence[Triple]
    closure: Closure
    opposite: Mapping[str, str]
    _supposition: Supposition | None = field(default=None, repr=False)
    _support: Support | None = field(default=None, repr=False)

    @property
    def supposition(self) -> Supposition:
        """For trying what contradicts the case."""
        if self._supposition is None:
            self._supposition = Supposition(self.closure)
        return self._supposition

    @property
    def support(self) -> Support:
        """For finding all that a conclusion of a rule file rests on."""
        if self._support is None:
            self._support = Support(self.closure, self.rules)
        return self._support

    def chain(self, triple: Triple) -> tuple[Step, ...]:
        """The steps to a statement, each use of a rule file with all its premises."""
        return chain(self.closure, triple, support=self.support)


def opposites(ontology: Iterable[Triple]) -> dict[str, str]:
    """For each class of a pair of verdicts the other one."""
    found = {subject: value for subject, predicate, value in ontology if predicate == OPPOSITE}
    return {**{value: subject for subject, value in found.items()}, **found}


def verdict(case: Reasoned, individual: str, cls: str) -> str:
    """yes, no or unknown: whether an individual of a consistent case is in the class."""
    wanted = (individual, TYPE, cls)
    if wanted in case.closure:
        return "yes"
    other = case.opposite.get(cls)
    if other is not None and (individual, TYPE, other) in case.closure:
        return "no"
    return "no" if case.supposition.contradicts(wanted) else "unknown"


def explain(
    case: Reasoned,
    cls: str,
    individuals: Iterable[str] | None = None,
    *,
    limit: int = 5,
    missing: bool | None = None,
) -> tuple[Answer, ...]:
    """The answer for each individual, in the order given; by default for all :func:`candidates`.

    ``missing``: work out, for those that cannot be told, what would have to be reported; when left out, only if there
    is one or they were named. ``limit`` bounds the ways shown for a yes and for a no. The case has to be consistent.
    """
    chosen = candidates(case, cls) if individuals is None else tuple(individuals)
    told = {individual: verdict(case, individual, cls) for individual in chosen}
    if missing is None:
        missing = individuals is not None or list(told.values()).count("unknown") == 1
    return tuple(
        _unknown(case, cls, individual, limit if missing else 0)
        if found == "unknown"
        else _known(case, cls, individual)
        for individual, found in told.items()
    )


def _known(case: Reasoned, cls: str, individual: str) -> Answer:
    """The answer yes or no."""
    wanted, other = (individual, TYPE, cls), case.opposite.get(cls)
    if wanted in case.closure:
        return Answer(individual, "yes", cls, case.chain(wanted))
    if other is not None and (individual, TYPE, other) in case.closure:
        excludes = _excludes(case.definitions, cls, other)
        if excludes:
            return Answer(individual, "no", other, case.chain((individual, TYPE, other)), excludes)
    conflict = refutation(case.closure, wanted, case.support)
    return Answer(individual, "no", steps=conflict.steps if conflict else (), conflict=conflict)


def _unknown(case: Reasoned, cls: str, individual: str, limit: int) -> Answer:
    """The answer that it cannot be told, with at most ``limit`` ways to a yes and to a no; 0: not worked out."""
    if not limit:
        return Answer(individual, "unknown", for_yes=None, for_no=None)

    from kg.reason.abduce import Abduction, abduce  # not on the way of a yes or a no

    def ways(target: str) -> Abduction:
        return abduce(case.definitions, case.rules, case.asserted, case.closure, individual, target, limit=limit)

    other = case.opposite.get(cls)
    yes, no = ways(cls), ways(other) if other else Abduction((), ())
    return Answer(
        individual,
        "unknown",
        for_yes=yes.routes,
        for_no=no.routes,
        against_yes=yes.obstacles,
        against_no=no.obstacles,
    )


def _excludes(rules: RuleSet, cls: str, other: str) -> tuple[Axiom, ...]:
    """The axioms by which nothing is in both classes; empty when it takes more than these two to contradict."""
    above = {name: {name: (), **dict(rules.superclasses.get(name, ()))} for name in (cls, other)}
    best: tuple[Axiom, ...] = ()
    for rule in rules.joins:
        if rule.head is not None or len(rule.body) != 2:
            continue
        names = [atom.cls for atom in rule.body if isinstance(atom, TypeAtom) and atom.var == 0]
        for one, two in (names, names[::-1]) if len(names) == 2 else ():
            if one in above[cls] and two in above[other]:
                steps = [above[cls][one], above[other][two]]
                why = Contradiction(rule.id, (), tuple(str(step) for step in steps if step))
                axioms = axioms_of(rules, why)
                best = min((axioms, best), key=len) if best else axioms
    return best


def definitions_of(rules: RuleSet, cls: str) -> tuple[Axiom, ...]:
    """The axioms that say when something is in the class: equivalences, and conditions that are no class name."""
    wanted = TypeAtom(0, cls)
    axioms = dict.fromkeys(axiom for rule in rules.joins if rule.head == wanted for axiom in rule.axioms)
    return tuple(axiom for axiom in axioms if any(_conditions(axiom, cls)))


def _conditions(axiom: Axiom, cls: str) -> Iterator[Expression]:
    """The expressions, other than names, that an axiom puts below the class."""
    for sub, sup in inclusions(axiom):
        parts = sup.operands if isinstance(sup, And) else (sup,)
        if Named(cls) in parts and not isinstance(sub, Named) and axiom.kind != "disjoint":
            yield sub


def genus(rules: RuleSet, cls: str) -> tuple[str, ...]:
    """The classes of what the class can be asked of, sorted.

    They are the first named parts of its conditions ("a *distant metastasis* that ..."), or where it has none the
    nearest named superclasses.
    """
    above = {name for name, _ in rules.superclasses.get(cls, ()) if not is_helper(name)} - {cls, THING.iri}
    found: set[str] = set()
    for axiom in definitions_of(rules, cls):
        for condition in _conditions(axiom, cls):
            parts = condition.operands if isinstance(condition, And) else (condition,)
            found.update([part.iri for part in parts if isinstance(part, Named) and part.iri in above][:1])
    own = found or above
    return tuple(sorted(name for name in own if not _lower(rules, own - {name}, name, cls)))


def _lower(rules: RuleSet, names: Iterable[str], name: str, cls: str) -> bool:
    """Whether one of the names lies below ``name`` (and is not the class itself under another name)."""
    for low in names:
        higher = {high for high, _ in rules.superclasses.get(low, ())}
        if name in higher and cls not in higher and low not in {h for h, _ in rules.superclasses.get(name, ())}:
            return True
    return False


def candidates(case: Reasoned, cls: str) -> tuple[str, ...]:
    """The individuals of the case that the class can be asked of: members of its genus or of the pair; sorted."""
    wanted = {cls, case.opposite.get(cls, cls), *genus(case.definitions, cls)}
    found = {individual for individual, name in case.closure.types() if name in wanted}
    return tuple(sorted(found, key=lambda one: ("#" in one, one)))
