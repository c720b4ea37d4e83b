"""The parts of the manual that are made from tables of the program: the list of queries, and the commands.

``python -m tests.docs.generated`` writes them into the pages; a test compares the pages with what it would write.
"""

from __future__ import annotations

import re
from pathlib import Path

from kg.ask.catalog import catalog
from kg.cli.verbs import VERBS, load, overview

__all__ = ["commands_page", "query_table", "with_query_table"]

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


def _write(root: Path) -> None:
    guide = root / "docs" / "queries.md"
    guide.write_text(with_query_table(guide.read_text("utf-8"), root), "utf-8")
    (root / "docs" / "commands.md").write_text(commands_page(), "utf-8")


if __name__ == "__main__":
    _write(Path(__file__).resolve().parents[2])
