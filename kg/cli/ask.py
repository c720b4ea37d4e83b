"""``kg ask``: one stored question, its answer, and where it was read."""

from __future__ import annotations

from kg.ask.values import VERDICT_FILTERS
from kg.cli.options import Operand, Option, Verb
from kg.cli.output import say, use_color, width, write_result
from kg.cli.session import ENDPOINT, FORMAT, OUTPUT, TIMEOUT, begin, open_graph
from kg.cli.verbs import VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.ask.answer import Answer
    from kg.cli.options import Arguments

__all__ = ["VERB", "run"]

VERB = Verb(
    "ask",
    VERBS["ask"][1],
    operands=(
        Operand("QUERY", "id of the stored query; `kg list queries` shows all of them"),
        Operand(
            "NAME=VALUE",
            'parameters of the query; a class is given by local name, label or synonym ("frontal bone"), CURIE or IRI',
            "many",
        ),
    ),
    options=(
        Option(
            "verdict",
            "which rows to show, for a question with verdicts (default yes)",
            value="VERDICT",
            choices=VERDICT_FILTERS,
        ),
        FORMAT,
        OUTPUT,
        ENDPOINT,
        TIMEOUT,
        Option("no-evidence", "leave out the passages that the rows rest on"),
    ),
    text="""A verdict is yes or no where the reports say so, else unknown ("cannot tell"), which is not a no.
`possible` shows yes and unknown. The time limit holds for an endpoint only.""",
    examples=(
        "kg ask solitary-without-local-therapy site=Scalp",
        'kg ask lesion-appearance finding=Alopecia site="frontal scalp" --verdict all',
        "kg ask receptor-discordance --format csv --output discordance.csv",
    ),
)


def run(arguments: Arguments) -> int:
    """Answer one stored question; exit code 0, also when no row is shown."""
    begun = begin(arguments)  # what follows is done while the store is being opened
    from kg.ask.answer import verdict_filter
    from kg.ask.bind import parse_arguments
    from kg.ask.catalog import find_query

    query = find_query(arguments.required("QUERY"))
    values = parse_arguments(query, arguments.operands("NAME=VALUE"))
    verdict = verdict_filter(query, arguments.text("verdict"))
    if arguments.chosen("format") in ("table", "md"):
        from kg.ask import render  # noqa: F401 - loaded now rather than after the answer
    answer = open_graph(arguments, begun).answer(query, values, verdict)
    write_result(arguments, _written(answer, arguments))
    if arguments.chosen("format") in ("csv", "tsv") and len(answer.all_rows) > len(answer.rows):
        from kg.ask.render import footer

        say(arguments, footer(answer))
    return 0


def _written(answer: Answer, arguments: Arguments) -> str:
    evidence = not arguments.flag("no-evidence")
    form = arguments.chosen("format")
    if form == "csv":
        return answer.to_csv()
    if form == "tsv":
        return answer.to_tsv()
    if form == "json":
        return answer.to_json(evidence)
    if form == "md":
        return answer.to_markdown(evidence)
    return answer.to_table(width(), use_color(arguments), evidence)
