"""What a release says of itself: see :mod:`kg.build.about`, which is the one place that it stands in."""

from __future__ import annotations

from kg.build.about import (
    CREATOR,
    DESCRIPTION,
    HOMEPAGE,
    KEYWORDS,
    LICENSE,
    LICENSE_NAME,
    LICENSE_TITLE,
    NAME,
    TITLE,
)

__all__ = [
    "CREATOR",
    "DESCRIPTION",
    "HOMEPAGE",
    "KEYWORDS",
    "LICENSE",
    "LICENSE_NAME",
    "LICENSE_TITLE",
    "NAME",
    "TITLE",
]
