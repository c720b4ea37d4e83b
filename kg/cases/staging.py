"""Printed TNM stages: which classes of the ontology they name."""

from __future__ import annotations

import re

from kg.cases.vocabulary import Vocabulary

__all__ = ["STAGE_PATTERN", "read_stage"]

_BASES = {
    "": None,
    "c": "ClinicalStaging",
    "p": "PathologicalStaging",
    "yc": "PostNeoadjuvantClinicalStaging",
    "yp": "PostNeoadjuvantPathologicalStaging",
}
_MORE = r"(?:\([A-Za-z0-9+-]+\))?"
STAGE_PATTERN = (
    rf"^(?:[Ss]tage ?)?(?:(?P<group>0|I{{1,3}}[ABC]?|IV[AB]?)|(?P<basis>y?[cp]?)"
    rf"(?:T(?P<t>is|X|0|1mi|[1-4][a-d]?){_MORE})?[ ,]*"
    rf"(?:y?[cp]?N(?P<n>X|0|1mi|[1-3][a-c]?){_MORE})?[ ,]*(?:y?[cp]?M(?P<m>X|0|1){_MORE})?)$"
)
"""Prefix (c, p, yc, yp or none), T, N and M as printed, or a stage group alone."""
_STAGE = re.compile(STAGE_PATTERN)


def read_stage(printed: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """Classes of a printed stage: prefix, T, N, M in this order; None when it cannot be read.

    ``ycT4bN3M0`` gives PostNeoadjuvantClinicalStaging, T4b, N3, M0, whatever the report calls it. A stage
    group alone gives no class, and neither does MX, which says nothing.
    """
    found = _STAGE.match(printed.strip())
    if not found:
        return None
    if found["group"]:
        return ()
    basis = _BASES.get(found["basis"], "")
    letters = [f"{letter.upper()}{found[letter]}" for letter in "tnm" if found[letter]]
    if basis == "" or not letters:
        return None
    names = [basis, *(name for name in letters if name != "MX")]
    classes = tuple(name for name in names if name)
    return classes if all(name in vocabulary for name in classes) else None
