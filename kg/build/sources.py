"""All sources of the graph, read and checked: what the pipeline works on and what the checks look at."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.ask.catalog import Query, read_catalog
from kg.cases.bibliography import Report, read_bibliography
from kg.cases.model import CaseFile
from kg.cases.reader import read_cases
from kg.cases.vocabulary import Vocabulary
from kg.findings import Issue
from kg.graph.assemble import read_ontology
from kg.graph.mappings import mapping_statements
from kg.graph.rules import Rule, read_rules
from kg.graph.terms import Statement
from kg.reason.compile import compile_ontology
from kg.reason.rules import RuleSet

__all__ = ["Sources", "read_sources", "read_vocabulary"]


@dataclass(frozen=True)
class Sources:
    """Ontology, rules, cases, bibliography, mappings and queries, with all issues found while reading them."""

    root: str
    ontology: list[Statement]
    vocabulary: Vocabulary
    rules: list[Rule]
    cases: list[CaseFile]
    bibliography: Mapping[str, Report]
    mappings: list[Statement]
    queries: list[Query]
    issues: list[Issue]

    @cached_property
    def definitions(self) -> RuleSet:
        """The ontology compiled to rules; OntologyError for what the compiler does not understand."""
        return compile_ontology(self.ontology)


def read_vocabulary(root: str) -> tuple[list[Statement], Vocabulary]:
    """The ontology's statements, and the view of them that reading case files needs."""
    ontology = read_ontology(os.path.join(root, "ontology"))
    return ontology, Vocabulary(ontology)


def read_sources(root: str) -> Sources:
    """Read everything below ``root`` (the folder with ``ontology/``, ``data/`` and ``queries/``)."""
    ontology, vocabulary = read_vocabulary(root)
    data = os.path.join(root, "data")
    bibliography, issues = read_bibliography(os.path.join(data, "reports.yaml"))
    cases, found = read_cases(os.path.join(data, "cases"), vocabulary, bibliography)
    queries, more = read_catalog(os.path.join(root, "queries"))
    return Sources(
        root=root,
        ontology=ontology,
        vocabulary=vocabulary,
        rules=read_rules(os.path.join(root, "ontology", "rules")),
        cases=cases,
        bibliography=bibliography,
        mappings=mapping_statements(os.path.join(root, "ontology", "mappings.sssom.tsv")),
        queries=queries,
        issues=sorted([*issues, *found, *more]),
    )
