"""Answers and results for people: text for a terminal, Markdown for a document.

"Cannot tell" is not "no": a verdict that the reports do not settle is always written in these words here.
"""

from __future__ import annotations

from kg.ask.layout import BOLD, DIM, heading, markdown_table, markdown_text, paint, table, wrap
from kg.ask.values import plain
from kg.names import compact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.ask.answer import Answer
    from kg.ask.engine import Result
    from kg.ask.passages import Passage

__all__ = ["answer_markdown", "answer_table", "footer", "result_markdown", "result_table"]

_COLORS = {"yes": "32", "no": "31", "unknown": "33"}
_WORDS = {"yes": "yes", "no": "no", "unknown": "cannot tell"}
_SILENCE = "No row: no report says anything that answers this question. Silence is not a no."
_INDENT = "    "


def footer(answer: Answer) -> str:
    """``yes 1, no 13, cannot tell 0 (showing yes; --verdict all shows the others)``; rows when without verdict."""
    if not answer.query.has_verdict:
        return f"{len(answer.rows)} row{'' if len(answer.rows) == 1 else 's'}"
    counts = answer.counts
    told = ", ".join(f"{word} {counts[verdict]}" for verdict, word in _WORDS.items())
    if answer.verdict == "all":
        return told
    shown = _WORDS.get(answer.verdict, answer.verdict)
    hidden = len(answer.all_rows) > len(answer.rows)
    return f"{told} (showing {shown}{'; --verdict all shows the others' if hidden else ''})"


def _parameters(answer: Answer) -> str:
    return ", ".join(f"{name} = {'any' if value is None else value}" for name, value in answer.parameters.items())


def _nothing(answer: Answer) -> str:
    if not answer.all_rows:
        return _SILENCE
    return f"No row with the verdict {_WORDS.get(answer.verdict, answer.verdict)}."


def _right(answer: Answer) -> list[bool]:
    return [column.kind in ("number", "days") for column in answer.query.columns]


def answer_table(answer: Answer, width: int, color: bool, evidence: bool) -> str:
    """The answer as text: the question, a table with the passages under each row, the counts."""

    decisive = answer.query.verdict_column

    def mark(row: int, column: int, text: str) -> str:
        if row < 0:
            return paint(text, BOLD)
        code = _COLORS[str(answer.rows[row][decisive])] if answer.columns[column] == decisive else None
        return paint(text, code) if code and text.strip() else text

    lines = [paint(line, BOLD) if color else line for line in wrap(answer.question, width)]
    if answer.parameters:
        lines.append(_parameters(answer))
    lines.append("")
    if answer.rows:
        rows = [[row.shown(name) for name in answer.columns] for row in answer.rows]
        lines += table(
            [heading(name) for name in answer.columns],
            rows,
            width=width,
            right=_right(answer),
            mark=mark if color else None,
            below=(lambda number: _passages(answer, number, width, color)) if evidence else None,
        )
    else:
        lines += wrap(_nothing(answer), width)
    return "\n".join([*lines, "", footer(answer)]) + "\n"


def _passages(answer: Answer, number: int, width: int, color: bool) -> Iterable[str]:
    """The lines under a row: where it was read, with an address that leads to the passage."""
    lines = []
    for passage in answer.rows[number].grounds:
        first, *more = wrap(f"read in: {passage.told()}", max(40, width - len(_INDENT)))
        lines.append(_INDENT + first)
        lines += [_INDENT + "         " + line for line in more]
        if passage.link:
            lines.append(_INDENT + "         " + passage.link)
    return [paint(line, DIM) for line in lines] if color else lines


def answer_markdown(answer: Answer, evidence: bool) -> str:
    """The answer as Markdown: the question, a table, the counts, and a list of the passages by row."""
    lines = [f"**{markdown_text(answer.question)}**", ""]
    if answer.parameters:
        lines += [markdown_text(_parameters(answer)), ""]
    if answer.rows:
        rows = [[row.shown(name) for name in answer.columns] for row in answer.rows]
        lines += [*markdown_table([heading(name) for name in answer.columns], rows, _right(answer)), ""]
    else:
        lines += [markdown_text(_nothing(answer)), ""]
    lines.append(markdown_text(footer(answer)))
    if evidence:
        # Each passage once, however many rows rest on it.
        found = dict.fromkeys(
            f"- {markdown_text(str(row[answer.columns[0]]))}: {_linked(passage)}"
            for row in answer.rows
            for passage in row.grounds
        )
        if found:
            lines += ["", "Read in:", "", *found]
    return "\n".join(lines) + "\n"


def _linked(passage: Passage) -> str:
    told = markdown_text(passage.told())
    return f"[{told}](<{passage.link}>)" if passage.link else told


def _result_cells(result: Result) -> list[list[str]]:
    return [["–" if term is None else _shown(term) for term in row] for row in result.rows]


def _shown(term: str) -> str:
    return compact(term) if term.startswith("<") else plain(term)


def result_table(result: Result, width: int, color: bool = False) -> str:
    """The rows of a free query as text, IRIs as CURIEs."""
    lines = table(
        result.columns,
        _result_cells(result),
        width=width,
        mark=(lambda row, column, text: paint(text, BOLD) if row < 0 else text) if color else None,
    )
    count = len(result.rows)
    return "\n".join([*lines, "", f"{count} row{'' if count == 1 else 's'}"]) + "\n"


def result_markdown(result: Result) -> str:
    """The rows of a free query as a Markdown table, IRIs as CURIEs."""
    return "\n".join(markdown_table(result.columns, _result_cells(result))) + "\n"
