"""``kg show``: one case to read."""

from __future__ import annotations

from kg.cli.options import Operand, Option, Verb
from kg.cli.output import width, write_result
from kg.cli.session import OUTPUT, graph_folder
from kg.cli.verbs import VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.cli.options import Arguments

__all__ = ["VERB", "run"]

_WIDEST = 100

VERB = Verb(
    "show",
    VERBS["show"][1],
    operands=(Operand("CASE", "id of the case; `kg list cases` shows all of them"),),
    options=(
        Option("format", "how to write it", value="FORMAT", choices=("text", "md", "json"), default="text"),
        OUTPUT,
    ),
    text="""Timeline, lesions, receptors by specimen, therapies by target, assessments, verdicts, what is not reported
and what is disputed; where each statement was read stands behind it in brackets, with a dagger for a secondary
report. "Cannot tell" says that no report settles the question, which is not a no.""",
    examples=("kg show cheng-2025", "kg show costa-2017 --format md --output costa.md"),
)


def run(arguments: Arguments) -> int:
    """Show one case."""
    from kg.ask.graph import Graph
    from kg.publish.summarize import case_summary
    from kg.publish.summary_text import to_json, to_markdown, to_text

    with Graph(graph_folder(arguments)) as graph:
        summary = case_summary(graph, arguments.required("CASE"))
    form = arguments.chosen("format")
    if form == "json":
        text = to_json(summary)
    elif form == "md":
        text = to_markdown(summary)
    else:
        text = to_text(summary, min(width(), _WIDEST))
    write_result(arguments, text)
    return 0
