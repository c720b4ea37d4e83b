from __future__ import annotations

from pathlib import Path

import pytest

from kg.build.sources import read_vocabulary
from kg.cases import read_bibliography, read_case
from kg.cli.main import main

DOI = "10.1159/000484346"


def test_a_new_case_file_is_valid_as_it_stands(root: Path, tmp_path: Path) -> None:
    target = tmp_path / "smith-2024.yaml"
    words = ["case", "new", "smith-2024", "--doi", f"https://doi.org/{DOI}", "--site", "frontal bone"]
    assert main([*words, "--output", str(target)]) == 0
    text = target.read_text(encoding="utf-8")
    assert "report: costa-2017" in text
    assert "site: {is: FrontalBone}" in text
    bibliography, _ = read_bibliography(str(root / "data" / "reports.yaml"))
    case, issues = read_case(str(target), read_vocabulary(str(root))[1], bibliography)
    assert [issue.render() for issue in issues if issue.severity == "error"] == []
    assert case is not None
    assert case.id == "smith-2024"
    assert main([*words, "--output", str(target)]) == 2  # what is there is not overwritten
    assert target.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["new", "Smith 2024"], "is not a case id"),
        (["new", "smith-2024", "--doi", "10.1/none"], "no report of the bibliography"),
        (["new", "smith-2024", "--site", "Skalp"], "did you mean"),
        (["new", "smith-2024", "--site", "Fulvestrant"], "no such body part"),
        (["new", "smith-2024", "jones-2024"], "takes one case"),
        (["new", "smith-2024", "--text", "paper.md"], "--text does not go with"),
        (["validate", "nowhere.yaml"], "is no file"),
        (["evidence", "cheng-2025"], "needs the text"),
        (["evidence", "cheng-2052", "--text", "x"], "did you mean cheng-2025?"),
        (["evidence", "cheng-2025", "--text", "nowhere.md"], "nowhere.md"),
        (["evidence", "costa-2017", "--report", "koh-2024", "--text", "x"], "does not cite koh-2024"),
        (["evidnce", "cheng-2025"], "did you mean evidence?"),
    ],
)
def test_wrong_requests(words: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["case", *words]) == 2
    assert told in capsys.readouterr().err


def test_a_sound_file_is_fine(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = root / "data" / "cases"
    assert main(["case", "validate", str(cases / "costa-2017.yaml"), str(cases / "koh-2024.yaml")]) == 0
    assert capsys.readouterr().out == "fine\n"


def test_all_faults_of_a_file_are_told_at_once(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (root / "data" / "cases" / "costa-2017.yaml").read_text(encoding="utf-8")
    target = tmp_path / "costa-2017.yaml"
    faulty = text.replace("ParietalScalp", "ParietalSkalp").replace("of: primary", "of: prmary")
    target.write_text(faulty, encoding="utf-8")
    assert main(["case", "validate", str(target)]) == 1
    told = capsys.readouterr().out
    assert "did you mean ParietalScalp" in told
    assert "did you mean primary?" in told


def paper(root: Path, case_id: str) -> str:
    """A text that holds every cited passage of the case's own report: first words, filler, last words."""
    bibliography, _ = read_bibliography(str(root / "data" / "reports.yaml"))
    path = root / "data" / "cases" / f"{case_id}.yaml"
    case, _ = read_case(str(path), read_vocabulary(str(root))[1], bibliography)
    assert case is not None
    passages = [one for one in case.evidence() if one.role == "primary" and one.anchor_start]
    return "\n\n".join(f"{one.anchor_start} and so on {one.anchor_end or ''}" for one in passages)


def test_passages_are_found_in_the_paper(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = tmp_path / "paper.txt"
    text.write_text(paper(root, "abdelhafeez-2019"), encoding="utf-8")
    assert main(["case", "evidence", "abdelhafeez-2019", "--text", str(text)]) == 0
    assert "0 not found" in capsys.readouterr().out


def test_a_missing_passage_is_named_with_file_and_line(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "paper.txt"
    whole = paper(root, "abdelhafeez-2019")
    assert "Excisional biopsy was performed" in whole
    text.write_text(whole.replace("Excisional biopsy was performed", "Something was done"), encoding="utf-8")
    assert main(["case", "evidence", "abdelhafeez-2019", "--text", str(text)]) == 1
    told = capsys.readouterr().out
    assert "abdelhafeez-2019.yaml:" in told
    assert "first words not found: Excisional biopsy was performed" in told
    assert "1 not found" in told


def test_a_paper_that_is_no_text_is_unreadable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scan = tmp_path / "paper.pdf"
    scan.write_bytes(b"%PDF-1.7\xff\xfe\x00")
    assert main(["case", "evidence", "cheng-2025", "--text", str(scan)]) == 2
    assert "not UTF-8" in capsys.readouterr().err
