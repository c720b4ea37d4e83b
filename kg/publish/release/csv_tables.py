"""``tables/*.csv`` and ``datapackage.json``, which describes them to machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from decimal import Decimal

from kg import __version__
from kg.ask.formats import to_csv
from kg.build import about
from kg.publish.release.sheets import Field, Sheet
from kg.publish.release.table_rows import Cell

__all__ = ["data_package", "guarded", "sheet_csv"]

# What a spreadsheet would take for a formula: one of these signs at the beginning, and more than signs after it.
_FORMULA = re.compile(r"[=+\-@\t\r](?=.*[^+\-\s])", re.S)


def guarded(text: str) -> str:
    """The text with an apostrophe before it when a spreadsheet would run it as a formula (``=1+1``, ``@SUM(A1)``).

    Signs alone (``+``, ``--``) are no formula and stay as they are.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def sheet_csv(sheet: Sheet) -> str:
    """The table as RFC 4180 has it: a header, CRLF after each line, quotes where a cell needs them."""
    return to_csv((field.name for field in sheet.fields), ([_shown(cell) for cell in row] for row in sheet.rows))


def _shown(cell: Cell) -> str | int | None:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return guarded(cell) if isinstance(cell, str) else cell


def data_package(sheets: Iterable[Sheet]) -> str:
    """The description of the CSV files as a Frictionless tabular data package (https://specs.frictionlessdata.io/).

    ``rdfType`` of a field is the class whose membership it tells, ``rdfProperty`` the property it shows.
    """
    package = {
        "profile": "tabular-data-package",
        "name": about.NAME,
        "title": about.TITLE,
        "description": about.DESCRIPTION,
        "version": __version__,
        "homepage": about.HOMEPAGE,
        "licenses": [{"name": about.LICENSE_NAME, "path": about.LICENSE, "title": about.LICENSE_TITLE}],
        "contributors": [{"title": about.CREATOR, "role": "author"}],
        "keywords": list(about.KEYWORDS),
        "resources": [_resource(sheet) for sheet in sheets],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(sheet: Sheet) -> dict[str, object]:
    keys = [
        {
            "fields": field.name,
            "reference": {"resource": "" if field.refers == sheet.name else field.refers, "fields": "id"},
        }
        for field in sheet.fields
        if field.refers
    ]
    schema: dict[str, object] = {
        "fields": [_described(field, sheet) for field in sheet.fields],
        "missingValues": [""],
        "primaryKey": sheet.key[0] if len(sheet.key) == 1 else list(sheet.key),
    }
    if keys:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": sheet.name,
        "title": sheet.title,
        "path": f"tables/{sheet.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _described(field: Field, sheet: Sheet) -> dict[str, object]:
    told: dict[str, object] = {"name": field.name, "type": field.type, "description": field.text}
    if field.prop:
        told["rdfProperty"] = field.prop
    if field.kind:
        told["rdfType"] = field.kind
    constraints: dict[str, object] = {"required": True} if field.name in sheet.key else {}
    if sheet.key == (field.name,):
        constraints["unique"] = True
    if field.values:
        constraints["enum"] = list(field.values)
    return {**told, "constraints": constraints} if constraints else told
