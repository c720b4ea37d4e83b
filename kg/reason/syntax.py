"""Class expressions and axioms as plain values, and how they are printed.

Expressions print in Manchester syntax with local names (``DistantMetastasis and detectedBy some (...)``);
axioms with the signs of description logic (``A ⊑ B``, ``A ≡ B``, ``p ∘ q ⊑ r``). Terms are N-Triples
strings.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.reason.values import DataRange, is_literal

__all__ = [
    "NOTHING",
    "THING",
    "TYPE",
    "And",
    "Axiom",
    "Expression",
    "HasLiteral",
    "HasValue",
    "Named",
    "Or",
    "Some",
    "SomeData",
    "Triple",
    "Unsupported",
    "local",
    "render",
]

Triple = tuple[str, str, str]
"""A statement: subject, predicate and object in N-Triples syntax."""

TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_BARE = ("integer>", "Integer>", "decimal>", "boolean>")
_OWL = "http://www.w3.org/2002/07/owl#"


def local(term: str) -> str:
    """The readable end of a term: the local name of an IRI, the text of a literal, a blank node as it is."""
    if is_literal(term):
        text, typed, _ = term.rpartition("^^")
        return (text[1:-1] if term.endswith(_BARE) else text) if typed else term
    if not term.startswith("<"):
        return term
    iri = term[1:-1]
    for prefix, namespace in (("owl", _OWL), ("xsd", "http://www.w3.org/2001/XMLSchema#")):
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri.rstrip("#/").rsplit("#", 1)[-1].rsplit("/", 1)[-1] or iri


@dataclass(frozen=True)
class Named:
    """A named class."""

    iri: str


@dataclass(frozen=True)
class And:
    """The individuals in every operand."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True)
class Or:
    """The individuals in some operand; only on the left of an axiom."""

    operands: tuple[Expression, ...]


@dataclass(frozen=True)
class Some:
    """The individuals with a successor, over an object property, that is in the filler."""

    prop: str
    filler: Expression


@dataclass(frozen=True)
class HasValue:
    """The individuals that an object property connects with one named individual."""

    prop: str
    individual: str


@dataclass(frozen=True)
class SomeData:
    """The individuals with a value, of a data property, in the data range."""

    prop: str
    data: DataRange


@dataclass(frozen=True)
class HasLiteral:
    """The individuals with one fixed value of a data property; ``data`` holds that value alone."""

    prop: str
    literal: str
    data: DataRange


@dataclass(frozen=True)
class Unsupported:
    """A construct outside the fragment, with its text for the error message."""

    text: str


Expression = Named | And | Or | Some | HasValue | SomeData | HasLiteral | Unsupported

THING = Named(f"<{_OWL}Thing>")
NOTHING = Named(f"<{_OWL}Nothing>")


def render(expression: Expression, name: Callable[[str], str] = local, *, inner: bool = False) -> str:
    """The expression in Manchester syntax; ``inner`` puts parentheses around anything but a name."""
    match expression:
        case Named(iri):
            return name(iri)
        case Unsupported(text):
            return text
        case And(operands):
            text = " and ".join(render(part, name, inner=not isinstance(part, Named)) for part in operands)
        case Or(operands):
            text = " or ".join(render(part, name, inner=not isinstance(part, Named)) for part in operands)
        case Some(prop, filler):
            text = f"{name(prop)} some {render(filler, name, inner=True)}"
        case HasValue(prop, individual):
            text = f"{name(prop)} value {name(individual)}"
        case SomeData(prop, data):
            text = f"{name(prop)} some {data.render()}"
        case HasLiteral(prop, literal, _):
            text = f"{name(prop)} value {name(literal)}"
    return f"({text})" if inner else text


@dataclass(frozen=True)
class Axiom:
    """One axiom: its kind, the properties it names in order, and its class expressions (or one data range)."""

    kind: str
    properties: tuple[str, ...] = ()
    classes: tuple[Expression, ...] = ()
    data: DataRange | None = None

    def render(self, name: Callable[[str], str] = local) -> str:
        """The axiom on one line, as a reader of description logic expects it."""
        props = [name(prop) for prop in self.properties]
        classes = [render(expression, name) for expression in self.classes]
        match self.kind:
            case "subclass":
                return f"{classes[0]} ⊑ {classes[1]}"
            case "equivalent":
                return f"{classes[0]} ≡ {classes[1]}"
            case "disjoint":
                return f"{' and '.join(classes)} are disjoint"
            case "subproperty":
                return f"{props[0]} ⊑ {props[1]}"
            case "equivalent properties":
                return f"{props[0]} ≡ {props[1]}"
            case "chain":
                return f"{' ∘ '.join(props[:-1])} ⊑ {props[-1]}"
            case "inverse":
                return f"{props[0]} is the inverse of {props[1]}"
            case "transitive" | "symmetric":
                return f"{props[0]} is {self.kind}"
            case "domain" | "range":
                target = classes[0] if classes else self.data.render() if self.data else ""
                return f"the {self.kind} of {props[0]} is {target}"
        raise ValueError(f"no such kind of axiom: {self.kind}")
