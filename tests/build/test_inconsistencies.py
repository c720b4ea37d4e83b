"""A case that contradicts the ontology: one issue a contradiction, a minimal set of statements with their lines."""

from __future__ import annotations

import re
from pathlib import Path

from kg.build.pipeline import inconsistencies
from kg.cases.reader import read_case
from kg.cases.vocabulary import Vocabulary
from kg.graph.assemble import case_statements
from kg.reason.realize import realize
from tests.conftest import ROOT
from tests.reason.published import sources

DIED = """  - outcome: death
    is: DiedOfDisease
    date: "2025-11"
    in: paper | Abstract | In April 2025 … expression of 35%

"""


def test_the_issue_names_each_statement_with_its_line_and_the_axioms(tmp_path: Path) -> None:
    of = sources()
    path = tmp_path / "cheng-2025.yaml"
    text = (ROOT / "data/cases/cheng-2025.yaml").read_text("utf-8")
    place = re.search(r"^silent:|^disputes:", text, re.MULTILINE)
    assert place is not None
    path.write_text(text[: place.start()] + DIED + text[place.start() :], "utf-8")
    case, issues = read_case(str(path), Vocabulary(of.ontology), of.bibliography)
    assert case is not None, issues
    closure = realize(of.definitions, of.rules, case_statements(case))
    (issue,) = inconsistencies([case], {case.id: closure}, of.rules)
    lines = path.read_text("utf-8").splitlines()
    named = {lines[int(number) - 1].strip() for number in re.findall(r"\(line (\d+)\)", issue.message)}
    assert named == {
        "case: cheng-2025",
        "- outcome: last-status",
        "is: AliveWithDisease",
        "- outcome: death",
        "is: DiedOfDisease",
    }
    assert (issue.code, issue.file) == ("I001", str(path))
    assert issue.line is not None
    assert issue.remedy is not None
    assert "DeceasedCase and LivingCase are disjoint" in issue.remedy
    assert "LivingCase ≡ Case and (hasOutcome some Alive)" in issue.remedy


def test_the_published_cases_contradict_nothing() -> None:
    of = sources()
    closures = {case.id: realize(of.definitions, of.rules, case_statements(case)) for case in of.cases[:3]}
    assert inconsistencies(of.cases[:3], closures, of.rules) == []
