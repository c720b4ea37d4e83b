"""All verdicts of one case, one line each, as they follow from its file: where ``kg explain`` can be asked further."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kg.build.explain import CaseSources
from kg.graph.terms import RDF_TYPE, term
from kg.names import case_iri
from kg.publish.layout import ANSWERS
from kg.publish.turtle import blocks, prefix_lines
from kg.publish.verdicts import QUESTIONS
from kg.reason.explain import candidates, verdict

__all__ = ["VerdictLine", "list_verdicts", "verdicts_json", "verdicts_text", "verdicts_turtle"]


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """One verdict: the part (None: the case), the question, yes, no or unknown, and the two classes."""

    part: str | None
    question: str
    verdict: str
    yes_class: str
    no_class: str


def list_verdicts(sources: CaseSources) -> tuple[VerdictLine, ...]:
    """Every question with the individuals that its yes-class can be asked of: the case first, then part by part."""
    reasoned = sources.reasoned
    found = []
    for place, (_, yes_class, no_class, question) in enumerate(QUESTIONS):
        for individual in candidates(reasoned, term(yes_class)):
            part = individual[1:-1].partition("#")[2] or None
            told = verdict(reasoned, individual, term(yes_class))
            found.append((part or "", place, VerdictLine(part, question, told, yes_class, no_class)))
    return tuple(line for _, _, line in sorted(found, key=lambda one: one[:2]))


def verdicts_text(sources: CaseSources, lines: Sequence[VerdictLine]) -> str:
    """The verdicts, one line each below the part they are about, and the command that explains one of them."""
    widest = max((len(line.question) for line in lines), default=0)
    answers = max(map(len, ANSWERS.values()))
    written = []
    for part, of_part in groupby(lines, key=lambda line: line.part):
        written.append(part or sources.case.id)
        written += [
            f"  {ANSWERS[line.verdict].ljust(answers)}  {line.question.ljust(widest)}  {line.yes_class}"
            for line in of_part
        ]
    written += ["", f"`kg explain {sources.case.id} CLASS PART` explains a line: {sources.case.id} is a part, too"]
    return "\n".join(written) + "\n"


def verdicts_json(sources: CaseSources, lines: Sequence[VerdictLine]) -> str:
    """The verdicts as JSON."""
    content = {
        "case": sources.case.id,
        "consistent": sources.consistent,
        "verdicts": [
            {
                "part": line.part,
                "question": line.question,
                "verdict": line.verdict,
                "yesClass": line.yes_class,
                "noClass": line.no_class,
            }
            for line in lines
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def verdicts_turtle(sources: CaseSources, lines: Sequence[VerdictLine]) -> str:
    """The memberships that the verdicts are: what is unknown has none."""
    base = case_iri(sources.case.id)
    closure = sources.reasoned.closure
    statements = []
    for line in lines:
        node = f"<{base}#{line.part}>" if line.part else f"<{base}>"
        for cls in (line.yes_class, line.no_class):
            if (node, RDF_TYPE, term(cls)) in closure:
                statements.append((node, RDF_TYPE, term(cls)))

    def text() -> Iterator[str]:
        yield from prefix_lines()
        yield f"\n@base <{base}> .\n\n"
        yield from blocks(statements, base)

    return "".join(text())
