"""Is the ontology complete, unambiguous and inside the fragment that we can reason over?

Codes ``O001`` to ``O010``; see :data:`CODES` for what each means and how to mend it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.build.sources import Sources
from kg.errors import OntologyError
from kg.findings import Issue, nearest
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, is_literal, lexical
from kg.names import MBC, PREFIXES, local_name

__all__ = ["CODES", "check_ontology"]

CODES = {
    "O001": ("A term has no label", "add one rdfs:label with @en"),
    "O002": ("A term has several labels", "keep one; the others become skos:altLabel"),
    "O003": ("Two terms have the same label", "make the labels tell the terms apart"),
    "O004": ("A term has no definition", "add a skos:definition in our own words"),
    "O005": ("A term has no definition source", "add dcterms:source: an address, a citation or the curators"),
    "O006": ("A class has no example", "add a skos:example, best from a case"),
    "O007": ("A name is used and not declared", "declare it, or use the name that was meant"),
    "O008": (
        "The ontology cannot be compiled to rules",
        "say it with the constructs listed in docs/model.md",
    ),
    "O009": ("A mapping has a subject that is no term of the ontology", "use the term's present name"),
    "O010": ("A verdict class has no opposite that points back", "state mbc:oppositeVerdict on both"),
}

_OWL, _SKOS, _DCT = PREFIXES["owl"], PREFIXES["skos"], PREFIXES["dcterms"]
_KINDS = {f"<{_OWL}{name}>" for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
_CLASS = f"<{_OWL}Class>"
_FILE = "ontology/modules"


def check_ontology(sources: Sources) -> list[Issue]:
    """Every issue of the ontology and its mappings, sorted."""
    ontology = sources.ontology
    issues = [*_annotations(ontology), *_undeclared(ontology), *_opposites(ontology)]
    issues += _mapped(ontology, sources.mappings)
    try:
        _ = sources.definitions
    except OntologyError as error:
        issues += error.issues or [_issue("O008", error.message)]
    return sorted(issues)


def _issue(code: str, message: str, term: str | None = None, **more: object) -> Issue:
    name = None if term is None else f"mbc:{local_name(term)}"
    return Issue(code, message, file=_FILE, field=name, remedy=CODES[code][1], **more)  # type: ignore[arg-type]


def _ours(term: str) -> bool:
    return term.startswith(f"<{MBC}")


def _declared(ontology: list[Statement]) -> dict[str, str]:
    return {s: o for s, p, o in ontology if p == RDF_TYPE and o in _KINDS and _ours(s)}


def _annotations(ontology: list[Statement]) -> Iterator[Issue]:
    values: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o in ontology:
        values[s][p].append(o)
    by_label: dict[str, list[str]] = defaultdict(list)
    for term, kind in sorted(_declared(ontology).items()):
        told = values[term]
        labels = told.get(RDFS_LABEL, [])
        if not labels:
            yield _issue("O001", "has no label", term)
        if len(labels) > 1:
            yield _issue("O002", f"has {len(labels)} labels: {', '.join(map(lexical, labels))}", term)
        for label in labels:
            by_label[lexical(label).casefold()].append(term)
        if f"<{_SKOS}definition>" not in told:
            yield _issue("O004", "has no definition", term)
        if f"<{_DCT}source>" not in told:
            yield _issue("O005", "has no definition source", term)
        if kind == _CLASS and f"<{_SKOS}example>" not in told:
            yield _issue("O006", "has no example", term)
    for label, terms in sorted(by_label.items()):
        if len(terms) > 1:
            names = ", ".join(local_name(term) for term in terms)
            yield _issue("O003", f'"{label}" is the label of {names}', terms[0])


def _undeclared(ontology: list[Statement]) -> Iterator[Issue]:
    declared = _declared(ontology)
    names = [local_name(term) for term in declared]
    used = {t for statement in ontology for t in statement if _ours(t) and not is_literal(t)}
    for term in sorted(used - declared.keys()):
        name = local_name(term)
        yield _issue("O007", "is used and not declared", term, suggestion=nearest(name, names))


def _opposites(ontology: list[Statement]) -> Iterator[Issue]:
    opposite = f"<{MBC}oppositeVerdict>"
    pairs = {(s, o) for s, p, o in ontology if p == opposite}
    lefts = {s for s, _ in pairs}
    for one, other in sorted(pairs):
        if other not in lefts:
            yield _issue("O010", f"{local_name(other)} does not point to an opposite", one)


def _mapped(ontology: list[Statement], mappings: list[Statement]) -> Iterator[Issue]:
    declared = _declared(ontology)
    names = [local_name(term) for term in declared]
    for term in sorted({s for s, _, _ in mappings} - declared.keys()):
        yield _issue(
            "O009",
            "is mapped and is no term of the ontology",
            term,
            suggestion=nearest(local_name(term), names),
        )
