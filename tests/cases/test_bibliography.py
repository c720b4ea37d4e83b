"""The bibliography: short citations, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cases import read_bibliography
from tests.cases.support import bibliography

GOOD = """\
koh-2024:
  title: A title
  authors: [Koh NH, Oh HY]
  year: 2024
  journal: Front Oncol
  doi: 10.3389/fonc.2024.1361333
  license: not stated in the text read
"""


def issues_of(tmp_path: Path, text: str) -> list[tuple[str, int | None, str | None]]:
    path = tmp_path / "reports.yaml"
    path.write_text(text, encoding="utf-8")
    return [(issue.code, issue.line, issue.field) for issue in read_bibliography(str(path))[1]]


def test_entry(tmp_path: Path) -> None:
    path = tmp_path / "reports.yaml"
    path.write_text(GOOD, encoding="utf-8")
    entries, issues = read_bibliography(str(path), shown_as="data/reports.yaml")
    assert issues == []
    entry = entries["koh-2024"]
    assert (entry.short, entry.year, entry.doi) == ("Koh & Oh 2024", 2024, "10.3389/fonc.2024.1361333")
    assert (entry.pmid, entry.line, entry.authors) == (None, 1, ("Koh NH", "Oh HY"))


@pytest.mark.parametrize(
    ("authors", "short"),
    [
        ("[Koh NH]", "Koh 2024"),
        ("[Koh NH, Oh HY, Li A]", "Koh et al. 2024"),
        ("[Koh NH, et al.]", "Koh et al. 2024"),
        ("[de la Cruz AB, Müller CS]", "de la Cruz & Müller 2024"),
        ("[Costa-Filho RB]", "Costa-Filho 2024"),
        ("[Consortium]", "Consortium 2024"),
    ],
)
def test_short_citation(tmp_path: Path, authors: str, short: str) -> None:
    path = tmp_path / "reports.yaml"
    path.write_text(GOOD.replace("[Koh NH, Oh HY]", authors), encoding="utf-8")
    assert read_bibliography(str(path))[0]["koh-2024"].short == short


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "field"),
    [
        ("koh-2024:", "Koh2024:", "C120", 1, None),
        ("doi: 10.", "doi: https://doi.org/10.", "C121", 6, "koh-2024.doi"),
        ("year: 2024", "year: in 2024", "C123", 4, "koh-2024.year"),
        ("  license", "  pmid: PMC1\n  license", "C124", 7, "koh-2024.pmid"),
        ("  license", "  url: www.x.org\n  license", "C124", 7, "koh-2024.url"),
        ("  license", "  licence", "C020", 7, "koh-2024"),
        ("  year: 2024\n", "", "C021", 1, "koh-2024.year"),
        ("A title", "", "C023", 2, "koh-2024.title"),
        ("[Koh NH, Oh HY]", "Koh NH", "C022", 3, "koh-2024.authors"),
        ("A title", "[A]", "C022", 2, "koh-2024.title"),
    ],
)
def test_refused(tmp_path: Path, old: str, new: str, code: str, line: int, field: str | None) -> None:
    found = issues_of(tmp_path, GOOD.replace(old, new))
    assert (code, line, field) in found
    assert {entry[0] for entry in found} <= {code, "C021"}


def test_equal_dois(tmp_path: Path) -> None:
    twice = GOOD + GOOD.replace("koh-2024:", "oh-2024:").replace("10.3389/fonc", "10.3389/FONC")
    assert issues_of(tmp_path, twice) == [("C122", 8, "oh-2024.doi")]


def test_the_bibliography_of_the_project() -> None:
    entries = bibliography()
    assert entries["cheng-wang-2025"].short == "Cheng & Wang 2025"
    assert entries["cheng-wang-2025"].license.startswith("https://creativecommons.org/")
    assert len(entries) >= 13
