"""What the ontology says about class names, as far as reading case files needs it.

Made from plain statements, so that no store is needed: ``Vocabulary(triples)``, where each triple is three
strings in N-Triples syntax. Only named superclasses count (stated, or as conjuncts of an intersection); the
questions here are "may this class stand here?", not what follows from a case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from kg.names import MBC, PREFIXES

__all__ = ["Vocabulary"]

_OWL, _RDF, _RDFS, _SKOS = (PREFIXES[name] for name in ("owl", "rdf", "rdfs", "skos"))


class Vocabulary:
    """Classes of the ontology by local name."""

    def __init__(self, triples: Iterable[tuple[str, str, str]]) -> None:
        by_predicate: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for subject, predicate, value in triples:
            by_predicate[predicate[1:-1]].append((subject, value))
        self._lists = _Lists(by_predicate)
        types = by_predicate[f"{_RDF}type"]
        self.names: frozenset[str] = frozenset(
            name for subject, value in types if value == f"<{_OWL}Class>" and (name := _local(subject))
        )
        self._parents = self._read_parents(by_predicate)
        self.labels: Mapping[str, str] = _texts(by_predicate[f"{_RDFS}label"])
        self.definitions: Mapping[str, str] = _texts(by_predicate[f"{_SKOS}definition"])
        self.inferred_only: frozenset[str] = self._read_inferred(by_predicate)
        self.absence_of: Mapping[str, tuple[str, ...]] = _pairs(by_predicate[f"{MBC}absenceOf"])
        self._disjoint = self._read_disjoint(by_predicate, types)
        self._above: dict[str, frozenset[str]] = {}

    def _read_parents(self, by_predicate: Mapping[str, list[tuple[str, str]]]) -> dict[str, frozenset[str]]:
        parents: dict[str, set[str]] = defaultdict(set)
        for predicate in (f"{_RDFS}subClassOf", f"{_OWL}equivalentClass"):
            for subject, value in by_predicate.get(predicate, ()):
                if child := _local(subject):
                    parents[child].update(self._lists.conjuncts(value))
        return {child: frozenset(above - {child}) for child, above in parents.items()}

    def _read_inferred(self, by_predicate: Mapping[str, list[tuple[str, str]]]) -> frozenset[str]:
        marked = {
            name
            for subject, value in by_predicate.get(f"{MBC}inferredOnly", ())
            if value.startswith('"true"') and (name := _local(subject))
        }
        defined = {
            name
            for subject, value in by_predicate.get(f"{_OWL}equivalentClass", ())
            if value.startswith("_:") and (name := _local(subject))
        }
        return frozenset(marked | defined)

    def _read_disjoint(
        self, by_predicate: Mapping[str, list[tuple[str, str]]], types: list[tuple[str, str]]
    ) -> frozenset[tuple[str, str]]:
        pairs: set[tuple[str, str]] = set()
        for subject, value in by_predicate.get(f"{_OWL}disjointWith", ()):
            one, other = _local(subject), _local(value)
            if one and other:
                pairs |= {(one, other), (other, one)}
        groups = {subject for subject, value in types if value == f"<{_OWL}AllDisjointClasses>"}
        for subject, value in by_predicate.get(f"{_OWL}members", ()):
            if subject in groups:
                members = [name for name in map(_local, self._lists.members(value)) if name]
                pairs |= {(one, other) for one in members for other in members if one != other}
        return frozenset(pairs)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def above(self, name: str) -> frozenset[str]:
        """The class itself and all its named superclasses."""
        if name not in self._above:
            found, waiting = {name}, [name]
            while waiting:
                fresh = self._parents.get(waiting.pop(), frozenset()) - found
                found |= fresh
                waiting.extend(fresh)
            self._above[name] = frozenset(found)
        return self._above[name]

    def is_subclass(self, name: str, root: str) -> bool:
        """Whether ``name`` is ``root`` or stated to be below it."""
        return root in self.above(name)

    @cached_property
    def _below(self) -> Mapping[str, tuple[str, ...]]:
        below: dict[str, list[str]] = defaultdict(list)
        for name in sorted(self.names):
            for root in self.above(name):
                below[root].append(name)
        return {root: tuple(names) for root, names in below.items()}

    def names_below(self, *roots: str) -> tuple[str, ...]:
        """The names of ``roots`` and of every class below one of them, sorted; only classes that exist."""
        return tuple(sorted({name for root in roots for name in self._below.get(root, ())}))

    def assertable(self, *roots: str) -> tuple[str, ...]:
        """:meth:`names_below`, without the classes that only inference may find."""
        return tuple(name for name in self.names_below(*roots) if name not in self.inferred_only)

    def kind_of(self, name: str) -> tuple[str, ...]:
        """The topmost classes above ``name``, sorted: what sort of thing it is a class of."""
        return tuple(sorted(above for above in self.above(name) if not self._parents.get(above)))

    def are_disjoint(self, one: str, other: str) -> bool:
        """Whether some superclasses of the two are stated to be disjoint."""
        return any((a, b) in self._disjoint for a in self.above(one) for b in self.above(other))


class _Lists:
    """RDF lists and intersections by their blank nodes."""

    def __init__(self, by_predicate: Mapping[str, list[tuple[str, str]]]) -> None:
        self._first = dict(by_predicate.get(f"{_RDF}first", ()))
        self._rest = dict(by_predicate.get(f"{_RDF}rest", ()))
        self._intersections = dict(by_predicate.get(f"{_OWL}intersectionOf", ()))

    def members(self, head: str) -> list[str]:
        """Members of a list; a list that runs in a circle ends where it closes."""
        found: list[str] = []
        seen: set[str] = set()
        while head in self._first and head not in seen:
            seen.add(head)
            found.append(self._first[head])
            head = self._rest.get(head, "")
        return found

    def conjuncts(self, term: str) -> set[str]:
        """Named classes that the class expression ``term`` lies below."""
        name = _local(term)
        if name:
            return {name}
        inner = self.members(self._intersections.get(term, ""))
        return {found for member in inner if (found := _local(member))}


def _local(term: str) -> str | None:
    return term[len(MBC) + 1 : -1] if term.startswith(f"<{MBC}") else None


def _pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Local name to the local names it is related to, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for subject, value in pairs:
        one, other = _local(subject), _local(value)
        if one and other:
            found[one].add(other)
    return {name: tuple(sorted(others)) for name, others in found.items()}


def _texts(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Local name to text, for literals in English or without a language."""
    found: dict[str, str] = {}
    for subject, value in sorted(pairs):
        name = _local(subject)
        text, quote, tag = value[1:].rpartition('"')
        if name and quote and tag in ("@en", ""):
            found.setdefault(name, text.replace('\\"', '"').replace("\\\\", "\\"))
    return found
