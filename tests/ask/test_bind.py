"""Parameters become checked terms: names are looked up, text of a user never becomes part of a query."""

from __future__ import annotations

import pytest

from kg.ask.bind import bind, parse_arguments
from kg.ask.catalog import find_query
from kg.ask.engine import Engine, Result
from kg.ask.graph import Graph
from kg.errors import UsageError
from tests.ask.small import QUERIES

SOLITARY = find_query("solitary", str(QUERIES))
ITEMS = find_query("items", str(QUERIES))


class Unused(Engine):
    """An engine that must not be asked."""

    def run(self, text: str) -> Result:
        raise AssertionError(f"asked: {text}")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("FrontalScalp", "FrontalScalp"),
        ("frontal scalp", "FrontalScalp"),
        ("Frontal  SCALP", "FrontalScalp"),
        ("frontal-scalp", "FrontalScalp"),
        ("os frontale", "FrontalBone"),
        ("Os Frontale", "FrontalBone"),
        ("mbc:FrontalBone", "FrontalBone"),
        ("https://w3id.org/mbckg/ontology#FrontalBone", "FrontalBone"),
        ("<https://w3id.org/mbckg/ontology#FrontalBone>", "FrontalBone"),
        ("BodyPart", "BodyPart"),
    ],
)
def test_a_class_is_found_by_each_of_its_names(graph: Graph, given: str, expected: str) -> None:
    bound = bind(SOLITARY, {"site": given}, graph.engine)
    assert bound.parameters == {"site": expected}
    changed = [line for line in bound.text.split("\n") if line not in SOLITARY.text.split("\n")]
    assert changed == [f"  VALUES ?site {{ <https://w3id.org/mbckg/ontology#{expected}> }}"]


@pytest.mark.parametrize("given", [{}, {"site": "Scalp"}, {"site": "mbc:Scalp"}])
def test_the_default_needs_no_look_at_the_graph(given: dict[str, str]) -> None:
    bound = bind(SOLITARY, given, Unused())
    assert (bound.text, bound.parameters) == (SOLITARY.text, {"site": "Scalp"})


def test_a_parameter_without_default_may_stay_open(graph: Graph) -> None:
    for given in ({}, {"case": "-"}):
        assert bind(ITEMS, given, Unused()).text == ITEMS.text
    with pytest.raises(UsageError, match="site cannot be left open") as caught:
        bind(SOLITARY, {"site": "-"}, graph.engine)
    assert caught.value.remedy == "site=BodyPart asks for all"


@pytest.mark.parametrize("given", ["adams-2020", "case:adams-2020", "https://w3id.org/mbckg/case/adams-2020"])
def test_a_case_is_found_by_its_id(graph: Graph, given: str) -> None:
    bound = bind(ITEMS, {"case": given}, graph.engine)
    assert bound.parameters == {"case": "adams-2020"}
    assert "VALUES ?case { <https://w3id.org/mbckg/case/adams-2020> }" in bound.text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("Skalp", r"site=Skalp: there is no body part of this name; did you mean Scalp"),
        ("Fulvestrant", "site=Fulvestrant: fulvestrant is no body part but a drug administration"),
        ("Alopecia", "site=Alopecia: alopecia is no body part but a clinical finding"),
        ("Thing", "there is no body part of this name"),
        ("skin:Scalp", "there is no body part of this name"),
        ("https://example.org/Scalp", "there is no body part of this name"),
    ],
)
def test_a_name_that_does_not_fit_is_refused_with_a_reason(graph: Graph, given: str, told: str) -> None:
    with pytest.raises(UsageError, match=told) as caught:
        bind(SOLITARY, {"site": given}, graph.engine)
    assert caught.value.remedy == "`kg list classes --under BodyPart` shows what site can be"


@pytest.mark.parametrize(
    "given",
    [
        'x" } #',
        "Scalp> } SERVICE <http://127.0.0.1/> { ?s ?p ?o } #",
        "<https://w3id.org/mbckg/ontology#Scalp> } #>",
        "https://w3id.org/mbckg/ontology#Scalp> <x",
        "Scalp\n} DROP ALL",
        "\\",
        "mbc:Scalp\u0000",
        "'''",
    ],
)
def test_no_text_of_a_user_becomes_part_of_a_query(graph: Graph, given: str) -> None:
    with pytest.raises(UsageError, match="there is no body part of this name"):
        bind(SOLITARY, {"site": given}, graph.engine)
    with pytest.raises(UsageError, match="there is no case of this id"):
        bind(ITEMS, {"case": given}, graph.engine)


def test_an_unknown_case_gets_the_nearest_ids(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"case=adam-2020: there is no case of this id; did you mean adams-2020\?"):
        bind(ITEMS, {"case": "adam-2020"}, graph.engine)


def test_a_name_of_several_classes_has_to_be_made_clear(graph: Graph) -> None:
    class Ambiguous(Engine):
        """Two classes with one label."""

        def run(self, text: str) -> Result:
            top = "<https://w3id.org/mbckg/ontology#BodyPart>"
            names = ("HeadOfPancreas", "Head")
            rows = [(f"<https://w3id.org/mbckg/ontology#{name}>", top) for name in names]
            return Result("rows", ("class", "above"), rows)

    with pytest.raises(UsageError, match="site=caput is the name of 2 classes") as caught:
        bind(SOLITARY, {"site": "caput"}, Ambiguous())
    assert caught.value.remedy == "say which: Head, HeadOfPancreas"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["Scalp"], "'Scalp' is not NAME=VALUE"),
        (["site="], "'site=' is not NAME=VALUE"),
        (["site=Scalp", "site=Liver"], "given twice"),
        (["sites=Scalp"], r"has no parameter 'sites'; did you mean site\?"),
    ],
)
def test_arguments_are_read_strictly(arguments: list[str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        parse_arguments(SOLITARY, arguments)


def test_a_value_may_hold_spaces_and_signs() -> None:
    assert parse_arguments(SOLITARY, ["site= frontal scalp "]) == {"site": "frontal scalp"}
    assert parse_arguments(SOLITARY, ["site=a=b"]) == {"site": "a=b"}
