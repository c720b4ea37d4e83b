"""Small random changes of case files: each keeps the file valid in form, and moves one fact that questions ask for.

A change works on the parsed YAML of a case and says whether it found something to change. What a changed file
means is not of interest here: the stored queries and the second answers have to read the same in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

__all__ = ["CHANGES", "vary"]

Node = dict[str, Any]

PERCENTS = ("0%", "0.5%", "1%", "5%", "<1%", "<10%", ">=1%", "10%", "19%", "19-21%", "20%", ">90%", "positive")
HER2_VALUES: tuple[Any, ...] = (
    "0", "1+", "2+", "3+", "positive", "negative", "weakly positive",
    {"value": "2+", "ish": "amplified"}, {"value": "2+", "ish": "not-amplified"},
)  # fmt: skip
LABELS = ("LuminalLabel", "LuminalHER2NegativeLabel", "TripleNegativeLabel", "TriplePositiveLabel")
ABSENCES = ("NoLocalTherapyFinding", "NoSystemicTherapyFinding", "NoTherapyFinding")
SEQUENCES = ("PresentedAsFirstSign", "PresentedConcurrently", "PresentedAsRecurrence")
DATES = ("2019", "2019-12", "2020-03-01", "2020-04~", "2021-02/2021-11", "202X", "2025-05")


def vary(case: Node, random: Random) -> str | None:
    """Make one random change of a parsed case file in place; its name, or None when nothing fitted."""
    changes = list(CHANGES.items())
    random.shuffle(changes)
    return next((name for name, change in changes if change(case, random)), None)


def _course(case: Node, kind: str) -> list[Node]:
    return [item for item in case["course"] if kind in item]


def _metastases(case: Node) -> list[str]:
    return [name for name, lesion in case["lesions"].items() if "Metastasis" in str(lesion["is"])]


def _classes(node: Node) -> list[str]:
    written = node["is"]
    return list(written) if isinstance(written, list) else [written]


def _sites(case: Node) -> Iterator[Node]:
    for lesion in case["lesions"].values():
        written = lesion.get("site", [])
        yield from written if isinstance(written, list) else [written]


def _drop_absence(case: Node, random: Random) -> bool:
    places = [(item, "rules-out") for item in _course(case, "assessment")]
    places += [(item, "lacks") for item in _course(case, "findings")]
    found = [(item, key) for item, key in places if item.get(key)]
    if not found:
        return False
    item, key = random.choice(found)
    item[key].pop(random.randrange(len(item[key])))
    if not item[key]:
        del item[key]
    if "findings" in item and not item.get("shows") and not item.get("lacks"):
        case["course"].remove(item)
    return True


def _drop_told_absence(case: Node, random: Random) -> bool:
    found = _course(case, "absent")
    if found:
        case["course"].remove(random.choice(found))
    return bool(found)


def _add_no_others(case: Node, random: Random) -> bool:
    found = [item for item in _course(case, "assessment") if item.get("detects") and "rules-out" not in item]
    if not found:
        return False
    item = random.choice(found)
    item["rules-out"] = [{"is": "NoOtherMetastasisFinding", "in": item["in"]}]
    return True


def _add_told_absence(case: Node, random: Random) -> bool:
    lesion = random.choice(_metastases(case))
    entry = {
        "absent": "told-absence",
        "is": random.choice(ABSENCES),
        "of": lesion,
        "in": case["lesions"][lesion]["in"],
    }
    case["course"].append(entry)
    return True


def _change_result(case: Node, random: Random) -> bool:
    found = [item["results"] for item in _course(case, "specimen") if item.get("results")]
    if not found:
        return False
    results = random.choice(found)
    marker = random.choice([name for name in ("ER", "PR", "HER2", "Ki67") if name in results] or ["HER2"])
    results[marker] = random.choice(HER2_VALUES if marker == "HER2" else PERCENTS)
    return True


def _drop_result(case: Node, random: Random) -> bool:
    found = [item["results"] for item in _course(case, "specimen") if len(item.get("results", ())) > 1]
    if not found:
        return False
    results = random.choice(found)
    del results[random.choice(sorted(results))]
    return True


def _change_label(case: Node, random: Random) -> bool:
    found = [item["label"] for item in _course(case, "specimen") if item.get("label")]
    if found:
        random.choice(found)["is"] = random.choice(LABELS)
    return bool(found)


def _drop_targets(case: Node, random: Random) -> bool:
    found = [item for item in _course(case, "therapy") if "targets" in item]
    if found:
        del random.choice(found)["targets"]
    return bool(found)


def _add_target(case: Node, random: Random) -> bool:
    found = [item for item in _course(case, "therapy") if "targets" not in item]
    if found:
        random.choice(found)["targets"] = [random.choice(_metastases(case))]
    return bool(found)


def _plan(case: Node, random: Random) -> bool:
    found = [item for item in _course(case, "therapy") if "Planned" not in _classes(item)]
    if not found:
        return False
    item = random.choice(found)
    item["is"] = [*_classes(item), "Planned"]
    return True


def _drop_side(case: Node, random: Random) -> bool:
    found = [site for site in _sites(case) if "side" in site]
    if found:
        del random.choice(found)["side"]
    return bool(found)


def _turn_side(case: Node, random: Random) -> bool:
    found = list(_sites(case))
    if found:
        random.choice(found)["side"] = random.choice(("left", "right", "bilateral"))
    return bool(found)


def _change_number(case: Node, random: Random) -> bool:
    lesion = case["lesions"][random.choice(_metastases(case))]
    lesion.pop("number", None)
    if random.random() < 0.7:
        lesion["number"] = random.choice(("1", ">=1", ">=2", "2", "3-4"))
    return True


def _change_sequence(case: Node, random: Random) -> bool:
    lesion = case["lesions"][random.choice(_metastases(case))]
    kept = [name for name in _classes(lesion) if name not in SEQUENCES]
    lesion["is"] = kept if random.random() < 0.5 else [*kept, random.choice(SEQUENCES)]
    return True


def _dated(case: Node) -> list[Node]:
    signs = [lesion["first-sign"] for lesion in case["lesions"].values() if "first-sign" in lesion]
    return signs + [item for item in case["course"] if "date" in item and "end" not in item]


def _coarsen_date(case: Node, random: Random) -> bool:
    found = [item for item in _dated(case) if "/" not in str(item["date"]) and len(str(item["date"])) > 4]
    if found:
        item = random.choice(found)
        item["date"] = str(item["date"]).rstrip("~").rpartition("-")[0]
    return bool(found)


def _drop_date(case: Node, random: Random) -> bool:
    found = [item for item in case["course"] if "date" in item and "end" not in item]
    if found:
        del random.choice(found)["date"]
    return bool(found)


def _add_date(case: Node, random: Random) -> bool:
    kinds = ("assessment", "specimen", "therapy")
    found = [item for kind in kinds for item in _course(case, kind) if "date" not in item and "end" not in item]
    if found:
        random.choice(found)["date"] = random.choice(DATES)
    return bool(found)


def _add_first_sign(case: Node, random: Random) -> bool:
    lesion = case["lesions"][random.choice(_metastases(case))]
    lesion["first-sign"] = {"date": random.choice(DATES), "in": lesion["in"]}
    return True


def _drop_detected(case: Node, random: Random) -> bool:
    found = [item for item in _course(case, "assessment") if len(item.get("detects", ())) > 1]
    if found:
        detects = random.choice(found)["detects"]
        detects.pop(random.randrange(len(detects)))
    return bool(found)


Change = Callable[[Node, Random], bool]
CHANGES: dict[str, Change] = {
    "add a date": _add_date,
    "add a first sign": _add_first_sign,
    "add a target": _add_target,
    "add a told absence": _add_told_absence,
    "add no other metastases": _add_no_others,
    "change a label": _change_label,
    "change a number": _change_number,
    "change a result": _change_result,
    "change a sequence": _change_sequence,
    "coarsen a date": _coarsen_date,
    "drop a date": _drop_date,
    "drop a detected lesion": _drop_detected,
    "drop a result": _drop_result,
    "drop a side": _drop_side,
    "drop a told absence": _drop_told_absence,
    "drop an absence": _drop_absence,
    "drop targets": _drop_targets,
    "only plan a therapy": _plan,
    "turn a side": _turn_side,
}
