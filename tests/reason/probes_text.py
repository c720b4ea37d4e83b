"""The notation of the probe file: statements and class expressions in local names.

``x a Mass, x findingAt y, y a Breast`` are three statements about two individuals. A class expression is written as
the ontology's axioms are printed: ``findingAt some (Breast and LeftSided)``, ``atLeast some xsd:decimal[>= 1]``.
"""

from __future__ import annotations

import re
from decimal import Decimal

from kg.graph.terms import term
from kg.reason.syntax import TYPE, And, Expression, HasLiteral, HasValue, Named, Some, SomeData, Triple, local, render
from kg.reason.values import XSD, DataRange, is_literal, parse_literal, point

__all__ = ["individual", "literal", "parse_expression", "parse_statements", "show_expression", "show_value"]

_TOKEN = re.compile(r"\w+:?\w*\[[^\]]*\]|[\w:-]+|[()]")
_FACET = re.compile(r"(>=|>|<=|<) (-?[\d.]+)")
_SPACE = "urn:x-probe:"


def individual(scope: str, name: str) -> str:
    """The term of an individual of a probe; each probe has individuals of its own."""
    return f"<{_SPACE}{scope}#{name}>"


def literal(text: str) -> str:
    """The term of a value: ``1`` is an integer, ``1.5`` a decimal, ``2025-04-01T00:00:00`` an instant, ``"a"`` text.

    A name with a capital is an individual that the ontology names.
    """
    if text[0].isupper():
        return term(text)
    if text.startswith('"'):
        return text
    if re.fullmatch(r"-?\d+", text):
        return f'"{text}"^^<{XSD}integer>'
    if re.fullmatch(r"-?\d*\.\d+", text):
        return f'"{text}"^^<{XSD}decimal>'
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]+", text):
        return f'"{text}"^^<{XSD}dateTime>'
    raise ValueError(f"{text} is no value of a probe")


def show_value(value: str) -> str:
    """The value of a statement as a probe writes it: a literal, or the name of an individual."""
    if not is_literal(value):
        return local(value)
    kind, content = parse_literal(value)
    return f'"{content}"' if kind == "string" else str(content)


def parse_statements(text: str, scope: str) -> list[Triple]:
    """The statements of a probe's line."""
    found = []
    for part in text.split(", "):
        words = part.split(" ", 2)
        if len(words) != 3:
            raise ValueError(f"{part!r} is no statement")
        subject, verb, value = words
        if verb == "a":
            found.append((individual(scope, subject), TYPE, term(value)))
        elif re.fullmatch(r"[a-z]\d?", value):
            found.append((individual(scope, subject), term(verb), individual(scope, value)))
        else:
            found.append((individual(scope, subject), term(verb), literal(value)))
    return found


def show_expression(expression: Expression) -> str:
    """The expression as it stands after ``a``: a name, or anything else in parentheses."""
    return render(expression, inner=True) if not isinstance(expression, Named) else local(expression.iri)


def parse_expression(text: str) -> Expression:
    """The class expression that :func:`show_expression` wrote."""
    tokens = _TOKEN.findall(text)
    expression, end = _conjunction(tokens, 0)
    if end != len(tokens):
        raise ValueError(f"{text!r} is no class expression")
    return expression


def _conjunction(tokens: list[str], place: int) -> tuple[Expression, int]:
    parts: list[Expression] = []
    while True:
        part, place = _operand(tokens, place)
        parts.append(part)
        if place >= len(tokens) or tokens[place] != "and":
            return (parts[0] if len(parts) == 1 else And(tuple(parts))), place
        place += 1


def _operand(tokens: list[str], place: int) -> tuple[Expression, int]:
    if tokens[place] == "(":
        inner, place = _conjunction(tokens, place + 1)
        if place >= len(tokens) or tokens[place] != ")":
            raise ValueError("a parenthesis is open")
        return inner, place + 1
    if place + 1 < len(tokens) and tokens[place + 1] == "some":
        prop, filler = term(tokens[place]), tokens[place + 2]
        if filler.startswith("xsd:"):
            return SomeData(prop, _data_range(filler)), place + 3
        inner, place = _operand(tokens, place + 2)
        return Some(prop, inner), place
    if place + 1 < len(tokens) and tokens[place + 1] == "value":
        prop, value = term(tokens[place]), literal(tokens[place + 2])
        fixed = HasLiteral(prop, value, point(parse_literal(value))) if is_literal(value) else HasValue(prop, value)
        return fixed, place + 3
    name = tokens[place]
    return Named(f"<http://www.w3.org/2002/07/owl#{name[4:]}>" if name.startswith("owl:") else term(name)), place + 1


def _data_range(text: str) -> DataRange:
    kind = text.removeprefix("xsd:").partition("[")[0]
    low = high = None
    low_open = high_open = False
    for sign, bound in _FACET.findall(text):
        if sign.startswith(">"):
            low, low_open = Decimal(bound), sign == ">"
        else:
            high, high_open = Decimal(bound), sign == "<"
    return DataRange(kind, low, low_open, high, high_open)
