"""What the tests of case files share: the real vocabulary and bibliography, and a small case to vary."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph

from kg.cases import CaseFile, Vocabulary, read_bibliography, read_case_text
from kg.cases.bibliography import Report
from kg.findings import Issue

ROOT = Path(__file__).resolve().parents[2]
BAD = ROOT / "tests" / "bad"
CASES = ROOT / "data" / "cases"

TOP = """\
case: test-2025
reports:
  paper: {report: cheng-wang-2025, role: primary, read: full}
  table: {report: cheng-wang-2025, role: secondary, read: full, at: "Table 1, row 9"}
lesions:
  primary: {is: PrimaryTumor, site: {is: Breast, side: right}, in: paper | Abstract | right breast}
  scalp-nodule:
    is: DistantMetastasis
    site: {is: FrontalScalp, side: left}
    in: paper | Abstract | left frontal scalp
  liver: {is: DistantMetastasis, site: {is: Liver}, in: paper | Abstract | liver}
"""
HEAD = TOP + "course:\n"
IN = "    in: paper | Case presentation ¶4 | In April 2025\n"


def _term(term: object, file: str) -> str:
    return f"_:{file}-{term.value}" if isinstance(term, pyoxigraph.BlankNode) else str(term)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary of the ontology in this checkout."""
    triples = []
    for path in sorted((ROOT / "ontology").glob("**/*.ttl")):
        if path.parent.name in ("modules", "ontology"):
            for triple in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
                name = path.stem
                triples.append((_term(triple.subject, name), _term(triple.predicate, name), _term(triple.object, name)))
    return Vocabulary(triples)


@cache
def bibliography() -> dict[str, Report]:
    """The bibliography of this checkout, which must be without issues."""
    entries, issues = read_bibliography(str(ROOT / "data" / "reports.yaml"))
    assert issues == []
    return entries


def read(text: str) -> tuple[CaseFile | None, list[Issue]]:
    """Case and issues of a text."""
    return read_case_text(text, vocabulary(), bibliography(), file="test.yaml")


def good(text: str) -> CaseFile:
    """The case of a text that must be without issues."""
    case, issues = read(text)
    assert [issue.render() for issue in issues] == []
    assert case is not None
    return case


def codes(text: str) -> list[str]:
    """Codes of the issues of a text."""
    return [issue.code for issue in read(text)[1]]
