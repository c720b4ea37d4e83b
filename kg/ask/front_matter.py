"""The ``#+`` lines at the head of a stored query: reading them, and what is wrong with them.

::

    #+ title: Solitary metastasis of a site
    #+ question: Which cases have the site as the solitary distant site when the metastasis was diagnosed?
    #+ tags: metastasis, solitary
    #+ parameter: site class:BodyPart Scalp where the metastasis lies
    #+ column: case case the case
    #+ column: verdict verdict whether the metastasis was solitary
    #+ verdict: per case
    #+ ordered: yes
    #+ since: 0.1.0
    #+ note: a remark on how to read the answer

The list of keys is closed. ``parameter``, ``column`` and ``note`` may be repeated.
"""

from __future__ import annotations

from kg.names import expand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.findings import Issue

__all__ = ["COLUMN_KINDS", "KEYS", "PER_CASE", "PER_ROW", "VERDICTS", "Column", "Parameter", "Query", "parse"]

KEYS = ("title", "question", "tags", "parameter", "column", "verdict", "ordered", "since", "note")
PER_CASE, PER_ROW, NO_VERDICT = "per case", "per row", "none"
VERDICTS = (PER_CASE, PER_ROW, NO_VERDICT)
COLUMN_KINDS = (
    "case",
    "verdict",
    "part",
    "class",
    "report",
    "text",
    "number",
    "days",
    "date",
    "boolean",
)
_ONCE = ("title", "question", "tags", "verdict", "ordered", "since")
_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
_NAME = _LETTERS | frozenset("0123456789_")


class Parameter:
    """A parameter of a stored query.

    ``kind`` is ``"class"`` or ``"case"``; for a class, ``root`` is the local name of the class that a value must
    be below. ``default`` is a local name or case id, None for "no restriction".
    """

    __slots__ = ("default", "kind", "name", "root", "text")

    def __init__(self, name: str, kind: str, root: str, default: str | None, text: str) -> None:
        self.name, self.kind, self.root, self.default, self.text = name, kind, root, default, text


class Column:
    """A column of the answer: ``name`` is the variable, ``kind`` one of COLUMN_KINDS, ``text`` its meaning."""

    __slots__ = ("kind", "name", "text")

    def __init__(self, name: str, kind: str, text: str) -> None:
        self.name, self.kind, self.text = name, kind, text


class Query:
    """One stored question: what its front matter says, and ``text``, the whole file, valid SPARQL as it stands.

    ``verdict`` is ``"per case"``, ``"per row"`` or ``"none"``; ``path`` is the file, ``id`` its name without ending.
    """

    __slots__ = (
        "columns",
        "id",
        "notes",
        "ordered",
        "parameters",
        "path",
        "question",
        "since",
        "tags",
        "text",
        "title",
        "verdict",
    )

    def __init__(
        self,
        *,
        id: str,  # noqa: A002 - the word that the manual and the files use
        path: str,
        text: str,
        title: str = "",
        question: str = "",
        tags: Iterable[str] = (),
        parameters: Iterable[Parameter] = (),
        columns: Iterable[Column] = (),
        verdict: str = NO_VERDICT,
        ordered: bool = True,
        since: str = "",
        notes: Iterable[str] = (),
    ) -> None:
        self.id, self.path, self.text = id, path, text
        self.title, self.question, self.since = title, question, since
        self.tags, self.parameters, self.columns = tuple(tags), tuple(parameters), tuple(columns)
        self.verdict, self.ordered, self.notes = verdict, ordered, tuple(notes)

    def __repr__(self) -> str:
        return f"Query({self.id!r})"

    @property
    def has_verdict(self) -> bool:
        """Whether its rows carry yes, no or unknown."""
        return self.verdict != NO_VERDICT

    @property
    def verdict_column(self) -> str | None:
        """Name of the column that carries the verdict, the one named ``verdict`` or else the first of its kind."""
        if not self.has_verdict:
            return None
        names = [column.name for column in self.columns if column.kind == "verdict"]
        return "verdict" if "verdict" in names else (names[0] if names else None)


