"""Probes for pieces of the ontology that no stored probe notices.

For an inclusion the smallest case is built in which its left-hand side holds, with values at the bounds of its data
ranges; for a weakened left-hand side the smallest case in which only the weakened one holds. What is proposed has to
be so with the whole ontology, and not to be so with the mutant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count, islice, product

from kg.graph.assemble import read_ontology
from kg.names import resource_root
from kg.reason.axioms import AxiomBox, read_axioms
from kg.reason.syntax import THING, And, Axiom, Expression, HasLiteral, HasValue, Named, Or, Some, SomeData, local
from kg.reason.values import ANY_LITERAL, DataRange, intersect
from tests.reason.probes import (
    CONTRADICTION,
    FILE,
    Probe,
    answers,
    denied_by,
    notices,
    query_class,
    read_probes,
    used_by,
    write_probes,
)
from tests.reason.probes_mutants import Atoms, Mutant, mutants_of, symbols
from tests.reason.probes_text import show_expression, show_value

__all__ = ["cases_of", "data_ranges", "ontology_box", "propose_missing", "proposals", "survivors", "values_in"]

NAMES = "xyzuvw"
MOST = 40


def ontology_box() -> AxiomBox:
    """The axioms of the checkout's ontology."""
    return read_axioms(read_ontology(f"{resource_root()}/ontology"))


def values_in(data: DataRange) -> list[str]:
    """A few values of a range, as a probe writes them: at its bounds, next to them, and further inside."""
    if data.kind == "literal":
        return ["1", '"text"']
    if data.kind not in ("decimal", "integer"):
        return {"string": ['"text"'], "dateTime": ["2025-04-01T00:00:00"]}[data.kind]
    steps = [Decimal(1)] if data.kind == "integer" else [Decimal("0.01"), Decimal(1)]
    near = [Decimal(0), *steps, Decimal(5), Decimal(50)]
    tried = [data.low + step for step in near] if data.low is not None else []
    tried += [data.high - step for step in near] if data.high is not None else []
    tried += [] if tried else [Decimal(1), Decimal(2), Decimal("1.5")]
    return [str(value) for value in dict.fromkeys(tried) if data.holds(("number", value))]


@dataclass
class _Case:
    """Statements that make an expression hold, as parts of a probe's line."""

    parts: list[str] = field(default_factory=list)
    fresh: Iterator[str] = field(default_factory=lambda: (NAMES[n] if n < 6 else f"z{n}" for n in count()))


def cases_of(expression: Expression) -> Iterator[str]:
    """The smallest cases in which ``x`` is in the expression; one for each choice of values and alternatives."""
    for choice in product(*([range(len(options)) for options in _choices(expression)] or [range(1)])):
        made = _Case()
        name = next(made.fresh)
        picked = iter(choice)
        _build(expression, name, made, picked)
        if made.parts:
            yield ", ".join(made.parts)


def _merged(operands: tuple[Expression, ...]) -> list[Expression]:
    """The operands with the ranges of one data property put together where one value can be in all of them."""
    found: list[Expression] = []
    for part in operands:
        place = next(
            (n for n, other in enumerate(found) if isinstance(part, SomeData) and _same(part, other)), len(found)
        )
        both = None
        if isinstance(part, SomeData) and place < len(found):
            other = found[place]
            both = intersect(part.data, other.data) if isinstance(other, SomeData) else None
            if both is not None:
                found[place] = SomeData(part.prop, both)
        if both is None:
            found.append(part)
    return sorted(found, key=lambda item: not isinstance(item, Named))


def _same(one: SomeData, other: Expression) -> bool:
    return isinstance(other, SomeData) and one.prop == other.prop


def _choices(expression: Expression) -> list[list[object]]:
    """The places of an expression where there is a choice, in the order in which :func:`_build` meets them."""
    match expression:
        case And(operands):
            return [choice for part in _merged(operands) for choice in _choices(part)]
        case Some(_, filler):
            return _choices(filler)
        case SomeData(_, data):
            return [list(values_in(data))]
        case _:
            return []


def _build(expression: Expression, name: str, made: _Case, picked: Iterator[int]) -> None:
    match expression:
        case Named(iri):
            if expression != THING:
                made.parts.append(f"{name} a {local(iri)}")
        case And(operands):
            for part in _merged(operands):
                _build(part, name, made, picked)
        case Some(prop, filler):
            target = next(made.fresh)
            made.parts.append(f"{name} {local(prop)} {target}")
            _build(filler, target, made, picked)
        case SomeData(prop, data):
            made.parts.append(f"{name} {local(prop)} {values_in(data)[next(picked)]}")
        case HasLiteral(prop, value, _) | HasValue(prop, value):
            made.parts.append(f"{name} {local(prop)} {show_value(value)}")
        case Or(operands):
            _build(operands[0], name, made, picked)
        case _:
            raise ValueError(f"{expression} has no cases")


