"""The codes of all issues with case files and the bibliography: one table, from which the manual is made.

A code never changes its meaning and is never used again for another one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.findings import ERROR, WARNING, Issue

__all__ = ["CODES", "Code", "Problems"]


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem: its stable code, a title, what to do about it, and how grave it is."""

    code: str
    title: str
    remedy: str
    severity: str = ERROR


_TABLE = (
    # the file
    Code("C001", "The file cannot be read as UTF-8 text", "Save the file as UTF-8."),
    Code("C002", "The file is too large", "Keep a case file below 1 MiB: it holds one case, not its sources."),
    Code("C003", "The file begins with a byte order mark", "Save the file as UTF-8 without a byte order mark."),
    Code("C004", "The file is empty", "Start from the output of `kg case new`."),
    Code("C005", "The file is not YAML", "Mend the place named; often a quote, a colon or an indentation."),
    Code(
        "C006",
        "The file has more than one document",
        "One case a file: take out the --- line and what follows.",
    ),
    Code(
        "C007",
        "The file is not a mapping",
        "The top level is a list of keys with their values: case, reports ...",
    ),
    Code("C008", "A key stands twice in one mapping", "Merge the two entries, or rename one."),
    Code("C009", "An anchor, alias or merge key is used", "Write the value out at each place."),
    Code("C010", "A YAML tag is used", "Take the tag (the word after !) away; values need none."),
    Code("C011", "The file is nested too deeply", "No case needs more than a dozen levels: check brackets."),
    Code("C012", "A tab indents a line", "Indent with spaces."),
    # its structure
    Code("C020", "Unknown key", "Use one of the keys allowed there."),
    Code("C021", "A required key is missing", "Add the key."),
    Code(
        "C022",
        "The value has the wrong shape",
        "Write a mapping, a list or a single value, as the key wants.",
    ),
    Code("C023", "A key has no value", "Give the value, or take the key away: silence needs no key."),
    Code(
        "C024",
        "An item of the course does not say its kind",
        "Begin the item with its kind and id: therapy: x.",
    ),
    Code("C025", "An item of the course has two kinds", "Split the item, one kind each."),
    Code("C026", "The value is not one of those allowed", "Use one of the values allowed."),
    Code("C027", "The id is not well formed", "Ids are a-z, then a-z, 0-9 and single hyphens."),
    Code("C028", "The id is used twice", "Give each item an id of its own; ids derived from others count too."),
    Code("C029", "The case id differs from the file name", "Name the file after the case: <case id>.yaml."),
    Code("C030", "The kind of an item is not its first key", "Put kind and id first.", WARNING),
    # names and references
    Code("C040", "Unknown class", "Use a class of the ontology; `kg list classes` shows them."),
    Code("C041", "A class of another kind is expected", "Use a class below the one named."),
    Code("C042", "The class is inferred only", "Assert what was reported; the reasoner draws the conclusion."),
    Code("C043", "Two classes exclude each other", "Keep the one that the report states."),
    Code("C044", "Unknown marker", "Use a marker that has a ...Result class in the ontology."),
    Code("C045", "Unknown slot", "Use a slot that has a ...Gap class in the ontology."),
    Code("C046", "Unknown id", "Refer to an id of this file."),
    Code("C047", "The id is of another kind", "Refer to an item of the kind expected."),
    Code("C048", "Items refer to each other in a circle", "Break the circle."),
    Code(
        "C049",
        "The examination is not part of the assessment",
        "Add it to examinations, or name one of them.",
    ),
    Code(
        "C050",
        "The ontology lacks a class that case files rely on",
        "Restore the class, or mend kg.cases.tables.",
    ),
    # evidence
    Code("C060", "Evidence is missing", "Add in: ALIAS | LOCATOR | FIRST WORDS … LAST WORDS."),
    Code("C061", "Unknown report alias", "Use an alias listed under reports."),
    Code("C062", "The passage was not read", "Cite only what was read; mend `read` when more was."),
    Code("C063", "The locator is missing", "Name section and paragraph, figure, or table row and column."),
    Code("C064", "An anchor is missing", "Copy the first and the last words of the passage."),
    Code("C065", "An anchor is too long", "Copy at most four words a side."),
    Code("C066", "The table row is not readable", "Write at: Table 1, row 9."),
    Code("C067", "Unknown report", "Use a key of data/reports.yaml, or add the report there."),
    Code("C068", "Evidence is not well formed", "Write ALIAS | LOCATOR | FIRST WORDS … LAST WORDS."),
    # values
    Code("C080", "The date is not readable", "Write YYYY, YYYY-MM or YYYY-MM-DD; ~ for about, A/B for between."),
    Code("C081", "The date is impossible", "Check the calendar; A/B begins with the earlier date."),
    Code("C082", "The end lies before the start", "Check date and end."),
    Code("C083", "The item is dated after its report", "Check the date, and which report says so."),
    Code("C084", "The value is not readable", "Use one of the forms allowed."),
    Code("C085", "A percentage is over 100", "Check the number."),
    Code("C086", "The number is negative", "Check the number; a dash before a number reads as minus."),
    Code("C087", "The unit is unknown or does not fit", "Use one of the units allowed."),
    Code("C088", "More nodes are positive than were examined", "Check the two counts."),
    Code("C089", "The number is not a whole number in range", "Check the number."),
    Code("C090", "The age is out of range", "Check the age; it is in years."),
    Code("C091", "The stage is not readable", "Write it as printed: prefix, T, N and M, such as ypT2N1aM0."),
    Code("C092", "The range ends below its beginning", "Write the smaller number first."),
    Code("C093", "The side contradicts itself", "Keep one side; use bilateral, or one site for each side."),
    Code("C094", "Two values of one result contradict each other", "Keep what is reported."),
    # text
    Code("C100", "The text is too long", "Say it in fewer words of your own; facts belong into their own keys."),
    Code("C101", "The text looks copied", "Say it in your own words: no sentence of a paper is copied."),
    # contradictions
    Code("C110", "The same sign is present and absent", "Keep one, or set both into a dispute."),
    Code(
        "C111",
        "A therapy is told and told to be absent",
        "Limit the absence by until, or correct the target.",
    ),
    Code(
        "C112",
        "A lesion is ruled out and detected",
        "Name in `of` what the finding excepts, or correct detects.",
    ),
    Code(
        "C113",
        "The accepted claim is none of the claims",
        "Repeat one `says` letter for letter, or write none.",
    ),
    Code("C114", "A dispute has fewer than two different claims", "Give both sides."),
    Code(
        "C115",
        "The slot is silent and filled",
        "Take the entry away, or keep the printed sign of the report.",
        WARNING,
    ),
    Code(
        "C116",
        "The stage group does not go with the M category",
        "Check both; if the report prints them so, set the staging into a dispute.",
    ),
    Code(
        "C117",
        "The prefix of the stage does not fit the course",
        "Check prefix and dates; if the report prints it so, set the staging into a dispute.",
    ),
    Code("C118", "A local therapy is on the other side of its target", "Correct site, side or targets."),
    # the bibliography
    Code("C120", "The report key is not well formed", "Keys are a-z, then a-z, 0-9 and single hyphens."),
    Code("C121", "The DOI is not readable", "Write the DOI alone, from 10. on, without an address before it."),
    Code("C122", "The DOI is used twice", "Keep one entry a report."),
    Code("C123", "The year is not readable", "Write the four digits of the year of publication."),
    Code(
        "C124",
        "The identifier or address is not readable",
        "PMID: digits; PMCID: PMC and digits; url: https.",
    ),
    # the order of the course; what the reports themselves tell in this order is a dispute about both items
    Code("C130", "Something is done after the death", "Correct one of the two dates, or set both into a dispute."),
    Code(
        "C131",
        "A response is assessed before its therapy began",
        "Correct a date or the therapy, or set both into a dispute.",
    ),
    Code(
        "C132",
        "The first sign of a lesion is later than its detection",
        "The first sign is when anybody first noticed it: correct a date, or set both into a dispute.",
    ),
    Code(
        "C133",
        "A later line of therapy begins before an earlier one",
        "Correct line or date, or set both therapies into a dispute.",
    ),
    Code(
        "C134",
        "A therapy is on the wrong side of the operation",
        "Correct a date or the intent, or set both therapies into a dispute.",
    ),
    Code(
        "C135",
        "A recurrence is older than its primary tumor",
        "Correct a date or the class, or set both lesions into a dispute.",
    ),
    Code(
        "C136",
        "A specimen is older than the operation that yielded it",
        "Correct a date or by, or set both into a dispute.",
    ),
    Code(
        "C137",
        "A told interval does not fit the dates",
        "Correct interval or dates; if the report tells both, set the interval into a dispute.",
    ),
    Code(
        "C138",
        "A lesion grows and shrinks on the same day",
        "Correct of, date or class, or set both responses into a dispute.",
    ),
)

CODES: dict[str, Code] = {entry.code: entry for entry in _TABLE}
"""All codes, in the order of the manual."""


class Problems:
    """Collects the issues of one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[Issue] = []

    def add(
        self,
        code: str,
        message: str,
        *,
        place: tuple[int, int] | None = None,
        field: str | None = None,
        value: object = None,
        allowed: str | Iterable[str] = (),
        suggestion: str | Iterable[str] = (),
    ) -> None:
        """Add one issue at a line and column; severity and remedy come from :data:`CODES`."""
        entry = CODES[code]
        shown = None if value is None else str(value)
        self.issues.append(
            Issue(
                code,
                message,
                severity=entry.severity,
                file=self.file,
                line=place[0] if place else None,
                column=place[1] if place else None,
                field=field or None,
                value=shown if shown is None or len(shown) <= 80 else shown[:77] + "...",
                allowed=allowed,
                suggestion=suggestion,
                remedy=entry.remedy,
            )
        )

    @property
    def failed(self) -> bool:
        """Whether any issue is an error."""
        return any(issue.severity == ERROR for issue in self.issues)

    def sorted(self) -> list[Issue]:
        """The issues by place, without doubles."""
        return sorted(set(self.issues))
