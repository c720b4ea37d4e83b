"""The rules against HermiT on the real cases, and planted faults that both must find."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.build.sources import Sources, read_sources
from kg.check.reasoning import check_reasoning, stated_for_referee
from kg.graph.assemble import case_statements
from kg.graph.terms import RDF_TYPE, Statement, term
from kg.names import part_iri, resource_root
from kg.reason import compare, referee_many
from kg.reason.realize import realize


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources(resource_root())


def asserted(sources: Sources, case_id: str) -> list[Statement]:
    return case_statements(next(case for case in sources.cases if case.id == case_id))


def part(case_id: str, name: str) -> str:
    return f"<{part_iri(case_id, name)}>"


@pytest.mark.java
def test_rules_and_hermit_agree_on_every_individual_of_every_case(sources: Sources) -> None:
    report = check_reasoning(sources)
    assert report.issues == []
    assert set(report.by_case) == {case.id for case in sources.cases}
    assert report.memberships > 3000


@pytest.mark.java
def test_a_missing_rule_is_noticed(sources: Sources) -> None:
    small = replace(sources, cases=[case for case in sources.cases if case.id == "koh-2024"])
    statements = asserted(small, "koh-2024")
    complete = realize(small.definitions, small.rules, statements)
    lost = realize(small.definitions, [rule for rule in small.rules if rule.id != "solitary"], statements)
    given = stated_for_referee(statements, complete)
    verdict = referee_many(small.ontology, {"koh-2024": given})["koh-2024"]
    assert compare(complete, verdict) == []
    found = {(difference.individual, difference.cls) for difference in compare(lost, verdict)}
    assert (part("koh-2024", "scalp-lesion"), term("SolitaryMetastasis")) in found


PLANTED = {
    "solitary and detected with another": (
        "cheng-2025",
        [("scalp-nodule", "coDetectedWith", "meningeal-metastasis")],
    ),
    "untreated locally and excised": ("cheng-2025", [("mastectomy", "targets", "scalp-nodule")]),
    "regional node typed as distant": ("cheng-2025", [("axillary-nodes", "a", "DistantMetastasis")]),
    "systemic therapy typed as local": ("cheng-2025", [("fulvestrant-dalpiciclib", "a", "LocalTherapy")]),
    "HER2 3+ called zero": (
        "cheng-2025",
        [("scalp-cytology-her2", "a", "HER2ZeroResult"), ("scalp-cytology-her2", "a", "HER2PositiveResult")],
    ),
    "two disjoint histologies on one statement": ("koh-2024", [("primary-histology", "a", "InvasiveDuctalCarcinoma")]),
    "alive and dead": ("koh-2024", [("last-status", "a", "Died")]),
    "first sign and recurrence": ("koh-2024", [("scalp-lesion", "a", "PresentedAsFirstSign")]),
    "left and right": ("cheng-2025", [("scalp-nodule-site", "a", "RightSided")]),
    "a lesion that is a therapy": ("koh-2024", [("scalp-lesion", "a", "Therapy")]),
}


@pytest.mark.java
def test_planted_contradictions_are_found_by_rules_and_by_hermit(sources: Sources) -> None:
    given: dict[str, list[Statement]] = {}
    for name, (case_id, extra) in PLANTED.items():
        more = [
            (part(case_id, s), RDF_TYPE if p == "a" else term(p), term(o) if p == "a" else part(case_id, o))
            for s, p, o in extra
        ]
        statements = [*asserted(sources, case_id), *more]
        closure = realize(sources.definitions, sources.rules, statements)
        assert closure.contradictions, f"{name}: the rules find no contradiction"
        given[name] = stated_for_referee(statements, closure)
    verdicts = referee_many(sources.ontology, given)
    assert {name: verdict.consistent for name, verdict in verdicts.items()} == dict.fromkeys(PLANTED, False)
