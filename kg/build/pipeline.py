"""``kg build``: ontology, cases and mappings are read, checked, reasoned over and written as one graph.

The new graph is made in a folder of its own and becomes current by replacing one small file, so that readers
see the old graph or the new one and never half of either. Nothing is written before all input has been found
in order.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from kg.build.description import DESCRIPTION_GRAPH, describe
from kg.build.freshness import CURRENT, Stat, digest, scan, write_sources
from kg.build.places import Places
from kg.build.sources import Sources, read_sources
from kg.build.stored_queries import query_statements
from kg.cases.model import CaseFile
from kg.errors import DataError, InconsistentError
from kg.findings import Issue, summary
from kg.graph.assemble import case_statements
from kg.graph.mappings import read_mappings
from kg.graph.reports import report_statements
from kg.graph.rules import Rule
from kg.graph.store import canonical, write_store
from kg.graph.terms import Statement, readable
from kg.names import case_iri, graph_iri
from kg.reason.explain.contradiction import conflicts
from kg.reason.engine import Closure
from kg.reason.realize import realize
from kg.reason.explain.support import Support

__all__ = ["BuildResult", "build", "inconsistencies"]

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What was built: the folder, how much is in it, and warnings that did not stop it."""

    folder: str
    cases: int
    asserted: int
    inferred: int
    warnings: tuple[Issue, ...] = ()
    steps: dict[str, float] = field(default_factory=dict)  # seconds by step


class _Steps:
    """Tells of each step in one line, with the seconds it took."""

    def __init__(self, say: Say | None) -> None:
        self._say, self.seconds, self._begin = say, {}, time.perf_counter()  # type: tuple[Say | None, dict[str, float], float]

    def done(self, name: str, told: str) -> None:
        now = time.perf_counter()
        self.seconds[name] = now - self._begin
        self._begin = now
        if self._say:
            self._say(f"{name}: {told} ({self.seconds[name]:.2f} s)")


def build(root: str, out: str, say: Say | None = None) -> BuildResult:
    """Build the graph of the sources below ``root`` in a new folder below ``out`` and make it current.

    DataError with every issue of the sources when they have errors; InconsistentError when a case contradicts the
    ontology. In both cases the graph built before stays as it was.
    """
    steps = _Steps(say)
    stats = scan(root)
    digests = {path: digest(root, path) for path in stats}
    sources = read_sources(root)
    steps.done(
        "read",
        f"{len(sources.vocabulary.names)} classes, {len(sources.rules)} rules, {len(sources.cases)} cases, "
        f"{len(sources.mappings)} mappings, {len(sources.queries)} queries",
    )
    errors = [issue for issue in sources.issues if issue.severity == "error"]
    if errors:
        raise DataError("the sources are not in order; nothing was built", issues=sources.issues)
    steps.done("validate", summary(sources.issues))

    asserted = {case.id: case_statements(case) for case in sources.cases}
    closures = {name: realize(sources.definitions, sources.rules, asserted[name]) for name in sorted(asserted)}
    found = inconsistencies(sources.cases, closures, sources.rules)
    if found:
        raise InconsistentError("cases contradict the ontology; nothing was built", issues=found)
    inferred = sum(len(closure.derived) for closure in closures.values())
    steps.done("infer", f"{inferred} statements from {sum(map(len, asserted.values()))}")

    folder = _write(out, sources, asserted, closures, stats, digests, root)
    steps.done("write", os.path.relpath(folder) if os.path.splitdrive(folder)[0] == "" else folder)
    return BuildResult(
        folder=folder,
        cases=len(asserted),
        asserted=sum(map(len, asserted.values())),
        inferred=inferred,
        warnings=tuple(sources.issues),
        steps=steps.seconds,
    )


