"""Pages of classes, properties and modules, and the lists of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.graph.terms import iri, lexical
from kg.names import MBC, PREFIXES, module_iri
from kg.publish.release.files import ReleaseFile
from kg.publish.site import structured
from kg.publish.site.axioms import Axioms
from kg.publish.site.facts import Facts
from kg.publish.site.links import Link
from kg.publish.site.rdf_files import FORMATS, nested_jsonld, plain_files
from kg.publish.site.studio import Studio, beside, finished
from kg.publish.site.terms import class_page, property_page

__all__ = ["ontology_pages"]

_DEFINITION = f"<{PREFIXES['skos']}definition>"


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term in a list."""

    link: Link
    name: str
    definition: str
    is_property: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """A class in the tree. ``first``: not shown before; ``again``: its subclasses stand where it was first shown."""

    link: Link
    name: str
    first: bool
    again: bool
    below: tuple[Branch, ...]


def ontology_pages(studio: Studio) -> Iterator[ReleaseFile]:
    """The pages of all terms and modules, the lists, and the ontology as JSON-LD, which the release does not have."""
    yield from _terms(studio)
    yield from _modules(studio)
    facts = studio.facts
    content = nested_jsonld(facts.material.ontology)
    yield finished("ontology.jsonld", FORMATS["jsonld"], "The ontology in JSON-LD", content)
    data = structured.term_set()
    yield studio.page("classes.html", "classes.html", "Classes", tree=_tree(facts), data=data)
    listed = _listed(facts, facts.properties)
    yield studio.page("properties.html", "properties.html", "Properties", terms=listed, data=data)
    yield studio.page(
        "ontology.html",
        "ontology.html",
        "Ontology",
        terms=_listed(facts, (*facts.classes, *facts.properties)),
        modules=[(facts.site.module(module.name), module.description) for module in facts.modules],
        data=data,
    )


def _terms(studio: Studio) -> Iterator[ReleaseFile]:
    facts, axioms = studio.facts, Axioms(studio.facts)
    used = Counter(p for case in facts.material.cases for _, p, _ in (*case.asserted, *case.inferred))
    pages = [("class", class_page(facts, axioms, name)) for name in facts.classes]
    pages += [("property", property_page(facts, axioms, name, used)) for name in facts.properties]
    for folder, page in pages:
        data = structured.term_data(page)
        yield studio.page("term.html", f"{folder}/{page.name}.html", page.label, term=page, data=data)


def _modules(studio: Studio) -> Iterator[ReleaseFile]:
    facts = studio.facts
    for module in facts.modules:
        path = f"ontology/module/{module.name}"
        about = f"The module {module.name} of the ontology of mbckg."
        yield from beside(path, plain_files(about, module.statements))
        declared = [name for name in (*facts.classes, *facts.properties) if facts.module_of.get(name) == module.name]
        yield studio.page(
            "module.html",
            f"{path}.html",
            f"Module {module.name}",
            module=module,
            iri=module_iri(module.name),
            terms=_listed(facts, declared),
            formats=FORMATS,
            data=structured.term_set(),
        )


def _listed(facts: Facts, names: Iterable[str]) -> list[TermLine]:
    """Terms for a list, sorted by label."""
    return [
        TermLine(
            link=facts.site.link(MBC + name, facts.label(name)),
            name=name,
            definition=lexical(facts.forest.value(iri(MBC + name), _DEFINITION) or '""'),
            is_property=facts.site.terms[name] == "property",
        )
        for name in sorted(names, key=facts.by_label)
    ]


def _tree(facts: Facts) -> list[Branch]:
    """The classes as nested lists; one with several parents has its subclasses below the first of them."""
    seen: set[str] = set()

    def branch(name: str) -> Branch:
        first, below = name not in seen, facts.below.get(name, ())
        seen.add(name)
        return Branch(
            link=facts.site.link(MBC + name, facts.label(name)),
            name=name,
            first=first,
            again=bool(below) and not first,
            below=tuple(branch(child) for child in below) if first else (),
        )

    tops = [name for name in facts.classes if not facts.above(name)]
    return [branch(name) for name in sorted(tops, key=facts.by_label)]
