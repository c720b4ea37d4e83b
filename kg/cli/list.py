"""``kg list``: the stored queries, the cases, the classes; one line each."""

from __future__ import annotations

from kg.ask.formats import to_csv, to_json, to_tsv
from kg.ask.layout import markdown_table
from kg.cli.options import Operand, Option, Verb
from kg.cli.output import on_terminal, width, write_result
from kg.cli.session import ENDPOINT, FORMAT, OUTPUT, TIMEOUT, open_graph
from kg.cli.verbs import VERBS
from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.cli.options import Arguments

    Rows = list[tuple[str, ...]]

__all__ = ["VERB", "run"]

_UNDER, _TREE, _TAG = "under", "tree", "tag"

VERB = Verb(
    "list",
    VERBS["list"][1],
    operands=(Operand("WHAT", "queries, cases or classes", choices=("queries", "cases", "classes")),),
    options=(
        Option(_UNDER, "of the classes, only this one and those below it", value="CLASS"),
        Option(_TREE, "indent each class below its superclasses (one with two stands in two places)"),
        Option(_TAG, "of the queries, only those with this tag", value="TAG"),
        FORMAT,
        OUTPUT,
        ENDPOINT,
        TIMEOUT,
    ),
    examples=("kg list queries", "kg list classes --under Scalp --tree", "kg list cases --format csv"),
)


def run(arguments: Arguments) -> int:
    """List one kind of thing."""
    what = arguments.required("WHAT")
    for option, kind in ((_UNDER, "classes"), (_TREE, "classes"), (_TAG, "queries"), ("endpoint", "graph")):
        wrong = what == "queries" if kind == "graph" else what != kind
        if wrong and arguments.flag(option):
            raise UsageError(f"--{option} does not go with `kg list {what}`")
    if arguments.flag(_TREE) and arguments.chosen("format") != "table":
        raise UsageError("--tree is drawn as text: leave --format out")
    columns, rows = {"queries": _queries, "cases": _cases, "classes": _classes}[what](arguments)
    write_result(arguments, _written(columns, rows, arguments))
    return 0


def _queries(arguments: Arguments) -> tuple[Sequence[str], Rows]:
    from kg.ask.catalog import catalog

    found = list(catalog().values())
    tag = arguments.text(_TAG)
    if tag is not None:
        tags = sorted({known for query in found for known in query.tags})
        if tag not in tags:
            from kg.findings import did_you_mean, nearest

            hint = did_you_mean(nearest(tag, tags))
            raise UsageError(f"no query has the tag {tag!r}" + (f"; {hint}" if hint else ""), ", ".join(tags))
        found = [query for query in found if tag in query.tags]
    rows: Rows = []
    for query in found:
        parameters = " ".join(f"{p.name}={p.default or '-'}" for p in query.parameters)
        rows.append((query.id, parameters, query.question))
    return ("query", "parameters", "question"), rows


def _cases(arguments: Arguments) -> tuple[Sequence[str], Rows]:
    return ("case", "title"), list(open_graph(arguments).cases())


def _classes(arguments: Arguments) -> tuple[Sequence[str], Rows]:
    from kg.ask.class_list import tree

    entries = open_graph(arguments).classes(arguments.text(_UNDER))
    if arguments.flag(_TREE):
        drawn = [("  " * depth + entry.name, entry.label) for depth, entry in tree(entries)]
        return ("class", "label"), list(drawn)
    return (
        ("class", "label", "superclasses", "synonyms"),
        [(entry.name, entry.label, ", ".join(entry.parents), ", ".join(entry.synonyms)) for entry in entries],
    )


def _written(columns: Sequence[str], rows: Rows, arguments: Arguments) -> str:
    form = arguments.chosen("format")
    if form == "csv":
        return to_csv(columns, rows)
    if form == "tsv":
        return to_tsv(columns, rows)
    if form == "json":
        return to_json([dict(zip(columns, row, strict=True)) for row in rows])
    if form == "md":
        return "\n".join(markdown_table(columns, rows)) + "\n"
    return _lines(rows, width() if on_terminal(arguments) else None)


def _lines(rows: Rows, most: int | None) -> str:
    """One line a row, columns aligned; a line longer than ``most`` letters is cut, with a sign that it is."""
    lines = []
    widths = [max(map(len, cells)) for cells in zip(*rows, strict=True)]
    for row in rows:
        line = "  ".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip()
        lines.append(line if most is None or len(line) <= most else line[: most - 1] + "…")
    return "".join(line + "\n" for line in lines)
