"""``ontology.owl``: the ontology in RDF/XML, the format that every OWL tool opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.build.about import LICENSE_TITLE
from kg.errors import DataError
from kg.graph.terms import RDF_TYPE, Statement
from kg.names import PREFIXES, compact
from kg.publish.release.material import Material
from kg.publish.release.terms import literal_parts
from kg.publish.release.tree import Forest, is_blank

__all__ = ["ontology_xml", "statements_xml"]

_STEP = "  "
_MARKUP = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#9;"}
_TEXT = str.maketrans({sign: _MARKUP[sign] for sign in "&<>\r"})
_ATTRIBUTE = str.maketrans(_MARKUP)
# Letters that XML 1.0 has no way to write.
_UNWRITABLE = frozenset(chr(code) for code in (*range(0x20), 0xFFFE, 0xFFFF)) - frozenset("\t\n\r")


def ontology_xml(material: Material) -> Iterator[str]:
    """The text, piece by piece; DataError for a property that XML cannot name or a letter it cannot write."""
    modules = ((module.name, module.statements) for module in material.modules)
    yield from statements_xml("The ontology of mbckg in one file.", [("", material.header), *modules])


def statements_xml(about: str, sections: Iterable[tuple[str, Iterable[Statement]]]) -> Iterator[str]:
    """Any statements, section by section, each with its name; ``about`` says what the file holds."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield f"<!-- {about} License: {LICENSE_TITLE}. -->\n<rdf:RDF"
    yield "".join(f'\n    xmlns:{prefix}="{base}"' for prefix, base in sorted(PREFIXES.items()))
    yield ">\n"
    for name, statements in sections:
        if name:
            yield f"\n{_STEP}<!-- {name} -->\n"
        forest = Forest(statements)
        for subject in forest.by_name():
            yield "\n" + _element(forest, subject, _STEP)
    yield "\n</rdf:RDF>\n"


def _element(forest: Forest, subject: str, indent: str) -> str:
    """One thing with all that is said of it; the name of its first class is the name of the element."""
    kinds = forest.values(subject, RDF_TYPE)
    tag = _name(kinds[0]) if kinds and not is_blank(kinds[0]) else "rdf:Description"
    about = "" if is_blank(subject) else f' rdf:about="{_attribute(subject[1:-1])}"'
    lines = []
    for predicate in forest.predicates(subject):
        for value in forest.values(subject, predicate):
            if predicate == RDF_TYPE and kinds and value == kinds[0] and tag != "rdf:Description":
                continue
            lines.append(_property(forest, _name(predicate), value, indent + _STEP))
    if not lines:
        return f"{indent}<{tag}{about}/>\n"
    return f"{indent}<{tag}{about}>\n{''.join(lines)}{indent}</{tag}>\n"


def _property(forest: Forest, name: str, value: str, indent: str) -> str:
    items = forest.items(value)
    if items and not any(item.startswith('"') for item in items):
        inner = "".join(
            _element(forest, item, indent + _STEP) if is_blank(item) else _named(item, indent) for item in items
        )
        return f'{indent}<{name} rdf:parseType="Collection">\n{inner}{indent}</{name}>\n'
    if is_blank(value):
        return f"{indent}<{name}>\n{_element(forest, value, indent + _STEP)}{indent}</{name}>\n"
    if value.startswith("<"):
        return f'{indent}<{name} rdf:resource="{_attribute(value[1:-1])}"/>\n'
    text, language, datatype = literal_parts(value)
    told = f' xml:lang="{language}"' if language else f' rdf:datatype="{_attribute(datatype)}"' if datatype else ""
    return f"{indent}<{name}{told}>{_checked(text).translate(_TEXT)}</{name}>\n"


def _named(item: str, indent: str) -> str:
    return f'{indent}{_STEP}<rdf:Description rdf:about="{_attribute(item[1:-1])}"/>\n'


def _name(iri: str) -> str:
    short = compact(iri)
    prefix, _, local = short.partition(":")
    if (
        prefix not in PREFIXES
        or not local.replace("_", "a").replace("-", "a").replace(".", "a").isalnum()
        or local[0].isdigit()
    ):
        raise DataError(f"{iri} has no name that XML can write", "use a property of a known vocabulary")
    return short


def _attribute(text: str) -> str:
    return _checked(text).translate(_ATTRIBUTE)


def _checked(text: str) -> str:
    if not _UNWRITABLE.isdisjoint(text):
        raise DataError(f"{text!r} has a letter that XML cannot write", "remove the control character")
    return text
