"""The view of the ontology, on a few statements and on the real one."""

from __future__ import annotations

from kg.cases import Vocabulary
from kg.cases.reader import check_vocabulary
from kg.names import MBC, PREFIXES
from tests.cases.support import vocabulary

TYPE, SUB = f"<{PREFIXES['rdf']}type>", f"<{PREFIXES['rdfs']}subClassOf>"
OWL, RDF = PREFIXES["owl"], PREFIXES["rdf"]


def c(name: str) -> str:
    return f"<{MBC}{name}>"


def small() -> Vocabulary:
    names = ("Site", "Head", "Scalp", "Skin", "SkinOfScalp", "Finding", "Lone", "Defined", "Denial")
    return Vocabulary(
        [
            *((c(name), TYPE, f"<{OWL}Class>") for name in names),
            (c("partOf"), TYPE, f"<{OWL}ObjectProperty>"),
            (c("Head"), SUB, c("Site")),
            (c("Scalp"), SUB, c("Head")),
            (c("Skin"), SUB, c("Site")),
            (c("Scalp"), SUB, "_:some"),
            (c("SkinOfScalp"), f"<{OWL}equivalentClass>", "_:both"),
            ("_:both", f"<{OWL}intersectionOf>", "_:l1"),
            ("_:l1", f"<{RDF}first>", c("Scalp")),
            ("_:l1", f"<{RDF}rest>", "_:l2"),
            ("_:l2", f"<{RDF}first>", c("Skin")),
            ("_:l2", f"<{RDF}rest>", "_:l1"),  # a broken list, which runs in a circle
            (c("Lone"), SUB, c("Lone")),
            (c("Defined"), f"<{MBC}inferredOnly>", f'"true"^^<{PREFIXES["xsd"]}boolean>'),
            (c("Denial"), f"<{MBC}absenceOf>", c("Finding")),
            (c("Site"), f"<{OWL}disjointWith>", c("Finding")),
            (c("Site"), f"<{PREFIXES['rdfs']}label>", '"a \\"site\\""@en'),
            (c("Site"), f"<{PREFIXES['rdfs']}label>", '"Ort"@de'),
        ]
    )


def test_hierarchy() -> None:
    found = small()
    assert found.above("SkinOfScalp") == {"SkinOfScalp", "Scalp", "Skin", "Head", "Site"}
    assert found.names_below("Head") == ("Head", "Scalp", "SkinOfScalp")
    assert found.is_subclass("Scalp", "Head")
    assert not found.is_subclass("Head", "Scalp")
    assert found.kind_of("SkinOfScalp") == ("Site",)
    assert found.kind_of("Lone") == ("Lone",)


def test_marks() -> None:
    found = small()
    assert found.inferred_only == {"Defined", "SkinOfScalp"}
    assert found.assertable("Head") == ("Head", "Scalp")
    assert found.absence_of == {"Denial": ("Finding",)}
    assert found.are_disjoint("Scalp", "Finding")
    assert not found.are_disjoint("Scalp", "Skin")
    assert found.labels == {"Site": 'a "site"'}
    assert "Scalp" in found
    assert "partOf" not in found


def test_the_ontology_has_every_class_that_reading_relies_on() -> None:
    assert check_vocabulary(vocabulary()) == []
    missing = check_vocabulary(small())
    assert {issue.code for issue in missing} == {"C050"}
    assert "Lesion" in {issue.value for issue in missing}


def test_the_ontology_keeps_verdicts_from_being_asserted() -> None:
    found = vocabulary()
    for name in ("SolitaryMetastasis", "RegionalNodalMetastasis", "ERPositiveProfile", "DeceasedCase"):
        assert name in found.inferred_only, name
    for name in ("DistantMetastasis", "PresentedAsRecurrence", "Chemotherapy", "EndocrineTherapy"):
        assert name not in found.inferred_only, name
