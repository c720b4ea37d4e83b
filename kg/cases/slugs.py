"""Readable fragments for the ids of parts."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["class_slug", "text_slug"]

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def class_slug(name: str) -> str:
    """``contrast-enhanced-mri`` for ``ContrastEnhancedMRI``."""
    return _HUMP.sub("-", name).lower()


def text_slug(text: str) -> str:
    """Lower-case ASCII letters and digits with single hyphens; ``x`` when nothing of the text is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain.lower())) or "x"
