"""What follows from individuals that no statement names: the calculus on witnesses.

An axiom ``A ⊑ p some B`` says that every A has *some* successor in B, but gives it no name. The rules make
no individual for it. They stay complete for the memberships of named individuals because everything such a
witness can give back to its named neighbor is worked out here, once, at the level of classes.

The method is the consequence-based calculus for Horn description logics (Kazakov, *Consequence-driven
reasoning for Horn SHIQ ontologies*, IJCAI 2009; in the form with conjunctions on the left of Eiter, Ortiz,
Simkus, Tran and Xiao, *Query rewriting for Horn-SHIQ plus rules*, AAAI 2012). A *context* ``M ⊑ S some N``
holds a witness: M are classes of its parent, S all roles that connect the two, N all classes of the
witness. Contexts grow and give clauses:

1. N is closed under all clauses, also those found so far: what a witness's own witnesses give back reaches
N so.
2. ``p some A ⊑ B`` with p in S and A in N: the parent is in B. New clause ``M ⊑ B``.
3. ``p some A ⊑ B`` with the inverse of p in S: the witness sees its parent. If M implies A, B joins N; else
a new context ``M and A ⊑ S some (N and B)`` is needed.
4. N contradictory: M is contradictory.

The result is complete: in the canonical model, made of the named individuals and a tree of witnesses below
each, a class of a named individual follows from clauses and edges among the named ones, or comes back from
a tree through rule 2. It uses that the fragment has no functional properties and no number restrictions
(witnesses are never equal to anything), that chains are regular (a path into a tree is followed by the
states of an automaton, see :mod:`kg.reason.roles`), and that no witness is connected to a fixed individual,
which is checked.

Rule 3 can double contexts with each A. Those are made only when B can reach, in an over-estimate of what
the witness may become, an edge of rule 2 or a contradiction; above :data:`MOST_CONTEXTS` the ontology is
refused rather than reasoned over in part.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.reason.normal import BOTTOM, FIXED, TOP, Clause, Edge, Normalizer
from kg.reason.roles import Role, Sources, inverse
from kg.reason.syntax import local

__all__ = ["MOST_CONTEXTS", "ClauseIndex", "Witnesses", "saturate"]

MOST_CONTEXTS = 4000
_NONE: Sources = frozenset()


class ClauseIndex:
    """Clauses by the classes of their bodies, to close a set of classes under them."""

    def __init__(self, clauses: Iterable[Clause] = ()) -> None:
        self.clauses: list[Clause] = []
        self._seen: set[tuple[frozenset[str], str]] = set()
        self._using: dict[str, list[Clause]] = defaultdict(list)
        self._cache: dict[frozenset[str], dict[str, Sources]] = {}
        for clause in clauses:
            self.add(clause)

    def add(self, clause: Clause) -> bool:
        """Adds a clause; False when it was there."""
        key = (clause.body, clause.head)
        if key in self._seen or clause.head in clause.body:
            return False
        self._seen.add(key)
        self.clauses.append(clause)
        self._cache.clear()
        for name in clause.body:
            self._using[name].append(clause)
        return True

    def close(self, classes: dict[str, Sources]) -> dict[str, Sources]:
        """Adds to the classes, in place, all that follow, each with the axioms it rests on."""
        queue = list(classes)
        for name in queue:
            for clause in self._using.get(name, ()):
                if clause.head not in classes and all(part in classes for part in clause.body):
                    classes[clause.head] = clause.sources.union(*(classes[part] for part in clause.body))
                    queue.append(clause.head)
        return classes

    def closure(self, body: frozenset[str]) -> Mapping[str, Sources]:
        """All classes that follow from the body, TOP among them."""
        if body not in self._cache:
            self._cache[body] = self.close(dict.fromkeys((TOP, *sorted(body)), _NONE))
        return self._cache[body]


@dataclass
class _Context:
    parent: frozenset[str]
    roles: Mapping[Role, Sources]
    role: Role
    seeds: dict[str, Sources]
    classes: dict[str, Sources]
    sources: Sources


@dataclass
class Witnesses:
    """The clauses that witnesses, individuals or values, give back; ``problems`` says why some are missing."""

    clauses: list[Clause] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def saturate(normal: Normalizer) -> Witnesses:
    """All clauses over the ontology's classes that follow by way of witnesses."""
    return _Saturation(normal).run()


