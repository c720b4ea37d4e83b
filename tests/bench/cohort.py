"""Cohorts of any size: copies of the curated cases under fresh ids, with what follows from each of them.

Inference looks at one case at a time, so the inferred statements of a copy are those of its case under the new id.
:meth:`Cohort.check` makes sure of that: it runs the inference over one copy of every case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.build.sources import Sources
from kg.graph.assemble import case_statements
from kg.graph.terms import Statement, term, text
from kg.names import case_iri
from kg.reason.realize import realize

__all__ = ["Cohort", "Told", "copy_id", "make_cohort", "renamed"]

CASE_ID = term("caseId")


@dataclass(frozen=True)
class Told:
    """One case: id, asserted statements, inferred statements."""

    id: str
    asserted: list[Statement]
    inferred: list[Statement]


def copy_id(case_id: str, number: int) -> str:
    """Id of a copy of a case: ``cheng-2025-copy-7``."""
    return f"{case_id}-copy-{number}"


def renamed(statements: Iterable[Statement], old: str, new: str) -> list[Statement]:
    """The statements with the IRIs of the case and of its parts, and its id as text, changed to another id.

    Reports keep their names: copies share them.
    """
    whole, part = f"<{case_iri(old)}>", f"<{case_iri(old)}#"
    new_whole, new_part = f"<{case_iri(new)}>", f"<{case_iri(new)}#"

    def change(value: str) -> str:
        return new_whole if value == whole else value.replace(part, new_part, 1) if value.startswith(part) else value

    old_id, new_id = text(old), text(new)
    return [(change(s), p, new_id if p == CASE_ID and o == old_id else change(o)) for s, p, o in statements]


class Cohort:
    """The curated cases with their statements, and copies of them without end."""

    def __init__(self, sources: Sources, cases: list[Told]) -> None:
        self.sources, self.cases = sources, cases

    def id_of(self, number: int) -> str:
        """Id of a copy by its number; the cases take turns, and each turn has fresh ids."""
        turn, place = divmod(number, len(self.cases))
        return copy_id(self.cases[place].id, turn + 1)

    def copies(self, first: int, last: int) -> Iterator[Told]:
        """Copies number ``first`` to ``last - 1``, with the statements of each."""
        for number in range(first, last):
            case, new = self.cases[number % len(self.cases)], self.id_of(number)
            yield Told(new, renamed(case.asserted, case.id, new), renamed(case.inferred, case.id, new))

    def check(self, turn: int) -> int:
        """Infer anew over one copy of every case; ValueError when that is not what copying gave.

        Gives back how many inferred statements were compared.
        """
        compared = 0
        size = len(self.cases)
        for copy in self.copies(turn * size, (turn + 1) * size):
            found = set(realize(self.sources.definitions, self.sources.rules, copy.asserted).derived)
            if found != set(copy.inferred):
                differ = sorted(found.symmetric_difference(copy.inferred))
                raise ValueError(f"{copy.id}: inference over the copy differs in {differ[:3]}")
            compared += len(found)
        return compared


def make_cohort(sources: Sources) -> Cohort:
    """Statements and inferred statements of all curated cases."""
    told = []
    for case in sources.cases:
        asserted = case_statements(case)
        closure = realize(sources.definitions, sources.rules, asserted)
        told.append(Told(case.id, asserted, sorted(closure.derived)))
    return Cohort(sources, told)
