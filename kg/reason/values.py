"""Literals and data ranges: exact values, intervals of numbers, and how ranges contain one another.

Numbers are compared as :class:`decimal.Decimal` and never as floating point: ``1.0 % >= 1 %`` must hold
exactly. The value space of ``xsd:integer`` lies in that of ``xsd:decimal``, so ``"10.0"^^xsd:decimal`` is
an integer here, as it is in OWL 2 (Motik et al., OWL 2 Structural Specification, section 4.1).
``xsd:float`` and ``xsd:double`` have value spaces of their own and are contained in no numeric range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from kg.errors import DataError

__all__ = [
    "ANY_LITERAL",
    "DATATYPES",
    "XSD",
    "DataRange",
    "Value",
    "has_value_outside",
    "intersect",
    "is_literal",
    "parse_literal",
    "point",
]

XSD = "http://www.w3.org/2001/XMLSchema#"
_LITERAL = "<http://www.w3.org/2000/01/rdf-schema#Literal>"

Value = tuple[str, "Decimal | str"]
"""A literal's value: its kind (``number``, ``string``, ``boolean``, ``dateTime`` ...) and canonical content."""

_INTEGERS = frozenset(
    f"<{XSD}{name}>"
    for name in (
        "integer int long short byte nonNegativeInteger positiveInteger nonPositiveInteger negativeInteger"
        " unsignedInt unsignedLong unsignedShort unsignedByte"
    ).split()
)
_BOOLEANS = {"true": "true", "1": "true", "false": "false", "0": "false"}


@dataclass(frozen=True)
class DataRange:
    """A set of literal values: a kind, for numbers an interval, or exactly one value of another kind.

    ``kind`` is ``literal`` (everything), ``decimal``, ``integer`` or the name of a plain datatype. A bound
    of None is no bound. Integer intervals are kept closed and with integral bounds, so equal sets are equal
    objects.
    """

    kind: str
    low: Decimal | None = None
    low_open: bool = False
    high: Decimal | None = None
    high_open: bool = False
    only: str | None = None

    def holds(self, value: Value) -> bool:
        """True when the value (as :func:`parse_literal` gives it) lies in the range."""
        kind, content = value
        if self.kind == "literal":
            return True
        if isinstance(content, Decimal):
            if self.kind not in ("decimal", "integer"):
                return False
            if self.kind == "integer" and content != content.to_integral_value():
                return False
            return self._above(content) and self._below(content)
        return kind == self.kind and (self.only is None or content == self.only)

    def _above(self, number: Decimal) -> bool:
        return self.low is None or number > self.low or (number == self.low and not self.low_open)

    def _below(self, number: Decimal) -> bool:
        return self.high is None or number < self.high or (number == self.high and not self.high_open)

    def within(self, other: DataRange) -> bool:
        """True when every value of this range lies in the other."""
        return intersect(self, other) == _tidy(self)

    def render(self) -> str:
        """The range in Manchester syntax: ``xsd:integer[>= 20]``."""
        if self.kind == "literal":
            return "rdfs:Literal"
        if self.only is not None:
            return f'{{"{self.only}"}}'
        if self.low is not None and self.low == self.high:
            return f"{{{self.low}}}"
        facets = []
        if self.low is not None:
            facets.append(f"{'>' if self.low_open else '>='} {self.low}")
        if self.high is not None:
            facets.append(f"{'<' if self.high_open else '<='} {self.high}")
        prefix = "" if ":" in self.kind else "xsd:"
        return f"{prefix}{self.kind}[{', '.join(facets)}]" if facets else f"{prefix}{self.kind}"


ANY_LITERAL = DataRange("literal")

DATATYPES: dict[str, DataRange] = {
    _LITERAL: ANY_LITERAL,
    f"<{XSD}decimal>": DataRange("decimal"),
    f"<{XSD}integer>": DataRange("integer"),
    f"<{XSD}nonNegativeInteger>": DataRange("integer", low=Decimal(0)),
    f"<{XSD}positiveInteger>": DataRange("integer", low=Decimal(1)),
    f"<{XSD}string>": DataRange("string"),
    f"<{XSD}boolean>": DataRange("boolean"),
    f"<{XSD}dateTime>": DataRange("dateTime"),
    f"<{XSD}anyURI>": DataRange("anyURI"),
}
"""The datatypes that axioms may name, each with its value space."""


