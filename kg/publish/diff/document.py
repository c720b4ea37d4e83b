"""A difference for programs: JSON, statements in N-Triples syntax."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from kg.graph.terms import Statement
from kg.names import local_name
from kg.publish.diff.answers import RowChange
from kg.publish.diff.causes import Cause
from kg.publish.diff.changes import QUERY, RULE, Change
from kg.publish.diff.compare import Difference
from kg.publish.diff.side import Side
from kg.publish.diff.terms import TermChange, Told
from kg.publish.diff.words import Labels

__all__ = ["to_json"]


def to_json(difference: Difference) -> str:
    """Everything by name. ``removed`` and ``added`` statements of a case lead from the old case to the new one."""
    labels = Labels(difference)
    content = {
        "old": _side(difference.old),
        "new": _side(difference.new),
        "same": difference.empty,
        "cases": {
            "added": {case: _lines(difference.new.asserted[case]) for case in difference.cases_added},
            "removed": {case: _lines(difference.old.asserted[case]) for case in difference.cases_removed},
            "changed": {case: [_change(one, labels) for one in found] for case, found in difference.by_case()},
        },
        "reports": [_change(one, labels) for one in difference.reports],
        "terms": [_term(one) for one in difference.terms],
        "rules": _names(difference.names(RULE)),
        "queries": _names(difference.names(QUERY)),
        "mappings": dict(zip(("removed", "added"), map(_lines, difference.mappings), strict=True)),
        "answers": [
            {
                "query": one.answer.query.id,
                "parameters": {entry.name: entry.default for entry in one.answer.query.parameters},
                "columns": list(one.answer.columns),
                "rows": [_row(row, cause, labels) for row, cause in one.rows],
            }
            for one in difference.answers
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _side(side: Side) -> dict[str, str]:
    return {"name": side.name, "version": side.version}


def _lines(statements: Iterable[Statement]) -> list[str]:
    return [f"{s} {p} {o} ." for s, p, o in statements]


def _change(change: Change, labels: Labels) -> dict[str, object]:
    return {
        "about": labels.part(change.subject),
        "kind": labels.kind(change.subject),
        "words": labels.change(change),
        "removed": _lines(change.removed),
        "added": _lines(change.added),
    }


def _term(one: TermChange) -> dict[str, object]:
    return {
        "term": one.term[1:-1] or None,
        "label": one.label,
        "change": one.kind,
        "aspects": list(one.aspects),
        "removed": _told(one.removed),
        "added": _told(one.added),
    }


def _told(found: Iterable[Told]) -> list[dict[str, str]]:
    return [{"property": told.predicate.strip("<>"), "value": told.text} for told in found]


def _names(names: Sequence[Sequence[str]]) -> dict[str, list[str]]:
    return dict(zip(("added", "removed", "changed"), map(list, names), strict=True))


def _row(row: RowChange, cause: Cause, labels: Labels) -> dict[str, object]:
    return {
        "case": row.case or None,
        "old": row.old,
        "new": row.new,
        "verdict": {"old": row.verdicts[0], "new": row.verdicts[1]} if any(row.verdicts) else None,
        "changed": list(row.changed),
        "because": [_cause(change, labels) for change in cause.changes],
        "narrowed": cause.least,
        "note": cause.note or None,
    }


def _cause(change: Change, labels: Labels) -> dict[str, object]:
    owner = local_name(change.owner) if change.owner.startswith("<") else change.owner
    told: dict[str, object] = {"kind": change.kind, "of": owner}
    return {**told, **_change(change, labels)} if change.predicate else told
