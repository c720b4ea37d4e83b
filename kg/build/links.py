"""The mappings to other vocabularies as sets of links (``void:Linkset``), with their numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from kg.build.dataset_names import curie_iri, part, tell
from kg.graph.terms import Statement, integer, iri, text
from kg.names import local_name

__all__ = ["link_statements"]


def link_statements(
    mappings: Iterable[Statement], prefixes: Mapping[str, str], ours: str, holder: str
) -> Iterator[Statement]:
    """One set of links for each vocabulary and kind of match.

    ``prefixes`` are the vocabularies by name with what their IRIs begin with; ``ours`` is the part of the description
    that the links begin in, ``holder`` the one that has them.
    """
    bases = sorted(prefixes.items(), key=lambda pair: (-len(pair[1]), pair))
    counts: Counter[tuple[str, str]] = Counter()
    for _, predicate, value in set(mappings):
        name = next(name for name, base in bases if value[1:-1].startswith(base))
        counts[name, predicate] += 1
    for (name, predicate), count in sorted(counts.items()):
        links, vocabulary = part(f"links/{name}/{local_name(predicate)}"), part(f"vocabulary/{name}")
        yield from tell(holder, ("void:subset", iri(links)))
        yield from tell(
            links,
            ("a", curie_iri("void:Linkset")),
            ("void:subjectsTarget", iri(ours)),
            ("void:objectsTarget", iri(vocabulary)),
            ("void:linkPredicate", predicate),
            ("void:triples", integer(count)),
        )
        yield from tell(
            vocabulary,
            ("a", curie_iri("void:Dataset")),
            ("dcterms:title", text(name)),
            ("void:uriSpace", text(prefixes[name])),
        )
