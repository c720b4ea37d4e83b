"""Explanations: why yes, why no, what is missing, and what contradicts what, from how each fact was derived."""

from __future__ import annotations

from kg.reason.explain.answers import (
    Answer,
    Reasoned,
    candidates,
    definitions_of,
    explain,
    genus,
    opposites,
    verdict,
)

__all__ = ["Answer", "Reasoned", "candidates", "definitions_of", "explain", "genus", "opposites", "verdict"]
