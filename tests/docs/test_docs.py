"""The manual is true: links lead somewhere, names and commands exist, lists are complete."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg import errors
from kg.ask.catalog import catalog
from kg.ask.front_matter import COLUMN_KINDS, KEYS, VERDICTS
from kg.build.sources import read_vocabulary
from kg.cases.fields import COURSE_KINDS
from kg.cases.tables import TABLES
from kg.check.ontology_queries import read_ontology_checks
from kg.cli.verbs import VERBS, load
from kg.graph.rules import read_rules
from kg.graph.terms import RDF_TYPE, Statement, lexical
from kg.names import MBC, local_name
from tests.docs.generated import commands_page, with_query_table, with_reasoning_tables
from tests.docs.generated_ontology import catalog_rows, generated_files
from tests.docs.pages import Page, manual, tables

ROOT = Path(__file__).resolve().parents[2]
MANUAL = manual(ROOT)
ONTOLOGY_CHECKS = read_ontology_checks(str(ROOT / "ontology" / "checks"))[0]
PAGES = sorted(MANUAL)
CODE = re.compile(r"[A-Z][0-9]{3}")


@pytest.fixture(scope="module")
def ontology() -> list[Statement]:
    return read_vocabulary(str(ROOT))[0]


def valued(ontology: list[Statement], prop: str) -> Iterator[tuple[str, str]]:
    """Local name of each of our terms that has the annotation, and its value."""
    for s, p, o in ontology:
        if s.startswith(f"<{MBC}") and local_name(p) == prop:
            yield local_name(s), lexical(o)


def page(name: str) -> Page:
    return MANUAL[name]


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    broken = []
    for target, fragment in page(name).links():
        path = (page(name).path.parent / target).resolve() if target else page(name).path
        known = MANUAL.get(path.relative_to(ROOT).as_posix()) if path.is_relative_to(ROOT) else None
        if not path.exists() or (fragment and (known is None or fragment not in known.anchors())):
            broken.append(f"{target}#{fragment}" if fragment else target)
    assert broken == []


def test_terms_exist(ontology: list[Statement]) -> None:
    kinds = ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")
    declared = {local_name(s) for s, p, o in ontology if p == RDF_TYPE and local_name(o) in kinds}
    unknown = {f"{name}: mbc:{term}" for name in PAGES for term in page(name).terms() - declared}
    assert sorted(unknown) == []


def command_faults(words: list[str]) -> Iterator[str]:
    """What is wrong with a command line of the manual: verb, options, their values, operands with fixed names."""
    verb_name, *rest = words
    if verb_name.startswith("-") or verb_name.isupper() or verb_name in ("test", "lint", "help"):
        return
    if verb_name not in VERBS:
        yield f"there is no verb {verb_name}"
        return
    verb, _ = load(verb_name)
    options = {f"--{option.name}": option for option in verb.all_options}
    loose: list[str] = []
    pending = list(rest)
    while pending:
        word = pending.pop(0)
        if not word.startswith("--"):
            loose.append(word)
            continue
        name, sign, value = word.partition("=")
        if name not in options:
            yield f"{verb_name} has no option {name}"
        elif options[name].value and (sign or pending):
            value = value if sign else pending.pop(0)
            given = [entry for entry in re.split(r"\\?\|", value) if not entry.isupper()]
            yield from (
                f"{verb_name} {name} cannot be {entry}"
                for entry in given
                if options[name].choices and entry not in options[name].choices
            )
    for operand, word in zip(verb.operands, loose, strict=False):
        known = list(operand.choices) or (sorted(catalog()) if operand.name == "QUERY" else [])
        given = [entry for entry in re.split(r"\\?\|", word) if not entry.isupper()]
        yield from (f"{verb_name} cannot have {entry}" for entry in given if known and entry not in known)


@pytest.mark.parametrize("name", PAGES)
def test_commands_exist(name: str) -> None:
    found = [fault for words in page(name).commands() if words for fault in command_faults(words)]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "aks x",
        "ask no-such-query",
        "ask solitary-metastasis --verdikt yes",
        "ask solitary-metastasis --format xml",
        "list things",
    ],
)
def test_a_wrong_command_is_seen(line: str) -> None:
    assert len(list(command_faults(line.split()))) == 1


def test_every_verb_and_option_is_in_the_manual() -> None:
    assert page("docs/commands.md").text == commands_page(), "run python -m tests.docs.generated"


def test_every_stored_query_is_in_the_guide() -> None:
    text = page("docs/queries.md").text
    assert len(catalog()) == 32
    assert text == with_query_table(text, ROOT), "run python -m tests.docs.generated"
    assert all(f"[`{query}`]" in text for query in catalog())


def test_the_tables_of_the_page_on_reasoning_are_those_of_the_ontology() -> None:
    text = page("docs/reasoning.md").text
    assert text == with_reasoning_tables(text, ROOT), "run python -m tests.docs.generated"
    assert "SolitaryMetastasis" in text
    assert "first-detection.rq" in text


@pytest.mark.parametrize("path", [path for path, _ in generated_files(ROOT)], ids=lambda path: path.name)
def test_what_is_made_from_the_ontology_is_up_to_date(path: Path) -> None:
    assert path.read_text("utf-8") == dict(generated_files(ROOT))[path], "run python -m tests.docs.generated"


def test_every_entry_of_a_catalog_is_answered() -> None:
    rows = catalog_rows(ROOT)
    entries = {f"{row['catalog']} {row['id']}" for row in rows}
    covered = {entry for check in ONTOLOGY_CHECKS for entry in check.covers}
    assert covered <= entries
    assert [row["id"] for row in rows if f"{row['catalog']} {row['id']}" not in covered and not row["answer"]] == []
    assert (len(entries), len(rows)) == (97, 97)


def test_the_guide_names_every_key_of_the_front_matter() -> None:
    text = page("docs/queries.md").text
    assert [word for word in (*KEYS, *VERDICTS, *COLUMN_KINDS) if f"`{word}`" not in text] == []


def test_the_front_matter_shown_is_that_of_the_query() -> None:
    shown = [block for block in page("docs/queries.md").blocks("text") if block.text.startswith("#+ title")]
    assert len(shown) == 1
    real = (ROOT / "queries" / "metastasis" / "solitary-without-local-therapy.rq").read_text("utf-8").splitlines()
    assert [line for line in shown[0].text.splitlines() if line not in real] == []


def test_the_curators_guide_names_every_kind_of_item_and_top_level_key() -> None:
    text = page("docs/curation.md").text
    words = {*COURSE_KINDS, *TABLES["case"], *TABLES["lesion"]} - {"as", "end", "note"}
    assert [word for word in sorted(words) if not re.search(rf"\b{word}\b", text)] == []


def codes_in_the_program() -> set[str]:
    """Every string of the program's code that looks like the code of an issue."""
    found = set()
    for path in (ROOT / "kg").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
                found.add(node.value)
    return found | {check.code for check in ONTOLOGY_CHECKS}


