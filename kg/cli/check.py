"""``kg check``: ontology, cases, shapes, queries and reasoning held against what they promise."""

from __future__ import annotations

from kg.cli.options import Operand, Option, Verb
from kg.cli.output import say, write_result
from kg.cli.session import OUTPUT
from kg.cli.verbs import VERBS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.check.run import CheckReport, FamilyReport
    from kg.cli.options import Arguments

__all__ = ["VERB", "run"]

_FAMILIES = ("ontology", "cases", "shapes", "queries", "reasoning")

VERB = Verb(
    "check",
    VERBS["check"][1],
    operands=(
        Operand("FAMILY", "ontology, cases, shapes, queries or reasoning; all when left out", "many", _FAMILIES),
    ),
    options=(
        Option(
            "fail-on",
            "the least severe issue that makes the exit code 1",
            value="SEVERITY",
            choices=("error", "warning"),
            default="error",
        ),
        Option("data", "with shapes: look at this RDF file in place of the cases", value="FILE"),
        Option("format", "how to write the issues", value="FORMAT", choices=("text", "json"), default="text"),
        OUTPUT,
        Option("timeout", "seconds that the reasoner may take", value="SECONDS", default="600", number=True),
    ),
    text="""All issues are reported, each with its code, its place and what to do about it. `reasoning` checks that
ontology and cases are OWL 2 DL, and compares the compiled rules with a DL reasoner: case by case, all cases together
and the ontology alone, with the seconds of each case on standard error. The reasoner needs Java 17 or newer: without it
the rest is checked and the exit code is 3, and 4 when the reasoner is out of time.

`shapes` validates the cases as RDF, and the description of the dataset, against the SHACL shapes of the ontology; with
--data one RDF file (.ttl, .trig, .nt, .nq, .rdf, .owl) instead, such as cases that another program made.""",
    examples=(
        "kg check",
        "kg check cases queries",
        "kg check ontology --fail-on warning --format json",
        "kg check shapes --data mine.ttl",
    ),
)


def run(arguments: Arguments) -> int:
    """Run the checks; 0 when nothing is as severe as --fail-on, 1 when something is."""
    from kg.check.run import FAMILIES, run_checks
    from kg.names import build_dir, resource_root

    data = arguments.text("data")
    if data is not None:
        report = _of_file(arguments, data)
    else:
        report = run_checks(
            resource_root(),
            build_dir(),
            arguments.operands("FAMILY") or FAMILIES,
            deadline=arguments.number("timeout"),
            say=lambda text: say(arguments, text),
        )
    write_result(arguments, _json(report) if arguments.chosen("format") == "json" else _text(report))
    if report.fails(arguments.chosen("fail-on")):
        return 1
    if report.stopped is not None:
        raise report.stopped
    return 0


def _of_file(arguments: Arguments, path: str) -> CheckReport:
    """The report of one RDF file, which only the shapes look at."""
    from kg.check.run import check_data
    from kg.errors import UsageError
    from kg.names import resource_root

    if arguments.operands("FAMILY") != ["shapes"]:
        raise UsageError("--data goes with the family shapes alone", "write `kg check shapes --data FILE`")
    return check_data(resource_root(), path)


def _text(report: CheckReport) -> str:
    """Every issue once, then one line a family."""
    lines = [issue.render() for issue in report.issues]
    return "\n".join([*lines, *map(_summary, report.families)]) + "\n"


def _summary(family: FamilyReport) -> str:
    """``ontology: 0 errors, 2 warnings``."""
    if family.stopped is not None:
        return f"{family.name}: not finished, {family.stopped.message}"
    counts = [(family.count(severity), severity) for severity in ("error", "warning")]
    told = ", ".join(f"{count} {severity}{'' if count == 1 else 's'}" for count, severity in counts)
    return f"{family.name}: {told}" + (f" ({family.remark})" if family.remark else "")


def _json(report: CheckReport) -> str:
    import json

    content = {
        "families": [
            {
                "family": family.name,
                "errors": family.count("error"),
                "warnings": family.count("warning"),
                "finished": family.stopped is None,
                "remark": family.stopped.message if family.stopped else family.remark,
            }
            for family in report.families
        ],
        "issues": [issue.to_json() for issue in report.issues],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
