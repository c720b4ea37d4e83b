"""The files of a release that describe the other ones, so that they are written last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.publish.release.crate import CRATE, ro_crate
from kg.publish.release.files import Release
from kg.publish.release.schema_org import dataset_jsonld
from kg.publish.release.void_file import void_turtle
from kg.publish.release.written import Written

__all__ = ["DESCRIPTIONS", "DescriptionFile"]


@dataclass(frozen=True, slots=True)
class DescriptionFile:
    """Like :class:`ReleaseFile`, but written from the files that it describes."""

    name: str
    media_type: str
    title: str
    write: Callable[[Release, Sequence[Written]], bytes]


DESCRIPTIONS: tuple[DescriptionFile, ...] = (
    DescriptionFile("void.ttl", "text/turtle", "The description of the dataset: VoID, DCAT, PROV", void_turtle),
    DescriptionFile(
        "dataset.jsonld", "application/ld+json", "The dataset for search engines (schema.org)", dataset_jsonld
    ),
    DescriptionFile(
        CRATE,
        "application/ld+json",
        "The release as an RO-Crate",
        lambda release, written: ro_crate(release, written, _others(CRATE)),
    ),
)
"""None describes itself, and only the crate lists the others: a file cannot hold its own digest."""


def _others(name: str) -> list[tuple[str, str, str]]:
    """Name, media type and title of the descriptions but one."""
    return [(one.name, one.media_type, one.title) for one in DESCRIPTIONS if one.name != name]
