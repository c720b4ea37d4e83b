"""HermiT as referee: what an independent DL reasoner says of the same statements, and where it differs.

HermiT (Glimm, Horrocks, Motik, Stoilos and Wang, *HermiT: an OWL 2 reasoner*, JAR 2014) decides all of OWL
2 DL. It is slow next to rules, and unbounded in time; so it runs in a process group of its own, which is
killed as a whole at a deadline, and it is asked about one case at a time. Imports and annotations are taken
out before.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from kg.errors import DataError, LimitError, MissingToolError
from kg.reason.axioms import is_annotation
from kg.reason.closure import Closure
from kg.reason.expressions import Vocabulary
from kg.reason.java import find_java
from kg.reason.syntax import NOTHING, THING, TYPE, Triple
from kg.reason.values import is_literal, parse_literal

__all__ = ["Difference", "RefereeResult", "compare", "referee", "referee_many", "referee_pairs"]

_OWL = "<http://www.w3.org/2002/07/owl#"
_KINDS = {
    f"{_OWL}Class>": "classes",
    f"{_OWL}ObjectProperty>": "objects",
    f"{_OWL}DatatypeProperty>": "data",
    f"{_OWL}AnnotationProperty>": "annotations",
    f"{_OWL}Ontology>": "headers",
}
_NOTES = (f"{_OWL}Axiom>", f"{_OWL}Annotation>")
_EXPRESSIONS = {
    f"{_OWL}intersectionOf>": f"{_OWL}Class>",
    f"{_OWL}unionOf>": f"{_OWL}Class>",
    f"{_OWL}onProperty>": f"{_OWL}Restriction>",
}
_CHILD = Path(__file__).with_name("hermit.py")


@dataclass(frozen=True)
class RefereeResult:
    """HermiT's answer for one case.

    ``memberships`` holds every pair (individual, named class), classes above and equivalent included,
    without owl:Thing; it is empty for an inconsistent case. ``unsatisfiable`` lists classes that can have
    no member. Terms are N-Triples strings. ``seconds`` is the time of this case; that of the first of a
    batch has the start of Java in it.
    """

    consistent: bool
    memberships: frozenset[tuple[str, str]] = frozenset()
    unsatisfiable: tuple[str, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, order=True)
class Difference:
    """A membership that only one of the two finds: ``found_by`` is ``rules`` or ``HermiT``.

    A contradiction that only one of the two finds is a membership in owl:Nothing.
    """

    individual: str
    cls: str
    found_by: str


@dataclass
class _Job:
    way: str
    deadline: float
    cases: list[list[Triple]] = field(default_factory=list)


def referee(ontology: Iterable[Triple], statements: Iterable[Triple], *, deadline: float = 120.0) -> RefereeResult:
    """HermiT's answer for one case, through Owlready2's ``sync_reasoner_hermit``.

    Owlready2 turns decimals into floating point when it loads them. A case with a number that would not
    survive this is handed to the same HermiT as :func:`referee_many` does, without that step.

    Raises LimitError at the deadline (seconds), MissingToolError without Java, DataError when HermiT cannot
    read the ontology.
    """
    axioms, names = _strip_ontology(ontology)
    case = axioms + _strip_case(statements, names)
    return _run(_Job("owlready2" if all(map(_survives, case)) else "batch", deadline, [case]))[0]


def referee_many(
    ontology: Iterable[Triple], cases: Mapping[str, Iterable[Triple]], *, deadline: float = 600.0
) -> dict[str, RefereeResult]:
    """HermiT's answer for each case, one after the other in one Java process; the deadline is for all of
    them.

    Raises as :func:`referee` does.
    """
    order = sorted(cases)
    shared = list(ontology)
    found = referee_pairs([(shared, cases[case]) for case in order], deadline=deadline)
    return dict(zip(order, found, strict=True))


def referee_pairs(
    pairs: Iterable[tuple[Iterable[Triple], Iterable[Triple]]], *, deadline: float = 600.0
) -> list[RefereeResult]:
    """As :func:`referee_many`, for pairs of an ontology and the statements of a case; in the order of the pairs."""
    stripped: dict[int, tuple[list[Triple], Vocabulary]] = {}
    job = _Job("batch", deadline)
    kept = list(pairs)  # keeps each ontology alive, so that its identity is its own
    for ontology, statements in kept:
        if id(ontology) not in stripped:
            stripped[id(ontology)] = _strip_ontology(ontology)
        axioms, names = stripped[id(ontology)]
        job.cases.append(axioms + _strip_case(statements, names))
    return _run(job) if job.cases else []


def compare(closure: Closure, result: RefereeResult) -> list[Difference]:
    """Where rules and HermiT differ, sorted; empty when they agree on consistency and on every membership.

    Contradictory statements entail everything, so memberships are compared for consistent cases only.
    """
    contradictions = closure.contradictions
    if not result.consistent:
        return [] if contradictions else [Difference("", NOTHING.iri, "HermiT")]
    own = {pair for pair in closure.types() if pair[1] != THING.iri}
    found = [Difference(*pair, "rules") for pair in own - result.memberships]
    found += [Difference(*pair, "HermiT") for pair in result.memberships - own]
    found += [Difference(item.premises[0][0], NOTHING.iri, "rules") for item in contradictions]
    return sorted(set(found))


def _survives(triple: Triple) -> bool:
    """True unless the object is a number that floating point rounds."""
    if not is_literal(triple[2]):
        return True
    number = parse_literal(triple[2])[1]
    return not isinstance(number, Decimal) or Decimal(repr(float(number))) == number


def _strip_ontology(triples: Iterable[Triple]) -> tuple[list[Triple], Vocabulary]:
    """The axioms alone, under a header without imports, and the vocabulary."""
    ordered = sorted(set(triples))
    names = Vocabulary()
    notes = set()
    for subject, predicate, obj in ordered:
        if predicate == TYPE and obj in _KINDS:
            getattr(names, _KINDS[obj]).add(subject)
        elif predicate == TYPE and obj in _NOTES:
            notes.add(subject)
    gone = names.headers | names.annotations | notes
    kept = [t for t in ordered if t[0] not in gone and not is_annotation(t[1], names)]
    # The OWL API drops a domain or range whose class expression does not say that it is one.
    kept += [(t[0], TYPE, _EXPRESSIONS[t[1]]) for t in kept if t[1] in _EXPRESSIONS and t[0].startswith("_:")]
    return kept, names


def _strip_case(triples: Iterable[Triple], names: Vocabulary) -> list[Triple]:
    """The statements that the ontology's vocabulary can say, and a declaration of every individual."""
    kept = []
    individuals = set()
    for triple in sorted(set(triples)):
        subject, predicate, obj = triple
        if predicate == TYPE and obj in names.classes:
            individuals.add(subject)
        elif predicate in names.objects:
            individuals |= {subject, obj}
        elif predicate in names.data:
            individuals.add(subject)
        else:
            continue
        kept.append(triple)
    return kept + [(name, TYPE, f"{_OWL}NamedIndividual>") for name in sorted(individuals)]


