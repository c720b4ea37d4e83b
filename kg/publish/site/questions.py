"""What the page of a stored question shows: its words, its parameters, its text, and the answer at its defaults."""

from __future__ import annotations

from dataclasses import dataclass

from kg.ask.answer import Answer, AnswerRow
from kg.ask.catalog import Column, Query
from kg.ask.layout import heading
from kg.ask.passages import Passage
from kg.ask.values import PART_KINDS, short_name
from kg.names import MBC, case_iri, report_iri
from kg.publish.layout import ANSWERS
from kg.publish.site.facts import Facts
from kg.publish.site.links import Link, outside

__all__ = ["Cell", "QuestionPage", "Row", "question_page"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: links or texts, and the verdict (``yes``, ``no``, ``unknown``) where it is one."""

    links: tuple[Link, ...]
    verdict: str | None = None
    number: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A passage that a row rests on."""

    report: Link
    locator: str
    words: str
    role: str
    source: Link


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the answer with the passages it rests on."""

    cells: tuple[Cell, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class ParameterLine:
    """A parameter: its name, what it may be, its default (None: no restriction), what it means."""

    name: str
    kind: Link
    default: Link | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """A stored question with its answer; ``counts`` in words, empty for a question without verdicts."""

    query: Query
    parameters: tuple[ParameterLine, ...]
    headings: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]
    counts: tuple[tuple[str, str, int], ...]


def question_page(facts: Facts, query: Query) -> QuestionPage:
    """Ask the question and arrange the answer."""
    answer = facts.graph.answer(query, {}, "all" if query.has_verdict else None)
    return QuestionPage(
        query=query,
        parameters=tuple(
            ParameterLine(
                name=one.name,
                kind=_class(facts, one.root) if one.kind == "class" else Link("a case"),
                default=None if one.default is None else _default(facts, one.kind, one.default),
                text=one.text,
            )
            for one in query.parameters
        ),
        headings=tuple((heading(column.name), column.text) for column in query.columns),
        rows=tuple(_row(facts, answer, row) for row in answer.rows),
        counts=tuple((verdict, word, answer.counts[verdict]) for verdict, word in ANSWERS.items())
        if query.has_verdict
        else (),
    )


def _class(facts: Facts, name: str) -> Link:
    return facts.site.link(MBC + name, facts.label(name))


def _default(facts: Facts, kind: str, value: str) -> Link:
    return _class(facts, value) if kind == "class" else facts.site.link(case_iri(value), value)


def _row(facts: Facts, answer: Answer, row: AnswerRow) -> Row:
    cells = tuple(_cell(facts, answer, row, column) for column in answer.query.columns)
    return Row(cells, tuple(_source(facts, passage) for passage in row.grounds))


def _cell(facts: Facts, answer: Answer, row: AnswerRow, column: Column) -> Cell:
    if column.kind == "verdict":
        told = str(row[column.name])
        return Cell((Link(ANSWERS.get(told, told)),), verdict=told)
    if column.kind in ("case", *PART_KINDS):
        labels = answer.details().labels
        named = row.iris(column.name)
        if named:
            return Cell(
                tuple(
                    facts.site.link(iri, short_name(iri) if column.kind == "case" else labels.get(iri, short_name(iri)))
                    for iri in named
                )
            )
    return Cell((Link(row.shown(column.name)),), number=column.kind in ("number", "days"))


def _source(facts: Facts, passage: Passage) -> Source:
    return Source(
        report=facts.site.link(report_iri(passage.report), passage.report_label),
        locator=passage.locator,
        words=passage.quote,
        role=passage.role or "",
        source=outside("open", passage.link),
    )
