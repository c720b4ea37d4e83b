"""One case, and the classes of the ontology, as Python sees them."""

from __future__ import annotations

import pytest

from kg.ask.class_list import tree
from kg.ask.graph import Graph
from kg.errors import UsageError
from kg.names import case_iri, part_iri


def test_a_case_gives_its_items_with_classes_and_dates(graph: Graph) -> None:
    case = graph.case("adams-2020")
    assert (case.id, case.iri, case.label) == ("adams-2020", case_iri("adams-2020"), "Case adams-2020")
    assert case.reports == ("one",)
    (lesion,) = case.lesions
    assert (lesion.id, lesion.label, lesion.date, lesion.end_date) == ("scalp-nodule", "scalp nodule", "2020-04", None)
    assert lesion.classes == ("DistantMetastasis", "Lesion", "Metastasis", "SolitaryMetastasis")
    assert lesion.is_a("SolitaryMetastasis")
    assert [finding.id for finding in case.findings] == ["no-other-metastasis"]
    assert (case.specimens, case.therapies, case.assessments, case.outcomes) == ((), (), (), ())
    with pytest.raises(UsageError):
        case.items("lesions")


def test_asserted_and_inferred_statements_are_kept_apart(graph: Graph) -> None:
    case = graph.case("adams-2020")
    lesion = f"<{part_iri('adams-2020', 'scalp-nodule')}>"
    asserted, inferred = case.statements(), case.statements(inferred=True)
    assert asserted == sorted(asserted)
    assert all("adams-2020" in subject for subject, _, _ in asserted)
    assert [(s, p.rpartition("#")[2]) for s, p, _ in inferred] == [(lesion, "solitaryIn>")]
    assert not set(asserted) & set(inferred)
    assert graph.case("brown-2021").statements(inferred=True) == []


@pytest.mark.parametrize(
    ("case_id", "holds"),
    [("adams-2020", "SolitaryMetastasis"), ("brown-2021", "NonSolitaryMetastasis"), ("clark-2022", None)],
)
def test_a_verdict_that_nothing_settles_is_none(graph: Graph, case_id: str, holds: str | None) -> None:
    verdicts = {(verdict.item, verdict.pair): verdict.holds for verdict in graph.case(case_id).verdicts()}
    assert verdicts["scalp-nodule", ("NonSolitaryMetastasis", "SolitaryMetastasis")] == holds
    assert verdicts[case_id, ("DeceasedCase", "LivingCase")] is None
    assert not [item for item, pair in verdicts if "ERPositiveProfile" in pair]


def test_an_unknown_case_gets_the_nearest_ids(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"did you mean clark-2022\?"):
        graph.case("clarke-2022")


def test_cases_are_listed_by_id(graph: Graph) -> None:
    assert graph.cases() == [(name, f"Case {name}") for name in ("adams-2020", "brown-2021", "clark-2022")]


def test_classes_are_listed_with_names_and_superclasses(graph: Graph) -> None:
    everything = graph.classes()
    assert [entry.name for entry in everything] == sorted(entry.name for entry in everything)
    (bone,) = [entry for entry in everything if entry.name == "FrontalBone"]
    assert (bone.label, bone.parents, bone.synonyms) == ("frontal bone", ["Calvaria"], ["frontal skull", "os frontale"])
    assert all(entry.label for entry in everything)


def test_classes_below_one_are_found_by_any_of_its_names(graph: Graph) -> None:
    names = [entry.name for entry in graph.classes("Scalp")]
    assert "FrontalScalp" in names
    assert "Head" not in names
    assert [entry.name for entry in graph.classes("hairy part of head")] == names
    with pytest.raises(UsageError, match=r"there is no class 'Skalp'; did you mean Scalp"):
        graph.classes("Skalp")


def test_a_tree_has_each_class_below_its_superclasses(graph: Graph) -> None:
    entries = graph.classes("Head")
    drawn = list(tree(entries))
    assert drawn[0][0] == 0
    assert drawn[0][1].name == "Head"
    assert {entry.name for _, entry in drawn} == {entry.name for entry in entries}
    path: list[str] = []
    for depth, entry in drawn:
        assert depth == 0 or path[depth - 1] in entry.parents
        path[depth:] = [entry.name]
