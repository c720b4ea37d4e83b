"""The verbs: name, module, summary, and whether it only reads. The one list; help and manual are made from it."""

from __future__ import annotations

from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.cli.options import Arguments, Verb

__all__ = ["VERBS", "load", "overview"]

# name -> module below kg.cli, what the verb does, whether ending at once after it is safe (it only reads).
# A module holds VERB, made with the summary that stands here, and run(arguments) -> exit code.
VERBS: dict[str, tuple[str, str, bool]] = {
    "ask": ("ask", "answer one stored question", True),
    "build": ("build", "build the graph from ontology, cases and mappings", False),
    "case": ("case", "start a case file, validate case files, look up their passages in a paper", False),
    "check": ("check", "check ontology, cases, shapes, queries and reasoning", False),
    "diff": ("diff", "compare two releases: what changed, which answers changed, and why", False),
    "explain": ("explain", "explain a verdict: why yes, why no, or what is missing for either", True),
    "export": ("export", "write the release files, a static site, or statements of cases in one format", False),
    "list": ("list", "list the stored queries, the cases or the classes", True),
    "show": ("show", "show one case to read, each statement with its passage", True),
    "sparql": ("sparql", "run any read-only SPARQL query", True),
}


def load(name: str) -> tuple[Verb, Callable[[Arguments], int]]:
    """The verb and its function; UsageError with the nearest names when there is none."""
    if name not in VERBS:
        from kg.findings import did_you_mean, nearest

        hint = did_you_mean(nearest(name, VERBS))
        raise UsageError(f"there is no verb {name!r}" + (f"; {hint}" if hint else ""), "`kg --help` lists the verbs")
    module = __import__(f"kg.cli.{VERBS[name][0]}", fromlist=["VERB", "run"])
    return module.VERB, module.run


def overview() -> str:
    """The help text of ``kg`` itself."""
    from kg.cli.options import COMMON

    widest = max(len(name) for name in VERBS)
    lines = ["usage: kg VERB [ARGUMENTS] [OPTIONS]", "", "verbs:"]
    lines += [f"  {name.ljust(widest)}  {summary}" for name, (_, summary, _) in sorted(VERBS.items())]
    widest = max(len(option.usage) for option in COMMON)
    lines += ["", "options of every verb:"]
    lines += [f"  {option.usage.ljust(widest)}  {option.text}" for option in COMMON]
    lines += [f"  {'--version'.ljust(widest)}  show the version and end", "", "`kg VERB --help` tells more of a verb."]
    return "\n".join(lines) + "\n"
