"""All files of the site: pages, RDF beside them, the release, the rewrite rules."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from kg.ask.graph import Graph
from kg.graph.terms import Statement, lexical
from kg.names import BASE, QUERY, local_name
from kg.publish.release.files import FILES, Release, ReleaseFile
from kg.publish.site import structured
from kg.publish.site.case_pages import case_pages, report_pages
from kg.publish.site.dataset_pages import dataset_pages, document
from kg.publish.site.links import Link
from kg.publish.site.ontology_pages import ontology_pages
from kg.publish.site.questions import QuestionPage, question_page
from kg.publish.site.rdf_files import FORMATS, plain_files
from kg.publish.site.render import TEMPLATES
from kg.publish.site.rewrite import checked_base, readme, rewrite_rules
from kg.publish.site.studio import Studio, beside, finished

__all__ = ["site_files"]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question in a list: the counts of its answer, or how many rows it has."""

    link: Link
    question: str
    counts: tuple[tuple[str, str, int], ...]
    rows: int


def site_files(graph: Graph, root: str, base_url: str | None = None) -> Iterator[ReleaseFile]:
    """Every file of the site of a built graph, to be written by :func:`kg.publish.release.write.write_release`.

    ``root`` is the folder that holds the sources of the graph; ``base_url`` is where the site will be: with it the
    rewrite rules are among the files. UsageError for a base that is no address, MissingToolError without Jinja2.
    """
    base = checked_base(base_url) if base_url is not None else ""
    studio = Studio(graph, Release.of(graph.engine, root), root, base)
    yield finished("style.css", "text/css", "The style of all pages", _read("style.css"))
    yield from dataset_pages(studio)
    yield from ontology_pages(studio)
    yield from case_pages(studio)
    yield from report_pages(studio)
    questions = [question_page(studio.facts, query) for query in studio.facts.queries.values()]
    yield from _question_pages(studio, questions)
    yield _home(studio, questions)
    if base:
        names = [module.name for module in studio.facts.modules]
        documents = [name.removeprefix(BASE) for name in studio.facts.described]
        rules = rewrite_rules(base, names, documents)
        yield finished("w3id/.htaccess", "text/plain", "Rewrite rules", rules.encode())
        yield finished("w3id/README.md", "text/markdown", "About the rewrite rules", readme(base).encode())


def _question_pages(studio: Studio, questions: list[QuestionPage]) -> Iterator[ReleaseFile]:
    statements: dict[str, list[Statement]] = {}
    for one in studio.facts.material.queries:
        statements.setdefault(lexical(one[0]).partition("#")[0], []).append(one)
    for page in questions:
        query = page.query
        path, name = f"query/{query.id}", QUERY + query.id
        yield finished(f"{path}.rq", "application/sparql-query", query.title, query.text.encode())
        yield from beside(path, plain_files(f"Stored query {query.id} of mbckg.", statements[name]))
        data = structured.query_data(query)
        yield studio.page("query.html", f"{path}.html", query.title, page=page, iri=name, formats=FORMATS, data=data)
    asked = {QUERY + page.query.id for page in questions}
    # What the queries share, such as their prefixes.
    shared = {name: f"Shared by the questions: {local_name(name)}" for name in sorted(statements.keys() - asked)}
    for name, title in shared.items():
        yield from document(studio, name, title, statements[name], Link("Questions", path="queries.html"))
    lines = _question_lines(studio, questions)
    links = [studio.facts.site.link(name, title) for name, title in shared.items()]
    yield studio.page("queries.html", "queries.html", "Questions", questions=lines, shared=links, data=None)


def _question_lines(studio: Studio, questions: list[QuestionPage]) -> list[QuestionLine]:
    return [
        QuestionLine(
            link=studio.facts.site.link(QUERY + page.query.id, page.query.title),
            question=page.query.question,
            counts=page.counts,
            rows=len(page.rows),
        )
        for page in questions
    ]


def _home(studio: Studio, questions: list[QuestionPage]) -> ReleaseFile:
    facts = studio.facts
    counts = (
        ("cases", len(facts.case_ids), "cases.html"),
        ("reports", len(facts.reports), "reports.html"),
        ("classes", len(facts.classes), "classes.html"),
        ("properties", len(facts.properties), "properties.html"),
        ("questions", len(questions), "queries.html"),
        ("statements read in reports", sum(len(case.asserted) for case in facts.material.cases), "downloads.html"),
        ("statements that follow", sum(len(case.inferred) for case in facts.material.cases), "downloads.html"),
        ("mappings", sum(map(len, facts.mappings.values())), "downloads.html"),
    )
    lines = _question_lines(studio, questions)
    data = structured.dataset(FILES, studio.base)
    return studio.page("home.html", "index.html", "mbckg", counts=counts, questions=lines, data=data)


def _read(name: str) -> bytes:
    with open(os.path.join(TEMPLATES, name), "rb") as file:
        return file.read()