def proposals(mutant: Mutant, ranges: Mapping[str, DataRange]) -> Iterator[tuple[str, str, str]]:
    """Subject, given and expected of probes that may notice a mutant; the plainest first."""
    atom = mutant.atom
    if atom.kind == "subclass":
        low, high = atom.classes
        subject = local(high.iri) if isinstance(high, Named) else local(getattr(low, "iri", ""))
        expected = _expectation(high)
        changed = mutant.replacement.classes if mutant.replacement else atom.classes
        for case in islice(cases_of(low), MOST):
            yield subject, case, expected
        if changed[0] != low:
            for case in islice(cases_of(changed[0]), MOST):
                yield subject, case, f"not {expected}"
        if changed[1] != high:
            for case in islice(cases_of(low), MOST):
                yield subject, case, f"not {_expectation(changed[1])}"
    elif atom.kind == "disjoint":
        subject = local(min(symbols(atom.classes[0])))
        for case in islice(cases_of(And(atom.classes)), MOST):
            yield subject, case, CONTRADICTION
        if mutant.replacement is not None:
            for case in islice(cases_of(And(mutant.replacement.classes)), MOST):
                yield subject, case, f"no {CONTRADICTION}"
    else:
        for given, expected in _of_property(atom, ranges):
            yield local(atom.properties[-1]), given, expected


def _expectation(expression: Expression) -> str:
    """What a probe expects of ``x`` when it is in the expression."""
    if isinstance(expression, HasLiteral):
        return f"x {local(expression.prop)} {show_value(expression.literal)}"
    if isinstance(expression, HasValue):
        return f"x {local(expression.prop)} {show_value(expression.individual)}"
    return f"x a {show_expression(expression)}"


def _of_property(atom: Axiom, ranges: Mapping[str, DataRange]) -> Iterator[tuple[str, str]]:
    names = [local(prop) for prop in atom.properties]
    values = values_in(ranges[atom.properties[0]]) if atom.properties[0] in ranges else ["y"]
    match atom.kind:
        case "domain":
            yield f"x {names[0]} {values[0]}", f"x a {show_expression(atom.classes[0])}"
        case "range" if atom.classes:
            yield f"x {names[0]} y", f"y a {show_expression(atom.classes[0])}"
        case "range" if atom.data is not None:
            for value in ('"text"', "1.5", "1", "2025-04-01T00:00:00"):
                yield f"x {names[0]} {value}", "contradiction"
        case "subproperty":
            yield f"x {names[0]} {values[0]}", f"x {names[1]} {values[0]}"
        case "inverse":
            yield f"x {names[0]} y", f"y {names[1]} x"
            yield f"x {names[1]} y", f"y {names[0]} x"
        case "symmetric":
            yield f"x {names[0]} y", f"y {names[0]} x"
        case "transitive":
            yield f"x {names[0]} y, y {names[0]} z", f"x {names[0]} z"
        case "chain":
            path = "xyzuvw"[: len(names)]
            steps = [f"{path[n]} {prop} {path[n + 1]}" for n, prop in enumerate(names[:-1])]
            yield ", ".join(steps), f"x {names[-1]} {path[-1]}"


def data_ranges(box: AxiomBox) -> dict[str, DataRange]:
    """The range of each data property."""
    found = dict.fromkeys(box.vocabulary.data, ANY_LITERAL)
    return found | {axiom.properties[0]: axiom.data for axiom in box.axioms if axiom.data is not None}


def survivors(box: AxiomBox, atoms: Atoms, probes: Sequence[Probe], skipped: Set[str] = frozenset()) -> list[Mutant]:
    """The mutants that no probe notices, without those whose text is to be skipped."""
    used = used_by(probes, answers(atoms.all, box.vocabulary, probes))
    denied = denied_by(probes)
    found = []
    for atom in atoms.all:
        for mutant in mutants_of(atom, atoms.above):
            tried = [*used.get(atom, ()), *denied.get(_denied(mutant), ())]
            if mutant.text not in skipped and not any(notices(p, mutant, atoms, box.vocabulary) for p in tried):
                found.append(mutant)
    return found


def _denied(mutant: Mutant) -> str:
    """The class that a mutant may put an individual into by mistake; nothing when it only takes something away."""
    if mutant.replacement is None or not mutant.replacement.classes:
        return ""
    if mutant.atom.kind == "disjoint":
        return CONTRADICTION
    head = mutant.replacement.classes[-1]
    return head.iri if isinstance(head, Named) else query_class(show_expression(head))


def propose_missing() -> tuple[list[Probe], list[Mutant]]:
    """Adds a probe for each mutant that none notices; these probes, and the mutants for which there is none."""
    box = ontology_box()
    atoms = Atoms(box.axioms)
    ranges = data_ranges(box)
    probes = read_probes() if FILE.exists() else []
    known = {(probe.given, probe.expected) for probe in probes}
    added: list[Probe] = []
    unnoticed: list[Mutant] = []
    numbers: dict[str, int] = {}
    for probe in probes:
        subject, _, number = probe.id.rpartition("/")
        numbers[subject] = max(numbers.get(subject, 0), int(number))
    for mutant in survivors(box, atoms, probes):
        found = _find(mutant, atoms, box, ranges, numbers)
        if found is None:
            unnoticed.append(mutant)
        elif (found.given, found.expected) not in known:
            known.add((found.given, found.expected))
            subject = found.id.rpartition("/")[0]
            numbers[subject] = numbers.get(subject, 0) + 1
            added.append(found)
    write_probes([*probes, *added])
    return added, unnoticed


def _find(
    mutant: Mutant, atoms: Atoms, box: AxiomBox, ranges: Mapping[str, DataRange], numbers: Mapping[str, int]
) -> Probe | None:
    """The first proposal that holds, and does not hold with the mutant."""
    for subject, given, expected in proposals(mutant, ranges):
        probe = Probe(f"{subject}/{numbers.get(subject, 0) + 1}", given, expected)
        holds = answers(atoms.relevant(probe.terms), box.vocabulary, [probe]).holds(probe)
        if holds and notices(probe, mutant, atoms, box.vocabulary):
            return probe
    return None
