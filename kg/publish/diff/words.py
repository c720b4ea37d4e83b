"""Changes in words: labels of parts, classes and properties of both sides, values as people read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, is_literal, lexical, term
from kg.names import case_id_of, compact, local_name
from kg.publish.diff.changes import CASE, QUERY, RULE, Change
from kg.publish.diff.compare import Difference

__all__ = ["Labels", "without_bounds"]

# These follow from the text of a date and are not told of apart.
_BOUNDS = {term(name): term("date") for name in ("earliest", "latest", "earliestDay", "latestDay")} | {
    term(name): term("endDate") for name in ("endEarliest", "endLatest", "endEarliestDay", "endLatestDay")
}


class Labels:
    """Labels of everything in a difference; where the two sides call a thing differently, the new label is used."""

    def __init__(self, difference: Difference) -> None:
        self._labels: dict[str, str] = {}
        for side in (difference.new, difference.old):
            for statements in (side.ontology, side.shared, *side.asserted.values()):
                self._add(statements)
        self._classes: dict[str, list[str]] = {}
        for side in (difference.new, difference.old):
            for found in side.asserted.values():
                for subject, predicate, value in found:
                    if predicate == RDF_TYPE and value not in self._classes.setdefault(subject, []):
                        self._classes[subject].append(value)

    def _add(self, statements: Iterable[Statement]) -> None:
        for subject, predicate, value in statements:
            if predicate == RDFS_LABEL and is_literal(value):
                self._labels.setdefault(subject, lexical(value))

    def label(self, name: str) -> str:
        """The label of a thing, or its short name."""
        return self._labels.get(name) or local_name(name)

    def part(self, subject: str) -> str:
        """A part of a case by its id, the case itself as "the case"."""
        _, _, part = subject[1:-1].partition("#")
        return part or ("the case" if case_id_of(subject) else local_name(subject))

    def kind(self, subject: str) -> str:
        """What kind of thing a part is, by the labels of the classes that the case file states."""
        return ", ".join(self.label(name) for name in self._classes.get(subject, ()))

    def verb(self, predicate: str) -> str:
        """A property by its label; "is a" for the class."""
        return "is a" if predicate == RDF_TYPE else self.label(predicate)

    def value(self, value: str) -> str:
        """A value: the text of a literal, the id of a part, the label of anything else."""
        if is_literal(value):
            return f'"{lexical(value)}"' if _is_text(value) else lexical(value)
        if case_id_of(value) is not None:
            return self.part(value)
        return self.label(value) if value in self._labels else compact(value)

    def change(self, change: Change) -> str:
        """A piece on one line, without what it belongs to: ``at least: 90 -> 0``, ``+ finds: no-other-metastasis``."""
        old, new = (_listed(self, found) for found in (change.removed, change.added))
        verb = self.verb(change.predicate)
        if old and new:
            return f"{verb}: {old} -> {new}"
        return f"+ {verb}: {new}" if new else f"- {verb}: {old}"

    def cause(self, change: Change) -> str:
        """A piece on one line, with what it belongs to."""
        if change.kind in (RULE, QUERY):
            return f"{change.kind} {change.owner}"
        if change.kind == CASE:
            return f"{self.part(change.subject)}: {self.change(change)}"
        if not change.predicate:
            return f"{change.kind} {local_name(change.owner) if change.owner.startswith('<') else change.owner}"
        return f"{change.kind} {change.owner}: {self.change(change)}"


def _listed(labels: Labels, statements: Sequence[Statement]) -> str:
    """The values of statements, with commas."""
    return ", ".join(labels.value(statement[2]) for statement in statements)


def without_bounds(changes: Iterable[Change]) -> list[Change]:
    """The changes without those that only follow another date of the same item."""
    every = list(changes)
    dates = {(one.subject, one.predicate) for one in every}
    return [one for one in every if (one.subject, _BOUNDS.get(one.predicate, "")) not in dates]


def _is_text(value: str) -> bool:
    return "^^" not in value[value.rindex('"') :]
