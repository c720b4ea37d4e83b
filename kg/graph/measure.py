"""Counting what is in a set of statements, in the terms of VoID (https://www.w3.org/TR/void/)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.graph.terms import RDF_TYPE, Statement, is_iri, is_literal
from kg.names import MBC, PREFIXES

__all__ = ["Link", "Measure", "Use", "kinds_of", "measure"]

_ENDS = frozenset(f"<{PREFIXES['rdfs']}{name}>" for name in ("domain", "range"))

Use = tuple[str, str]  # class of the subjects, property
Link = tuple[str, str, str]  # class of the subjects, property, class of the objects


@dataclass(frozen=True, slots=True)
class Measure:
    """How much there is, each statement counted once.

    ``entities`` are named things that have a class; ``objects`` may be literals too, and ``literals`` are those that
    are. ``members`` counts the things of a class, ``uses`` the statements with a property; ``class_uses`` the
    statements with a property whose subject is of a class, ``links`` those whose object is of a class too, with the
    number of these objects.
    """

    triples: int
    entities: int
    subjects: int
    properties: int
    objects: int
    literals: int
    classes: int
    members: Mapping[str, int]
    uses: Mapping[str, int]
    class_uses: Mapping[Use, int]
    links: Mapping[Link, tuple[int, int]]


def kinds_of(ontology: Iterable[Statement]) -> frozenset[str]:
    """The classes of our ontology between which its properties lead: every domain and range that has a name."""
    return frozenset(o for _, p, o in ontology if p in _ENDS and o.startswith(f"<{MBC}"))


def measure(statements: Iterable[Statement], kinds: Iterable[str] = ()) -> Measure:
    """Count statements. ``class_uses`` and ``links`` are only counted for classes that are among ``kinds``.

    A statement that is given twice (in two graphs) counts once.
    """
    every = set(statements)
    classes: dict[str, set[str]] = defaultdict(set)
    for s, p, o in every:
        if p == RDF_TYPE:
            classes[s].add(o)
    objects = {o for _, _, o in every}
    members = Counter(name for found in classes.values() for name in found)
    uses = Counter(p for _, p, _ in every)
    class_uses, links = _between(every, classes, frozenset(kinds))
    return Measure(
        triples=len(every),
        entities=sum(map(is_iri, classes)),
        subjects=len({s for s, _, _ in every}),
        properties=len(uses),
        objects=len(objects),
        literals=sum(map(is_literal, objects)),
        classes=len(members),
        members=members,
        uses=uses,
        class_uses=class_uses,
        links=links,
    )


def _between(
    statements: Iterable[Statement], classes: Mapping[str, set[str]], kinds: frozenset[str]
) -> tuple[dict[Use, int], dict[Link, tuple[int, int]]]:
    uses: Counter[Use] = Counter()
    links: Counter[Link] = Counter()
    ends: dict[Link, set[str]] = defaultdict(set)
    for s, p, o in statements:
        for kind in classes.get(s, set()) & kinds:
            uses[kind, p] += 1
            for other in classes.get(o, set()) & kinds:
                links[kind, p, other] += 1
                ends[kind, p, other].add(o)
    return dict(uses), {link: (count, len(ends[link])) for link, count in links.items()}
