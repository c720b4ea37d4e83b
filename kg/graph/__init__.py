"""Case files become statements; statements become graphs in the embedded engine."""

from __future__ import annotations

__all__: list[str] = []
