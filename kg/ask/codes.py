"""The codes of all issues with stored queries: one table, from which the manual is made."""

from __future__ import annotations

__all__ = ["CODES"]

# code -> what is wrong, what to do about it
CODES: dict[str, tuple[str, str]] = {
    "Q001": ("Unknown key in the front matter", "Use one of the keys allowed; a key is never invented."),
    "Q002": ("A key is missing or stands twice", "Write the key exactly once."),
    "Q003": ("The line is no front matter", "Write `#+ key: value`, before the first line of the query."),
    "Q004": ("The parameter is malformed", "Write `#+ parameter: NAME KIND DEFAULT text`."),
    "Q005": ("The column is malformed", "Write `#+ column: NAME KIND text`."),
    "Q006": ("The value is not one of those allowed", "Use one of the values allowed."),
    "Q007": ("The version is malformed", "Write the version since which the query exists, such as 0.1.0."),
    "Q008": ("A name is declared twice", "Give each parameter and each column a name of its own."),
    "Q009": (
        "The VALUES line of a parameter is missing, doubled or malformed",
        "Write the line `VALUES ?name { default }` once in the query, alone, with the default of the front matter.",
    ),
    "Q010": (
        "The columns are not the variables that the query selects",
        "Declare the selected variables, all of them, in the order of the SELECT line.",
    ),
    "Q011": ("The first column is not the case", "Select ?case first and declare it: `#+ column: case case ...`."),
    "Q012": (
        "Verdict and columns disagree",
        "Declare a column of the kind verdict exactly when the verdict is given per case or per row.",
    ),
    "Q013": ("The query is not ordered", "End the query with ORDER BY ?case and whatever makes the order total."),
    "Q014": ("The query is not one we run", "Write one SELECT query without SERVICE, FROM and updates."),
    "Q015": ("The file cannot be read as UTF-8 text", "Save the file as UTF-8."),
    "Q016": ("The name of the file is no id", "Name it with lower-case letters, digits and hyphens: my-query.rq."),
    "Q017": ("Two files have the same id", "Rename one: the name of the file is the id of the query."),
}
