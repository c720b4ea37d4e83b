"""The parts of the manual that are made from tables of the program: queries, commands, verdict pairs, rules.

``python -m tests.docs.generated`` writes them into the pages; a test compares the pages with what it would write.
"""

from __future__ import annotations

import re
from pathlib import Path

from kg.ask.catalog import catalog
from kg.build.sources import read_vocabulary
from kg.cli.verbs import VERBS, load, overview
from kg.graph.rules import read_rules
from kg.graph.terms import lexical
from kg.names import local_name
from kg.reason.explain import opposites
from tests.docs.generated_ontology import generated_files

__all__ = [
    "commands_page",
    "query_table",
    "rule_table",
    "verdict_table",
    "with_query_table",
    "with_reasoning_tables",
]

_BEGIN, _END = "<!-- table of queries: begin -->", "<!-- table of queries: end -->"
_COMMANDS = """\
# Commands

What `kg --help` and `kg VERB --help` print. In a checkout, `./run VERB` is the same as `kg VERB`; besides, `./run test`
runs the tests and `./run lint` the linters.

Results go to stdout, messages to stderr. A graph that is missing, or whose sources have changed, is built first. Exit
codes are explained in [errors.md](errors.md#errors-and-exit-codes). `NO_COLOR` turns colors off. `MBCKG_HOME` names a
folder: the graph is built in `build` below it. Without it that is `build` in a checkout, else a folder in the user's
cache.
"""


def query_table(root: Path) -> str:
    """One row a stored query: id with a link, parameters with defaults, kind of verdict, question."""
    lines = ["| Query | Parameters | Verdict | Question |", "|---|---|---|---|"]
    queries = catalog(str(root / "queries")).values()
    for query in sorted(queries, key=lambda query: (Path(query.path).parent.name, query.id)):
        path = Path(query.path).relative_to(root).as_posix()
        parameters = ", ".join(f"`{entry.name}={entry.default or '-'}`" for entry in query.parameters)
        verdict = query.verdict if query.has_verdict else ""
        question = query.question.replace("|", "\\|")
        lines.append(f"| [`{query.id}`](../{path}) | {parameters} | {verdict} | {question} |")
    return "\n".join(lines) + "\n"


def with_query_table(page: str, root: Path) -> str:
    """The query guide with its table as it should be."""
    return re.sub(
        f"{_BEGIN}\n.*?{_END}", lambda _: f"{_BEGIN}\n{query_table(root)}{_END}", page, count=1, flags=re.DOTALL
    )


def commands_page() -> str:
    """The page of commands: the help text of the program and of each verb."""
    parts = [_COMMANDS, f"```text\n{overview()}```\n"]
    for name in sorted(VERBS):
        verb, _ = load(name)
        parts.append(f"## kg {name}\n\n```text\n{verb.help()}```\n")
    return "\n".join(parts)


def verdict_table(root: Path) -> str:
    """One row a pair of verdict classes: the two names, the definition of each, and the sources."""
    ontology, _ = read_vocabulary(str(root))
    notes: dict[tuple[str, str], str] = {}
    for subject, predicate, value in ontology:
        if local_name(predicate) in ("definition", "source"):
            notes.setdefault((local_name(subject), local_name(predicate)), lexical(value))
    pairs = {tuple(sorted(map(local_name, pair))) for pair in opposites(ontology).items()}
    lines = ["| Class and its opposite | What they mean | Source |", "|---|---|---|"]
    for one, other in sorted(pairs):
        sources = dict.fromkeys(notes.get((name, "source"), "") for name in (one, other))
        meaning = " ".join(notes.get((name, "definition"), "") for name in (one, other))
        lines.append(f"| `{one}`, `{other}` | {_cell(meaning)} | {_cell('; '.join(map(_link, sources)))} |")
    return "\n".join(lines) + "\n"


def rule_table(root: Path) -> str:
    """One row a rule file: step, name with a link, what it concludes and from what, source."""
    lines = ["| Step | Rule | What it concludes, and when | Source |", "|---|---|---|---|"]
    for rule in read_rules(str(root / "ontology" / "rules")):
        link = f"[{rule.id}](../ontology/rules/{rule.id}.rq)"
        lines.append(f"| {rule.step} | {link} | {_cell(f'{rule.title}. {rule.description}')} | {_link(rule.source)} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _link(source: str) -> str:
    return f"<{source}>" if source.startswith("http") else source


def with_reasoning_tables(page: str, root: Path) -> str:
    """The page on reasoning with its two tables as they should be."""
    for name, table in (("verdicts", verdict_table(root)), ("rules", rule_table(root))):
        begin, end = f"<!-- table of {name}: begin -->", f"<!-- table of {name}: end -->"
        filled = f"{begin}\n{table}{end}"
        literal = filled.replace("\\", "\\\\")
        page = re.sub(f"{begin}\n.*?{end}", literal, page, count=1, flags=re.DOTALL)
    return page


def _write(root: Path) -> None:
    guide = root / "docs" / "queries.md"
    guide.write_text(with_query_table(guide.read_text("utf-8"), root), "utf-8")
    reasoning = root / "docs" / "reasoning.md"
    reasoning.write_text(with_reasoning_tables(reasoning.read_text("utf-8"), root), "utf-8")
    (root / "docs" / "commands.md").write_text(commands_page(), "utf-8")
    for path, text in generated_files(root):
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    _write(Path(__file__).resolve().parents[2])
