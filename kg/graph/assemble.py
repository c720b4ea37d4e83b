"""From case files and bibliography to the statements of each graph."""

from __future__ import annotations

import os
from collections.abc import Iterable

from kg.cases.model import CaseFile
from kg.errors import UnreadableInput
from kg.graph.course import write_part
from kg.graph.frame import Frame
from kg.graph.store import read_turtle
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, iri, term, text
from kg.names import report_iri

__all__ = ["case_statements", "ontology_files", "read_ontology"]


def case_statements(case: CaseFile) -> list[Statement]:
    """Everything that one case file says, as sorted statements of the graph that the case names."""
    frame = Frame(case.id)
    frame.statements.add((frame.case, RDF_TYPE, term("Case")))
    title = case.title or case.id.replace("-", " ").capitalize()
    frame.statements.add((frame.case, RDFS_LABEL, text(title, "en")))
    frame.add(frame.case, "caseId", text(case.id))
    for report in case.reports.values():
        frame.add(frame.case, "reportedIn", iri(report_iri(report.report)))
    if case.patient is not None:
        write_part(case.patient, frame)
    for part in (*case.history, *case.lesions, *case.course, *case.silent, *case.disputes):
        write_part(part, frame)
    return sorted(frame.statements)


def ontology_files(root: str) -> list[str]:
    """The Turtle files of the ontology below ``root`` (the folder that holds ``mbc.ttl``), header first."""
    modules = os.path.join(root, "modules")
    try:
        names = sorted(name for name in os.listdir(modules) if name.endswith(".ttl"))
    except OSError as error:
        raise UnreadableInput(f"{modules}: {error.strerror or error}") from error
    return [os.path.join(root, "mbc.ttl"), *(os.path.join(modules, name) for name in names)]


def read_ontology(root: str) -> list[Statement]:
    """All statements of the ontology, header and modules."""
    return _read_all(ontology_files(root))


def _read_all(paths: Iterable[str]) -> list[Statement]:
    return [statement for path in paths for statement in read_turtle(path)]
