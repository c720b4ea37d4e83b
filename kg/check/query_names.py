"""What a query says about the ontology: the terms it names, in which role, and on which line.

The text is read a second time here, by rdflib's parser: a query that two independent readers understand runs on
other people's engines too, and its tree tells which name stands where a property and which where a class is due.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from kg.ask.guard import tokens
from kg.findings import ERROR, WARNING, Issue, nearest
from kg.names import MBC, PREFIXES

__all__ = ["NAME_CODES", "Terms", "name_issues", "terms_of"]

NAME_CODES = {
    "Q030": ("A name of the query is not in the ontology", "use the name of a class or property that exists"),
    "Q031": ("A property stands where a class is due", "name a class after `a`"),
    "Q032": ("A class stands where a property is due", "name a property between subject and object"),
    "Q033": (
        "A path stands inside EXISTS or NOT EXISTS",
        "spell the path out with variables: some engines give wrong rows for paths there",
    ),
    "Q034": ("A second SPARQL parser cannot read the query", "keep to the standard, without extensions of an engine"),
}

_TYPE = PREFIXES["rdf"] + "type"
_PROPERTIES = ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
_EXISTS = {"Builtin_EXISTS": WARNING, "Builtin_NOTEXISTS": ERROR}


@dataclass(frozen=True, slots=True)
class Terms:
    """Local names of the classes and of the properties of the ontology."""

    classes: frozenset[str]
    properties: frozenset[str]


@dataclass(slots=True)
class _Usage:
    """Local names by role, and how severe it is that paths were met inside EXISTS or NOT EXISTS."""

    as_class: set[str] = field(default_factory=set)
    as_property: set[str] = field(default_factory=set)
    hidden_paths: set[str] = field(default_factory=set)


def terms_of(ontology: Iterable[tuple[str, str, str]]) -> Terms:
    """The terms that the statements of the ontology declare."""
    kinds: dict[str, set[str]] = {"Class": set(), **{name: set() for name in _PROPERTIES}}
    for subject, predicate, kind in ontology:
        name = kind[1:-1].removeprefix(PREFIXES["owl"])
        if predicate == f"<{_TYPE}>" and name in kinds and subject.startswith(f"<{MBC}"):
            kinds[name].add(subject[1 + len(MBC) : -1])
    return Terms(frozenset(kinds["Class"]), frozenset().union(*(kinds[name] for name in _PROPERTIES)))


def name_issues(text: str, file: str, terms: Terms) -> list[Issue]:
    """Issues Q030 to Q034 of the text of one query, sorted."""
    lines = _lines(text)
    issues = []
    known = terms.classes | terms.properties
    for name, line in lines.items():
        if name not in known:
            hint = nearest(name, known)
            message = "is no class or property of the ontology"
            issues.append(_issue("Q030", message, file, line, value=f"mbc:{name}", suggestion=hint))
    try:
        usage = _usage(text)
    except Exception as error:  # the parser raises whatever its grammar meets
        told = str(error).strip().splitlines() or [type(error).__name__]
        return sorted([*issues, _issue("Q034", f"rdflib: {told[0]}", file, None)])
    for code, wrong, message in (
        ("Q031", usage.as_class & terms.properties, "is a property and stands where a class is due"),
        ("Q032", usage.as_property & terms.classes, "is a class and stands where a property is due"),
    ):
        issues += [_issue(code, message, file, lines.get(name), value=f"mbc:{name}") for name in wrong]
    if usage.hidden_paths:
        severity = min(usage.hidden_paths)  # error before warning
        place = "NOT EXISTS" if severity == ERROR else "EXISTS"
        issues.append(_issue("Q033", f"has a path inside {place}", file, None, severity=severity))
    return sorted(issues)


def _issue(code: str, message: str, file: str, line: int | None, **more: object) -> Issue:
    return Issue(code, message, file=file, line=line, remedy=NAME_CODES[code][1], **more)  # type: ignore[arg-type]


def _lines(text: str) -> dict[str, int]:
    """Local names of our terms in a query, each with the first line that names it outside of comments."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for kind, token in tokens(line):
            name = None
            if kind == "name" and token.startswith("mbc:"):
                name = token[len("mbc:") :]
            elif kind == "iri" and token.startswith(f"<{MBC}"):
                name = token[len(MBC) + 1 : -1]
            if name:
                found.setdefault(name, number)
    return found


def _usage(text: str) -> _Usage:
    from rdflib.plugins.sparql import prepareQuery
    from rdflib.plugins.sparql.algebra import translatePath, translatePName, translatePrologue, traverse
    from rdflib.plugins.sparql.parser import parseQuery

    prepareQuery(text)  # finds what only the algebra finds; but it loses filters inside EXISTS, so the tree is read
    tree = parseQuery(text)
    names = partial(translatePName, prologue=translatePrologue(tree[0], None))
    usage = _Usage()
    _walk(traverse(traverse(tree[1], visitPost=names), visitPost=translatePath), usage, None)
    return usage


def _walk(node: object, usage: _Usage, inside: str | None) -> None:
    """Collect the triple patterns of a parsed query; ``inside`` is the severity of a path at this place."""
    from rdflib.paths import Path

    if isinstance(node, Mapping):
        here = _EXISTS.get(getattr(node, "name", ""))
        inside = here if inside != ERROR and here else inside
        for key, value in node.items():
            if key in ("triples", "template") and isinstance(value, Sequence):
                for predicate, end in _pairs(value):
                    if inside and isinstance(predicate, Path):
                        usage.hidden_paths.add(inside)
                    names = list(_names(predicate))
                    usage.as_property.update(name for name in map(_local, names) if name)
                    if _TYPE in map(str, names) and (name := _local(end)):
                        usage.as_class.add(name)
            else:
                _walk(value, usage, inside)
    elif isinstance(node, list | tuple | set):
        for member in node:
            _walk(member, usage, inside)


def _pairs(triples: Iterable[Sequence[object]]) -> Iterator[tuple[object, object]]:
    """Predicate and object of each triple; the parser has all triples of one subject in one flat list."""
    for flat in triples:
        for start in range(0, len(flat) - 2, 3):
            yield flat[start + 1], flat[start + 2]


def _names(predicate: object) -> Iterator[object]:
    """The IRIs of a predicate or of a path."""
    from rdflib.paths import AlternativePath, InvPath, MulPath, NegatedPath, SequencePath

    if isinstance(predicate, SequencePath | AlternativePath | NegatedPath):
        for part in predicate.args:
            yield from _names(part)
    elif isinstance(predicate, InvPath):
        yield from _names(predicate.arg)
    elif isinstance(predicate, MulPath):
        yield from _names(predicate.path)
    else:
        yield predicate


def _local(term: object) -> str | None:
    from rdflib.term import URIRef

    text = str(term)
    return text[len(MBC) :] if isinstance(term, URIRef) and text.startswith(MBC) else None
