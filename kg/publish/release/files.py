"""The one list of what a release consists of: name, media type, title and writer of each file.

Descriptions of the release are made from the same list. A writer takes the :class:`Release` and gives the text of the
file piece by piece.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from kg.ask.engine import Engine
from kg.publish.release.case_files import cases_trig, cases_turtle, inferred_turtle, queries_turtle
from kg.publish.release.csv_tables import data_package, sheet_csv
from kg.publish.release.jsonld import cases_jsonld, context_jsonld
from kg.publish.release.material import Material, read_material
from kg.publish.release.ontology_functional import ontology_functional
from kg.publish.release.ontology_turtle import ontology_turtle
from kg.publish.release.ontology_xml import ontology_xml
from kg.publish.release.parquet import sheet_parquet
from kg.publish.release.rules_file import rules_turtle
from kg.publish.release.shapes_file import shapes_turtle
from kg.publish.release.sheets import Sheet, read_sheets
from kg.publish.release.table_specs import TABLES

__all__ = ["FILES", "SUMS", "Release", "ReleaseFile", "parquet_files"]

SUMS = "SHA256SUMS"
"""The file with the digests of all others, in the form that ``sha256sum --check`` reads."""


class Release:
    """What the writers write from: the statements, and the tables, which are made when first needed."""

    def __init__(self, material: Material) -> None:
        self.material = material

    @classmethod
    def of(cls, engine: Engine, root: str) -> Release:
        """The release of a built graph; ``root`` is the folder that holds the sources it was built from."""
        return cls(read_material(engine, root))

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """Name -> table."""
        return {sheet.name: sheet for sheet in read_sheets(self.material)}


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """One file: its path in the release with ``/`` between folders, IANA media type, title, and who writes it."""

    name: str
    media_type: str
    title: str
    write: Callable[[Release], bytes]


def _text(pieces: Callable[[Material], Iterable[str]], release: Release) -> bytes:
    return "".join(pieces(release.material)).encode()


def _csv(name: str, release: Release) -> bytes:
    return sheet_csv(release.sheets[name]).encode()


def _parquet(name: str, release: Release) -> bytes:
    return sheet_parquet(release.sheets[name])


_TITLES = {**{table.name: table.title for table in TABLES}, "verdicts": "Verdicts of all things, one a row"}

FILES: tuple[ReleaseFile, ...] = (
    ReleaseFile("ontology.ttl", "text/turtle", "The ontology in Turtle", partial(_text, ontology_turtle)),
    ReleaseFile("ontology.owl", "application/rdf+xml", "The ontology in RDF/XML", partial(_text, ontology_xml)),
    ReleaseFile(
        "ontology.ofn",
        "text/owl-functional",
        "The ontology in the functional-style syntax of OWL 2",
        partial(_text, ontology_functional),
    ),
    ReleaseFile("cases.ttl", "text/turtle", "What reports say, case by case, in Turtle", partial(_text, cases_turtle)),
    ReleaseFile(
        "cases.trig",
        "application/trig",
        "The cases in TriG: what was read, where it was read and what follows in graphs of their own",
        partial(_text, cases_trig),
    ),
    ReleaseFile(
        "inferred.ttl", "text/turtle", "What follows from each case, in Turtle", partial(_text, inferred_turtle)
    ),
    ReleaseFile(
        "queries.ttl", "text/turtle", "The stored queries as SHACL executables", partial(_text, queries_turtle)
    ),
    ReleaseFile(
        "rules.ttl",
        "text/turtle",
        "The rules beside the ontology, in the steps in which they run",
        partial(_text, rules_turtle),
    ),
    ReleaseFile(
        "shapes.ttl",
        "text/turtle",
        "What cases and the description of the dataset have to look like, in SHACL",
        partial(_text, shapes_turtle),
    ),
    ReleaseFile(
        "mappings.sssom.tsv",
        "text/tab-separated-values",
        "Mappings of the ontology to other vocabularies (SSSOM)",
        lambda release: release.material.mappings,
    ),
    ReleaseFile(
        "bridge.ttl",
        "text/turtle",
        "What holds between classes of the ontology and terms of other vocabularies; nothing imports it",
        lambda release: release.material.bridge,
    ),
    ReleaseFile("context.jsonld", "application/ld+json", "The JSON-LD context", partial(_text, context_jsonld)),
    ReleaseFile("cases.jsonld", "application/ld+json", "What reports say, in JSON-LD", partial(_text, cases_jsonld)),
    *(ReleaseFile(f"tables/{name}.csv", "text/csv", title, partial(_csv, name)) for name, title in _TITLES.items()),
    ReleaseFile(
        "datapackage.json",
        "application/json",
        "The tables described as a Frictionless data package",
        lambda release: data_package(release.sheets.values()).encode(),
    ),
)
"""Every file of a release except SHA256SUMS, which is made from them."""


def parquet_files() -> Iterator[ReleaseFile]:
    """The tables once more, with typed columns: an extra that needs pyarrow."""
    for name, title in _TITLES.items():
        yield ReleaseFile(f"tables/{name}.parquet", "application/vnd.apache.parquet", title, partial(_parquet, name))