def inconsistencies(
    cases: Sequence[CaseFile], closures: Mapping[str, Closure], rules: Sequence[Rule] = ()
) -> list[Issue]:
    """One issue for each contradiction of a case: a minimal set of statements, with their lines, and the axioms.

    ``rules`` are the rule files that were run, so that all that their conclusions rest on is named.
    """
    issues = []
    for case in cases:
        found = conflicts(closures[case.id], Support(closures[case.id], rules))
        places = Places(case, closures[case.id].asserted, {}, path=_readable(case)) if found else None
        for conflict in found:
            sources = [places.source(statement) for statement in conflict.statements] if places else []
            told = [
                f"{readable(statement)} (line {source.line})" if source.line else readable(statement)
                for statement, source in zip(conflict.statements, sources, strict=True)
            ]
            axioms = [axiom.render() for axiom in conflict.axioms]
            uses = [f"rule {use.rule}" for use in conflict.uses]
            first = next(iter(sources), None)
            issues.append(
                Issue(
                    "I001",
                    f"contradicts the ontology: {' and '.join(told)}",
                    file=case.file,
                    line=first.line if first else None,
                    field=first.item if first else case.id,
                    remedy=f"they cannot hold together: {'; '.join([*axioms, *uses])}",
                )
            )
    return sorted(issues)


def _readable(case: CaseFile) -> str | None:
    """The path of a case file where it can be read again; None for a case that was read from elsewhere."""
    return case.file if os.path.isfile(case.file) else None


def _write(
    out: str,
    sources: Sources,
    asserted: dict[str, list[Statement]],
    closures: dict[str, Closure],
    stats: dict[str, Stat],
    digests: dict[str, str],
    root: str,
) -> str:
    os.makedirs(out, exist_ok=True)
    name = f"graph-{time.time_ns():x}-{os.getpid()}"
    partial = os.path.join(out, f".{name}")
    os.mkdir(partial)
    try:
        graphs: dict[str, Iterable[Statement]] = {case_iri(name): found for name, found in asserted.items()}
        graphs[graph_iri("inferred")] = sorted({t for closure in closures.values() for t in closure.derived})
        graphs[graph_iri("reports")] = report_statements(sources.bibliography.values())
        graphs[graph_iri("ontology")] = canonical(sources.ontology)
        graphs[graph_iri("mappings")] = sources.mappings
        graphs[graph_iri("queries")] = query_statements(sources.queries)
        inputs = {path: sha for path, sha in digests.items() if not path.endswith(".py")}
        graphs[DESCRIPTION_GRAPH] = describe(
            graphs, inputs, read_mappings(os.path.join(root, "ontology", "mappings.sssom.tsv")).prefixes
        )
        write_store(os.path.join(partial, "store"), graphs)
        _write_derivations(os.path.join(partial, "derivations"), closures)
        write_sources(partial, root, stats, digests)
        folder = os.path.join(out, name)
        os.rename(partial, folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    pointer = os.path.join(out, f"{CURRENT}.{os.getpid()}")
    with open(pointer, "w", encoding="utf-8") as file:
        file.write(name + "\n")
    os.replace(pointer, os.path.join(out, CURRENT))
    _remove_others(out, keep=name)
    return folder


def _write_derivations(folder: str, closures: dict[str, Closure]) -> None:
    """One JSON file a case: each derived statement with its rule and the statements it rests on."""
    os.mkdir(folder)
    for case_id, closure in closures.items():
        rows: Sequence[object] = [
            [*statement, derivation.rule, [list(premise) for premise in derivation.premises]]
            for statement, derivation in sorted(closure.derived.items())
        ]
        with open(os.path.join(folder, f"{case_id}.json"), "w", encoding="utf-8") as file:
            json.dump(rows, file, ensure_ascii=False, indent=0)


def _remove_others(out: str, keep: str) -> None:
    """Remove graphs that are no longer current; one that is still being read may stay until the next build."""
    for entry in os.listdir(out):
        if entry.startswith("graph-") and entry != keep:
            shutil.rmtree(os.path.join(out, entry), ignore_errors=True)
