"""Terms become the values that people and programs read."""

from __future__ import annotations

import pytest

from kg.ask.values import iris_of, passes, plain, short_name, value_of
from kg.names import MBC, part_iri, report_iri

XSD = "http://www.w3.org/2001/XMLSchema#"
LESION = part_iri("adams-2020", "scalp-nodule")


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("<https://example.org/a>", "https://example.org/a"),
        ('"plain"', "plain"),
        ('"with \\"quotes\\" and \\\\ and\\nlines"@en', 'with "quotes" and \\ and\nlines'),
        ('"caf\\u00E9 \\U0001F600"', "café 😀"),
        (f'"5"^^<{XSD}integer>', "5"),
        ('"a\\"@en"^^<https://example.org/t>', 'a"@en'),
        ("_:b1", "_:b1"),
    ],
)
def test_a_term_without_its_syntax(term: str, expected: str) -> None:
    assert plain(term) == expected


@pytest.mark.parametrize(
    ("term", "kind", "expected"),
    [
        (None, "text", None),
        ('""', "part", None),
        ('""', "text", None),
        (f"<{part_iri('adams-2020', 'x')}>", "case", "adams-2020"),
        (f"<{LESION}>", "part", "scalp-nodule"),
        (f'"{part_iri("adams-2020", "b")} {part_iri("adams-2020", "a")} {LESION}"', "part", "a b scalp-nodule"),
        (f"<{part_iri('brown-2021', 'x')}>", "part", "brown-2021#x"),
        (f"<{MBC}FrontalScalp>", "class", "FrontalScalp"),
        (f"<{report_iri('one')}>", "report", "one"),
        (f'"3"^^<{XSD}integer>', "number", 3),
        (f'"90.0"^^<{XSD}decimal>', "number", 90),
        (f'"0.5"^^<{XSD}decimal>', "number", 0.5),
        (f'"-31"^^<{XSD}integer>', "days", -31),
        ('"T4b"', "number", "T4b"),
        (f'"INF"^^<{XSD}double>', "number", "INF"),
        (f'"NaN"^^<{XSD}double>', "number", "NaN"),
        (f'"true"^^<{XSD}boolean>', "boolean", True),
        (f'"0"^^<{XSD}boolean>', "boolean", False),
        ('"2020-04"', "date", "2020-04"),
        (f'"2020-04-30T23:59:59"^^<{XSD}dateTime>', "date", "2020-04-30"),
        ('"unknown"', "verdict", "unknown"),
    ],
)
def test_a_cell_has_the_value_of_its_kind(term: str | None, kind: str, expected: object) -> None:
    value = value_of(term, kind, "adams-2020")
    assert value == expected
    assert type(value) is type(expected)


def test_names_are_as_short_as_they_can_be() -> None:
    assert short_name("http://www.w3.org/2002/07/owl#Thing") == "owl:Thing"
    assert short_name("https://example.org/x") == "https://example.org/x"
    assert short_name(LESION) == "adams-2020#scalp-nodule"
    assert iris_of(f'"{LESION} {LESION}"') == (LESION,)


def test_possible_is_all_that_is_not_excluded() -> None:
    kept = {wanted: [verdict for verdict in ("yes", "unknown", "no") if passes(verdict, wanted)] for wanted in
            ("yes", "possible", "no", "unknown", "all")}
    assert kept == {
        "yes": ["yes"],
        "possible": ["yes", "unknown"],
        "no": ["no"],
        "unknown": ["unknown"],
        "all": ["yes", "unknown", "no"],
    }