def code_tables() -> Iterator[tuple[str, str, str]]:
    """Code, title and remedy of every table of codes in the program."""
    for path in sorted((ROOT / "kg").rglob("*.py")):
        if re.search(r"^CODES\b", path.read_text("utf-8"), re.MULTILINE):
            module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
            for code, entry in module.CODES.items():
                title, remedy = (entry.title, entry.remedy) if hasattr(entry, "title") else (entry[0], entry[1])
                yield code, title, remedy
    yield from ((check.code, check.title, check.remedy) for check in ONTOLOGY_CHECKS)


def test_every_code_has_a_heading_and_no_other_has() -> None:
    told = [heading.split()[0] for heading in page("docs/errors.md").headings() if CODE.match(heading)]
    assert len(told) == len(set(told))
    assert set(told) == codes_in_the_program()


def test_headings_of_codes_have_the_title_and_the_remedy_of_the_tables() -> None:
    text = page("docs/errors.md").text
    sections = dict(re.findall(r"^### ([A-Z][0-9]{3} [^\n]*)\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL))
    assert len(list(code_tables())) > 100
    for code, title, remedy in code_tables():
        assert f"{code} {title}" in sections
        assert remedy.casefold() in sections[f"{code} {title}"].casefold(), code
        assert len(sections[f"{code} {title}"].split("**Remedy:**")[0].split()) >= 4, code


def test_every_error_has_a_heading_with_its_exit_code() -> None:
    text = page("docs/errors.md").text
    for name in errors.__all__:
        section = re.search(rf"^### {name}\n(.*?)^##", text, re.MULTILINE | re.DOTALL)
        assert section is not None, name
        assert f"Exit code {getattr(errors, name).exit_code}" in section[1], name


def test_the_model_lists_every_pair_of_verdicts(ontology: list[Statement]) -> None:
    stated = {frozenset((one, local_name(other))) for one, other in valued(ontology, "oppositeVerdict")}
    section = page("docs/model.md").text.split("## Verdicts")[1].split("\n## ")[0]
    told = {frozenset(re.findall(r"mbc:(\w+)", " ".join(row[:2]))) for row in tables(section) if len(row) == 3}
    assert told == stated
    assert len(told) == 46


def test_the_model_lists_every_rule_with_its_step() -> None:
    rules = {(rule.id, str(rule.step)) for rule in read_rules(str(ROOT / "ontology" / "rules"))}
    section = page("docs/model.md").text.split("## What is inferred")[1].split("\n## ")[0]
    assert {(re.sub(r"\[(.*)\]\(.*", r"\1", row[0]), row[1]) for row in tables(section)} == rules


def test_the_model_names_the_sources_of_the_thresholds(ontology: list[Statement]) -> None:
    sources = dict(valued(ontology, "source"))
    section = page("docs/model.md").text.split("Thresholds stand once")[1].split("\n## ")[0]
    rows = [row for row in tables(section) if len(row) == 3]
    assert len(rows) >= 8
    for row in rows:
        for name in re.findall(r"mbc:(\w+)", row[0]):
            source = sources[name]
            assert row[2] == (f"<{source}>" if source.startswith("https://") else source), name


def test_the_decisions_are_numbered_and_listed() -> None:
    text = page("docs/decisions.md")
    numbers = [int(heading[1:].split()[0]) for heading in text.headings() if re.match(r"D[0-9]+ ", heading)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert [int(number) for number in re.findall(r"\[D([0-9]+) ", text.text)] == numbers
    for part in re.split(r"^## D", text.text, flags=re.MULTILINE)[1:]:
        assert all(f"**{word}.**" in part for word in ("Decided", "Why", "Costs")), part.splitlines()[0]


def test_the_changelog_tells_of_this_version_and_of_every_verb() -> None:
    text = page("CHANGELOG.md").text
    section = re.search(rf"^## {re.escape(kg.__version__)} - (.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert section is not None
    assert [name for name in VERBS if f"`kg {name}" not in section[1]] == []


@pytest.mark.parametrize("name", PAGES)
def test_the_spelling_is_american(name: str) -> None:
    british = r"\b(?:tumour|oedema|colour|analyse|licence|behaviour|metre|haemo|oestrogen|labelled)\w*\b"
    assert re.findall(british, page(name).prose, re.IGNORECASE) == []
