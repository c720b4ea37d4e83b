from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UnreadableInput
from kg.graph.assemble import read_ontology
from kg.graph.terms import RDF_TYPE, term
from kg.names import local_name
from kg.publish.verdicts import QUESTIONS, answer, read_derivations, verdicts
from tests.publish.small import case_graph, labels, link, node, passage, typed

LESION = typed("lesion", "DistantMetastasis")


def test_every_pair_of_the_ontology_is_asked_and_no_other(root: Path) -> None:
    ontology = read_ontology(str(root / "ontology"))
    pairs = {
        frozenset((local_name(s), local_name(o)))
        for s, p, o in ontology
        if p == term("oppositeVerdict")
    }
    assert {frozenset(question[1:3]) for question in QUESTIONS} == pairs
    assert len(QUESTIONS) == len(pairs)
    classes = {local_name(s) for s, p, o in ontology if p == RDF_TYPE and local_name(o) == "Class"}
    assert {question[0] for question in QUESTIONS} <= classes


@pytest.mark.parametrize(
    ("inferred", "told"),
    [(["SolitaryMetastasis"], "yes"), (["NonSolitaryMetastasis"], "no"), ([], "unknown")],
)
def test_in_neither_class_is_unknown_and_not_no(inferred: list[str], told: str) -> None:
    graph = case_graph(LESION, inferred=[(node("lesion"), RDF_TYPE, term(name)) for name in inferred])
    assert answer(graph, node("lesion"), "SolitaryMetastasis", "NonSolitaryMetastasis") == told


def test_a_verdict_names_the_passages_it_rests_on_and_an_open_one_none() -> None:
    treated = (node("lesion"), RDF_TYPE, term("LocallyTreatedMetastasis"))
    target = link("surgery", "targets", "lesion")
    inverse = link("lesion", "targetOf", "surgery")
    graph = case_graph(
        LESION,
        typed("surgery", "Surgery"),
        link("", "hasLesion", "lesion"),
        target,
        link("lesion", "evidence", "seen"),
        link("surgery", "evidence", "cut"),
        passage("seen", "doe-2020", "Abstract"),
        passage("cut", "doe-2020", "Case presentation ¶2"),
        inferred=[inverse, treated, (node("lesion"), RDF_TYPE, term("Metastasis"))],
        background=labels(LocallyTreatedMetastasis="locally treated metastasis"),
    )
    derivations = {treated: (inverse, LESION[1]), inverse: (target,)}
    by_question = {one.question: one for one in verdicts(graph, derivations, ("Metastasis", "DistantMetastasis"))}
    treated_verdict = by_question["treated locally"]
    assert (treated_verdict.answer, treated_verdict.verdict) == ("yes", "locally treated metastasis")
    assert [one.locator for one in treated_verdict.passages] == ["Case presentation ¶2"]
    assert by_question["solitary when detected"].answer == "unknown"
    assert by_question["solitary when detected"].passages == ()
    assert by_question["solitary when detected"].verdict is None


def test_a_question_is_not_asked_of_what_it_does_not_apply_to() -> None:
    node_graph = case_graph(
        typed("node", "NodalMetastasis"),
        link("", "hasLesion", "node"),
        inferred=[(node("node"), RDF_TYPE, term("Metastasis"))],
    )
    asked = {one.question for one in verdicts(node_graph, {}, ("NodalMetastasis", "DistantMetastasis", "Metastasis"))}
    assert asked == {"regional", "treated locally", "treated systemically"}


@pytest.mark.parametrize("content", [None, "[[1, 2]]", "no json"])
def test_a_damaged_graph_folder_is_named(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "derivations").mkdir()
        (tmp_path / "derivations" / "doe-2020.json").write_text(content)
    with pytest.raises(UnreadableInput, match=r"doe-2020\.json"):
        read_derivations(str(tmp_path), "doe-2020")
