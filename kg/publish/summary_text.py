"""A case summary as plain text for a terminal, as Markdown, and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from kg.ask.layout import markdown_table, markdown_text, table
from kg.ask.passages import fragment_link
from kg.publish.case_graph import Passage
from kg.publish.layout import Line, Section, Table, sections
from kg.publish.summary import CaseSummary

__all__ = ["WIDTH", "to_json", "to_markdown", "to_text"]

WIDTH = 96
_HEAD = 20
_LABEL = 9
_COLUMNS = 4  # of a table, besides the first


def to_text(summary: CaseSummary, width: int = WIDTH) -> str:
    """The summary as text of at most ``width`` columns (80 or more), with a line break at the end."""
    blocks = ["\n".join(_text_section(section, width)) for section in sections(summary)]
    return "\n\n".join(blocks) + "\n"


def _text_section(section: Section, width: int) -> Iterator[str]:
    yield section.title if section.title.islower() else section.title.upper()
    if section.remark:
        yield from textwrap.wrap(f"({section.remark})", width)
    for block in section.blocks:
        if isinstance(block, Table):
            yield from _text_table(block, width)
        else:
            yield from _text_line(block, _HEAD if section.dated else _LABEL, width)


def _text_line(line: Line, column: int, width: int) -> Iterator[str]:
    """A statement with a hanging indent; a head that is too long for its column goes on below itself."""
    told = f"{line.text} {line.source}" if line.source else line.text
    indent = 4 * line.level
    if line.head is None:
        first = " " * indent
        yield from textwrap.wrap(
            told, width, initial_indent=first, subsequent_indent=first + "  ", break_on_hyphens=False
        )
        return
    heads = textwrap.wrap(line.head, column - 1, break_on_hyphens=False)
    inner = "    " * line.level
    texts = textwrap.wrap(
        told, width - column, initial_indent=inner, subsequent_indent=inner, break_on_hyphens=False
    ) or [""]
    for number in range(max(len(heads), len(texts))):
        head = heads[number] if number < len(heads) else ""
        text = texts[number] if number < len(texts) else ""
        yield f"{head:<{column}}{text}".rstrip()


def _text_table(block: Table, width: int) -> Iterator[str]:
    """The table; one with many columns in parts, each with the first column."""
    for start in range(1, len(block.header), _COLUMNS):
        if start > 1:
            yield ""
        end = start + _COLUMNS
        rows = [(row[0], *row[start:end]) for row in block.rows]
        yield from table((block.header[0], *block.header[start:end]), rows, width=width)


def to_markdown(summary: CaseSummary) -> str:
    """The summary as Markdown (CommonMark with tables)."""
    blocks = []
    for number, section in enumerate(sections(summary)):
        lines = [f"{'#' if number == 0 else '##'} {markdown_text(section.title)}", ""]
        if section.remark:
            lines += [f"*{markdown_text(section.remark)}*", ""]
        for block in section.blocks:
            if isinstance(block, Table):
                lines += [*markdown_table(block.header, block.rows), ""]
            else:
                lines.append(_markdown_line(block))
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _markdown_line(line: Line) -> str:
    head = f"**{markdown_text(line.head)}** " if line.head else ""
    source = f" *{markdown_text(line.source)}*" if line.source else ""
    return f"{'    ' * line.level}- {head}{markdown_text(line.text)}{source}"


def to_json(summary: CaseSummary) -> str:
    """All fields of the summary, keys in the order of :class:`CaseSummary`; nothing told is ``null``."""
    links = {line.key: f"https://doi.org/{line.doi}" for line in summary.reports if line.doi}
    return json.dumps(_plain(summary, links), ensure_ascii=False, indent=2) + "\n"


def _plain(value: object, links: Mapping[str, str]) -> object:
    if isinstance(value, Passage):
        address = links.get(value.report_key)
        return {
            "report": value.report_key,
            "role": "secondary" if value.secondary else "primary",
            "locator": value.locator,
            "anchorStart": value.anchor_start,
            "anchorEnd": value.anchor_end,
            "link": address and fragment_link(address, value.anchor_start, value.anchor_end),
        }
    if is_dataclass(value) and not isinstance(value, type):
        return {_camel(field.name): _plain(getattr(value, field.name), links) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(member, links) for member in value]
    return value


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)
