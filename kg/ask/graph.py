"""The graph as Python sees it: ask a stored question, run any query, open a case."""

from __future__ import annotations

import os

from kg.ask.engine import Embedded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any

    from kg.ask.answer import Answer
    from kg.ask.case_view import CaseView
    from kg.ask.class_list import ClassEntry
    from kg.ask.engine import Engine, Result
    from kg.ask.front_matter import Query

__all__ = ["DEFAULT_TIMEOUT", "Graph"]

DEFAULT_TIMEOUT = 60.0  # seconds that a query of a user may take


class Graph:
    """A built graph, opened for reading.

    ``path`` is the folder of the graph (which holds ``store/``), or the build folder above it, whose file
    ``current`` names it. ``queries`` is the folder of the stored queries, by default the project's own. The store
    is opened when it is first needed; a Graph is a context manager, and :meth:`close` lets go of the store.
    ``folder`` is the folder of the graph, None for a graph that is asked over the network.
    """

    def __init__(self, path: str | None = None, *, queries: str | None = None, engine: Engine | None = None) -> None:
        if (path is None) == (engine is None):
            raise TypeError("a Graph needs either a path or an engine")
        self.engine: Engine = engine or Embedded(_folder(path or ""))
        self.folder = self.engine.folder
        self._queries = queries

    @classmethod
    def remote(cls, url: str, *, queries: str | None = None, timeout: float = DEFAULT_TIMEOUT) -> Graph:
        """The graph behind a SPARQL endpoint; UsageError for an address that is none."""
        from kg.ask.remote import Remote

        return cls(engine=Remote(url, timeout=timeout), queries=queries)

    def ask(self, query: str, /, verdict: str | None = None, **parameters: str) -> Answer:
        """The answer to a stored query: ``graph.ask("solitary-without-local-therapy", site="Scalp")``.

        ``verdict`` chooses the rows shown: yes (the default for a query with verdicts), possible (yes or unknown),
        no, unknown, all. UsageError, with the nearest names, for an unknown query, parameter, class or case.
        """
        from kg.ask.catalog import find_query

        return self.answer(find_query(query, self._queries), parameters, verdict)

    def answer(self, query: Query, parameters: dict[str, str], verdict: str | None = None) -> Answer:
        """The answer to a query that was read already; see :meth:`ask`."""
        from kg.ask.answer import Answer, verdict_filter
        from kg.ask.bind import bind

        verdict_filter(query, verdict)
        bound = bind(query, parameters, self.engine)
        return Answer(bound, self.engine.run(bound.text), self.engine, verdict)

    def sparql(self, text: str, timeout: float | None = DEFAULT_TIMEOUT) -> Result:
        """The result of any read-only SPARQL query over the union of all graphs.

        It runs in a process of its own for at most ``timeout`` seconds (None: no limit). UsageError for a syntax
        error, an update, SERVICE or FROM; LimitError or RemoteError when time or memory do not suffice.
        """
        return self.engine.evaluate(text, timeout)

    def case(self, case_id: str) -> CaseView:
        """The case with this id; UsageError with the nearest ids when there is none."""
        from kg.ask.case_view import CaseView
        from kg.ask.classes import find_case

        return CaseView(self.engine, find_case(self.engine, case_id))

    def explain(
        self, case: str, cls: str | None = None, part: str | None = None, *, missing: bool | None = None
    ) -> Any:
        """Why the parts of a case are in a class or not: see :meth:`kg.build.api.BuiltGraph.explain`.

        UsageError here: explanations are made from the case files, which only the graph of ``kg.open_graph`` knows.
        """
        from kg.errors import UsageError

        raise UsageError(
            f"why {case} is {cls or 'what it is'} cannot be explained from a graph alone",
            "the graph that kg.open_graph() gives knows the case files",
        )

    def cases(self) -> list[tuple[str, str]]:
        """Id and label of every case, sorted by id."""
        from kg.ask.case_view import list_cases

        return list_cases(self.engine)

    def classes(self, under: str | None = None) -> list[ClassEntry]:
        """The classes of the ontology (or those below one, with it), sorted by local name."""
        from kg.ask.class_list import list_classes

        return list_classes(self.engine, under)

    def close(self) -> None:
        """Let go of the store or the connection."""
        self.engine.close()

    def __enter__(self) -> Graph:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _folder(path: str) -> str:
    """The graph folder itself, also when the build folder above it is given."""
    try:
        with open(os.path.join(path, "current"), encoding="utf-8") as file:
            return os.path.join(path, file.read().strip())
    except OSError:
        return path
