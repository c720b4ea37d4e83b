"""From OWL axioms to Horn rules, complete for the memberships of named individuals, or an error that says
why not.

The fragment: named classes, intersections, unions on the left, existential restrictions (object; data with
plain datatypes or facets on ``xsd:integer`` and ``xsd:decimal``), fixed values, subproperties, inverses,
symmetric and transitive properties, chains, domains, ranges, disjointness. It is Horn: no axiom asks for a
choice, so one set of consequences is the least one and forward chaining finds it. The one thing rules do
not do is invent individuals for existential restrictions on a right-hand side; what those give back is
computed beforehand (:mod:`kg.reason.witness`) and becomes rules too. Data restrictions on a right-hand side
are compared range with range (:mod:`kg.reason.normal`). Where completeness is not certain the ontology is
refused.

Property statements are complete as well, with one exception: a loop ``p(x, x)`` that a chain makes by way
of an unnamed individual and back. Every class that follows from such a loop is still found.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from kg.errors import OntologyError
from kg.reason.axioms import AxiomBox, read_axioms
from kg.reason.emit import helper_rules
from kg.reason.normal import Normalizer
from kg.reason.roles import IrregularChainError, RoleBox, Sources
from kg.reason.rules import Atom, Head, PropertyAtom, Rule, RuleSet, TypeAtom, ValueAtom, is_helper, rule_id
from kg.reason.syntax import (
    NOTHING,
    THING,
    And,
    Axiom,
    Expression,
    HasLiteral,
    HasValue,
    Named,
    Or,
    Some,
    SomeData,
    Triple,
    local,
    render,
)
from kg.reason.witness import saturate

__all__ = ["compile_axioms", "compile_ontology"]

Body = tuple[Atom, ...]


def compile_ontology(triples: Iterable[Triple]) -> RuleSet:
    """The rules of an ontology given as N-Triples terms.

    Raises OntologyError with one line for every construct outside the fragment, every undeclared term in an
    axiom and every axiom that rules could not follow completely.
    """
    return compile_axioms(read_axioms(triples))


def compile_axioms(box: AxiomBox) -> RuleSet:
    """The rules of axioms that were read already, or of some of them; raises as :func:`compile_ontology` does."""
    problems = [f"{axiom.render()}: {problem}" for axiom in box.axioms for problem in dict.fromkeys(_problems(axiom))]
    _raise([*box.problems, *problems])
    return _Compiler(box).run()


def _raise(problems: Sequence[str]) -> None:
    if problems:
        lines = sorted(set(problems))
        count = f"{len(lines)} problem{'s' if len(lines) > 1 else ''}"
        raise OntologyError(
            f"the ontology cannot be compiled to rules ({count}):\n" + "\n".join(f"  {line}" for line in lines)
        )


def inclusions(axiom: Axiom) -> Iterator[tuple[Expression, Expression]]:
    """The sub- and superclass of each inclusion that an axiom on classes states."""
    if axiom.kind in ("subclass", "equivalent"):
        yield axiom.classes[0], axiom.classes[1]
        if axiom.kind == "equivalent":
            yield axiom.classes[1], axiom.classes[0]
    elif axiom.kind == "disjoint":
        for place, one in enumerate(axiom.classes):
            for other in axiom.classes[:place]:
                yield And((other, one)), NOTHING


def _problems(axiom: Axiom) -> Iterator[str]:
    """What of an axiom is in no Horn fragment."""
    if axiom.kind == "disjoint" and len(set(axiom.classes)) < max(2, len(axiom.classes)):
        yield "disjointness needs two or more different classes"
        return
    for sub, sup in inclusions(axiom):
        if () in _bodies(sub, 0, _Variables()):
            yield "an axiom about everything (owl:Thing on its left) is not supported"
        yield from _head_problems(sup)
    for target in axiom.classes if axiom.kind in ("domain", "range") else ():
        yield from _head_problems(target)


def _head_problems(head: Expression) -> Iterator[str]:
    match head:
        case Or():
            yield f"a union on a right-hand side ({render(head)}) is not supported: it would need a choice"
        case And(operands):
            for part in operands:
                yield from _head_problems(part)
        case Some(_, filler):
            yield from _head_problems(filler)
        case _:
            return


class _Variables:
    """Fresh variables of a body; 0 is the individual itself."""

    def __init__(self) -> None:
        self.last = 0

    def fresh(self) -> int:
        self.last += 1
        return self.last


def _bodies(expression: Expression, var: int, fresh: _Variables) -> list[Body]:
    """The bodies whose union is the expression; an empty body for owl:Thing, no body for owl:Nothing."""
    match expression:
        case Named(iri):
            return [] if expression == NOTHING else [()] if expression == THING else [(TypeAtom(var, iri),)]
        case And(operands):
            found: list[Body] = [()]
            for part in operands:
                found = [left + right for left in found for right in _bodies(part, var, fresh)]
            return [tuple(dict.fromkeys(body)) for body in found]
        case Or(operands):
            return [body for part in operands for body in _bodies(part, var, fresh)]
        case Some(prop, filler):
            target = fresh.fresh()
            return [(PropertyAtom(var, prop, target), *body) for body in _bodies(filler, target, fresh)]
        case HasValue(prop, individual):
            return [(PropertyAtom(var, prop, individual),)]
        case SomeData(prop, data) | HasLiteral(prop, _, data):
            return [(ValueAtom(var, prop, fresh.fresh(), data),)]
        case _:
            raise ValueError(f"{render(expression)} has no body")


def _heads(expression: Expression) -> Iterator[Head]:
    """What an expression on the right says about a named individual (variable 0)."""
    match expression:
        case Named(iri):
            if expression == NOTHING:
                yield None
            elif expression != THING:
                yield TypeAtom(0, iri)
        case And(operands):
            for part in operands:
                yield from _heads(part)
        case HasValue(prop, value) | HasLiteral(prop, value, _):
            yield PropertyAtom(0, prop, value)
        case _:
            return


class _Compiler:
    def __init__(self, box: AxiomBox) -> None:
        self.box = box
        self.axioms = box.axioms
        self.roles = RoleBox(self.axioms)
        self.rules = RuleSet(facts=tuple(box.facts), vocabulary=box.vocabulary, labels=box.labels)
        self.notes: dict[str, str] = {}
        self.told: dict[str, dict[str, Sources]] = {}
        self.found: dict[tuple[Body, Head], tuple[str, Sources]] = {}
        self.domains: dict[tuple[str, bool], dict[str, Sources]] = {}

    def run(self) -> RuleSet:
        try:
            self.roles.check()
        except IrregularChainError as error:
            _raise([f"{error}; OWL 2 DL forbids them"])
        for index, axiom in enumerate(self.axioms):
            self._take(axiom, frozenset([index]))
        normal = Normalizer(self.axioms, self.roles, self.box.vocabulary.data)
        _raise(normal.problems)
        witnesses = saturate(normal)
        _raise(witnesses.problems)
        for body, head, sources in helper_rules(normal, witnesses.clauses):
            self._add(body, head, sources, "witness")
        self.rules.has_helpers = any(isinstance(head, TypeAtom) and is_helper(head.cls) for _, head in self.found)
        self.notes = normal.texts
        self._finish()
        return self.rules

    def _take(self, axiom: Axiom, source: Sources) -> None:
        kind = "disjoint" if axiom.kind == "disjoint" else "definition"
        for sub, sup in inclusions(axiom):
            heads = list(_heads(sup))
            for body in _bodies(sub, 0, _Variables()) if heads else ():
                for head in heads:
                    self._add(body, head, source, kind)
        if axiom.kind in ("domain", "range"):
            for head in _heads(axiom.classes[0]) if axiom.classes else ():
                pair = (0, 1) if axiom.kind == "domain" else (1, 0)
                self._add((PropertyAtom(pair[0], axiom.properties[0], pair[1]),), head, source, axiom.kind)

    def _add(self, body: Body, head: Head, sources: Sources, kind: str) -> None:
        """Sorts an implication into a table or the list of rules."""
        if isinstance(head, TypeAtom) and head in body:
            return
        if len(body) == 1 and isinstance(head, TypeAtom):
            atom = body[0]
            if isinstance(atom, TypeAtom):
                self.told.setdefault(atom.cls, {}).setdefault(head.cls, sources)
                return
            if isinstance(atom, PropertyAtom) and isinstance(atom.obj, int):
                key = (atom.prop, atom.var != 0)
                self.domains.setdefault(key, {}).setdefault(head.cls, sources)
                return
        self.found.setdefault((body, head), (kind, sources))

    def _finish(self) -> None:
        self._close_classes()
        self._close_properties()
        data = self.box.vocabulary.data
        for index, axiom in enumerate(self.axioms):
            if axiom.kind == "range" and axiom.data is not None:
                prop = axiom.properties[0]
                rule = self._rule("range", (PropertyAtom(0, prop, 1),), None, frozenset([index]))
                known = self.rules.value_ranges.get(prop, ())
                self.rules.value_ranges[prop] = (*known, (axiom.data, rule.id))
        for (prop, turned), heads in sorted(self.domains.items()):
            atom = PropertyAtom(1, prop, 0) if turned else PropertyAtom(0, prop, 1)
            steps = tuple(
                (cls, self._rule("range" if turned else "domain", (atom,), TypeAtom(0, cls), sources).id)
                for cls, sources in sorted(heads.items())
            )
            if not (turned and prop in data):
                (self.rules.object_types if turned else self.rules.subject_types)[prop] = steps
        joins = [self._rule(kind, body, head, sources) for (body, head), (kind, sources) in self.found.items()]
        self.rules.joins = tuple(sorted(joins, key=lambda rule: rule.id))

    def _rule(self, kind: str, body: Body, head: Head, sources: Sources) -> Rule:
        axioms = tuple(self.axioms[index] for index in sorted(sources))
        draft = Rule("", body, head, axioms)
        identifier = rule_id(kind, head, f"{kind} {draft.render(str)} {draft.describe(str)}")
        note = ""
        if not axioms and isinstance(head, TypeAtom):
            note = f"means: {self.notes.get(head.cls, local(head.cls))}"
        rule = Rule(identifier, body, head, axioms, note)
        self.rules.rules[identifier] = rule
        return rule

    def _close_classes(self) -> None:
        for cls in sorted(self.told):
            above: dict[str, Sources] = {cls: frozenset()}
            queue = deque([cls])
            while queue:
                low = queue.popleft()
                for high, sources in self.told.get(low, {}).items():
                    if high not in above:
                        above[high] = above[low] | sources
                        queue.append(high)
            steps = []
            for high, sources in above.items():
                if high != cls:
                    rule = self._rule("subclass", (TypeAtom(0, cls),), TypeAtom(0, high), sources)
                    steps.append((high, rule.id))
            self.rules.superclasses[cls] = tuple(steps)

    def _close_properties(self) -> None:
        names = self.box.vocabulary
        for prop in sorted(names.objects | names.data):
            steps = []
            for (high, turned), sources in self.roles.above((prop, False)).items():
                if (high, turned) == (prop, False):
                    continue
                head = PropertyAtom(1, high, 0) if turned else PropertyAtom(0, high, 1)
                rule = self._rule("property", (PropertyAtom(0, prop, 1),), head, sources)
                steps.append((high, turned, rule.id))
            if steps:
                self.rules.superproperties[prop] = tuple(steps)
        for path, (prop, turned), sources in self.roles.chains:
            if not turned:
                body = tuple(PropertyAtom(place, step, place + 1) for place, (step, _) in enumerate(path))
                self.found.setdefault((body, PropertyAtom(0, prop, len(path))), ("chain", sources))
