"""IRIs of the dataset, its versions, files and parts, and how a statement about them is written down.

The three levels of the HCLS community profile (https://www.w3.org/TR/hcls-dataset/) have an IRI each: the dataset, a
version of it, and a file of this version (``#`` and the name of the file). Everything else that a version is made of
has an IRI with ``#`` too: a description has no blank nodes.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from kg import __version__
from kg.graph.terms import Statement, iri
from kg.names import BASE, MBC, compact, expand

__all__ = ["DATASET", "VERSION", "curie_iri", "download_iri", "fragment", "part", "tell"]

DATASET = BASE + "dataset"
"""The dataset, of whatever version."""

VERSION = f"{DATASET}/{__version__}"
"""The dataset in the version of this distribution."""

_RELEASE = f"{BASE}release/{__version__}/"


def part(name: str) -> str:
    """IRI of a part or file of this version: ``part("cases.ttl")``."""
    return f"{VERSION}#{quote(name, safe='/:@-._~')}"


def download_iri(name: str) -> str:
    """The lasting address of a release file of this version; ``""`` gives that of the folder."""
    return _RELEASE + quote(name)


def fragment(term: str) -> str:
    """A term as a piece of a part's name: the local name for our own terms, a CURIE for those of known vocabularies."""
    bare = term.removeprefix("<").removesuffix(">")
    return bare[len(MBC) :] if bare.startswith(MBC) else quote(compact(bare), safe=":-._~")


def curie_iri(name: str) -> str:
    """The term of an outside vocabulary by its CURIE: ``curie_iri("void:triples")``."""
    found = expand(name)
    assert found is not None, name
    return iri(found)


def tell(subject: str, *told: tuple[str, str]) -> Iterator[Statement]:
    """Statements about one thing; properties are CURIEs, ``a`` is the class, values are terms."""
    for name, value in told:
        yield iri(subject), curie_iri("rdf:type" if name == "a" else name), value
