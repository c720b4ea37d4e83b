"""The description of the dataset: what it is, which version, what is in it, what it was made from and with.

It follows the HCLS community profile (https://www.w3.org/TR/hcls-dataset/), with DCAT 3, VoID and PROV-O. ``kg build``
puts it into a graph of its own; ``void.ttl`` of a release is the same with the files of the release. It tells no time
but the day of release, so that the same sources are always described in the same way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg import __version__
from kg.build import about
from kg.build.dataset_names import DATASET, VERSION, curie_iri, download_iri, part, tell
from kg.build.links import link_statements
from kg.build.service import graph_contents, service_statements
from kg.build.statistics import partition_statements, total_statements, vocabularies
from kg.build.stored_queries import ENDPOINT
from kg.graph.measure import Measure, kinds_of, measure
from kg.graph.terms import RDF_TYPE, Statement, iri, term, text
from kg.names import BASE, CASE, case_id_of, graph_iri

__all__ = ["CASES", "CURATORS", "DESCRIPTION_GRAPH", "case_part", "checksum", "common", "describe", "generated"]

DESCRIPTION_GRAPH = graph_iri("dataset")
CASES = part("cases")
CURATORS = f"{DATASET}#curators"
SOFTWARE = f"{BASE}software/{__version__}"
_BUILD = part("build")
_ENGLISH = "http://lexvo.org/id/iso639-3/eng"
_IRREGULAR = "http://purl.org/cld/freq/irregular"
# The graphs that cases.trig holds, besides those of the cases.
_WITH_CASES = ("inferred", "reports")


def describe(
    graphs: Mapping[str, Iterable[Statement]], digests: Mapping[str, str], outside: Mapping[str, str]
) -> list[Statement]:
    """The statements of the description graph, sorted.

    ``graphs`` are all other graphs of the store by IRI, ``digests`` the SHA-256 of each source file by its path below
    the root, ``outside`` the vocabularies that are mapped to, by name with the beginning of their IRIs. The description
    does not count itself.
    """
    told = {name: list(statements) for name, statements in graphs.items()}
    of_cases = {name for name in told if case_id_of(name)} | {graph_iri(name) for name in _WITH_CASES}
    reports = sorted(s for s, p, o in told[graph_iri("reports")] if p == RDF_TYPE and o == term("Report"))
    mappings = graph_iri("mappings")
    kinds = kinds_of(told[graph_iri("ontology")])
    found = measure((one for name in of_cases for one in told[name]), kinds)
    counts: dict[str, int | None] = {name: len(set(statements)) for name, statements in told.items()}
    every = {one for statements in told.values() for one in statements}
    return sorted(
        {
            *_summary(),
            *_version(reports),
            *case_part(found, min(name for name in told if case_id_of(name))),
            *service_statements(ENDPOINT, {**counts, DESCRIPTION_GRAPH: None}, len(every)),
            *link_statements(told[mappings], outside, graph_contents(graph_iri("ontology")), graph_contents(mappings)),
            *_provenance(digests),
        }
    )


def common(node: str) -> Iterator[Statement]:
    """Maker, publisher, license, language, page and version: the same for a version and each of its files."""
    yield from tell(
        node,
        ("dcterms:creator", iri(CURATORS)),
        ("dcterms:publisher", iri(CURATORS)),
        ("dcterms:license", iri(about.LICENSE)),
        ("dcterms:language", iri(_ENGLISH)),
        ("foaf:page", iri(about.HOMEPAGE)),
        ("pav:version", text(__version__)),
    )
    if about.RELEASED:
        yield from tell(node, ("dcterms:issued", f"{text(about.RELEASED)}^^{curie_iri('xsd:date')}"))


def case_part(found: Measure, example: str) -> Iterator[Statement]:
    """The statements about cases, measured: totals and partitions. ``example`` is the IRI of a case."""
    yield from tell(
        CASES,
        ("dcterms:title", text("Cases, with what follows from them, and the reports", "en")),
        ("dcterms:description", text("The statements of cases.trig, each counted once.", "en")),
        ("dcterms:license", iri(about.LICENSE)),
        ("dcterms:isPartOf", iri(VERSION)),
        ("void:dataDump", iri(download_iri("cases.trig"))),
        ("void:exampleResource", iri(example)),
        ("void:uriSpace", text(CASE)),
    )
    yield from tell(CASES, *(("void:vocabulary", iri(name)) for name in vocabularies(found)))
    yield from total_statements(CASES, found)
    yield from partition_statements(CASES, found)


def checksum(node: str, digest: str) -> Iterator[Statement]:
    """The SHA-256 of a file; ``node`` is the IRI of the file, a part of this version."""
    name = node.replace("#", "#sha256/")
    yield from tell(node, ("spdx:checksum", iri(name)))
    yield from tell(
        name,
        ("a", curie_iri("spdx:Checksum")),
        ("spdx:algorithm", curie_iri("spdx:checksumAlgorithm_sha256")),
        ("spdx:checksumValue", f"{text(digest)}^^{curie_iri('xsd:hexBinary')}"),
    )


def generated(node: str) -> Iterator[Statement]:
    """That a version or a file was generated by the build."""
    yield from tell(node, ("a", curie_iri("prov:Entity")), ("prov:wasGeneratedBy", iri(_BUILD)))


def _summary() -> Iterator[Statement]:
    yield from tell(
        DATASET,
        ("a", curie_iri("dcmitype:Dataset")),
        ("dcterms:title", text(about.TITLE, "en")),
        ("dcterms:alternative", text(about.NAME, "en")),
        ("dcterms:description", text(f"{about.DESCRIPTION}.", "en")),
        ("dcterms:publisher", iri(CURATORS)),
        ("dcterms:license", iri(about.LICENSE)),
        ("dcterms:accrualPeriodicity", iri(_IRREGULAR)),
        ("foaf:page", iri(about.HOMEPAGE)),
        ("pav:hasCurrentVersion", iri(VERSION)),
        ("dcat:hasVersion", iri(VERSION)),
        ("dcat:hasCurrentVersion", iri(VERSION)),
    )
    yield from tell(DATASET, *(("dcat:keyword", text(word, "en")) for word in about.KEYWORDS))
    yield from tell(
        CURATORS,
        ("a", curie_iri("foaf:Agent")),
        ("a", curie_iri("prov:Agent")),
        ("foaf:name", text(about.CREATOR)),
    )


def _version(reports: Iterable[str]) -> Iterator[Statement]:
    yield from tell(
        VERSION,
        ("a", curie_iri("dcmitype:Dataset")),
        ("dcterms:title", text(f"{about.TITLE}, version {__version__}", "en")),
        ("dcterms:description", text(f"{about.DESCRIPTION}. This is version {__version__}.", "en")),
        ("dcterms:isVersionOf", iri(DATASET)),
        ("dcat:version", text(__version__)),
        ("dcat:landingPage", iri(about.HOMEPAGE)),
        ("dcterms:hasPart", iri(CASES)),
        ("prov:wasAttributedTo", iri(CURATORS)),
    )
    yield from common(VERSION)
    yield from generated(VERSION)
    yield from tell(VERSION, *(("dcat:keyword", text(word, "en")) for word in about.KEYWORDS))
    for report in reports:
        yield from tell(VERSION, ("dcterms:source", report), ("prov:wasDerivedFrom", report))


def _provenance(digests: Mapping[str, str]) -> Iterator[Statement]:
    """The build: which source files, with their digests, and which program in which version."""
    yield from tell(
        _BUILD,
        ("a", curie_iri("prov:Activity")),
        ("dcterms:title", text(f"Build of {about.NAME} {__version__} from its sources", "en")),
        ("prov:wasAssociatedWith", iri(SOFTWARE)),
    )
    yield from tell(
        SOFTWARE,
        ("a", curie_iri("prov:SoftwareAgent")),
        ("a", curie_iri("schema:SoftwareApplication")),
        ("foaf:name", text(about.NAME)),
        ("schema:softwareVersion", text(__version__)),
        ("dcterms:license", iri(about.SOFTWARE_LICENSE)),
        ("prov:actedOnBehalfOf", iri(CURATORS)),
    )
    for path, digest in sorted(digests.items()):
        node = part(f"source/{path}")
        yield from tell(_BUILD, ("prov:used", iri(node)))
        yield from tell(node, ("a", curie_iri("prov:Entity")), ("dcterms:identifier", text(path)))
        yield from checksum(node, digest)
