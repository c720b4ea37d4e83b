"""``kg diff``: what changed between two releases, which answers changed, and because of which statements."""

from __future__ import annotations

from kg.cli.options import Operand, Option, Verb
from kg.cli.output import width, write_result
from kg.cli.session import OUTPUT, graph_folder
from kg.cli.verbs import VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.cli.options import Arguments
    from kg.publish.diff.side import Side

__all__ = ["VERB", "run"]

VERB = Verb(
    "diff",
    VERBS["diff"][1],
    operands=(
        Operand("OLD", "folder of the older release, as `kg export --output` wrote it"),
        Operand("NEW", "folder of the newer release; the current sources when left out", "optional"),
    ),
    options=(
        Option("format", "how to write it", value="FORMAT", choices=("text", "json"), default="text"),
        OUTPUT,
        Option("exit-code", "exit with 1 when there is a difference, as `git diff --exit-code` does"),
    ),
    text="""Cases, reports, terms, rules, queries and mappings are compared statement by statement; class expressions by
what they say. Every stored query that both have is asked of both, each with its own text and its parameters at
their defaults; so are all verdicts. For each row that is new, gone or different, the fewest changes are named
that, put into the old release, give the new row: without any one of them they would not. They are found by
trying; when very much changed, some are told as "not narrowed down". Without --exit-code the exit code is 0 with
or without differences.""",
    examples=(
        "kg diff release-0.1.0 release-0.2.0",
        "kg diff release-0.1.0",
        "kg diff release-0.1.0 --format json --output changes.json --exit-code",
    ),
)


def run(arguments: Arguments) -> int:
    """Compare two releases."""
    import gc

    gc.disable()  # what is read stays until the end; looking for garbage takes a good part of the time
    try:
        return _compare(arguments)
    finally:
        gc.enable()


def _compare(arguments: Arguments) -> int:
    from kg.publish.diff.compare import compare
    from kg.publish.diff.side import release_side

    old = release_side(arguments.required("OLD"))
    folder = arguments.operand("NEW")
    difference = compare(old, release_side(folder) if folder is not None else _current(arguments))
    if arguments.chosen("format") == "json":
        from kg.publish.diff.document import to_json

        text = to_json(difference)
    else:
        from kg.publish.diff.text import to_text

        text = to_text(difference, width())
    write_result(arguments, text)
    return 1 if arguments.flag("exit-code") and not difference.empty else 0


def _current(arguments: Arguments) -> Side:
    from kg.ask.engine import Embedded
    from kg.names import resource_root
    from kg.publish.diff.side import current_side

    return current_side(Embedded(graph_folder(arguments)), resource_root())
