"""The tables: rows and columns, verdicts, keys, their description, and what spreadsheets do with them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from kg.graph.assemble import read_ontology
from kg.graph.terms import RDF_TYPE, Statement, date_time, decimal, integer, iri, lexical, term, text
from kg.names import MBC, case_iri, local_name, part_iri
from kg.publish.release.csv_tables import data_package, guarded, sheet_csv
from kg.publish.release.material import CaseStatements, Material
from kg.publish.release.sheets import Field, Sheet, read_sheets
from kg.publish.release.table_columns import SIDES
from kg.publish.release.table_rows import Cell
from kg.publish.release.table_specs import TABLES
from kg.publish.release.table_verdicts import Pairs
from tests.publish.built import ROOT, graph
from tests.publish.released import folder, release, table

PREFIX = "PREFIX mbc: <https://w3id.org/mbckg/ontology#> "
SHEETS = [table.name for table in TABLES] + ["verdicts"]


@cache
def package() -> dict[str, Any]:
    loaded = json.loads((folder() / "datapackage.json").read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def resources() -> dict[str, dict[str, Any]]:
    return {resource["name"]: resource for resource in package()["resources"]}


@cache
def ontology() -> tuple[Statement, ...]:
    return tuple(read_ontology(str(ROOT / "ontology")))


def members(*classes: str) -> set[str]:
    """The things that are in one of the classes, as the tables name them, asked of the graph by SPARQL."""
    found = set()
    for name in classes:
        rows = graph().engine.run(f"{PREFIX}SELECT DISTINCT ?x WHERE {{ ?x a mbc:{name} }}").rows
        found |= {(row[0] or "").strip("<>").partition("/mbckg/")[2].partition("/")[2] for row in rows}
    return found


@pytest.mark.parametrize("sheet", TABLES, ids=lambda sheet: sheet.name)
def test_a_table_has_a_row_for_each_thing(sheet: Any) -> None:
    ids = [row["id"] for row in table(sheet.name)]
    assert ids == sorted(ids)
    assert Counter(ids).most_common(1)[0][1] == 1
    assert set(ids) == members(*sheet.roots)


def test_a_row_tells_of_a_lesion_what_the_case_tells() -> None:
    rows = {row["id"]: row for row in table("lesions")}
    nodule = rows["cheng-2025#scalp-nodule"]
    assert nodule["case"] == "cheng-2025"
    assert nodule["classes"] == "DistantMetastasis PresentedAsRecurrence"
    assert (nodule["sites"], nodule["side"]) == ("FrontalScalp", "LeftSided")
    assert "Scalp" in nodule["inferredSites"].split()
    assert (nodule["focusCountAtLeast"], nodule["focusCountAtMost"]) == ("1", "1")
    assert nodule["metastasisOf"] == "cheng-2025#primary"
    assert (nodule["SolitaryMetastasis"], nodule["LocallyTreatedMetastasis"]) == ("yes", "no")
    primary = rows["cheng-2025#primary"]
    assert {primary["SolitaryMetastasis"], primary["LocallyTreatedMetastasis"]} == {""}


def test_intervals_of_values_and_dates_stand_in_two_columns() -> None:
    rows = {row["id"]: row for row in table("results")}
    result = rows["cheng-2025#scalp-cytology-er"]
    assert [result[name] for name in ("asReported", "atLeast", "atMost", "specimen")] == [
        ">90%",
        "90",
        "100",
        "cheng-2025#scalp-cytology",
    ]
    specimen = {row["id"]: row for row in table("specimens")}["cheng-2025#scalp-cytology"]
    assert [specimen[name] for name in ("date", "earliest", "latest")] == ["2025-04", "2025-04-01", "2025-04-30"]
    interval = {(row["fromItem"], row["toItem"]): row for row in table("intervals")}[
        ("cheng-2025#mastectomy", "cheng-2025#scalp-nodule-first-sign")
    ]
    assert [interval[name] for name in ("atLeastDays", "atMostDays", "origin")] == ["1354", "1384", "derived"]


def test_silence_is_never_a_no() -> None:
    recurrence = Counter(row["LocallyRecurrentCase"] for row in table("cases"))
    told = graph().sparql(PREFIX + "SELECT (COUNT(?c) AS ?n) WHERE { ?c a mbc:CaseWithoutLocalRecurrence }").rows
    assert recurrence["no"] == int(lexical(told[0][0] or ""))
    assert recurrence["unknown"] > recurrence["no"]
    gaps = [row for row in table("gaps") if row["case"] == "koh-2024" and "LocalRecurrenceGap" in row["classes"]]
    assert [row["printed"] for row in gaps] == ["/"]


def verdict_columns() -> list[tuple[str, str]]:
    """Table and name of every column that shows a verdict."""
    fields = [(name, field) for name, one in resources().items() for field in one["schema"]["fields"]]
    return [(name, field["name"]) for name, field in fields if "rdfType" in field]


def test_every_pair_of_the_ontology_is_answered() -> None:
    pairs = {frozenset((local_name(s), local_name(o))) for s, p, o in ontology() if p == term("oppositeVerdict")}
    found = Pairs(ontology())
    assert {frozenset((pair.yes, pair.no)) for pair in found.all} == pairs
    shown = {name for _, name in verdict_columns()}
    assert shown == {pair.yes for pair in found.all}


def test_verdict_columns_are_membership_and_nothing_else() -> None:
    opposite = {local_name(s): local_name(o) for s, p, o in ontology() if p == term("oppositeVerdict")}
    for sheet, name in verdict_columns():
        yes, no = members(name), members(opposite[name])
        key = "profile" if sheet == "specimens" else "id"
        by_verdict: dict[str, set[str]] = {}
        for row in table(sheet):
            by_verdict.setdefault(row[name], set()).add(row[key])
        every = {row[key] for row in table(sheet)}
        assert by_verdict.get("yes", set()) == yes & every, name
        assert by_verdict.get("no", set()) == no & every, name
        assert by_verdict.keys() <= {"yes", "no", "unknown", ""}


def test_verdicts_in_rows_are_those_in_columns() -> None:
    long = {(row["thing"], row["yesClass"]): row["verdict"] for row in table("verdicts")}
    assert len(long) == len(table("verdicts"))
    wide = {
        (row["profile" if sheet == "specimens" else "id"], name): row[name]
        for sheet, name in verdict_columns()
        for row in table(sheet)
        if row[name]
    }
    assert {key: value for key, value in long.items() if key in wide} == wide
    assert set(long.values()) == {"yes", "no", "unknown"}


def test_the_tables_answer_the_question_as_kg_ask_does() -> None:
    answer = graph().ask("solitary-without-local-therapy", verdict="all", site="Scalp")
    told = {row.case: row.verdict for row in answer}
    by_case: dict[str, list[str]] = {}
    for row in table("lesions"):
        sites = {*row["sites"].split(), *row["inferredSites"].split()}
        classes = {*row["classes"].split(), *row["inferredClasses"].split()}
        if "Scalp" not in sites or "Metastasis" not in classes or row["RegionalNodalMetastasis"] == "yes":
            continue
        alone, treated = row["SolitaryMetastasis"], row["LocallyTreatedMetastasis"]
        verdict = "unknown"
        if alone == "no" or treated == "yes":
            verdict = "no"
        elif alone == "yes" and treated == "no":
            verdict = "yes"
        by_case.setdefault(row["case"], []).append(verdict)
    rank = {"no": 0, "unknown": 1, "yes": 2}
    assert {case: max(found, key=rank.__getitem__) for case, found in by_case.items()} == told
    assert "yes" in told.values()


@pytest.mark.parametrize("name", SHEETS)
def test_the_description_fits_the_table(name: str) -> None:
    resource = resources()[name]
    assert (folder() / resource["path"]).is_file()
    rows = table(name)
    schema = resource["schema"]
    assert list(rows[0]) == [field["name"] for field in schema["fields"]]
    assert all(field["description"] for field in schema["fields"])
    read: dict[str, Callable[[str], object]] = {
        "integer": int,
        "number": Decimal,
        "string": str,
        "date": date.fromisoformat,
    }
    for field in schema["fields"]:
        limits = field.get("constraints", {})
        for row in rows:
            value = row[field["name"]]
            assert value or not limits.get("required")
            if value:
                read[field["type"]](value)
                assert value in limits.get("enum", [value])
    assert schema["missingValues"] == [""]
    assert resource["dialect"]["lineTerminator"] == "\r\n"
    key = schema["primaryKey"] if isinstance(schema["primaryKey"], list) else [schema["primaryKey"]]
    assert len({tuple(row[part] for part in key) for row in rows}) == len(rows)


def test_frictionless_finds_the_package_valid() -> None:
    frictionless = pytest.importorskip("frictionless", reason="the package frictionless is not installed")
    report = frictionless.validate(str(folder() / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    assert report.stats["tasks"] == len(SHEETS)


def test_foreign_keys_hold() -> None:
    checked = 0
    for name, resource in resources().items():
        for key in resource["schema"].get("foreignKeys", ()):
            target = key["reference"]["resource"] or name
            known = {row[key["reference"]["fields"]] for row in table(target)}
            values = {row[key["fields"]] for row in table(name)} - {""}
            assert values <= known, (name, key)
            checked += len(values)
    assert checked > 100


def test_ids_in_lists_lead_to_rows_or_to_things_of_the_graph() -> None:
    subjects = graph().engine.run("SELECT DISTINCT ?s WHERE { ?s ?p ?o FILTER ( isIRI(?s) ) }").rows
    known = {(row[0] or "").strip("<>").partition("/mbckg/case/")[2] for row in subjects}
    for sheet in TABLES:
        for column in sheet.columns:
            if column.take == "names" and column.name not in ("report", "reportedIn", "license"):
                cells = {name for row in table(sheet.name) for name in row[column.name].split()}
                assert cells <= known, (sheet.name, column.name)


def test_the_package_is_described_for_machines_without_a_clock() -> None:
    about = package()
    assert about["profile"] == "tabular-data-package"
    assert about["licenses"][0]["name"] == "CC-BY-4.0"
    assert {"created", "id"}.isdisjoint(about)
    assert [resource["name"] for resource in about["resources"]] == SHEETS
    kinds = {local_name(s): local_name(o) for s, p, o in ontology() if p == RDF_TYPE and s.startswith(f"<{MBC}")}
    for resource in about["resources"]:
        for field in resource["schema"]["fields"]:
            shown, kind = field.get("rdfProperty"), field.get("rdfType")
            if kind:
                assert kinds[local_name(kind)] == "Class"
            if shown and shown.startswith(MBC):
                assert kinds[local_name(shown)].endswith("Property")


def test_the_sides_are_classes_of_the_ontology() -> None:
    declared = {local_name(s) for s, p, o in ontology() if p == RDF_TYPE}
    assert set(SIDES) <= declared


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd", "'+cmd"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("+", "+"),
        ("+++", "+++"),
        ("-", "-"),
        (">90%", ">90%"),
        ("1+", "1+"),
        ("", ""),
    ],
)
def test_a_cell_is_no_formula(cell: str, shown: str) -> None:
    assert guarded(cell) == shown


def test_csv_is_that_of_rfc_4180() -> None:
    fields = (Field("id", "string", "id"), Field("n", "number", "a number"), Field("t", "string", "a text"))
    rows: tuple[list[Cell], ...] = (
        ["a", Decimal("0.50"), 'say "x", y'],
        ["b", None, "two\nlines"],
        ["c", Decimal("-1"), "=1"],
    )
    sheet = Sheet("one", "One", fields, rows)
    assert sheet_csv(sheet) == 'id,n,t\r\na,0.50,"say ""x"", y"\r\nb,,"two\nlines"\r\nc,-1,\'=1\r\n'
    assert json.loads(data_package([sheet]))["resources"][0]["path"] == "tables/one.csv"


def test_no_cell_of_the_release_is_a_formula() -> None:
    for name in SHEETS:
        types = {field["name"]: field["type"] for field in resources()[name]["schema"]["fields"]}
        for row in table(name):
            for column, value in row.items():
                if types[column] == "string":
                    assert guarded(value) == value


def small(*statements: Statement, inferred: tuple[Statement, ...] = ()) -> dict[str, list[dict[str, object]]]:
    """The tables of one case with these statements, over the real ontology."""
    case = CaseStatements("doe-2020", (*statements, (iri(case_iri("doe-2020")), RDF_TYPE, term("Case"))), inferred)
    real = release().material
    material = Material(real.header, real.modules, (case,), (), (), (), b"")
    return {
        sheet.name: [dict(zip((field.name for field in sheet.fields), row, strict=True)) for row in sheet.rows]
        for sheet in read_sheets(material)
    }


def part(name: str) -> str:
    return iri(part_iri("doe-2020", name))


def typed(name: str, *classes: str) -> list[Statement]:
    return [(part(name), RDF_TYPE, term(one)) for one in classes]


def test_a_verdict_is_unknown_empty_or_told() -> None:
    statements = [
        *typed("primary", "PrimaryTumor", "Lesion"),
        *typed("node", "NodalMetastasis", "Metastasis", "Lesion"),
        *typed("axilla", "RegionalNodalMetastasis", "NodalMetastasis", "Metastasis", "Lesion"),
        *typed("liver", "DistantMetastasis", "NonSolitaryMetastasis", "Metastasis", "Lesion"),
        *typed("skin", "DistantMetastasis", "SolitaryMetastasis", "Metastasis", "Lesion"),
    ]
    rows = {str(row["id"]).partition("#")[2]: row for row in small(*statements)["lesions"]}
    solitary = {name: row["SolitaryMetastasis"] for name, row in rows.items()}
    # A node that may be a distant metastasis may be solitary; a regional one and a primary tumor are not asked.
    assert solitary == {"primary": None, "node": "unknown", "axilla": None, "liver": "no", "skin": "yes"}
    treated = {name: row["LocallyTreatedMetastasis"] for name, row in rows.items()}
    assert treated == {"primary": None, "node": "unknown", "axilla": "unknown", "liver": "unknown", "skin": "unknown"}


def test_cells_of_all_types() -> None:
    statements = [
        *typed("size", "Measurement"),
        (part("size"), term("atLeast"), decimal(Decimal("1.5"))),
        (part("size"), term("unit"), text("mm")),
        (part("size"), term("date"), text("2020-01")),
        (part("size"), term("earliest"), date_time(date(2020, 1, 1))),
        (part("size"), term("note"), text('=HYPERLINK("x")', "en")),
        *typed("nodes", "Specimen"),
        (part("nodes"), term("positiveNodes"), integer(13)),
    ]
    found = small(*statements)
    (size,) = found["measurements"]
    assert (size["atLeast"], size["atMost"], size["unit"]) == (Decimal("1.5"), None, "mm")
    assert (size["date"], size["earliest"], size["latest"]) == ("2020-01", "2020-01-01", None)
    assert found["specimens"][0]["positiveNodes"] == 13
    assert size["note"] == '=HYPERLINK("x")'


def test_columns_have_names_of_their_own_and_refer_to_tables() -> None:
    for sheet in TABLES:
        names = [column.name for column in sheet.columns]
        assert len(names) == len(set(names))
        assert {column.refers for column in sheet.columns} <= {*SHEETS, ""}
