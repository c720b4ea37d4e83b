"""The statements of all cases as the tables look at them: what is stated of a thing, and what holds of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from kg.errors import DataError
from kg.graph.terms import RDF_TYPE, Statement, is_iri, lexical, term
from kg.names import MBC, compact, local_name
from kg.publish.release.material import Material

__all__ = ["Facts"]

_Index = Mapping[str, Mapping[str, tuple[str, ...]]]


def _index(statements: Iterable[Statement]) -> _Index:
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o in sorted(set(statements)):
        found[s][p].append(o)
    return {s: {p: tuple(values) for p, values in more.items()} for s, more in found.items()}


class Facts:
    """Values of properties by local name. ``stated`` is what the reports say, ``holds`` that and what follows."""

    def __init__(self, material: Material) -> None:
        asserted = [*material.reports, *(one for case in material.cases for one in case.asserted)]
        inferred = [*material.inferred_of_others, *(one for case in material.cases for one in case.inferred)]
        self._stated = _index(asserted)
        self._holds = _index([*asserted, *inferred])

    @cached_property
    def _backward(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        turned = ((o, p, s) for s, more in self._holds.items() for p, values in more.items() for o in values)
        return _index((s, p, o) for s, p, o in turned if is_iri(s) and p != RDF_TYPE)

    def members(self, name: str) -> list[str]:
        """The things that are in a class, stated or inferred, sorted."""
        wanted = term(name)
        return sorted(s for s, more in self._holds.items() if wanted in more.get(RDF_TYPE, ()))

    def follow(self, start: str, path: Iterable[str]) -> list[str]:
        """The things at the end of a path of properties; ``^name`` is a property walked backward. Sorted."""
        here = {start}
        for step in path:
            index, name = (self._backward, step[1:]) if step.startswith("^") else (self._holds, step)
            here = {value for one in here for value in index.get(one, {}).get(_property(name), ()) if is_iri(value)}
        return sorted(here)

    def value(self, thing: str, name: str) -> str | None:
        """The literal of a property, without syntax; DataError when there are several."""
        found = self._holds.get(thing, {}).get(_property(name), ())
        if len(found) > 1:
            raise DataError(f"{compact(thing)} has several values of {name}: {', '.join(map(lexical, found))}")
        return lexical(found[0]) if found else None

    def classes(self, thing: str) -> frozenset[str]:
        """Local names of all classes of a thing."""
        return _names(self._holds, thing)

    def stated_classes(self, thing: str) -> frozenset[str]:
        """Local names of the classes that are stated of a thing."""
        return _names(self._stated, thing)

    def is_stated(self, thing: str) -> bool:
        """Whether reports say anything of a thing, or it only follows."""
        return thing in self._stated


def _property(name: str) -> str:
    return f"<{name}>" if ":" in name else term(name)


def _names(index: _Index, thing: str) -> frozenset[str]:
    return frozenset(local_name(kind) for kind in index.get(thing, {}).get(RDF_TYPE, ()) if kind[1:].startswith(MBC))
