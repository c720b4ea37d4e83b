"""Is the mapping table true to the ontology, to the vocabularies it names and to their licenses, and is it complete?

The forms of identifiers and the licenses are those that the Bioregistry (https://bioregistry.io) lists for each
vocabulary. Coverage is counted over the branches of :data:`kg.graph.coverage.BRANCHES`.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from kg.build.sources import Sources
from kg.findings import WARNING, Issue, nearest
from kg.graph.coverage import BRANCHES, REASONS, Gap, read_gaps
from kg.graph.mappings import NO_TERM, MappingRow, read_mappings

__all__ = ["CODES", "LABELS_WITHHELD", "check_mappings"]

CODES = {
    "O009": ("A mapping has a subject that is no term of the ontology", "use the term's present name"),
    "O060": ("An outside identifier is badly formed", "copy the identifier from the vocabulary"),
    "O061": (
        "A label of a vocabulary stands here that its license does not give away",
        "take out the label; the code stays",
    ),
    "O062": ("A mapping has another label than its class", "copy the label of the class"),
    "O063": (
        "Two classes match one outside term exactly",
        "keep the one that has the same meaning; the other is narrower, or related",
    ),
    "O064": (
        "A term was not found, and is matched exactly",
        "take out the row with sssom:NoTermFound",
    ),
    "O065": (
        "A class has no exact match and no reason",
        "add the identifier to the mappings, or the reason to ontology/mappings-none.tsv",
    ),
    "O066": (
        "A reason for a missing match is wrong",
        "name a class of the ontology without a mapping, and a reason of those allowed",
    ),
}

LABELS_WITHHELD = frozenset({"ATC", "DICOM", "DrugBank", "ICD10", "ICD10CM", "ICDO", "LOINC", "RXNORM", "SNOMEDCT"})
"""Prefixes of vocabularies whose codes may be named, and whose labels may not be copied."""

_FORMS = {
    "ATC": r"[A-Z]([0-9]{2}([A-Z]([A-Z]([0-9]{2})?)?)?)?",
    "BFO": r"[0-9]{7}",
    "CHEBI": r"[0-9]{1,6}",
    "DICOM": r"([0-9]{6}|[A-Z]{2,6})",
    "DOID": r"[0-9]{1,7}",
    "DrugBank": r"DB[0-9]{5}",
    "EFO": r"[0-9]{7}",
    "HGNC": r"[0-9]{1,5}",
    "HP": r"[0-9]{7}",
    "IAO": r"[0-9]{7}",
    "ICD10": r"[A-Z][0-9]{2}([.][0-9]{1,2})?",
    "ICD10CM": r"[A-Z][0-9][0-9A-Z]([.][0-9A-Z]{1,4})?",
    "ICDO": r"([0-9]{4}/[0-9]|C[0-9]{2}([.][0-9])?)",
    "LOINC": r"[0-9]{1,5}-[0-9]",
    "MONDO": r"[0-9]{7}",
    "NCIT": r"C[0-9]{3,6}",
    "OBI": r"[0-9]{7}",
    "OGMS": r"[0-9]{7}",
    "ONCOTREE": r"[A-Z0-9_]+",
    "PATO": r"[0-9]{7}",
    "RXNORM": r"[0-9]{1,7}",
    "SNOMEDCT": r"[0-9]{6,18}",
    "UBERON": r"[0-9]{7}",
}
_EXACT = "skos:exactMatch"
_TABLE, _GAPS = "ontology/mappings.sssom.tsv", "ontology/mappings-none.tsv"


def check_mappings(sources: Sources) -> list[Issue]:
    """Every issue of the mapping table and of the list of classes without a match."""
    folder = os.path.join(sources.root, "ontology")
    rows = read_mappings(os.path.join(folder, "mappings.sssom.tsv")).rows
    gaps = read_gaps(os.path.join(folder, "mappings-none.tsv"))
    labels = sources.vocabulary.labels
    issues = [issue for row in rows for issue in _row_issues(row, labels)]
    issues += _shared(rows)
    issues += _contradicted(rows)
    issues += _gap_issues(gaps, rows, labels)
    issues += _uncovered(sources, rows, gaps)
    return issues


def _issue(code: str, message: str, row: MappingRow | Gap, value: str, **more: object) -> Issue:
    file = _TABLE if isinstance(row, MappingRow) else _GAPS
    remedy = CODES[code][1]
    return Issue(code, message, file=file, line=row.line, field=row.subject, value=value, remedy=remedy, **more)  # type: ignore[arg-type]


def _row_issues(row: MappingRow, labels: Mapping[str, str]) -> Iterator[Issue]:
    name = row.subject.removeprefix("mbc:")
    if name not in labels:
        hint = nearest(name, labels)
        yield _issue("O009", "is mapped and is no term of the ontology", row, row.subject, suggestion=hint)
    elif row.subject_label != labels[name]:
        yield _issue("O062", f"is not the label of the class, {labels[name]}", row, row.subject_label)
    if row.object == NO_TERM:
        return
    prefix, _, local = row.object.partition(":")
    if prefix not in _FORMS or not re.fullmatch(_FORMS[prefix], local):
        yield _issue("O060", f"is no identifier of {prefix}", row, row.object)
    if prefix in LABELS_WITHHELD and row.object_label:
        yield _issue("O061", f"is a label of {prefix}", row, row.object_label)


def _shared(rows: tuple[MappingRow, ...]) -> Iterator[Issue]:
    by_object: dict[str, list[MappingRow]] = defaultdict(list)
    for row in rows:
        if row.predicate == _EXACT and row.object != NO_TERM:
            by_object[row.object].append(row)
    for found in by_object.values():
        for row in found[1:]:
            yield _issue("O063", f"is the exact match of {found[0].subject} too", row, row.object)


def _contradicted(rows: tuple[MappingRow, ...]) -> Iterator[Issue]:
    exact = {(row.subject, row.source) for row in rows if row.predicate == _EXACT and row.object != NO_TERM}
    for row in rows:
        if row.object == NO_TERM and (row.subject, row.source) in exact:
            yield _issue("O064", "was not found there, and has an exact match there", row, row.source)


def _gap_issues(gaps: tuple[Gap, ...], rows: tuple[MappingRow, ...], labels: Mapping[str, str]) -> Iterator[Issue]:
    mapped = {row.subject for row in rows}
    seen: set[str] = set()
    for gap in gaps:
        if gap.reason not in REASONS:
            yield _issue("O066", "is no reason", gap, gap.reason, allowed=sorted(REASONS))
        if gap.subject.removeprefix("mbc:") not in labels:
            yield _issue("O066", "is no term of the ontology", gap, gap.subject)
        elif gap.subject in mapped:
            yield _issue("O066", "has a row in the mapping table", gap, gap.subject)
        elif gap.subject in seen:
            yield _issue("O066", "stands twice", gap, gap.subject)
        seen.add(gap.subject)


def _uncovered(sources: Sources, rows: tuple[MappingRow, ...], gaps: tuple[Gap, ...]) -> Iterator[Issue]:
    """A warning for each class of a branch of which nothing is said: no mapping, no reason, no verdict class."""
    told = {row.subject for row in rows} | {gap.subject for gap in gaps}
    for branch, root in BRANCHES.items():
        for name in sources.vocabulary.assertable(root):
            if f"mbc:{name}" not in told:
                yield Issue(
                    "O065",
                    f"is a class of the branch {branch} without a mapping or a reason",
                    severity=WARNING,
                    file=_GAPS,
                    field=f"mbc:{name}",
                    remedy=CODES["O065"][1],
                )
