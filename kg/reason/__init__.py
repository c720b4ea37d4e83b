"""Reasoning: OWL definitions compiled to rules, forward chaining with derivations, and HermiT as referee.

:func:`compile_ontology` makes rules of an ontology or says why it cannot; :func:`infer` applies them to one
case and keeps why each statement holds; :func:`referee` asks an independent reasoner and :func:`compare`
shows any difference.
"""

from __future__ import annotations

from kg.reason.closure import Closure, Contradiction, Derivation, ProofStep
from kg.reason.compile import compile_ontology
from kg.reason.engine import infer
from kg.reason.referee import Difference, RefereeResult, compare, referee, referee_many
from kg.reason.rules import Rule, RuleSet

__all__ = [
    "Closure",
    "Contradiction",
    "Derivation",
    "Difference",
    "ProofStep",
    "RefereeResult",
    "Rule",
    "RuleSet",
    "compare",
    "compile_ontology",
    "infer",
    "referee",
    "referee_many",
]
