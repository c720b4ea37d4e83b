"""Days that keep given distances: a system of difference constraints, solved by shortest paths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

__all__ = ["Distance", "choose_days"]

Distance = tuple[str, str, int | None, int | None]
"""Two names of days and the bounds of the first minus the second; None is no bound."""

_ORIGIN = ""


def choose_days(
    distances: Iterable[Distance], known: Mapping[str, int], free: Iterable[str], horizon: int
) -> dict[str, int] | None:
    """A day number for each free name, such that all distances are kept; None when no days keep them.

    Chosen are the latest days that are possible up to the day ``horizon``.
    """
    names = sorted(free)
    edges: list[tuple[str, str, int]] = []  # (a, b, w): b is at most a plus w
    for left, right, low, high in distances:
        if high is not None:
            edges.append((right, left, high))
        if low is not None:
            edges.append((left, right, -low))
    for name, day in known.items():
        edges += [(_ORIGIN, name, day), (name, _ORIGIN, -day)]
    edges += [(_ORIGIN, name, horizon) for name in names]
    days: dict[str, int] = {_ORIGIN: 0}
    for _ in range(len(known) + len(names) + 2):
        changed = False
        for start, end, most in edges:
            if start in days and days[start] + most < days.get(end, days[start] + most + 1):
                days[end] = days[start] + most
                changed = True
        if not changed:
            return {name: days[name] for name in names}
    return None
