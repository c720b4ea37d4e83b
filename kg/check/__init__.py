"""Checks: ontology, cases, queries and reasoning; each gives issues and never stops at the first."""

from __future__ import annotations

__all__: list[str] = []
