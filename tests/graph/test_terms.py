"""Terms as text: what is written can be read back by a parser that is not ours."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph as RdflibGraph
from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from kg.graph import terms


def parsed(term: str) -> Literal | URIRef:
    graph = RdflibGraph()
    graph.parse(data=f"<http://x/s> <http://x/p> {term} .", format="nt")
    value = next(graph.objects())
    assert isinstance(value, Literal | URIRef)
    return value


@given(st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters="\n\t\r")))
def test_any_text_survives(value: str) -> None:
    assert str(parsed(terms.text(value))) == value
    assert terms.lexical(terms.text(value, "en")) == value


def test_numeric_escapes_are_undone() -> None:
    assert terms.lexical('"a\\u00B6b\\U0001F600\\n\\""') == 'a¶b😀\n"'


@pytest.mark.parametrize(
    ("value", "shown"),
    [("90", "90"), ("90.0", "90"), ("1E+2", "100"), ("0.50", "0.5"), ("5.93", "5.93"), ("0", "0"), ("100", "100")],
)
def test_decimals_are_short_and_exact(value: str, shown: str) -> None:
    term = terms.decimal(Decimal(value))
    assert terms.lexical(term) == shown
    assert parsed(term).datatype == XSD.decimal  # type: ignore[union-attr]


def test_dates_are_date_times_of_the_whole_day() -> None:
    day = date(2025, 4, 30)
    assert parsed(terms.date_time(day)).datatype == XSD.dateTime  # type: ignore[union-attr]
    assert terms.lexical(terms.date_time(day)) == "2025-04-30T00:00:00"
    assert terms.lexical(terms.last_instant(day)) == "2025-04-30T23:59:59"


@pytest.mark.parametrize(("day", "number"), [((1970, 1, 1), 0), ((1969, 12, 31), -1), ((2020, 3, 17), 18338)])
def test_day_numbers_count_from_1970(day: tuple[int, int, int], number: int) -> None:
    assert terms.lexical(terms.day_number(date(*day))) == str(number)


def test_readable_uses_local_names() -> None:
    statement = (terms.iri("https://w3id.org/mbckg/case/a#lesion"), terms.RDF_TYPE, terms.term("Scalp"))
    assert terms.readable(statement) == "lesion a Scalp"
