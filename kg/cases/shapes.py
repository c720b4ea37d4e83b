"""Reading one value: a function for each shape that a field can have (see :class:`kg.cases.fields.Field`)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from kg.cases.dates import DateProblem, PartialDate
from kg.cases.evidence import ROW_PATTERN, parse_evidence
from kg.cases.fields import ID_PATTERN, Field
from kg.cases.parts import Evidence
from kg.cases.reading import Reading
from kg.cases.staging import read_stage
from kg.cases.values import ValueProblem, parse_age, parse_count, parse_duration, parse_measured
from kg.cases.yaml_source import ListNode, MapNode, Node, TextNode

__all__ = ["read_value", "single_text", "value_problem"]

_VALUE_CODES = {
    "form": "C084",
    "unit": "C087",
    "negative": "C086",
    "percent": "C085",
    "order": "C092",
    "age": "C090",
}
_QUOTED = re.compile(r"[“\"«„]([^”\"»“]+)[”\"»“]")
_QUOTED_WORDS = 4
_LARGEST = 10_000


def read_value(reading: Reading, field: Field, node: Node, path: str) -> object | None:
    """The value of a field that is not a mapping; None when it is wrong, and the reading has an issue."""
    return _SHAPES[field.shape](reading, field, node, path)


def single_text(reading: Reading, node: Node, path: str) -> str | None:
    """The text of a single value that is not empty."""
    if not isinstance(node, TextNode):
        shape = "a list" if isinstance(node, ListNode) else "a mapping"
        reading.problem("C022", f"is {shape}; a single value is wanted", node, path)
        return None
    if node.empty or not node.text.strip():
        reading.problem("C023", "has no value", node, path)
        return None
    return node.text.strip()


def value_problem(reading: Reading, problem: ValueProblem, node: Node, path: str, value: str) -> None:
    """Add the issue for a value outside its grammar."""
    reading.problem(_VALUE_CODES[problem.kind], str(problem), node, path, value, allowed=problem.allowed)


def _texts(reading: Reading, node: Node, path: str) -> list[tuple[str, Node]]:
    """The texts of a single value or of a list of them."""
    if isinstance(node, MapNode):
        reading.problem("C022", "is a mapping; a single value or a list of them is wanted", node, path)
        return []
    if isinstance(node, ListNode) and not node.members:
        reading.problem("C023", "is an empty list", node, path)
    members = node.members if isinstance(node, ListNode) else [node]
    found = [(single_text(reading, member, path), member) for member in members]
    return [(text, member) for text, member in found if text is not None]


def _class(reading: Reading, field: Field, text: str, node: Node, path: str) -> str | None:
    vocabulary = reading.vocabulary
    roots = tuple(root for root in field.roots if root in vocabulary)
    fitting = vocabulary.assertable(*(roots or field.roots))
    if text not in vocabulary:
        allowed = tuple(f"a class below {root}" for root in field.roots)
        reading.problem("C040", "is no class of the ontology", node, path, text, allowed=allowed, near=fitting)
        return None
    if roots and not any(vocabulary.is_subclass(text, root) for root in roots):
        kind = ", ".join(vocabulary.kind_of(text))
        message = f"is a class of {kind}, not of {' or '.join(field.roots)}"
        reading.problem("C041", message, node, path, text, allowed=field.roots, near=fitting)
        return None
    if text in vocabulary.inferred_only:
        above = tuple(name for name in vocabulary.above(text) - {text} if name in fitting and name not in field.roots)
        reading.problem("C042", "is found by inference and not asserted", node, path, text, allowed=above)
        return None
    return text


def _classes(reading: Reading, field: Field, node: Node, path: str) -> tuple[str, ...] | None:
    found: list[str] = []
    for text, member in _texts(reading, node, path):
        name = _class(reading, field, text, member, path)
        if name in found:
            reading.problem("C043", "stands twice in the list", member, path, text)
        elif name is not None:
            for other in found:
                if reading.vocabulary.are_disjoint(name, other):
                    reading.problem("C043", f"excludes {other}", member, path, name)
            found.append(name)
    return tuple(found) or None


def _one_class(reading: Reading, field: Field, node: Node, path: str) -> str | None:
    text = single_text(reading, node, path)
    return None if text is None else _class(reading, field, text, node, path)


def _reference(reading: Reading, field: Field, text: str, node: Node, path: str) -> str:
    reading.refer(text, field.ids, node, path)
    return text


def _refs(reading: Reading, field: Field, node: Node, path: str) -> tuple[str, ...] | None:
    found = [_reference(reading, field, text, member, path) for text, member in _texts(reading, node, path)]
    return tuple(dict.fromkeys(found)) or None


def _ref(reading: Reading, field: Field, node: Node, path: str) -> str | None:
    text = single_text(reading, node, path)
    return None if text is None else _reference(reading, field, text, node, path)


def _class_or_ref(reading: Reading, field: Field, node: Node, path: str) -> str | None:
    text = single_text(reading, node, path)
    if text is None:
        return None
    take = _class if text[:1].isupper() else _reference
    return take(reading, field, text, node, path)


def _ref_or_words(reading: Reading, field: Field, node: Node, path: str) -> str | None:
    return _text(reading, field, node, path)


def _evidence(reading: Reading, field: Field, node: Node, path: str) -> tuple[Evidence, ...] | None:
    texts = _texts(reading, node, path)
    found = [parse_evidence(reading, text, member, path) for text, member in texts]
    return tuple(dict.fromkeys(entry for entry in found if entry is not None)) or None


def _date(reading: Reading, field: Field, node: Node, path: str) -> PartialDate | None:
    text = single_text(reading, node, path)
    if text is None:
        return None
    try:
        return PartialDate.from_text(text)
    except DateProblem as problem:
        reading.problem("C081" if problem.impossible else "C080", str(problem), node, path, text)
        return None


def _text(reading: Reading, field: Field, node: Node, path: str) -> str | None:
    text = single_text(reading, node, path)
    if text is None:
        return None
    if field.limit and len(text) > field.limit:
        message = f"has {len(text)} letters, {field.limit} are allowed"
        reading.problem("C100", message, node, path, text)
        return None
    for quoted in _QUOTED.findall(text):
        if len(quoted.split()) > _QUOTED_WORDS:
            message = f"quotes more than {_QUOTED_WORDS} words"
            reading.problem("C101", message, node, path, quoted)
            return None
    return text


def _choice(reading: Reading, field: Field, node: Node, path: str) -> str | None:
    text = single_text(reading, node, path)
    if text is None or text in field.choices:
        return text
    reading.problem("C026", "is not allowed here", node, path, text, allowed=field.choices, near=field.choices)
    return None


def _integer(reading: Reading, field: Field, node: Node, path: str) -> int | None:
    text = single_text(reading, node, path)
    if text is None:
        return None
    if re.fullmatch(r"-[0-9]+", text):
        reading.problem("C086", "is negative", node, path, text)
    elif not re.fullmatch(r"[0-9]{1,5}", text) or not field.least <= int(text) <= _LARGEST:
        allowed = (f"a whole number from {field.least}",)
        reading.problem("C089", "is not a whole number in range", node, path, text, allowed=allowed)
    else:
        return int(text)
    return None


def _decimal(reading: Reading, field: Field, node: Node, path: str) -> Decimal | None:
    text = single_text(reading, node, path)
    if text is None:
        return None
    if re.fullmatch(r"-[0-9.]+", text):
        reading.problem("C086", "is negative", node, path, text)
    elif not re.fullmatch(r"[0-9]{1,5}(?:\.[0-9]{1,5})?", text) or not Decimal(text):
        reading.problem("C084", "is not a number above zero", node, path, text, allowed=("50", "50.4"))
    else:
        return Decimal(text)
    return None


def _grammar(parse: Callable[[str], object]) -> Callable[[Reading, Field, Node, str], object | None]:
    def read(reading: Reading, field: Field, node: Node, path: str) -> object | None:
        text = single_text(reading, node, path)
        if text is None:
            return None
        try:
            return parse(text)
        except ValueProblem as problem:
            value_problem(reading, problem, node, path, text)
            return None

    return read


def _stage(reading: Reading, field: Field, node: Node, path: str) -> str | None:
    text = single_text(reading, node, path)
    if text is not None and read_stage(text, reading.vocabulary) is None:
        allowed = ("cT4bN3M0", "ypT2 N1a M0", "T3N2aM0", "IIIA")
        reading.problem("C091", "is no readable TNM stage", node, path, text, allowed=allowed)
        return None
    return text


def _report(reading: Reading, field: Field, node: Node, path: str) -> str | None:
    text = single_text(reading, node, path)
    if text is not None and reading.bibliography is not None and text not in reading.bibliography:
        known = tuple(reading.bibliography)
        reading.problem("C067", "is no report of the bibliography", node, path, text, allowed=known, near=known)
        return None
    return text


def _row(reading: Reading, field: Field, node: Node, path: str) -> str | None:
    text = single_text(reading, node, path)
    if text is not None and not re.match(ROW_PATTERN, text):
        reading.problem("C066", "names no table row", node, path, text, allowed=("Table 1, row 9",))
        return None
    return text


def _slot(reading: Reading, field: Field, node: Node, path: str) -> str | None:
    text = single_text(reading, node, path)
    known = tuple(
        name.removesuffix("Gap")
        for name in reading.vocabulary.assertable(*field.roots)
        if name.endswith("Gap") and name not in field.roots
    )
    if text is not None and text not in known:
        reading.problem("C045", "is no slot", node, path, text, allowed=known, near=known)
        return None
    return text


def _id(reading: Reading, field: Field, node: Node, path: str) -> str | None:
    text = single_text(reading, node, path)
    if text is not None and not re.fullmatch(ID_PATTERN, text):
        reading.problem("C027", "is no well formed id", node, path, text, allowed=("scalp-nodule",))
        return None
    return text


_SHAPES: dict[str, Callable[[Reading, Field, Node, str], object | None]] = {
    "age": _grammar(parse_age),
    "choice": _choice,
    "class": _one_class,
    "class-or-ref": _class_or_ref,
    "classes": _classes,
    "count": _grammar(parse_count),
    "date": _date,
    "decimal": _decimal,
    "duration": _grammar(parse_duration),
    "evidence": _evidence,
    "id": _id,
    "integer": _integer,
    "measured": _grammar(parse_measured),
    "ref": _ref,
    "ref-or-words": _ref_or_words,
    "refs": _refs,
    "report": _report,
    "result": lambda reading, field, node, path: single_text(reading, node, path),
    "row": _row,
    "slot": _slot,
    "stage": _stage,
    "text": _text,
}
