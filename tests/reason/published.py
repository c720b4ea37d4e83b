"""The published cases, read and reasoned over once for all tests of explanations."""

from __future__ import annotations

from functools import cache

from kg.build.sources import Sources, read_sources
from kg.graph.assemble import case_statements
from kg.reason.explain import Reasoned, opposites
from kg.reason.explain.chains import Step, stated_in
from kg.reason.owl_triples import axiom_triples, declarations, vocabulary_of
from kg.reason.realize import realize
from kg.reason.syntax import Axiom, Triple
from tests.conftest import ROOT

MBC = "https://w3id.org/mbckg/ontology#"
CASE = "https://w3id.org/mbckg/case/"


@cache
def sources() -> Sources:
    """Ontology, rules and cases of the repository."""
    return read_sources(str(ROOT))


@cache
def reasoned(case_id: str) -> Reasoned:
    """One published case with all that follows from it."""
    of = sources()
    asserted = case_statements(next(case for case in of.cases if case.id == case_id))
    closure = realize(of.definitions, of.rules, asserted)
    return Reasoned(of.definitions, of.rules, asserted, closure, opposites(of.ontology))


def case_ids() -> list[str]:
    """The ids of all published cases."""
    return [case.id for case in sources().cases]


def mbc(name: str) -> str:
    """A term of the ontology."""
    return f"<{MBC}{name}>"


def part(case_id: str, name: str = "") -> str:
    """A part of a case, or the case itself."""
    return f"<{CASE}{case_id}{'#' if name else ''}{name}>"


def for_hermit(axioms: list[Axiom], statements: list[Triple]) -> list[Triple]:
    """The axioms alone as an ontology, with declarations of what they and the statements use."""
    names = vocabulary_of(sources().definitions.vocabulary, axioms, statements)
    return [*declarations(names), *axiom_triples(axioms)]


def cited(steps: tuple[Step, ...]) -> tuple[list[Axiom], list[Triple]]:
    """What an explanation cites: axioms, and statements with the conclusions of rule files.

    OWL cannot say what a rule file says, so the reasoner is given its conclusion.
    """
    axioms = list(dict.fromkeys(axiom for step in steps for axiom in step.axioms))
    ruled = [step.conclusion for step in steps if step.kind == "rule"]
    return axioms, [*stated_in(steps), *ruled]
