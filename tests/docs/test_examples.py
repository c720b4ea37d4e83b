"""The examples of the manual hold: Turtle is in the graph, queries give the rows shown, case files validate."""

from __future__ import annotations

import csv
import io
import re
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from ruamel.yaml import YAML

from kg.build.explain import CaseSources
from kg.build.freshness import ensure_built
from kg.build.sources import read_vocabulary
from kg.cases import Bibliography, Vocabulary, read_bibliography, read_case_text
from kg.names import CASE, PREFIXES, compact
from tests.docs.pages import Block, manual

ROOT = Path(__file__).resolve().parents[2]
MANUAL = manual(ROOT)
EXAMPLE = "A worked example"
GUIDE = MANUAL["docs/curation.md"].blocks("yaml")


def blocks(language: str) -> list[tuple[str, Block]]:
    return [(name, block) for name, page in MANUAL.items() for block in page.blocks(language)]


def ids(found: list[tuple[str, Block]]) -> list[str]:
    return [f"{name}:{block.line}" for name, block in found]


TURTLE, SPARQL = blocks("turtle"), blocks("sparql")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """The graph, built from the sources as they are."""
    folder = ensure_built(str(ROOT), str(tmp_path_factory.mktemp("graph")))
    return ox.Store.read_only(str(Path(folder) / "store"))


@pytest.fixture(scope="module")
def sources() -> tuple[Vocabulary, Bibliography]:
    bibliography, issues = read_bibliography(str(ROOT / "data" / "reports.yaml"))
    assert issues == []
    return read_vocabulary(str(ROOT))[1], bibliography


@pytest.mark.parametrize(("name", "block"), TURTLE, ids=ids(TURTLE))
def test_turtle_is_in_the_graph(name: str, block: Block, store: ox.Store) -> None:
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    stated = [entry.triple for entry in ox.parse(head + block.text, format=ox.RdfFormat.TURTLE)]
    assert stated
    absent = [
        str(triple)
        for triple in stated
        if not any(store.quads_for_pattern(triple.subject, triple.predicate, triple.object, None))
    ]
    assert absent == []


def cell(term: object) -> str:
    """A term as the manual shows it: part of a case, prefixed name, or the text of a literal."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return term.value[len(CASE) :] if term.value.startswith(CASE) else compact(term.value)
    assert isinstance(term, ox.Literal)
    return term.value


def after(name: str, block: Block) -> str:
    """The block of code that follows directly on this one."""
    following = [entry for entry in MANUAL[name].blocks() if entry.line > block.line]
    assert following, "the query shows no answer"
    assert following[0].language == "csv", "the query shows no answer"
    return following[0].text


@pytest.mark.parametrize(("name", "block"), SPARQL, ids=ids(SPARQL))
def test_queries_give_the_rows_shown(name: str, block: Block, store: ox.Store) -> None:
    solutions = store.query(block.text, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    found = [[variable.value for variable in solutions.variables]]
    found += [[cell(term) for term in solution] for solution in solutions]
    assert found == list(csv.reader(io.StringIO(after(name, block))))
    assert len(found) > 1


def test_there_are_examples() -> None:
    assert len(TURTLE) >= 8
    assert len(SPARQL) >= 6


@pytest.mark.parametrize("block", GUIDE, ids=[f"curation.md:{block.line}" for block in GUIDE])
def test_yaml_of_the_curators_guide_parses(block: Block) -> None:
    assert YAML(typ="safe", pure=True).load(textwrap.dedent(block.text)) is not None


def worked_example() -> str:
    return "".join(block.text for block in GUIDE if block.section == EXAMPLE)


def test_the_worked_example_is_a_valid_case(sources: tuple[Vocabulary, Bibliography]) -> None:
    vocabulary, bibliography = sources
    case, issues = read_case_text(worked_example(), vocabulary, bibliography, case_id="cheng-2025")
    assert [issue.render() for issue in issues] == []
    assert case is not None
    assert len(case.lesions) == 3
    assert len(case.course) == 7
    assert len(case.disputes) == 1


def passages(text: str) -> Iterator[str]:
    """Every piece of evidence in the text of a case file."""
    for found in re.finditer(r"\b(?:paper|own|table|review) \| [^\n\"}]+", text):
        yield found[0].strip()


def test_the_worked_example_says_what_the_case_file_says() -> None:
    real = (ROOT / "data" / "cases" / "cheng-2025.yaml").read_text("utf-8")
    shown = set(passages(worked_example()))
    assert len(shown) > 20
    assert shown - set(passages(real)) == set()
    words = set(re.findall(r"\b[A-Z][a-z]+[A-Z]\w+", worked_example()))
    assert [word for word in sorted(words) if word not in real] == []


def test_other_pieces_stand_in_case_files() -> None:
    files = [path.read_text("utf-8") for path in (ROOT / "data" / "cases").glob("*.yaml")]
    real = {line.strip() for text in files for line in text.splitlines()}
    others = [block for block in GUIDE if block.section != EXAMPLE]
    assert len(others) >= 4
    assert [line for block in others for line in block.text.splitlines() if line.strip() not in real] == []


def test_the_issue_shown_in_the_manual_is_what_is_printed(sources: tuple[Vocabulary, Bibliography]) -> None:
    path = ROOT / "data" / "cases" / "koh-2024.yaml"
    text = path.read_text("utf-8").replace("is: ParietalScalp", "is: ParietalScallp")
    _, issues = read_case_text(text, *sources, file="data/cases/koh-2024.yaml", case_id="koh-2024")
    assert [issue.render() + "\n" for issue in issues] == [MANUAL["docs/errors.md"].blocks("text")[0].text]


def test_the_definition_that_the_page_on_reasoning_adds_does_what_it_says(tmp_path: Path) -> None:
    (block,) = MANUAL["docs/reasoning.md"].blocks("ttl")
    root = tmp_path / "root"
    for folder in ("ontology", "data"):
        shutil.copytree(ROOT / folder, root / folder)
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in PREFIXES.items())
    (root / "ontology" / "modules" / "my.ttl").write_text(head + block.text, encoding="utf-8")
    case = CaseSources("cheng-2025", str(root))
    explanation = case.explain("untouched solitary metastasis")
    told = {explanation.part(answer.individual): answer.verdict for answer in explanation.answers}
    assert (told["scalp-nodule"], told["frontal-bone-metastasis"]) == ("yes", "no")
    opposite = case.explain("https://example.org/my#OtherMetastasis", "frontal-bone-metastasis")
    assert opposite.answer("frontal-bone-metastasis").verdict == "yes"
