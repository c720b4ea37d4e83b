"""The tables with all their columns and rows, ready to be written in any format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.names import PREFIXES, mbc
from kg.publish.release.material import Material
from kg.publish.release.table_columns import Table
from kg.publish.release.table_facts import Facts
from kg.publish.release.table_rows import Cell, asked_pairs, rows, verdict_rows
from kg.publish.release.table_specs import TABLES
from kg.publish.release.table_verdicts import VALUES, Pairs

__all__ = ["Field", "Sheet", "read_sheets"]


@dataclass(frozen=True, slots=True)
class Field:
    """A column as it is described: name, type, meaning in words.

    ``prop`` is the IRI of the property that it shows, ``kind`` that of the class whose membership it tells,
    ``refers`` the table whose ids stand in it, ``values`` what may stand in it.
    """

    name: str
    type: str
    text: str
    prop: str | None = None
    kind: str | None = None
    refers: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its rows; ``key`` names the columns that tell rows apart."""

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: tuple[Sequence[Cell], ...]
    key: tuple[str, ...] = ("id",)


def read_sheets(material: Material) -> list[Sheet]:
    """All tables of a release: those of TABLES, and ``verdicts``, which has all verdicts of all things in rows."""
    facts, pairs = Facts(material), Pairs(material.ontology)
    found = [
        Sheet(table.name, table.title, tuple(_fields(table, pairs)), tuple(rows(table, facts, pairs)))
        for table in TABLES
    ]
    fields = (
        Field("case", "string", "the case", refers="cases"),
        Field("thing", "string", "the thing that is asked about"),
        Field("yesClass", "string", "the class that it is in when the verdict is yes", prop=PREFIXES["rdf"] + "type"),
        Field("noClass", "string", "the class that it is in when the verdict is no", prop=mbc("oppositeVerdict")),
        Field("verdict", "string", "unknown: it is in neither class", values=VALUES),
    )
    title = "Verdicts: every question that has a yes-class and a no-class, of every thing it is asked of"
    found.append(Sheet("verdicts", title, fields, tuple(verdict_rows(facts, pairs)), ("thing", "yesClass")))
    return found


def _fields(table: Table, pairs: Pairs) -> Iterable[Field]:
    for column in table.columns:
        yield Field(column.name, column.type, column.text, column.meaning, refers=column.refers, values=column.values)
    for pair in asked_pairs(table, pairs):
        text = f"{pair.question}; no: {pair.no}; unknown: neither; empty: not asked of this thing"
        yield Field(pair.yes, "string", text, kind=mbc(pair.yes), values=VALUES)
