"""An explanation as Turtle: cited statements as they stand, steps as ``rdf:Statement`` with their provenance.

A step has an IRI below that of the case; ``prov:wasDerivedFrom`` leads to the steps, axioms and rules it was derived
from, ``prov:hadPrimarySource`` from a stated one to the passages it was read in. An axiom is cited in OWL's own way, as
``owl:Axiom`` with its source, property and target. Same input, same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kg.build.explanation import Explanation
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, integer, iri, text
from kg.names import ONTOLOGY, PREFIXES, case_iri
from kg.publish.layout import ANSWERS
from kg.publish.turtle import blocks, prefix_lines, short
from kg.reason.explain.chains import Step
from kg.reason.owl_triples import axiom_triples
from kg.reason.syntax import Axiom, Triple

__all__ = ["to_turtle"]

_PROV, _RDF, _OWL = PREFIXES["prov"], PREFIXES["rdf"], PREFIXES["owl"]
_DERIVED, _READ_IN = iri(_PROV + "wasDerivedFrom"), iri(_PROV + "hadPrimarySource")
_NIL, _FIRST, _REST = iri(_RDF + "nil"), iri(_RDF + "first"), iri(_RDF + "rest")


def to_turtle(explanation: Explanation) -> str:
    """The explanation as Turtle text."""
    return "".join(_text(explanation))


def _text(told: Explanation) -> Iterator[str]:
    base = case_iri(told.case)
    yield from prefix_lines()
    writer = _Writer(told, base)
    for number, answer in enumerate(told.answers):
        name = told.part(answer.individual) or "case"
        label = f"{told.words.item(answer.individual)}: {ANSWERS[answer.verdict]}"
        cls = told.asked.name if told.asked else str(number)
        writer.explanation(f"why-{name}-{cls}", label, answer.steps, answer.excludes)
    for number, conflict in enumerate(told.conflicts, 1):
        writer.explanation(f"contradiction-{number}", f"contradiction {number}", conflict.steps, ())
    yield f"\n# What is cited of case {told.case}\n@base <{base}> .\n\n"
    yield from blocks(writer.cited, base)
    yield "# Explanations and their steps\n\n"
    yield from blocks(writer.steps, base)
    yield "# Axioms that are cited\n\n"
    for node, axiom in writer.axioms.items():
        yield _axiom(node, axiom, told.axioms([axiom])[0], base)


class _Writer:
    def __init__(self, told: Explanation, base: str) -> None:
        self.told, self.base = told, base
        self.cited: set[Statement] = set()
        self.steps: set[Statement] = set()
        self.axioms: dict[str, Axiom] = {}
        self._names: dict[Axiom, str] = {}

    def explanation(self, name: str, label: str, steps: Sequence[Step], excludes: Iterable[Axiom]) -> None:
        """One answer or contradiction: a ``prov:Entity`` derived from its last step."""
        node = iri(f"{self.base}#{name}")
        self._add(node, iri(_RDF + "type"), iri(_PROV + "Entity"))
        self._add(node, RDFS_LABEL, text(label, "en"))
        nodes = {step.conclusion: iri(f"{self.base}#{name}-{number}") for number, step in enumerate(steps, 1)}
        if steps:
            self._add(node, _DERIVED, nodes[steps[-1].conclusion])
        for axiom in excludes:
            self._add(node, _DERIVED, self._named(axiom))
        for number, step in enumerate(steps, 1):
            self._step(step, number, nodes)

    def _step(self, step: Step, number: int, nodes: dict[Triple, str]) -> None:
        node = nodes[step.conclusion]
        for key, value in zip(("subject", "predicate", "object"), step.conclusion, strict=True):
            self._add(node, iri(_RDF + key), value)
        self._add(node, RDF_TYPE, iri(_RDF + "Statement"))
        self._add(node, RDFS_LABEL, text(self.told.sentence(step), "en"))
        self._add(node, iri(PREFIXES["dcterms"] + "type"), text(step.kind))
        self._add(node, iri(PREFIXES["dcterms"] + "identifier"), integer(number))
        for premise in step.premises:
            self._add(node, _DERIVED, nodes[premise])
        for axiom in step.axioms:
            self._add(node, _DERIVED, self._named(axiom))
        rule = self.told.rule(step)
        if rule is not None:
            plan = iri(f"{ONTOLOGY}/rule/{rule.id}")
            self._add(node, _DERIVED, plan)
            self._add(plan, RDF_TYPE, iri(_PROV + "Plan"))
            self._add(plan, RDFS_LABEL, text(rule.title, "en"))
            self._add(plan, iri(PREFIXES["dcterms"] + "description"), text(rule.description, "en"))
        source = self.told.source(step.conclusion)
        if step.kind == "stated":
            self.cited.add(step.conclusion)
        if source is not None:
            for passage in source.passages:
                self._add(node, _READ_IN, iri(passage.iri))

    def _named(self, axiom: Axiom) -> str:
        if axiom not in self._names:
            self._names[axiom] = iri(f"{self.base}#axiom-{len(self._names) + 1}")
            self.axioms[self._names[axiom]] = axiom
        return self._names[axiom]

    def _add(self, subject: str, predicate: str, obj: str) -> None:
        self.steps.add((subject, predicate, obj))


def _axiom(node: str, axiom: Axiom, label: str, base: str) -> str:
    """The axiom as ``owl:Axiom``, class expressions written in place."""
    main, *rest = axiom_triples([axiom])
    below: dict[str, list[Triple]] = {}
    for triple in rest:
        below.setdefault(triple[0], []).append(triple)
    source, predicate, target = (_nested(part, below) for part in main)
    return (
        f"{short(node, base)} a owl:Axiom ;\n    rdfs:label {text(label, 'en')} ;\n"
        f"    owl:annotatedSource {source} ;\n    owl:annotatedProperty {predicate} ;\n"
        f"    owl:annotatedTarget {target} .\n\n"
    )


def _nested(node: str, below: dict[str, list[Triple]]) -> str:
    """A node as Turtle: a name, a list in parentheses, or an expression in brackets."""
    if not node.startswith("_:"):
        return short(node)
    parts = {predicate: value for _, predicate, value in below[node]}
    if _FIRST in parts:
        items = []
        while node != _NIL:
            parts = {predicate: value for _, predicate, value in below[node]}
            items.append(_nested(parts[_FIRST], below))
            node = parts[_REST]
        return f"( {' '.join(items)} )"
    written = [f"{'a' if key == RDF_TYPE else short(key)} {_nested(value, below)}" for key, value in parts.items()]
    return f"[ {' ; '.join(written)} ]"
