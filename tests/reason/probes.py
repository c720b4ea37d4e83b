"""Probes of the ontology: for a few statements, what has to follow from them, and what must not.

``probes.tsv`` holds one probe a line: an id, the statements given, and what is expected of them: that an individual
is in a class or has a property (``x a Scalp``), that it is not (``not x a Scalp``), a ``contradiction``, or ``no
contradiction``. The file is the expectation, read and corrected by people; nothing changes it while tests run. The
command

    python -m tests.reason.probes

adds probes for pieces of the ontology that no probe notices yet (see :mod:`tests.reason.probes_propose`) and leaves
those that are there as they are. It names those that do not hold any more: either the change of the ontology is
wrong, or they are to be taken out, which ``--drop`` does.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import OntologyError
from kg.reason import Closure, Contradiction, infer
from kg.reason.axioms import AxiomBox
from kg.reason.compile import compile_axioms
from kg.reason.expressions import Vocabulary
from kg.reason.syntax import TYPE, Axiom, Expression, Named, Triple
from tests.reason.probes_mutants import Atoms, Mutant, symbols
from tests.reason.probes_text import parse_expression, parse_statements

__all__ = [
    "CONTRADICTION",
    "FILE",
    "Answers",
    "Probe",
    "answers",
    "denied_by",
    "notices",
    "query_class",
    "read_probes",
    "used_by",
    "write_probes",
]

FILE = Path(__file__).with_name("probes.tsv")
HEADER = "id\tgiven\texpected"
CONTRADICTION = "contradiction"


@dataclass(frozen=True, order=True)
class Probe:
    """Statements and what is expected of them."""

    id: str
    given: str
    expected: str

    @cached_property
    def statements(self) -> tuple[Triple, ...]:
        """The statements, about individuals that no other probe has."""
        return tuple(parse_statements(self.given, self.id))

    @property
    def is_negative(self) -> bool:
        """True when something must not follow."""
        return self.expected.startswith(("not ", "no "))

    @cached_property
    def goal(self) -> tuple[Triple, Expression | None] | None:
        """The statement in question, and the class expression when it is about one; None for a contradiction."""
        if self.expected.endswith(CONTRADICTION):
            return None
        text = self.expected.removeprefix("not ")
        subject, verb, rest = text.split(" ", 2)
        if verb != "a":
            return parse_statements(text, self.id)[0], None
        expression = parse_expression(rest)
        name = expression.iri if isinstance(expression, Named) else query_class(rest)
        return (self.statements_subject(subject), TYPE, name), expression

    def statements_subject(self, name: str) -> str:
        """The term of the individual with this name."""
        return parse_statements(f"{name} a Thing", self.id)[0][0]

    @cached_property
    def terms(self) -> frozenset[str]:
        """The terms of the ontology that the probe names."""
        found = {obj if predicate == TYPE else predicate for _, predicate, obj in self.statements}
        if self.goal is not None:
            triple, expression = self.goal
            found |= symbols(expression) if expression is not None else {triple[1]}
        return frozenset(found)


def query_class(text: str) -> str:
    """The name of a class that stands for a class expression which is asked about."""
    return f"<urn:x-probe:query:{text.replace(' ', '-').replace('<', 'lt').replace('>', 'gt')}>"


def query_axioms(probes: Iterable[Probe]) -> tuple[Axiom, ...]:
    """An axiom for each class expression that the probes ask about."""
    found: dict[Axiom, None] = {}
    for probe in probes:
        if probe.goal is not None and probe.goal[1] is not None and not isinstance(probe.goal[1], Named):
            found[Axiom("subclass", (), (probe.goal[1], Named(probe.goal[0][2])))] = None
    return tuple(found)


@dataclass
class Answers:
    """What the rules say to some probes, all at once."""

    closure: Closure

    @cached_property
    def broken(self) -> Mapping[str, Contradiction]:
        """A contradiction of each probe that has one."""
        return {_scope(item.premises[0][0]): item for item in self.closure.contradictions}

    def reasons(self, probe: Probe) -> frozenset[Axiom]:
        """The axioms by way of which the rules found what the probe expects; none when it does not hold."""
        if probe.is_negative or not self.holds(probe):
            return frozenset()
        item = self.broken.get(probe.id)
        goals = item.premises if item else (probe.goal[0],) if probe.goal else ()
        steps = {step.conclusion for goal in goals for step in self.closure.proof(goal)}
        rules = {name for step in steps if (why := self.closure.derived.get(step)) for name in (why.rule, *why.via)}
        rules |= {item.rule, *item.via} if item else set()
        return frozenset(axiom for name in rules if (rule := self.closure.rules.rule(name)) for axiom in rule.axioms)

    def holds(self, probe: Probe) -> bool:
        """True when what the probe expects is so."""
        if probe.goal is None:
            return (probe.id in self.broken) != probe.is_negative
        return probe.id not in self.broken and (probe.goal[0] in self.closure) != probe.is_negative


def answers(axioms: Sequence[Axiom], vocabulary: Vocabulary, probes: Sequence[Probe]) -> Answers:
    """The answers of these axioms to the probes."""
    rules = compile_axioms(AxiomBox([*axioms, *query_axioms(probes)], vocabulary=vocabulary))
    return Answers(infer(rules, _given(probes)))


def _given(probes: Iterable[Probe]) -> list[Triple]:
    return [triple for probe in probes for triple in probe.statements]


def _scope(individual: str) -> str:
    return individual.rpartition("#")[0].removeprefix("<urn:x-probe:")


def notices(probe: Probe, mutant: Mutant, atoms: Atoms, vocabulary: Vocabulary) -> bool:
    """True when the probe, which holds, does not hold any more with the mutant in place of the piece.

    An ontology that cannot be compiled with the mutant is noticed by every probe.
    """
    terms = probe.terms | {name for expression in mutant.atom.classes for name in symbols(expression)}
    kept = [atom for atom in atoms.relevant(terms) if atom != mutant.atom]
    if mutant.replacement is not None:
        kept.append(mutant.replacement)
    try:
        return not answers(kept, vocabulary, [probe]).holds(probe)
    except OntologyError:
        return True


def read_probes(path: Path = FILE) -> list[Probe]:
    """The stored probes, in the order of the file."""
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    if header != HEADER:
        raise ValueError(f"{path}: the first line is not {HEADER!r}")
    return [Probe(*line.split("\t")) for line in lines]


def write_probes(probes: Iterable[Probe], path: Path = FILE) -> None:
    """Writes probes sorted by id; those of one subject by number."""
    ordered = sorted(probes, key=lambda probe: (probe.id.rpartition("/")[0], int(probe.id.rpartition("/")[2])))
    text = "".join(f"{probe.id}\t{probe.given}\t{probe.expected}\n" for probe in ordered)
    path.write_text(f"{HEADER}\n{text}", encoding="utf-8")


def used_by(probes: Sequence[Probe], found: Answers) -> dict[Axiom, list[Probe]]:
    """For each axiom the probes whose expectation was found by way of it, those that need the fewest axioms first.

    A probe that did not use an axiom cannot notice that it is missing.
    """
    used: dict[Axiom, list[tuple[int, Probe]]] = {}
    for probe in probes:
        axioms = found.reasons(probe)
        for axiom in axioms:
            used.setdefault(axiom, []).append((len(axioms), probe))
    return {axiom: [probe for _, probe in sorted(items)] for axiom, items in used.items()}


def denied_by(probes: Iterable[Probe]) -> dict[str, list[Probe]]:
    """For each class the probes that expect an individual not to be in it, and those that expect no contradiction."""
    found: dict[str, list[Probe]] = {}
    for probe in probes:
        if probe.is_negative:
            found.setdefault(probe.goal[0][2] if probe.goal else CONTRADICTION, []).append(probe)
    return found


def main(arguments: Sequence[str]) -> None:
    """Adds what is missing to the stored probes, and to the list of what says nothing new."""
    from tests.reason.probes_propose import ontology_box, propose_missing
    from tests.reason.probes_redundant import update_redundant

    box, stored = ontology_box(), read_probes() if FILE.exists() else []
    found = answers(box.axioms, box.vocabulary, stored)
    failing = [probe for probe in stored if not found.holds(probe)]
    for probe in failing:
        print(f"{FILE}: does not hold{', dropped' if '--drop' in arguments else ''}: {probe}")
    if "--drop" in arguments:
        write_probes(probe for probe in stored if probe not in failing)
    probes, unnoticed = propose_missing()
    print(f"{FILE}: {len(probes)} probes added")
    for line in update_redundant(unnoticed):
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
