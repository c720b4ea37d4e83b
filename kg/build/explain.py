"""Explaining a case from its sources: one case file, the ontology and its rules are read, nothing else.

So an explanation needs no built graph, and a case that contradicts the ontology, for which no graph is built, can be
explained too.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from kg.build.explanation import Asked, Explanation
from kg.build.places import Places
from kg.build.sources import read_vocabulary
from kg.cases.bibliography import read_bibliography
from kg.cases.model import CaseFile
from kg.cases.reader import read_case
from kg.errors import DataError, UsageError
from kg.findings import did_you_mean, nearest
from kg.graph.assemble import case_statements
from kg.graph.rules import read_rules
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, lexical
from kg.names import MBC, PREFIXES, case_id_of, case_iri, expand, local_name, ref, resource_root
from kg.reason.compile import compile_ontology
from kg.reason.explain.contradiction import conflicts
from kg.reason.explain import Answer, Reasoned, definitions_of, explain, genus, opposites
from kg.reason.realize import realize
from kg.reason.explain.sentences import Words

__all__ = ["CaseSources", "explain_case"]

_SKOS = PREFIXES["skos"]
_NAMING = (RDFS_LABEL, f"<{_SKOS}altLabel>", f"<{_SKOS}hiddenLabel>")
_DEFINITION, _SOURCE = f"<{_SKOS}definition>", f"<{PREFIXES['dcterms']}source>"
_CLASS = f"<{PREFIXES['owl']}Class>"


def explain_case(
    case: str,
    cls: str | None = None,
    part: str | None = None,
    *,
    root: str | None = None,
    limit: int = 5,
    missing: bool | None = None,
) -> Explanation:
    """Why the parts of a case are in a class, why not, or what is missing; contradictions of an inconsistent case.

    ``case`` is an id, CURIE, IRI or the path of a case file, ``cls`` a class by local name, label, synonym, CURIE or
    IRI, ``part`` the id (or label) of the one part asked about; by default all that the class can be asked of.
    Without a class only contradictions are looked for. ``missing``: work out, for parts that cannot be told, what would
    have to be reported, at most ``limit`` ways to a yes and to a no; when left out, if there is only one. UsageError,
    with the nearest names, for an unknown case, class or part; DataError when the case file has errors.
    """
    return CaseSources(case, root).explain(cls, part, limit=limit, missing=missing)


class CaseSources:
    """One case, read and reasoned over, to be explained."""

    def __init__(self, case: str, root: str | None = None) -> None:
        self.root = root or resource_root()
        path = _case_path(case, os.path.join(self.root, "data", "cases"))
        self.ontology, vocabulary = read_vocabulary(self.root)
        self.bibliography, issues = read_bibliography(os.path.join(self.root, "data", "reports.yaml"))
        found, more = read_case(path, vocabulary, self.bibliography)
        if found is None:
            raise DataError(f"{os.path.basename(path)} is not in order", issues=[*issues, *more])
        self.case: CaseFile = found
        self.rules = read_rules(os.path.join(self.root, "ontology", "rules"))
        self.asserted = case_statements(found)
        definitions = compile_ontology(self.ontology)
        closure = realize(definitions, self.rules, self.asserted)
        self.reasoned = Reasoned(definitions, self.rules, self.asserted, closure, opposites(self.ontology))
        self.places = Places(found, self.asserted, self.bibliography, path)

    @property
    def consistent(self) -> bool:
        """Whether the case is free of contradictions."""
        return not self.reasoned.closure.contradictions

    def explain(
        self, cls: str | None = None, part: str | None = None, *, limit: int = 5, missing: bool | None = None
    ) -> Explanation:
        """See :func:`explain_case`."""
        asked = self._asked(cls) if cls is not None else None
        found = conflicts(self.reasoned.closure, self.reasoned.support)
        answers: tuple[Answer, ...] = ()
        if asked is not None and not found:
            chosen = None if part is None else [self.individual(part)]
            answers = explain(self.reasoned, asked.cls, chosen, limit=limit, missing=missing)
        cited = {statement for answer in answers for statement in answer.statements}
        cited |= {statement for conflict in found for statement in conflict.statements}
        ways = [way for answer in answers for way in (*(answer.for_yes or ()), *(answer.for_no or ()))]
        cited |= {triple for way in ways for triple in way.met}
        return Explanation(
            case=self.case.id,
            title=self.case.title or self.case.id,
            file=self.case.file,
            asked=asked,
            answers=answers,
            conflicts=found,
            words=Words(self.reasoned.definitions, self.reasoned.closure),
            sources={statement: self.places.source(statement) for statement in sorted(cited & set(self.asserted))},
            rules={rule.id: rule for rule in self.rules},
        )

    def _asked(self, name: str) -> Asked:
        cls = find_class(self.ontology, name)
        notes: dict[str, str] = {}
        for subject, predicate, value in self.ontology:
            if subject == cls and predicate in (_DEFINITION, _SOURCE):
                notes.setdefault(predicate, lexical(value))
        definitions = self.reasoned.definitions
        return Asked(
            cls=cls,
            label=definitions.label(cls),
            definition=notes.get(_DEFINITION, ""),
            source=notes.get(_SOURCE, ""),
            opposite=self.reasoned.opposite.get(cls),
            genus=genus(definitions, cls),
            axioms=definitions_of(definitions, cls),
        )

    def individual(self, part: str) -> str:
        """The individual that a part id, label, CURIE or IRI means; UsageError with the nearest ids."""
        closure = self.reasoned.closure
        ids = {individual[1:-1].partition("#")[2]: individual for individual, _ in closure.types()}
        iri = expand(part)
        wanted = iri.partition("#")[2] if iri and case_id_of(iri) == self.case.id else part
        if part in (self.case.id, "case") or (iri and iri == case_iri(self.case.id)):
            return ref(case_iri(self.case.id))
        for name in (wanted, "-".join(wanted.lower().split())):
            if name and name in ids:
                return ids[name]
        hint = did_you_mean(nearest(wanted, [name for name in ids if name]))
        raise UsageError(
            f"{self.case.id} has no part {part!r}" + (f"; {hint}" if hint else ""), f"see `kg show {self.case.id}`"
        )


def _case_path(name: str, folder: str) -> str:
    """The file of a case by id, CURIE, IRI or path."""
    if name.endswith((".yaml", ".yml")) and os.path.isfile(name):
        return name
    case_id = case_id_of(expand(name) or "") or name
    known = sorted(file.removesuffix(".yaml") for file in os.listdir(folder) if file.endswith(".yaml"))
    if case_id in known:
        return os.path.join(folder, f"{case_id}.yaml")
    hint = did_you_mean(nearest(case_id, known))
    raise UsageError(
        f"case={name}: there is no case of this id" + (f"; {hint}" if hint else ""), "`kg list cases` shows all of them"
    )


def find_class(ontology: Iterable[Statement], name: str) -> str:
    """The class that a local name, label, synonym, CURIE or IRI means; UsageError with the nearest names."""
    classes = {s for s, p, o in ontology if p == RDF_TYPE and o == _CLASS and s.startswith("<")}
    wanted = " ".join(name.split())
    exact = ref(expand(wanted) or MBC + wanted)
    if exact in classes:
        return exact
    named: dict[str, set[str]] = {local_name(cls): {cls} for cls in sorted(classes)}
    for subject, predicate, value in sorted(ontology):
        if predicate in _NAMING and subject in classes:
            named.setdefault(lexical(value), set()).add(subject)
    same = {cls for word, found in named.items() if _fold(word) == _fold(wanted) for cls in found}
    if len(same) == 1:
        return same.pop()
    if same:
        raise UsageError(
            f"{name!r} is the name of {len(same)} classes", f"say which: {', '.join(sorted(map(local_name, same)))}"
        )
    suggested: dict[str, str] = {}
    for word in nearest(wanted, named, 6):
        local = local_name(min(named[word]))
        suggested.setdefault(local, local if _fold(word) == _fold(local) else f"{local} ({word})")
    hint = did_you_mean(list(suggested.values())[:3])
    raise UsageError(
        f"there is no class {name!r}" + (f"; {hint}" if hint else ""), "`kg list classes` shows all of them"
    )


def _fold(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter not in " _-")
