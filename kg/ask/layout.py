"""Laying out text for people: tables that wrap, records where a table would not fit, Markdown tables.

Written without ``textwrap`` and ``shutil``, which would double the time that ``kg ask`` takes to start.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    # Marks up a padded cell: (row, column, text) -> text with colors.
    Paint = Callable[[int, int, str], str]

__all__ = ["BOLD", "DIM", "heading", "markdown_table", "markdown_text", "paint", "records", "table", "wrap"]

BOLD, DIM = "1", "2"
_GAP = "  "
_MARKDOWN = frozenset("\\|*_`[]<")
# A column is not made narrower than this unless its text is, and words longer than that may be broken anywhere.
_NARROW, _LONG = 8, 24


def paint(text: str, code: str) -> str:
    """The text between the escape sequences of a terminal color."""
    return f"\033[{code}m{text}\033[0m"


def heading(name: str) -> str:
    """A column name in words: ``atLeastDays`` as ``at least days``."""
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` letters, at least one line.

    Broken at spaces; a word that is too long for a line after its hyphens, and elsewhere only when it must be.
    """
    lines: list[str] = []
    line = ""
    for word in text.split():
        for number, piece in enumerate(_pieces(word, width) if len(word) > width else [word]):
            space = "" if number or not line else " "
            if line and (number or len(line) + len(space) + len(piece) > width):
                lines.append(line)
                line = piece
            else:
                line += space + piece
    return [*lines, line] if line or not lines else lines


def _pieces(word: str, width: int) -> list[str]:
    """A long word in pieces of at most ``width`` letters, as few as hyphens allow."""
    pieces: list[str] = []
    for part in _parts(word):
        if pieces and len(pieces[-1]) + len(part) <= width:
            pieces[-1] += part
        else:
            pieces += [part[begin : begin + width] for begin in range(0, len(part), width)]
    return pieces


def _parts(word: str) -> list[str]:
    """The parts of a word, each with the hyphen that ends it: ``HER2-``, ``negative``; a date is one part."""
    parts: list[str] = []
    begin = 0
    for place in range(len(word) - 1):
        if word[place] == "-" and not (word[place - 1 : place].isdigit() and word[place + 1].isdigit()):
            parts.append(word[begin : place + 1])
            begin = place + 1
    return [*parts, word[begin:]]


def _least(cells: Iterable[str], natural: int) -> int:
    """How narrow a column may become: no word is broken but at its hyphens, unless it is very long."""
    longest = max((len(part) for cell in cells for word in cell.split() for part in _parts(word)), default=0)
    return min(natural, max(_NARROW, min(longest, _LONG)))


def _widths(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """A width for each column so that the table fits, None when that would make columns too narrow."""
    cells = list(zip(columns, *rows, strict=True))
    widths = [max(map(len, column)) for column in cells]
    least = [_least(column, natural) for column, natural in zip(cells, widths, strict=True)]
    room = width - len(_GAP) * (len(columns) - 1)
    if sum(least) > room:
        return None
    while sum(widths) > room:
        # Take from the widest column that can still give.
        widest = max((i for i, now in enumerate(widths) if now > least[i]), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    width: int,
    right: Sequence[bool] = (),
    mark: Paint | None = None,
    below: Callable[[int], Iterable[str]] | None = None,
) -> list[str]:
    """Lines of a table of at most ``width`` letters a line; records when it cannot be made to fit.

    ``right`` says which columns are aligned to the right; ``mark`` colors a cell (row -1 is the header);
    ``below`` gives further lines that stand under a row.
    """
    widths = _widths(columns, rows, width)
    if widths is None:
        return records(columns, rows, width=width, mark=mark, below=below)
    mark = mark or (lambda row, column, text: text)
    sides = [*right, *([False] * (len(columns) - len(right)))]
    lines = _block(columns, widths, sides, -1, mark)
    lines.append(_GAP.join("-" * size for size in widths))
    for number, row in enumerate(rows):
        lines += _block(row, widths, sides, number, mark)
        if below:
            lines += below(number)
    return lines


def _block(
    row: Sequence[str], widths: Sequence[int], right: Sequence[bool], number: int, mark: Paint
) -> list[str]:
    """The lines of one row, whose cells are wrapped."""
    wrapped = [wrap(cell, size) for cell, size in zip(row, widths, strict=True)]
    return [
        _line([found[part] if part < len(found) else "" for found in wrapped], widths, right, number, mark)
        for part in range(max(map(len, wrapped)))
    ]


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool], row: int, mark: Paint) -> str:
    padded = [
        cell.rjust(size) if side else cell.ljust(size)
        for cell, size, side in zip(cells, widths, right, strict=True)
    ]
    padded[-1] = padded[-1].rstrip() if not right[-1] else padded[-1]
    return _GAP.join(mark(row, column, cell) for column, cell in enumerate(padded)).rstrip()


def records(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    width: int,
    mark: Paint | None = None,
    below: Callable[[int], Iterable[str]] | None = None,
) -> list[str]:
    """The same as blocks, one a row: a line for each column that has a value, its name before it."""
    mark = mark or (lambda row, column, text: text)
    names = max(len(name) for name in columns)
    lines: list[str] = []
    for number, row in enumerate(rows):
        if number:
            lines.append("")
        for column, (name, cell) in enumerate(zip(columns, row, strict=True)):
            head = mark(-1, column, name.ljust(names))
            for part in wrap(cell, max(20, width - names - len(_GAP))):
                lines.append(f"{head}{_GAP}{mark(number, column, part)}".rstrip())
                head = " " * names
        if below:
            lines += below(number)
    return lines


def markdown_text(text: str) -> str:
    """Text that Markdown shows as it stands, on one line."""
    escaped = "".join("\\" + letter if letter in _MARKDOWN else letter for letter in text)
    return " ".join(escaped.split())


def markdown_table(columns: Sequence[str], rows: Iterable[Sequence[str]], right: Sequence[bool] = ()) -> list[str]:
    """Lines of a Markdown table."""
    sides = [*right, *([False] * (len(columns) - len(right)))]
    lines = ["| " + " | ".join(map(markdown_text, columns)) + " |"]
    lines.append("|" + "|".join("---:" if side else "---" for side in sides) + "|")
    lines += ["| " + " | ".join(map(markdown_text, row)) + " |" for row in rows]
    return lines
