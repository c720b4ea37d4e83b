"""Printed stages and told operations that cannot be as they are told, whatever the dates of the rest.

The rules are those of TNM staging (AJCC Cancer Staging Manual, 8th edition, chapter Breast): M1 is stage IV and M0 is
not; ``p`` with a T category rests on the resected tumor; ``y`` is a stage during or after therapy. What a report prints
stays as printed: a dispute about the staging tells that the report itself is odd, and is no issue.
"""

from __future__ import annotations

import re
from itertools import product

from kg.cases.checking import CaseChecks, certainly_before
from kg.cases.model import Staging, Therapy
from kg.cases.parts import AbsenceFinding, Item, Site

__all__ = ["check_stages"]

_GROUP = re.compile(r"(?:stage ?)?(?P<group>0|i{1,3}[abc]?|iv[a-d]?)", re.IGNORECASE)
_AFTER_THERAPY = ("PostNeoadjuvantClinicalStaging", "PostNeoadjuvantPathologicalStaging")
_RESECTED = ("PathologicalStaging", "PostNeoadjuvantPathologicalStaging")
_OPPOSITE = {"left": "right", "right": "left"}


def check_stages(checks: CaseChecks) -> None:
    """Add an issue for each stage that contradicts itself or the course, and each operation on the wrong side."""
    for staging in checks.case.course_of(Staging):
        if not checks.disputed(staging.id, staging.id):
            _group(checks, staging)
            _prefix(checks, staging)
    for therapy in checks.case.course_of(Therapy):
        _side(checks, therapy)


def _group(checks: CaseChecks, staging: Staging) -> None:
    """Stage IV and M1 go together. After therapy a group may be that of the first diagnosis, and is left alone."""
    found = _GROUP.fullmatch((staging.group or "").strip())
    if found is None or any(checks.is_a(staging, name) for name in _AFTER_THERAPY):
        return
    fourth = found["group"].lower().startswith("iv")
    told = "M0" if fourth else "M1"
    if checks.is_a(staging, told):
        checks.problem("C116", staging, "group", f"does not go with {told} of {staging.printed}", staging.group)


def _prefix(checks: CaseChecks, staging: Staging) -> None:
    resected = any(checks.is_a(staging, name) for name in _RESECTED) and any(
        re.fullmatch(r"T(?:is|[0-4].*)", name) for name in staging.types
    )
    treated = any(checks.is_a(staging, name) for name in _AFTER_THERAPY)
    reason = None
    if resected:
        reason = _without_operation(checks, staging)
    if treated and reason is None:
        reason = _without_therapy(checks, staging)
    if reason is not None:
        checks.problem("C117", staging, "printed", reason, staging.printed)


def _staged(checks: CaseChecks, staging: Staging) -> set[str]:
    """Ids of the lesions that are staged: those told, otherwise the primary tumors."""
    return set(staging.of) or {one.id for one in checks.case.lesions if checks.is_a(one, "PrimaryTumor")}


def _denied(checks: CaseChecks, staging: Staging, *kinds: str) -> AbsenceFinding | None:
    """A told absence, of all these kinds and without any limit in time, of therapy of a staged lesion."""
    for finding in checks.case.course_of(AbsenceFinding):
        unlimited = finding.until is None and finding.date is None and finding.end is None
        about = set(finding.concerns) & _staged(checks, staging)
        if unlimited and about and all(checks.is_a(finding, kind) for kind in kinds):
            return None if checks.disputed(staging.id, finding.id) else finding
    return None


def _begun_after(checks: CaseChecks, staging: Staging, therapies: list[Therapy]) -> Item | None:
    """The first of the therapies when every one certainly begins after the staging, and none is in dispute with it."""
    if not therapies or not all(certainly_before(staging.date, item.date) for item in therapies):
        return None
    return None if any(checks.disputed(staging.id, item.id) for item in therapies) else therapies[0]


def _without_operation(checks: CaseChecks, staging: Staging) -> str | None:
    """Why a pathological T category cannot be: no operation, or every operation on the tumor is later."""
    denied = _denied(checks, staging, "NoLocalTherapyFinding")
    if denied is not None:
        return f"is pathological, and {denied.id} tells that the tumor had no local therapy"
    operations = [
        item
        for item in checks.case.course_of(Therapy)
        if checks.is_a(item, "Surgery") and not item.planned and set(item.targets) & _staged(checks, staging)
    ]
    first = _begun_after(checks, staging, operations)
    return f"is pathological and earlier than the operation {first.id}, {first.date}" if first else None


def _without_therapy(checks: CaseChecks, staging: Staging) -> str | None:
    """Why a stage after therapy cannot be: no therapy, or every therapy begins later, a neoadjuvant one among them."""
    denied = _denied(checks, staging, "NoLocalTherapyFinding", "NoSystemicTherapyFinding")
    if denied is not None:
        return f"is a stage after therapy, and {denied.id} tells that there was none"
    therapies = [
        item
        for item in checks.case.course_of(Therapy)
        if not item.planned and not checks.is_a(item, "NonCancerTherapy") and not checks.is_a(item, "Surgery")
    ]
    if not any(checks.is_a(item, "Neoadjuvant") for item in therapies):
        return None
    first = _begun_after(checks, staging, therapies)
    return f"is a stage after therapy and earlier than {first.id}, {first.date}" if first else None


def _side(checks: CaseChecks, therapy: Therapy) -> None:
    """A local therapy at a place of one side does not reach a lesion that lies in the same place of the other."""
    if not checks.is_a(therapy, "LocalTherapy") or not therapy.sites:
        return
    for name in therapy.targets:
        lesion = checks.lesions.get(name)
        if lesion is None or not lesion.sites or checks.disputed(therapy.id, name):
            continue
        if all(_mirrored(checks, one, other) for one, other in product(therapy.sites, lesion.sites)):
            shown = ", ".join(f"{site.side} {' '.join(site.types)}" for site in therapy.sites)
            message = f"is the other side of {name}, {lesion.sites[0].side} {' '.join(lesion.sites[0].types)}"
            checks.problem("C118", therapy, "site", message, shown)


def _mirrored(checks: CaseChecks, one: Site, other: Site) -> bool:
    """Whether two body parts are told to lie on opposite sides, one of them in the region of the other."""
    related = any(
        checks.vocabulary.is_subclass(a, b) or checks.vocabulary.is_subclass(b, a)
        for a, b in product(one.types, other.types)
    )
    return related and one.side is not None and _OPPOSITE.get(one.side) == other.side
