"""One change of a parsed case file: a value replaced, an entry taken away, or one added.

A path names a place by keys and by what stands there: ``course.irradiation.targets`` is the key ``targets`` of the
course item with the id ``irradiation``; an entry of a list goes by its id, its class, its slot or its text.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

__all__ = ["MISSING", "Change", "changed"]

MISSING = object()
"""What a change has instead of a value that was not there, or is no longer there."""

_NAMES = ("is", "slot", "says", "id")


@dataclass(frozen=True)
class Change:
    """``before`` is what the place must hold, ``after`` what it holds then; both may be MISSING, not both at once."""

    path: str
    before: Any
    after: Any

    @property
    def removes(self) -> bool:
        """Whether something is taken away and nothing put in its place."""
        return self.after is MISSING


def changed(case: dict[str, Any], change: Change) -> dict[str, Any]:
    """A copy of the case with this one change; ValueError when the place is not what the change says."""
    copy = deepcopy(case)
    *steps, last = change.path.split(".")
    place: Any = copy
    for step in steps:
        place = place[_key(place, step, change.path)]
    if change.before is MISSING:
        _add(place, last, change)
        return copy
    key = _key(place, last, change.path)
    if change.after is not MISSING and place[key] != change.before:
        raise ValueError(f"{change.path} is {place[key]!r}, not {change.before!r}")
    if change.after is not MISSING and change.before == change.after:
        raise ValueError(f"{change.path} is not changed by {change.after!r}")
    if change.removes:
        del place[key]
        _clear(copy, steps)
    else:
        place[key] = deepcopy(change.after)
    return copy


def _key(place: Any, step: str, path: str) -> str | int:
    """The key or position of a step."""
    if isinstance(place, dict) and step in place:
        return step
    found = [number for number, entry in enumerate(place) if step in _names(entry)] if isinstance(place, list) else []
    if len(found) != 1:
        raise ValueError(f"{path}: {len(found)} entries go by the name {step!r}")
    return found[0]


def _names(entry: Any) -> list[Any]:
    """What an entry of a list goes by: its text, or the id that stands first, its classes, its slot."""
    if not isinstance(entry, dict):
        return [entry]
    found: list[Any] = [next(iter(entry.values()))]
    for name in _NAMES:
        written = entry.get(name, [])
        found += written if isinstance(written, list) else [written]
    return list(dict.fromkeys(name for name in found if isinstance(name, str)))


def _add(place: Any, last: str, change: Change) -> None:
    """Put a new entry under a key that is free, or at the end of the list under a key."""
    entry = deepcopy(change.after)
    if not isinstance(place, dict):
        raise ValueError(f"{change.path}: only a key can be added to")
    if last not in place:
        place[last] = entry
    elif isinstance(place[last], list):
        place[last].append(entry)
    else:
        raise ValueError(f"{change.path} is there already")


def _clear(case: dict[str, Any], steps: list[str]) -> None:
    """Take away the key of a list that has lost its last entry: an empty list is no case file's way of silence."""
    holder: Any = case
    for step in steps[:-1]:
        holder = holder[_key(holder, step, ".".join(steps))]
    if steps and steps[-1] in holder and holder[steps[-1]] in ([], {}) and holder is not case:
        del holder[steps[-1]]
