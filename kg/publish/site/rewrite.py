"""Rewrite rules for the service behind our IRIs: https://w3id.org/mbckg/ leads to the site, by content negotiation.

The service is an Apache server; each project has a folder there with an ``.htaccess`` file
(https://github.com/perma-id/w3id.org). What stands after ``#`` in an IRI never reaches a server: a browser keeps it
over a redirection and looks for it in the page, so each page has an anchor for every part of its document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg import __version__
from kg.errors import UsageError

__all__ = ["GRAPH_FILES", "checked_base", "readme", "rewrite_rules"]

GRAPH_FILES: Mapping[str, str] = {
    "dataset": "void.ttl",
    "evidence": "cases.trig",
    "inferred": "inferred.ttl",
    "mappings": "mappings.sssom.tsv",
    "ontology": "ontology.ttl",
    "queries": "queries.ttl",
    "reports": "cases.ttl",
}
"""Named graph -> the file of the release that holds its statements."""

# Without what has a meaning in a substitution or ends it: blank, quote, backslash, per cent, dollar, query, fragment.
_BASE = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/[A-Za-z0-9._~-]+)*/?")
_TYPES = (
    ("html", "text/html"),
    ("html", "application/xhtml+xml"),
    ("ttl", "text/turtle"),
    ("rdf", "application/rdf+xml"),
    ("jsonld", "application/ld+json"),
)


def checked_base(address: str) -> str:
    """The address of the site with one slash at its end; UsageError for what is no plain http(s) address."""
    if not _BASE.fullmatch(address):
        raise UsageError(
            f"{address!r} is no address for a site",
            "give the http or https address of the folder that the site will be in, without query or fragment",
        )
    return address.rstrip("/") + "/"


def rewrite_rules(base: str, modules: Iterable[str], documents: Iterable[str]) -> str:
    """The ``.htaccess`` file for a site at ``base`` (see :func:`checked_base`).

    ``modules`` are those of the ontology, ``documents`` the paths of what describes the dataset.
    """
    lines = [
        "# Redirects https://w3id.org/mbckg/ to the pages and RDF files of mbckg. Made by `kg export --site`.",
        "Options -MultiViews",
        "<IfModule mod_headers.c>",
        "Header always set Access-Control-Allow-Origin *",
        "Header always merge Vary Accept",
        "</IfModule>",
        "RewriteEngine On",
        "",
        "# The type that the client names first decides; a client that names none of these gets the page.",
        "RewriteRule ^ - [E=ENDING:html]",
    ]
    known = "|".join(re.escape(name) for _, name in _TYPES)
    for ending, name in _TYPES:
        if ending != "html":
            lines += [
                f"RewriteCond %{{HTTP_ACCEPT}} ^.*?({known})",
                f"RewriteCond %1 ={name}",
                f"RewriteRule ^ - [E=ENDING:{ending}]",
            ]
    rdf = "RewriteCond %{ENV:ENDING} !=html"

    def rule(pattern: str, target: str, *conditions: str) -> None:
        lines.extend([*conditions, f"RewriteRule {pattern} {base}{target} [R=303,NE,L]"])

    version = re.escape(__version__)
    lines += ["", "# The project, the dataset, its files and its named graphs."]
    rule("^$", "dataset.%{ENV:ENDING}", rdf)
    rule("^$", "index.html")
    rule(f"^({'|'.join(map(re.escape, documents))})$", "$1.%{ENV:ENDING}")
    rule(f"^release/{version}/?$", "downloads.html")
    rule(f"^release/{version}/([A-Za-z0-9][A-Za-z0-9._/-]*)$", "release/$1")
    for name, file in GRAPH_FILES.items():
        rule(f"^graph/{name}$", f"release/{file}", rdf)
    rule("^graph/([a-z]+)$", "downloads.html#_graph-$1")
    rule("^mappings/mappings\\.sssom\\.tsv$", "release/mappings.sssom.tsv")
    lines += ["", "# The ontology, its version, its modules."]
    ontology = f"^ontology(?:/{version})?$"
    for ending, file in (("ttl", "release/ontology.ttl"), ("rdf", "release/ontology.owl")):
        rule(ontology, file, f"RewriteCond %{{ENV:ENDING}} ={ending}")
    rule(ontology, "ontology.%{ENV:ENDING}")
    rule(f"^ontology/module/({'|'.join(modules)})$", "ontology/module/$1.%{ENV:ENDING}")
    lines += ["", "# Cases, reports, questions."]
    rule("^(case|report|query)/([A-Za-z0-9][A-Za-z0-9._-]*)$", "$1/$2.%{ENV:ENDING}")
    return "\n".join(lines) + "\n"


def readme(base: str) -> str:
    """What the service asks every project to say of itself."""
    return f"""# mbckg

Persistent identifiers of mbckg, a knowledge graph of breast cancer metastasis cases: ontology terms
(`ontology#Scalp`), cases and their parts (`case/cheng-2025#scalp-nodule`), reports, stored questions, named graphs.

They lead to <{base}>: to a page, or to RDF for clients that ask for `text/turtle`, `application/rdf+xml` or
`application/ld+json`. `kg export --site` makes these rules; who maintains them is to be added here before they are
handed in.
"""
