"""What a conclusion of a rule file rests on: all statements that its pattern needs, not only those it names.

The ``because`` of a rule names the statements that matter most. An explanation has to cite every one, such as the
dates behind an interval. They are found by trying: of the statements that the rule's query can look at, as few as
possible are kept with which the rule still concludes the same (QuickXplain: Junker, *QUICKXPLAIN: preferred
explanations and relaxations for over-constrained problems*, AAAI 2004). What the rule found absent cannot be cited;
the description of the rule says it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from kg.graph.rules import Rule, run_rule
from kg.graph.store import Snapshot
from kg.names import PREFIXES
from kg.reason.closure import Closure
from kg.reason.syntax import TYPE, Triple

__all__ = ["Support"]

_NAME = re.compile(r"(?<![\w<:?$])([a-z]+):([A-Za-z][\w-]*)")
_ANY_TYPE = re.compile(r"\s(?:a|rdf:type)\s+(?:[^.;]*,\s*)?\?\w")


class Support:
    """Finds for conclusions of rule files, in one closure, the statements they rest on."""

    def __init__(self, closure: Closure, rules: Iterable[Rule]) -> None:
        self._closure = closure
        self._rules = {f"rule:{rule.id}": rule for rule in rules}
        self._found: dict[Triple, tuple[Triple, ...]] = {}

    def premises(self, conclusion: Triple) -> tuple[Triple, ...]:
        """The statements, known before the conclusion, that its rule needs; those it names come first.

        The premises of the derivation as they are when the rule is not one of these.
        """
        if conclusion not in self._found:
            why = self._closure.derived[conclusion]
            rule = self._rules.get(why.rule)
            named = tuple(dict.fromkeys(why.premises))
            self._found[conclusion] = named if rule is None else (*named, *self._more(rule, conclusion, named))
        return self._found[conclusion]

    def _more(self, rule: Rule, conclusion: Triple, named: tuple[Triple, ...]) -> tuple[Triple, ...]:
        wanted = self._together(conclusion)
        visible = [triple for triple in self._visible(rule, conclusion) if triple not in named]

        def holds(extra: Sequence[Triple]) -> bool:
            found = {one.statement for one in run_rule(rule, Snapshot([*named, *extra]))}
            return wanted <= found

        if not holds(visible):
            return ()
        return tuple(_fewest(visible, holds))

    def _together(self, conclusion: Triple) -> set[Triple]:
        """The conclusions of one application of a rule: those about the same new thing with the same premises."""
        derived = self._closure.derived
        why = derived[conclusion]
        ends = {conclusion[0], conclusion[2]} - {TYPE}
        return {
            triple
            for triple, other in derived.items()
            if other == why and ends & {triple[0], triple[2]} and triple[1] != _LABEL
        }

    def _visible(self, rule: Rule, conclusion: Triple) -> list[Triple]:
        """The statements, known before the conclusion, that the query of the rule can match."""
        names = {f"<{PREFIXES[prefix]}{local}>" for prefix, local in _NAME.findall(rule.query) if prefix in PREFIXES}
        any_type = _ANY_TYPE.search(rule.query) is not None
        found = []
        for triple in (*self._closure.asserted, *self._closure.derived):
            if triple == conclusion:
                break
            predicate, value = triple[1], triple[2]
            if (predicate == TYPE and (any_type or value in names)) or (predicate != TYPE and predicate in names):
                found.append(triple)
        return found


_LABEL = f"<{PREFIXES['rdfs']}label>"


def _fewest(elements: Sequence[Triple], holds: Callable[[Sequence[Triple]], bool]) -> list[Triple]:
    """A smallest part of the elements, no element of which can be left out, with which the test holds."""
    if holds(()):
        return []
    return _explain([], [], list(elements), holds)


def _explain(
    kept: list[Triple], added: list[Triple], rest: list[Triple], holds: Callable[[Sequence[Triple]], bool]
) -> list[Triple]:
    """QuickXplain: ``kept`` are in the set already, ``added`` those of them that came last."""
    if added and holds(kept):
        return []
    if len(rest) == 1:
        return rest
    half = len(rest) // 2
    first, second = rest[:half], rest[half:]
    late = _explain([*kept, *first], first, second, holds)
    early = _explain([*kept, *late], late, first, holds)
    return [*early, *late]
