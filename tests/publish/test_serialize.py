from __future__ import annotations

import pyoxigraph as ox
import pytest

from kg.errors import UsageError
from kg.names import case_iri, graph_iri
from kg.publish.serialize import ENDINGS, FORMATS, serialize
from tests.publish.built import graph

PARSERS = {
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
}


def quads(content: str, form: str) -> set[tuple[str, str, str, str]]:
    return {
        (str(q.subject), str(q.predicate), str(q.object), str(q.graph_name))
        for q in ox.parse(content, format=PARSERS[form])
    }


def stored(name: str) -> set[tuple[str | None, ...]]:
    rows = graph().engine.run(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}").rows
    return set(rows)


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_format_holds_exactly_what_the_graph_holds_and_always_the_same_bytes(form: str) -> None:
    content = "".join(serialize(graph().engine, form, "cheng-2025"))
    assert content == "".join(serialize(graph().engine, form, "cheng-2025"))
    read = quads(content, form)
    assert {quad[:3] for quad in read} == stored(case_iri("cheng-2025"))
    if form in ("trig", "nquads"):
        assert {quad[3] for quad in read} == {f"<{case_iri('cheng-2025')}>"}


def test_all_cases_with_what_follows_from_them_make_up_the_inferred_graph() -> None:
    read = quads("".join(serialize(graph().engine, "nquads", inferred=True)), "nquads")
    inferred = {quad[:3] for quad in read if quad[3] == f"<{graph_iri('inferred')}>"}
    about_reports = {row for row in stored(graph_iri("inferred")) if "/report/" in str(row[0])}
    assert inferred == stored(graph_iri("inferred")) - about_reports
    assert len({quad[3] for quad in read}) == 15


def test_without_inferred_only_assertions_are_written() -> None:
    asserted = "".join(serialize(graph().engine, "turtle", "cheng-2025"))
    both = "".join(serialize(graph().engine, "turtle", "cheng-2025", inferred=True))
    assert "SolitaryMetastasis" not in asserted
    assert "SolitaryMetastasis" in both
    assert both.startswith(asserted)


def test_turtle_is_readable() -> None:
    content = "".join(serialize(graph().engine, "turtle", "cheng-2025"))
    assert "<#scalp-nodule> a mbc:DistantMetastasis, mbc:PresentedAsRecurrence ;\n" in content
    assert "_:" not in content
    assert max(map(len, content.splitlines())) < 400


def test_every_format_has_an_ending() -> None:
    assert ENDINGS.keys() == FORMATS.keys()


def test_an_unknown_case_is_refused_before_anything_is_written() -> None:
    with pytest.raises(UsageError, match=r"did you mean .*costa-2017"):
        serialize(graph().engine, "turtle", "costa-2071")