class _Reader:
    """Collects the values of one file's front matter and the issues met on the way."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.issues: list[Issue] = []
        self.values: dict[str, list[tuple[int, str]]] = {key: [] for key in KEYS}

    def report(
        self, code: str, message: str, line: int | None, *, value: str | None = None, allowed: Iterable[str] = ()
    ) -> None:
        from kg.ask.codes import CODES
        from kg.findings import Issue, nearest

        allowed = tuple(allowed)
        self.issues.append(
            Issue(
                code,
                message,
                file=self.file,
                line=line,
                value=value,
                allowed=allowed,
                suggestion=nearest(value, allowed, 1) if value and allowed else (),
                remedy=CODES[code][1],
            )
        )

    def read(self, text: str) -> None:
        """Sort the lines into :attr:`values`."""
        started = False
        for number, line in enumerate(text.split("\n"), 1):
            if line.startswith("#+"):
                key, colon, value = line[2:].partition(":")
                key, value = key.strip(), value.strip()
                if started or not colon or not value:
                    self.report("Q003", "is not a line of front matter", number, value=line.strip())
                elif key not in self.values:
                    self.report("Q001", "is not a key", number, value=key, allowed=KEYS)
                else:
                    self.values[key].append((number, value))
            elif line.strip() and not line.startswith("#"):
                started = True

    def single(self, key: str, allowed: tuple[str, ...] = ()) -> str:
        """The one value of a key; the empty string (and an issue) when there is none, or not one."""
        found = self.values[key]
        if len(found) != 1:
            self.report("Q002", f"the front matter has {len(found)} lines with the key {key}, not one", None)
        if not found:
            return ""
        number, value = found[0]
        if allowed and value not in allowed:
            self.report("Q006", f"is not allowed for {key}", number, value=value, allowed=allowed)
        return value

    def parameters(self) -> list[Parameter]:
        """The well-formed parameters."""
        found = []
        for number, value in self.values["parameter"]:
            words = value.split(None, 3)
            if len(words) < 4 or not _is_name(words[0]):
                self.report("Q004", "is not NAME KIND DEFAULT text", number, value=value)
                continue
            name, kind, default, text = words
            sort, _, root = kind.partition(":")
            if not (kind == "case" or (sort == "class" and _is_name(root))):
                self.report("Q004", "is no kind of parameter", number, value=kind, allowed=("class:ROOT", "case"))
                continue
            found.append(Parameter(name, sort, root, None if default == "-" else default, text))
        self._unique(self.values["parameter"])
        return found

    def columns(self) -> list[Column]:
        """The well-formed columns."""
        found = []
        for number, value in self.values["column"]:
            words = value.split(None, 2)
            if len(words) < 3 or not _is_name(words[0]):
                self.report("Q005", "is not NAME KIND text", number, value=value)
            elif words[1] not in COLUMN_KINDS:
                self.report("Q005", "is no kind of column", number, value=words[1], allowed=COLUMN_KINDS)
            else:
                found.append(Column(*words))
        self._unique(self.values["column"])
        if not self.values["column"]:
            self.report("Q002", "the front matter has no line with the key column", None)
        return found

    def _unique(self, lines: list[tuple[int, str]]) -> None:
        seen: set[str] = set()
        for number, value in lines:
            name = value.split(None, 1)[0]
            if name in seen:
                self.report("Q008", "is declared twice", number, value=name)
            seen.add(name)


def _is_name(word: str) -> bool:
    return word[:1] in _LETTERS and _NAME.issuperset(word)


def parse(text: str, *, query_id: str, path: str, file: str | None = None) -> tuple[Query, list[Issue]]:
    """The query that a file holds, and what is wrong with its front matter and its VALUES lines.

    A query with issues is as complete as it can be: what is malformed is left out. ``file`` is how issues name
    the file (default: ``path``).
    """
    reader = _Reader(file or path)
    reader.read(text)
    single = {key: reader.single(key) for key in _ONCE if key not in ("verdict", "ordered")}
    if single["since"] and not all(part.isdecimal() for part in single["since"].split(".")):
        reader.report("Q007", "is no version", None, value=single["since"])
    query = Query(
        id=query_id,
        path=path,
        text=text,
        title=single["title"],
        question=single["question"],
        tags=[tag.strip() for tag in single["tags"].split(",") if tag.strip()],
        parameters=reader.parameters(),
        columns=reader.columns(),
        verdict=reader.single("verdict", VERDICTS),
        ordered=reader.single("ordered", ("yes", "no")) == "yes",
        since=single["since"],
        notes=[value for _, value in reader.values["note"]],
    )
    lines = text.split("\n")
    for parameter in query.parameters:
        found = [number for number, line in enumerate(lines, 1) if values_term(line, parameter.name) is not None]
        if len(found) != 1:
            reader.report("Q009", f"?{parameter.name} has {len(found)} VALUES lines, not one", None)
        elif not _is_default(values_term(lines[found[0] - 1], parameter.name) or "", parameter):
            reader.report("Q009", f"is not the default of ?{parameter.name}", found[0], value=lines[found[0] - 1])
    return query, reader.issues


def values_term(line: str, name: str) -> str | None:
    """The term of ``VALUES ?name { term }`` when the line is exactly that, whatever its spacing, else None."""
    words = line.split()
    if len(words) == 5 and words[:3] == ["VALUES", "?" + name, "{"] and words[4] == "}":
        return words[3]
    return None


def _is_default(term: str, parameter: Parameter) -> bool:
    if parameter.default is None:
        return term == "UNDEF"
    return expand(term) == expand(("mbc:" if parameter.kind == "class" else "case:") + parameter.default)
