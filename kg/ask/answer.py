"""The answer to a stored question: typed rows, verdicts and their counts, evidence, and five ways to write it."""

from __future__ import annotations

from kg.ask.front_matter import PER_CASE
from kg.ask.passages import Details, fetch_details
from kg.ask.values import PART_KINDS, VERDICT_FILTERS, VERDICTS, iris_of, passes, short_name, value_of
from kg.errors import DataError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.ask.bind import Bound
    from kg.ask.engine import Engine, Result
    from kg.ask.front_matter import Query
    from kg.ask.passages import Passage
    from kg.ask.values import Value

__all__ = ["Answer", "AnswerRow", "verdict_filter"]


class AnswerRow:
    """One row: values by column, as attributes (``row.case``) and by key (``row["case"]``); ``dict(row)`` works.

    Values are str, int, float, bool or None (the query has no value there); things are short names, several of
    them separated by spaces. ``evidence`` holds the passages that the row rests on.
    """

    __slots__ = ("_answer", "_terms", "_values")

    def __init__(self, answer: Answer, terms: tuple[str | None, ...]) -> None:
        self._answer = answer
        self._terms = terms
        names = answer.columns
        kinds = [column.kind for column in answer.query.columns]
        case_id = value_of(terms[0], "case") if kinds and kinds[0] == "case" else None
        owner = case_id if isinstance(case_id, str) else None
        self._values: dict[str, Value] = {
            name: value_of(term, kind, owner) for name, kind, term in zip(names, kinds, terms, strict=True)
        }

    def __getattr__(self, name: str) -> Value:
        if name.startswith("_"):
            raise AttributeError(name)
        try:
            return self._values[name]
        except KeyError:
            raise AttributeError(f"the row has no column {name!r}, only {', '.join(self._values)}") from None

    def __getitem__(self, name: str) -> Value:
        return self._values[name]

    def get(self, name: str, default: Value = None) -> Value:
        """The value of a column, or ``default`` when there is no such column."""
        return self._values.get(name, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __eq__(self, other: object) -> bool:
        return self._values == other._values if isinstance(other, AnswerRow) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"AnswerRow({self._values!r})"

    def keys(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._values)

    def iris(self, name: str) -> tuple[str, ...]:
        """The full IRIs of a cell that names a case, parts, classes or reports; empty for other cells."""
        column = self._answer.columns.index(name)
        if self._answer.query.columns[column].kind not in ("case", *PART_KINDS):
            return ()
        return iris_of(self._terms[column])

    @property
    def part_iris(self) -> tuple[str, ...]:
        """The items of the case that the row names, in the order of the columns, each once."""
        found: dict[str, None] = {}
        for column in self._answer.query.columns:
            if column.kind == "part":
                found.update(dict.fromkeys(self.iris(column.name)))
        return tuple(found)

    @property
    def evidence(self) -> tuple[Passage, ...]:
        """The passages in which the items of the row were read; one that several items share stands once."""
        return self._passages(self.part_iris)

    @property
    def grounds(self) -> tuple[Passage, ...]:
        """The passages that decide: those of the items in the column ``basis``, or all when it names none."""
        return self._passages(self._deciding()) or self.evidence

    def _deciding(self) -> tuple[str, ...]:
        return self.iris("basis") if any(column.name == "basis" for column in self._answer.query.columns) else ()

    def _passages(self, items: tuple[str, ...]) -> tuple[Passage, ...]:
        known = self._answer.details().passages
        found: dict[str, Passage] = {}
        for iri in items:
            for passage in known.get(iri, ()):
                found.setdefault(passage.iri, passage)
        return tuple(found.values())

    def shown(self, name: str) -> str:
        """A cell for reading: labels for names of things, "cannot tell" for unknown, "–" for no value."""
        column = self._answer.query.columns[self._answer.columns.index(name)]
        value = self._values[name]
        if value is None:
            return "–"
        if column.kind in PART_KINDS:
            labels = self._answer.details().labels
            return ", ".join(labels.get(iri, short_name(iri)) for iri in self.iris(name))
        if column.kind == "verdict" and value == "unknown":
            return "cannot tell"
        if isinstance(value, bool):
            return "yes" if value else "no"
        return str(value)


class Answer:
    """What a stored query answers. Iterating gives the rows shown, ``len()`` their number.

    ``rows`` are those that pass the verdict filter, ``all_rows`` every row; ``counts`` tells how many there are of
    each verdict among all rows, for a verdict per case how many cases; it is empty for a query without verdict.
    """

    def __init__(self, bound: Bound, result: Result, engine: Engine, verdict: str | None = None) -> None:
        self.query: Query = bound.query
        self.parameters = bound.parameters
        self.columns = tuple(column.name for column in self.query.columns)
        self.verdict = verdict_filter(self.query, verdict)
        self._engine = engine
        self._details: Details | None = None
        self.all_rows = [AnswerRow(self, terms) for terms in _arranged(self.query, result)]
        self._select()

    def _select(self) -> None:
        column = self.query.verdict_column
        self.rows = (
            self.all_rows
            if column is None
            else [row for row in self.all_rows if passes(str(row[column]), self.verdict)]
        )

    @property
    def question(self) -> str:
        """The question in words."""
        return self.query.question

    @property
    def counts(self) -> dict[str, int]:
        """Number of cases (or rows) with each verdict: ``{"yes": 1, "unknown": 0, "no": 13}``."""
        column = self.query.verdict_column
        if column is None:
            return {}
        found = [(row.get("case"), row[column]) for row in self.all_rows]
        if self.query.verdict == PER_CASE:
            found = list(dict.fromkeys(found))
        return {verdict: sum(1 for _, told in found if told == verdict) for verdict in VERDICTS}

    def showing(self, verdict: str) -> Answer:
        """The same answer with another verdict filter: yes, possible, no, unknown or all."""
        other = object.__new__(Answer)
        other.__dict__.update(self.__dict__)
        other.verdict = verdict_filter(self.query, verdict)
        other._details = None
        other.all_rows = [AnswerRow(other, row._terms) for row in self.all_rows]
        other._select()
        return other

    def details(self) -> Details:
        """Labels and passages of everything in the rows shown, read from the graph once."""
        if self._details is None:
            names: dict[str, str] = {}
            for row in self.rows:
                owner = str(row["case"]) if "case" in row else None
                for column in self.query.columns:
                    if column.kind in PART_KINDS:
                        names.update((iri, short_name(iri, owner)) for iri in row.iris(column.name))
            self._details = fetch_details(self._engine, names, names)
        return self._details

    def __iter__(self) -> Iterator[AnswerRow]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __repr__(self) -> str:
        told = ", ".join(f"{count} {verdict}" for verdict, count in self.counts.items())
        return f"Answer({self.query.id!r}, {len(self.rows)} rows shown{'; ' + told if told else ''})"

    def to_csv(self) -> str:
        """The rows shown as CSV (RFC 4180), with a line of column names."""
        from kg.ask.formats import to_csv

        return to_csv(self.columns, self._cells())

    def to_tsv(self) -> str:
        """The rows shown as tab-separated values; tabs, line ends and backslashes in a cell are escaped."""
        from kg.ask.formats import to_tsv

        return to_tsv(self.columns, self._cells())

    def to_json(self, evidence: bool = True) -> str:
        """Query, question, parameters, columns, rows shown (with their evidence) and counts as JSON text."""
        from kg.ask.formats import to_json

        rows: list[dict[str, object]] = []
        for row in self.rows:
            content: dict[str, object] = dict(row)
            if evidence:
                content["evidence"] = [passage.to_json() for passage in row.evidence]
            rows.append(content)
        return to_json(
            {
                "query": self.query.id,
                "question": self.question,
                "parameters": self.parameters,
                "columns": list(self.columns),
                "rows": rows,
                "counts": self.counts,
            }
        )

    def to_markdown(self, evidence: bool = True) -> str:
        """The rows shown as a Markdown table, with the passages they rest on and the counts below."""
        from kg.ask.render import answer_markdown

        return answer_markdown(self, evidence)

    def to_table(self, width: int = 100, color: bool = False, evidence: bool = True) -> str:
        """The rows shown as text of at most ``width`` columns (addresses are never broken), for a terminal."""
        from kg.ask.render import answer_table

        return answer_table(self, width, color, evidence)

    def _cells(self) -> Iterator[list[Value]]:
        return ([row[name] for name in self.columns] for row in self.rows)


def verdict_filter(query: Query, verdict: str | None) -> str:
    """The verdict filter to use; UsageError for one that does not exist, or for a query without verdicts."""
    if verdict is None:
        return "yes" if query.has_verdict else "all"
    if verdict not in VERDICT_FILTERS:
        from kg.findings import did_you_mean, nearest

        hint = did_you_mean(nearest(verdict, VERDICT_FILTERS, 1))
        raise UsageError(
            f"there is no verdict {verdict!r}" + (f"; {hint}" if hint else ""), "one of " + ", ".join(VERDICT_FILTERS)
        )
    if not query.has_verdict and verdict != "all":
        raise UsageError(f"the answers to {query.id} have no verdict: all rows are shown")
    return verdict


def _arranged(query: Query, result: Result) -> list[tuple[str | None, ...]]:
    """The rows with the declared columns in the declared order; DataError when the query gives others.

    Rows of a query that does not order them are sorted by their terms: what an engine takes a second for, when the
    terms lie on disk, takes milliseconds here.
    """
    names = [column.name for column in query.columns]
    missing = [name for name in names if name not in result.columns]
    if missing:
        raise DataError(f"the stored query {query.id} does not give the column {missing[0]}")
    places = [result.columns.index(name) for name in names]
    rows = [tuple([row[place] for place in places]) for row in result.rows]
    if query.verdict_column is not None:
        place = names.index(query.verdict_column)
        for row in rows:
            if value_of(row[place]) not in VERDICTS:
                raise DataError(f"the stored query {query.id} gives the verdict {row[place]}, which is none")
    if not query.ordered:
        rows.sort(key=lambda row: tuple([term or "" for term in row]))
    return rows
