from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from kg import open_graph
from kg.ask.graph import Graph
from kg.cli.main import main
from kg.errors import UsageError
from kg.graph.store import read_turtle
from kg.reason.axioms import read_axioms
from kg.reason.compile import compile_axioms
from kg.reason.engine import infer
from tests.conftest import ROOT
from tests.publish.built import home
from tests.reason.published import mbc, part, sources

OWL = "<http://www.w3.org/2002/07/owl#"
DIED = """
  - outcome: death
    is: DiedOfDisease
    date: "2025-11"
    in: paper | Abstract | In April 2025 … expression of 35%
"""


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.chdir(ROOT)


@pytest.fixture
def contradictory(tmp_path: Path) -> Path:
    """The index case, which also says that the patient died."""
    path = tmp_path / "cheng-2025.yaml"
    text = (ROOT / "data/cases/cheng-2025.yaml").read_text("utf-8")
    place = re.search(r"^silent:|^disputes:", text, re.MULTILINE)
    assert place is not None
    path.write_text(text[: place.start()] + DIED.lstrip("\n") + "\n" + text[place.start() :], "utf-8")
    return path


def test_a_yes_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "cheng-2025", "SolitaryMetastasis", "scalp-nodule"]) == 0
    told = capsys.readouterr().out
    assert "scalp-nodule: yes\n" in told
    assert "data/cases/cheng-2025.yaml:" in told
    assert 'Abstract, "No additional metastatic' in told
    assert "frontal-bone-metastasis" not in told
    assert max(map(len, told.splitlines())) <= 100


def test_json_has_all_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "cheng-2025", "solitary metastasis", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["consistent"] is True
    assert told["class"]["opposite"] == "NonSolitaryMetastasis"
    verdicts = {answer["part"]: answer["verdict"] for answer in told["answers"]}
    assert verdicts == {"scalp-nodule": "yes", "meningeal-metastasis": "no", "frontal-bone-metastasis": "no"}
    for answer in told["answers"]:
        for step in answer["steps"]:
            assert all(earlier < step["step"] for earlier in step["from"])
            assert (step["source"] is not None) == (step["kind"] == "stated")


