"""Measurements that anyone can run: ``python -m tests.bench``. Figures are ratios against a peer in the same run.

No test asserts a time. ``docs/benchmarks.md`` holds the figures of one run and says how to read them.
"""

from __future__ import annotations

__all__: list[str] = []
