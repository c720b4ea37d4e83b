"""``dataset.jsonld``: the dataset as a ``Dataset`` of schema.org, the form that search engines for datasets read.

The context stands inside the file, so that it can be read without the network.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg import __version__
from kg.build import about
from kg.build.dataset_names import DATASET, VERSION, download_iri, part
from kg.build.description import CURATORS
from kg.graph.terms import RDF_TYPE, Statement, lexical, term
from kg.names import PREFIXES
from kg.publish.release.files import Release
from kg.publish.release.written import Written

__all__ = ["dataset_jsonld"]

_LINKS = ("contentUrl", "exampleOfWork", "license", "sameAs", "url")
_TITLE = f"<{PREFIXES['dcterms']}title>"
_DOI = "https://doi.org/"


def dataset_jsonld(release: Release, written: Sequence[Written]) -> bytes:
    """The text of the file."""
    makers = {"@type": "Organization", "@id": CURATORS, "name": about.CREATOR}
    dataset: dict[str, object] = {
        "@context": {"@vocab": PREFIXES["schema"], **{name: {"@type": "@id"} for name in _LINKS}},
        "@type": "Dataset",
        "@id": VERSION,
        "name": about.TITLE,
        "alternateName": about.NAME,
        "description": f"{about.DESCRIPTION}.",
        "url": about.HOMEPAGE,
        "identifier": VERSION,
        "version": __version__,
        "exampleOfWork": DATASET,
        "license": about.LICENSE,
        "creator": makers,
        "publisher": {"@id": CURATORS},
        "keywords": list(about.KEYWORDS),
        "inLanguage": "en",
        "isAccessibleForFree": True,
        "isBasedOn": _reports(release.material.reports),
        "distribution": [_download(one) for one in written],
    }
    if about.RELEASED:
        dataset["datePublished"] = about.RELEASED
    return (json.dumps(dataset, ensure_ascii=False, indent=2) + "\n").encode()


def _download(one: Written) -> dict[str, object]:
    return {
        "@type": "DataDownload",
        "@id": part(one.file.name),
        "name": one.file.title,
        "encodingFormat": one.file.media_type,
        "contentUrl": download_iri(one.file.name),
        "contentSize": f"{len(one.content)} B",
        "sha256": one.digest,
    }


def _reports(statements: Iterable[Statement]) -> list[dict[str, object]]:
    """The reports that were read, each with its DOI or address when it has one."""
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for s, p, o in statements:
        told[s][p] = o
    reports = []
    for subject, values in sorted(told.items()):
        if values.get(RDF_TYPE) != term("Report"):
            continue
        report: dict[str, object] = {"@type": "ScholarlyArticle", "@id": subject[1:-1]}
        if _TITLE in values:
            report["name"] = lexical(values[_TITLE])
        if term("doi") in values:
            report["sameAs"] = _DOI + lexical(values[term("doi")])
        elif term("url") in values:
            report["sameAs"] = lexical(values[term("url")])
        reports.append(report)
    return reports