def _run(job: _Job) -> list[RefereeResult]:
    java = find_java()
    with tempfile.TemporaryDirectory(prefix="kg-referee-") as name:
        folder = Path(name)
        files = []
        for number, case in enumerate(job.cases):
            files.append(f"case-{number}.nt")
            text = "".join(f"{s} {p} {o} .\n" for s, p, o in case)
            header = f"<urn:x-kg:case-{number}> {TYPE} {_OWL}Ontology> .\n"
            (folder / files[-1]).write_text(header + text, encoding="utf-8")
        order = {"way": job.way, "java": java, "files": files}
        (folder / "job.json").write_text(json.dumps(order), encoding="utf-8")
        errors = _call(folder, job.deadline)
        try:
            answer = json.loads((folder / "result.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise MissingToolError(f"the reasoner ended without an answer: {errors.strip()[-500:]}") from error
    if "error" in answer:
        raise DataError(f"HermiT cannot reason over the ontology: {answer['error']}")
    return [_result(item) for item in answer["answers"]]


def _call(folder: Path, deadline: float) -> str:
    """Runs the child in a process group of its own and leaves nothing of it behind; gives back its messages."""
    environment = {**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)}
    child = subprocess.Popen(
        [sys.executable, "-P", str(_CHILD), str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        env=environment,
        start_new_session=True,
    )
    try:
        return child.communicate(timeout=deadline)[1]
    except subprocess.TimeoutExpired as error:
        raise LimitError(
            f"the reasoner did not finish within {deadline:g} seconds", "allow more time, or ask about fewer cases"
        ) from error
    finally:
        _kill_group(child)
        child.communicate()


def _kill_group(child: subprocess.Popen[str]) -> None:
    """Ends the child and the Java it started, whichever of them still runs."""
    if hasattr(os, "killpg"):
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return
    elif child.poll() is None:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(child.pid)], capture_output=True, check=False)


def _result(answer: dict[str, Any]) -> RefereeResult:
    pairs = frozenset(
        (f"<{individual}>", f"<{cls}>")
        for individual, classes in answer.get("types", {}).items()
        for cls in classes
        if f"<{cls}>" != THING.iri
    )
    empty = tuple(f"<{cls}>" for cls in answer.get("unsatisfiable", ()))
    return RefereeResult(answer["consistent"], pairs, empty, answer["seconds"])
