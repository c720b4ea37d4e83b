"""From source files to the graph on disk: freshness, the pipeline, and opening the result."""

from __future__ import annotations

__all__: list[str] = []
