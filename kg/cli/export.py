"""``kg export``: the release files, the static site, or the statements of one case or of all in one format."""

from __future__ import annotations

import os

from kg.cli.options import Option, Verb
from kg.cli.output import say, write_atomically, write_result
from kg.cli.session import graph_folder
from kg.cli.verbs import VERBS
from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.ask.graph import Graph
    from kg.cli.options import Arguments

__all__ = ["VERB", "run"]

_FORMATS = ("turtle", "trig", "ntriples", "nquads")

VERB = Verb(
    "export",
    VERBS["export"][1],
    options=(
        Option(
            "output",
            "folder for the release files; with --format, a file or folder for the statements",
            value="PATH",
        ),
        Option("site", "no release, a static site with the release in it, in this folder", value="DIR"),
        Option("base-url", "with --site: where the site will be; adds rewrite rules for w3id.org", value="URL"),
        Option("parquet", "also write the tables as Parquet (needs pyarrow)"),
        Option("format", "no release, only statements of cases in this format", value="FORMAT", choices=_FORMATS),
        Option("case", "with --format: only this case", value="CASE"),
        Option("inferred", "with --format: also what follows from the asserted statements"),
    ),
    text="""Without --format and --site all release files are written: ontology, cases, what follows, queries, mappings,
tables, the description of the dataset, and SHA256SUMS. The same sources give the same bytes on any machine. The
folder may be missing, empty, or hold a release, which is replaced as a whole; a folder with anything else in it is
refused and stays as it is.

With --site, the folder gets a page for every class, property, case, report and question, the RDF of each, and the
release. It works from any plain file server, without JavaScript. The folder is treated as that of a release is.

With --format, Turtle and TriG are grouped by case and thing, sorted and indented. In TriG and N-Quads the asserted
statements are in the graph of their case, inferred ones in graph:inferred. --output takes a file, or a folder that
ends with / or exists, for one file a case.""",
    examples=(
        "kg export --output release",
        "kg export --site site --base-url https://example.org/mbckg/",
        "kg export --format turtle --case cheng-2025",
        "kg export --format trig --inferred --output cases.trig",
    ),
)


def run(arguments: Arguments) -> int:
    """Write the release, the site, or the statements."""
    form = arguments.text("format")
    _check(arguments, form)
    from kg.ask.graph import Graph

    with Graph(graph_folder(arguments)) as graph:
        if arguments.text("site") is not None:
            _write_site(arguments, graph)
        elif form is None:
            _write_release(arguments, graph)
        else:
            _write_statements(arguments, graph, form)
    return 0


def _check(arguments: Arguments, form: str | None) -> None:
    output = arguments.text("output")
    if arguments.text("site") is not None:
        _check_site(arguments)
        return
    if arguments.text("base-url") is not None:
        raise UsageError("--base-url needs --site", "the folder for the site")
    if form is not None:
        if arguments.flag("parquet"):
            raise UsageError("--parquet belongs to the release files; leave out --format")
        return
    for name in ("case", "inferred"):
        if arguments.text(name) is not None:
            raise UsageError(f"--{name} needs --format", f"one of {', '.join(_FORMATS)}")
    if output is None or output == "-":
        raise UsageError(
            "the release is several files: give a folder with --output",
            f"or one format with --format: {', '.join(_FORMATS)}",
        )


def _check_site(arguments: Arguments) -> None:
    others = ("output", "parquet", "format", "case", "inferred")
    given = [name for name in others if arguments.flag(name)]
    if given:
        raise UsageError(f"--{given[0]} does not go with --site", "write the site alone; the release is in it")
    if arguments.text("site") in ("", "-"):
        raise UsageError("the site is many files: give a folder with --site")


def _write_site(arguments: Arguments, graph: Graph) -> None:
    from kg.names import resource_root
    from kg.publish.release.files import Release
    from kg.publish.release.write import write_release
    from kg.publish.site.pages import site_files

    folder, root = arguments.text("site") or "", resource_root()
    files = site_files(graph, root, arguments.text("base-url"))
    written = write_release(Release.of(graph.engine, root), folder, files)
    say(arguments, f"wrote {len(written)} files to {folder}")


def _write_release(arguments: Arguments, graph: Graph) -> None:
    from kg.names import resource_root
    from kg.publish.release.descriptions import DESCRIPTIONS
    from kg.publish.release.files import FILES, Release, parquet_files
    from kg.publish.release.write import write_release

    folder = arguments.text("output") or ""
    files = [*FILES, *(parquet_files() if arguments.flag("parquet") else ())]
    written = write_release(Release.of(graph.engine, resource_root()), folder, files, DESCRIPTIONS)
    say(arguments, f"wrote {len(written)} files to {folder}")


def _write_statements(arguments: Arguments, graph: Graph, form: str) -> None:
    from kg.publish.serialize import serialize

    output = arguments.text("output")
    if output is not None and (os.path.isdir(output) or output.endswith(("/", os.sep))):
        _write_folder(arguments, graph, form, output)
    else:
        pieces = serialize(graph.engine, form, arguments.text("case"), arguments.flag("inferred"))
        write_result(arguments, "".join(pieces))


def _write_folder(arguments: Arguments, graph: Graph, form: str, folder: str) -> None:
    """One file a case; the folder is made when it is missing, files of other cases in it stay."""
    from kg.publish.serialize import ENDINGS, serialize

    case_id = arguments.text("case")
    chosen = [case_id] if case_id is not None else [name for name, _ in graph.cases()]
    contents = {name: "".join(serialize(graph.engine, form, name, arguments.flag("inferred"))) for name in chosen}
    os.makedirs(folder, exist_ok=True)
    for name, content in contents.items():
        write_atomically(os.path.join(folder, name + ENDINGS[form]), content.encode())
    say(arguments, f"wrote {len(contents)} {'file' if len(contents) == 1 else 'files'} to {folder}")
