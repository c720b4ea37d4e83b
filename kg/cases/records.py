"""Reading mappings by the tables of :mod:`kg.cases.fields`: keys, required keys, and what is inside."""

from __future__ import annotations

import re

from kg.cases.fields import COURSE_KINDS, ID_PATTERN, Field
from kg.cases.reading import Reading, Record
from kg.cases.shapes import read_value
from kg.cases.tables import TABLES
from kg.cases.yaml_source import ListNode, MapNode, Node, TextNode

__all__ = ["NAMES_OF_ITEMS", "read_course", "read_list", "read_named", "read_record"]

NAMES_OF_ITEMS = ("id", "dispute", *COURSE_KINDS)
_LATER = ("named", "list", "marker-results", "patient")
_LISTS_INSIDE = ("absence", "claim", "drug", "examination", "history", "not-done")


def read_record(reading: Reading, node: Node, table: str, path: str) -> Record | None:
    """The mapping at ``node``, every key checked against ``table``; None when it is no mapping.

    What stands at the top of a case, and the results of a specimen, are left to the caller: the record has
    only their nodes.
    """
    if not isinstance(node, MapNode):
        _wrong_shape(reading, "a mapping", node, path)
        return None
    fields = TABLES[table]
    record = Record(node, path)
    for key, (key_node, value_node) in node.entries.items():
        field = fields.get(key)
        if field is None:
            known = tuple(fields)
            reading.problem("C020", "is no key here", key_node, path, key, allowed=known, near=known)
            continue
        if isinstance(value_node, TextNode) and value_node.empty:
            reading.problem("C023", "has no value", key_node, record.at(key))
            continue
        value = _read_field(reading, field, value_node, record.at(key))
        if value is not None:
            record.values[key] = value
    missing = [key for key, field in fields.items() if field.required and key not in node.entries]
    for key in missing:
        if key == "in":
            reading.problem("C060", "has no evidence", record.place(), record.at("in"))
        else:
            reading.problem("C021", "is missing", record.place(), record.at(key), key)
    return record


def _read_field(reading: Reading, field: Field, node: Node, path: str) -> object | None:
    if field.shape == "map":
        return read_record(reading, node, field.table, path)
    if field.shape == "map-or-list":
        members = node.members if isinstance(node, ListNode) else [node]
        found = [read_record(reading, member, field.table, path) for member in members]
        return tuple(record for record in found if record is not None) or None
    if field.shape in _LATER:
        if field.shape == "list" and field.table in _LISTS_INSIDE:
            return tuple(read_list(reading, node, field.table, path)) or None
        return None
    return read_value(reading, field, node, path)


def read_list(reading: Reading, node: Node | None, table: str, path: str) -> list[Record]:
    """The mappings of a list, each under the path of its id where it has one."""
    if node is None or (isinstance(node, TextNode) and node.empty):
        return []
    if not isinstance(node, ListNode):
        _wrong_shape(reading, "a list of mappings", node, path)
        return []
    found = [
        read_record(reading, member, table, _member_path(path, number, member))
        for number, member in enumerate(node.members, 1)
    ]
    return [record for record in found if record is not None]


def read_named(reading: Reading, node: Node | None, table: str, path: str) -> dict[str, Record]:
    """A mapping of ids to mappings."""
    if node is None or (isinstance(node, TextNode) and node.empty):
        return {}
    if not isinstance(node, MapNode):
        _wrong_shape(reading, "a mapping of ids to mappings", node, path)
        return {}
    found: dict[str, Record] = {}
    for name, (key, value) in node.entries.items():
        if not re.fullmatch(ID_PATTERN, name):
            reading.problem("C027", "is no well formed id", key, path, name, allowed=("scalp-nodule",))
            continue
        record = read_record(reading, value, table, f"{path}.{name}")
        if record is not None:
            found[name] = record
    return found


def read_course(reading: Reading, node: Node | None) -> list[tuple[str, Record]]:
    """Kind and record of every item of the course."""
    if node is None or (isinstance(node, TextNode) and node.empty):
        return []
    if not isinstance(node, ListNode):
        _wrong_shape(reading, "a list of items", node, "course")
        return []
    found: list[tuple[str, Record]] = []
    for number, member in enumerate(node.members, 1):
        path = _member_path("course", number, member)
        kind = _kind(reading, member, path)
        record = read_record(reading, member, kind, path) if kind else None
        if kind and record is not None:
            found.append((kind, record))
    return found


def _kind(reading: Reading, node: Node, path: str) -> str | None:
    if not isinstance(node, MapNode):
        _wrong_shape(reading, "a mapping", node, path)
        return None
    kinds = [key for key in node.entries if key in COURSE_KINDS]
    if not kinds:
        first = next(iter(node.entries), None)
        near = COURSE_KINDS if first else None
        message = "is no kind of item"
        reading.problem("C024", message, node, path, first, allowed=COURSE_KINDS, near=near)
        return None
    if len(kinds) > 1:
        message = f"stands beside {kinds[0]}: an item has one kind"
        reading.problem("C025", message, node.key(kinds[1]), path, kinds[1])
        return None
    if next(iter(node.entries)) != kinds[0]:
        reading.problem("C030", "is not the first key of the item", node.key(kinds[0]), path, kinds[0])
    return kinds[0]


def _member_path(path: str, number: int, node: Node) -> str:
    """``course.scalp-cytology``, or ``course.3`` for a member without a readable id."""
    if isinstance(node, MapNode):
        for key in NAMES_OF_ITEMS:
            name = node.value(key) if key in node.entries else None
            if isinstance(name, TextNode) and re.fullmatch(ID_PATTERN, name.text):
                return f"{path}.{name.text}"
    return f"{path}.{number}"


def _wrong_shape(reading: Reading, wanted: str, node: Node, path: str) -> None:
    if isinstance(node, TextNode) and node.empty:
        reading.problem("C023", "has no value", node, path)
        return
    shape = {TextNode: "a single value", ListNode: "a list", MapNode: "a mapping"}[type(node)]
    reading.problem("C022", f"is {shape}; {wanted} is wanted", node, path)
