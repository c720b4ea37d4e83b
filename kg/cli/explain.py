"""``kg explain``: why yes, why no, or what is missing for a verdict; what contradicts what in a case."""

from __future__ import annotations

from kg.cli.options import Operand, Option, Verb
from kg.cli.output import width, write_result
from kg.cli.session import OUTPUT
from kg.cli.verbs import VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.cli.options import Arguments

__all__ = ["VERB", "run"]

_WIDEST = 100

VERB = Verb(
    "explain",
    VERBS["explain"][1],
    operands=(
        Operand("CASE", "id of the case, or the path of a case file; `kg list cases` shows all of them"),
        Operand(
            "CLASS",
            'class by local name, label or synonym ("HER2-low profile"), CURIE or IRI; without it all verdicts of '
            "the case, one line each",
            "optional",
        ),
        Operand("PART", "only for this part of the case, such as scalp-nodule, or the case id itself", "optional"),
    ),
    options=(
        Option("format", "how to write it", value="FORMAT", choices=("text", "json", "turtle"), default="text"),
        Option("missing", "say what is missing for every part that cannot be told; by default if only one cannot"),
        OUTPUT,
    ),
    text="""For yes and for no: the chain from the definition, by axioms and rules, to the statements of the case file
and the passages they were read in. For "cannot tell": what would have to be reported for a yes, and for a no. For
a case that contradicts the ontology: a minimal set of statements and axioms that contradict each other (exit code
1). The ontology and the one case file are read; no built graph is needed.""",
    examples=(
        "kg explain cheng-2025",
        "kg explain cheng-2025 SolitaryMetastasis scalp-nodule",
        'kg explain koh-2024 "locally treated metastasis" --format json',
    ),
)


def run(arguments: Arguments) -> int:
    """Explain one case."""
    import gc

    gc.disable()  # what is read and inferred stays until the end; looking for garbage takes a tenth of the time
    try:
        return _explain(arguments)
    finally:
        gc.enable()


def _explain(arguments: Arguments) -> int:
    from kg.build.explain import CaseSources

    sources = CaseSources(arguments.required("CASE"))
    cls, part, form = arguments.operand("CLASS"), arguments.operand("PART"), arguments.chosen("format")
    if cls is None and sources.consistent:
        from kg.publish.verdict_list import list_verdicts, verdicts_json, verdicts_text, verdicts_turtle

        rows = list_verdicts(sources)
        if form == "json":
            text = verdicts_json(sources, rows)
        elif form == "turtle":
            text = verdicts_turtle(sources, rows)
        else:
            text = verdicts_text(sources, rows)
        write_result(arguments, text)
        return 0
    explanation = sources.explain(cls, part, missing=True if arguments.flag("missing") else None)
    if form == "turtle":
        from kg.publish.explanation_turtle import to_turtle

        text = to_turtle(explanation)
    elif form == "json":
        from kg.publish.explanation_json import to_json

        text = to_json(explanation)
    else:
        from kg.publish.explanation_text import to_text

        text = to_text(explanation, min(width(), _WIDEST))
    write_result(arguments, text)
    return 0 if explanation.consistent else 1
