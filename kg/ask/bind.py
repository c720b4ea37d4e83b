"""Giving the parameters of a stored query their values.

A parameter is one line ``VALUES ?name { term }`` of the query. Binding replaces that line by one with another
checked term; what the user typed never becomes part of the query.
"""

from __future__ import annotations

from kg.ask.classes import class_iri, find_case, find_class, is_safe_iri
from kg.ask.front_matter import values_term
from kg.ask.values import short_name
from kg.errors import UsageError
from kg.names import MBC

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.ask.engine import Engine
    from kg.ask.front_matter import Parameter, Query

__all__ = ["ANY", "Bound", "bind", "parse_arguments"]

ANY = "-"


class Bound:
    """A query ready to run: ``text``, and ``parameters`` by name, as short names (None: not restricted)."""

    __slots__ = ("parameters", "query", "text")

    def __init__(self, query: Query, text: str, parameters: dict[str, str | None]) -> None:
        self.query, self.text, self.parameters = query, text, parameters


def parse_arguments(query: Query, arguments: list[str]) -> dict[str, str]:
    """``["site=Scalp"]`` as a mapping; UsageError for what is not NAME=VALUE, is unknown or stands twice."""
    found: dict[str, str] = {}
    for argument in arguments:
        name, sign, value = argument.partition("=")
        if not sign or not value.strip():
            names = ", ".join(f"{parameter.name}=..." for parameter in query.parameters)
            raise UsageError(
                f"{argument!r} is not NAME=VALUE", f"{query.id} takes {names}" if names else _takes_none(query)
            )
        if name in found:
            raise UsageError(f"the parameter {name} is given twice")
        found[name] = value.strip()
    _check_names(query, found)
    return found


def _takes_none(query: Query) -> str:
    return f"{query.id} has no parameters"


def _check_names(query: Query, values: Mapping[str, object]) -> None:
    known = [parameter.name for parameter in query.parameters]
    for name in values:
        if name not in known:
            from kg.findings import did_you_mean, nearest

            hint = did_you_mean(nearest(name, known))
            raise UsageError(
                f"{query.id} has no parameter {name!r}" + (f"; {hint}" if hint else ""),
                f"its parameters: {', '.join(known)}" if known else _takes_none(query),
            )


def bind(query: Query, values: Mapping[str, str], engine: Engine) -> Bound:
    """The query with these values; a parameter without one keeps its default.

    UsageError for an unknown parameter, class or case, and for a class of the wrong branch.
    """
    _check_names(query, values)
    text = query.text
    shown: dict[str, str | None] = {}
    for parameter in query.parameters:
        value = values.get(parameter.name)
        if value is None or _is_default(parameter, value):
            shown[parameter.name] = parameter.default
            continue
        iri = _resolve(parameter, value, engine)
        shown[parameter.name] = short_name(iri)
        text = _replaced(text, parameter.name, iri)
    return Bound(query, text, shown)


def _is_default(parameter: Parameter, value: str) -> bool:
    """Whether the value is the default that stands in the file: then nothing has to be looked up."""
    if value == ANY:
        if parameter.default is not None:
            remedy = f"{parameter.name}={parameter.root} asks for all" if parameter.root else None
            raise UsageError(f"{parameter.name} cannot be left open", remedy)
        return True
    if parameter.default is None:
        return False
    return value == parameter.default or (parameter.kind == "class" and class_iri(value) == MBC + parameter.default)


def _resolve(parameter: Parameter, value: str, engine: Engine) -> str:
    if parameter.kind == "case":
        return find_case(engine, value, parameter.name)
    return find_class(engine, value, parameter.root, parameter.name)


def _replaced(text: str, name: str, iri: str) -> str:
    """The query with the VALUES line of ``name`` holding this IRI and nothing else changed."""
    if not is_safe_iri(iri) or not iri.startswith(("http://", "https://")):
        raise UsageError(f"<{iri}> cannot stand in a query")
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if values_term(line, name) is not None:
            indent = line[: len(line) - len(line.lstrip())]
            lines[number] = f"{indent}VALUES ?{name} {{ <{iri}> }}"
    return "\n".join(lines)
