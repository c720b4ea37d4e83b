"""Pieces of the ontology that say nothing new, each with what says it already and why it is told all the same.

``probes_redundant.tsv`` has a line for each mutant (see :mod:`tests.reason.probes_mutants`) that no case could tell
from the ontology: what follows without it, from which axioms, and the reason to keep it. A line without a reason
(``?``) is a question to the author of the axiom, and a test fails until it is answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from kg.reason.axioms import AxiomBox
from kg.reason.syntax import Axiom, Named, Some
from tests.reason.probes import Probe, answers
from tests.reason.probes_mutants import Atoms, Mutant
from tests.reason.probes_propose import MOST, data_ranges, ontology_box, proposals

__all__ = ["FILE", "Redundant", "explain", "proves", "read_redundant", "repeated", "update_redundant"]

FILE = Path(__file__).with_name("probes_redundant.tsv")
HEADER = "told\tfollows from\treason"
OPEN = "?"
_PROPERTY_AXIOMS = frozenset(("chain", "domain", "inverse", "range", "subproperty", "symmetric"))


@dataclass(frozen=True, order=True)
class Redundant:
    """What is told once too often, the axioms it follows from, and the reason to keep it."""

    told: str
    follows_from: str
    reason: str


def read_redundant(path: Path = FILE) -> list[Redundant]:
    """The stored lines, in order."""
    if not path.exists():
        return []
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    if header != HEADER:
        raise ValueError(f"{path}: the first line is not {HEADER!r}")
    return [Redundant(*line.split("\t")) for line in lines]


def repeated(atoms: Atoms) -> dict[str, tuple[Axiom, ...]]:
    """Axioms of which other axioms say every piece word for word: the text, and those others."""
    tellers: dict[Axiom, list[Axiom]] = {}
    for axiom, pieces in atoms.of.items():
        for piece in pieces:
            tellers.setdefault(piece, []).append(axiom)
    found = {}
    for axiom, pieces in atoms.of.items():
        others = [[other for other in tellers[piece] if other != axiom] for piece in pieces]
        if others and all(others):
            found[f"axiom {axiom.render()}"] = tuple(dict.fromkeys(group[0] for group in others))
    return found


def _claims(mutant: Mutant, box: AxiomBox) -> Iterator[tuple[Probe, Axiom | None]]:
    """What has to follow for the mutant to mean the same, and the axiom that may be used beside those of the rest.

    With the mutant all that the piece says; with the piece all that the mutant says.
    """
    for number, (_, given, expected) in enumerate(islice(proposals(mutant, data_ranges(box)), 2 * MOST)):
        if expected.startswith(("not ", "no ")):
            yield Probe(f"claim/{number}", given, expected.partition(" ")[2]), mutant.atom
        else:
            yield Probe(f"claim/{number}", given, expected), mutant.replacement


def explain(mutant: Mutant, atoms: Atoms, box: AxiomBox) -> frozenset[Axiom]:
    """The other pieces from which it follows that the mutant means the same."""
    found: frozenset[Axiom] = frozenset()
    for probe, axiom in _claims(mutant, box):
        rest = [atom for atom in atoms.relevant(probe.terms) if atom != mutant.atom]
        why = answers([*rest, axiom] if axiom else rest, box.vocabulary, [probe]).reasons(probe)
        found |= {atom for atom in why if atom != axiom and "urn:x-probe" not in atom.render(str)}
    return found


def proves(reasons: Sequence[Axiom], mutant: Mutant, box: AxiomBox) -> bool:
    """True when it follows from these axioms that the mutant means the same."""
    claims = [
        answers([*reasons, axiom] if axiom else reasons, box.vocabulary, [probe]).holds(probe)
        for probe, axiom in _claims(mutant, box)
        if mutant.atom.data is None
    ]
    return bool(claims) and all(claims)


def update_redundant(unnoticed: Sequence[Mutant]) -> list[str]:
    """Writes the lines of these mutants and of repeated axioms; reasons that were given stay. What is open, as text."""
    box = ontology_box()
    atoms = Atoms(box.axioms)
    reasons = {row.told: row.reason for row in read_redundant() if row.reason != OPEN}
    rows = []
    for told, others in repeated(atoms).items():
        kind = "the genus, told in the hierarchy beside the definition"
        if "disjoint" in told:
            kind = "a pair told beside its verdict or its property, and once more in a longer list of alternatives"
        rows.append(Redundant(told, _shown(others), reasons.get(told, kind)))
    for mutant in unnoticed:
        why = explain(mutant, atoms, box)
        rows.append(Redundant(mutant.text, _shown(why), reasons.get(mutant.text, _usual_reason(mutant, why))))
    text = "".join(f"{row.told}\t{row.follows_from}\t{row.reason}\n" for row in sorted(rows))
    FILE.write_text(f"{HEADER}\n{text}", encoding="utf-8")
    return [f"{FILE}: no reason yet: {row.told}" for row in sorted(rows) if row.reason == OPEN]


def _shown(axioms: Iterable[Axiom]) -> str:
    return "; ".join(sorted(axiom.render() for axiom in axioms))


def _usual_reason(mutant: Mutant, why: frozenset[Axiom]) -> str:
    """The reason of the two kinds of repetition that are a habit of the ontology."""
    atom = mutant.atom
    kinds = {axiom.kind for axiom in why}
    if atom.kind in ("domain", "range") and kinds <= _PROPERTY_AXIOMS:
        return "every property tells its own domain and range, also below another one or beside its inverse"
    if atom.kind == "disjoint" and mutant.replacement is None:
        return "a pair of alternatives, told as such, that their definitions or the classes above them exclude too"
    if atom.kind == "subclass":
        low, high = atom.classes
        plain = all(axiom.kind in _PROPERTY_AXIOMS or _is_plain(axiom) for axiom in why)
        if mutant.replacement is None and isinstance(low, Named) and isinstance(high, Named):
            return "the genus of the definition, which its other conditions imply"
        if mutant.replacement is not None and plain:
            return "a condition of the definition, which the domain or range of its property implies"
    return OPEN


def _is_plain(axiom: Axiom) -> bool:
    return axiom.kind == "subclass" and all(isinstance(part, Named | Some) for part in axiom.classes)
