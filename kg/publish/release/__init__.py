"""The release: the whole graph as files for other tools, the same bytes for the same sources on any machine."""

from __future__ import annotations

__all__: list[str] = []
