"""Is the ontology complete, unambiguous and inside the fragment that we can reason over?

Most checks are queries (``ontology/checks``, see :mod:`kg.check.ontology_queries`). Those that need more than the
statements of the ontology are here and in :mod:`kg.check.mappings`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from kg.build.sources import Sources
from kg.check.mappings import check_mappings
from kg.check.ontology_queries import Places, read_ontology_checks, term_places
from kg.errors import OntologyError
from kg.findings import Issue, nearest
from kg.graph.assemble import ontology_files
from kg.graph.store import Snapshot
from kg.graph.terms import RDF_TYPE, is_literal
from kg.names import MBC, PREFIXES, local_name

__all__ = ["CHECKS", "CODES", "check_ontology"]

CODES = {
    "O007": ("A name is used and not declared", "declare it, or use the name that was meant"),
    "O008": (
        "The ontology cannot be compiled to rules",
        "say it with the constructs listed in docs/model.md",
    ),
}

CHECKS = os.path.join("ontology", "checks")
_KINDS = {
    f"<{PREFIXES['owl']}{name}>" for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
}


def check_ontology(sources: Sources) -> list[Issue]:
    """Every issue of the ontology and its mappings, sorted."""
    places = term_places(sources.root, ontology_files(os.path.join(sources.root, "ontology")))
    checks, issues = read_ontology_checks(os.path.join(sources.root, CHECKS))
    statements = Snapshot(sources.ontology)
    for check in checks:
        issues += check.issues(statements, places)
    issues += _undeclared(sources, places)
    issues += check_mappings(sources)
    try:
        _ = sources.definitions
    except OntologyError as error:
        file = "ontology/modules"
        issues += error.issues or [Issue("O008", error.message, file=file, remedy=CODES["O008"][1])]
    return sorted(set(issues))


def _undeclared(sources: Sources, places: Places) -> Iterator[Issue]:
    """Issue O007 of each name of ours that is used in the ontology and declared nowhere."""
    declared = {s for s, p, o in sources.ontology if p == RDF_TYPE and o in _KINDS and _ours(s)}
    names = [local_name(term) for term in declared]
    used: dict[str, str] = {}
    for statement in sources.ontology:
        for term in statement:
            if _ours(term) and not is_literal(term) and term not in declared:
                used.setdefault(term, statement[0])
    for term, user in sorted(used.items()):
        file, line = places.get(user, ("ontology/modules", None))
        yield Issue(
            "O007",
            "is used and not declared",
            file=file,
            line=line,
            field=f"mbc:{local_name(term)}",
            suggestion=nearest(local_name(term), names),
            remedy=CODES["O007"][1],
        )


def _ours(term: str) -> bool:
    return term.startswith(f"<{MBC}")
