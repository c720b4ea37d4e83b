"""The graph that a verb works on: the built one, built first when it has to be, or the one behind an endpoint."""

from __future__ import annotations

from kg.ask.engine import Embedded
from kg.ask.graph import Graph
from kg.cli.options import Option
from kg.cli.output import say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.cli.options import Arguments

__all__ = ["ENDPOINT", "FORMAT", "FORMATS", "OUTPUT", "TIMEOUT", "begin", "graph_folder", "open_graph"]

FORMATS = ("table", "csv", "tsv", "json", "md")
FORMAT = Option("format", "how to write the result", value="FORMAT", choices=FORMATS, default="table")
OUTPUT = Option("output", "write the result to this file instead of stdout", value="FILE")
ENDPOINT = Option("endpoint", "ask the SPARQL endpoint at this address instead of the graph here", value="URL")
TIMEOUT = Option("timeout", "seconds that may pass", value="SECONDS", default="60", number=True)


def begin(arguments: Arguments) -> Graph | None:
    """The graph built last, its store being opened meanwhile; None when there is none or an endpoint is asked."""
    from kg.build.freshness import current_graph
    from kg.names import build_dir

    folder = None if arguments.text("endpoint") else current_graph(build_dir())
    if folder is None:
        return None
    engine = Embedded(folder)
    engine.prepare()
    return Graph(engine=engine)


def graph_folder(arguments: Arguments) -> str:
    """The folder of the current graph, built first when it is missing or its sources have changed."""
    from kg.build.freshness import ensure_built

    return ensure_built(say=lambda text: say(arguments, text))


def open_graph(arguments: Arguments, begun: Graph | None = None) -> Graph:
    """The graph behind --endpoint when that is given, else the built one.

    It is built first when it is missing or its sources have changed; ``begun`` is used when neither is so.
    """
    endpoint = arguments.text("endpoint")
    if endpoint is not None:
        return Graph.remote(endpoint, timeout=arguments.number("timeout"))
    folder = graph_folder(arguments)
    if begun is not None and isinstance(begun.engine, Embedded) and begun.engine.folder == folder:
        return begun
    return Graph(folder)
