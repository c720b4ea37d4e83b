"""Literals are compared exactly, and ranges of numbers contain one another as OWL 2 says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kg.errors import DataError
from kg.reason.values import ANY_LITERAL, DATATYPES, XSD, DataRange, has_value_outside, intersect, parse_literal, point


def number(text: str, datatype: str = "decimal") -> str:
    return f'"{text}"^^<{XSD}{datatype}>'


@pytest.mark.parametrize(
    ("data", "literal", "expected"),
    [
        (DataRange("decimal", low=Decimal(1)), number("1.0"), True),
        (DataRange("decimal", low=Decimal(1)), number("0.9999999999999999999999999999"), False),
        (DataRange("decimal", low=Decimal(1), low_open=True), number("1"), False),
        (DataRange("decimal", high=Decimal(20), high_open=True), number("20"), False),
        (DataRange("decimal", high=Decimal(20), high_open=True), number("19", "integer"), True),
        (DataRange("integer"), number("10.0"), True),
        (DataRange("integer"), number("10.5"), False),
        (DataRange("integer"), number("7", "nonNegativeInteger"), True),
        (DataRange("decimal"), number("7", "double"), False),
        (DataRange("decimal"), '"7"', False),
        (DataRange("string"), '"7"', True),
        (DataRange("string"), '"7"@en', False),
        (DataRange("boolean", only="true"), number("1", "boolean"), True),
        (ANY_LITERAL, '"x"@en', True),
        (point(parse_literal('"Low"@EN')), '"Low"@en', True),
        (point(parse_literal('"Low"@en')), '"low"@en', False),
        (point(parse_literal(number("5", "integer"))), number("5.00"), True),
    ],
)
def test_a_range_holds_exactly_its_values(data: DataRange, literal: str, expected: bool) -> None:
    assert data.holds(parse_literal(literal)) is expected


@pytest.mark.parametrize(
    "literal", [number("many", "integer"), number("1.5", "integer"), number(""), number("yes", "boolean")]
)
def test_a_literal_that_is_none_of_its_datatype_is_refused(literal: str) -> None:
    with pytest.raises(DataError):
        parse_literal(literal)


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        (DataRange("integer", low=Decimal(1)), DataRange("integer", high=Decimal(0)), None),
        (
            DataRange("integer", low=Decimal(1), low_open=True),
            DataRange("decimal", high=Decimal("3.5")),
            DataRange("integer", Decimal(2), False, Decimal(3), False),
        ),
        (DataRange("decimal", low=Decimal(1), low_open=True), DataRange("decimal", high=Decimal(1)), None),
        (DataRange("string"), DataRange("integer"), None),
        (DataRange("string", only="a"), DataRange("string"), DataRange("string", only="a")),
        (DataRange("string", only="a"), DataRange("string", only="b"), None),
        (ANY_LITERAL, DataRange("boolean"), DataRange("boolean")),
    ],
)
def test_intersections(one: DataRange, other: DataRange, shared: DataRange | None) -> None:
    assert intersect(one, other) == shared
    assert intersect(other, one) == shared


def test_one_range_lies_within_another() -> None:
    assert DATATYPES[f"<{XSD}positiveInteger>"].within(DATATYPES[f"<{XSD}decimal>"])
    assert not DATATYPES[f"<{XSD}decimal>"].within(DATATYPES[f"<{XSD}integer>"])
    open_above_one = DataRange("integer", low=Decimal(1), low_open=True)
    assert open_above_one.within(DataRange("integer", low=Decimal(2)))


def test_a_range_prints_in_manchester_syntax() -> None:
    assert DataRange("decimal", Decimal(1), False, Decimal(10), True).render() == "xsd:decimal[>= 1, < 10]"
    assert ANY_LITERAL.render() == "rdfs:Literal"


@pytest.mark.parametrize(
    ("data", "others", "expected"),
    [
        (DataRange("integer"), [DataRange("integer", high=Decimal(4)), DataRange("integer", low=Decimal(5))], False),
        (DataRange("decimal"), [DataRange("decimal", high=Decimal(4)), DataRange("decimal", low=Decimal(5))], True),
        (DataRange("integer"), [DataRange("decimal", high=Decimal(4)), DataRange("decimal", low=Decimal(5))], False),
        (DataRange("decimal", high=Decimal(20)), [DataRange("decimal", high=Decimal(10))], True),
        (DataRange("decimal"), [DataRange("integer")], True),
        (DataRange("string"), [DataRange("string", only="a"), DataRange("string", only="b")], True),
        (DataRange("boolean"), [DataRange("boolean", only="true")], True),
        (DataRange("boolean"), [DataRange("boolean", only="true"), DataRange("boolean", only="false")], False),
        (ANY_LITERAL, [DataRange("string"), DataRange("decimal")], True),
        (DataRange("string"), [], True),
    ],
)
def test_a_value_outside_other_ranges(data: DataRange, others: list[DataRange], expected: bool) -> None:
    assert has_value_outside(data, others) is expected
