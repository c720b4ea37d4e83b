"""One case as Python sees it: its reports, its items with their classes and dates, its statements and verdicts."""

from __future__ import annotations

from kg.ask.classes import PROLOGUE, is_safe_iri
from kg.ask.values import plain, short_name
from kg.errors import UsageError
from kg.names import CASE, MBC, PREFIXES, case_id_of, graph_iri, local_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.ask.engine import Engine

__all__ = ["CaseItem", "CaseView", "ItemVerdict", "list_cases"]

_RDF_TYPE = PREFIXES["rdf"] + "type"
_LABEL = PREFIXES["rdfs"] + "label"


def list_cases(engine: Engine) -> list[tuple[str, str]]:
    """Id and label of every case, sorted by id."""
    query = f"{PROLOGUE}SELECT ?case ?label WHERE {{ ?case a mbc:Case . OPTIONAL {{ ?case rdfs:label ?label }} }}"
    found = {}
    for case, label in engine.run(query).rows:
        case_id = case_id_of(case or "")
        if case_id is not None:
            found[case_id] = plain(label) if label else ""
    return sorted(found.items())


class CaseItem:
    """One thing that a case records.

    ``id`` is its name within the case, ``classes`` the local names of its classes (asserted and inferred, sorted),
    ``date`` and ``end_date`` EDTF text as reported, None when the reports give none.
    """

    __slots__ = ("classes", "date", "end_date", "id", "iri", "label")

    def __init__(self, iri: str, values: dict[str, set[str]]) -> None:
        self.iri = iri
        self.id = iri.partition("#")[2]
        self.label = min(values.get(_LABEL, {self.id}))
        self.classes = tuple(sorted(local_name(kind) for kind in values.get(_RDF_TYPE, ())))
        self.date = min(values.get(MBC + "date", ()), default=None)
        self.end_date = min(values.get(MBC + "endDate", ()), default=None)

    def is_a(self, name: str) -> bool:
        """Whether the item belongs to the class with this local name: reported, or entailed by what is."""
        return name in self.classes

    def __repr__(self) -> str:
        return f"CaseItem({self.id!r})"


class ItemVerdict:
    """What is known of an item (or of the case itself) about a pair of opposite classes.

    ``item`` is the short name, ``pair`` the local names of the two classes, ``holds`` the one that the reports
    entail, None when they settle neither.
    """

    __slots__ = ("holds", "item", "pair")

    def __init__(self, item: str, pair: tuple[str, str], holds: str | None) -> None:
        self.item, self.pair, self.holds = item, pair, holds

    def __repr__(self) -> str:
        return f"ItemVerdict({self.item!r}, {self.pair!r}, {self.holds!r})"


