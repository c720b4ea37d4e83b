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
    ("Case", "StageIVAtDiagnosisCase", "RecurrentMetastaticCase", "metastatic at diagnosis"),
    ("DiseaseAssessment", "OligometastaticAssessment", "PolymetastaticAssessment", "oligometastatic"),
    (
        "DiseaseAssessment",
        "AssessmentAfterPolymetastaticDisease",
        "AssessmentWithoutEarlierPolymetastaticDisease",
        "polymetastatic before",
    ),
    (
        "DiseaseAssessment",
        "AssessmentAfterOligometastaticDisease",
        "AssessmentWithoutEarlierOligometastaticDisease",
        "oligometastatic before",
    ),
    (
        "DiseaseAssessment",
        "AssessmentOfMetachronousDisease",
        "AssessmentOfSynchronousDisease",
        "found after more than six months",
    ),
    ("DiseaseAssessment", "AssessmentUnderSystemicTherapy", "AssessmentOffSystemicTherapy", "under systemic therapy"),
    (
        "DiseaseAssessment",
        "AssessmentWithProgressiveLesion",
        "AssessmentWithoutProgressiveLesion",
        "new or growing lesions",
    ),
    (
        "OligometastaticAssessment",
        "InducedOligometastaticAssessment",
        "GenuineOligometastaticAssessment",
        "induced oligometastatic",
    ),
    (
        "OligometastaticAssessment",
        "RepeatOligometastaticAssessment",
        "DeNovoOligometastaticAssessment",
        "repeat oligometastatic",
    ),
    (
        "OligometastaticAssessment",
        "MetachronousOligometastaticAssessment",
        "SynchronousOligometastaticAssessment",
        "metachronous oligometastatic",
    ),
    ("Staging", "StageIV", "StageBelowIV", "stage IV"),
    ("DistantMetastasis", "SolitaryMetastasis", "NonSolitaryMetastasis", "solitary when detected"),
    ("NodalMetastasis", "RegionalNodalMetastasis", "DistantMetastasis", "regional"),
    ("DistantMetastasis", "SynchronousMetastasis", "MetachronousMetastasis", "synchronous"),
    ("Metastasis", "LocallyTreatedMetastasis", "LocallyUntreatedMetastasis", "treated locally"),
    ("Metastasis", "SystemicallyTreatedMetastasis", "SystemicallyUntreatedMetastasis", "treated systemically"),
    (
        "EndocrineTherapy",
        "EndocrineTherapyWithPrimaryResistance",
        "EndocrineTherapyWithoutPrimaryResistance",
        "primary endocrine resistance",
    ),
    (
        "EndocrineTherapy",
        "EndocrineTherapyWithSecondaryResistance",
        "EndocrineTherapyWithoutSecondaryResistance",
        "secondary endocrine resistance",
    ),
    ("ReceptorProfile", "ERPositiveProfile", "ERNegativeProfile", "ER positive"),
    ("ReceptorProfile", "PRPositiveProfile", "PRNegativeProfile", "PR positive"),
    ("ReceptorProfile", "HRPositiveProfile", "HRNegativeProfile", "hormone receptor positive"),
    ("ReceptorProfile", "HER2PositiveProfile", "HER2NegativeProfile", "HER2 positive"),
    ("ReceptorProfile", "HER2LowProfile", "NotHER2LowProfile", "HER2-low"),
    ("ReceptorProfile", "HighKi67Profile", "LowKi67Profile", "Ki-67 high"),
    ("ReceptorProfile", "LuminalALikeProfile", "NotLuminalALikeProfile", "luminal A-like"),
    (
        "ReceptorProfile",
        "LuminalBLikeHER2NegativeProfile",
        "NotLuminalBLikeHER2NegativeProfile",
        "luminal B-like HER2-negative",
    ),
    (
        "ReceptorProfile",
        "LuminalBLikeHER2PositiveProfile",
        "NotLuminalBLikeHER2PositiveProfile",
        "luminal B-like HER2-positive",
    ),
    (
        "ReceptorProfile",
        "HER2PositiveNonLuminalProfile",
        "NotHER2PositiveNonLuminalProfile",
        "HER2-positive non-luminal",
    ),
    ("ReceptorProfile", "TripleNegativeProfile", "NotTripleNegativeProfile", "triple-negative"),
    ("ReceptorComparison", "ERChanged", "ERUnchanged", "ER changed"),
    ("ReceptorComparison", "ERGain", "NoERGain", "ER gained"),
    ("ReceptorComparison", "ERLoss", "NoERLoss", "ER lost"),
    ("ReceptorComparison", "PRChanged", "PRUnchanged", "PR changed"),
    ("ReceptorComparison", "PRGain", "NoPRGain", "PR gained"),
    ("ReceptorComparison", "PRLoss", "NoPRLoss", "PR lost"),
    ("ReceptorComparison", "HER2Changed", "HER2Unchanged", "HER2 changed"),
    ("ReceptorComparison", "HER2Gain", "NoHER2Gain", "HER2 gained"),
    ("ReceptorComparison", "HER2Loss", "NoHER2Loss", "HER2 lost"),
    ("ReceptorComparison", "HER2LowConversion", "NoHER2LowConversion", "HER2 zero turned low"),
    ("ReceptorComparison", "HER2LowReversion", "NoHER2LowReversion", "HER2 low turned zero"),
    ("ReceptorComparison", "Ki67Changed", "Ki67Unchanged", "Ki-67 category changed"),
    ("ReceptorComparison", "Ki67Rise", "NoKi67Rise", "Ki-67 low turned high"),
    ("ReceptorComparison", "Ki67Fall", "NoKi67Fall", "Ki-67 high turned low"),
)
"""Each question: the class it is asked of, its yes-class, its no-class, the question in words."""

