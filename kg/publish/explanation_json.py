"""An explanation as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from kg.build.explanation import Explanation
from kg.build.places import Source
from kg.names import local_name
from kg.publish.explanation_text import rule_id
from kg.reason.explain import Answer
from kg.reason.explain.chains import Step
from kg.reason.explain.contradiction import Conflict
from kg.reason.syntax import Axiom, local

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.reason.abduce import Route

__all__ = ["to_json"]


def to_json(explanation: Explanation) -> str:
    """The whole explanation as JSON, with a line break at the end."""
    told, asked = explanation, explanation.asked
    content: dict[str, object] = {
        "case": told.case,
        "title": told.title,
        "file": told.file,
        "consistent": told.consistent,
        "class": None,
        "answers": [_answer_json(told, answer) for answer in told.answers],
        "contradictions": [_conflict_json(told, conflict) for conflict in told.conflicts],
    }
    if asked is not None:
        content["class"] = {
            "name": asked.name,
            "iri": asked.cls[1:-1],
            "label": asked.label,
            "definition": asked.definition,
            "source": asked.source,
            "opposite": local_name(asked.opposite) if asked.opposite else None,
            "askedOf": [local_name(name) for name in asked.genus],
            "axioms": _axioms_json(told, asked.axioms),
        }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _answer_json(told: Explanation, answer: Answer) -> dict[str, object]:
    return {
        "part": told.part(answer.individual),
        "iri": answer.individual[1:-1],
        "label": told.words.item(answer.individual),
        "verdict": answer.verdict,
        "decidedBy": local_name(answer.decided_by) if answer.decided_by else None,
        "steps": _steps_json(told, answer.steps),
        "excludes": _axioms_json(told, answer.excludes),
        "forYes": _routes_json(told, answer.for_yes),
        "forNo": _routes_json(told, answer.for_no),
        "againstYes": list(answer.against_yes),
        "againstNo": list(answer.against_no),
    }


def _conflict_json(told: Explanation, conflict: Conflict) -> dict[str, object]:
    return {
        "statements": [
            {"sentence": told.words.sentence(one), "triple": list(one), "source": _source_json(told.source(one))}
            for one in conflict.statements
        ],
        "axioms": _axioms_json(told, conflict.axioms),
        "rules": [use.rule for use in conflict.uses],
        "steps": _steps_json(told, conflict.steps),
    }


def _steps_json(told: Explanation, steps: Sequence[Step]) -> list[dict[str, object]]:
    numbers = {step.conclusion: number for number, step in enumerate(steps, 1)}
    found = []
    for number, step in enumerate(steps, 1):
        rule = told.rule(step)
        found.append(
            {
                "step": number,
                "sentence": told.sentence(step),
                "triple": list(step.conclusion),
                "kind": step.kind,
                "from": [numbers[premise] for premise in step.premises],
                "through": [local_name(name) for name in step.through],
                "axioms": _axioms_json(told, step.axioms),
                "rule": {"id": rule.id, "title": rule.title, "description": rule.description, "source": rule.source}
                if rule
                else None,
                "source": _source_json(told.source(step.conclusion)) if step.kind == "stated" else None,
            }
        )
    return found


def _axioms_json(told: Explanation, axioms: Sequence[Axiom]) -> list[dict[str, str]]:
    return [
        {"axiom": axiom.render(local), "labels": text} for axiom, text in zip(axioms, told.axioms(axioms), strict=True)
    ]


def _source_json(source: Source | None) -> dict[str, object] | None:
    if source is None:
        return None
    return {
        "file": source.file,
        "line": source.line,
        "item": source.item,
        "passages": [passage.to_json() for passage in source.passages],
    }


def _routes_json(told: Explanation, routes: Sequence[Route] | None) -> list[dict[str, object]] | None:
    return None if routes is None else [_route_json(told, route) for route in routes]


def _route_json(told: Explanation, route: Route) -> dict[str, object]:
    return {
        "target": local_name(route.target),
        "missing": [list(triple) for triple in route.missing],
        "sentences": list(route.sentences),
        "met": [
            {"sentence": told.words.sentence(one), "triple": list(one), "source": _source_json(told.source(one))}
            for one in route.met
        ],
        "rule": rule_id(route) or None,
    }