class CaseView:
    """One case of the graph. Everything is read when it is first asked for, and once."""

    def __init__(self, engine: Engine, iri: str) -> None:
        case_id = case_id_of(iri)
        if case_id is None or not is_safe_iri(iri):
            raise UsageError(f"{iri!r} is not the IRI of a case")
        self.id, self.iri = case_id, CASE + case_id
        self._engine = engine
        self._read: dict[str, dict[str, set[str]]] | None = None

    def __repr__(self) -> str:
        return f"CaseView({self.id!r})"

    def _things(self) -> dict[str, dict[str, set[str]]]:
        """Property -> values of the case and of everything it records, over all graphs."""
        if self._read is None:
            query = f"""{PROLOGUE}SELECT ?thing ?property ?value WHERE {{
  {{ SELECT DISTINCT ?thing WHERE {{ {{ GRAPH <{self.iri}> {{ ?thing a ?class }} }}
      UNION {{ VALUES ?case {{ <{self.iri}> }} ?case ?link ?thing . ?link rdfs:subPropertyOf mbc:records }} }} }}
  ?thing ?property ?value .
}}"""
            read: dict[str, dict[str, set[str]]] = {self.iri: {}}
            for row in self._engine.run(query).rows:
                thing, predicate, value = (plain(term) if term else "" for term in row)
                read.setdefault(thing, {}).setdefault(predicate, set()).add(value)
            self._read = read
        return self._read

    @property
    def label(self) -> str:
        """The title of the case."""
        return min(self._things()[self.iri].get(_LABEL, {self.id}))

    @property
    def classes(self) -> tuple[str, ...]:
        """Local names of the classes of the case itself, sorted."""
        return tuple(sorted(map(local_name, self._things()[self.iri].get(_RDF_TYPE, ()))))

    @property
    def reports(self) -> tuple[str, ...]:
        """Keys of the reports that tell of the case, sorted."""
        return tuple(sorted(map(short_name, self._things()[self.iri].get(MBC + "reportedIn", ()))))

    def items(self, relation: str) -> tuple[CaseItem, ...]:
        """What the case records by this property (``hasLesion``), sorted by id; UsageError for none of these."""
        things = self._things()
        known = things[self.iri]
        if MBC + relation not in known and not relation.startswith("has"):
            raise UsageError(f"{relation!r} is not a property by which a case records things", "such as hasLesion")
        found = [CaseItem(iri, things.get(iri, {})) for iri in known.get(MBC + relation, ())]
        return tuple(sorted(found, key=lambda item: item.id))

    @property
    def lesions(self) -> tuple[CaseItem, ...]:
        """Primary tumors, recurrences and metastases."""
        return self.items("hasLesion")

    @property
    def specimens(self) -> tuple[CaseItem, ...]:
        """Tissue and cells taken."""
        return self.items("hasSpecimen")

    @property
    def therapies(self) -> tuple[CaseItem, ...]:
        """Courses of therapy."""
        return self.items("hasTherapy")

    @property
    def assessments(self) -> tuple[CaseItem, ...]:
        """Work-ups."""
        return self.items("hasAssessment")

    @property
    def findings(self) -> tuple[CaseItem, ...]:
        """Clinical findings and absence findings."""
        return self.items("hasFinding")

    @property
    def outcomes(self) -> tuple[CaseItem, ...]:
        """Status at the end of the report, when it is told."""
        return self.items("hasOutcome")

    def statements(self, inferred: bool = False) -> list[tuple[str, str, str]]:
        """What the reports say, as sorted statements in N-Triples syntax; ``inferred``: what follows from it."""
        pattern = f"GRAPH <{self.iri}> {{ ?s ?p ?o }}"
        if inferred:
            graph = graph_iri("inferred")
            pattern = f"""{{ SELECT DISTINCT ?s WHERE {{ {{ GRAPH <{self.iri}> {{ ?s a ?class }} }}
    UNION {{ GRAPH <{graph}> {{ <{self.iri}> ?link ?s }} }} }} }}
  GRAPH <{graph}> {{ ?s ?p ?o }}"""
        rows = self._engine.run(f"{PROLOGUE}SELECT DISTINCT ?s ?p ?o WHERE {{ {pattern} }}").rows
        return sorted((s or "", p or "", o or "") for s, p, o in rows)

    def _ancestors(self) -> dict[str, set[str]]:
        """Every class of the ontology with all named classes above it, by local name."""
        direct: dict[str, set[str]] = {}
        rows = self._engine.run(
            f"{PROLOGUE}SELECT ?below ?above WHERE {{ ?below rdfs:subClassOf ?above . "
            "FILTER ( isIRI(?below) && isIRI(?above) ) }"
        ).rows
        for below, higher in rows:
            direct.setdefault(local_name(below or ""), set()).add(local_name(higher or ""))
        found: dict[str, set[str]] = {}
        for name in direct:
            reached: set[str] = set()
            stack = [name]
            while stack:
                new = direct.get(stack.pop(), set()) - reached
                reached |= new
                stack += new
            found[name] = reached
        return found

    def verdicts(self) -> list[ItemVerdict]:
        """For each pair of opposite classes, each item it can be asked of, and which of the two holds.

        A pair can be asked of what is in one of the two, or in every one of the narrowest classes above both.
        """
        above = self._ancestors()
        pairs = {}
        for row in self._engine.run(f"{PROLOGUE}SELECT ?one ?other WHERE {{ ?one mbc:oppositeVerdict ?other }}").rows:
            one, other = sorted(local_name(term or "") for term in row)
            both = above.get(one, set()) & above.get(other, set())
            pairs[one, other] = both - {wider for name in both for wider in above.get(name, ())}
        found = []
        for iri, values in self._things().items():
            classes = {local_name(kind) for kind in values.get(_RDF_TYPE, ())}
            for pair, narrowest in pairs.items():
                holds = sorted(classes.intersection(pair))
                if holds or (narrowest and narrowest <= classes):
                    found.append(ItemVerdict(short_name(iri, self.id), pair, holds[0] if holds else None))
        return sorted(found, key=lambda verdict: (verdict.item, verdict.pair))
