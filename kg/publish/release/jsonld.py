"""``context.jsonld`` and ``cases.jsonld``: the cases as JSON-LD, one object a case with its items inside it.

Keys are the local names of properties. The context is published as a file of its own, and stands inside
``cases.jsonld`` too, so that this file is complete without the network.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.errors import DataError
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, iri, is_iri, term
from kg.names import CASE, MBC, PREFIXES, case_iri, compact, local_name
from kg.publish.release.material import CaseStatements, Material
from kg.publish.release.terms import literal_parts, owl, rdfs

__all__ = ["cases_jsonld", "context_jsonld", "make_context"]

Entry = str | Mapping[str, str]
Node = dict[str, object]
_Told = Mapping[str, Mapping[str, list[str]]]  # subject -> property -> values
_Places = dict[str, tuple[str, str]]  # thing -> the thing and the property that it is written below

_XSD = PREFIXES["xsd"]
# Properties of other vocabularies, and a name for the statements about things that an object does not contain.
_OUTSIDE: Mapping[str, Entry] = {
    "label": {"@id": "rdfs:label", "@language": "en"},
    "license": {"@id": "dcterms:license", "@type": "@id"},
    "title": "dcterms:title",
}
_INCLUDED = "included"
_PLAIN = iri(_XSD + "string")


def make_context(ontology: Iterable[Statement]) -> dict[str, object]:
    """The context: prefixes, short names of keywords, and each property with the kind of its values.

    Values of object properties are always a list; integers are numbers, other typed values strings.
    """
    kinds: dict[str, set[str]] = defaultdict(set)
    ranges: dict[str, str] = {}
    for s, p, o in ontology:
        if p == RDF_TYPE and s.startswith(f"<{MBC}"):
            kinds[s].add(o)
        elif p == rdfs("range"):
            ranges[s] = o
    properties: dict[str, Entry] = {}
    for prop in sorted(kinds):
        name, base = local_name(prop), {"@id": compact(prop)}
        if owl("ObjectProperty") in kinds[prop]:
            properties[name] = {**base, "@type": "@id", "@container": "@set"}
        elif owl("AnnotationProperty") in kinds[prop]:
            properties[name] = {**base, "@language": "en"}
        elif owl("DatatypeProperty") in kinds[prop]:
            kind = ranges.get(prop, _PLAIN)
            properties[name] = compact(prop) if kind == _PLAIN else {**base, "@type": compact(kind)}
    twice = sorted(properties.keys() & {*_OUTSIDE, *PREFIXES, _INCLUDED, "id", "type"})
    if twice:
        raise DataError(f"{twice[0]} would have two meanings in the JSON-LD context", "give the property another name")
    return {
        "@version": 1.1,
        "@vocab": MBC,
        **dict(sorted(PREFIXES.items())),
        "id": "@id",
        "type": "@type",
        _INCLUDED: "@included",
        **_OUTSIDE,
        **properties,
    }


def context_jsonld(material: Material) -> Iterator[str]:
    """The context as a document."""
    yield _dumped({"@context": make_context(material.ontology)})


def cases_jsonld(material: Material) -> Iterator[str]:
    """What reports say of each case, then the reports, as one document; the statements are those of ``cases.ttl``."""
    context = make_context(material.ontology)
    below = (s for s, p, o in material.ontology if p == rdfs("subPropertyOf") and o != term("records"))
    writer = _Writer(context, below)
    graph = [writer.case(case) for case in material.cases]
    graph += writer.each(material.reports)
    yield _dumped({"@context": context, "@graph": graph})


def _dumped(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _short(value: str) -> str:
    """The IRI of a term, a part of a case as ``case:cheng-2025#scalp-nodule``."""
    return f"case:{value[len(CASE) + 1 : -1]}" if value.startswith(f"<{CASE}") else compact(value)


class _Writer:
    """Statements as objects whose keys the context explains; ``narrow`` are properties below another one."""

    def __init__(self, context: Mapping[str, object], narrow: Iterable[str] = ()) -> None:
        self.context = context
        self.narrow = frozenset(narrow)
        self.names = {f"<{MBC}{name}>": name for name in context}
        self.names |= {RDFS_LABEL: "label"}
        self.names |= {f"<{PREFIXES['dcterms']}{name}>": name for name in ("license", "title")}

    def case(self, case: CaseStatements) -> Node:
        """The object of a case: each item inside the first thing that leads to it, passages and the rest at the end."""
        told = _by_subject(case.asserted)
        passages = {s for s in told if term("Evidence") in told[s].get(RDF_TYPE, ())}
        start = iri(case_iri(case.id))
        places = self._owners(start, told, passages)
        node = self._node(start, told, places)
        rest = [self._node(subject, told, places) for subject in sorted(told.keys() - places.keys() - {start})]
        return {**node, _INCLUDED: rest} if rest else node

    def each(self, statements: Iterable[Statement]) -> list[Node]:
        """One object a thing, side by side."""
        told = _by_subject(statements)
        return [self._node(subject, told, {}) for subject in sorted(told)]

    def _node(self, subject: str, told: _Told, places: _Places) -> Node:
        node: Node = {"id": _short(subject)}
        for predicate, values in sorted(told[subject].items(), key=lambda pair: self._rank(pair[0])):
            if predicate == RDF_TYPE:
                node["type"] = [
                    local_name(value) if value.startswith(f"<{MBC}") else compact(value) for value in values
                ]
                continue
            key = self.names.get(predicate, compact(predicate))
            entry = self.context.get(key)
            shown = [
                self._node(value, told, places) if places.get(value) == (subject, predicate) else _value(value, entry)
                for value in values
            ]
            listed = isinstance(entry, Mapping) and entry.get("@container") == "@set"
            node[key] = shown if listed or len(shown) > 1 else shown[0]
        return node

    def _owners(self, start: str, told: _Told, apart: set[str]) -> _Places:
        """Where each thing is written out: inside the nearest thing that leads to it, below the widest property."""
        places: _Places = {}
        seen, level = {start, *apart}, [start]
        while level:
            below = []
            for subject in level:
                for predicate in sorted(told[subject], key=lambda name: (name in self.narrow, name)):
                    fresh = [value for value in told[subject][predicate] if value in told and value not in seen]
                    places.update((value, (subject, predicate)) for value in fresh)
                    seen.update(fresh)
                    below += fresh
            level = below
        return places

    def _rank(self, predicate: str) -> tuple[int, str]:
        first = {RDF_TYPE: 0, RDFS_LABEL: 1}.get(predicate, 2)
        return first, self.names.get(predicate, predicate)


def _by_subject(statements: Iterable[Statement]) -> _Told:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o in sorted(set(statements)):
        found[s][p].append(o)
    return found


def _value(value: str, entry: object) -> object:
    """A value as short as the context's entry for its property allows."""
    meaning = entry if isinstance(entry, Mapping) else {}
    kind = meaning.get("@type")
    if is_iri(value):
        return _short(value) if kind == "@id" else {"id": _short(value)}
    text, language, datatype = literal_parts(value)
    if language:
        return text if language == meaning.get("@language") else {"@value": text, "@language": language}
    if not datatype:
        return text if not kind and "@language" not in meaning and entry else {"@value": text}
    if kind != compact(datatype):
        return {"@value": text, "@type": compact(datatype)}
    if datatype == _XSD + "integer" and str(int(text)) == text:
        return int(text)
    return text
