"""Are the case files in order, and free of contradiction with the ontology?"""

from __future__ import annotations

from kg.build.pipeline import inconsistencies
from kg.build.sources import Sources
from kg.findings import Issue
from kg.graph.assemble import case_statements
from kg.reason.realize import realize

__all__ = ["check_cases"]


def check_cases(sources: Sources) -> list[Issue]:
    """Issues found while reading the files and the bibliography, and every contradiction that rules find."""
    closures = {case.id: realize(sources.definitions, sources.rules, case_statements(case)) for case in sources.cases}
    read = [issue for issue in sources.issues if not (issue.file or "").endswith(".rq")]
    return sorted([*read, *inconsistencies(sources.cases, closures, sources.rules)])
