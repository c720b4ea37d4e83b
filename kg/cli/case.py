"""``kg case``: a new case file, its validation, and its passages looked up in the text of a paper."""

from __future__ import annotations

import os

from kg.cli.options import Operand, Option, Verb
from kg.cli.output import say, write_result
from kg.cli.verbs import VERBS
from kg.errors import UnreadableInput, UsageError
from kg.findings import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.cases import Bibliography, CaseFile, Vocabulary
    from kg.cli.options import Arguments
    from kg.findings import Issue

__all__ = ["VERB", "run"]

VERB = Verb(
    "case",
    VERBS["case"][1],
    operands=(
        Operand("ACTION", "new, validate or evidence", choices=("new", "validate", "evidence")),
        Operand("WHAT", "new: id of the case; validate: case files; evidence: a case file or the id of a case", "some"),
    ),
    options=(
        Option("doi", "new: the DOI of its report, which is in the bibliography", value="DOI"),
        Option("site", "new: where the metastasis lies", value="CLASS"),
        Option("text", "evidence: the text of the paper, as plain text or Markdown", value="PAPER"),
        Option("report", "evidence: key of the report that the text is of (default: the primary report)", value="KEY"),
        Option("output", "new, evidence: write to this file instead of stdout", value="FILE"),
    ),
    text="""`new` writes a commented case file to be filled in, `validate` says everything that is wrong with case
files, `evidence` looks for the first and last words of every cited passage in the text of the paper; the text is
read and not kept. Exit code 1: something is wrong, or a passage is not found.""",
    examples=(
        "kg case new smith-2024 --site Liver --output smith-2024.yaml",
        "kg case validate data/cases/*.yaml",
        "kg case evidence cheng-2025 --text paper.md",
    ),
)

_OF_ACTION = {"new": ("doi", "site", "output"), "validate": (), "evidence": ("text", "report", "output")}
# What the template says of the metastasis, and --site replaces.
_TEMPLATE_SITE = "site: {is: FrontalScalp, side: left}"


def run(arguments: Arguments) -> int:
    """Do one of the three."""
    action = arguments.required("ACTION")
    for name in ("doi", "site", "text", "report", "output"):
        if arguments.flag(name) and name not in _OF_ACTION[action]:
            raise UsageError(f"--{name} does not go with `kg case {action}`")
    if action == "validate":
        return _validate(arguments, arguments.operands("WHAT"))
    words = arguments.operands("WHAT")
    if len(words) > 1:
        raise UsageError(f"`kg case {action}` takes one case, not {len(words)}")
    return _new(arguments, words[0]) if action == "new" else _evidence(arguments, words[0])


def _background() -> tuple[Vocabulary, Bibliography, list[Issue]]:
    from kg.build.sources import read_vocabulary
    from kg.cases import read_bibliography
    from kg.names import resource_root

    root = resource_root()
    bibliography, issues = read_bibliography(os.path.join(root, "data", "reports.yaml"))
    return read_vocabulary(root)[1], bibliography, issues


def _new(arguments: Arguments, case_id: str) -> int:
    from kg.cases.template import template

    vocabulary, bibliography, _ = _background()
    doi, site, output = arguments.text("doi"), arguments.text("site"), arguments.text("output")
    if output is not None and os.path.exists(output):
        raise UsageError(f"{output} exists already", "a case file is never overwritten; give another name")
    text = template(case_id, report=_report_of(doi, bibliography)) if doi else template(case_id)
    if site:
        text = text.replace(_TEMPLATE_SITE, f"site: {{is: {_site(site, vocabulary)}}}")
    write_result(arguments, text)
    return 0


def _report_of(doi: str, bibliography: Bibliography) -> str:
    bare = doi.removeprefix("https://doi.org/").casefold()
    for key, report in sorted(bibliography.items()):
        if (report.doi or "").casefold() == bare:
            return key
    raise UsageError(
        f"no report of the bibliography has the DOI {bare}",
        "add the report to data/reports.yaml first: title, authors, year, journal, doi",
    )


