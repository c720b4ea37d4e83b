"""Namespaces, the shape of our IRIs, and where the project's files are.

IRIs are plain strings without angle brackets; :func:`ref` adds the brackets for a statement. All functions
that make an IRI refuse a name that would need escaping: an IRI is the same text in every serialization.
"""

from __future__ import annotations

import os

from kg.errors import MissingToolError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "BASE",
    "CASE",
    "GRAPH",
    "MBC",
    "MODULE",
    "ONTOLOGY",
    "PREFIXES",
    "QUERY",
    "REPORT",
    "build_dir",
    "case_id_of",
    "case_iri",
    "compact",
    "expand",
    "graph_iri",
    "is_checkout",
    "local_name",
    "mbc",
    "module_iri",
    "part_iri",
    "ref",
    "report_iri",
    "report_key_of",
    "resource_root",
    "version_iri",
]

BASE = "https://w3id.org/mbckg/"
ONTOLOGY = BASE + "ontology"
MBC = ONTOLOGY + "#"
MODULE = ONTOLOGY + "/module/"
CASE = BASE + "case/"
REPORT = BASE + "report/"
GRAPH = BASE + "graph/"
QUERY = BASE + "query/"

PREFIXES: Mapping[str, str] = {
    "case": CASE,
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcmitype": "http://purl.org/dc/dcmitype/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "graph": GRAPH,
    "mbc": MBC,
    "obo": "http://purl.obolibrary.org/obo/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pav": "http://purl.org/pav/",
    "prov": "http://www.w3.org/ns/prov#",
    "query": QUERY,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "report": REPORT,
    "schema": "https://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_LOWER = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_LETTERS = _LOWER | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _checked(name: str, kind: str, letters: frozenset[str], marks: str) -> str:
    """``name`` itself when it starts and ends with one of ``letters`` and has only these and ``marks``."""
    inner = letters | frozenset(marks)
    if not name or name[0] not in letters or name[-1] not in letters or not inner.issuperset(name):
        may = "lower-case letters and digits" if letters is _LOWER else "letters and digits"
        signs = f", and inside it {' '.join(marks)}" if marks else ""
        raise UsageError(f"{name!r} is not a {kind}", f"a {kind} has {may} (ASCII){signs}")
    return name


def mbc(local: str) -> str:
    """IRI of the ontology term with this local name: ``mbc("Scalp")``; UsageError for an impossible name."""
    return MBC + _checked(local, "local name", _LETTERS, "_-")


def module_iri(name: str) -> str:
    """IRI of one module of the ontology: ``module_iri("site")``."""
    return MODULE + _checked(name, "module name", _LOWER, "-")


def version_iri() -> str:
    """The ontology's version IRI, which follows the version of the distribution."""
    from kg import __version__

    return f"{ONTOLOGY}/{__version__}"


def case_iri(case_id: str) -> str:
    """IRI of a case, which also names the graph of its statements: ``case_iri("cheng-2025")``."""
    return CASE + _checked(case_id, "case id", _LOWER, "-")


def part_iri(case_id: str, part: str) -> str:
    """IRI of a part of a case: ``part_iri("cheng-2025", "scalp-lesion")`` ends in ``#scalp-lesion``."""
    return f"{case_iri(case_id)}#{_checked(part, 'part name', _LETTERS, '-_./')}"


def report_iri(key: str) -> str:
    """IRI of a report of the bibliography by its key: ``report_iri("cheng-2025")``."""
    return REPORT + _checked(key, "report key", _LETTERS, "-_.")


def graph_iri(name: str) -> str:
    """IRI of a named graph that is not a case: ``graph_iri("inferred")``."""
    return GRAPH + _checked(name, "graph name", _LETTERS, "-_./")


def ref(iri: str) -> str:
    """``<iri>``, as it stands in a statement."""
    return f"<{iri}>"


def _bare(iri: str) -> str:
    return iri[1:-1] if iri.startswith("<") and iri.endswith(">") else iri


def local_name(iri: str) -> str:
    """What follows the last ``#``, or else the last ``/``, of an IRI (with or without angle brackets)."""
    bare = _bare(iri)
    head, sign, tail = bare.rpartition("#")
    return tail if sign and tail else (head or bare).rstrip("/").rpartition("/")[2]


def case_id_of(iri: str) -> str | None:
    """Id of the case that this case IRI or part IRI (with or without angle brackets) belongs to, or None."""
    bare = _bare(iri)
    return bare[len(CASE) :].partition("#")[0] or None if bare.startswith(CASE) else None


def report_key_of(iri: str) -> str | None:
    """Key of the report that this IRI (with or without angle brackets) names, or None."""
    bare = _bare(iri)
    return bare[len(REPORT) :].partition("#")[0] or None if bare.startswith(REPORT) else None


def compact(iri: str) -> str:
    """The IRI as a CURIE with the longest fitting prefix of PREFIXES, or unchanged when that is not legal."""
    bare = _bare(iri)
    found = max(
        ((base, prefix) for prefix, base in PREFIXES.items() if bare.startswith(base)),
        key=lambda pair: len(pair[0]),
        default=None,
    )
    if found is None:
        return bare
    local = bare[len(found[0]) :]
    legal = (_LETTERS | frozenset("_-.")).issuperset(local) and not local.startswith(("-", "."))
    return f"{found[1]}:{local}" if local and legal and not local.endswith(".") else bare


def expand(name: str) -> str | None:
    """The IRI that a CURIE or a bracketed or plain http(s) IRI stands for; None when it is neither."""
    bare = _bare(name)
    if bare.startswith(("http://", "https://")):
        return bare
    prefix, colon, local = bare.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else None


_PACKAGE = os.path.dirname(os.path.abspath(__file__))
_MARK = os.path.join("ontology", "mbc.ttl")


def is_checkout() -> bool:
    """Whether this package runs from the repository rather than from an installed wheel."""
    return os.path.isfile(os.path.join(os.path.dirname(_PACKAGE), _MARK))


def resource_root() -> str:
    """The folder that holds ``ontology/``, ``queries/`` and ``data/``: the checkout, else the packaged copy.

    MissingToolError when neither is there, which means that the installation is damaged.
    """
    if is_checkout():
        return os.path.dirname(_PACKAGE)
    packaged = os.path.join(_PACKAGE, "_data")
    if os.path.isfile(os.path.join(packaged, _MARK)):
        return packaged
    raise MissingToolError(
        "the ontology, the queries and the cases are not where they should be",
        f"install mbckg again: {_MARK} was looked for beside and inside {_PACKAGE}",
    )


def build_dir() -> str:
    """The folder for what is built (not created here).

    ``$MBCKG_HOME/build`` when that variable is set, ``build`` at the top of a checkout, and for an installed
    wheel a folder of its version in the user's cache: ``$XDG_CACHE_HOME`` or ``~/.cache``,
    ``~/Library/Caches`` on macOS, ``%LOCALAPPDATA%`` on Windows.
    """
    home = os.environ.get("MBCKG_HOME")
    if home:
        return os.path.join(os.path.abspath(os.path.expanduser(home)), "build")
    if is_checkout():
        return os.path.join(os.path.dirname(_PACKAGE), "build")
    from kg import __version__

    return os.path.join(_user_cache(), "mbckg", __version__, "build")


def _user_cache() -> str:
    import sys

    user = os.path.expanduser("~")
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or os.path.join(user, "AppData", "Local")
    if sys.platform == "darwin":
        return os.path.join(user, "Library", "Caches")
    cache = os.environ.get("XDG_CACHE_HOME", "")
    return cache if os.path.isabs(cache) else os.path.join(user, ".cache")
