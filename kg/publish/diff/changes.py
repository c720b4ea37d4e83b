"""What changed, in pieces that can be put into the old release one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.graph.terms import Statement, is_literal
from kg.names import case_id_of, report_key_of
from kg.publish.diff.side import Side

__all__ = ["CASE", "QUERY", "REPORT", "RULE", "TERM", "Change", "statement_changes", "text_changes"]

CASE, REPORT, TERM, RULE, QUERY = "case", "report", "term", "rule", "query"


@dataclass(frozen=True, eq=False, slots=True)
class Change:
    """One piece: statements that are gone and statements that are new.

    ``kind`` is CASE, REPORT, TERM, RULE or QUERY; ``owner`` the id of the case, report, rule or query, or the IRI term
    of a term; ``subject`` and ``predicate`` what the statements are about (empty for rules and queries, which change as
    a whole). A text or number that was replaced is one piece; any other statement is a piece of its own.
    """

    kind: str
    owner: str
    subject: str = ""
    predicate: str = ""
    removed: tuple[Statement, ...] = ()
    added: tuple[Statement, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        """What pieces are sorted by."""
        values = (statement[2] for statement in (*self.removed, *self.added))
        return (self.kind, self.owner, self.subject, self.predicate, *values)


def statement_changes(kind: str, old: Iterable[Statement], new: Iterable[Statement]) -> list[Change]:
    """The pieces in which two sets of statements without blank nodes differ, sorted."""
    before, after = set(old), set(new)
    gone: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    come: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for statement in sorted(before - after):
        gone[statement[:2]].append(statement)
    for statement in sorted(after - before):
        come[statement[:2]].append(statement)
    return sorted(_pieces(kind, gone, come), key=lambda change: change.order)


def _pieces(
    kind: str, gone: dict[tuple[str, str], list[Statement]], come: dict[tuple[str, str], list[Statement]]
) -> Iterator[Change]:
    for subject, predicate in {**gone, **come}:
        removed, added = gone.get((subject, predicate), []), come.get((subject, predicate), [])
        owner = case_id_of(subject) or report_key_of(subject) or subject
        if removed and added and all(is_literal(one[2]) for one in (*removed, *added)):
            yield Change(kind, owner, subject, predicate, tuple(removed), tuple(added))
        else:
            for one in removed:
                yield Change(kind, owner, subject, predicate, removed=(one,))
            for one in added:
                yield Change(kind, owner, subject, predicate, added=(one,))


def text_changes(old: Side, new: Side) -> list[Change]:
    """A piece for each rule and each query that is new, gone or another text."""
    found = []
    for name in sorted({*old.rules, *new.rules}):
        before, after = old.rules.get(name), new.rules.get(name)
        if before is None or after is None or before.construct != after.construct:
            found.append(Change(RULE, name))
    for name in sorted({*old.queries, *new.queries}):
        was, now = old.queries.get(name), new.queries.get(name)
        if was is None or now is None or was.text != now.text:
            found.append(Change(QUERY, name))
    return found
