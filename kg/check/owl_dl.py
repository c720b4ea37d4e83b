"""Is the ontology, with what cases state, an OWL 2 DL ontology?

The conditions are those of the OWL 2 Structural Specification (https://www.w3.org/TR/owl2-syntax/): what a name may be
declared as (5.8), which datatypes there are (4), which names are reserved (2.4), which properties may be restricted
and how chains may be built (11.2); and of the mapping from RDF (https://www.w3.org/TR/owl2-mapping-to-rdf/), by which a
triple must be readable as part of one axiom. They are looked at triple by triple and apart from the compiler of rules,
which refuses more and for other reasons. On one point this is stricter: OWL 2 DL lets one name be a class and an
individual, we do not, since it is never meant here.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from kg.check.owl_names import (
    BUILT_IN_ANNOTATIONS,
    DATATYPES,
    KINDS,
    OWL,
    RDF,
    SYNTAX,
    is_reserved,
    literal_fault,
)
from kg.check.owl_roles import irregular_chains, restricted_properties
from kg.findings import Issue
from kg.graph.terms import RDF_TYPE, Statement, is_literal, readable
from kg.names import MBC, local_name

__all__ = ["DL_CODES", "Kinds", "check_case_statements", "check_owl_dl", "declared_kinds"]

DL_CODES = {
    "N004": (
        "A name is two kinds of thing",
        "declare it once, and give the second thing a name of its own",
    ),
    "N005": ("A term is used as another kind", "use a term of the kind that the place asks for"),
    "N006": (
        "A reserved name is used that OWL 2 does not define",
        "use the construct that is meant, or a name of ours",
    ),
    "N007": ("A datatype is none of OWL 2", "use a datatype of OWL 2: xsd:dateTime for a date"),
    "N008": ("A literal is not in its datatype", "correct the text or the datatype"),
    "N009": (
        "A property that chains lead to is restricted",
        "restrict a property that is neither transitive nor made by a chain, nor above one",
    ),
    "N010": ("Property chains are not regular", "break the circle between the chains"),
    "N011": ("A name is used and not declared", "declare it, or use the name that was meant"),
    "N012": (
        "A node without a name is used twice, or by a case",
        "write the expression out at each place; name the item",
    ),
}

Kinds = Mapping[str, frozenset[str]]
"""What each name is declared as."""

_CLASS, _DATATYPE, _INDIVIDUAL = "class", "datatype", "individual"
_OBJECT, _DATA, _NOTE = "object property", "data property", "annotation property"
_CLASS_AXIOMS = ("subClassOf", "equivalentClass", "disjointWith")
_OBJECT_TYPES = ("Transitive", "Symmetric", "Asymmetric", "Reflexive", "Irreflexive", "InverseFunctional")
_FILLERS = ("someValuesFrom", "allValuesFrom")


def declared_kinds(ontology: Iterable[Statement]) -> dict[str, frozenset[str]]:
    """What each name is declared as: ``class``, ``object property`` ...; what OWL 2 defines included."""
    found: dict[str, set[str]] = defaultdict(set)
    for subject, predicate, obj in ontology:
        if predicate == RDF_TYPE and obj in KINDS and subject.startswith("<") and not is_reserved(subject):
            found[subject].add(KINDS[obj])
    built_in = {f"<{OWL}Thing>": _CLASS, f"<{OWL}Nothing>": _CLASS}
    built_in |= dict.fromkeys(DATATYPES, _DATATYPE) | dict.fromkeys(BUILT_IN_ANNOTATIONS, _NOTE)
    for name, kind in built_in.items():
        found[name].add(kind)
    return {name: frozenset(kinds) for name, kinds in found.items()}


def check_owl_dl(ontology: Iterable[Statement], file: str = "ontology/modules") -> list[Issue]:
    """Every way in which the ontology leaves OWL 2 DL, sorted."""
    triples = sorted(set(ontology))
    checks = _Checks(declared_kinds(triples), file, triples)
    checks.names()
    checks.places()
    checks.statements()
    checks.anonymous()
    for prop, place in restricted_properties(triples):
        checks.add("N009", prop, f"stands in {place}, and a chain or transitivity leads to it")
    for prop in irregular_chains(triples):
        checks.add("N010", prop, "is made by a chain that needs it before it is made")
    return sorted(set(checks.issues))


def check_case_statements(kinds: Kinds, statements: Iterable[Statement], file: str) -> list[Issue]:
    """Every way in which the statements of a case leave OWL 2 DL, or the vocabulary, sorted."""
    checks = _Checks(kinds, file, sorted(set(statements)))
    checks.statements()
    for triple in checks.triples:
        subject, predicate, obj = triple
        if subject.startswith("_:") or obj.startswith("_:"):
            checks.add("N012", subject, f"is a statement of a node without a name: {readable(triple)}")
        if predicate == RDF_TYPE:
            checks.asked(obj, f"class of {local_name(subject)}", _CLASS)
        if kinds.get(subject):
            checks.add("N004", subject, f"is a {_told(kinds[subject])} and an item of a case")
    return sorted(set(checks.issues))


def _told(kinds: Iterable[str]) -> str:
    return " and ".join(sorted(kinds))


def _owl(*names: str) -> set[str]:
    return {f"<{OWL}{name}>" for name in names}


class _Checks:
    def __init__(self, kinds: Kinds, file: str, triples: list[Statement]) -> None:
        self.kinds, self.file, self.triples = kinds, file, triples
        self.issues: list[Issue] = []
        self.values: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, predicate, obj in triples:
            self.values[subject, local_name(predicate)].append(obj)

    def add(self, code: str, term: str, message: str) -> None:
        """Add an issue with a term."""
        name = f"mbc:{local_name(term)}" if term.startswith(f"<{MBC}") else term.strip("<>")
        self.issues.append(Issue(code, message, file=self.file, field=name, remedy=DL_CODES[code][1]))

    def asked(self, term: str, place: str, *wanted: str) -> None:
        """Add an issue when a term is not of one of the kinds that its place asks for."""
        own = self.kinds.get(term, frozenset())
        if is_literal(term):
            self.add("N005", term, f"is a literal and stands as {place}, which asks for a {' or '.join(wanted)}")
        elif own and not own & set(wanted):
            self.add("N005", term, f"is a {_told(own)} and stands as {place}, which asks for a {' or '.join(wanted)}")
        elif not own and not term.startswith("_:") and not (is_reserved(term) and term not in SYNTAX):
            self.add("N011", term, f"is not declared and stands as {place}")

    def names(self) -> None:
        """A name is one kind of thing (5.8.1); a reserved name is one that OWL 2 defines, and is not declared again."""
        for name, own in sorted(self.kinds.items()):
            if len(own) > 1 and not is_reserved(name):
                self.add("N004", name, f"is declared as {_told(own)}")
        for subject, predicate, obj in self.triples:
            if predicate == RDF_TYPE and obj in KINDS and is_reserved(subject):
                self.add("N006", subject, f"is reserved, and declared as {KINDS[obj]}")
            for term in (subject, predicate, obj):
                if is_reserved(term) and not is_literal(term) and term not in SYNTAX and term not in self.kinds:
                    self.add("N006", term, "is a reserved name that OWL 2 does not define")

    def anonymous(self) -> None:
        """Expressions without a name stand in one place (11.2)."""
        used = Counter(obj for _, _, obj in self.triples if obj.startswith("_:"))
        for subject, predicate, obj in self.triples:
            if used.get(obj, 0) > 1:
                message = f"shares an expression of {local_name(predicate)} with another place"
                self.add("N012", subject if subject.startswith("<") else f"<{MBC}>", message)

    def places(self) -> None:
        """Each part of an axiom or expression is of the kind that its place asks for."""
        for subject, predicate, obj in self.triples:
            name = local_name(predicate)
            if not is_reserved(predicate):
                continue
            if name in _CLASS_AXIOMS:
                for term in (subject, obj):
                    self.asked(term, f"an end of {name}", _CLASS)
            elif name in ("inverseOf", "propertyChainAxiom"):
                for term in (subject, *([obj] if name == "inverseOf" else self.members(obj))):
                    self.asked(term, f"part of {name}", _OBJECT)
            elif name == "members" and _owl("AllDisjointClasses") & set(self.values[subject, "type"]):
                for term in self.members(obj):
                    self.asked(term, "member of AllDisjointClasses", _CLASS)
            elif name in ("intersectionOf", "unionOf"):
                for term in self.members(obj):
                    self.asked(term, f"member of {name}", _CLASS, _DATATYPE)
            elif predicate == RDF_TYPE and obj in _owl(*(f"{kind}Property" for kind in _OBJECT_TYPES)):
                self.asked(subject, local_name(obj), _OBJECT)
            elif name in ("subPropertyOf", "equivalentProperty", "domain", "range"):
                self._of_property(subject, name, obj)
            elif name == "onProperty":
                self._restriction(subject, obj)

    def _of_property(self, prop: str, name: str, obj: str) -> None:
        self.asked(prop, f"subject of {name}", _OBJECT, _DATA, _NOTE)
        own = self.kinds.get(prop, frozenset())
        if name in ("subPropertyOf", "equivalentProperty"):
            self.asked(obj, f"object of {name} of a {_told(own)}", *(own or (_OBJECT, _DATA, _NOTE)))
        elif own == {_NOTE}:
            return
        elif name == "range" and own == {_DATA}:
            self.asked(obj, f"range of the data property {local_name(prop)}", _DATATYPE)
        else:
            self.asked(obj, f"{name} of {local_name(prop)}", _CLASS)

    def _restriction(self, node: str, prop: str) -> None:
        self.asked(prop, "restricted property", _OBJECT, _DATA)
        is_data = self.kinds.get(prop, frozenset()) == {_DATA}
        for key in _FILLERS:
            for filler in self.values.get((node, key), ()):
                if is_data and filler.startswith("_:") and not self.values.get((filler, "onDatatype")):
                    self.add("N005", prop, f"is a data property and {key} gives it a class")
                elif not is_data and self.values.get((filler, "onDatatype")):
                    self.add("N005", prop, f"is an object property and {key} gives it a data range")
                self.asked(filler, f"{key} of {local_name(prop)}", _DATATYPE if is_data else _CLASS)
        for value in self.values.get((node, "hasValue"), ()):
            if is_literal(value) != is_data:
                self.add("N005", prop, f"is {'a data' if is_data else 'an object'} property and has the value {value}")

    def members(self, node: str) -> list[str]:
        """The members of an RDF list, as far as it is one."""
        found: list[str] = []
        seen: set[str] = set()
        while node.startswith("_:") and node not in seen:
            seen.add(node)
            found += self.values.get((node, "first"), [])
            node = next(iter(self.values.get((node, "rest"), [])), f"<{RDF}nil>")
        return found

    def statements(self) -> None:
        """Predicates are declared properties with the objects of their kind; literals are in datatypes of OWL 2."""
        for triple in self.triples:
            subject, predicate, obj = triple
            if is_literal(obj):
                fault = literal_fault(obj)
                if fault is not None:
                    self.add("N007" if fault[0] == "datatype" else "N008", subject, f"{fault[1]}: {readable(triple)}")
            if is_reserved(predicate):
                continue
            self.asked(predicate, "predicate of a statement", _OBJECT, _DATA, _NOTE)
            own = self.kinds.get(predicate, frozenset())
            if own == {_OBJECT} and is_literal(obj):
                self.add("N005", predicate, f"is an object property and has a literal: {readable(triple)}")
            elif own == {_DATA} and not is_literal(obj):
                self.add("N005", predicate, f"is a data property and has no literal: {readable(triple)}")
            if own & {_OBJECT, _DATA}:
                for term in (subject, *([] if is_literal(obj) else [obj])):
                    if self.kinds.get(term, frozenset()) - {_INDIVIDUAL}:
                        self.add("N004", term, f"is a {_told(self.kinds[term])} and an individual: {readable(triple)}")
