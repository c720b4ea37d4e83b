"""The verdicts of a case: for every question that applies, yes, no, or that the reports do not settle it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping

from kg.errors import UnreadableInput
from kg.graph.terms import RDF_TYPE, Statement, is_iri, term
from kg.publish.case_graph import CaseGraph, Passage
from kg.publish.lesions import lesions_in_order
from kg.publish.summary import Verdict

__all__ = ["QUESTIONS", "Derivations", "answer", "read_derivations", "verdicts"]

Derivations = Mapping[Statement, tuple[Statement, ...]]

QUESTIONS: tuple[tuple[str, str, str, str], ...] = (
    ("Case", "LocallyRecurrentCase", "CaseWithoutLocalRecurrence", "local recurrence"),
    ("Case", "ReceptorDiscordantCase", "ReceptorConcordantCase", "receptors discordant"),
    ("Case", "DeceasedCase", "LivingCase", "deceased at last report"),
    ("DiseaseAssessment", "OligometastaticAssessment", "PolymetastaticAssessment", "oligometastatic"),
    ("DistantMetastasis", "SolitaryMetastasis", "NonSolitaryMetastasis", "solitary when detected"),
    ("NodalMetastasis", "RegionalNodalMetastasis", "DistantMetastasis", "regional"),
    ("DistantMetastasis", "SynchronousMetastasis", "MetachronousMetastasis", "synchronous"),
    ("Metastasis", "LocallyTreatedMetastasis", "LocallyUntreatedMetastasis", "treated locally"),
    ("Metastasis", "SystemicallyTreatedMetastasis", "SystemicallyUntreatedMetastasis", "treated systemically"),
    ("ReceptorProfile", "ERPositiveProfile", "ERNegativeProfile", "ER positive"),
    ("ReceptorProfile", "PRPositiveProfile", "PRNegativeProfile", "PR positive"),
    ("ReceptorProfile", "HRPositiveProfile", "HRNegativeProfile", "hormone receptor positive"),
    ("ReceptorProfile", "HER2PositiveProfile", "HER2NegativeProfile", "HER2 positive"),
    ("HER2NegativeProfile", "HER2LowProfile", "HER2ZeroProfile", "HER2-low"),
    ("ReceptorProfile", "HighKi67Profile", "LowKi67Profile", "Ki-67 high"),
)
"""Each question: the class it is asked of, its yes-class, its no-class, the question in words."""

_SHARED = frozenset(term(name) for name in ("Case", "Evidence", "PrimaryReport", "SecondaryReport"))


def answer(graph: CaseGraph, node: str, yes_class: str, no_class: str) -> str:
    """``yes`` or ``no`` as far as the node is in one of two disjoint classes, ``unknown`` when in neither."""
    if graph.is_a(node, yes_class):
        return "yes"
    return "no" if graph.is_a(node, no_class) else "unknown"


def verdicts(graph: CaseGraph, derivations: Derivations, asked: Iterable[str]) -> tuple[Verdict, ...]:
    """The answers to all questions that are asked of the classes ``asked``: case, lesions, then other things."""
    wanted = frozenset(asked)
    found: list[Verdict] = []
    for applies, yes_class, no_class, question in QUESTIONS:
        if applies not in wanted:
            continue
        for node in _things(graph, applies):
            told = answer(graph, node, yes_class, no_class)
            decided = {"yes": yes_class, "no": no_class}.get(told)
            found.append(
                Verdict(
                    item=graph.part_id(node),
                    subject="the case" if node == graph.case else graph.label(node),
                    question=question,
                    answer=told,
                    yes_class=yes_class,
                    no_class=no_class,
                    verdict=graph.class_label(decided) if decided else None,
                    passages=_passages(graph, node, decided, derivations) if decided else (),
                )
            )
    order = [graph.part_id(node) for node in (graph.case, *lesions_in_order(graph))]
    rank = {item: place for place, item in enumerate(order)}
    return tuple(sorted(found, key=lambda one: (rank.get(one.item, len(rank)), one.item)))


def _things(graph: CaseGraph, name: str) -> tuple[str, ...]:
    if name == "Case":
        return (graph.case,)
    if name == "DiseaseAssessment":  # only an assessment that found a distant metastasis can be counted
        found = graph.members("hasAssessment")
        return tuple(node for node in found if graph.text(node, "lesionCountAtLeast"))
    if name.endswith("Profile"):
        profiles = [node for one in graph.members("hasSpecimen") for node in graph.nodes(one, "hasProfile")]
        return tuple(node for node in profiles if graph.is_a(node, name))
    return graph.members("hasLesion", name)


def _basis(statement: Statement, derivations: Derivations) -> tuple[Statement, ...]:
    """The asserted statements that a derived one rests on, sorted."""
    leaves, seen, waiting = set(), {statement}, [statement]
    while waiting:
        current = waiting.pop()
        premises = derivations.get(current)
        if premises is None:
            leaves.add(current)
            continue
        fresh = [premise for premise in premises if premise not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
    return tuple(sorted(leaves))


def _passages(graph: CaseGraph, node: str, decided: str, derivations: Derivations) -> tuple[Passage, ...]:
    """Passages of the things that a verdict rests on; those of the thing itself only if there are no others."""
    basis = _basis((node, RDF_TYPE, term(decided)), derivations)
    involved = {end for s, _, o in basis for end in (s, o) if is_iri(end)}
    others = sorted(end for end in involved if end not in (node, graph.case) and end not in _SHARED)
    return graph.passages(*others) or graph.passages(node)


def read_derivations(folder: str, case_id: str) -> Derivations:
    """What each inferred statement of a case rests on, from the folder of a built graph."""
    path = os.path.join(folder, "derivations", f"{case_id}.json")
    try:
        with open(path, encoding="utf-8") as file:
            rows = json.load(file)
        return {(s, p, o): tuple((a, b, c) for a, b, c in premises) for s, p, o, _, premises in rows}
    except (OSError, ValueError) as error:
        raise UnreadableInput(f"{path}: {error}", "`kg build` makes the graph again") from error