def _tidy(data: DataRange) -> DataRange | None:
    """The range with integer bounds closed and integral; None when no value is left."""
    low, high = data.low, data.high
    if data.kind == "integer":
        if low is not None:
            up = low.to_integral_value(rounding="ROUND_CEILING")
            low = up + 1 if data.low_open and up == low else up
        if high is not None:
            down = high.to_integral_value(rounding="ROUND_FLOOR")
            high = down - 1 if data.high_open and down == high else down
        data = DataRange("integer", low, False, high, False)
    if low is not None and high is not None and (low > high or (low == high and (data.low_open or data.high_open))):
        return None
    if data.kind == "decimal" and low is not None and low == high and low == low.to_integral_value():
        return DataRange("integer", low, False, high, False)
    return data


def intersect(one: DataRange, other: DataRange) -> DataRange | None:
    """The values that two ranges share; None when they share none."""
    if one.kind == "literal":
        return _tidy(other)
    if other.kind == "literal":
        return _tidy(one)
    numeric = ("decimal", "integer")
    if one.kind in numeric and other.kind in numeric:
        kind = "integer" if "integer" in (one.kind, other.kind) else "decimal"
        low, low_open = _tighter(one.low, one.low_open, other.low, other.low_open, lower=True)
        high, high_open = _tighter(one.high, one.high_open, other.high, other.high_open, lower=False)
        return _tidy(DataRange(kind, low, low_open, high, high_open))
    if one.kind != other.kind:
        return None
    if one.only is not None and other.only is not None and one.only != other.only:
        return None
    return one if one.only is not None else other


def has_value_outside(data: DataRange, others: Sequence[DataRange]) -> bool:
    """True when some value of the range is known to lie in none of the others.

    Tried are the bounds, their neighbors and the middles between them, and one value that no axiom can
    name.
    """
    bounds = sorted({bound for part in (data, *others) for bound in (part.low, part.high) if bound is not None})
    numbers = [bound + step for bound in bounds or [Decimal(0)] for step in (-1, Decimal("-0.5"), 0, Decimal("0.5"), 1)]
    numbers += [(low + high) / 2 for low, high in pairwise(bounds)]
    values: list[Value] = [("number", number) for number in numbers]
    values += [("boolean", "true"), ("boolean", "false")]
    if data.kind not in ("decimal", "integer", "boolean"):
        values.append((data.kind if data.kind != "literal" else "unnamed", "a value that no axiom names"))
    return any(data.holds(value) and not any(other.holds(value) for other in others) for value in values)


def _tighter(
    one: Decimal | None, one_open: bool, two: Decimal | None, two_open: bool, *, lower: bool
) -> tuple[Decimal | None, bool]:
    if one is None:
        return two, two_open
    if two is None:
        return one, one_open
    if one == two:
        return one, one_open or two_open
    return (one, one_open) if (one > two) == lower else (two, two_open)


def point(value: Value) -> DataRange:
    """The range that holds exactly this value."""
    kind, content = value
    if isinstance(content, Decimal):
        whole = content == content.to_integral_value()
        return DataRange("integer" if whole else "decimal", content, False, content, False)
    return DataRange(kind, only=content)


def is_literal(term: str) -> bool:
    """True for a literal in N-Triples syntax."""
    return term.startswith('"')


def parse_literal(term: str) -> Value:
    """The value of a literal in N-Triples syntax.

    Raises DataError when the text is no literal of its datatype (``"many"^^xsd:integer``).
    """
    end = term.rindex('"')
    text, suffix = term[1:end], term[end + 1 :]
    if not suffix:
        return ("string", text)
    if suffix.startswith("@"):
        return ("rdf:langString", f"{text}{suffix.lower()}")
    datatype = suffix[2:]
    name = datatype[1:-1].removeprefix(XSD)
    if datatype in _INTEGERS:
        return ("number", _number(term, text, whole=True))
    if name == "decimal":
        return ("number", _number(term, text, whole=False))
    if name == "boolean":
        if text not in _BOOLEANS:
            raise DataError(f"{term} is not a boolean")
        return ("boolean", _BOOLEANS[text])
    return (name, text)


def _number(term: str, text: str, *, whole: bool) -> Decimal:
    allowed = "+-0123456789" if whole else "+-0123456789."
    try:
        if not text or text.strip(allowed):
            raise InvalidOperation
        return Decimal(text)
    except InvalidOperation as error:
        raise DataError(f"{term} is not a number of its datatype") from error
