"""Counts as VoID has them (https://www.w3.org/TR/void/): of a set of statements, of its classes and properties.

A set is partitioned by class and by property. The partition of a class says which properties its members have, and the
partition of such a property to which classes the values belong: that is how SPARQL editors learn what can be asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.build.dataset_names import curie_iri, fragment, part, tell
from kg.graph.measure import Measure
from kg.graph.terms import Statement, integer, iri
from kg.names import PREFIXES

__all__ = ["partition_statements", "total_statements", "vocabularies"]

_LITERAL = curie_iri("rdfs:Literal")


def total_statements(node: str, found: Measure) -> Iterator[Statement]:
    """The totals of the set of statements that ``node`` is."""
    yield from tell(
        node,
        ("a", curie_iri("void:Dataset")),
        ("void:triples", integer(found.triples)),
        ("void:entities", integer(found.entities)),
        ("void:distinctSubjects", integer(found.subjects)),
        ("void:properties", integer(found.properties)),
        ("void:distinctObjects", integer(found.objects)),
        ("void:classes", integer(found.classes)),
    )


def partition_statements(node: str, found: Measure) -> Iterator[Statement]:
    """The partitions of the set of statements that ``node`` is.

    By class and by property for all of them; from class to class for those that were measured so. As the HCLS profile
    has it, the partition of ``rdfs:Literal`` counts the literals.
    """
    yield from _class(node, "class/rdfs:Literal", _LITERAL, found.literals)
    for name, count in sorted(found.members.items()):
        yield from _class(node, f"class/{fragment(name)}", name, count)
    for name, count in sorted(found.uses.items()):
        yield from _property(node, f"property/{fragment(name)}", name, count)
    links = defaultdict(list)
    for (kind, prop, other), counts in sorted(found.links.items()):
        links[kind, prop].append((other, counts))
    for (kind, prop), count in sorted(found.class_uses.items()):
        owner = f"class/{fragment(kind)}"
        place = f"{owner}/{fragment(prop)}"
        yield from _property(part(owner), place, prop, count)
        for other, (triples, ends) in links[kind, prop]:
            inner = f"{place}/{fragment(other)}"
            yield from _class(part(place), inner, other, ends)
            yield from tell(part(inner), ("void:triples", integer(triples)))


def vocabularies(found: Measure) -> list[str]:
    """The namespaces of the known vocabularies whose classes or properties occur."""
    terms = [name[1:-1] for name in (*found.members, *found.uses)]
    return sorted({base for base in PREFIXES.values() if any(name.startswith(base) for name in terms)})


def _class(owner: str, name: str, kind: str, members: int) -> Iterable[Statement]:
    yield from tell(owner, ("void:classPartition", iri(part(name))))
    yield from tell(part(name), ("void:class", kind), ("void:entities", integer(members)))


def _property(owner: str, name: str, prop: str, triples: int) -> Iterable[Statement]:
    yield from tell(owner, ("void:propertyPartition", iri(part(name))))
    yield from tell(part(name), ("void:property", prop), ("void:triples", integer(triples)))
