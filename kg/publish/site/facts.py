"""Everything that the pages are made from, read once: the ontology by term, the cases by class, the mappings."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.ask.catalog import Query, catalog
from kg.ask.graph import Graph
from kg.build.dataset_names import DATASET, VERSION
from kg.graph.mappings import NO_TERM, read_mappings
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, iri, lexical
from kg.names import BASE, MBC, MODULE, case_iri, graph_iri, local_name, module_iri, report_iri
from kg.publish.release.files import Release
from kg.publish.release.terms import owl, rdfs
from kg.publish.release.tree import Forest
from kg.publish.site.links import Site

__all__ = ["Facts", "MappedTerm", "Member", "WholeModule"]

_PROPERTIES = (owl("ObjectProperty"), owl("DatatypeProperty"), owl("AnnotationProperty"))


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A thing of a case that is in a class: stated in the case file, or (not ``stated``) as it follows."""

    case: str
    label: str
    iri: str
    stated: bool


@dataclass(frozen=True, slots=True, order=True)
class MappedTerm:
    """A row of the mapping table: how well the terms agree, the outside term, its label where one may be copied."""

    predicate: str
    curie: str
    label: str
    iri: str
    comment: str


@dataclass(frozen=True, slots=True)
class WholeModule:
    """A module of the ontology with all its statements, its own header included."""

    name: str
    description: str
    statements: tuple[Statement, ...]


class Facts:
    """The built graph, the release that is made from it and the sources below ``root``, arranged for pages."""

    def __init__(self, graph: Graph, release: Release, root: str) -> None:
        self.graph = graph
        self._root = root
        self.material = release.material
        self.forest = Forest(self.material.ontology)
        self.queries: Mapping[str, Query] = catalog(os.path.join(root, "queries"))
        self._named = [root for root in self.forest.roots if root.startswith(f"<{MBC}")]

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """Local names of the classes, sorted without regard to case."""
        return self._of((owl("Class"),))

    @cached_property
    def properties(self) -> tuple[str, ...]:
        """Local names of the properties, sorted without regard to case."""
        return self._of(_PROPERTIES)

    def _of(self, kinds: Iterable[str]) -> tuple[str, ...]:
        found = [one for one in self._named if not set(self.forest.values(one, RDF_TYPE)).isdisjoint(kinds)]
        return tuple(sorted(map(local_name, found), key=lambda name: (name.casefold(), name)))

    @cached_property
    def modules(self) -> tuple[WholeModule, ...]:
        """The modules, with what each says of itself."""
        rows = self.graph.engine.run(
            f"SELECT ?s ?p ?o WHERE {{ GRAPH {iri(graph_iri('ontology'))} {{ ?s a {owl('Ontology')} ; ?p ?o }} }}"
        ).rows
        about: dict[str, list[Statement]] = defaultdict(list)
        for s, p, o in rows:
            if s and p and o and s.startswith(f"<{MODULE}"):
                about[local_name(s)].append((s, p, o))
        return tuple(
            WholeModule(module.name, module.description, (*sorted(about[module.name]), *module.statements))
            for module in self.material.modules
            if module.name
        )

    @cached_property
    def module_of(self) -> Mapping[str, str]:
        """The module that declares each term."""
        return {
            local_name(s): module.name
            for module in self.modules
            for s, p, _ in module.statements
            if p == RDFS_LABEL and s.startswith(f"<{MBC}")
        }

    @cached_property
    def case_ids(self) -> tuple[str, ...]:
        """The cases, sorted."""
        return tuple(case.id for case in self.material.cases)

    @cached_property
    def reports(self) -> tuple[str, ...]:
        """Keys of the reports, sorted."""
        return tuple(sorted({local_name(s) for s, _, _ in self.material.reports}))

    @cached_property
    def site(self) -> Site:
        """Where all pages are."""
        terms = {**dict.fromkeys(self.properties, "property"), **dict.fromkeys(self.classes, "class")}
        documents = {*map(case_iri, self.case_ids), *map(report_iri, self.reports)}
        documents |= {module_iri(module.name) for module in self.modules}
        documents |= {*self.described}
        documents |= {lexical(s).partition("#")[0] for s, _, _ in self.material.queries}
        return Site(terms, frozenset(documents))

    @cached_property
    def described(self) -> tuple[str, ...]:
        """The documents that the description of the dataset consists of: the dataset, its version, the software."""
        subjects = {lexical(s).partition("#")[0] for s, _, _ in self.material.description}
        return tuple(sorted({DATASET, VERSION, *(name for name in subjects if name.startswith(BASE))}))

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Labels of terms, things in cases, and reports, by IRI."""
        every: list[Iterable[Statement]] = [self.material.ontology, self.material.reports]
        for case in self.material.cases:
            every += [case.asserted, case.inferred]
        return {lexical(s): lexical(o) for more in every for s, p, o in more if p == RDFS_LABEL}

    def label(self, name: str) -> str:
        """The label of a term of the ontology by local name, or its name."""
        return self.labels.get(MBC + name, name)

    @cached_property
    def below(self) -> Mapping[str, tuple[str, ...]]:
        """Direct subclasses by local name, sorted by label."""
        found: dict[str, set[str]] = defaultdict(set)
        for name in self.classes:
            for parent in self.above(name):
                found[parent].add(name)
        return {name: tuple(sorted(more, key=self.by_label)) for name, more in found.items()}

    def above(self, name: str) -> tuple[str, ...]:
        """Direct superclasses that the ontology names itself (not owl:Thing), sorted by label."""
        parents = self.forest.values(iri(MBC + name), rdfs("subClassOf"))
        return tuple(sorted((local_name(one) for one in parents if one.startswith(f"<{MBC}")), key=self.by_label))

    def by_label(self, name: str) -> tuple[str, str]:
        """The order of terms for readers."""
        return self.label(name).casefold(), name

    @cached_property
    def members(self) -> Mapping[str, tuple[Member, ...]]:
        """The things in each class, by local name of the class."""
        found: dict[str, dict[str, Member]] = defaultdict(dict)
        for case in self.material.cases:
            for statements, stated in ((case.inferred, False), (case.asserted, True)):
                for s, p, o in statements:
                    if p == RDF_TYPE:
                        thing = lexical(s)
                        label = self.labels.get(thing) or local_name(thing)
                        found[local_name(o)][thing] = Member(case.id, label, thing, stated)
        return {name: tuple(sorted(more.values())) for name, more in found.items()}

    @cached_property
    def mappings(self) -> Mapping[str, tuple[MappedTerm, ...]]:
        """The mappings of each term by local name; rows that only say that there is no such term are left out."""
        table = read_mappings(os.path.join(self._root, "ontology", "mappings.sssom.tsv"))
        found: dict[str, set[MappedTerm]] = defaultdict(set)
        for row in table.rows:
            if row.object != NO_TERM:
                outside = lexical(table.iri(row.object))
                told = MappedTerm(row.predicate, row.object, row.object_label, outside, row.comment)
                found[row.subject.partition(":")[2]].add(told)
        return {name: tuple(sorted(more)) for name, more in found.items()}
