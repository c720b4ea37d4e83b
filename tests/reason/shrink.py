"""A failing case made small: as few statements as still fail, and a report that a person can read.

Delta debugging (Zeller and Hildebrandt, *Simplifying and isolating failure-inducing input*, IEEE Transactions on
Software Engineering 28, 2002): halves, then smaller parts are left out as long as the rest still fails. What is left
is 1-minimal: without any one of its statements the failure is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.reason import RefereeResult, compare, infer
from kg.reason.rules import RuleSet
from kg.reason.syntax import TYPE, Triple, local
from kg.reason.values import is_literal

__all__ = ["as_turtle", "disagreement", "shrink"]

MBC = "https://w3id.org/mbckg/ontology#"


def shrink(statements: Sequence[Triple], fails: Callable[[list[Triple]], bool]) -> list[Triple]:
    """A 1-minimal part of the statements that still fails.

    Raises ValueError when the statements do not fail to begin with.
    """
    left = list(dict.fromkeys(statements))
    if not fails(left):
        raise ValueError("there is nothing to make smaller: the case does not fail")
    parts = 2
    while len(left) > 1:
        size = max(1, len(left) // parts)
        rest = _without_a_part(left, size, fails)
        if rest is not None:
            left, parts = rest, max(2, parts - 1)
        elif size == 1:
            break
        else:
            parts = min(len(left), parts * 2)
    return left


def _without_a_part(statements: list[Triple], size: int, fails: Callable[[list[Triple]], bool]) -> list[Triple] | None:
    for start in range(0, len(statements), size):
        rest = statements[:start] + statements[start + size :]
        if rest and fails(rest):
            return rest
    return None


def disagreement(
    label: str, statements: Sequence[Triple], rules: RuleSet, second: Callable[[Sequence[Triple]], RefereeResult]
) -> str:
    """The smallest part of a case on which the rules and a second reasoner differ, as Turtle, and how they differ."""

    def fails(part: Sequence[Triple]) -> bool:
        return bool(compare(infer(rules, part), second(part)))

    smallest = shrink(statements, fails)
    closure, result = infer(rules, smallest), second(smallest)
    lines = [f"{label}: rules and referee differ on", as_turtle(smallest)]
    lines.append(f"# rules: {'contradiction' if closure.contradictions else 'consistent'}")
    lines.append(f"# referee: {'consistent' if result.consistent else 'contradiction'}")
    for found in compare(closure, result):
        lines.append(f"# only {found.found_by}: {local(found.individual)} a {local(found.cls)}")
    return "\n".join(lines)


def as_turtle(statements: Sequence[Triple]) -> str:
    """The statements as Turtle, one individual a block."""
    lines = [f"@prefix mbc: <{MBC}> ."]
    for subject in dict.fromkeys(triple[0] for triple in statements):
        own = [(predicate, value) for s, predicate, value in statements if s == subject]
        told = [f"{'a' if p == TYPE else _short(p)} {_short(o)}" for p, o in own]
        lines.append(f"{subject} {' ; '.join(told)} .")
    return "\n".join(lines)


def _short(term: str) -> str:
    return f"mbc:{local(term)}" if term.startswith(f"<{MBC}") and not is_literal(term) else term
