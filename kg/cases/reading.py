"""The state of reading one case file: problems, ids, references to be resolved, and mappings as records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.cases.codes import Problems
from kg.cases.yaml_source import ListNode, MapNode, Node, TextNode
from kg.findings import nearest

if TYPE_CHECKING:
    from kg.cases.bibliography import Bibliography
    from kg.cases.parts import Evidence, ReportRef
    from kg.cases.vocabulary import Vocabulary

__all__ = ["Reading", "Record"]


_NOUNS = {
    "absence": "told absence",
    "findings": "group of findings",
    "item": "single item",
    "tumor": "primary tumor",
}


@dataclass(slots=True)
class Record:
    """A mapping that was read: parsed values by key; a key whose value is wrong is missing."""

    node: MapNode
    path: str
    values: dict[str, object] = field(default_factory=dict)

    @property
    def line(self) -> int:
        """Line on which it begins: that of its first key."""
        first = next(iter(self.node.entries.values()), None)
        return first[0].line if first else self.node.line

    def text(self, key: str) -> str | None:
        """A single text, or None."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """Several texts: class names or ids."""
        value = self.values.get(key)
        return tuple(entry for entry in value if isinstance(entry, str)) if isinstance(value, tuple) else ()

    def whole(self, key: str) -> int | None:
        """A whole number, or None."""
        value = self.values.get(key)
        return value if isinstance(value, int) else None

    def records(self, key: str) -> tuple[Record, ...]:
        """The mappings of a list."""
        value = self.values.get(key)
        return tuple(entry for entry in value if isinstance(entry, Record)) if isinstance(value, tuple) else ()

    def record(self, key: str) -> Record | None:
        """The mapping of a key."""
        value = self.values.get(key)
        return value if isinstance(value, Record) else None

    def place(self, key: str | None = None) -> tuple[int, int]:
        """Line and column of the value of a key, or of the mapping."""
        if key is not None and key in self.node.entries:
            return self.node.value(key).place
        first = next(iter(self.node.entries.values()), None)
        return first[0].place if first else self.node.place

    def at(self, key: str) -> str:
        """Dotted path of a key."""
        return f"{self.path}.{key}" if self.path else key


@dataclass(frozen=True, slots=True)
class _Reference:
    value: str
    kinds: tuple[str, ...]
    place: tuple[int, int]
    path: str


@dataclass(slots=True)
class Reading:
    """What is known while one case file is read."""

    problems: Problems
    vocabulary: Vocabulary
    bibliography: Bibliography | None
    aliases: dict[str, ReportRef] = field(default_factory=dict)
    kinds: dict[str, frozenset[str]] = field(default_factory=dict)  # id -> kinds of item
    records: dict[str, Record] = field(default_factory=dict)  # id -> where it is written
    passages: dict[tuple[str, ...], Evidence] = field(default_factory=dict)
    signs: dict[str, tuple[str, ...]] = field(default_factory=dict)  # group of findings -> its signs
    _given: list[str] = field(default_factory=list)  # ids that the file gives
    _derived: dict[str, str] = field(default_factory=dict)  # id of a part -> id of its owner
    _references: list[_Reference] = field(default_factory=list)

    def problem(
        self,
        code: str,
        message: str,
        node: Node | tuple[int, int] | None,
        path: str,
        value: object = None,
        *,
        allowed: tuple[str, ...] = (),
        near: tuple[str, ...] | None = None,
    ) -> None:
        """Add an issue; ``near`` are names among which the nearest to ``value`` are suggested."""
        place = node.place if isinstance(node, Node) else node
        suggestion = nearest(str(value), near) if near else ()
        self.problems.add(code, message, place=place, field=path, value=value, allowed=allowed, suggestion=suggestion)

    def register(self, item_id: str, kinds: tuple[str, ...], record: Record, key: str | None = None) -> None:
        """Note an id that the file gives; used twice it is an issue."""
        place, path = record.place(key), record.at(key) if key else record.path
        if item_id in self._given:
            line = self.records[item_id].line
            self.problem("C028", f"is already the id of the item on line {line}", place, path, item_id)
            return
        self.kinds[item_id] = frozenset(kinds if "findings" in kinds else (*kinds, "item"))
        self.records[item_id] = record
        self._given.append(item_id)

    def derive(self, owner: str, suffix: str) -> str:
        """Id of a part of ``owner``; numbered from 2 when the owner has several of the kind."""
        stem = name = f"{owner}-{suffix}" if owner else suffix
        number = 1
        while name in self._derived:
            number += 1
            name = f"{stem}-{number}"
        self._derived[name] = owner
        return name

    def refer(self, value: str, kinds: tuple[str, ...], node: Node, path: str) -> None:
        """Note a reference, to be checked when all ids are known."""
        self._references.append(_Reference(value, kinds, node.place, path))

    def check_ids(self) -> None:
        """Issues for given ids that a part already has, and for references that lead nowhere."""
        for name in self._given:
            if name in self._derived:
                owner, record = self._derived[name], self.records[name]
                message = f"is the id that a part of {owner or 'the case'} has by itself"
                self.problem("C028", message, record.place(), record.path, name)
        parts = {name: frozenset(("item",)) for name in self._derived}
        known: Mapping[str, frozenset[str]] = {**parts, **self.kinds}
        for entry in self._references:
            fitting = tuple(name for name, kinds in known.items() if kinds & set(entry.kinds))
            if entry.value not in known:
                message, code = "is no id of this file", "C046"
                if entry.value in self.vocabulary:
                    message = "is a class; an id of this file is wanted"
            elif entry.value not in fitting:
                kind = next(iter(sorted(known[entry.value] - {"item", "tumor"})), "part")
                seen, wanted = (
                    _NOUNS.get(kind, kind),
                    " or ".join(_NOUNS.get(name, name) for name in entry.kinds),
                )
                message, code = f"is a {seen}; what is wanted is a {wanted}", "C047"
            else:
                continue
            given = tuple(name for name in fitting if name in self.kinds) or fitting
            self.problem(code, message, entry.place, entry.path, entry.value, allowed=given, near=given)


def text_of(node: Node) -> str | None:
    """The text of a single value, or None for a list or mapping."""
    return node.text if isinstance(node, TextNode) else None


def members_of(node: Node) -> list[Node]:
    """The members of a list; a single value is a list of one."""
    return node.members if isinstance(node, ListNode) else [node]
