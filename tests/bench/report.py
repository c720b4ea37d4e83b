"""Tables of figures: printed as Markdown, kept as plain values for JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["Cell", "Part", "Table"]

Cell = str | int | float | None
TEXT = ""


@dataclass(frozen=True)
class Table:
    """Rows of values under named columns; each column has a format (``".1f"``, ``",d"``, or ``""`` for text)."""

    title: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Cell]]

    def to_markdown(self) -> str:
        """The table with a line for its title; numbers stand on the right, and a missing one is shown as ``-``."""
        names = [name for name, _ in self.columns]
        shown = [[_shown(cell, form) for cell, (_, form) in zip(row, self.columns, strict=True)] for row in self.rows]
        widths = [max(3, *(len(line[place]) for line in [names, *shown])) for place in range(len(names))]
        rule = ["-" * width if form == TEXT else "-" * (width - 1) + ":" for width, (_, form) in self._wide(widths)]
        lines = [names, rule, *shown]
        return "\n".join([f"**{self.title}**", "", *(self._line(line, widths) for line in lines)])

    def _wide(self, widths: Sequence[int]) -> list[tuple[int, tuple[str, str]]]:
        return list(zip(widths, self.columns, strict=True))

    def _line(self, cells: Sequence[str], widths: Sequence[int]) -> str:
        padded = [
            cell.ljust(width) if form == TEXT else cell.rjust(width)
            for cell, (width, (_, form)) in zip(cells, self._wide(widths), strict=True)
        ]
        return f"| {' | '.join(padded)} |"

    def to_json(self) -> dict[str, object]:
        """The title, and one mapping a row with the values as they were measured."""
        names = [name for name, _ in self.columns]
        return {"title": self.title, "rows": [dict(zip(names, row, strict=True)) for row in self.rows]}


@dataclass(frozen=True)
class Part:
    """What one part of the measurements found: tables, and remarks on how they were made or what stands out."""

    name: str
    tables: Sequence[Table]
    notes: Sequence[str] = field(default=())

    def to_markdown(self) -> str:
        """A section with its tables and its remarks."""
        blocks = [f"## {self.name}", *(table.to_markdown() for table in self.tables)]
        if self.notes:
            blocks.append("\n".join(f"- {note}" for note in self.notes))
        return "\n\n".join(blocks)

    def to_json(self) -> dict[str, object]:
        """The same as plain values."""
        return {"tables": [table.to_json() for table in self.tables], "notes": list(self.notes)}


def _shown(cell: Cell, form: str) -> str:
    if cell is None:
        return "-"
    return cell if isinstance(cell, str) else format(cell, form)
