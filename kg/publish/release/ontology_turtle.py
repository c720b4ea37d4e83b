"""``ontology.ttl``: the whole ontology in Turtle, to be read by people and compared line by line.

Sections follow the modules; in each, terms are sorted by name, their properties stand in one order, and class
expressions are nested and indented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.ask.layout import wrap
from kg.build.about import LICENSE_TITLE
from kg.graph.terms import RDF_TYPE, Statement
from kg.publish.release.material import Material
from kg.publish.release.tree import Forest, is_blank
from kg.publish.turtle import prefix_lines, short

__all__ = ["flat", "ontology_turtle", "turtle_blocks"]

_LINE = 110
_STEP = "    "


def ontology_turtle(material: Material) -> Iterator[str]:
    """The text, piece by piece."""
    yield f"# The ontology of mbckg in one file. License: {LICENSE_TITLE}.\n\n"
    yield from prefix_lines()
    yield "\n"
    yield from turtle_blocks(material.header)
    for module in material.modules:
        if module.name:
            yield f"\n# ---- {module.name} ----\n"
            yield from (f"# {line}\n" for line in wrap(module.description, _LINE))
            yield "\n"
        yield from turtle_blocks(module.statements)


def turtle_blocks(statements: Iterable[Statement]) -> Iterator[str]:
    """One block a thing, sorted by local name without regard to case; things without a name last."""
    forest = Forest(statements)
    for subject in forest.by_name():
        name = "[]" if is_blank(subject) else short(subject)
        yield f"{name} {_properties(forest, subject, _STEP)} .\n\n"


def _properties(forest: Forest, subject: str, indent: str) -> str:
    lines = []
    for predicate in forest.predicates(subject):
        verb = "a" if predicate == RDF_TYPE else short(predicate)
        lines.append(f"{verb} {_objects(forest, forest.values(subject, predicate), indent, len(verb))}")
    return f" ;\n{indent}".join(lines)


def _objects(forest: Forest, values: list[str], indent: str, used: int) -> str:
    short_ones = [flat(forest, value) for value in values]
    joined = ", ".join(short_ones)
    if len(indent) + used + 1 + len(joined) <= _LINE or (len(values) == 1 and not is_blank(values[0])):
        return joined
    deeper = indent + _STEP
    if len(values) == 1:
        return _tall(forest, values[0], indent)
    return f"\n{deeper}" + f",\n{deeper}".join(_fitting(forest, value, deeper) for value in values)


def _fitting(forest: Forest, value: str, indent: str) -> str:
    line = flat(forest, value)
    return line if len(indent) + len(line) <= _LINE else _tall(forest, value, indent)


def flat(forest: Forest, value: str) -> str:
    """The value on one line."""
    items = forest.items(value)
    if items is not None:
        return f"( {' '.join(flat(forest, item) for item in items)} )" if items else "()"
    if not is_blank(value):
        return short(value)
    told = [
        f"{'a' if predicate == RDF_TYPE else short(predicate)} "
        + ", ".join(flat(forest, one) for one in forest.values(value, predicate))
        for predicate in forest.predicates(value)
    ]
    return f"[ {' ; '.join(told)} ]" if told else "[]"


def _tall(forest: Forest, value: str, indent: str) -> str:
    """The value on several lines, the first of which stands at ``indent`` already."""
    deeper = indent + _STEP
    items = forest.items(value)
    if items is not None:
        return "(\n" + "".join(f"{deeper}{_fitting(forest, item, deeper)}\n" for item in items) + f"{indent})"
    if not is_blank(value):
        return short(value)
    return f"[\n{deeper}{_properties(forest, value, deeper)}\n{indent}]"
