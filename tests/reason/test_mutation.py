"""Every piece of the ontology is noticed: take one away, weaken one, move one bound, and a stored probe fails.

The probes are in ``probes.tsv``, what says nothing new in ``probes_redundant.tsv``; both are made by
``python -m tests.reason.probes`` for what is new, and corrected by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from random import Random

import pytest

from kg.graph.assemble import read_ontology
from kg.graph.store import read_turtle
from kg.graph.terms import Statement
from kg.names import resource_root
from kg.reason.axioms import AxiomBox, read_axioms
from kg.reason.referee import referee_pairs
from kg.reason.syntax import Axiom, local
from tests.reason.probes import Answers, Probe, answers, notices, read_probes
from tests.reason.probes_hermit import probe_classes
from tests.reason.probes_mutants import Atoms, Mutant, atoms_of, mutants_of
from tests.reason.probes_propose import ontology_box, survivors
from tests.reason.probes_redundant import proves, read_redundant, repeated

SEED = 20251123
VERBS = ("subClassOf", "disjointWith", "domain", "range", "subPropertyOf", "inverseOf")
REMEDY = "see CONTRIBUTING.md, Tests: python -m tests.reason.probes"


@cache
def box() -> AxiomBox:
    return ontology_box()


@cache
def atoms() -> Atoms:
    return Atoms(box().axioms)


@cache
def probes() -> tuple[Probe, ...]:
    return tuple(read_probes())


def failing(axioms: Iterable[Axiom]) -> list[str]:
    """The probes that do not hold in an ontology, as text."""
    found: Answers = answers(tuple(axioms), box().vocabulary, probes())
    return [f"{p.id}: {p.given} => {p.expected}" for p in probes() if not found.holds(p)]


def mutants() -> dict[str, Mutant]:
    return {mutant.text: mutant for atom in atoms().all for mutant in mutants_of(atom, atoms().above)}


def test_every_probe_holds() -> None:
    assert failing(box().axioms) == []
    assert len({probe.id for probe in probes()}) == len({(p.given, p.expected) for p in probes()}) == len(probes())


@pytest.mark.java
@pytest.mark.slow
def test_every_probe_holds_for_hermit(java: str) -> None:
    classes, names = probe_classes(probes())
    assert len(names) > 0.95 * len(probes()), "the others are about properties"
    (result,) = referee_pairs([([*read_ontology(f"{resource_root()}/ontology"), *classes], [])])
    empty = set(result.unsatisfiable)
    assert empty <= set(names.values()), "a class of the ontology can have no member"
    asked = [probe for probe in probes() if probe.id in names]
    assert [probe for probe in asked if (names[probe.id] in empty) == probe.is_negative] == []


def test_every_mutant_is_noticed() -> None:
    known = {row.told for row in read_redundant()}
    found = [mutant.text for mutant in survivors(box(), atoms(), probes(), known)]
    assert found == [], f"no probe notices these; {REMEDY}"
    print(f"{len(box().axioms)} axioms, {len(atoms().all)} pieces, {len(mutants())} mutants, {len(probes())} probes")


def test_every_axiom_is_noticed_or_listed() -> None:
    """An axiom is more than its pieces: one that repeats others word for word is listed, too."""
    redundant = {row.told for row in read_redundant()}
    again = repeated(atoms())
    for axiom in box().axioms:
        pieces = list(atoms_of(axiom))
        if not pieces:
            assert axiom.render().endswith("⊑ owl:Thing"), "marks a class that has no other above it"
            continue
        own = [f"without {piece.render()}" not in redundant for piece in pieces]
        listed = f"axiom {axiom.render()}" in redundant or all(f"without {p.render()}" in redundant for p in pieces)
        repeats = f"axiom {axiom.render()}" in again
        assert (any(own) and not repeats) or listed, axiom.render()


def test_what_is_listed_as_repeated_follows_from_what_the_list_names() -> None:
    by_text = {piece.render(): piece for piece in atoms().all} | {axiom.render(): axiom for axiom in box().axioms}
    known, again = mutants(), repeated(atoms())
    for row in read_redundant():
        assert row.reason not in ("", "?"), f"say why it is told all the same: {row.told}"
        reasons = [by_text.get(text) for text in row.follows_from.split("; ")]
        assert None not in reasons, f"no such axiom any more: {row}; {REMEDY}"
        if row.told.startswith("axiom "):
            assert row.told in again, f"is not repeated any more: {row.told}; {REMEDY}"
        else:
            mutant = known.get(row.told)
            assert mutant is not None, f"there is no such piece any more: {row.told}; {REMEDY}"
            assert proves([reason for reason in reasons if reason], mutant, box()), row.told


def test_the_pieces_that_matter_are_enough() -> None:
    """Looking only at the pieces that can matter gives the answer of the whole ontology."""
    random = Random(SEED)
    every = [m for m in mutants().values() if m.replacement is None and m.atom.kind != "chain"]
    told = [probe for probe in probes() if not probe.is_negative]
    for mutant in random.sample(every, 5):
        left = [atom for atom in atoms().all if atom != mutant.atom]
        whole = answers(left, box().vocabulary, told)
        for probe in told:
            if not whole.holds(probe):
                assert notices(probe, mutant, atoms(), box().vocabulary), (probe, mutant.text)
        for probe in random.sample(told, 40):
            assert notices(probe, mutant, atoms(), box().vocabulary) != whole.holds(probe), (probe, mutant.text)


def _files(folder: Path) -> list[Path]:
    return sorted((folder / "modules").glob("*.ttl"))


def _copy(folder: Path) -> None:
    (folder / "modules").mkdir()
    source = Path(resource_root()) / "ontology"
    (folder / "mbc.ttl").write_text((source / "mbc.ttl").read_text("utf-8"), encoding="utf-8")
    for path in _files(source):
        (folder / "modules" / path.name).write_text(path.read_text("utf-8"), encoding="utf-8")


def _losable(random: Random) -> Statement:
    """A statement that is an axiom by itself, and one that is not repeated elsewhere."""
    redundant = {row.told for row in read_redundant()}
    fine = {
        axiom
        for axiom in box().axioms
        if f"axiom {axiom.render()}" not in redundant
        and any(f"without {piece.render()}" not in redundant for piece in atoms_of(axiom))
    }
    every = read_ontology(f"{resource_root()}/ontology")
    named = [t for t in every if local(t[1]).removeprefix("owl:") in VERBS and t[0][0] == t[2][0] == "<"]
    random.shuffle(named)
    for statement in named:
        gone = fine - set(read_axioms([triple for triple in every if triple != statement]).axioms)
        if len(gone) == 1:
            return statement
    raise AssertionError("the ontology has too few axioms")


@pytest.mark.parametrize("number", range(6))
def test_an_axiom_lost_from_a_turtle_file_is_noticed(number: int, tmp_path: Path) -> None:
    statement = _losable(Random(SEED + number))
    _copy(tmp_path)
    changed = []
    for path in _files(tmp_path):
        before = read_turtle(str(path))
        if statement in before:
            text = "".join(f"{s} {p} {o} .\n" for s, p, o in before if (s, p, o) != statement)
            path.write_text(text, encoding="utf-8")
            changed.append(path.name)
    assert len(changed) == 1
    assert failing(read_axioms(read_ontology(str(tmp_path))).axioms) != [], statement


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        (r'(xsd:\w+clusive) "(\d+)"', lambda found: f'{found[1]} "{int(found[2]) + 1}"'),
        (r"(xsd:m\w\w)In(clusive)", r"\1Ex\2"),
        (r"owl:equivalentClass(?= \[)", "rdfs:subClassOf"),
    ],
    ids=["a bound a step higher", "an open bound", "only one direction of a definition"],
)
def test_a_changed_definition_in_a_turtle_file_is_noticed(
    pattern: str, replacement: str | Callable[[re.Match[str]], str], tmp_path: Path
) -> None:
    _copy(tmp_path)
    places = [(path, found) for path in _files(tmp_path) for found in re.finditer(pattern, path.read_text("utf-8"))]
    path, found = Random(SEED).choice(places)
    text = path.read_text("utf-8")
    changed = replacement(found) if callable(replacement) else found.expand(replacement)
    assert changed != found[0]
    path.write_text(text[: found.start()] + changed + text[found.end() :], encoding="utf-8")
    place = f"{path.name}, line {text.count(chr(10), 0, found.start()) + 1}"
    assert failing(read_axioms(read_ontology(str(tmp_path))).axioms) != [], place
