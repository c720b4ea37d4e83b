"""The RDF beside a page, in three formats: what the graph says of the thing that the page tells of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from kg.build.about import LICENSE_TITLE
from kg.graph.terms import RDF_TYPE, Statement, is_iri, lexical
from kg.names import PREFIXES, case_iri, compact, report_key_of
from kg.publish.release.jsonld import cases_jsonld
from kg.publish.release.material import CaseStatements, Material
from kg.publish.release.ontology_turtle import turtle_blocks
from kg.publish.release.ontology_xml import statements_xml
from kg.publish.release.terms import literal_parts
from kg.publish.release.tree import Forest, is_blank
from kg.publish.turtle import blocks, prefix_lines

__all__ = ["FORMATS", "RdfFiles", "case_files", "nested_jsonld", "plain_files"]

_short = lru_cache(8192)(compact)

FORMATS = {"ttl": "text/turtle", "rdf": "application/rdf+xml", "jsonld": "application/ld+json"}
"""Ending of a file -> IANA media type."""

RdfFiles = Mapping[str, Callable[[], bytes]]
"""Ending of a file -> what writes it."""


def case_files(material: Material, case: CaseStatements) -> RdfFiles:
    """What reports say of a case, what follows from it, and its reports."""
    cited = {o for _, _, o in case.asserted if report_key_of(o)}
    reports = tuple(one for one in material.reports if one[0] in cited)
    title = f"Case {case.id} of mbckg: what reports say, and what follows."

    def turtle() -> bytes:
        base = case_iri(case.id)
        pieces = [f"# {title} License: {LICENSE_TITLE}.\n\n", *prefix_lines(), f"@base <{base}> .\n\n"]
        pieces += [*blocks(case.asserted, base), "# ---- what follows ----\n\n", *blocks(case.inferred, base)]
        return "".join([*pieces, "# ---- reports ----\n\n", *blocks(reports)]).encode()

    def xml() -> bytes:
        sections = [("", case.asserted), ("what follows", case.inferred), ("reports", reports)]
        return "".join(statements_xml(title, sections)).encode()

    def jsonld() -> bytes:
        both = replace(case, asserted=tuple(sorted({*case.asserted, *case.inferred})), inferred=())
        return "".join(cases_jsonld(replace(material, cases=(both,), reports=reports))).encode()

    return {"ttl": turtle, "rdf": xml, "jsonld": jsonld}


def plain_files(title: str, statements: Iterable[Statement]) -> RdfFiles:
    """Any statements in the three formats; blank nodes have to be trees."""
    told = tuple(statements)

    def turtle() -> bytes:
        return "".join(
            [f"# {title} License: {LICENSE_TITLE}.\n\n", *prefix_lines(), "\n", *turtle_blocks(told)]
        ).encode()

    return {
        "ttl": turtle,
        "rdf": lambda: "".join(statements_xml(title, [("", told)])).encode(),
        "jsonld": lambda: nested_jsonld(told),
    }


def nested_jsonld(statements: Iterable[Statement]) -> bytes:
    """Any statements as JSON-LD with short names; things without a name stand inside what refers to them."""
    forest = Forest(statements)
    graph = [_node(forest, subject) for subject in forest.by_name()]
    document = {"@context": dict(sorted(PREFIXES.items())), "@graph": graph}
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _node(forest: Forest, subject: str) -> dict[str, object]:
    node: dict[str, object] = {} if is_blank(subject) else {"@id": _short(lexical(subject))}
    for predicate in forest.predicates(subject):
        values = forest.values(subject, predicate)
        if predicate == RDF_TYPE:
            node["@type"] = [_short(lexical(value)) for value in values]
            continue
        found = [_value(forest, value) for value in values]
        node[_short(lexical(predicate))] = found if len(found) > 1 else found[0]
    return node


def _value(forest: Forest, value: str) -> object:
    items = forest.items(value)
    if items is not None:
        return {"@list": [_value(forest, item) for item in items]}
    if is_blank(value):
        return _node(forest, value)
    if is_iri(value):
        return {"@id": _short(lexical(value))}
    text, language, datatype = literal_parts(value)
    if language:
        return {"@value": text, "@language": language}
    return {"@value": text, "@type": _short(datatype)} if datatype else text
