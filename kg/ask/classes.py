"""Finding the class (or case) that a user means by a name: local name, label, synonym, CURIE or IRI.

The names come from the graph that is asked, so that they are those of its ontology. An exact name costs one small
query; only a miss reads all names, to compare without regard to case and to suggest the nearest.
"""

from __future__ import annotations

from kg.ask.values import plain
from kg.errors import UsageError
from kg.names import CASE, MBC, PREFIXES, case_id_of, expand, local_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.ask.engine import Engine

__all__ = ["PROLOGUE", "class_iri", "find_case", "find_class", "is_safe_iri", "label_literal"]

PROLOGUE = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("case", "graph", "mbc", "owl", "rdfs", "skos")
)
_LOCAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-")
_CASE_ID = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_NOT_IN_IRI = frozenset('<>"{}|^`\\')
_NAMING = ("rdfs:label", "skos:altLabel", "skos:hiddenLabel")
_THING = PREFIXES["owl"] + "Thing"


def is_safe_iri(iri: str) -> bool:
    """Whether the text can stand between < and > in a query: no sign that would end or change it."""
    return bool(iri) and _NOT_IN_IRI.isdisjoint(iri) and all(letter > " " for letter in iri)


def label_literal(text: str) -> str:
    """A plain string literal, escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"'


def class_iri(name: str) -> str | None:
    """The IRI that a local name, CURIE or IRI stands for, None when the name is none of these."""
    iri = expand(name)
    if iri is not None:
        return iri if is_safe_iri(iri) else None
    return MBC + name if name and _LOCAL.issuperset(name) else None


def find_class(engine: Engine, name: str, root: str, parameter: str) -> str:
    """IRI of the class below ``mbc:root`` that ``name`` means.

    UsageError when there is none (with the nearest names), when it is a class of another branch (which the
    message names), or when several classes have the name.
    """
    name = " ".join(name.split())
    top = MBC + root
    found = _exact(engine, name)
    if not any(top in above for above in found.values()):
        names = _names_below(engine, top)
        folded = _fold(name)
        same = {iri for iri, known in names.items() if any(_fold(word) == folded for word in known)}
        if not same:
            raise _unknown(engine, name, root, parameter, found, names)
        found = {iri: {top} for iri in same}
    fitting = sorted(iri for iri, above in found.items() if top in above)
    own = [iri for iri in fitting if iri == class_iri(name)]
    fitting = own or fitting
    if len(fitting) > 1:
        raise UsageError(
            f"{parameter}={name} is the name of {len(fitting)} classes",
            "say which: " + ", ".join(map(local_name, fitting)),
        )
    return fitting[0]


def _exact(engine: Engine, name: str) -> dict[str, set[str]]:
    """Classes that have exactly this name, as written or in lower case -> all classes above each."""
    texts = sorted({name, name.lower()})
    literals = " ".join(f"{label_literal(text)} {label_literal(text)}@en" for text in texts)
    ways = [f"{{ VALUES ?name {{ {literals} }} ?class {naming} ?name }}" for naming in _NAMING]
    iri = class_iri(name)
    if iri is not None:
        ways.insert(0, f"{{ VALUES ?class {{ <{iri}> }} ?class a owl:Class }}")
    if expand(name) is not None:
        del ways[1:]
    query = (
        f"{PROLOGUE}SELECT DISTINCT ?class ?above WHERE {{\n"
        f"  {{ SELECT DISTINCT ?class WHERE {{ {' UNION '.join(ways)} }} }}\n"
        "  ?class a owl:Class ; rdfs:subClassOf* ?above .\n}"
    )
    found: dict[str, set[str]] = {}
    for row in engine.run(query).rows:
        if row[0] is not None and row[1] is not None:
            found.setdefault(plain(row[0]), set()).add(plain(row[1]))
    return found if iri is None or iri not in found else {iri: found[iri]}


def _names_below(engine: Engine, top: str) -> dict[str, list[str]]:
    """Class -> its names, local name first, for all classes below ``top`` and ``top`` itself."""
    query = (
        f"{PROLOGUE}SELECT DISTINCT ?class ?name WHERE {{\n"
        f"  {{ SELECT DISTINCT ?class WHERE {{ ?class rdfs:subClassOf* <{top}> }} }}\n"
        "  ?class a owl:Class .\n"
        f"  OPTIONAL {{ ?class {'|'.join(_NAMING)} ?name }}\n}}"
    )
    found: dict[str, list[str]] = {}
    for row in engine.run(query).rows:
        if row[0] is not None and row[0].startswith("<"):
            names = found.setdefault(plain(row[0]), [local_name(row[0])])
            if row[1] is not None:
                names.append(plain(row[1]))
    return found


def _fold(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter not in " _-")


def _unknown(
    engine: Engine,
    name: str,
    root: str,
    parameter: str,
    elsewhere: dict[str, set[str]],
    names: dict[str, list[str]],
) -> UsageError:
    wanted = _shown(engine, [MBC + root])[0]
    if elsewhere:
        iri, above = min(elsewhere.items())
        branch = _branch(engine, above - {iri})
        what, *kind = _shown(engine, [iri, branch] if branch else [iri])
        return UsageError(
            f"{parameter}={name}: {what} is no {wanted}" + (f" but {_a(kind[0])}" if kind else ""),
            f"`kg list classes --under {root}` shows what {parameter} can be",
        )
    from kg.findings import did_you_mean, nearest

    # A class may be near by several of its names; it is suggested once, by the name that users type.
    by_word = {word: known[0] for known in names.values() for word in reversed(known)}
    suggested: dict[str, str] = {}
    for word in nearest(name, by_word, 6):
        local = by_word[word]
        suggested.setdefault(local, local if _fold(word) == _fold(local) else f"{local} ({word})")
    hint = did_you_mean(list(suggested.values())[:3])
    return UsageError(
        f"{parameter}={name}: there is no {wanted} of this name" + (f"; {hint}" if hint else ""),
        f"`kg list classes --under {root}` shows what {parameter} can be",
    )


def _branch(engine: Engine, above: Iterable[str]) -> str | None:
    """The most general of these classes."""
    safe = [f"<{iri}>" for iri in sorted(above) if iri != _THING and is_safe_iri(iri)]
    if not safe:
        return None
    query = (
        f"{PROLOGUE}SELECT ?class (COUNT(DISTINCT ?above) AS ?count) WHERE {{\n"
        f"  VALUES ?class {{ {' '.join(safe)} }}\n  ?class a owl:Class ; rdfs:subClassOf* ?above .\n"
        "  FILTER ( isIRI(?above) )\n}\nGROUP BY ?class ORDER BY ?count ?class LIMIT 1"
    )
    rows = engine.run(query).rows
    return plain(rows[0][0]) if rows and rows[0][0] is not None else None


def _shown(engine: Engine, iris: list[str]) -> list[str]:
    """The labels of classes, or their local names where there is no label."""
    values = " ".join(f"<{iri}>" for iri in iris)
    query = f"{PROLOGUE}SELECT ?class ?label WHERE {{ VALUES ?class {{ {values} }} ?class rdfs:label ?label }}"
    labels = {plain(row[0]): plain(row[1]) for row in engine.run(query).rows if row[0] and row[1]}
    return [labels.get(iri, local_name(iri)) for iri in iris]


def _a(noun: str) -> str:
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def find_case(engine: Engine, name: str, parameter: str = "case") -> str:
    """IRI of the case with this id, CURIE or IRI; UsageError with the nearest ids when there is none."""
    case_id = case_id_of(expand(name) or "") or name
    if case_id and _CASE_ID.issuperset(case_id):
        iri = CASE + case_id
        if engine.run(f"{PROLOGUE}SELECT ?case WHERE {{ VALUES ?case {{ <{iri}> }} ?case a mbc:Case }}").rows:
            return iri
    from kg.findings import did_you_mean, nearest

    rows = engine.run(f"{PROLOGUE}SELECT ?case WHERE {{ ?case a mbc:Case }}").rows
    known = [case_id_of(row[0]) or "" for row in rows if row[0] is not None]
    hint = did_you_mean(nearest(name, known))
    raise UsageError(
        f"{parameter}={name}: there is no case of this id" + (f"; {hint}" if hint else ""),
        "`kg list cases` shows all of them",
    )
