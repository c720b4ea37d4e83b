"""The JSON Schema of case files, made from the tables that the reader uses, for editors and other programs.

The schema knows keys, shapes, patterns and the names of classes; references, dates that exist and
contradictions are known to the reader alone, which is the validator. Every value may be written with quotes
or without, so that numbers are allowed wherever a text is that looks like one.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping

from kg.cases.dates import DATE_PATTERN
from kg.cases.evidence import EVIDENCE_PATTERN, ROW_PATTERN
from kg.cases.fields import COURSE_KINDS, ID_PATTERN, Field
from kg.cases.staging import STAGE_PATTERN
from kg.cases.tables import TABLES
from kg.cases.values import DAYS, NUMBER_PATTERN, SCORES, UNITS, WORDS
from kg.cases.vocabulary import Vocabulary
from kg.names import BASE

__all__ = ["case_schema", "write_schema"]

Schema = dict[str, object]

_ID = {"type": "string", "pattern": f"^{ID_PATTERN}$"}
_RESULT_PATTERN = (
    rf"^(?:{NUMBER_PATTERN} ?%|{'|'.join(score.replace('+', chr(92) + '+') for score in SCORES)}"
    rf"|{'|'.join(WORDS)}|IRS (?:[0-9]|1[0-2]))$"
)
_PATTERNS = {
    "age": rf"^{NUMBER_PATTERN}(?: years)?$",
    "count": rf"^{NUMBER_PATTERN}$",
    "date": DATE_PATTERN,
    "decimal": r"^[0-9]{1,5}(?:\.[0-9]{1,5})?$",
    "duration": rf"^{NUMBER_PATTERN} ?(?:{'|'.join(DAYS)})s?$",
    "evidence": EVIDENCE_PATTERN,
    "id": f"^{ID_PATTERN}$",
    "integer": r"^[0-9]{1,5}$",
    "measured": rf"^{NUMBER_PATTERN} ?(?:{'|'.join((*UNITS, 'um', 'μm', 'ug/L', 'μg/L', 'ng/ml'))})$",
    "report": f"^{ID_PATTERN}$",
    "row": ROW_PATTERN,
    "ref": f"^{ID_PATTERN}$",
    "result": _RESULT_PATTERN,
    "stage": re.sub(r"\(\?P<[a-z]+>", "(?:", STAGE_PATTERN),  # named groups are Python's own
}
_NUMBERS = ("age", "count", "date", "decimal", "integer", "result", "text")


def write_schema(vocabulary: Vocabulary, path: str) -> bool:
    """Write the schema to ``path``, the same bytes for the same vocabulary; False when it was current."""
    content = json.dumps(case_schema(vocabulary), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if os.path.exists(path):
        with open(path, encoding="utf-8", newline="") as stream:
            if stream.read() == content:
                return False
    with open(path, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(content)
    return True


def case_schema(vocabulary: Vocabulary) -> Schema:
    """The schema (JSON Schema 2020-12) with the class names of ``vocabulary``."""
    definitions: Schema = {name: _mapping(fields) for name, fields in sorted(TABLES.items())}
    roots = {field.roots for fields in TABLES.values() for field in fields.values() if field.roots}
    for group in sorted(roots):
        names = vocabulary.assertable(*group)
        if group == ("ReportingGap",):
            names = tuple(name.removesuffix("Gap") for name in names if name.endswith("Gap") and name not in group)
        definitions[_group(group)] = {"enum": list(names)}
    markers = [
        name.removesuffix("Result")
        for name in vocabulary.assertable("ReceptorResult")
        if name.endswith("Result") and name != "ReceptorResult"
    ]
    definitions["markers"] = {
        "type": "object",
        "properties": {name: {"anyOf": [_pattern("result"), {"$ref": "#/$defs/result"}]} for name in sorted(markers)},
        "additionalProperties": False,
    }
    definitions["course"] = {
        "oneOf": [{"$ref": f"#/$defs/{kind}"} for kind in COURSE_KINDS],
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"{BASE}case.schema.json",
        "title": "Case file",
        "description": "One patient's course with metastasis of breast cancer, as told by its reports.",
        "$ref": "#/$defs/case",
        "$defs": definitions,
    }


def _mapping(fields: Mapping[str, Field]) -> Schema:
    required = sorted(key for key, field in fields.items() if field.required)
    mapping: Schema = {
        "type": "object",
        "properties": {key: _described(field) for key, field in fields.items()},
        "additionalProperties": False,
    }
    return {**mapping, "required": required} if required else mapping


def _described(field: Field) -> Schema:
    schema = _field(field)
    return {**schema, "description": field.about} if field.about else schema


def _field(field: Field) -> Schema:
    inner: Schema = {"$ref": f"#/$defs/{field.table or 'course'}"}
    match field.shape:
        case "map" | "patient":
            return inner
        case "list":
            return {"type": "array", "items": inner}
        case "map-or-list":
            return {"anyOf": [inner, {"type": "array", "items": inner, "minItems": 1}]}
        case "named":
            return {"type": "object", "propertyNames": _ID, "additionalProperties": inner}
        case "marker-results":
            return {"$ref": "#/$defs/markers"}
        case "choice":
            return {"enum": _spellings(field.choices)}
        case "class" | "slot":
            return {"$ref": f"#/$defs/{_group(field.roots)}"}
        case "classes":
            return _one_or_more({"$ref": f"#/$defs/{_group(field.roots)}"})
        case "class-or-ref":
            return {"anyOf": [{"$ref": f"#/$defs/{_group(field.roots)}"}, _pattern("ref")]}
        case "refs":
            return _one_or_more(_pattern("ref"))
        case "evidence":
            return _one_or_more(_pattern("evidence"))
        case "text" | "ref-or-words":
            return {"type": ["string", "number"], "minLength": 1, "maxLength": field.limit}
        case _:
            return _pattern(field.shape)


def _pattern(shape: str) -> Schema:
    text: Schema = {"type": "string", "pattern": _PATTERNS[shape]}
    if shape in _NUMBERS:
        return {"type": ["string", "number"], "pattern": _PATTERNS[shape], "minimum": 0}
    return text


def _one_or_more(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "array", "items": schema, "minItems": 1}]}


def _spellings(choices: tuple[str, ...]) -> list[object]:
    """The choices as texts, and as numbers where an unquoted one reads as a number."""
    return [*choices, *(int(choice) for choice in choices if choice.isdigit())]


def _group(roots: tuple[str, ...]) -> str:
    """Name of the definition that lists the classes below ``roots``."""
    return "names-" + "-".join(roots)
