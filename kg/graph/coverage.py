"""How far classes of ours are matched by terms of other vocabularies, branch by branch, and why where they are not.

A class that no outside term matches exactly has a reason: a row of another kind in the mapping table (the outside term
is broader, say), ``sssom:NoTermFound`` there, or a row of ``ontology/mappings-none.tsv``, which has one of
:data:`REASONS`. A class that only inference may find is a verdict of this ontology and needs none.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.cases.vocabulary import Vocabulary
from kg.errors import UnreadableInput
from kg.graph.mappings import NO_TERM, MappingRow, MappingTable

__all__ = ["BRANCHES", "REASONS", "Branch", "Gap", "coverage", "read_gaps"]

BRANCHES = {
    "site": "BodyPart",
    "histology": "HistologyResult",
    "drug": "DrugAdministration",
    "marker": "ReceptorResult",
    "therapy": "Therapy",
    "examination": "Examination",
    "finding": "ClinicalFinding",
    "response": "ResponseAssessment",
    "outcome": "Outcome",
}
"""The branches that are counted, by the class at their top."""

REASONS = {
    "combined": "two notions in one class, which other vocabularies keep apart",
    "grouping": "a grouping of ours, made for questions; other vocabularies group otherwise",
    "statement": "what a report states of an item; other vocabularies have the item and not the statement",
    "unverified": "no identifier has been seen in its vocabulary yet",
}
"""Why a class has no mapping at all, by the word that stands for it."""

_EXACT = "skos:exactMatch"
_NEARER = ("skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch")


@dataclass(frozen=True, slots=True)
class Gap:
    """A class without a mapping: its name as ``mbc:Name``, the reason, a comment, and the line where it stands."""

    line: int
    subject: str
    reason: str
    comment: str


@dataclass(frozen=True, slots=True)
class Branch:
    """The classes of one branch by their local names: matched exactly, verdicts, and the others with what is said."""

    name: str
    root: str
    exact: tuple[str, ...]
    verdicts: tuple[str, ...]
    others: tuple[tuple[str, str], ...]
    """Local name and kind: ``closeMatch`` and so on, ``not found``, a word of REASONS, or the empty string."""

    @property
    def counted(self) -> int:
        """How many classes a match could be asked of."""
        return len(self.exact) + len(self.others)


def read_gaps(path: str) -> tuple[Gap, ...]:
    """The rows of the list of classes without a mapping, in order; UnreadableInput when it cannot be read."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from error
    return tuple(
        Gap(number, row.get("subject_id") or "", row.get("reason") or "", row.get("comment") or "")
        for number, row in enumerate(rows, 2)
    )


def coverage(vocabulary: Vocabulary, table: MappingTable, gaps: Iterable[Gap]) -> list[Branch]:
    """Each branch of BRANCHES with its classes, sorted by name."""
    rows: dict[str, list[MappingRow]] = defaultdict(list)
    for row in table.rows:
        rows[row.subject.removeprefix("mbc:")].append(row)
    reasons = {gap.subject.removeprefix("mbc:"): gap.reason for gap in gaps}
    found = []
    for branch, root in BRANCHES.items():
        kinds = {name: _kind(rows[name], reasons.get(name, "")) for name in vocabulary.names_below(root)}
        exact = tuple(name for name, kind in kinds.items() if kind == "exactMatch")
        rest = [name for name in kinds if kinds[name] != "exactMatch"]
        verdicts = tuple(name for name in rest if name in vocabulary.inferred_only)
        others = tuple((name, kinds[name]) for name in rest if name not in vocabulary.inferred_only)
        found.append(Branch(branch, root, exact, verdicts, others))
    return found


def _kind(rows: list[MappingRow], reason: str) -> str:
    """The best that is said of a class: an exact match, another match, not found, or the reason given."""
    matched = {row.predicate for row in rows if row.object != NO_TERM}
    for predicate in (_EXACT, *_NEARER):
        if predicate in matched:
            return predicate.removeprefix("skos:")
    return "not found" if rows else reason
