"""The release inside the site, the page that lists its files, and the description of the dataset as documents."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.build.dataset_names import DATASET, VERSION
from kg.graph.parse import read_statements
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, is_iri, lexical
from kg.names import BASE, PREFIXES, compact
from kg.publish.release.descriptions import DESCRIPTIONS
from kg.publish.release.files import FILES, SUMS, ReleaseFile
from kg.publish.release.written import Written
from kg.publish.site import structured
from kg.publish.site.links import Link
from kg.publish.site.rdf_files import FORMATS, plain_files
from kg.publish.site.rewrite import GRAPH_FILES
from kg.publish.site.studio import Studio, beside, finished

__all__ = ["dataset_pages", "document"]

_DOCUMENTS = {DATASET: "The dataset", VERSION: "This version of the dataset"}
_VOID = "void.ttl"
_TITLES = (f"<{PREFIXES['dcterms']}title>", RDFS_LABEL)


@dataclass(frozen=True, slots=True)
class Part:
    """A thing that a document tells of: its id in the page, its classes, and values by property."""

    part: str
    label: str
    classes: tuple[Link, ...]
    values: tuple[tuple[Link, tuple[Link, ...]], ...]


def dataset_pages(studio: Studio) -> Iterator[ReleaseFile]:
    """The release, the downloads, and the description of the dataset in pages and RDF."""
    written = [Written(file, file.write(studio.release), studio.release) for file in FILES]
    files = [finished(one.file.name, one.file.media_type, one.file.title, one.content) for one in written]
    files += [finished(one.name, one.media_type, one.title, one.write(studio.release, written)) for one in DESCRIPTIONS]
    contents = {file.name: file.write(studio.release) for file in files}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    sums = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()
    for file in files:
        yield finished(f"release/{file.name}", file.media_type, file.title, contents[file.name])
    yield finished(f"release/{SUMS}", "text/plain", "The digests of all files", sums)
    yield studio.page(
        "downloads.html",
        "downloads.html",
        "Downloads",
        files=[(file, len(contents[file.name]), digests[file.name]) for file in files],
        sums=SUMS,
        graphs=GRAPH_FILES,
        documents=[studio.facts.site.link(name, _title(name)) for name in studio.facts.described],
        data=structured.dataset(files, studio.base),
    )
    yield from _description(studio, [one for one, _ in read_statements(contents[_VOID], "text/turtle")])


def _description(studio: Studio, statements: Iterable[Statement]) -> Iterator[ReleaseFile]:
    """A page and RDF for the dataset, and for this version of it with all its parts."""
    told: dict[str, list[Statement]] = defaultdict(list)
    for one in sorted(set(statements)):
        told[lexical(one[0]).partition("#")[0]].append(one)
    for name in studio.facts.described:
        yield from document(studio, name, _title(name), told[name], Link("Downloads", path="downloads.html"))


def _title(name: str) -> str:
    return _DOCUMENTS.get(name) or name.removeprefix(BASE).replace("/", " ")


def document(
    studio: Studio, name: str, title: str, statements: Sequence[Statement], above: Link
) -> Iterator[ReleaseFile]:
    """The page and the RDF of a document that has no page of its own kind: each of its parts with all that it says."""
    path = name.removeprefix(BASE)
    yield from beside(path, plain_files(f"{title}: mbckg.", statements))
    yield studio.page(
        "document.html",
        f"{path}.html",
        title,
        iri=name,
        stem=path.rpartition("/")[2],
        above=above,
        parts=_parts(studio, name, statements),
        formats=FORMATS,
        data=None,
    )


def _parts(studio: Studio, name: str, statements: Iterable[Statement]) -> list[Part]:
    """The things of a description, the dataset itself first, its parts by name."""
    told: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o in statements:
        told[s][p].append(o)
    found = []
    for subject in sorted(told, key=lambda one: (lexical(one) != name, lexical(one))):
        values = told[subject]
        part = lexical(subject).partition("#")[2]
        label = next((lexical(values[title][0]) for title in _TITLES if title in values), part or name)
        found.append(
            Part(
                part=part,
                label=label,
                classes=tuple(_link(studio, value) for value in values.get(RDF_TYPE, ())),
                values=tuple(
                    (_link(studio, prop), tuple(_link(studio, value) for value in values[prop]))
                    for prop in sorted(values)
                    if prop != RDF_TYPE
                ),
            )
        )
    return found


def _link(studio: Studio, value: str) -> Link:
    text = lexical(value)
    if not is_iri(value):
        return Link(text)
    return studio.facts.site.link(text, studio.facts.labels.get(text) or compact(text).removeprefix(BASE) or text)
