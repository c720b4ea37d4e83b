"""schema.org descriptions inside the pages (https://schema.org/), as search engines read them.

A case is a ``Dataset`` that is based on its reports, a report a ``ScholarlyArticle``, a term a ``DefinedTerm``, a
stored question the source code of a query. Nothing here is a medical page or advice to patients, and nothing says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg import __version__
from kg.ask.catalog import Query
from kg.build import about
from kg.names import BASE, ONTOLOGY, QUERY, case_iri, report_iri
from kg.publish.release.files import ReleaseFile
from kg.publish.site.links import doi_address
from kg.publish.site.terms import TermPage

__all__ = ["Data", "article", "case_data", "dataset", "query_data", "term_data", "term_set"]

Data = dict[str, object]
_CONTEXT = "https://schema.org"


def dataset(files: Iterable[ReleaseFile], base: str) -> Data:
    """The whole project; ``base`` is the address of the site, or nothing for addresses relative to its first page."""
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": BASE,
        "name": about.TITLE,
        "description": about.DESCRIPTION,
        "version": __version__,
        "license": about.LICENSE,
        "creator": {"@type": "Organization", "name": about.CREATOR},
        "keywords": list(about.KEYWORDS),
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": file.title,
                "encodingFormat": file.media_type,
                "contentUrl": f"{base}release/{file.name}",
            }
            for file in files
        ],
    }


def term_set() -> Data:
    """The ontology as a set of terms."""
    return {
        "@context": _CONTEXT,
        "@type": "DefinedTermSet",
        "@id": ONTOLOGY,
        "name": "Metastatic breast cancer case ontology",
        "version": __version__,
        "license": about.LICENSE,
    }


def term_data(page: TermPage) -> Data:
    """One class or property."""
    told: Data = {
        "@context": _CONTEXT,
        "@type": "DefinedTerm",
        "@id": page.iri,
        "name": page.label,
        "termCode": page.name,
        "description": page.definition,
        "inDefinedTermSet": {"@id": ONTOLOGY},
    }
    return {**told, "alternateName": list(page.synonyms)} if page.synonyms else told


def article(key: str, values: Mapping[str, str]) -> Data:
    """A report of the bibliography; ``values`` are those of its properties by local name."""
    told: Data = {
        "@context": _CONTEXT,
        "@type": "ScholarlyArticle",
        "@id": report_iri(key),
        "headline": values["title"],
        "author": [{"@type": "Person", "name": name} for name in authors(values)],
        "datePublished": values["year"],
    }
    if "journal" in values:
        told["isPartOf"] = {"@type": "Periodical", "name": values["journal"]}
    same = [doi_address(values["doi"])] if "doi" in values else []
    if same:
        told["sameAs"] = same
        told["identifier"] = {"@type": "PropertyValue", "propertyID": "DOI", "value": values["doi"]}
    if "license" in values:
        told["license"] = values["license"]
    return told


def authors(values: Mapping[str, str]) -> list[str]:
    """The authors that are named; "et al." is nobody."""
    return [name for name in values.get("authors", "").split(", ") if name and name != "et al."]


def case_data(case: str, title: str, reports: Iterable[str], formats: Mapping[str, str]) -> Data:
    """A case with its reports by key; ``formats`` gives the media type by ending of its files."""
    return {
        "@context": _CONTEXT,
        "@type": "Dataset",
        "@id": case_iri(case),
        "name": f"{case}: {title}" if title != case else case,
        "description": f"What published reports say of one patient with metastatic breast cancer (case {case} of "
        "mbckg), with the passage of every statement, and what follows from it.",
        "isPartOf": {"@id": BASE},
        "isBasedOn": [{"@id": report_iri(key)} for key in reports],
        "license": about.LICENSE,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": kind, "contentUrl": f"{case}.{ending}"}
            for ending, kind in formats.items()
        ],
    }


def query_data(query: Query) -> Data:
    """A stored question."""
    return {
        "@context": _CONTEXT,
        "@type": "SoftwareSourceCode",
        "@id": QUERY + query.id,
        "name": query.title,
        "description": query.question,
        "programmingLanguage": "SPARQL",
        "keywords": list(query.tags),
        "license": about.LICENSE,
        "isPartOf": {"@id": BASE},
    }
