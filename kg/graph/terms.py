"""Terms of statements as text in N-Triples syntax, and the vocabulary that statements about cases use.

A statement is a tuple of three such texts. Texts are hashable, sortable and already serialized, so that
whatever is computed from sorted statements is the same on every machine.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from kg.names import MBC, PREFIXES, local_name

__all__ = [
    "RDFS_LABEL",
    "RDF_TYPE",
    "Statement",
    "boolean",
    "date_time",
    "day_number",
    "decimal",
    "integer",
    "iri",
    "is_iri",
    "is_literal",
    "last_instant",
    "lexical",
    "readable",
    "term",
    "text",
]

Statement = tuple[str, str, str]

XSD = PREFIXES["xsd"]
RDF_TYPE = f"<{PREFIXES['rdf']}type>"
RDFS_LABEL = f"<{PREFIXES['rdfs']}label>"

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.S)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_EPOCH = date(1970, 1, 1)


def iri(value: str) -> str:
    """An IRI as a term."""
    return f"<{value}>"


def term(local: str) -> str:
    """The term of our ontology with this local name."""
    return f"<{MBC}{local}>"


def text(value: str, language: str | None = None) -> str:
    """A plain or language-tagged string."""
    return f'"{value.translate(_ESCAPES)}"' + (f"@{language}" if language else "")


def integer(value: int) -> str:
    """An xsd:integer."""
    return f'"{value}"^^<{XSD}integer>'


def boolean(value: bool) -> str:
    """An xsd:boolean."""
    return f'"{str(value).lower()}"^^<{XSD}boolean>'


def decimal(value: Decimal) -> str:
    """An xsd:decimal in its shortest form: ``90``, not ``90.0`` or ``9E+1``."""
    shown = f"{value:f}"
    if "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return f'"{shown or "0"}"^^<{XSD}decimal>'


def date_time(day: date) -> str:
    """The first instant of a day (xsd:date is no OWL 2 datatype)."""
    return f'"{day.isoformat()}T00:00:00"^^<{XSD}dateTime>'


def last_instant(day: date) -> str:
    """The last second of a day."""
    return f'"{day.isoformat()}T23:59:59"^^<{XSD}dateTime>'


def day_number(day: date) -> str:
    """Days since 1970-01-01."""
    return integer((day - _EPOCH) // timedelta(days=1))


def is_iri(value: str) -> bool:
    """Whether the term is an IRI."""
    return value.startswith("<")


def is_literal(value: str) -> bool:
    """Whether the term is a literal."""
    return value.startswith('"')


def lexical(value: str) -> str:
    """The text of a literal or the IRI of an IRI term, without syntax."""
    if value.startswith("<"):
        return value[1:-1]
    body = value[1 : value.rindex('"')]
    if "\\" not in body:
        return body
    return _ESCAPE.sub(_unescaped, body)


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _PLAIN.get(found[3], found[3])


def readable(statement: Statement) -> str:
    """The statement in a few words, with local names: ``scalp-nodule a SolitaryMetastasis``."""
    subject, predicate, value = statement
    verb = "a" if predicate == RDF_TYPE else local_name(predicate)
    return f"{local_name(subject)} {verb} {local_name(value) if is_iri(value) else lexical(value)}"
