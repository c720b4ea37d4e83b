"""``void.ttl``: the description of the dataset in the store, with the files of the release.

Each file is a ``dcat:Distribution`` with media type, size and SHA-256; those with statements also say how many, as
counted in the file. Nothing is taken from the store that a file can tell: the counts about cases are those of
``cases.trig``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.build import about
from kg.build.dataset_names import DATASET, VERSION, curie_iri, download_iri, part, tell
from kg.build.description import CASES, case_part, checksum, common, generated
from kg.build.statistics import total_statements, vocabularies
from kg.graph.terms import Statement, iri, text
from kg.names import BASE, PREFIXES, case_iri, version_iri
from kg.publish.release.files import Release
from kg.publish.release.written import Written
from kg.publish.turtle import blocks, prefix_lines

__all__ = ["MEDIA_TYPES", "void_turtle"]

MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
# What the format of a file is called where its media type is not registered with IANA.
_FORMATS = {"text/owl-functional": "http://www.w3.org/ns/formats/OWL_Functional"}
_PROFILE = "https://www.w3.org/TR/hcls-dataset/"
_WITH_CASES = "cases.trig"
# Files whose statements use the classes and properties of the ontology.
_CONFORMING = frozenset({"cases.ttl", "cases.trig", "cases.jsonld", "inferred.ttl"})
_MAIN, _FILES, _MEASURED = "dataset and version", "files", "what is in the cases"
# The sections in their order, with the beginnings of the IRIs that each is about; what is in no other is in the first.
_SECTIONS: dict[str, tuple[str, ...]] = {
    _MAIN: (),
    _FILES: (),
    "the build": (part("build"), part("source/"), part("sha256/source/"), BASE + "software/"),
    "SPARQL endpoint": (part("sparql"), part("store"), part("union"), part("graph/")),
    "links to other vocabularies": (part("links/"), part("vocabulary/")),
    _MEASURED: (part("class/"), part("property/")),
}


def void_turtle(release: Release, written: Sequence[Written]) -> bytes:
    """The text of the file."""
    sections: dict[str, list[Statement]] = {name: [] for name in _SECTIONS}
    for statement in {*_stored(release), *_document(), *_cases(release, written)}:
        sections[_section(statement[0][1:-1])].append(statement)
    sections[_MAIN] += [
        (iri(VERSION), curie_iri("rdf:type"), curie_iri("dcat:Dataset")),
        *((iri(VERSION), curie_iri("dcat:distribution"), iri(part(one.file.name))) for one in written),
    ]
    for one in written:
        sections[_FILES] += _distribution(one)
    return "".join(_pieces(sections)).encode()


def _pieces(sections: dict[str, list[Statement]]) -> Iterator[str]:
    yield f"# Description of {about.NAME}: VoID, DCAT, PROV, SPARQL service. License: {about.LICENSE_TITLE}.\n\n"
    yield from prefix_lines()
    yield f"@base <{VERSION}> .\n"
    for name, statements in sections.items():
        yield f"\n# ---- {name} ----\n\n"
        yield from blocks(statements, VERSION)


def _section(subject: str) -> str:
    if subject == CASES:
        return _MEASURED
    return next((name for name, starts in _SECTIONS.items() if subject.startswith(starts)), _MAIN)


def _stored(release: Release) -> Iterator[Statement]:
    """The description in the store, without what is counted anew."""
    return (one for one in release.material.description if _section(one[0][1:-1]) != _MEASURED)


def _cases(release: Release, written: Sequence[Written]) -> Iterator[Statement]:
    found = next(one.measure for one in written if one.file.name == _WITH_CASES)
    assert found is not None
    return case_part(found, case_iri(min(case.id for case in release.material.cases)))


def _document() -> Iterator[Statement]:
    yield from tell(
        download_iri("void.ttl"),
        ("a", curie_iri("void:DatasetDescription")),
        ("dcterms:title", text(f"Description of {about.TITLE}", "en")),
        ("dcterms:license", iri(about.LICENSE)),
        ("dcterms:conformsTo", iri(_PROFILE)),
        ("foaf:primaryTopic", iri(VERSION)),
        ("foaf:topic", iri(DATASET)),
    )


def _distribution(one: Written) -> Iterator[Statement]:
    node, file = part(one.file.name), one.file
    media_type = iri(MEDIA_TYPES + file.media_type)
    address = iri(download_iri(file.name))
    size = f"{text(str(len(one.content)))}^^{iri(PREFIXES['xsd'] + 'nonNegativeInteger')}"
    yield from tell(
        node,
        ("a", curie_iri("dcat:Distribution")),
        ("dcterms:title", text(file.title, "en")),
        ("dcterms:description", text(f"{file.title}. One of the files of {about.NAME}.", "en")),
        ("dcterms:format", iri(_FORMATS[file.media_type]) if file.media_type in _FORMATS else media_type),
        ("dcat:mediaType", media_type),
        ("dcat:downloadURL", address),
        ("dcat:byteSize", size),
    )
    yield from common(node)
    yield from generated(node)
    yield from checksum(node, one.digest)
    if file.name in _CONFORMING:
        yield from tell(node, ("dcterms:conformsTo", iri(version_iri())))
    if one.measure is not None:
        yield from total_statements(node, one.measure)
        yield from tell(node, ("void:dataDump", address))
        yield from tell(node, *(("void:vocabulary", iri(name)) for name in vocabularies(one.measure)))
