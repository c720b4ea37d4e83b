"""``kg sparql``: any read-only query, in a process of its own, for a limited time."""

from __future__ import annotations

import sys

from kg.ask.engine import ROWS, STATEMENTS
from kg.cli.options import Operand, Option, Verb
from kg.cli.output import use_color, width, write_result
from kg.cli.session import ENDPOINT, FORMATS, OUTPUT, TIMEOUT, open_graph
from kg.cli.verbs import VERBS
from kg.errors import UnreadableInput, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.ask.engine import Result
    from kg.cli.options import Arguments

__all__ = ["VERB", "run"]

_STATEMENT_FORMATS = ("ttl", "nt")

VERB = Verb(
    "sparql",
    VERBS["sparql"][1],
    operands=(Operand("FILE", "the query; - or nothing reads it from stdin", "optional"),),
    options=(
        Option(
            "format",
            "how to write the result (default table, for statements ttl)",
            value="FORMAT",
            choices=(*FORMATS, *_STATEMENT_FORMATS),
        ),
        OUTPUT,
        ENDPOINT,
        TIMEOUT,
    ),
    text="""The query sees the union of all graphs: the cases, what is inferred, reports, ontology, mappings and stored
queries; GRAPH looks into one. Updates, SERVICE and FROM are refused. csv, tsv and json are the W3C result
formats; ttl and nt are for CONSTRUCT and DESCRIBE.""",
    examples=(
        "kg sparql queries/metastasis/solitary-metastasis.rq",
        "echo 'SELECT ?case { ?case a mbc:Case }' | kg sparql --format csv",
    ),
)


def run(arguments: Arguments) -> int:
    """Run one query; exit code 0, also when it gives no row."""
    text = _with_prefixes(_read(arguments.operand("FILE")))
    result = open_graph(arguments).sparql(text, arguments.number("timeout"))
    write_result(arguments, _written(result, arguments))
    return 0


def _read(path: str | None) -> str:
    try:
        if path is None or path == "-":
            if path is None and sys.stdin.isatty():
                raise UsageError("no query", "give a file, or - to type the query and end it with Ctrl-D")
            return sys.stdin.buffer.read().decode()
        with open(path, encoding="utf-8") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{path or 'stdin'} is not UTF-8 text: {error}") from error
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from error


def _with_prefixes(text: str) -> str:
    """The query, with those of the project's prefixes declared before it that it does not declare itself."""
    from kg.ask.guard import tokens
    from kg.names import PREFIXES

    declared = set()
    after = ""
    for kind, token in tokens(text):
        if after == "PREFIX" and kind == "name":
            declared.add(token.rstrip(":"))
        after = token.upper() if kind == "word" else ""
    missing = [f"PREFIX {name}: <{iri}> " for name, iri in sorted(PREFIXES.items()) if name not in declared]
    # On one line with the first of the query, so that the lines in messages stay right.
    return "".join(missing) + text


def _written(result: Result, arguments: Arguments) -> str:
    from kg.ask import formats, render

    form = arguments.text("format") or ("ttl" if result.kind == STATEMENTS else "table")
    if form in _STATEMENT_FORMATS:
        if result.kind != STATEMENTS:
            raise UsageError(f"--format {form} is for CONSTRUCT and DESCRIBE", f"one of {', '.join(FORMATS)}")
        return _statements(result, form)
    if form == "csv":
        return formats.result_csv(result)
    if form == "tsv":
        return formats.result_tsv(result)
    if form == "json":
        return formats.result_json(result)
    if form == "md":
        return render.result_markdown(result)
    if result.kind not in (ROWS, STATEMENTS):
        return f"{str(result.truth).lower()}\n"
    return render.result_table(result, width(), use_color(arguments))


def _statements(result: Result, form: str) -> str:
    from kg.graph.store import to_ntriples, to_turtle
    from kg.names import PREFIXES

    statements = [(row[0] or "", row[1] or "", row[2] or "") for row in result.rows]
    content = to_ntriples(statements) if form == "nt" else to_turtle(statements, PREFIXES)
    return content.decode()
