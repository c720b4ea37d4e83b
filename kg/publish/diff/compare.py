"""Two sides compared: the whole report as a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from kg.graph.terms import Statement
from kg.publish.diff.answers import AnswerChange, RowChange, answer_changes
from kg.publish.diff.causes import Cause, Causes
from kg.publish.diff.changes import CASE, REPORT, RULE, Change, statement_changes, text_changes
from kg.publish.diff.side import VERDICTS, Side
from kg.publish.diff.terms import TermChange, Terms, term_changes
from kg.publish.diff.worlds import Worlds

__all__ = ["AnswerDifference", "Difference", "compare"]

NEW_CASE, OLD_CASE = "the case is new", "the case is gone"


@dataclass(frozen=True, slots=True)
class AnswerDifference:
    """A query that answers differently, with the cause of each of its rows."""

    answer: AnswerChange
    rows: tuple[tuple[RowChange, Cause], ...]


@dataclass(frozen=True)
class Difference:
    """All differences. Each part is sorted and empty where the two sides agree.

    ``cases`` are the changes of cases that both sides have, ``reports`` those of the bibliography; ``texts`` rules and
    queries that are new, gone or have another text; ``mappings`` those that are gone and those that are new.
    """

    old: Side
    new: Side
    cases: tuple[Change, ...]
    reports: tuple[Change, ...]
    terms: tuple[TermChange, ...]
    texts: tuple[Change, ...]
    mappings: tuple[tuple[Statement, ...], tuple[Statement, ...]]
    answers: tuple[AnswerDifference, ...]

    @property
    def cases_added(self) -> tuple[str, ...]:
        """Ids of cases that only the new side has."""
        return tuple(sorted(self.new.asserted.keys() - self.old.asserted.keys()))

    @property
    def cases_removed(self) -> tuple[str, ...]:
        """Ids of cases that only the old side has."""
        return tuple(sorted(self.old.asserted.keys() - self.new.asserted.keys()))

    @property
    def empty(self) -> bool:
        """Whether there is no difference; another version alone is none."""
        parts = (self.cases_added, self.cases_removed, self.cases, self.reports, self.terms, self.texts, self.answers)
        return not any((*parts, *self.mappings))

    def by_case(self) -> Iterator[tuple[str, list[Change]]]:
        """The changes of each case that both sides have."""
        return ((case, list(found)) for case, found in groupby(self.cases, key=lambda change: change.owner))

    def names(self, kind: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
        """Ids of rules (or queries) that are new, gone, and changed."""
        before, after = (getattr(side, "rules" if kind == RULE else "queries") for side in (self.old, self.new))
        ids = [change.owner for change in self.texts if change.kind == kind]
        return (
            tuple(name for name in ids if name not in before),
            tuple(name for name in ids if name not in after),
            tuple(name for name in ids if name in before and name in after),
        )


def compare(old: Side, new: Side) -> Difference:
    """What changed from the old side to the new one, and because of what the answers did."""
    both = sorted(old.asserted.keys() & new.asserted.keys())
    cases = [one for case in both for one in statement_changes(CASE, old.asserted[case], new.asserted[case])]
    reports = statement_changes(REPORT, old.shared, new.shared)
    terms = term_changes(Terms(old.ontology), Terms(new.ontology))
    texts = text_changes(old, new)
    causes = Causes(Worlds(old, new), [*cases, *reports, *(term.change for term in terms), *texts])
    return Difference(
        old=old,
        new=new,
        cases=tuple(cases),
        reports=tuple(reports),
        terms=tuple(terms),
        texts=tuple(texts),
        mappings=(tuple(sorted(old.mappings - new.mappings)), tuple(sorted(new.mappings - old.mappings))),
        answers=tuple(_with_causes(answer_changes(old, new), old, new, causes)),
    )


def _with_causes(answers: list[AnswerChange], old: Side, new: Side, causes: Causes) -> Iterator[AnswerDifference]:
    """The answers with the causes of their rows; those of other verdicts are looked for first."""
    every = [(number, place, row) for number, answer in enumerate(answers) for place, row in enumerate(answer.rows)]
    found: dict[tuple[int, int], Cause] = {}
    for number, place, row in sorted(every, key=lambda one: _urgency(answers[one[0]], one[2])):
        if row.case not in old.asserted:
            found[number, place] = Cause(note=NEW_CASE)
        elif row.case not in new.asserted:
            found[number, place] = Cause(note=OLD_CASE)
        else:
            found[number, place] = causes.of(answers[number], row)
    for number, answer in enumerate(answers):
        yield AnswerDifference(answer, tuple((row, found[number, place]) for place, row in enumerate(answer.rows)))


def _urgency(answer: AnswerChange, row: RowChange) -> tuple[bool, bool, bool]:
    return not row.verdict_changed, answer.query.id != VERDICTS, not answer.query.has_verdict
