"""Where the page of a thing is, and links as values: a template makes the markup.

Paths are relative to the top of the site. The page of an IRI lies where the IRI does: ``case/cheng-2025`` is told in
``case/cheng-2025.html``. Terms of the ontology have a folder for classes and one for properties, since their names may
differ by case alone and not every file system keeps such names apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from kg.ask.passages import fragment_link
from kg.names import BASE, GRAPH, MBC, MODULE, ONTOLOGY

__all__ = ["Link", "Site", "doi_address", "outside", "text_link"]

_IN_DOI = "/-:;()+=@!*,$&._~"


@dataclass(frozen=True, slots=True)
class Link:
    """A text, with the page it leads to (``path``, below the top of the site) or an address elsewhere (``url``)."""

    text: str
    path: str | None = None
    url: str | None = None


def outside(text: str, address: str | None) -> Link:
    """A link to an address of the web; only the text for what is none, so that no page runs a ``javascript:``."""
    safe = address if address and address.startswith(("https://", "http://")) else None
    return Link(text, url=safe)


def doi_address(doi: str) -> str:
    """The address of a DOI."""
    return f"https://doi.org/{quote(doi, safe=_IN_DOI)}"


def text_link(address: str | None, text: str, start: str | None, end: str | None) -> Link:
    """A link to the passage with these first and last words in the document at ``address``."""
    return outside(text, fragment_link(address, start, end) if address else None)


class Site:
    """The pages that there are, by IRI without angle brackets.

    ``terms`` gives the folder (``class`` or ``property``) of each term of the ontology by local name.
    """

    def __init__(self, terms: Mapping[str, str], documents: frozenset[str]) -> None:
        self.terms = terms
        self.documents = documents

    def path(self, iri: str) -> str | None:
        """The page of a thing, with an anchor for a part of it; None for what has no page here."""
        if iri.startswith(MBC):
            name = iri[len(MBC) :]
            return f"{self.terms[name]}/{name}.html" if name in self.terms else None
        if iri == BASE:
            return "index.html"
        document, sign, part = iri.partition("#")
        if document == ONTOLOGY and not sign:
            return "ontology.html"
        if document.startswith(GRAPH):
            return f"downloads.html#_graph-{document[len(GRAPH) :]}"
        if document not in self.documents:
            return None
        return f"{document[len(BASE) :]}.html{sign}{part}"

    def link(self, iri: str, text: str) -> Link:
        """A link to the page of a thing here, or else to its own address."""
        path = self.path(iri)
        return Link(text, path=path) if path else outside(text, iri)

    def module(self, name: str) -> Link:
        """A link to the page of a module of the ontology."""
        return self.link(MODULE + name, name)