class _Saturation:
    def __init__(self, normal: Normalizer) -> None:
        self.normal = normal
        self.index = ClauseIndex([*normal.clauses, *normal.settled])
        self.result = Witnesses(list(normal.settled))
        self.edges: dict[Role, list[Edge]] = defaultdict(list)
        for edge in normal.edges:
            self.edges[edge.role].append(edge)
        self.contexts: dict[tuple[frozenset[str], Role, frozenset[str]], _Context] = {}
        for axiom in normal.existentials:
            start = dict.fromkeys((TOP, axiom.filler), _NONE)
            self._context(axiom.body, axiom.role, start, axiom.sources)

    def _context(self, parent: frozenset[str], role: Role, start: dict[str, Sources], sources: Sources) -> bool:
        key = (parent, role, frozenset(start))
        if key in self.contexts:
            return False
        roles = self.normal.roles.above(role)
        self.contexts[key] = _Context(parent, roles, role, start, dict(start), sources)
        return True

    def run(self) -> Witnesses:
        grown = True
        while grown:
            grown = False
            for context in list(self.contexts.values()):
                grown = self._expand(context) or grown
            if len(self.contexts) > MOST_CONTEXTS:
                self.result.problems.append(
                    f"more than {MOST_CONTEXTS} combinations of classes of unnamed individuals have to be told apart"
                )
                break
        self._refuse_fixed()
        return self.result

    def _expand(self, context: _Context) -> bool:
        above = self.index.closure(context.parent)
        if BOTTOM in above:
            return False
        size = len(context.classes)
        self._look_up(context, above)
        grown = len(context.classes) > size
        if BOTTOM in context.classes:
            return self._give(context, BOTTOM, context.classes[BOTTOM], above) or grown
        for role, reached in context.roles.items():
            for edge in self.edges.get(role, ()):
                if edge.filler in context.classes and edge.head not in above:
                    sources = context.classes[edge.filler] | edge.sources | reached
                    grown = self._give(context, edge.head, sources, above) or grown
        return self._branch(context, above) or grown

    def _look_up(self, context: _Context, above: Mapping[str, Sources]) -> None:
        """What the witness is because of what its parent certainly is (rules 1 and 3)."""
        size = -1
        while size != len(context.classes):
            size = len(context.classes)
            self.index.close(context.classes)
            for role, reached in context.roles.items():
                for edge in self.edges.get(inverse(role), ()):
                    if edge.filler in above and edge.head not in context.classes:
                        context.classes[edge.head] = above[edge.filler] | edge.sources | reached

    def _give(self, context: _Context, head: str, sources: Sources, above: Mapping[str, Sources]) -> bool:
        """Rules 2 and 4: the parent is in the head."""
        clause = Clause(context.parent, head, sources | context.sources)
        if head in above or not self.index.add(clause):
            return False
        self.result.clauses.append(clause)
        return True

    def _branch(self, context: _Context, above: Mapping[str, Sources]) -> bool:
        """Rule 3 for what the parent may be: contexts that can matter."""
        open_edges = [
            (edge, reached)
            for role, reached in context.roles.items()
            for edge in self.edges.get(inverse(role), ())
            if edge.filler not in above and edge.head not in context.classes
        ]
        if not open_edges:
            return False
        useful = self._useful(context, above, [edge for edge, _ in open_edges])
        grown = False
        for edge, reached in open_edges:
            parent = context.parent | {edge.filler}
            if edge.head not in useful or BOTTOM in self.index.closure(parent):
                continue
            start = {**context.seeds, edge.head: edge.sources | reached}
            grown = self._context(parent, context.role, start, context.sources) or grown
        return grown

    def _useful(self, context: _Context, above: Mapping[str, Sources], edges: list[Edge]) -> set[str]:
        """The classes that could, if the witness were in them, lead to a new clause."""
        may = self.index.close({**context.classes, **{edge.head: _NONE for edge in edges}})
        useful = {BOTTOM, FIXED}
        for role in context.roles:
            useful |= {edge.filler for edge in self.edges.get(role, ()) if edge.head not in above}
        clauses = [clause for clause in self.index.clauses if all(name in may for name in clause.body)]
        size = -1
        while size != len(useful):
            size = len(useful)
            for clause in clauses:
                if clause.head in useful:
                    useful |= clause.body
        return useful - set(context.classes)

    def _refuse_fixed(self) -> None:
        for context in self.contexts.values():
            if FIXED in context.classes and BOTTOM not in self.index.closure(context.parent):
                body = " and ".join(sorted(local(name) for name in context.parent))
                self.result.problems.append(
                    f"{body}: an unnamed individual would be connected with a fixed one (owl:hasValue), which rules "
                    "cannot follow"
                )
