"""From terms in N-Triples syntax to the values that people and programs read.

Written without ``re``, ``decimal`` and ``datetime``: these modules are on the way of every question, and the
start of ``kg ask`` is measured in milliseconds.
"""

from __future__ import annotations

from kg.names import PREFIXES, case_id_of, compact, local_name, report_key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    Value = str | int | float | bool | None

__all__ = [
    "PART_KINDS",
    "VERDICTS",
    "VERDICT_FILTERS",
    "datatype_of",
    "iris_of",
    "passes",
    "plain",
    "short_name",
    "value_of",
]

# The order in which counts are given.
VERDICTS = ("yes", "unknown", "no")
# What may be shown: one verdict, what is not excluded, or everything.
VERDICT_FILTERS = ("yes", "possible", "no", "unknown", "all")

# Kinds of columns whose cells name things, one or several.
PART_KINDS = ("part", "class", "report")

_XSD = PREFIXES["xsd"]
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_INTEGERS = frozenset(
    _XSD + name
    for name in ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")
)
_FRACTIONS = frozenset(_XSD + name for name in ("decimal", "double", "float"))


def passes(verdict: str, wanted: str) -> bool:
    """Whether a row with this verdict is shown: ``possible`` shows all that is not told to be a no."""
    return wanted == "all" or verdict == wanted or (wanted == "possible" and verdict != "no")


def plain(term: str) -> str:
    """The text of a literal, the IRI of an IRI term, a blank node as it stands: no quotes, brackets, escapes."""
    if term.startswith("<"):
        return term[1:-1]
    if not term.startswith('"'):
        return term
    body = term[1 : term.rindex('"')]
    return _unescape(body) if "\\" in body else body


def _unescape(body: str) -> str:
    out = []
    position = 0
    while position < len(body):
        letter = body[position]
        position += 1
        if letter == "\\":
            letter = body[position]
            position += 1
            if letter in "uU":
                length = 4 if letter == "u" else 8
                letter = chr(int(body[position : position + length], 16))
                position += length
            else:
                letter = _ESCAPED.get(letter, letter)
        out.append(letter)
    return "".join(out)


def datatype_of(term: str) -> str:
    """IRI of the datatype that a literal names, else the empty string."""
    if not (term.startswith('"') and term.endswith(">")):
        return ""
    return term[term.rindex("<") + 1 : -1]


def iris_of(term: str | None) -> tuple[str, ...]:
    """The IRIs of a cell, sorted: one for an IRI term, several for a text of IRIs separated by spaces."""
    if term is None:
        return ()
    return tuple(sorted(set(plain(term).split())))


def short_name(iri: str, case_id: str | None = None) -> str:
    """The shortest name that is still a name: part of a case, case id, class, report key, else CURIE or IRI.

    A part is named without its case when that is ``case_id``, else as ``case-id#part``.
    """
    owner = case_id_of(iri)
    if owner is not None:
        part = iri.partition("#")[2]
        if not part:
            return owner
        return part if owner == case_id else f"{owner}#{part}"
    key = report_key_of(iri)
    if key is not None:
        return key
    return local_name(iri) if iri.startswith(PREFIXES["mbc"]) else compact(iri)


def value_of(term: str | None, kind: str = "text", case_id: str | None = None) -> Value:
    """The value of a cell by the kind of its column; None where the query has no value, or an empty text.

    ``case``: the id. ``part``, ``class``, ``report``: short names separated by spaces, sorted. ``number``: int
    or float, ``days``: int, ``boolean``: bool. ``date``: EDTF text, or the day of an instant. Anything else, and
    a literal that is no number where one is due, is text.
    """
    if term is None:
        return None
    if kind == "case":
        return case_id_of(term) or plain(term)
    if kind in PART_KINDS:
        names = {short_name(iri, case_id) for iri in iris_of(term)}
        return " ".join(sorted(names)) or None
    text = plain(term)
    if not text:
        return None
    if kind in ("number", "days"):
        return _number(text, datatype_of(term))
    if kind == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text, text)
    if kind == "date" and datatype_of(term) == _XSD + "dateTime":
        return text[:10]
    return text


def _number(text: str, datatype: str) -> int | float | str:
    if datatype and datatype not in _INTEGERS and datatype not in _FRACTIONS:
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    if number - number != 0:  # infinite, or no number at all
        return text
    return int(number) if number.is_integer() and abs(number) < 2**53 else number
