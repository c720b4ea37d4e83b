"""``kg build``: the graph made anew from its sources, whether or not they have changed."""

from __future__ import annotations

from kg.cli.options import Option, Verb
from kg.cli.output import say
from kg.cli.verbs import VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.cli.options import Arguments

__all__ = ["VERB", "run"]

VERB = Verb(
    "build",
    VERBS["build"][1],
    options=(Option("output", "the folder to build in (default: the one that every verb reads)", value="FOLDER"),),
    text="""Ontology, cases and mappings are read and validated, what follows from them is inferred, and the graph
is written beside the old one, which it replaces at once. With an error in the sources nothing is written, and all
errors are shown. Other verbs build by themselves when the graph is missing or its sources have changed.""",
    examples=("kg build", "kg build --output graph"),
)


def run(arguments: Arguments) -> int:
    """Build; one line a step on stderr, what was built on stdout."""
    from kg.build.pipeline import build
    from kg.names import build_dir, resource_root

    result = build(resource_root(), arguments.text("output") or build_dir(), say=lambda text: say(arguments, text))
    for issue in result.warnings:
        say(arguments, issue.render())
    print(f"{result.cases} cases, {result.asserted} statements asserted, {result.inferred} inferred")
    print(result.folder)
    return 0