# A question that another one already answers in its no or its "cannot tell" is shown where it adds something.
_SHOWN_WHEN = {
    **{yes: frozenset({"yes"}) for _, yes, _, _ in QUESTIONS if yes.endswith(("Gain", "Loss", "Rise", "Fall", "sion"))},
    **{yes: frozenset({"yes"}) for yes in ("InducedOligometastaticAssessment", "RepeatOligometastaticAssessment")},
    **{yes: frozenset({"yes", "no"}) for yes in ("MetachronousOligometastaticAssessment", "StageIV")},
}

# The factors of the oligometastatic state: of no interest where the disease is polymetastatic.
_FACTORS = frozenset(yes for asked, yes, _, _ in QUESTIONS if asked == "DiseaseAssessment") - {
    "OligometastaticAssessment"
}

_SHARED = frozenset(term(name) for name in ("Case", "Evidence", "PrimaryReport", "SecondaryReport"))


def answer(graph: CaseGraph, node: str, yes_class: str, no_class: str) -> str:
    """``yes`` or ``no`` as far as the node is in one of two disjoint classes, ``unknown`` when in neither."""
    if graph.is_a(node, yes_class):
        return "yes"
    return "no" if graph.is_a(node, no_class) else "unknown"


def verdicts(graph: CaseGraph, derivations: Derivations, asked: Iterable[str]) -> tuple[Verdict, ...]:
    """The answers to the questions that are asked of the classes ``asked``: case, lesions, then other things.

    Left out is what only repeats another answer: that a marker was not gained, beside that it did not change.
    """
    wanted = frozenset(asked)
    found: list[Verdict] = []
    for applies, yes_class, no_class, question in QUESTIONS:
        if applies not in wanted:
            continue
        for node in _things(graph, applies):
            told = answer(graph, node, yes_class, no_class)
            if told not in _SHOWN_WHEN.get(yes_class, (told,)):
                continue
            if yes_class in _FACTORS and graph.is_a(node, "PolymetastaticAssessment"):
                continue
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
    if name == "OligometastaticAssessment":
        return tuple(node for node in graph.members("hasAssessment") if graph.is_a(node, name))
    if name == "EndocrineTherapy":  # only a therapy with a time to relapse or progression can be classified
        return tuple(node for node in graph.members("hasTherapy") if graph.is_a(node, name) and _timed(graph, node))
    if name == "Staging":
        return graph.members("hasStaging")
    if name == "ReceptorComparison":
        return graph.members("hasComparison")
    if name.endswith("Profile"):
        profiles = [node for one in graph.members("hasSpecimen") for node in graph.nodes(one, "hasProfile")]
        return tuple(node for node in profiles if graph.is_a(node, name))
    return graph.members("hasLesion", name)


def _timed(graph: CaseGraph, node: str) -> bool:
    return bool(
        graph.nodes(node, "hasIntervalToRelapse", "hasIntervalFromEndToRelapse", "hasIntervalToFirstProgression")
    )


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
