from __future__ import annotations

import pytest

from kg.errors import DataError
from kg.graph.store import read_ntriples, to_ntriples
from kg.graph.terms import RDF_TYPE, iri, term
from kg.names import case_iri
from kg.publish.turtle import blocks, prefix_lines, short

BASE = case_iri("yu-2024")
XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.mark.parametrize(
    ("long", "wanted"),
    [
        (f"<{BASE}>", "<>"),
        (f"<{BASE}#scalp-lesion>", "<#scalp-lesion>"),
        (f"<{BASE}-1#scalp-lesion>", f"<{BASE}-1#scalp-lesion>"),  # another case, whose id begins alike
        (f"<{BASE}-1>", "case:yu-2024-1"),
        ("<https://w3id.org/mbckg/ontology#Scalp>", "mbc:Scalp"),
        ("<https://w3id.org/mbckg/ontology#>", "<https://w3id.org/mbckg/ontology#>"),
        ("<https://doi.org/10.1/x>", "<https://doi.org/10.1/x>"),
        (f'"12"^^<{XSD}integer>', "12"),
        (f'"-3"^^<{XSD}integer>', "-3"),
        (f'"x"^^<{XSD}integer>', '"x"^^xsd:integer'),
        (f'"true"^^<{XSD}boolean>', "true"),
        (f'"1"^^<{XSD}boolean>', '"1"^^xsd:boolean'),
        (f'"90"^^<{XSD}decimal>', '"90"^^xsd:decimal'),
        ('"left > right"@en', '"left > right"@en'),
        ('"a \\"quoted\\" ^^<x>"', '"a \\"quoted\\" ^^<x>"'),
    ],
)
def test_terms_are_as_short_as_turtle_allows(long: str, wanted: str) -> None:
    assert short(long, BASE) == wanted


def test_a_blank_node_is_refused() -> None:
    with pytest.raises(DataError, match="blank node"):
        short("_:b1", BASE)


def test_blocks_start_with_the_case_and_its_class() -> None:
    lesion = f"<{BASE}#a>"
    statements = [
        (lesion, term("hasSite"), f"<{BASE}#b>"),
        (lesion, RDF_TYPE, term("Lesion")),
        (iri(BASE), term("hasLesion"), lesion),
        (iri(BASE), RDF_TYPE, term("Case")),
    ]
    assert "".join(blocks(statements, BASE)) == (
        "<> a mbc:Case ;\n    mbc:hasLesion <#a> .\n\n<#a> a mbc:Lesion ;\n    mbc:hasSite <#b> .\n\n"
    )


def test_what_is_written_is_read_back() -> None:
    import pyoxigraph as ox

    awkward = [
        (iri(BASE), term("note"), '"tab\\t, line\\n, \\"quotes\\", back\\\\slash, † ¶ ×"@en'),
        (iri(BASE), term("note"), f'"5"^^<{XSD}decimal>'),
        (iri(BASE), term("note"), '"ends with >"'),
    ]
    turtle = "".join([*prefix_lines(), f"@base <{BASE}> .\n", *blocks(awkward, BASE)])
    read = {(str(t.subject), str(t.predicate), str(t.object)) for t in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    assert read == set(read_ntriples(to_ntriples(awkward)))
