"""The checks of the mapping table, each with a faulty row in a copy of the table."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from kg.build.sources import Sources, read_vocabulary
from kg.check.mappings import LABELS_WITHHELD, check_mappings
from kg.graph.coverage import BRANCHES, REASONS, coverage, read_gaps
from kg.graph.mappings import NO_TERM, mapping_statements, read_mappings

ROOT = Path(__file__).resolve().parents[2]
TABLE, GAPS = "mappings.sssom.tsv", "mappings-none.tsv"
MANUAL = "semapv:ManualMappingCuration"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    """The ontology, below a folder with a copy of the two tables."""
    top = tmp_path_factory.mktemp("sources")
    (top / "ontology").mkdir()
    ontology, vocabulary = read_vocabulary(str(ROOT))
    return Sources(str(top), ontology, vocabulary, [], [], {}, [], [], [])


@pytest.fixture
def folder(sources: Sources) -> Path:
    place = Path(sources.root) / "ontology"
    for name in (TABLE, GAPS):
        shutil.copy(ROOT / "ontology" / name, place / name)
    return place


def row(subject: str, label: str, target: str, target_label: str = "", source: str = "", kind: str = "exact") -> str:
    return "\t".join([f"mbc:{subject}", label, f"skos:{kind}Match", target, target_label, MANUAL, source, ""]) + "\n"


def test_the_real_tables_are_in_order(sources: Sources, folder: Path) -> None:
    assert [issue.render() for issue in check_mappings(sources)] == []


@pytest.mark.parametrize(
    ("code", "faulty"),
    [
        ("O009", row("Skalp", "scalp", "UBERON:0999999")),
        ("O060", row("Scalp", "scalp", "UBERON:403")),
        ("O060", row("Scalp", "scalp", "NCIT:89807")),
        ("O060", row("Scalp", "scalp", "skos:Concept")),
        ("O061", row("Scalp", "scalp", "SNOMEDCT:999999999", "Scalp structure", kind="related")),
        ("O062", row("Scalp", "Scalp", "UBERON:0999999")),
        ("O063", row("Skull", "skull", "UBERON:0000403")),
        ("O064", row("Scalp", "scalp", NO_TERM, source="obo:uberon")),
    ],
)
def test_a_faulty_row_is_found(code: str, faulty: str, sources: Sources, folder: Path) -> None:
    with (folder / TABLE).open("a", encoding="utf-8") as file:
        file.write(faulty)
    (issue,) = check_mappings(sources)
    assert (issue.code, issue.severity) == (code, "error")
    assert issue.line == len((folder / TABLE).read_text("utf-8").splitlines())


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        ("mbc:Scalp\tunverified\t\n", "has a row in the mapping table"),
        ("mbc:Skalp\tunverified\t\n", "is no term of the ontology"),
        ("mbc:SolitaryMetastasis\tforgotten\t\n", "has a row in the mapping table"),
        ("mbc:TimeInterval\tforgotten\t\n", "is no reason"),
    ],
)
def test_a_faulty_reason_is_found(faulty: str, message: str, sources: Sources, folder: Path) -> None:
    with (folder / GAPS).open("a", encoding="utf-8") as file:
        file.write(faulty)
    issues = check_mappings(sources)
    assert message in {issue.message for issue in issues}
    assert {issue.code for issue in issues} == {"O066"}


def test_a_reason_that_stands_twice_is_found(sources: Sources, folder: Path) -> None:
    lines = (folder / GAPS).read_text("utf-8").splitlines(keepends=True)
    (folder / GAPS).write_text("".join([*lines, lines[1]]), encoding="utf-8")
    assert [(issue.code, issue.message) for issue in check_mappings(sources)] == [("O066", "stands twice")]


def test_a_class_without_mapping_and_reason_is_a_warning(sources: Sources, folder: Path) -> None:
    lines = (folder / GAPS).read_text("utf-8").splitlines(keepends=True)
    (folder / GAPS).write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")
    (issue,) = check_mappings(sources)
    assert (issue.code, issue.severity, issue.field) == ("O065", "warning", lines[1].split("\t")[0])


def test_what_was_not_found_makes_no_statement() -> None:
    path = str(ROOT / "ontology" / TABLE)
    table = read_mappings(path)
    found = [row for row in table.rows if row.object != NO_TERM]
    assert len(found) < len(table.rows)
    assert len(mapping_statements(path)) == len(found)
    assert all(row.source and row.predicate == "skos:exactMatch" for row in table.rows if row.object == NO_TERM)


def test_quoted_addresses_of_the_head_are_read_without_their_quotes() -> None:
    assert read_mappings(str(ROOT / "ontology" / TABLE)).prefixes["HGNC"] == "https://identifiers.org/hgnc:"


def test_no_label_of_a_licensed_vocabulary_is_given_away() -> None:
    table = read_mappings(str(ROOT / "ontology" / TABLE))
    withheld = [row for row in table.rows if row.object.partition(":")[0] in LABELS_WITHHELD]
    assert len(withheld) > 200
    assert [row for row in withheld if row.object_label] == []


def test_coverage_counts_each_class_of_a_branch_once() -> None:
    _, vocabulary = read_vocabulary(str(ROOT))
    table = read_mappings(str(ROOT / "ontology" / TABLE))
    branches = coverage(vocabulary, table, read_gaps(str(ROOT / "ontology" / GAPS)))
    assert [branch.name for branch in branches] == list(BRANCHES)
    for branch in branches:
        names = [*branch.exact, *branch.verdicts, *(name for name, _ in branch.others)]
        assert sorted(names) == list(vocabulary.names_below(branch.root))
        kinds = Counter(kind for _, kind in branch.others)
        told = {*REASONS, "not found", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"}
        assert set(kinds) <= told, branch.name
        assert branch.counted == len(names) - len(branch.verdicts)
    sites = branches[0]
    assert "Scalp" in sites.exact
    assert dict(sites.others)["FrontalScalp"] == "broadMatch"
