"""A small reader of OWL functional-style syntax, written from the W3C documents and not from our writer.

It reads a document (https://www.w3.org/TR/owl2-syntax/) and gives back the statements that it stands for
(https://www.w3.org/TR/owl2-mapping-to-rdf/), as far as tests need it; anything else fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

LITERAL = r'"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^(?:<[^>]*>|[\w-]*:[\w.-]+))?'
TOKEN = re.compile(rf'\s*(?:#[^\n]*\n\s*)*({LITERAL}|<[^>]*>|[()]|[^\s()"<]+)', re.S)
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS, OWL = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2002/07/owl#"
Tree = str | list["Tree"]
Triple = tuple[str, str, str]


def parse(text: str) -> tuple[dict[str, str], Tree]:
    """Prefixes, and the ontology as nested lists that begin with the word before the bracket."""
    prefixes = dict(re.findall(r"^Prefix\(([\w-]*):=<([^>]*)>\)$", text, re.MULTILINE))
    body = text[text.index("\nOntology(") :]
    tokens, position = [], 0
    while match := TOKEN.match(body, position):
        tokens.append(match[1])
        position = match.end()
    assert not body[position:].strip(), body[position : position + 80]
    stack: list[list[Tree]] = [[]]
    for place, token in enumerate(tokens):
        if token == "(":
            stack.append([stack[-1].pop()])
        elif token == ")":
            done = stack.pop()
            stack[-1].append(done)
        else:
            assert token[0] in '"<' or ":" in token or tokens[place + 1] == "(", token
            stack[-1].append(token)
    ((ontology,),) = stack
    return prefixes, ontology


class Reader:
    """The statements of a document; ``disjoint`` are its sets of disjoint classes, which RDF writes in several ways."""

    def __init__(self, text: str) -> None:
        self.prefixes, ontology = parse(text)
        assert ontology[0] == "Ontology"
        self.names = (f"_:n{number}" for number in count())
        self.triples: list[Triple] = []
        self.disjoint: set[frozenset[str]] = set()
        self.subject, version, *axioms = [self.term(one) if isinstance(one, str) else one for one in ontology[1:]]
        self.add(self.subject, f"{RDF}type", f"<{OWL}Ontology>")
        self.add(self.subject, f"{OWL}versionIRI", version)
        for axiom in axioms:
            getattr(self, f"read_{axiom[0]}")(*axiom[1:])

    def add(self, subject: Tree, predicate: Tree, value: Tree) -> None:
        assert isinstance(subject, str)
        assert isinstance(predicate, str)
        assert isinstance(value, str)
        self.triples.append((subject, predicate if predicate.startswith("<") else f"<{predicate}>", value))

    def term(self, token: Tree) -> str:
        assert isinstance(token, str), token
        if token.startswith("<"):
            return token
        if token.startswith('"'):
            end = token.rindex('"') + 1
            inner = re.sub(r"\\(.)", r"\1", token[1 : end - 1], flags=re.S)
            escaped = (
                inner.replace("\\", "\\\\")
                .replace('"', '\\"')
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t")
            )
            tail = token[end:]
            return f'"{escaped}"' + (f"^^{self.term(tail[2:])}" if tail.startswith("^^") else tail)
        prefix, _, local = token.partition(":")
        return f"<{self.prefixes[prefix]}{local}>"

    def list(self, items: list[str]) -> str:
        head = f"<{RDF}nil>"
        for item in reversed(items):
            node = next(self.names)
            self.add(node, f"{RDF}first", item)
            self.add(node, f"{RDF}rest", head)
            head = node
        return head

    def node(self, tree: Tree) -> str:
        """A class expression, data range, property or literal."""
        if isinstance(tree, str):
            return self.term(tree)
        word, *rest = tree
        node = next(self.names)
        if word in ("ObjectIntersectionOf", "ObjectUnionOf"):
            self.add(node, f"{RDF}type", f"<{OWL}Class>")
            self.add(node, f"{OWL}{str(word)[6].lower()}{str(word)[7:]}", self.list([self.node(one) for one in rest]))
        elif word in ("ObjectSomeValuesFrom", "DataSomeValuesFrom", "ObjectHasValue", "DataHasValue"):
            prop, filler = rest
            self.add(node, f"{RDF}type", f"<{OWL}Restriction>")
            self.add(node, f"{OWL}onProperty", self.term(prop))
            self.add(node, f"{OWL}{'hasValue' if 'Has' in str(word) else 'someValuesFrom'}", self.node(filler))
        else:
            assert word == "DatatypeRestriction", word
            base, *facets = rest
            self.add(node, f"{RDF}type", f"<{RDFS}Datatype>")
            self.add(node, f"{OWL}onDatatype", self.term(base))
            pairs = list(zip(facets[::2], facets[1::2], strict=True))
            inner = [next(self.names) for _ in pairs]
            for one, (facet, value) in zip(inner, pairs, strict=True):
                self.add(one, self.term(facet), self.term(value))
            self.add(node, f"{OWL}withRestrictions", self.list(inner))
        return node

    def read_Annotation(self, prop: Tree, value: Tree) -> None:  # noqa: N802
        self.add(self.subject, self.term(prop), self.term(value))

    def read_AnnotationAssertion(self, prop: Tree, subject: Tree, value: Tree) -> None:  # noqa: N802
        self.add(self.term(subject), self.term(prop), self.term(value))

    def read_Declaration(self, entity: Tree) -> None:  # noqa: N802
        assert isinstance(entity, list)
        kind, name = entity
        word = {"DataProperty": "DatatypeProperty"}.get(str(kind), str(kind))
        self.add(self.term(name), f"{RDF}type", f"<{OWL}{word}>")

    def read_SubClassOf(self, one: Tree, other: Tree) -> None:  # noqa: N802
        self.add(self.node(one), f"{RDFS}subClassOf", self.node(other))

    def read_EquivalentClasses(self, one: Tree, other: Tree) -> None:  # noqa: N802
        self.add(self.node(one), f"{OWL}equivalentClass", self.node(other))

    def read_DisjointClasses(self, *classes: Tree) -> None:  # noqa: N802
        named = [self.term(one) for one in classes if isinstance(one, str)]
        if len(named) == len(classes):
            self.disjoint.add(frozenset(named))
        else:
            (name,), (expression,) = named, [one for one in classes if isinstance(one, list)]
            self.add(name, f"{OWL}disjointWith", self.node(expression))

    def read_InverseObjectProperties(self, one: Tree, other: Tree) -> None:  # noqa: N802
        first, second = sorted((self.term(one), self.term(other)))
        self.add(first, f"{OWL}inverseOf", second)

    def read_TransitiveObjectProperty(self, prop: Tree) -> None:  # noqa: N802
        self.add(self.term(prop), f"{RDF}type", f"<{OWL}TransitiveProperty>")

    def read_SymmetricObjectProperty(self, prop: Tree) -> None:  # noqa: N802
        self.add(self.term(prop), f"{RDF}type", f"<{OWL}SymmetricProperty>")

    def read_SubObjectPropertyOf(self, one: Tree, other: Tree) -> None:  # noqa: N802
        if isinstance(one, list):
            assert one[0] == "ObjectPropertyChain"
            self.add(self.term(other), f"{OWL}propertyChainAxiom", self.list([self.term(step) for step in one[1:]]))
        else:
            self.add(self.term(one), f"{RDFS}subPropertyOf", self.term(other))

    read_SubDataPropertyOf = read_SubAnnotationPropertyOf = read_SubObjectPropertyOf  # noqa: N815

    def read_ObjectPropertyDomain(self, prop: Tree, end: Tree) -> None:  # noqa: N802
        self.add(self.term(prop), f"{RDFS}domain", self.node(end))

    read_DataPropertyDomain = read_AnnotationPropertyDomain = read_ObjectPropertyDomain  # noqa: N815

    def read_ObjectPropertyRange(self, prop: Tree, end: Tree) -> None:  # noqa: N802
        self.add(self.term(prop), f"{RDFS}range", self.node(end))

    read_DataPropertyRange = read_AnnotationPropertyRange = read_ObjectPropertyRange  # noqa: N815


def without_symmetry(triples: list[Triple]) -> tuple[list[Triple], set[frozenset[str]]]:
    """Statements of an ontology in RDF, and its sets of disjoint classes apart; inverses in one direction only."""
    told: dict[str, list[tuple[str, str]]] = {}
    for s, p, o in triples:
        told.setdefault(s, []).append((p, o))

    def items(head: str) -> Iterator[str]:
        while head != f"<{RDF}nil>":
            spent.add(head)
            cell = dict(told[head])
            yield cell[f"<{RDF}first>"]
            head = cell[f"<{RDF}rest>"]

    spent: set[str] = set()
    groups = [frozenset((s, o)) for s, p, o in triples if p == f"<{OWL}disjointWith>"]
    for subject, more in told.items():
        if (f"<{RDF}type>", f"<{OWL}AllDisjointClasses>") in more:
            spent.add(subject)
            groups.append(frozenset(items(dict(more)[f"<{OWL}members>"])))
    rest = []
    for s, p, o in triples:
        if p == f"<{OWL}inverseOf>":
            rest.append((min(s, o), p, max(s, o)))
        elif s not in spent and p != f"<{OWL}disjointWith>":
            rest.append((s, p, o))
    for group in groups:
        if any(one.startswith("_:") for one in group):
            name, expression = sorted(group)  # a name comes before a blank node
            rest.append((name, f"<{OWL}disjointWith>", expression))
    return rest, {group for group in groups if not any(one.startswith("_:") for one in group)}
