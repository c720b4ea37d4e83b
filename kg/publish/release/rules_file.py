"""``rules.ttl``: the rules beside the ontology, so that what follows can be worked out again from a release alone.

Each is an ``sh:SPARQLConstructExecutable``, as the stored queries are ``sh:SPARQLSelectExecutable``; ``sh:order`` is
the step in which it runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.build.about import LICENSE_TITLE
from kg.graph.rules import Rule, parse_rule
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, integer, iri, lexical, text
from kg.names import BASE, PREFIXES, local_name
from kg.publish.release.case_files import long_text
from kg.publish.release.material import Material
from kg.publish.turtle import blocks, prefix_lines

__all__ = ["rules_of", "rules_turtle"]

_RULE = BASE + "rule/"
_SH, _SOURCE = PREFIXES["sh"], f"<{PREFIXES['dcterms']}source>"
_COMMENT = f"<{PREFIXES['rdfs']}comment>"
_CONSTRUCT = f"<{_SH}construct>"


def rules_turtle(material: Material) -> Iterator[str]:
    """Title, description, source, step and text of each rule; the text in the lines of its file."""
    yield f"# Rules of mbckg: what follows beside the definitions, step by step. License: {LICENSE_TITLE}.\n\n"
    yield from prefix_lines()
    yield "\n"
    for rule in sorted(material.rules, key=lambda rule: rule.id):
        told = "".join(blocks(_statements(rule))).removesuffix(" .\n\n")
        yield f"{told} ;\n    sh:construct {long_text(rule.construct)} .\n\n"


def _statements(rule: Rule) -> Iterator[Statement]:
    subject = iri(_RULE + rule.id)
    for name in ("SPARQLExecutable", "SPARQLConstructExecutable"):
        yield subject, RDF_TYPE, iri(_SH + name)
    yield subject, RDFS_LABEL, text(rule.title, "en")
    yield subject, _COMMENT, text(rule.description, "en")
    yield subject, _SOURCE, iri(rule.source) if rule.source.startswith("http") else text(rule.source)
    yield subject, iri(_SH + "order"), integer(rule.step)


def rules_of(statements: Iterable[Statement]) -> list[Rule]:
    """The rules that ``rules.ttl`` holds, by step and id; DataError for one that is malformed."""
    found = [
        parse_rule(lexical(value), f"{local_name(subject)}.rq")
        for subject, predicate, value in statements
        if predicate == _CONSTRUCT
    ]
    return sorted(found, key=lambda rule: (rule.step, rule.id))
