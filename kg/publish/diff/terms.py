"""How two ontologies differ, term by term; class expressions are compared by what they say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.graph.terms import RDFS_LABEL, Statement, iri, is_literal, lexical
from kg.names import ONTOLOGY, PREFIXES, local_name
from kg.publish.diff.changes import TERM, Change
from kg.publish.release.ontology_turtle import flat
from kg.publish.release.terms import rdfs
from kg.publish.release.tree import Forest, is_blank

__all__ = ["INCLUDES", "TermChange", "Terms", "Told", "term_changes"]

_SKOS, _OWL, _DCT = PREFIXES["skos"], PREFIXES["owl"], PREFIXES["dcterms"]
_DEPRECATED = f"<{_OWL}deprecated>"
_ASPECTS = {
    RDFS_LABEL: "name",
    f"<{_SKOS}altLabel>": "name",
    f"<{_SKOS}hiddenLabel>": "name",
    f"<{_SKOS}definition>": "definition",
    f"<{_SKOS}scopeNote>": "definition",
    f"<{_DCT}source>": "definition",
    f"<{_SKOS}example>": "example",
    _DEPRECATED: "deprecated",
}
_RELEASE = {f"<{_OWL}{name}>" for name in ("versionIRI", "versionInfo", "priorVersion")} | {f"<{_DCT}issued>"}
_TRUE = '"true"'
INCLUDES = "includes"


@dataclass(frozen=True, slots=True)
class Told:
    """A value that only one of the two sides has: property (IRI term, or INCLUDES) and its text on one line."""

    predicate: str
    text: str


@dataclass(frozen=True, slots=True)
class TermChange:
    """How one term changed: ``kind`` is added, removed, deprecated or changed.

    ``term`` is the IRI term; for an axiom that belongs to no term (disjoint classes) it is empty and ``label`` is the
    axiom. ``aspects`` says what changed: name, definition, example, deprecated, axioms. ``change`` is the same as a
    piece that can be put into the old release.
    """

    kind: str
    term: str
    label: str
    aspects: tuple[str, ...]
    removed: tuple[Told, ...]
    added: tuple[Told, ...]
    change: Change


class Terms:
    """An ontology by term."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        every = [one for one in statements if not (one[0] == iri(ONTOLOGY) and one[1] in _RELEASE)]
        self.forest = Forest(every)
        self.roots: dict[str, str] = {}  # what a thing says -> its node
        self._about: dict[str, list[Statement]] = defaultdict(list)
        for statement in every:
            self._about[statement[0]].append(statement)

    @cached_property
    def entries(self) -> dict[str, dict[tuple[str, str], str]]:
        """Term (what it says, for an axiom of its own) -> property and what its value says -> the value.

        That a class expression without a name is narrower than a term belongs to the term, as INCLUDES.
        """
        found: dict[str, dict[tuple[str, str], str]] = defaultdict(dict)
        for root in self.forest.roots:
            above = self.forest.values(root, rdfs("subClassOf"))
            if is_blank(root) and len(above) == 1 and not is_blank(above[0]):
                found[above[0]][INCLUDES, self.forest.key(root)] = root
                continue
            self.roots[self.forest.key(root)] = root
            for predicate in self.forest.predicates(root):
                for value in self.forest.values(root, predicate):
                    found[self.forest.key(root)][predicate, self.forest.key(value)] = value
        return found

    def label(self, term: str) -> str:
        """The label of a term; its local name where it has none; the axiom itself for one that has no name."""
        if is_blank(term):
            return flat(self.forest, term)
        told = [o for o in self.forest.values(term, RDFS_LABEL) if is_literal(o)]
        return lexical(told[0]) if told else local_name(term)

    def statements(self, subject: str, predicate: str, value: str) -> Iterator[Statement]:
        """A statement, with all that a class expression in it says."""
        if predicate != INCLUDES:
            yield subject, predicate, value
        if is_blank(value):
            yield from (more for s, p, o in self._about[value] for more in self.statements(s, p, o))

    @property
    def deprecated(self) -> set[str]:
        """The terms that are not to be used any more."""
        return {s for s, told in self._about.items() for _, p, o in told if p == _DEPRECATED and o.startswith(_TRUE)}


def term_changes(old: Terms, new: Terms) -> list[TermChange]:
    """Every term that differs, by kind and name."""
    found = []
    for key in {**old.entries, **new.entries}:
        before, after = old.entries.get(key, {}), new.entries.get(key, {})
        if before.keys() != after.keys():
            found.append(_change(key, old, new))
    return sorted(
        found, key=lambda one: (one.term == "", local_name(one.term or "<x>").casefold(), one.term, one.label)
    )


def _change(key: str, old: Terms, new: Terms) -> TermChange:
    before, after = old.entries.get(key, {}), new.entries.get(key, {})
    gone = [pair for pair in before if pair not in after]
    come = [pair for pair in after if pair not in before]
    is_name = not key.startswith("[")
    side = new if after else old
    node = side.roots.get(key, key)
    kind = "changed" if before and after else ("added" if after else "removed")
    if kind == "changed" and is_name and key in new.deprecated - old.deprecated:
        kind = "deprecated"
    aspects = {_ASPECTS.get(predicate, "axioms") for predicate, _ in (*gone, *come)} if before and after else set()
    return TermChange(
        kind=kind,
        term=key if is_name else "",
        label=side.label(node),
        aspects=tuple(sorted(aspects)),
        removed=_told(old, gone, before),
        added=_told(new, come, after),
        change=Change(
            TERM,
            key if is_name else side.label(node),
            removed=_statements(old, key, gone, before),
            added=_statements(new, key, come, after),
        ),
    )


def _told(terms: Terms, pairs: Sequence[tuple[str, str]], values: dict[tuple[str, str], str]) -> tuple[Told, ...]:
    return tuple(Told(pair[0], _text(terms, values[pair])) for pair in pairs)


def _text(terms: Terms, value: str) -> str:
    return lexical(value) if is_literal(value) else flat(terms.forest, value)


def _statements(
    terms: Terms, key: str, pairs: Sequence[tuple[str, str]], values: dict[tuple[str, str], str]
) -> tuple[Statement, ...]:
    return tuple(one for pair in pairs for one in terms.statements(terms.roots.get(key, key), pair[0], values[pair]))
