"""``open_graph()``: the graph, built first when it has to be."""

from __future__ import annotations

from kg.ask.graph import Graph
from kg.build.freshness import ensure_built

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.build.explanation import Explanation

__all__ = ["BuiltGraph", "open_graph"]


class BuiltGraph(Graph):
    """The graph of case files that are at hand, so that what it says can be explained from them."""

    def __init__(self, folder: str, root: str | None = None) -> None:
        super().__init__(folder)
        self._root = root

    def explain(
        self, case: str, cls: str | None = None, part: str | None = None, *, missing: bool | None = None
    ) -> Explanation:
        """Why the parts of a case are in a class, why not, or what would have to be reported to know.

        ``graph.explain("cheng-2025", "SolitaryMetastasis", "scalp-nodule").answer("scalp-nodule").verdict``. The class
        is given by local name, label, synonym, CURIE or IRI; without ``part`` all individuals that the class can be
        asked of are answered for. ``missing``: work out what would have to be reported where it cannot be told; by
        default only if there is one such individual. The case file is read, not the graph. UsageError, with the nearest
        names, for an unknown case, class or part; DataError when the case file has errors.
        """
        from kg.build.explain import explain_case

        return explain_case(case, cls, part, root=self._root, missing=missing)


def open_graph(root: str | None = None, out: str | None = None) -> BuiltGraph:
    """The current graph, opened for reading; built first when it is missing or its sources have changed.

    ``root`` is the folder with ``ontology/``, ``data/`` and ``queries/`` (default: the repository or the installed
    copy), ``out`` the folder for what is built. DataError when the sources have errors.
    """
    return BuiltGraph(ensure_built(root, out), root)
