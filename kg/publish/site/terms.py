"""What a page of a class or a property shows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from kg.graph.terms import RDF_TYPE, iri, lexical
from kg.names import MBC, PREFIXES, case_iri, local_name
from kg.publish.site.axioms import Axiom, Axioms
from kg.publish.site.facts import Facts, Member
from kg.publish.site.links import Link, outside

__all__ = ["MOST_MEMBERS", "TermPage", "class_page", "property_page"]

# A class with more members than this shows how many each case has; every case page has them all.
MOST_MEMBERS = 80

_AGREEMENT = {
    "skos:exactMatch": "the same concept",
    "skos:closeMatch": "nearly the same concept",
    "skos:broadMatch": "a broader concept",
    "skos:narrowMatch": "a narrower concept",
    "skos:relatedMatch": "a related concept",
}
_KINDS = {"ObjectProperty": "object property", "DatatypeProperty": "data property"}
_SKOS = PREFIXES["skos"]


@dataclass(frozen=True, slots=True)
class Outside:
    """A mapping: how well the terms agree in words, the term elsewhere, its label and a remark."""

    agreement: str
    term: Link
    label: str
    comment: str


@dataclass(frozen=True, slots=True)
class CaseMembers:
    """The members of a class in one case: each with its page and whether the case file states it; or only how many."""

    case: Link
    count: int
    members: tuple[tuple[Link, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TermPage:
    """A class or a property, as its page tells it."""

    name: str
    iri: str
    kind: str
    label: str
    synonyms: tuple[str, ...]
    definition: str
    notes: tuple[str, ...]
    sources: tuple[Link, ...]
    examples: tuple[str, ...]
    module: Link
    above: tuple[Link, ...]
    below: tuple[Link, ...]
    axioms: tuple[Axiom, ...]
    opposite: Link | None
    inferred_only: bool
    mappings: tuple[Outside, ...]
    members: tuple[CaseMembers, ...]
    used: int


def class_page(facts: Facts, axioms: Axioms, name: str) -> TermPage:
    """The page of a class."""
    opposite = facts.forest.value(iri(MBC + name), iri(MBC + "oppositeVerdict"))
    return _page(
        facts,
        name,
        kind="class",
        above=_links(facts, facts.above(name)),
        below=_links(facts, facts.below.get(name, ())),
        axioms=axioms.of_class(name),
        opposite=_links(facts, (local_name(opposite),))[0] if opposite else None,
        members=_members(facts, facts.members.get(name, ())),
        used=len(facts.members.get(name, ())),
    )


def property_page(facts: Facts, axioms: Axioms, name: str, used: Counter[str]) -> TermPage:
    """The page of a property; ``used`` counts statements by property."""
    kinds = [local_name(kind) for kind in facts.forest.values(iri(MBC + name), RDF_TYPE)]
    below = [one for one in facts.properties if iri(MBC + name) in facts.forest.values(iri(MBC + one), _SUBPROPERTY)]
    return _page(
        facts,
        name,
        kind=next((_KINDS[kind] for kind in kinds if kind in _KINDS), "annotation property"),
        above=(),
        below=_links(facts, below),
        axioms=axioms.of_property(name),
        opposite=None,
        members=(),
        used=used[iri(MBC + name)],
    )


_SUBPROPERTY = f"<{PREFIXES['rdfs']}subPropertyOf>"


def _page(
    facts: Facts,
    name: str,
    *,
    kind: str,
    above: tuple[Link, ...],
    below: tuple[Link, ...],
    axioms: tuple[Axiom, ...],
    opposite: Link | None,
    members: tuple[CaseMembers, ...],
    used: int,
) -> TermPage:
    def texts(predicate: str) -> tuple[str, ...]:
        return tuple(lexical(value) for value in facts.forest.values(iri(MBC + name), f"<{predicate}>"))

    sources = facts.forest.values(iri(MBC + name), f"<{PREFIXES['dcterms']}source>")
    return TermPage(
        name=name,
        iri=MBC + name,
        kind=kind,
        label=facts.label(name),
        synonyms=texts(_SKOS + "altLabel"),
        definition=" ".join(texts(_SKOS + "definition")),
        notes=texts(_SKOS + "scopeNote"),
        sources=tuple(outside(lexical(one), lexical(one)) for one in sources),
        examples=texts(_SKOS + "example"),
        module=facts.site.module(facts.module_of[name]),
        above=above,
        below=below,
        axioms=axioms,
        opposite=opposite,
        inferred_only=bool(facts.forest.value(iri(MBC + name), iri(MBC + "inferredOnly"))),
        mappings=tuple(
            Outside(_AGREEMENT.get(row.predicate, row.predicate), outside(row.curie, row.iri), row.label, row.comment)
            for row in facts.mappings.get(name, ())
        ),
        members=members,
        used=used,
    )


def _links(facts: Facts, names: tuple[str, ...] | list[str]) -> tuple[Link, ...]:
    return tuple(facts.site.link(MBC + name, facts.label(name)) for name in names)


def _members(facts: Facts, found: tuple[Member, ...]) -> tuple[CaseMembers, ...]:
    told = []
    for case, more in groupby(found, key=lambda member: member.case):
        every = list(more)
        links = tuple((facts.site.link(one.iri, one.label), one.stated) for one in every)
        shown = links if len(found) <= MOST_MEMBERS else ()
        told.append(CaseMembers(facts.site.link(case_iri(case), case), len(every), shown))
    return tuple(told)
