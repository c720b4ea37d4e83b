"""Abduction: what would have to be reported for an individual to be in a class it is not known to be in.

:func:`abduce` searches backward over the compiled definitions and the conditions of the rule files, and gives
back only routes that the reasoner has confirmed.
"""

from __future__ import annotations

from kg.reason.abduce.routes import Abduction, Route, abduce, obstacles, routes

__all__ = ["Abduction", "Route", "abduce", "obstacles", "routes"]
