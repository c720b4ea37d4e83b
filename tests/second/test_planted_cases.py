"""Case files planted so that one fact decides: what the published cases do not happen to contain."""

from __future__ import annotations

import io
from copy import deepcopy
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from kg.cases import read_case_text
from tests.second.shared import ROOT, world
from tests.second.variants import Variant, graph_of, variant_of


def planted(case_id: str, assessments: list[dict[str, Any]]) -> Variant:
    """A case of the checkout with these assessments (kind, date, lesions, maybe findings) for its own."""
    yaml = YAML(typ="safe", pure=True)
    content = yaml.load((ROOT / "data" / "cases" / f"{case_id}.yaml").read_text("utf-8"))
    told = next(item for item in content["course"] if "assessment" in item)["in"]
    kept = [item for item in content["course"] if "assessment" not in item]
    for item in (added := deepcopy(assessments)):
        for part in (item, *item.get("rules-out", ())):
            part["in"] = told
    content["course"] = [*kept, *added]
    text = io.StringIO()
    yaml.dump(content, text)
    case, issues = read_case_text(text.getvalue(), world().vocabulary, case_id=case_id)
    assert case is not None, issues
    found = variant_of(case)
    assert found is not None, "the planted case contradicts the ontology"
    return found


ALONE = {
    "assessment": "scalp-found",
    "date": "2025-03",
    "detects": ["scalp-lesion"],
    "rules-out": [{"is": "NoOtherMetastasisFinding"}],
}


def followers(folder: Path, other_found: str) -> list[str]:
    """What the query says followed the scalp lesion of 2025 when the calvaria was found at another time."""
    other = {"assessment": "calvaria-found", "date": other_found, "detects": ["calvaria"]}
    with graph_of(folder, [planted("mohamed-2025", [ALONE, other])]) as graph:
        assert [row.verdict for row in graph.ask("solitary-metastasis", verdict="all").all_rows] == ["yes"]
        return [str(row.progressedTo) for row in graph.ask("progression-after-solitary").all_rows]


def test_a_later_metastasis_followed(tmp_path: Path) -> None:
    assert followers(tmp_path, "2025-09") == ["calvaria"]


def test_an_earlier_metastasis_did_not_follow(tmp_path: Path) -> None:
    assert followers(tmp_path, "2019-03") == []
