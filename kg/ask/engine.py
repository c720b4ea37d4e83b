"""Running a query: one small interface, and the embedded engine behind it.

An engine gives back a :class:`Result`, whose terms are text in N-Triples syntax. The other engine, a SPARQL
endpoint, is in :mod:`kg.ask.remote`.
"""

from __future__ import annotations

import os

from kg.errors import KgError, UnreadableInput, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import _thread
    from collections.abc import Iterable

    import pyoxigraph

    Row = tuple[str | None, ...]

__all__ = ["ROWS", "STATEMENTS", "TRUTH", "Embedded", "Engine", "Result"]

ROWS, TRUTH, STATEMENTS = "rows", "truth", "statements"


class Result:
    """What a query gives back: ``columns``, and ``rows`` of terms in N-Triples syntax (None: no value).

    ``kind`` is ROWS for SELECT; TRUTH for ASK, with one row whose only column ``answer`` is a boolean; STATEMENTS
    for CONSTRUCT and DESCRIBE, with the columns subject, predicate and object.
    """

    __slots__ = ("columns", "kind", "rows")

    def __init__(self, kind: str, columns: Iterable[str], rows: Iterable[Row]) -> None:
        self.kind, self.columns, self.rows = kind, tuple(columns), list(rows)

    @classmethod
    def of_truth(cls, truth: bool) -> Result:
        """The result of an ASK query."""
        term = f'"{str(truth).lower()}"^^<http://www.w3.org/2001/XMLSchema#boolean>'
        return cls(TRUTH, ("answer",), [(term,)])

    @classmethod
    def of_statements(cls, statements: Iterable[tuple[str, str, str]]) -> Result:
        """The result of a CONSTRUCT query: its statements, sorted, each once."""
        return cls(STATEMENTS, ("subject", "predicate", "object"), sorted(set(statements)))

    @property
    def truth(self) -> bool:
        """The answer of an ASK query."""
        return bool(self.rows) and (self.rows[0][0] or "").startswith('"true"')


class Engine:
    """Something that answers SPARQL queries over the union of all graphs."""

    folder: str | None = None

    def run(self, text: str) -> Result:
        """The result of a query of ours, which is trusted."""
        raise NotImplementedError

    def evaluate(self, text: str, timeout: float | None = None) -> Result:
        """The result of a query of a user, which is not.

        ``timeout`` is in seconds, None for no limit. UsageError for a text that we do not run, LimitError (here)
        or RemoteError (far away) when it takes longer.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Give back files or connections; the engine cannot be used afterwards."""


class Embedded(Engine):
    """The engine in this process, over a graph folder (which holds ``store/``), opened when first needed."""

    def __init__(self, folder: str) -> None:
        self.folder: str = folder
        self.path = os.path.join(folder, "store")
        self._store: pyoxigraph.Store | None = None
        self._opening: _thread.LockType | None = None

    def prepare(self) -> None:
        """Begin to open the store in a thread: that takes as long as everything else before a question is run.

        Nothing is raised here, whatever comes of it; the first :meth:`run` opens the store itself if need be.
        """
        import _thread

        if self._store is not None or self._opening is not None:
            return
        opening = self._opening = _thread.allocate_lock()
        opening.acquire()

        def work() -> None:
            try:
                self._store = open_store(self.path)
            except KgError:
                pass  # told, in the caller's thread, by whoever needs the store
            finally:
                opening.release()

        _thread.start_new_thread(work, ())

    def _open(self) -> pyoxigraph.Store:
        if self._opening is not None:
            with self._opening:
                self._opening = None
        if self._store is None:
            self._store = open_store(self.path)
        return self._store

    def run(self, text: str) -> Result:
        return run_query(self._open(), text)

    def evaluate(self, text: str, timeout: float | None = None) -> Result:
        from kg.ask.guard import check_query
        from kg.ask.worker import evaluate

        check_query(text)
        return evaluate(self.path, text, timeout)

    def close(self) -> None:
        if self._opening is not None:
            with self._opening:
                self._opening = None
        self._store = None


def open_store(path: str) -> pyoxigraph.Store:
    """The store at ``path``, for reading; UnreadableInput when there is none."""
    import pyoxigraph

    if not os.path.isfile(os.path.join(path, "CURRENT")):
        raise UnreadableInput(f"there is no graph at {path}", "`kg build` makes it")
    cores = _on_one_core()
    try:
        return pyoxigraph.Store.read_only(path)
    except OSError as error:
        raise UnreadableInput(f"the graph at {path} cannot be opened: {error}", "`kg build` makes it again") from error
    finally:
        if cores:
            os.sched_setaffinity(0, cores)


def _on_one_core() -> set[int]:
    """Keep this thread on one core, where the system can; gives back where it may run otherwise.

    Opening a store starts some 180 threads of the storage engine, which a reader never uses. On busy cores
    waiting for them doubles the time that a question takes; on one core they start one after the other.
    """
    if not hasattr(os, "sched_setaffinity"):
        return set()
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    return cores


def run_query(store: pyoxigraph.Store, text: str) -> Result:
    """Run a query over the union of all graphs; UsageError with the place of a syntax error."""
    import pyoxigraph

    try:
        found = store.query(text, use_default_graph_as_union=True)
        if isinstance(found, pyoxigraph.QuerySolutions):
            columns = [variable.value for variable in found.variables]
            rows = [tuple([None if term is None else str(term) for term in solution]) for solution in found]
            return Result(ROWS, columns, rows)
        if isinstance(found, pyoxigraph.QueryBoolean):
            return Result.of_truth(bool(found))
        return Result.of_statements((str(t.subject), str(t.predicate), str(t.object)) for t in found)
    except SyntaxError as error:
        raise UsageError(f"the query cannot be read: {error}") from error
    except (OSError, RuntimeError) as error:
        raise KgError(f"the engine failed: {error}") from error
