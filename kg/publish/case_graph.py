"""All that the graph says of one case, read by a few queries and held in memory.

The statements come in two layers, asserted (what the reports say) and inferred (what follows), because a summary
has to tell them apart: what a thing *is called* comes from the first, what *holds of it* from both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kg.ask.classes import find_case
from kg.ask.engine import Engine
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, iri, lexical, term
from kg.names import MBC, PREFIXES, case_id_of, case_iri, graph_iri, local_name, report_key_of

__all__ = ["CaseGraph", "Passage", "asserted_statements", "inferred_statements", "read_case_graph"]

_PREFIX = f"PREFIX mbc: <{MBC}>\nPREFIX rdfs: <{PREFIXES['rdfs']}>\n"
_SUBCLASS = f"<{PREFIXES['rdfs']}subClassOf>"
_TITLE = f"<{PREFIXES['dcterms']}title>"


@dataclass(frozen=True, slots=True, order=True)
class Passage:
    """Where a statement was read: a report, its role for the case, and the place in it."""

    secondary: bool
    report: str
    locator: str
    table_row: int | None = None
    anchor_start: str | None = None
    anchor_end: str | None = None

    @property
    def report_key(self) -> str:
        """The key of the report in the bibliography."""
        return report_key_of(self.report) or self.report


@dataclass(frozen=True, slots=True)
class _Index:
    by_subject: Mapping[str, Mapping[str, tuple[str, ...]]]

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> _Index:
        found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for s, p, o in sorted(set(statements)):
            found[s][p].append(o)
        return cls({s: {p: tuple(values) for p, values in more.items()} for s, more in found.items()})

    def get(self, subject: str, predicate: str) -> tuple[str, ...]:
        return self.by_subject.get(subject, {}).get(predicate, ())


class CaseGraph:
    """Statements about one case. Nodes are terms in N-Triples syntax, properties and classes local names."""

    def __init__(
        self,
        case_id: str,
        asserted: Iterable[Statement],
        inferred: Iterable[Statement] = (),
        background: Iterable[Statement] = (),
    ) -> None:
        self.id = case_id
        self.case = iri(case_iri(case_id))
        self.asserted: tuple[Statement, ...] = tuple(sorted(set(asserted)))
        self.inferred: tuple[Statement, ...] = tuple(sorted(set(inferred)))
        self._above: dict[str, frozenset[str]] = {}
        self._stated = _Index.of(self.asserted)
        self._all = _Index.of((*self.asserted, *self.inferred, *background))

    def nodes(self, subject: str, *properties: str) -> tuple[str, ...]:
        """The things that one of the properties leads to, stated or inferred, sorted, without repetition."""
        return tuple(sorted({o for name in properties for o in self._all.get(subject, term(name))}))

    def stated(self, subject: str, *properties: str) -> tuple[str, ...]:
        """:meth:`nodes` by what is asserted alone."""
        return tuple(sorted({o for name in properties for o in self._stated.get(subject, term(name))}))

    def subjects(self, name: str, value: str) -> tuple[str, ...]:
        """The things that the property leads from to ``value``, sorted."""
        wanted = term(name)
        return tuple(sorted(s for s, more in self._all.by_subject.items() if value in more.get(wanted, ())))

    def texts(self, subject: str, name: str) -> tuple[str, ...]:
        """The values of a data property without syntax, sorted."""
        return tuple(sorted(lexical(value) for value in self._all.get(subject, term(name))))

    def text(self, subject: str, name: str) -> str | None:
        """The value of a data property (the first one where there are several), or None."""
        return next(iter(self.texts(subject, name)), None)

    def whole(self, subject: str, name: str) -> int | None:
        """The value of an integer property, or None."""
        value = self.text(subject, name)
        return None if value is None else int(value)

    def number(self, subject: str, name: str) -> Decimal | None:
        """The value of a decimal property, or None."""
        value = self.text(subject, name)
        return None if value is None else Decimal(value)

    def stated_types(self, node: str) -> tuple[str, ...]:
        """Local names of the classes that the case file gives a node."""
        return tuple(local_name(value) for value in self._stated.get(node, RDF_TYPE))

    def types(self, node: str) -> frozenset[str]:
        """Local names of all classes of a node, inferred ones included."""
        return frozenset(local_name(value) for value in self._all.get(node, RDF_TYPE))

    def is_a(self, node: str, name: str) -> bool:
        """Whether a node is in a class, stated or inferred."""
        return term(name) in self._all.get(node, RDF_TYPE)

    def members(self, relation: str, name: str | None = None) -> tuple[str, ...]:
        """The items that the case records by a relation (``hasLesion``), of one class if that is given."""
        found = self.nodes(self.case, relation)
        return found if name is None else tuple(node for node in found if self.is_a(node, name))

    def label(self, node: str) -> str:
        """The label of a thing, or its id in words where it has none."""
        found = self._all.get(node, RDFS_LABEL)
        return lexical(found[0]) if found else self.part_id(node).replace("-", " ")

    def labels(self, nodes: Iterable[str]) -> str:
        """Labels with commas."""
        return ", ".join(self.label(node) for node in nodes)

    def class_label(self, name: str) -> str:
        """The label of a class by local name."""
        return self.label(term(name))

    def superclasses(self, name: str) -> frozenset[str]:
        """Local names of all named classes above a class, itself left out."""
        if name not in self._above:
            found: set[str] = set()
            waiting = [term(name)]
            while waiting:
                parents = self._all.get(waiting.pop(), _SUBCLASS)
                fresh = {local_name(parent) for parent in parents} - found
                found |= fresh
                waiting.extend(map(term, fresh))
            self._above[name] = frozenset(found - {name})
        return self._above[name]

    def most_specific(self, names: Iterable[str]) -> tuple[str, ...]:
        """The names that are above no other one of them, sorted."""
        given = set(names)
        return tuple(sorted(given - {above for name in given for above in self.superclasses(name)}))

    @staticmethod
    def part_id(node: str) -> str:
        """The id of a part: what follows the ``#`` of its IRI."""
        return local_name(node)

    @cached_property
    def _reports(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, set[str]] = defaultdict(set)
        for node, more in self._stated.by_subject.items():
            for report in more.get(term("fromReport"), ()):
                found[report].add("secondary" if self.is_a(node, "SecondaryReport") else "primary")
        return {report: tuple(sorted(roles)) for report, roles in found.items()}

    def reports(self) -> Iterator[tuple[str, str]]:
        """Each report of the case with its role: ``primary``, ``secondary`` or ``not cited``."""
        for report in self.nodes(self.case, "reportedIn"):
            yield report, " and ".join(self._reports.get(report, ())) or "not cited"

    def report_title(self, report: str) -> str | None:
        """The title of a report."""
        found = self._all.get(report, _TITLE)
        return lexical(found[0]) if found else None

    def passages(self, *nodes: str) -> tuple[Passage, ...]:
        """The passages in which the nodes were read, primary reports first, without repetition."""
        cited = (entry for node in nodes for entry in self._stated.get(node, term("evidence")))
        return tuple(sorted({self._passage(entry) for entry in cited}, key=_reading_order))

    def _passage(self, entry: str) -> Passage:
        return Passage(
            secondary=self.is_a(entry, "SecondaryReport"),
            report=next(iter(self.nodes(entry, "fromReport")), ""),
            locator=self.text(entry, "locator") or "",
            table_row=self.whole(entry, "tableRow"),
            anchor_start=self.text(entry, "anchorStart"),
            anchor_end=self.text(entry, "anchorEnd"),
        )


