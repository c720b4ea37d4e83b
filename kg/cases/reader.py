"""Reading case files: YAML in, validated cases and every issue out."""

from __future__ import annotations

import os
from collections.abc import Callable

from kg.cases.bibliography import Bibliography
from kg.cases.codes import Problems
from kg.cases.consistency import check_consistency
from kg.cases.course_reader import course_item
from kg.cases.items_reader import dispute, gap, is_a, lesions, patient, read_history, report_refs
from kg.cases.model import CaseFile, CourseItem, Dispute, Gap
from kg.cases.reading import Reading, Record
from kg.cases.records import read_course, read_list, read_named, read_record
from kg.cases.tables import TABLES, required_classes
from kg.cases.vocabulary import Vocabulary
from kg.cases.yaml_source import MapNode, Node, read_tree, read_tree_text, shown
from kg.errors import UnreadableInput
from kg.findings import Issue

_UNREADABLE = ("C009", "C010")  # values are not what they seem: reading on would only add noise

__all__ = ["check_vocabulary", "read_case", "read_case_text", "read_cases"]


def read_cases(
    directory: str, vocabulary: Vocabulary, bibliography: Bibliography | None
) -> tuple[list[CaseFile], list[Issue]]:
    """All cases of the ``*.yaml`` files of a folder, by id, and every issue with any of them, sorted.

    A file with an error gives no case. Without a bibliography report keys and years are not checked.
    UnreadableInput when the folder cannot be listed.
    """
    try:
        names = sorted(os.listdir(directory))
    except OSError as error:
        raise UnreadableInput(f"{shown(directory)} cannot be read: {error.strerror or error}") from error
    cases: list[CaseFile] = []
    issues = check_vocabulary(vocabulary)
    for name in names:
        if name.endswith((".yaml", ".yml")) and not name.startswith("."):
            case, found = read_case(os.path.join(directory, name), vocabulary, bibliography)
            issues += found
            if case is not None:
                cases.append(case)
    return sorted(cases, key=lambda case: case.id), sorted(issues)


def read_case(
    path: str,
    vocabulary: Vocabulary,
    bibliography: Bibliography | None = None,
    *,
    shown_as: str | None = None,
) -> tuple[CaseFile | None, list[Issue]]:
    """The case of one file, None when it has an error; and every issue with it, sorted.

    ``shown_as`` is the path that issues name; when left out, the path as seen from the working folder.
    """
    problems = Problems(shown_as or shown(path))
    stem = os.path.splitext(os.path.basename(path))[0]
    return _read(lambda: read_tree(path, problems), problems, stem, vocabulary, bibliography)


def read_case_text(
    text: str,
    vocabulary: Vocabulary,
    bibliography: Bibliography | None = None,
    *,
    file: str = "<text>",
    case_id: str | None = None,
) -> tuple[CaseFile | None, list[Issue]]:
    """Like :func:`read_case`, for a text; ``case_id`` is the id it must have, when there is one."""
    problems = Problems(file)
    return _read(lambda: read_tree_text(text, problems), problems, case_id, vocabulary, bibliography)


def check_vocabulary(vocabulary: Vocabulary) -> list[Issue]:
    """An issue for each class that reading relies on and the ontology lacks."""
    problems = Problems("ontology")
    for name in required_classes():
        if name not in vocabulary:
            problems.add("C050", "is not defined", value=name)
    return problems.sorted()


def _read(
    tree: Callable[[], MapNode | None],
    problems: Problems,
    case_id: str | None,
    vocabulary: Vocabulary,
    bibliography: Bibliography | None,
) -> tuple[CaseFile | None, list[Issue]]:
    root = tree()
    if root is None or any(issue.code in _UNREADABLE for issue in problems.issues):
        return None, problems.sorted()
    reading = Reading(problems, vocabulary, bibliography)
    case = _CaseReader(reading, root, problems.file, case_id).read()
    return (None if problems.failed else case), problems.sorted()


class _CaseReader:
    """Reads in the order in which one part needs the other: reports, records with ids, items, references."""

    def __init__(self, reading: Reading, root: MapNode, file: str, expected: str | None) -> None:
        self.reading = reading
        self.file = file
        self.expected = expected
        self.root = root
        self.top = read_record(reading, root, "case", "") or Record(root, "")

    def _node(self, key: str) -> Node | None:
        return self.root.value(key) if key in self.root.entries else None

    def read(self) -> CaseFile:
        """The case, as far as it can be read."""
        reading = self.reading
        case_id = self._case_id()
        reading.aliases.update(report_refs(read_named(reading, self._node("reports"), "report", "reports")))
        written = read_named(reading, self._node("lesions"), "lesion", "lesions")
        person = self._person()
        course = read_course(reading, self._node("course"))
        disputes = read_list(reading, self._node("disputes"), TABLES["case"]["disputes"].table, "disputes")
        gaps = read_list(reading, self._node("silent"), TABLES["case"]["silent"].table, "silent")
        for name, record in written.items():
            tumor = ("tumor",) if is_a(reading, record, "PrimaryTumor") else ()
            reading.register(name, ("lesion", *tumor), record)
        for entry in person.records("history") if person else ():
            self._register(entry, "id", "history")
        for kind, record in course:
            self._register(record, kind, {"absent": "absence"}.get(kind, kind))
            for finding in record.records("rules-out"):
                self._register(finding, "id", "absence")
        for record in disputes:
            self._register(record, "dispute", "dispute")
        case = CaseFile(
            id=case_id,
            file=self.file,
            reports=dict(reading.aliases),
            title=self.top.text("title"),
            patient=patient(reading, person) if person else None,
            history=read_history(reading, person) if person else (),
            lesions=lesions(reading, written),
            course=self._course(course),
            silent=self._gaps(gaps),
            disputes=self._disputes(disputes),
        )
        reading.check_ids()
        check_consistency(reading, case)
        return case

    def _case_id(self) -> str:
        own = self.top.text("case")
        if own is not None and self.expected is not None and own != self.expected:
            message = f"is not the name of the file, {self.expected}"
            self.reading.problem("C029", message, self.top.place("case"), "case", own)
        return own or ""

    def _person(self) -> Record | None:
        node = self._node("patient")
        return None if node is None else read_record(self.reading, node, "patient", "patient")

    def _register(self, record: Record, key: str, kind: str) -> None:
        own = record.text(key)
        if own is not None:
            self.reading.register(own, (kind,), record, key)

    def _course(self, records: list[tuple[str, Record]]) -> tuple[CourseItem, ...]:
        found: list[CourseItem] = []
        for kind, record in records:
            own = record.text(kind)
            item = course_item(self.reading, kind, own, record) if own is not None else None
            if item is not None:
                found.append(item)
        return tuple(found)

    def _gaps(self, records: list[Record]) -> tuple[Gap, ...]:
        found = []
        for record in records:
            entry = gap(self.reading, record)
            if entry is not None:
                self.reading.records.setdefault(entry.id, record)
                found.append(entry)
        return tuple(found)

    def _disputes(self, records: list[Record]) -> tuple[Dispute, ...]:
        found = []
        for record in records:
            own = record.text("dispute")
            entry = dispute(self.reading, own, record) if own is not None else None
            if entry is not None:
                found.append(entry)
        return tuple(found)
