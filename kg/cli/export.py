"""``kg export``: the statements of one case or of all, in one format."""

from __future__ import annotations

import os

from kg.cli.options import Option, Verb
from kg.cli.output import say, write_atomically, write_result
from kg.cli.session import graph_folder
from kg.cli.verbs import VERBS
from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.ask.graph import Graph
    from kg.cli.options import Arguments

__all__ = ["VERB", "run"]

_FORMATS = ("turtle", "trig", "ntriples", "nquads")

VERB = Verb(
    "export",
    VERBS["export"][1],
    options=(
        Option("format", "the format", value="FORMAT", choices=_FORMATS),
        Option("case", "only this case", value="CASE"),
        Option("inferred", "also what follows from the asserted statements"),
        Option("output", "write to this file, or one file a case into this folder", value="FILE"),
    ),
    text="""Turtle and TriG are grouped by case and thing, sorted and indented; the same graph gives the same bytes.
In TriG and N-Quads the asserted statements are in the graph of their case, inferred ones in graph:inferred.""",
    examples=(
        "kg export --format turtle --case cheng-2025",
        "kg export --format trig --inferred --output cases.trig",
    ),
)


def run(arguments: Arguments) -> int:
    """Write the statements."""
    form = arguments.text("format")
    if form is None:
        raise UsageError(
            "the directory of release files is not written by this version: choose one format with --format "
            f"({', '.join(_FORMATS)})"
        )
    from kg.ask.graph import Graph
    from kg.publish.serialize import serialize

    with Graph(graph_folder(arguments)) as graph:
        output = arguments.text("output")
        if output is not None and (os.path.isdir(output) or output.endswith(("/", os.sep))):
            _write_folder(arguments, graph, form, output)
        else:
            pieces = serialize(graph.engine, form, arguments.text("case"), arguments.flag("inferred"))
            write_result(arguments, "".join(pieces))
    return 0


def _write_folder(arguments: Arguments, graph: Graph, form: str, folder: str) -> None:
    """One file a case; the folder is made when it is missing, files of other cases in it stay."""
    from kg.publish.serialize import ENDINGS, serialize

    case_id = arguments.text("case")
    chosen = [case_id] if case_id is not None else [name for name, _ in graph.cases()]
    contents = {
        name: "".join(serialize(graph.engine, form, name, arguments.flag("inferred"))) for name in chosen
    }
    os.makedirs(folder, exist_ok=True)
    for name, content in contents.items():
        write_atomically(os.path.join(folder, name + ENDINGS[form]), content.encode())
    say(arguments, f"wrote {len(contents)} {'file' if len(contents) == 1 else 'files'} to {folder}")
