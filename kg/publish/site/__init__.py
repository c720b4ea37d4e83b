"""The static site: pages for people and files for machines, one for every IRI of the project."""

from __future__ import annotations

__all__: list[str] = []
