"""Machine formats: CSV, TSV and JSON of rows, and the W3C result formats of a free query."""

from __future__ import annotations

from kg.ask.engine import ROWS, TRUTH
from kg.ask.values import datatype_of, plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kg.ask.engine import Result
    from kg.ask.values import Value

__all__ = ["result_csv", "result_json", "result_tsv", "to_csv", "to_json", "to_tsv"]

_QUOTED = frozenset(',"\r\n')
_JSON_ESCAPES: dict[int, str] = {code: f"\\u{code:04x}" for code in range(0x20)}
_JSON_ESCAPES.update({ord(sign): f"\\{name}" for sign, name in zip('"\\\n\r\t\b\f', '"\\nrtbf', strict=True)})


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _csv_cell(text: str) -> str:
    if _QUOTED.isdisjoint(text) and text.strip() == text:
        return text
    return '"' + text.replace('"', '""') + '"'


def to_csv(columns: Iterable[str], rows: Iterable[Sequence[Value]]) -> str:
    """CSV as RFC 4180 has it: a header, CRLF after each line, quotes where a cell needs them."""
    lines = [",".join(map(_csv_cell, columns))]
    lines += [",".join([_csv_cell(_text(value)) for value in row]) for row in rows]
    return "\r\n".join(lines) + "\r\n"


def to_tsv(columns: Iterable[str], rows: Iterable[Sequence[Value]]) -> str:
    """Tab-separated values: a header, LF after each line, ``\\t``, ``\\n``, ``\\r`` and ``\\\\`` escaped in cells."""
    lines = ["\t".join(map(_tsv_cell, columns))]
    lines += ["\t".join([_tsv_cell(_text(value)) for value in row]) for row in rows]
    return "\n".join(lines) + "\n"


def _tsv_cell(text: str) -> str:
    for sign, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(sign, escaped)
    return text


def to_json(content: object) -> str:
    """JSON text, indented, in the order given, ending with a line end: what ``json.dumps`` writes.

    Takes None, bool, int, float (finite), str, and lists, tuples and dictionaries of these; TypeError for others.
    Loading the module ``json`` would take longer than writing an answer does.
    """
    parts: list[str] = []
    _write_json(content, "\n", parts.append)
    return "".join(parts) + "\n"


def _write_json(content: object, line: str, write: Callable[[str], None]) -> None:
    """Write one value; ``line`` is the line end with the indentation that the value stands at."""
    if isinstance(content, dict):
        _write_items("{}", [(f"{_json_text(str(key))}: ", value) for key, value in content.items()], line, write)
    elif isinstance(content, list | tuple):
        _write_items("[]", [("", value) for value in content], line, write)
    elif isinstance(content, str):
        write(_json_text(content))
    elif content is None or isinstance(content, bool):
        write({None: "null", True: "true", False: "false"}[content])
    elif isinstance(content, int):
        write(str(content))
    elif isinstance(content, float) and content - content == 0:
        write(repr(content))
    else:
        raise TypeError(f"{content!r} has no form in JSON")


def _write_items(
    brackets: str, items: Sequence[tuple[str, object]], line: str, write: Callable[[str], None]
) -> None:
    write(brackets[0])
    inner = line + "  "
    for number, (head, value) in enumerate(items):
        write(f"{',' if number else ''}{inner}{head}")
        _write_json(value, inner, write)
    write((line if items else "") + brackets[1])


def _json_text(text: str) -> str:
    return f'"{text.translate(_JSON_ESCAPES)}"'


def result_csv(result: Result) -> str:
    """SPARQL 1.1 Query Results CSV: plain values, IRIs without brackets."""
    return to_csv(result.columns, ([None if term is None else plain(term) for term in row] for row in result.rows))


def result_tsv(result: Result) -> str:
    """SPARQL 1.1 Query Results TSV: terms in the syntax of SPARQL."""
    lines = ["\t".join(f"?{name}" for name in result.columns)]
    lines += ["\t".join([(term or "").replace("\t", "\\t") for term in row]) for row in result.rows]
    return "\n".join(lines) + "\n"


def result_json(result: Result) -> str:
    """SPARQL 1.1 Query Results JSON; statements are rows of subject, predicate and object."""
    if result.kind == TRUTH:
        return to_json({"head": {}, "boolean": result.truth})
    bindings = [
        {name: _json_term(term) for name, term in zip(result.columns, row, strict=True) if term is not None}
        for row in result.rows
    ]
    assert result.kind == ROWS or len(result.columns) == 3
    return to_json({"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}})


def _json_term(term: str) -> dict[str, str]:
    value = plain(term)
    if term.startswith("<"):
        return {"type": "uri", "value": value}
    if not term.startswith('"'):
        return {"type": "bnode", "value": value.removeprefix("_:")}
    cell = {"type": "literal", "value": value}
    datatype = datatype_of(term)
    if datatype:
        cell["datatype"] = datatype
    elif not term.endswith('"'):
        cell["xml:lang"] = term[term.rindex("@") + 1 :]
    return cell
