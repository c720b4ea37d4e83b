"""Reading YAML 1.2 as a tree of texts that knows the line and column of every key and value.

No value is interpreted here: a plain ``2025-04``, ``no`` or ``1`` stays the text that was written, and what
reads the tree decides what it means. Everything in YAML that can surprise a curator or be abused is
refused: equal keys, anchors, aliases and merge keys (and with them circles), tags, several documents, tabs
as indentation.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

from kg.cases.codes import Problems

__all__ = ["MAX_BYTES", "ListNode", "MapNode", "Node", "TextNode", "read_tree", "read_tree_text", "shown"]

MAX_BYTES = 1 << 20
MAX_DEPTH = 24
_NULLS = ("", "~", "null", "Null", "NULL")


@dataclass(slots=True)
class Node:
    """A place in the file: line and column count from 1."""

    line: int
    column: int

    @property
    def place(self) -> tuple[int, int]:
        """Line and column."""
        return self.line, self.column


@dataclass(slots=True)
class TextNode(Node):
    """A single value; ``text`` is what was written, without the quotes."""

    text: str = ""
    plain: bool = True

    @property
    def empty(self) -> bool:
        """Whether no value was written (nothing at all, ``~`` or ``null``)."""
        return self.plain and self.text in _NULLS


@dataclass(slots=True)
class ListNode(Node):
    """A list."""

    members: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class MapNode(Node):
    """A mapping, in the order written; of equal keys the first one counts."""

    entries: dict[str, tuple[TextNode, Node]] = field(default_factory=dict)

    def key(self, name: str) -> TextNode:
        """The place of a key."""
        return self.entries[name][0]

    def value(self, name: str) -> Node:
        """The value of a key."""
        return self.entries[name][1]


def shown(path: str) -> str:
    """The path as seen from the working folder when it lies below it, else unchanged."""
    try:
        seen = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return path if seen.startswith(os.pardir) else seen


def read_tree(path: str, problems: Problems) -> MapNode | None:
    """The mapping at the top of a YAML file; None when there is none, and ``problems`` says why."""
    try:
        if os.path.getsize(path) > MAX_BYTES:
            problems.add("C002", f"is larger than {MAX_BYTES} bytes")
            return None
        with open(path, "rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        problems.add("C001", f"cannot be read: {error.strerror or error}")
        return None
    if content.startswith(b"\xef\xbb\xbf"):
        problems.add("C003", "begins with a byte order mark", place=(1, 1))
        content = content[3:]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"has byte 0x{content[error.start]:02x} which is not UTF-8"
        column = error.start - content.rfind(b"\n", 0, error.start)
        problems.add("C001", message, place=(line, column))
        return None
    return read_tree_text(text, problems)


def read_tree_text(text: str, problems: Problems) -> MapNode | None:
    """The mapping at the top of a YAML text; None when there is none, and ``problems`` says why."""
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        problems.add("C002", f"is larger than {MAX_BYTES} bytes")
        return None
    try:
        root = _Composer(text, problems).compose()
    except MarkedYAMLError as error:
        _report_syntax(text, error.problem, error.problem_mark, problems)
        return None
    except YAMLError as error:
        problems.add("C005", f"is not readable YAML: {' '.join(str(error).split())}")
        return None
    if root is None:
        return None
    if not isinstance(root, MapNode):
        problems.add("C007", "is not a mapping of keys to values", place=root.place)
        return None
    return root


def _report_syntax(text: str, problem: str | None, mark: object, problems: Problems) -> None:
    line = getattr(mark, "line", None)
    column = getattr(mark, "column", None)
    place = None if line is None else (line + 1, (column or 0) + 1)
    lines = text.splitlines()
    seen = lines[line] if line is not None and line < len(lines) else ""
    if "\t" in seen[: len(seen) - len(seen.lstrip())]:
        problems.add("C012", "has a tab in its indentation", place=place)
    else:
        problems.add("C005", f"is not readable YAML: {problem or 'syntax error'}", place=place)


class _Composer:
    """Builds the tree from the parser's events, which keeps all marks and follows no alias."""

    def __init__(self, text: str, problems: Problems) -> None:
        self.text = text
        self.problems = problems

    def compose(self) -> Node | None:
        """The root node of the first document; None for an empty or refused file."""
        from ruamel.yaml import YAML
        from ruamel.yaml.events import DocumentStartEvent

        events: Iterator[object] = YAML(typ="rt", pure=True).parse(self.text)
        documents = 0
        root: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._add("C006", "begins a second document", event)
                    return None
                root = self._node(next(events), events, 0)
                if root is None:
                    return None
        if root is None or (isinstance(root, TextNode) and root.empty):
            self.problems.add("C004", "has no content", place=(1, 1))
            return None
        return root

    def _add(self, code: str, message: str, event: object, value: str | None = None) -> None:
        mark = getattr(event, "start_mark", None)
        line, column = getattr(mark, "line", 0), getattr(mark, "column", 0)
        self.problems.add(code, message, place=(line + 1, column + 1), value=value)

    def _node(self, event: object, events: Iterator[object], depth: int) -> Node | None:
        """The node that begins with ``event``; None when the file is too deep to go on."""
        from ruamel.yaml.events import AliasEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

        mark = getattr(event, "start_mark", None)
        line, column = getattr(mark, "line", 0) + 1, getattr(mark, "column", 0) + 1
        if depth > MAX_DEPTH:
            self._add("C011", f"is nested more than {MAX_DEPTH} levels deep", event)
            return None
        if isinstance(event, AliasEvent):
            self._add("C009", "is an alias", event, f"*{event.anchor}")
            return TextNode(line, column, f"*{event.anchor}", False)
        if getattr(event, "anchor", None):
            self._add("C009", "is an anchor", event, f"&{getattr(event, 'anchor', '')}")
        tag = getattr(event, "tag", None)
        if tag is not None and str(tag) not in ("", "!"):
            self._add("C010", "is a tag", event, str(tag))
        if isinstance(event, ScalarEvent):
            # ruamel marks the line breaks of folded text with this letter, for writing it back
            return TextNode(line, column, event.value.replace("\a", ""), event.style in (None, ""))
        if isinstance(event, SequenceStartEvent):
            return self._list(ListNode(line, column), events, depth)
        if isinstance(event, MappingStartEvent):
            return self._mapping(MapNode(line, column), events, depth)
        raise AssertionError(f"unexpected event {event!r}")

    def _list(self, node: ListNode, events: Iterator[object], depth: int) -> ListNode | None:
        from ruamel.yaml.events import SequenceEndEvent

        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            member = self._node(event, events, depth + 1)
            if member is None:
                return None
            node.members.append(member)
        return node

    def _mapping(self, node: MapNode, events: Iterator[object], depth: int) -> MapNode | None:
        from ruamel.yaml.events import MappingEndEvent

        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1) if key is not None else None
            if key is None or value is None:
                return None
            self._enter(node, key, value)
        return node

    def _enter(self, node: MapNode, key: Node, value: Node) -> None:
        place = key.place
        if not isinstance(key, TextNode):
            self.problems.add("C022", "is no name: a key is a single word", place=place)
        elif key.plain and key.text == "<<":
            self.problems.add("C009", "is a merge key", value="<<", place=place)
        elif key.text in node.entries:
            first = node.entries[key.text][0].line
            message = f"stands twice in one mapping, first on line {first}"
            self.problems.add("C008", message, value=key.text, place=place)
        else:
            node.entries[key.text] = (key, value)
