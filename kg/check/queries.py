"""Are the stored queries in order: do they name what exists, can they be run, does the graph pass the checks?

Issues of front matter and columns (``Q001`` to ``Q017``) come from the catalog; here the text is held against the
ontology (``Q030`` to ``Q035``), every query is run once, and the check queries are run on the graph.
"""

from __future__ import annotations

import os

from kg.ask.codes import CODES as CATALOG_CODES
from kg.ask.engine import Engine
from kg.ask.front_matter import Parameter, Query
from kg.build.sources import Sources
from kg.cases.vocabulary import Vocabulary
from kg.check.data_queries import DATA_CODES, read_check_queries, rows_found
from kg.check.query_names import NAME_CODES, name_issues, terms_of
from kg.errors import KgError
from kg.findings import Issue, nearest

__all__ = ["CODES", "check_queries"]

CODES = {
    **CATALOG_CODES,
    **NAME_CODES,
    "Q035": (
        "The class of a parameter does not exist, or its default is not below it",
        "name a class of the ontology, and a default that is this class or one below it",
    ),
    **DATA_CODES,
}


def check_queries(sources: Sources, engine: Engine | None) -> list[Issue]:
    """Every issue of stored queries, rules and check queries, sorted.

    ``engine`` runs them over the built graph; without one (the sources do not build) nothing is run.
    """
    root = os.path.join(sources.root, "queries")
    terms = terms_of(sources.ontology)
    issues = [issue for issue in sources.issues if (issue.file or "").endswith(".rq")]
    for query in sources.queries:
        file = _file(query.path, sources.root)
        issues += name_issues(query.text, file, terms)
        for parameter in query.parameters:
            issues += _parameter(parameter, file, sources.vocabulary)
        if engine is not None:
            issues += _runs(query, file, engine)
    for rule in sources.rules:  # run by our own engine alone, which knows paths inside NOT EXISTS
        found = name_issues(rule.construct, _file(rule.file, sources.root), terms)
        issues += (issue for issue in found if issue.code != "Q033")
    checks, found = read_check_queries(root)
    issues += found
    for check in checks:
        issues += name_issues(check.text, check.file, terms)
        if engine is not None:
            issues += rows_found(check, engine)
    return sorted(issues)


def _file(path: str, root: str) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


def _runs(query: Query, file: str, engine: Engine) -> list[Issue]:
    try:
        engine.run(query.text)
    except KgError as error:
        return [Issue("Q037", error.message, file=file, remedy=CODES["Q037"][1])]
    return []


def _parameter(parameter: Parameter, file: str, vocabulary: Vocabulary) -> list[Issue]:
    """Issue Q035 of a parameter that is a class."""
    if parameter.kind != "class":
        return []
    field, remedy = f"parameter {parameter.name}", CODES["Q035"][1]
    if parameter.root not in vocabulary:
        hint = nearest(parameter.root, vocabulary.names)
        message = "is no class of the ontology"
        return [Issue("Q035", message, file=file, field=field, value=parameter.root, suggestion=hint, remedy=remedy)]
    if parameter.default is None or vocabulary.is_subclass(parameter.default, parameter.root):
        return []
    hint = nearest(parameter.default, vocabulary.names_below(parameter.root))
    message = f"is not {parameter.root} or a class below it"
    return [Issue("Q035", message, file=file, field=field, value=parameter.default, suggestion=hint, remedy=remedy)]
