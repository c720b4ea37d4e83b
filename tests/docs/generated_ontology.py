"""The parts of the manual that are made from the checks of the ontology and from the mapping table, and the bridge.

``python -m tests.docs.generated`` writes them; a test compares the files with what it would write.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from kg.build.sources import read_vocabulary
from kg.cases.vocabulary import Vocabulary
from kg.check.mappings import LABELS_WITHHELD
from kg.check.ontology_queries import OntologyCheck, read_ontology_checks
from kg.graph.coverage import REASONS, Branch, coverage, read_gaps
from kg.graph.mappings import NO_TERM, MappingTable, read_mappings
from kg.publish.bridge import bridge_turtle

__all__ = ["catalog_rows", "generated_files", "with_part"]

KINDS = {
    "closeMatch": "nearly the same",
    "broadMatch": "only a broader term",
    "narrowMatch": "only a narrower term",
    "relatedMatch": "only a related term",
    "not found": "looked for and not found",
    **REASONS,
}
"""Why a class has no exact match, in words, the nearest first."""


def with_part(page: str, name: str, content: str) -> str:
    """The page with the part between the marks of this name replaced."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    head, sign, rest = page.partition(begin)
    assert sign, f"the page has no mark {begin.strip()}"
    return f"{head}{begin}{content}{end}{rest.partition(end)[2]}"


def _checks(root: Path) -> list[OntologyCheck]:
    return read_ontology_checks(str(root / "ontology" / "checks"))[0]


def _error_sections(root: Path) -> str:
    """One section a check query, as the page of issues has them."""
    sections = []
    for check in _checks(root):
        remedy = check.remedy[0].upper() + check.remedy[1:]
        sections.append(f"### {check.code} {check.title}\n\n{check.about}\n\n**Remedy:** {remedy}.\n\n")
    return "\n" + "".join(sections)


def catalog_rows(root: Path) -> list[dict[str, str]]:
    """The entries of the catalogs, in order: catalog, id, title, answer."""
    with (root / "ontology" / "checks" / "catalogs.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _anchor(check: OntologyCheck) -> str:
    name = f"{check.code} {check.title}".lower().replace("`", "")
    return "".join(letter for letter in name if letter.isalnum() or letter in "-_ ").replace(" ", "-")


def _quality_tables(root: Path) -> dict[str, str]:
    """The table of checks, and one table a catalog, by the names of their marks."""
    checks = _checks(root)
    lines = ["| Code | What is wrong | Query |", "|---|---|---|"]
    for check in checks:
        query = f"[{Path(check.file).stem}](../{check.file})"
        lines.append(f"| [{check.code}](errors.md#{_anchor(check)}) | {check.title} | {query} |")
    tables = {"checks": "\n".join(lines) + "\n"}
    answered: dict[str, list[str]] = defaultdict(list)
    for check in checks:
        for entry in check.covers:
            answered[entry].append(check.code)
    for catalog in ("ROBOT", "OOPS!", "FOOPS!"):
        lines = ["| Entry | Title | Answered by |", "|---|---|---|"]
        for row in catalog_rows(root):
            if row["catalog"] == catalog:
                codes = ", ".join(answered[f"{catalog} {row['id']}"])
                answer = ". ".join(part for part in (codes, row["answer"]) if part)
                lines.append(f"| {row['id']} | {row['title']} | {answer} |")
        tables[catalog] = "\n".join(lines) + "\n"
    return tables


def _mappings_tables(root: Path) -> dict[str, str]:
    """The tables of coverage and of vocabularies, and the classes without an exact match, by their marks."""
    _, vocabulary = read_vocabulary(str(root))
    table = read_mappings(str(root / "ontology" / "mappings.sssom.tsv"))
    branches = coverage(vocabulary, table, read_gaps(str(root / "ontology" / "mappings-none.tsv")))
    return {
        "coverage": _coverage(branches),
        "vocabularies": _vocabularies(table),
        "without": "".join(_without(branch, vocabulary, table) for branch in branches),
    }


def _coverage(branches: list[Branch]) -> str:
    short = ["nearly", "broader", "narrower", "related", "not found", *REASONS]
    lines = [
        "| Branch | Classes | Exact | " + " | ".join(short) + " | Verdicts, not counted |",
        "|---|" + "---|" * (len(short) + 3),
    ]
    for branch in branches:
        counts = [sum(kind == wanted for _, kind in branch.others) for wanted in KINDS]
        share = f"{len(branch.exact)} ({100 * len(branch.exact) / branch.counted:.0f} %)"
        cells = [branch.name, str(branch.counted), share, *map(str, counts), str(len(branch.verdicts))]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _vocabularies(table: MappingTable) -> str:
    rows: dict[str, list[str]] = defaultdict(list)
    for row in table.rows:
        if row.object != NO_TERM:
            rows[row.object.partition(":")[0]].append(row.predicate)
    lines = ["| Prefix | Rows | Exact | Labels |", "|---|---|---|---|"]
    for prefix in sorted(rows, key=str.casefold):
        exact = rows[prefix].count("skos:exactMatch")
        labels = "withheld, as the license asks" if prefix in LABELS_WITHHELD else "given"
        lines.append(f"| {prefix} | {len(rows[prefix])} | {exact} | {labels} |")
    return "\n".join(lines) + "\n"


def _without(branch: Branch, vocabulary: Vocabulary, table: MappingTable) -> str:
    comments = _comments(table)
    lines = [f"### {branch.name[0].upper()}{branch.name[1:]}\n"]
    for kind, told in KINDS.items():
        names = [name for name, found in branch.others if found == kind]
        if not names:
            continue
        lines.append(f"*{told[0].upper()}{told[1:]}* ({len(names)}):")
        shown = (f"{vocabulary.labels[name]}{comments.get(name, '')}" for name in names)
        lines.append("; ".join(shown) + ".\n")
    return "\n".join(lines) + "\n"


def _comments(table: MappingTable) -> dict[str, str]:
    """What the rows of a class that are no exact match name: ``(UBERON:0000403)``."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in table.rows:
        named = row.source if row.object == NO_TERM else row.object
        found[row.subject.removeprefix("mbc:")].append(f"{named}")
    return {name: f" ({', '.join(objects)})" for name, objects in found.items()}


def generated_files(root: Path) -> Iterator[tuple[Path, str]]:
    """Each file that is made from the ontology and its tables, wholly or in part, with its text as it should be."""
    parts = {
        "errors.md": {"checks of the ontology": _error_sections(root)},
        "ontology-quality.md": _quality_tables(root),
        "mappings.md": _mappings_tables(root),
    }
    for name, contents in parts.items():
        path = root / "docs" / name
        page = path.read_text("utf-8")
        for mark, content in contents.items():
            page = with_part(page, mark, content)
        yield path, page
    _, vocabulary = read_vocabulary(str(root))
    table = read_mappings(str(root / "ontology" / "mappings.sssom.tsv"))
    yield root / "ontology" / "bridge" / "bridge.ttl", bridge_turtle(vocabulary, table)
