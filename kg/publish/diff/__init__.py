"""Two releases compared: what changed in cases, terms and queries, which answers changed, and because of what."""

from __future__ import annotations

__all__: list[str] = []
