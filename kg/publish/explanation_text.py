"""An explanation as plain text: the conclusion first, what it rests on indented below it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from kg.ask.layout import wrap
from kg.build.explanation import Explanation
from kg.build.places import Source
from kg.graph.terms import RDF_TYPE
from kg.names import local_name
from kg.publish.layout import ANSWERS
from kg.reason.explain import Answer
from kg.reason.explain.chains import Step
from kg.reason.explain.sentences import listed
from kg.reason.syntax import Axiom, Named, Triple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.reason.abduce import Route

__all__ = ["rule_id", "to_text"]

WIDTH = 96


def to_text(explanation: Explanation, width: int = WIDTH) -> str:
    """The explanation as text of at most ``width`` columns (80 or more), with a line break at the end."""
    writer = _Writer(explanation, width)
    lines = list(writer.lines())
    if writer.reports:
        lines += ["", *(f"{label}: {address}" for label, address in sorted(writer.reports.items()))]
    return "\n".join(lines) + "\n"


class _Writer:
    """Writes top down: the conclusion first, what it rests on indented below it; each step and passage once."""

    def __init__(self, explanation: Explanation, width: int) -> None:
        self.explanation, self.width = explanation, width
        self.steps: dict[Triple, Step] = {}
        self.shown: set[Triple] = set()
        self.read: set[str] = set()
        self.rules: set[str] = set()
        self.reports: dict[str, str] = {}

    def lines(self) -> Iterator[str]:
        told, asked = self.explanation, self.explanation.asked
        if not told.consistent:
            for number in range(len(told.conflicts)):
                yield from self.conflict(number)
            if asked is not None:
                yield ""
                yield from self.wrapped(_EVERYTHING, 0)
            return
        if asked is None:
            yield f"{told.case} is consistent with the ontology"
            return
        yield f"{told.case}: {asked.label} ({asked.name})"
        yield from self.wrapped(f"{asked.definition} [{asked.source}]" if asked.source else asked.definition, 2)
        for text in told.axioms(asked.axioms):
            yield from self.wrapped(text, 2, 6)
        if asked.opposite:
            other = told.words.name(asked.opposite)
            yield from self.wrapped(f"opposite: {other} ({local_name(asked.opposite)})", 2)
        if not told.answers:
            yield ""
            yield from self.wrapped(_nothing(told, asked.genus), 0)
        for answer in told.answers:
            yield ""
            yield from self.answer(answer)

    def answer(self, answer: Answer) -> Iterator[str]:
        """One individual: the verdict and why."""
        told = self.explanation
        name = told.part(answer.individual) or "the case"
        yield f"{name}: {ANSWERS[answer.verdict]}"
        self._begin(answer.steps)
        if answer.conflict is not None:
            yield from self.wrapped("supposing it, these cannot hold together:", 2)
            yield from self.premises(answer.steps[-1], 4)
            yield from self.because(answer.steps[-1], 2)
        elif answer.steps:
            yield from self.step(answer.steps[-1].conclusion, 2)
            for text in told.axioms(answer.excludes):
                yield from self.wrapped(f"nothing is both: {text}", 2, 6)
        if answer.for_yes is None or answer.for_no is None:
            cls = told.asked.name if told.asked else ""
            further = f"`kg explain {told.case} {cls} {told.part(answer.individual) or told.case}`"
            yield from self.wrapped(f"{further} says what would have to be reported", 2)
        elif answer.verdict == "unknown":
            yield from self.ways("yes", answer.for_yes, answer.against_yes)
            if told.asked is not None and told.asked.opposite:
                yield from self.ways("no", answer.for_no, answer.against_no)

    def conflict(self, number: int) -> Iterator[str]:
        """One contradiction: what to look at, then how it comes about."""
        told = self.explanation
        found = told.conflicts[number]
        several = f" {number + 1} of {len(told.conflicts)}" if len(told.conflicts) > 1 else ""
        if number:
            yield ""
        yield f"{told.case}: contradiction{several}"
        yield from self.wrapped(_MINIMAL, 2)
        self._begin(found.steps)
        for statement in found.statements:
            source = told.source(statement)
            yield from self.wrapped(f"{_place(source)}{told.words.sentence(statement)}", 2, 6)
        for use in found.uses:
            rule = told.rule(use)
            yield from self.wrapped(f"rule {use.rule}: {rule.title if rule else ''}", 2, 6)
        for text in told.axioms(found.axioms):
            yield from self.wrapped(f"axiom: {text}", 2, 6)
        yield "  why:"
        yield from self.premises(found.steps[-1], 4)
        yield from self.because(found.steps[-1], 4)

    def ways(self, verdict: str, routes: Sequence[Route], obstacles: Sequence[str]) -> Iterator[str]:
        """What would have to be reported, one way after the other."""
        if not routes:
            yield f"  for a {verdict}: nothing more that a case file can say of this case would settle it"
            for obstacle in obstacles:
                yield from self.wrapped(f"in the way: {obstacle}", 4, 6)
            return
        yield f"  for a {verdict} it would have to be reported{', in one of these ways' if len(routes) > 1 else ''}:"
        for number, route in enumerate(routes, 1):
            label = f"{number}. " if len(routes) > 1 else ""
            yield from self.wrapped(f"{label}{'; '.join(route.sentences)}", 4, 4 + len(label))
            if route.rule:
                rule = self.explanation.rules.get(rule_id(route))
                told = f"by rule {rule_id(route)}" + (f": {rule.title}" if rule else "")
                yield from self.wrapped(told, 4 + len(label) + 2)

    def _begin(self, steps: Iterable[Step]) -> None:
        self.steps = {step.conclusion: step for step in steps}
        self.shown, self.read = set(), set()

    def step(self, conclusion: Triple, indent: int) -> Iterator[str]:
        """A statement and, below it, what it rests on."""
        step = self.steps[conclusion]
        run = [step]
        while _is_run(run[-1]) and run[-1].premises[0] in self.steps:
            run.append(self.steps[run[-1].premises[0]])
        base = run[-1]
        words = self.explanation.words
        text = words.sentence(base.conclusion, base.through)
        for higher in reversed(run[:-1]):
            text += "".join(f", hence {words.a_class(name)}" for name in (*higher.through, higher.conclusion[2]))
        if conclusion in self.shown:
            yield from self.wrapped(f"{text} (see above)", indent, indent + 2)
            return
        self.shown.add(conclusion)
        mark = {"assumed": "supposed: ", "ontology": "by the ontology: "}.get(base.kind, "")
        yield from self.wrapped(mark + text, indent, indent + 2)
        cited: set[Axiom] = set()
        for part in run:
            yield from self.because(part, indent + 2, cited)
        yield from self.stated(base, indent + 2)
        yield from self.premises(base, indent + 2)

    def premises(self, step: Step, indent: int) -> Iterator[str]:
        """What a step rests on, one after the other."""
        if len(step.premises) > 2 and self.shown.issuperset(step.premises):
            yield from self.wrapped("resting on statements shown above", indent)
            return
        for premise in step.premises:
            yield from self.step(premise, indent)

    def because(self, step: Step, indent: int, cited: set[Axiom] | None = None) -> Iterator[str]:
        """The axioms (but those ``cited`` already) or the rule of a step.

        That one class lies below another is plain from the sentence.
        """
        seen = cited if cited is not None else set()
        if step.kind == "rule":
            yield from self.wrapped(self._rule(step), indent, indent + 4)
        for axiom, text in zip(step.axioms, self.explanation.axioms(step.axioms), strict=True):
            if axiom not in seen and not _is_plain(axiom):
                yield from self.wrapped(f"by {text}", indent, indent + 4)
            seen.add(axiom)

    def _rule(self, step: Step) -> str:
        """The rule file in words; what it looks for and finds absent only the first time."""
        rule = self.explanation.rule(step)
        if rule is None:
            return f"by rule {step.rule}"
        told = "" if rule.id in self.rules else f". {rule.description} [{rule.source}]"
        self.rules.add(rule.id)
        return f"by rule {rule.id}: {rule.title}{told}"

    def stated(self, step: Step, indent: int) -> Iterator[str]:
        """Where a stated statement was read: line of the case file, and the passages the first time."""
        source = self.explanation.source(step.conclusion)
        if source is None:
            return
        yield f"{' ' * indent}{_place(source).rstrip(': ')}"
        if source.item in self.read and source.passages:
            return
        self.read.add(source.item)
        for passage in source.passages:
            yield from self.wrapped(f"read in: {passage.told()}", indent, indent + 4)
            if passage.doi or passage.url:
                self.reports[passage.report_label] = (
                    f"https://doi.org/{passage.doi}" if passage.doi else f"{passage.url}"
                )

    def wrapped(self, text: str, indent: int, hanging: int | None = None) -> Iterator[str]:
        """The text in lines, the first indented by ``indent``, the others by ``hanging``."""
        further = indent if hanging is None else hanging
        lines = wrap(text, max(self.width - max(indent, further), 30))
        yield " " * indent + lines[0]
        for line in lines[1:]:
            yield " " * further + line


def rule_id(route: Route) -> str:
    """The id of the rule file of a route."""
    return os.path.basename(route.rule or "").removesuffix(".rq")


_EVERYTHING = "From a contradiction everything follows: no class can be explained before it is mended."
_MINIMAL = "these contradict each other; without any one of them there is no contradiction:"


def _nothing(told: Explanation, genus: Sequence[str]) -> str:
    """That the class can be asked of nothing in the case."""
    kinds = listed((told.words.a_class(name) for name in genus), "or")
    return f"nothing in this case is {kinds}" if kinds else "nothing in this case is in the class"


def _is_run(step: Step) -> bool:
    """Whether a step leads from one class of an individual to a broader one."""
    return (
        step.kind == "axioms"
        and len(step.premises) == 1
        and step.conclusion[1] == RDF_TYPE
        and step.premises[0][:2] == step.conclusion[:2]
    )


def _is_plain(axiom: Axiom) -> bool:
    return axiom.kind == "subclass" and all(isinstance(part, Named) for part in axiom.classes)


def _place(source: Source | None) -> str:
    if source is None:
        return ""
    return f"{source.file}:{source.line}: " if source.line else f"{source.file}: "
