"""``ro-crate-metadata.json``: the release as an RO-Crate, the form in which repositories of research data read folders.

By RO-Crate 1.1 (https://w3id.org/ro/crate/1.1): a flat list of things, the folder as ``./``, every file of it a
``File``, licenses, makers and reports as things of their own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kg import __version__
from kg.build import about
from kg.build.dataset_names import VERSION
from kg.build.description import CURATORS
from kg.errors import DataError
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, iri, lexical, term
from kg.names import ONTOLOGY, PREFIXES
from kg.publish.release.files import SUMS, Release
from kg.publish.release.written import Written

__all__ = ["CRATE", "ro_crate"]

CRATE = "ro-crate-metadata.json"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
# What the context of RO-Crate 1.1 does not define.
_MORE = {"sha256": PREFIXES["schema"] + "sha256"}
_CREATED = f"<{PREFIXES['dcterms']}created>"
_TITLE = f"<{PREFIXES['dcterms']}title>"
_DOI = "https://doi.org/"

Thing = dict[str, object]


def ro_crate(release: Release, written: Sequence[Written], others: Iterable[tuple[str, str, str]] = ()) -> bytes:
    """The text of the file; ``others`` are name, media type and title of files that are written along with it."""
    files = [_file(one.file.name, one.file.media_type, one.file.title, one) for one in written]
    files += [_file(name, media, title) for name, media, title in others if name != CRATE]
    files.append(_file(SUMS, "text/plain", "SHA-256 digests of all files"))
    reports = list(_reports(release.material.reports))
    folders = list(_folders(files))
    inside = {part["@id"] for folder in folders for part in _list(folder["hasPart"])}
    top = [one for one in (*files, *folders) if one["@id"] not in inside]
    things = [_descriptor(), _root(release, top, reports), *folders, *files, _license(), _makers(), *reports]
    content = {"@context": [f"{_SPECIFICATION}/context", _MORE], "@graph": things}
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _list(value: object) -> list[dict[str, str]]:
    assert isinstance(value, list)
    return value


def _descriptor() -> Thing:
    return {
        "@id": CRATE,
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": _SPECIFICATION},
    }


def _root(release: Release, parts: Sequence[Thing], reports: Sequence[Thing]) -> Thing:
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": about.TITLE,
        "alternateName": about.NAME,
        "description": f"{about.DESCRIPTION}. Release {__version__}.",
        "datePublished": about.RELEASED or _created(release.material.header),
        "license": {"@id": about.LICENSE},
        "identifier": VERSION,
        "version": __version__,
        "url": about.HOMEPAGE,
        "keywords": ", ".join(about.KEYWORDS),
        "author": {"@id": CURATORS},
        "creator": {"@id": CURATORS},
        "publisher": {"@id": CURATORS},
        "inLanguage": "en",
        "citation": [{"@id": report["@id"]} for report in reports],
        "hasPart": [{"@id": part["@id"]} for part in parts],
    }


def _created(header: Iterable[Statement]) -> str:
    """The day of the ontology's header: RO-Crate asks for a date also of what is not released yet."""
    days = sorted(lexical(o)[:10] for s, p, o in header if s == iri(ONTOLOGY) and p == _CREATED)
    if not days:
        raise DataError("neither the release nor the header of the ontology has a date", "give it dcterms:created")
    return days[0]


def _file(name: str, media_type: str, title: str, written: Written | None = None) -> Thing:
    """One file; size and digest only of those that were there before."""
    thing: Thing = {"@id": name, "@type": "File", "name": title, "encodingFormat": media_type}
    if written is not None:
        thing |= {"contentSize": str(len(written.content)), "sha256": written.digest}
    return thing


def _folders(files: Iterable[Thing]) -> Iterator[Thing]:
    """The folders below the release with what is in each."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in files:
        folder, slash, _ = str(file["@id"]).rpartition("/")
        if slash:
            found[folder].append(str(file["@id"]))
    for folder, names in sorted(found.items()):
        yield {
            "@id": f"{folder}/",
            "@type": "Dataset",
            "name": f"The {folder} of the release",
            "description": "Flat tables of the same cases, described in datapackage.json.",
            "hasPart": [{"@id": name} for name in names],
        }


def _license() -> Thing:
    return {
        "@id": about.LICENSE,
        "@type": "CreativeWork",
        "name": about.LICENSE_TITLE,
        "identifier": about.LICENSE_NAME,
        "description": "May be used, shared and changed by anybody who names the source.",
    }


def _makers() -> Thing:
    return {"@id": CURATORS, "@type": "Organization", "name": about.CREATOR, "url": about.HOMEPAGE}


def _reports(statements: Iterable[Statement]) -> Iterator[Thing]:
    """The reports that the cases were read in, by address where they have a DOI."""
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for s, p, o in sorted(statements):
        told[s].setdefault(p, o)
    for subject, values in sorted(told.items()):
        if values.get(RDF_TYPE) == term("Report"):
            name = values.get(_TITLE) or values.get(RDFS_LABEL)
            doi = values.get(term("doi"))
            yield {
                "@id": _DOI + lexical(doi) if doi else subject[1:-1],
                "@type": "ScholarlyArticle",
                "name": lexical(name) if name else subject[1:-1],
                "sameAs": subject[1:-1],
            }
