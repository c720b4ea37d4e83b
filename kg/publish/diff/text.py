"""A difference for people: one section a kind of thing, ``+`` new, ``-`` gone, ``~`` changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kg.ask.layout import wrap
from kg.graph.terms import Statement
from kg.names import case_iri, compact, ref
from kg.publish.diff.answers import RowChange
from kg.publish.diff.causes import Cause
from kg.publish.diff.changes import QUERY, RULE, Change
from kg.publish.diff.compare import AnswerDifference, Difference
from kg.publish.diff.side import VERDICTS
from kg.publish.diff.terms import INCLUDES, TermChange, Told
from kg.publish.diff.words import Labels, without_bounds

__all__ = ["to_text"]

_SIGNS = {"added": "+", "removed": "-", "changed": "~", "deprecated": "!"}
_STEP = "  "
_MANY = 4  # rows of a case that are listed one by one


def to_text(difference: Difference, width: int = 100) -> str:
    """The report; one line says so where nothing changed."""
    sides = (difference.old, difference.new)
    lines = [" -> ".join(_title(side.name, side.version) for side in sides)]
    if difference.empty:
        return f"{lines[0]}\nno difference in cases, terms, rules, queries, mappings or answers\n"
    labels = Labels(difference)
    sections: Sequence[tuple[str, Iterable[str]]] = (
        ("cases", _cases(difference, labels)),
        ("reports", _pieces(difference.reports, labels)),
        ("terms", _terms(difference, labels)),
        ("rules", _names(difference.names(RULE))),
        ("queries", _names(difference.names(QUERY))),
        ("mappings", _mappings(difference.mappings)),
        ("answers", _answers(difference, labels)),
    )
    for title, content in sections:
        found = list(content)
        if found:
            lines += ["", title, *(folded for line in found for folded in _folded(_STEP + line, width))]
    return "\n".join(lines) + "\n"


def _title(name: str, version: str) -> str:
    return f"{name} ({version})" if version else name


def _folded(line: str, width: int) -> Iterator[str]:
    """A line in as many as it needs; what is carried over is indented further."""
    indent = line[: len(line) - len(line.lstrip())]
    first, *more = wrap(line.strip(), max(width - len(indent) - 4, 40)) or [""]
    yield indent + first
    yield from (f"{indent}    {one}" for one in more)


def _cases(difference: Difference, labels: Labels) -> Iterator[str]:
    yield from (f"+ {case}: {_case_label(case, labels)}" for case in difference.cases_added)
    yield from (f"- {case}: {_case_label(case, labels)}" for case in difference.cases_removed)
    for case, changes in difference.by_case():
        yield f"~ {case}"
        before = {statement[0] for statement in difference.old.asserted[case]}
        after = {statement[0] for statement in difference.new.asserted[case]}
        yield from (_STEP + line for line in _pieces(changes, labels, before, after))


def _case_label(case: str, labels: Labels) -> str:
    return labels.label(ref(case_iri(case)))


def _pieces(
    changes: Iterable[Change], labels: Labels, before: Iterable[str] = (), after: Iterable[str] = ()
) -> Iterator[str]:
    """The changes by the thing they are about."""
    for subject, found in groupby(without_bounds(changes), key=lambda change: change.subject):
        kind = labels.kind(subject)
        name = labels.part(subject) + (f" ({kind})" if kind and labels.part(subject) != "the case" else "")
        sign = "~" if (subject in before) == (subject in after) else ("+" if subject in after else "-")
        yield f"{sign} {name}"
        yield from (_STEP + labels.change(change) for change in found)


def _terms(difference: Difference, labels: Labels) -> Iterator[str]:
    for one in difference.terms:
        name = f"{compact(one.term)}: {one.label}" if one.term else f"axiom: {one.label}"
        told = f" ({', '.join(one.aspects)})" if one.aspects else (" (deprecated)" if one.kind == "deprecated" else "")
        yield f"{_SIGNS[one.kind]} {name}{told}"
        if one.kind in ("changed", "deprecated"):
            yield from (_STEP + line for line in _term_lines(one, labels))


def _term_lines(one: TermChange, labels: Labels) -> Iterator[str]:
    """A value that was replaced on one line, any other on a line of its own."""
    for predicate in dict.fromkeys(told.predicate for told in (*one.removed, *one.added)):
        old, new = (_of(found, predicate) for found in (one.removed, one.added))
        verb = predicate if predicate == INCLUDES else compact(predicate)
        if len(old) == len(new) == 1:
            yield f"{verb}: {old[0]} -> {new[0]}"
        else:
            yield from (f"- {verb}: {text}" for text in old)
            yield from (f"+ {verb}: {text}" for text in new)


def _of(found: Iterable[Told], predicate: str) -> list[str]:
    return [told.text for told in found if told.predicate == predicate]


def _names(names: tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]) -> Iterator[str]:
    for sign, found in zip("+-~", names, strict=True):
        yield from (f"{sign} {name}" for name in found)


def _mappings(mappings: tuple[tuple[Statement, ...], tuple[Statement, ...]]) -> Iterator[str]:
    for sign, found in zip("-+", mappings, strict=True):
        for subject, predicate, value in found:
            yield f"{sign} {compact(subject)} {compact(predicate)} {compact(value)}"


def _answers(difference: Difference, labels: Labels) -> Iterator[str]:
    for one in difference.answers:
        yield _question(one)
        yield from (_STEP + line for line in _rows(one, labels))


def _question(one: AnswerDifference) -> str:
    told = [f"{entry.name}={entry.default}" for entry in one.answer.query.parameters if entry.default]
    return " ".join([one.answer.query.id, *told])


def _rows(one: AnswerDifference, labels: Labels) -> Iterator[str]:
    """Rows with their causes; only their number where a case has many that are new or gone and tell no verdict."""
    for case, found in groupby(one.rows, key=lambda pair: pair[0].case):
        pairs = list(found)
        loose = [row for row, _ in pairs if row.old is None or row.new is None]
        note = pairs[0][1].note
        if (len(loose) > _MANY and not _is_of_verdicts(one)) or (note and len(loose) == len(pairs) > 1):
            yield f"{case}: {_count(loose)}" + (f"; {note}" if note else "")
            pairs = [pair for pair in pairs if pair[0] not in loose]
        for row, cause in pairs:
            yield _row(case, row) + (f"; {cause.note}" if cause.note else "")
            yield from (
                _STEP + line for line in (*_cells(row, one.answer.query.verdict_column), *_because(cause, labels))
            )


def _is_of_verdicts(one: AnswerDifference) -> bool:
    return one.answer.query.has_verdict or one.answer.query.id == VERDICTS


def _count(rows: Sequence[RowChange]) -> str:
    """How many rows are new, and how many gone."""
    new = sum(row.old is None for row in rows)
    told = [f"{count} {word}" for count, word in ((new, "new"), (len(rows) - new, "gone")) if count]
    return f"{' and '.join(told)} row{'' if len(rows) == 1 else 's'}"


def _row(case: str, row: RowChange) -> str:
    about = " ".join(str(value) for name, value in row.key.items() if name != "case" and value is not None)
    head = f"{case} {about}".rstrip() or "all cases"
    if row.old is None or row.new is None:
        shown = row.new if row.new is not None else row.old
        assert shown is not None
        values = ", ".join(
            f"{name} {_shown(value)}" for name, value in shown.items() if name != "case" and value is not None
        )
        return f"{'+' if row.old is None else '-'} {head}: {values}"
    if row.verdict_changed:
        return f"~ {head}: {_shown(row.verdicts[0])} -> {_shown(row.verdicts[1])}"
    return f"~ {head}"


def _cells(row: RowChange, verdict: str | None) -> Iterator[str]:
    """The cells that differ; the verdict itself was told before."""
    if row.old is not None and row.new is not None:
        for name in row.changed:
            if name != verdict:
                yield f"{name}: {_shown(row.old[name])} -> {_shown(row.new[name])}"


def _shown(value: object) -> str:
    if value is None:
        return "nothing"
    return "cannot tell" if value == "unknown" else str(value)


def _because(cause: Cause, labels: Labels) -> Iterator[str]:
    if not cause.least:
        kinds = Counter(change.kind for change in cause.changes)
        told = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
        yield f"because of some of {len(cause.changes)} changes, not narrowed down further ({told})"
    elif cause.changes:
        lines = [labels.cause(change) for change in cause.changes]
        yield f"because of: {lines[0]}" if len(lines) == 1 else "because of:"
        yield from (_STEP + line for line in (lines if len(lines) > 1 else ()))