def _reading_order(passage: Passage) -> tuple[object, ...]:
    first = {"Title": 0, "Abstract": 1}.get(passage.locator.partition(" ")[0], 2)
    return (
        passage.secondary,
        passage.report,
        first,
        passage.locator,
        passage.anchor_start or "",
        passage.anchor_end or "",
    )


def read_case_graph(engine: Engine, case_id: str) -> CaseGraph:
    """The statements about one case, given by id, CURIE or IRI; UsageError with the nearest ids if there is none."""
    case_id = case_id_of(find_case(engine, case_id)) or case_id
    case, reports, ontology = (iri(name) for name in (case_iri(case_id), graph_iri("reports"), graph_iri("ontology")))
    background = [
        *_statements(engine, f"GRAPH {case} {{ {case} mbc:reportedIn ?s }} GRAPH {reports} {{ ?s ?p ?o }}"),
        *_statements(
            engine,
            f"VALUES ?p {{ rdfs:label rdfs:subClassOf }} GRAPH {ontology} {{ ?s ?p ?o FILTER ( !isBlank(?o) ) }}",
        ),
    ]
    return CaseGraph(
        case_id, asserted_statements(engine, case_id), inferred_statements(engine, case_id), background
    )


def asserted_statements(engine: Engine, case_id: str) -> list[Statement]:
    """What the reports say of a case: the statements of its own graph, sorted."""
    return _statements(engine, f"GRAPH {iri(case_iri(case_id))} {{ ?s ?p ?o }}")


def inferred_statements(engine: Engine, case_id: str) -> list[Statement]:
    """What follows: the inferred statements about the case, its parts, and things that inference adds; sorted."""
    case, inferred = iri(case_iri(case_id)), iri(graph_iri("inferred"))
    return _statements(
        engine,
        f"{{ SELECT DISTINCT ?s WHERE {{ {{ GRAPH {case} {{ ?s a ?class }} }}"
        f" UNION {{ GRAPH {inferred} {{ {case} mbc:hasInterval|mbc:hasComparison ?s }} }} }} }}"
        f" GRAPH {inferred} {{ ?s ?p ?o }}",
    )


def _statements(engine: Engine, pattern: str) -> list[Statement]:
    found: list[Statement] = []
    for row in engine.run(f"{_PREFIX}SELECT ?s ?p ?o WHERE {{ {pattern} }}").rows:
        s, p, o = row
        if s and p and o:
            found.append((s, p, o))
    return sorted(found)