def _site(name: str, vocabulary: Vocabulary) -> str:
    """Local name of the site class that a local name or label means."""
    sites = vocabulary.assertable("BodyPart")
    by_label = {vocabulary.labels.get(site, site).casefold(): site for site in sites}
    if name in sites:
        return name
    if name.casefold() in by_label:
        return by_label[name.casefold()]
    hint = did_you_mean(nearest(name, [*sites, *by_label]))
    raise UsageError(f"--site {name}: there is no such body part" + (f"; {hint}" if hint else ""))


def _validate(arguments: Arguments, paths: list[str]) -> int:
    from kg.cases import read_case
    from kg.findings import summary

    vocabulary, bibliography, issues = _background()
    for path in paths:
        if not os.path.isfile(path):
            raise UnreadableInput(f"{path} is no file")
        issues += read_case(path, vocabulary, bibliography)[1]
    for issue in sorted(issues):
        print(issue.render())
    if not issues:
        print("fine")
        return 0
    say(arguments, f"{len(paths)} {'file' if len(paths) == 1 else 'files'}: {summary(issues)}")
    return 1 if any(issue.severity == "error" for issue in issues) else 0


def _evidence(arguments: Arguments, name: str) -> int:
    from kg.cases.anchors import find_anchors

    paper = arguments.text("text")
    if paper is None:
        raise UsageError("`kg case evidence` needs the text of the paper", "kg case evidence CASE --text PAPER")
    case = _case(name)
    key = _report_key(case, arguments.text("report"))
    matches = find_anchors(case, _read(paper), key)
    lines, found, missing = [], 0, 0
    for match in matches:
        entry = match.evidence
        place = f"{case.file}:{entry.line}: {entry.locator}"
        if match.problem is not None:
            missing += 1
            lines.append(f"{place}: {match.problem}")
        elif match.start is not None:
            found += 1
    without = len(matches) - found - missing
    lines.append(
        f"{key}: {found} passages found, {missing} not found"
        + (f", {without} table cells not looked for" if without else "")
    )
    write_result(arguments, "\n".join(lines) + "\n")
    return 1 if missing else 0


def _case(name: str) -> CaseFile:
    """The case of a file, or the case with this id."""
    from kg.cases import read_case
    from kg.errors import DataError
    from kg.names import resource_root

    path = name
    if not os.path.isfile(name):
        folder = os.path.join(resource_root(), "data", "cases")
        path = os.path.join(folder, f"{name}.yaml")
        if not os.path.isfile(path):
            known = [file.removesuffix(".yaml") for file in os.listdir(folder) if file.endswith(".yaml")]
            hint = did_you_mean(nearest(name, known))
            raise UsageError(f"there is no case and no file {name!r}" + (f"; {hint}" if hint else ""))
    vocabulary, bibliography, _ = _background()
    case, issues = read_case(path, vocabulary, bibliography)
    if case is None:
        raise DataError(f"{name} is not in order", issues=issues)
    return case


def _report_key(case: CaseFile, wanted: str | None) -> str:
    """The report that the text is of: the one asked for, or the only primary one."""
    keys = [report.report for report in case.reports.values()]
    if wanted is not None:
        if wanted not in keys:
            hint = did_you_mean(nearest(wanted, keys))
            raise UsageError(f"{case.id} does not cite {wanted}" + (f"; {hint}" if hint else ""), ", ".join(keys))
        return wanted
    primary = sorted({report.report for report in case.reports.values() if report.role == "primary"})
    if len(primary) != 1:
        raise UsageError(f"{case.id} has {len(primary)} primary reports", f"--report says which: {', '.join(keys)}")
    return primary[0]


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{path} is not UTF-8 text", "convert the paper to plain text first") from error
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}") from error
