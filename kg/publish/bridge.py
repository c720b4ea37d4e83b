"""The bridge: what holds between classes of ours and terms of other vocabularies, as axioms that users may import.

It is made from the mapping table and is no part of the ontology, which never names a term of others. A match compares
concepts; what it means as an axiom depends on what our class is (docs/mappings.md):

* a *site* is a patient's body part that is the place or any part of it (UBERON, ``part of`` of the Relation Ontology);
* a *finding* is the phenotype as told of a patient (HPO);
* the *giving of a drug* has the drug as participant (ChEBI);
* a *therapy* that has begun is the procedure (NCIt), and a planned one is not; likewise an *examination* that was done.

A result of microscopy or of a marker, an outcome and a response are statements. They get no axiom.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.build.about import CREATOR, LICENSE
from kg.cases.vocabulary import Vocabulary
from kg.graph.mappings import NO_TERM, MappingRow, MappingTable
from kg.names import MBC, ONTOLOGY, PREFIXES

__all__ = ["BRIDGE", "bridge_turtle"]

BRIDGE = ONTOLOGY + "/bridge"

_OBO = "http://purl.obolibrary.org/obo/"
_PART_OF, _PARTICIPANT = "obo:BFO_0000050", "obo:RO_0000057"
_USED = ("dcterms", "owl", "rdf", "rdfs")
_EXACT, _BROAD = "skos:exactMatch", "skos:broadMatch"
# The class at the top of a branch, and the vocabulary whose exact matches become axioms.
_BRANCHES = (
    ("BodyPart", "UBERON"),
    ("ClinicalFinding", "HP"),
    ("DrugAdministration", "CHEBI"),
    ("Examination", "NCIT"),
    ("Therapy", "NCIT"),
)


def bridge_turtle(vocabulary: Vocabulary, table: MappingTable) -> str:
    """The bridge as Turtle: header, the outside terms that it names, one block a class of ours; sorted."""
    axioms: dict[str, list[str]] = {}
    outside: set[str] = set()
    for root, prefix in _BRANCHES:
        names = set(vocabulary.assertable(root))
        for row in table.rows:
            name = row.subject.removeprefix("mbc:")
            if name not in names or row.object == NO_TERM or not row.object.startswith(f"{prefix}:"):
                continue
            if found := list(_axioms(root, row)):
                axioms.setdefault(name, []).extend(found)
                outside.add(_outside(row))
    parts = [_head(), *(f"{name} a owl:Class .\n" for name in sorted(outside)), "\n"]
    parts += [line for name in sorted(axioms) for line in (*axioms[name], "\n")]
    return "".join(parts)


def _outside(row: MappingRow) -> str:
    """``obo:UBERON_0000403``: all vocabularies of the bridge are named that way."""
    return f"obo:{row.object.replace(':', '_')}"


def _head() -> str:
    prefixes = [("mbc", MBC), ("obo", _OBO), *((name, PREFIXES[name]) for name in _USED)]
    lines = [f"@prefix {name}: <{base}> .\n" for name, base in sorted(prefixes)]
    return "".join(lines) + (
        f"\n<{BRIDGE}> a owl:Ontology ;\n"
        f"    owl:imports <{ONTOLOGY}> ;\n"
        '    dcterms:title "mbckg ontology: bridge to UBERON, HPO, ChEBI and NCIt"@en ;\n'
        '    dcterms:description "What holds between classes of the mbckg ontology and terms of other vocabularies. '
        'Made from mappings.sssom.tsv; the other vocabularies are not imported."@en ;\n'
        f'    dcterms:creator "{CREATOR}" ;\n'
        f"    dcterms:license <{LICENSE}> .\n\n"
        f"{_PART_OF} a owl:ObjectProperty .\n{_PARTICIPANT} a owl:ObjectProperty .\n"
        f"mbc:partOf rdfs:subPropertyOf {_PART_OF} .\n\n"
    )


def _axioms(root: str, row: MappingRow) -> Iterator[str]:
    """The axioms of one row; none where the match is too loose for one."""
    outside = _outside(row)
    if root == "BodyPart":
        place = f"[ a owl:Class ; owl:unionOf ( {outside} {_some(_PART_OF, outside)} ) ]"
        if row.predicate == _EXACT:
            yield f"{row.subject} owl:equivalentClass {_both('mbc:BodyPart', place)} .\n"
        elif row.predicate == _BROAD:
            yield f"{row.subject} rdfs:subClassOf {place} .\n"
    elif row.predicate != _EXACT:
        return
    elif root == "ClinicalFinding":
        yield f"{row.subject} owl:equivalentClass {_both('mbc:ClinicalFinding', outside)} .\n"
    elif root == "DrugAdministration":
        yield f"{row.subject} rdfs:subClassOf {_some(_PARTICIPANT, outside)} .\n"
    elif root == "Examination":
        yield f"{_both(row.subject, 'mbc:PerformedExamination')} rdfs:subClassOf {outside} .\n"
        yield f"{_both('mbc:PerformedExamination', outside)} rdfs:subClassOf {row.subject} .\n"
    else:
        begun = "[ a owl:Class ; owl:complementOf mbc:Planned ]"
        yield f"{_both(row.subject, begun)} rdfs:subClassOf {outside} .\n"
        yield f"{_both('mbc:Therapy', outside)} rdfs:subClassOf {row.subject} .\n"


def _some(relation: str, filler: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty {relation} ; owl:someValuesFrom {filler} ]"


def _both(one: str, other: str) -> str:
    return f"[ a owl:Class ; owl:intersectionOf ( {one} {other} ) ]"
