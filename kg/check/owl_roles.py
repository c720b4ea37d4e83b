"""The global conditions of OWL 2 DL on properties: simple ones may be restricted, and chains must be regular.

OWL 2 Structural Specification, section 11.1 (property hierarchy, simple properties) and 11.2 (restrictions),
https://www.w3.org/TR/owl2-syntax/#Global_Restrictions_on_Axioms_in_OWL_2_DL. A property and its inverse are one here:
both are simple or none is, and both have the same place in the order of the chains.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from kg.check.owl_names import OWL, RDF, RDFS
from kg.graph.terms import RDF_TYPE, Statement
from kg.names import local_name

__all__ = ["irregular_chains", "restricted_properties"]

_CHAIN = f"<{OWL}propertyChainAxiom>"
_SYMMETRIC = ("equivalentProperty", "inverseOf")
_CARDINALITIES = (
    "cardinality",
    "hasSelf",
    "maxCardinality",
    "maxQualifiedCardinality",
    "minCardinality",
    "minQualifiedCardinality",
    "qualifiedCardinality",
)
_RESTRICTING = ("Asymmetric", "Functional", "InverseFunctional", "Irreflexive")


class _Roles:
    """Chains and inclusions of the properties of an ontology."""

    def __init__(self, triples: Iterable[Statement]) -> None:
        self.values: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.triples = sorted(set(triples))
        self.above: dict[str, set[str]] = defaultdict(set)
        for subject, predicate, obj in self.triples:
            self.values[subject, predicate].append(obj)
            if predicate == f"<{RDFS}subPropertyOf>":
                self.above[subject].add(obj)
            elif predicate in [f"<{OWL}{name}>" for name in _SYMMETRIC]:
                self.above[subject].add(obj)
                self.above[obj].add(subject)
        self.chains = [(self.members(o), s) for s, p, o in self.triples if p == _CHAIN]

    def members(self, node: str) -> list[str]:
        """The members of an RDF list."""
        found: list[str] = []
        seen: set[str] = set()
        while node.startswith("_:") and node not in seen:
            seen.add(node)
            found += self.values[node, f"<{RDF}first>"]
            node = next(iter(self.values[node, f"<{RDF}rest>"]), "")
        return found

    def reachable(self, start: str, edges: dict[str, set[str]]) -> set[str]:
        """A node and everything that edges lead to from it."""
        found, queue = {start}, [start]
        for node in queue:
            for following in sorted(edges.get(node, ())):
                if following not in found:
                    found.add(following)
                    queue.append(following)
        return found

    def complex(self) -> set[str]:
        """Properties that are not simple: transitive or made by a chain, and everything above those."""
        heads = {s for s, p, o in self.triples if p == RDF_TYPE and o == f"<{OWL}TransitiveProperty>"}
        heads |= {head for _, head in self.chains}
        return set().union(*(self.reachable(head, self.above) for head in heads)) if heads else set()


def restricted_properties(triples: Iterable[Statement]) -> list[tuple[str, str]]:
    """Properties that are not simple and stand where only a simple one may, each with the name of the place."""
    roles = _Roles(triples)
    not_simple = roles.complex()
    found: set[tuple[str, str]] = set()
    for subject, predicate, obj in roles.triples:
        name = local_name(predicate)
        if predicate == f"<{OWL}onProperty>" and obj in not_simple:
            places = [key for key in _CARDINALITIES if roles.values.get((subject, f"<{OWL}{key}>"))]
            found |= {(obj, place) for place in places}
        elif predicate == f"<{OWL}propertyDisjointWith>":
            found |= {(term, name) for term in (subject, obj) if term in not_simple}
        elif predicate == RDF_TYPE and obj in [f"<{OWL}{kind}Property>" for kind in _RESTRICTING]:
            found |= {(subject, local_name(obj))} if subject in not_simple else set()
        elif predicate == RDF_TYPE and obj == f"<{OWL}AllDisjointProperties>":
            members = [term for node in roles.values[subject, f"<{OWL}members>"] for term in roles.members(node)]
            found |= {(term, "AllDisjointProperties") for term in members if term in not_simple}
    return sorted(found)


def irregular_chains(triples: Iterable[Statement]) -> list[str]:
    """Properties whose chains allow no strict order: one of them needs the other before it is made.

    In a chain that makes P, P itself may stand at one end, or twice and alone (transitivity); everything else in it has
    to come before P in the order.
    """
    roles = _Roles(triples)
    before: dict[str, set[str]] = defaultdict(set, {low: set(highs) for low, highs in roles.above.items()})
    strict: list[tuple[str, str]] = []
    for path, head in roles.chains:
        inner = list(path)
        if inner == [head, head]:
            continue
        if inner[:1] == [head]:
            inner = inner[1:]
        elif inner[-1:] == [head]:
            inner = inner[:-1]
        strict += [(step, head) for step in inner]
    for low, high in strict:
        before[low].add(high)
    return sorted({high for low, high in strict if low in roles.reachable(high, before)})