def test_turtle_holds_statements_and_axioms_that_entail_the_conclusion(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    wanted = (part("cheng-2025", "scalp-cytology-profile"), mbc("HER2LowProfile"))
    assert main(["explain", "cheng-2025", "HER2LowProfile", "scalp-cytology-profile", "--format", "turtle"]) == 0
    text = capsys.readouterr().out
    assert main(["explain", "cheng-2025", "HER2LowProfile", "scalp-cytology-profile", "--format", "turtle"]) == 0
    assert capsys.readouterr().out == text
    path = tmp_path / "why.ttl"
    path.write_text(text, "utf-8")
    triples = read_turtle(str(path))
    nodes = {s: {} for s, _, o in triples if o == f"{OWL}Axiom>"}  # type: dict[str, dict[str, str]]
    for s, p, o in triples:
        if s in nodes:
            nodes[s][p] = o
    cited = [
        tuple(node[f"{OWL}annotated{key}>"] for key in ("Source", "Property", "Target")) for node in nodes.values()
    ]
    kinds = ("Class>", "ObjectProperty>", "DatatypeProperty>")
    declared = [t for t in sources().ontology if t[0].startswith("<") and t[2].startswith(OWL) and t[2].endswith(kinds)]
    expressions = [t for t in triples if t[0].startswith("_:")]
    box = read_axioms([*declared, *expressions, *((s, p, o) for s, p, o in cited)])
    case = [t for t in triples if t[0].startswith(part("cheng-2025")[:-1]) and "why-" not in t[0] and t[0] not in nodes]
    assert wanted in set(infer(compile_axioms(box), case).types())
    assert wanted not in set(infer(compile_axioms(read_axioms(declared)), case).types())


def test_without_a_class_every_verdict_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "cheng-2025", "--format", "json"]) == 0
    lines = json.loads(capsys.readouterr().out)["verdicts"]
    by = {(line["part"], line["question"]): line["verdict"] for line in lines}
    assert by[("scalp-nodule", "solitary when detected")] == "yes"
    assert by[("scalp-nodule", "treated locally")] == "no"
    assert by[("meningeal-metastasis", "treated locally")] == "unknown"
    assert main(["explain", "cheng-2025"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert sum(line.startswith("  ") for line in told) == len(lines)
    assert told[-1].startswith("`kg explain cheng-2025 CLASS PART`")
    of_nodule = told[told.index("scalp-nodule") :]
    assert of_nodule[1].split() == ["yes", "solitary", "when", "detected", "SolitaryMetastasis"]
    assert max(map(len, told)) <= 100
    assert main(["explain", "cheng-2025", "--format", "turtle"]) == 0
    assert "mbc:SolitaryMetastasis" in capsys.readouterr().out


@pytest.mark.parametrize("case_id", ["cheng-2025", "abdulraheem-2023", "mueller-2011"])
def test_the_verdicts_are_those_of_the_built_graph(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, case_id: str
) -> None:
    monkeypatch.setenv("MBCKG_HOME", str(home()))
    assert main(["explain", case_id, "--format", "json"]) == 0
    lines = json.loads(capsys.readouterr().out)["verdicts"]
    own = {(line["part"] or case_id, line["yesClass"]): line["verdict"] for line in lines}
    assert main(["show", case_id, "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out)["verdicts"]
    assert len(shown) > 10
    for one in shown:
        assert own[(one["item"] or case_id, one["yesClass"])] == one["answer"], one


def test_a_contradiction_is_named_by_file_and_line(capsys: pytest.CaptureFixture[str], contradictory: Path) -> None:
    lines = contradictory.read_text("utf-8").splitlines()
    assert main(["explain", str(contradictory)]) == 1
    told = capsys.readouterr().out
    places = [int(number) for number in re.findall(r"^  \S+\.yaml:(\d+): ", told, re.MULTILINE)]
    assert sorted(lines[number - 1].strip() for number in places) == [
        "- outcome: death",
        "- outcome: last-status",
        "case: cheng-2025",
        "is: AliveWithDisease",
        "is: DiedOfDisease",
    ]
    assert "axiom: 'deceased case' and 'living case' are disjoint" in told


def test_a_class_of_a_contradictory_case_is_not_explained(
    capsys: pytest.CaptureFixture[str], contradictory: Path
) -> None:
    assert main(["explain", str(contradictory), "SolitaryMetastasis", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["consistent"], told["answers"]) == (False, [])
    (found,) = told["contradictions"]
    assert len(found["statements"]) == 5
    assert all(one["source"]["line"] for one in found["statements"])
    assert main(["explain", str(contradictory), "--format", "turtle"]) == 1
    assert "contradiction-1" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["cheng-2052", "SolitaryMetastasis"], "did you mean cheng-2025?"),
        (["cheng-2025", "SolitaryMetastases"], "SolitaryMetastasis"),
        (["cheng-2025", "SolitaryMetastasis", "scalp-nodul"], "scalp-nodule"),
        ([], "needs CASE"),
    ],
)
def test_wrong_names_are_usage(capsys: pytest.CaptureFixture[str], words: list[str], hint: str) -> None:
    assert main(["explain", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert hint in told.err


def test_the_result_goes_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "why.txt"
    assert main(["explain", "cheng-2025", "LivingCase", "--output", str(target)]) == 0
    assert target.read_text("utf-8").startswith("cheng-2025: living case")
    assert capsys.readouterr().out == ""


def test_python_explains_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MBCKG_HOME", str(home()))
    with open_graph() as graph:
        found = graph.explain("cheng-2025", "SolitaryMetastasis", "scalp-nodule")
        assert found.answer("scalp-nodule").verdict == "yes"
        with Graph(graph.folder) as bare, pytest.raises(UsageError, match="cannot be explained"):
            bare.explain("cheng-2025", "SolitaryMetastasis")


@pytest.mark.parametrize("form", ["text", "json", "turtle"])
def test_the_bytes_are_the_same_in_every_process(form: str) -> None:
    """Neither the order of sets nor the names of blank nodes, both new in each process, may show."""
    command = [sys.executable, "-m", "kg", "explain", "cheng-2025", "ReceptorDiscordantCase", "--format", form]
    found = {
        subprocess.run(
            command, env={**os.environ, "PYTHONHASHSEED": seed}, cwd=ROOT, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
