"""The classes of the ontology, as a list and as a tree."""

from __future__ import annotations

from kg.ask.classes import PROLOGUE, class_iri
from kg.ask.values import plain
from kg.errors import UsageError
from kg.names import MBC, local_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.ask.engine import Engine

__all__ = ["ClassEntry", "list_classes", "tree"]


class ClassEntry:
    """One class: ``name`` is its local name, ``synonyms`` its other labels, ``parents`` local names, sorted."""

    __slots__ = ("label", "name", "parents", "synonyms")

    def __init__(self, name: str) -> None:
        self.name = name
        self.label = ""
        self.synonyms: list[str] = []
        self.parents: list[str] = []

    def __repr__(self) -> str:
        return f"ClassEntry({self.name!r})"


def list_classes(engine: Engine, under: str | None = None) -> list[ClassEntry]:
    """All classes of our ontology by local name; with ``under`` that class and those below it.

    ``under`` is a local name, label, synonym, CURIE or IRI; UsageError with the nearest names when it is none.
    """
    query = f"""{PROLOGUE}SELECT ?class ?property ?value WHERE {{
  ?class a owl:Class .
  VALUES ?property {{ rdfs:label skos:altLabel skos:hiddenLabel rdfs:subClassOf }}
  ?class ?property ?value .
}}"""
    entries: dict[str, ClassEntry] = {}
    for row in engine.run(query).rows:
        subject, predicate, value = (term or "" for term in row)
        if not subject.startswith("<" + MBC):
            continue
        name = local_name(subject)
        entry = entries.setdefault(name, ClassEntry(name))
        kind = local_name(predicate)
        if kind == "label":
            entry.label = plain(value)
        elif kind == "subClassOf":
            if value.startswith("<" + MBC):
                entry.parents.append(local_name(value))
        else:
            entry.synonyms.append(plain(value))
    for entry in entries.values():
        entry.synonyms.sort()
        entry.parents.sort()
    if under is not None:
        below = _below(entries, _named(entries, under))
        entries = {name: entry for name, entry in entries.items() if name in below}
    return [entries[name] for name in sorted(entries)]


def _named(entries: dict[str, ClassEntry], wanted: str) -> str:
    iri = class_iri(wanted)
    if iri is not None and local_name(iri) in entries:
        return local_name(iri)
    names = {
        word.casefold(): entry.name
        for entry in sorted(entries.values(), key=lambda entry: entry.name, reverse=True)
        for word in (*entry.synonyms, entry.label, entry.name)
    }
    found = names.get(" ".join(wanted.split()).casefold())
    if found is None:
        from kg.findings import did_you_mean, nearest

        hint = did_you_mean(list(dict.fromkeys(names[word] for word in nearest(wanted, names, 6)))[:3])
        raise UsageError(
            f"there is no class {wanted!r}" + (f"; {hint}" if hint else ""), "`kg list classes` shows all of them"
        )
    return found


def _children(entries: Iterable[ClassEntry]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for entry in entries:
        for parent in entry.parents:
            found.setdefault(parent, []).append(entry.name)
    return found


def _below(entries: dict[str, ClassEntry], top: str) -> set[str]:
    children = _children(entries.values())
    found, pending = {top}, [top]
    while pending:
        for name in children.get(pending.pop(), ()):
            if name not in found:
                found.add(name)
                pending.append(name)
    return found


def tree(entries: list[ClassEntry]) -> Iterator[tuple[int, ClassEntry]]:
    """Depth and class, each below its parents; a class with two parents stands in two places.

    The roots are the classes none of whose parents is among ``entries``.
    """
    known = {entry.name: entry for entry in entries}
    children = _children(entries)
    roots = [entry.name for entry in entries if not any(parent in known for parent in entry.parents)]
    pending: list[tuple[int, str, tuple[str, ...]]] = [(0, name, ()) for name in reversed(roots)]
    while pending:
        depth, name, above = pending.pop()
        yield depth, known[name]
        # A cycle would be an error of the ontology, found elsewhere; here it must only not go on for ever.
        below = [child for child in children.get(name, ()) if child not in above and child != name]
        pending += [(depth + 1, child, (*above, name)) for child in reversed(below)]
