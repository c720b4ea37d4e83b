"""What the project says of itself: title, makers, license, date of release. The one place that programs read it from.

``pyproject.toml``, ``CITATION.cff``, ``CHANGELOG.md`` and the header of the ontology say the same to other readers; a
test compares them with this module. The version is :data:`kg.__version__`.
"""

from __future__ import annotations

from kg.names import BASE

__all__ = [
    "CREATOR",
    "DESCRIPTION",
    "HOMEPAGE",
    "KEYWORDS",
    "LICENSE",
    "LICENSE_NAME",
    "LICENSE_TITLE",
    "NAME",
    "RELEASED",
    "SOFTWARE_LICENSE",
    "TITLE",
]

NAME = "mbckg"
TITLE = "mbckg: a knowledge graph of breast cancer metastasis cases"
DESCRIPTION = "A knowledge graph of breast cancer metastasis cases: ontology, curated cases, reasoning and queries"
CREATOR = "mbckg curators"
HOMEPAGE = BASE
KEYWORDS = ("breast cancer", "case reports", "knowledge graph", "metastasis", "ontology")
# Of ontology, cases, queries and mappings; the program has a license of its own.
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
LICENSE_NAME = "CC-BY-4.0"
LICENSE_TITLE = "Creative Commons Attribution 4.0 International"
SOFTWARE_LICENSE = "https://www.apache.org/licenses/LICENSE-2.0"
# The day of release, YYYY-MM-DD, as CITATION.cff (date-released) and CHANGELOG.md have it; None before it.
RELEASED: str | None = None
