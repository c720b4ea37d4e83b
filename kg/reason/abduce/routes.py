"""What would have to be reported for an individual to be in a class that it is not known to be in.

The definitions and the rule files are read backwards (:mod:`kg.reason.abduce.search`); every set of statements that
comes out is then added to the case, and the case is inferred again. Only sets after which the membership holds and
nothing contradicts anything become a :class:`Route`, with no statement in it that could be left out. What was in the
way of others is told by :func:`obstacles`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.graph.rules import Rule
from kg.graph.terms import integer
from kg.reason.abduce.days import choose_days
from kg.reason.abduce.index import backward
from kg.reason.abduce.search import Search
from kg.reason.abduce.state import State, is_day, is_new, is_open
from kg.reason.abduce.verify import Verifier
from kg.reason.abduce.view import View, number
from kg.reason.abduce.words import Words
from kg.reason.closure import Closure
from kg.reason.rules import RuleSet
from kg.reason.syntax import TYPE, Triple

__all__ = ["Abduction", "Route", "abduce", "obstacles", "routes"]

_MORE_TRIALS = 4
_MORE_ROUTES = 1


@dataclass(frozen=True)
class Route:
    """One way: reported these statements, the individual would be in the class.

    ``met`` are statements of the case, asserted or inferred, that serve already; ``missing`` those that would have to
    be reported, things that no report has told of yet being named ``<case>#new-...``; ``sentences`` says the missing
    in words, one for each thing; ``rule`` is the file of the rule that takes part, if any.
    """

    target: str
    met: tuple[Triple, ...]
    missing: tuple[Triple, ...]
    sentences: tuple[str, ...]
    rule: str | None


@dataclass(frozen=True)
class Abduction:
    """The routes, and in words what stands in the way of others."""

    routes: tuple[Route, ...]
    obstacles: tuple[str, ...]


def routes(
    definitions: RuleSet,
    rules: Sequence[Rule],
    asserted: Iterable[Triple],
    closure: Closure,
    individual: str,
    cls: str,
    *,
    limit: int = 5,
) -> tuple[Route, ...]:
    """At most ``limit`` routes to the membership, the fewest missing statements first.

    Empty when the individual is in the class already, and when no set of statements that a case file could make
    settles it: see :func:`obstacles`.
    """
    return abduce(definitions, rules, asserted, closure, individual, cls, limit=limit).routes


def obstacles(
    definitions: RuleSet,
    rules: Sequence[Rule],
    asserted: Iterable[Triple],
    closure: Closure,
    individual: str,
    cls: str,
) -> tuple[str, ...]:
    """What is told of the case and would have to be withdrawn or told more exactly, one sentence each."""
    return abduce(definitions, rules, asserted, closure, individual, cls).obstacles


def abduce(
    definitions: RuleSet,
    rules: Sequence[Rule],
    asserted: Iterable[Triple],
    closure: Closure,
    individual: str,
    cls: str,
    *,
    limit: int = 5,
) -> Abduction:
    """Routes and obstacles in one go; the same for the same input."""
    if (individual, TYPE, cls) in closure:
        return Abduction((), ())
    told = sorted(set(asserted))
    view = View(closure, told)
    table = backward(definitions, rules)
    words = Words(definitions, table.disjoint, view)
    verifier = Verifier(definitions, rules, told, view, (individual, TYPE, cls), table.heard)
    search = Search(definitions, table, view, individual, cls, verifier.refuses)
    found: list[tuple[int, float, int, Route]] = []
    for deepest_first, most in ((False, limit + _MORE_ROUTES), (True, 1)):
        trials = 0
        for state in () if found else search.run(deepest_first=deepest_first):
            missing = _statements(state, individual, words, view.last_day)
            if missing is None or any(set(missing.values()) >= set(route.missing) for *_, route in found):
                continue
            if verifier.is_contradictory(missing.values()):
                continue
            trials += 1
            needed = verifier.needed(
                missing.values(),
                _sure(state, missing),
                by_rule=bool(state.applied) or individual not in view.told_types,
            )
            if len(needed) < len(set(missing.values())):
                missing = _reduced(state, missing, needed, individual, words, view.last_day) or {}
                needed = tuple(dict.fromkeys(missing.values()))
            if needed and not any(set(needed) >= set(route.missing) for *_, route in found):
                route = _route(state, missing, needed, cls, words)
                found.append((state.filled, verifier.weight, len(found), route))
            if len(found) >= most or trials >= limit + _MORE_TRIALS:
                break
    found.sort(key=lambda one: one[:3])
    best = {  # no second value where none is needed, and nothing said twice
        route.sentences: route for filled, *_, route in reversed(found) if filled == found[0][0]
    }
    return Abduction(tuple(reversed(best.values()))[:limit], words.obstacles(search.blocked))


def _statements(state: State, individual: str, words: Words, last: int) -> dict[Triple, Triple] | None:
    """The missing statements of a finished state with their days and names chosen; None when no days do."""
    days = _days(state, last)
    if days is None:
        return None
    names = _names(state, individual, words)
    found = {}
    for triple in state.missing:
        subject, predicate, obj = state.triple(triple)
        if is_open(subject) or is_open(obj):
            return None
        final = (names.get(subject, subject), predicate, integer(days[obj]) if is_day(obj) else names.get(obj, obj))
        found[triple] = final
    return found


def _reduced(
    state: State, missing: dict[Triple, Triple], needed: tuple[Triple, ...], individual: str, words: Words, last: int
) -> dict[Triple, Triple] | None:
    """The statements of a state without what is not needed; new things are named after what is left."""
    state.missing = [triple for triple in state.missing if missing[triple] in needed]
    return _statements(state, individual, words, last)


def _days(state: State, last: int) -> dict[str, int] | None:
    """A day for each one that is still to be chosen: up to the last one told if that does, else in later years."""
    distances, known, free = [], {}, set()
    by_thing: dict[str, dict[str, str]] = {}
    for subject, predicate, obj in map(state.triple, state.missing):
        if is_day(obj):
            free.add(obj)
            by_thing.setdefault(subject, {})[predicate] = obj
    for left, right, low, high in state.distances:
        ends = (state.of(left), state.of(right))
        if any(is_open(end) for end in ends):
            return None
        distances.append((*ends, low, high))
        for end in ends:
            value = number(end)
            if value is not None:
                known[end] = int(value)
    for both in by_thing.values():  # what is not told to last is one day
        if len(both) == 2:
            one, other = sorted(both.values())
            distances.append((one, other, 0, 0))
    for years in (0, 2, 10):
        days = choose_days(distances, known, free, last + years * 365)
        if days is not None:
            return days
    return None


def _sure(state: State, missing: dict[Triple, Triple]) -> set[Triple]:
    """What the only rule file that takes part asks for: nothing of that can be left out."""
    return {missing[triple] for triple in state.origins} if len(state.applied) == 1 else set()


def _names(state: State, individual: str, words: Words) -> dict[str, str]:
    """An IRI for each new thing, after the classes it would have."""
    case = individual[1:-1].partition("#")[0]
    names: dict[str, str] = {}
    taken: set[str] = set()
    for new in sorted((term for term in state.types if is_new(term)), key=lambda term: int(term[1:])):
        stem = words.slug(state, new)
        name, place = stem, 1
        while name in taken:
            place += 1
            name = f"{stem}-{place}"
        taken.add(name)
        names[new] = f"<{case}#new-{name}>"
    return names


def _route(state: State, missing: dict[Triple, Triple], needed: tuple[Triple, ...], cls: str, words: Words) -> Route:
    kept = [triple for triple, final in missing.items() if final in needed]
    return Route(
        target=cls,
        met=tuple(sorted({state.triple(triple) for triple in state.met})),
        missing=tuple(sorted(set(needed))),
        sentences=words.missing(state, kept),
        rule=next((application.rule.file for application in state.applied), None),
    )
