"""Forward chaining to the fixpoint over the statements of one case.

:func:`infer` loads the statements, follows the tables of classes and properties as each statement arrives,
matches every rule once against all of them, and then only against what is new (semi-naive evaluation). Each
derived statement keeps the rule and the premises that first gave it. Premises are known before their
conclusion, so every derivation leads back to asserted statements.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable
from itertools import islice

from kg.errors import DataError
from kg.reason.axioms import is_annotation
from kg.reason.closure import Closure, Contradiction, Derivation
from kg.reason.plans import BACKWARD, CHECK, FIXED, FORWARD, MEMBER, Plan, Plans, make_plans
from kg.reason.rules import PropertyAtom, RuleSet, TypeAtom, ValueAtom
from kg.reason.syntax import TYPE, Triple
from kg.reason.values import DataRange, Value, is_literal, parse_literal

__all__ = ["Closure", "infer"]

_IGNORED_TYPES = frozenset(f"<http://www.w3.org/2002/07/owl#{name}>" for name in ("NamedIndividual", "Thing"))


def infer(rules: RuleSet, triples: Iterable[Triple]) -> Closure:
    """Everything that follows from the statements of one case.

    Raises DataError for a blank node, for a literal that is none of its datatype, for ``owl:sameAs``, and
    for an object property with a literal or a data property without one. Terms that the ontology does not
    declare give no inference; they are listed in ``Closure.unknown``.
    """
    engine = Engine(rules)
    engine.load(triples)
    return Closure(rules, engine)


class Engine:
    """The state of one inference: statements, indexes, and what is still to be looked at."""

    def __init__(self, rules: RuleSet) -> None:
        if not isinstance(rules.plans, Plans):
            rules.plans = make_plans(rules)
        self.rules = rules
        self.plans = rules.plans
        self.known: dict[Triple, Derivation | None] = {}
        self.members: dict[str, dict[str, None]] = defaultdict(dict)
        self.forward: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self.backward: dict[str, dict[str, list[str]]] = defaultdict(dict)
        self.contradictions: dict[tuple[str, str], Contradiction] = {}
        self.unknown: set[str] = set()
        self._values: dict[str, Value] = {}
        self._queue: deque[Triple] = deque()
        self._queueing = False

    def load(self, triples: Iterable[Triple]) -> None:
        """Takes the asserted statements, those of the ontology among them, to their fixpoint."""
        asserted = sorted({*triples, *self.rules.facts})
        self.known = dict.fromkeys(asserted)
        links = []
        for triple in asserted:
            self._check(triple)
            if triple[1] == TYPE:
                self._new_type(triple)
            else:
                links.append(triple)
        for triple in links:
            self._new_link(triple)
        self._queueing = True
        for plans in self.plans.by_rule:
            self._match_all(plans)
        self._drain()

    def add(self, triples: Iterable[Triple], derivation: Derivation) -> list[Triple]:
        """Adds statements derived elsewhere and continues to the fixpoint; gives back all that is new."""
        missing = [premise for premise in derivation.premises if premise not in self.known]
        if missing:
            raise DataError(f"{derivation.rule} rests on a statement that is not known: {' '.join(missing[0])}")
        size = len(self.known)
        for triple in triples:
            if triple not in self.known:
                self._check(triple)
                self.known[triple] = derivation
                (self._new_type if triple[1] == TYPE else self._new_link)(triple)
        self._drain()
        return list(islice(reversed(self.known), len(self.known) - size))[::-1]

    def _check(self, triple: Triple) -> None:
        subject, predicate, obj = triple
        names = self.rules.vocabulary
        literal = is_literal(obj)
        wrong = ""
        if subject.startswith("_:") or obj.startswith("_:"):
            wrong = "blank nodes are not supported in case statements"
        elif predicate == TYPE:
            if obj not in names.classes and obj not in _IGNORED_TYPES:
                self.unknown.add(obj)
        elif predicate in names.objects:
            wrong = "an object property leads to a literal" if literal else ""
        elif predicate in names.data:
            wrong = "" if literal else "a data property needs a literal"
        elif predicate.endswith("owl#sameAs>"):
            wrong = "owl:sameAs is not supported"
        elif not is_annotation(predicate, names):
            self.unknown.add(predicate)
        if wrong:
            raise DataError(f"{wrong}: {' '.join(triple)}")

    def _new_type(self, triple: Triple) -> None:
        subject, _, cls = triple
        members, known = self.members, self.known
        if subject in members[cls]:
            return
        members[cls][subject] = None
        queueing = self._queueing
        if queueing:
            self._queue.append(triple)
        for high, rule in self.rules.superclasses.get(cls, ()):
            holders = members[high]
            if subject not in holders:
                holders[subject] = None
                inferred = (subject, TYPE, high)
                if inferred not in known:
                    known[inferred] = Derivation(rule, (triple,))
                if queueing:
                    self._queue.append(inferred)

    def _new_link(self, triple: Triple) -> None:
        """A new property statement, already known, with the properties above and the types at both ends."""
        subject, prop, obj = triple
        self._index(triple)
        for high, turned, rule in self.rules.superproperties.get(prop, ()):
            inferred = (obj, high, subject) if turned else (subject, high, obj)
            if inferred not in self.known:
                self.known[inferred] = Derivation(rule, (triple,))
                self._index(inferred)

    def _index(self, triple: Triple) -> None:
        subject, prop, obj = triple
        ahead = self.forward[prop]
        if subject not in ahead:
            ahead[subject] = [obj]
        elif obj in ahead[subject]:
            return
        else:
            ahead[subject].append(obj)
        self.backward[prop].setdefault(obj, []).append(subject)
        rules = self.rules
        if self._queueing and prop in self.plans.by_property:
            self._queue.append(triple)
        for cls, rule in rules.subject_types.get(prop, ()):
            self._conclude_type(subject, cls, rule, (triple,))
        for cls, rule in rules.object_types.get(prop, ()):
            self._conclude_type(obj, cls, rule, (triple,))
        for data, rule in rules.value_ranges.get(prop, ()):
            if not self._holds(data, obj):
                self.contradictions.setdefault((rule, subject), Contradiction(rule, (triple,)))

    def _conclude_type(self, subject: str, cls: str, rule: str, premises: tuple[Triple, ...]) -> None:
        if subject not in self.members[cls]:
            triple = (subject, TYPE, cls)
            if triple not in self.known:
                self.known[triple] = Derivation(rule, premises)
            self._new_type(triple)

    def _holds(self, data: DataRange, literal: str) -> bool:
        if literal not in self._values:
            self._values[literal] = parse_literal(literal)
        return data.holds(self._values[literal])

    def _match_all(self, plans: tuple[Plan, ...]) -> None:
        """Matches a rule against all statements, from the atom with the fewest candidates."""
        best, fewest = plans[0], -1
        for plan in plans:
            start = plan.start
            index = self.members if isinstance(start, TypeAtom) else self.forward
            name = start.cls if isinstance(start, TypeAtom) else start.prop
            size = len(index[name]) if name in index else 0
            if not size:
                return
            if fewest < 0 or size < fewest:
                best, fewest = plan, size
        start = best.start
        if isinstance(start, TypeAtom):
            for subject in list(self.members[start.cls]):
                self._begin(best, subject, None)
        else:
            for subject, objects in list(self.forward[start.prop].items()):
                for obj in list(objects):
                    self._begin(best, subject, obj)

    def _begin(self, plan: Plan, subject: str, obj: str | None) -> None:
        start = plan.start
        slots = [""] * plan.width
        slots[start.var] = subject
        if obj is not None:
            if isinstance(start, ValueAtom):
                if not self._holds(start.data, obj):
                    return
                slots[start.obj] = obj
            elif isinstance(start, PropertyAtom):
                if isinstance(start.obj, str):
                    if start.obj != obj:
                        return
                elif start.obj == start.var and subject != obj:
                    return
                else:
                    slots[start.obj] = obj
        self._step(plan, 0, slots)

    def _drain(self) -> None:
        queue = self._queue
        by_class, by_property = self.plans.by_class, self.plans.by_property
        while queue:
            subject, predicate, obj = queue.popleft()
            if predicate == TYPE:
                for plan in by_class.get(obj, ()):
                    self._begin(plan, subject, None)
            else:
                for plan in by_property.get(predicate, ()):
                    self._begin(plan, subject, obj)

    def _step(self, plan: Plan, place: int, slots: list[str]) -> None:
        """Matches the operations from a place on; every complete match fires the rule."""
        operations = plan.operations
        if place >= plan.known_from >= 0 and self._head_known(plan, slots):
            return
        while place < len(operations):
            kind, var, name, other, term, data = operations[place]
            place += 1
            subject = slots[var]
            if kind == MEMBER:
                if subject not in self.members[name]:
                    return
            elif kind == CHECK:
                if (subject, name, slots[other]) not in self.known:
                    return
            elif kind == FIXED:
                if term not in self.forward[name].get(subject, ()):
                    return
            else:
                index = self.backward if kind == BACKWARD else self.forward
                for found in tuple(index[name].get(subject, ())):
                    if kind in (FORWARD, BACKWARD) or (data is not None and self._holds(data, found)):
                        slots[other] = found
                        self._step(plan, place, slots)
                return
        self._fire(plan, slots)

    def _head_known(self, plan: Plan, slots: list[str]) -> bool:
        head = plan.rule.head
        if head is None:
            return (plan.rule.id, slots[0]) in self.contradictions
        if isinstance(head, TypeAtom):
            return slots[head.var] in self.members[head.cls]
        obj = slots[head.obj] if isinstance(head.obj, int) else head.obj
        return (slots[head.var], head.prop, obj) in self.known

    def _fire(self, plan: Plan, slots: list[str]) -> None:
        rule = plan.rule
        values = dict(enumerate(slots))
        premises = tuple(rule.instantiate(atom, values) for atom in rule.body)
        head = rule.head
        if head is None:
            self.contradictions.setdefault((rule.id, slots[0]), Contradiction(rule.id, premises))
        elif isinstance(head, TypeAtom):
            self._conclude_type(slots[head.var], head.cls, rule.id, premises)
        else:
            triple = rule.instantiate(head, values)
            if triple not in self.known:
                self.known[triple] = Derivation(rule.id, premises)
                self._new_link(triple)
