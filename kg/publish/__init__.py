"""The graph made ready for readers: one case as a summary, its statements as files."""

from __future__ import annotations

__all__: list[str] = []
