"""What all makers of pages share: the facts, the templates, the cases and reports in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from kg.ask.graph import Graph
from kg.graph.terms import lexical
from kg.names import local_name
from kg.publish.release.files import Release, ReleaseFile
from kg.publish.site.facts import Facts
from kg.publish.site.links import doi_address
from kg.publish.site.rdf_files import FORMATS, RdfFiles
from kg.publish.site.render import Renderer
from kg.publish.summarize import case_summary
from kg.publish.summary import CaseSummary

__all__ = ["Studio", "beside", "finished"]


def finished(name: str, media_type: str, title: str, content: bytes) -> ReleaseFile:
    """A file that is made already."""
    return ReleaseFile(name, media_type, title, lambda _: content)


def beside(path: str, files: RdfFiles) -> Iterator[ReleaseFile]:
    """The RDF files of the page at ``path`` (without ending)."""
    for ending, write in files.items():
        yield finished(f"{path}.{ending}", FORMATS[ending], path, write())


class Studio:
    """The facts of one graph and the templates; ``base`` is the address of the site, empty when it is not known."""

    def __init__(self, graph: Graph, release: Release, root: str, base: str) -> None:
        self.graph, self.release, self.base = graph, release, base
        self.facts = Facts(graph, release, root)
        self._renderer = Renderer()

    def page(self, template: str, path: str, title: str, **values: object) -> ReleaseFile:
        """A page at ``path`` below the top of the site; ``data`` among the values is its schema.org description."""
        return finished(path, "text/html", title, self._renderer.page(template, path, title=title, **values))

    @cached_property
    def summaries(self) -> Mapping[str, CaseSummary]:
        """Every case in words, by id."""
        return {name: case_summary(self.graph, name) for name in self.facts.case_ids}

    @cached_property
    def bibliography(self) -> Mapping[str, Mapping[str, str]]:
        """The properties of each report by local name, by key."""
        found: dict[str, dict[str, str]] = {key: {} for key in self.facts.reports}
        for s, p, o in self.facts.material.reports:
            found[local_name(s)][local_name(p)] = lexical(o)
        return found

    def address(self, key: str) -> str | None:
        """The web address of a report, by its DOI where it has one."""
        values = self.bibliography.get(key, {})
        return doi_address(values["doi"]) if "doi" in values else values.get("url")
