"""Each stored question on a small made-up case and on its counter-examples, in which one statement is changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from kg.ask.answer import Answer
from kg.ask.catalog import catalog
from kg.cases import read_case
from tests.competency.changes import MISSING, Change, changed
from tests.competency.table import ANSWERS, CASES, Flip, Row, Run, Table, tables
from tests.competency.variants import (
    ask,
    ask_rdflib,
    bibliography,
    connected,
    difference,
    variants,
    vocabulary,
)
from tests.second.shared import shown

pytestmark = pytest.mark.filterwarnings("ignore:Dataset[.]:DeprecationWarning")  # rdflib of itself

THIS_CASE = "this case"
NOT_BY_RDFLIB = ("literature-table",)  # takes it a minute; tests/test_golden.py compares it on the published cases
TWO_VERDICTS: Mapping[str, set[str]] = {
    # What is asked is whether something is reported, so silence is the answer itself or gives no no.
    "metastasis-rebiopsied": {"yes", "unknown"},
    "paired-receptor-profiles": {"yes", "unknown"},
    "radiotherapy-without-target": {"yes", "no"},
    "subtype-too-coarse": {"yes", "no"},
}
RESTS_ON_ABSENCE = (
    "combined-therapy",
    "lesion-appearance",
    "oligometastatic",
    "solitary-metastasis",
    "solitary-without-local-therapy",
    "untreated-metastasis",
)

TABLES = [pytest.param(table, id=name) for name, table in tables().items()]
FLIPS = [pytest.param(table, run, flip, id=flip.id) for table in tables().values() for run, flip in table.flips()]


def parameters_of(run: Run, case_id: str) -> dict[str, str]:
    """The parameters of a run, where ``this case`` stands for the id of the case that is asked about."""
    return {name: case_id if value == THIS_CASE else value for name, value in run.parameters.items()}


def rows_of(answer: Answer, key: tuple[str, ...], case_id: str) -> tuple[Row, ...]:
    """The rows of one case as the tables write them."""
    rows = [row for row in answer.all_rows if row["case"] == case_id]
    return tuple(sorted((tuple((column, row[column]) for column in key) for row in rows), key=repr))


def asked(table: Table, run: Run, case_id: str) -> tuple[Row, ...]:
    """What the stored query answers for one case among all cases of the suite."""
    return rows_of(ask(table.query, parameters_of(run, case_id)), table.key, case_id)


def lines(expected: tuple[Row, ...], found: tuple[Row, ...]) -> list[str]:
    """One line for each row that only one of the two has."""
    told = [f"expected: {dict(row)}" for row in expected if row not in found]
    told += [f"found: {dict(row)}" for row in found if row not in expected]
    return told or ([] if len(expected) == len(found) else [f"{len(expected)} rows expected, {len(found)} found"])


def verdicts(answer: tuple[Row, ...]) -> set[str]:
    return {dict(row)["verdict"] for row in answer}


@pytest.mark.parametrize("table", TABLES)
def test_every_case_is_read_without_issues_and_without_contradictions(table: Table) -> None:
    for name in table.case_ids:
        assert variants()[name].problems == (), name


@pytest.mark.parametrize("table", TABLES)
def test_the_base_case_has_the_expected_answers(table: Table) -> None:
    for run in table.runs:
        apart = lines(run.answer, asked(table, run, run.base_id))
        assert apart == [], f"{table.query} {dict(run.parameters)}: {run.why}{shown(apart)}"


@pytest.mark.parametrize(("table", "run", "flip"), FLIPS)
def test_one_changed_statement_gives_the_expected_answer(table: Table, run: Run, flip: Flip) -> None:
    apart = lines(flip.answer, asked(table, run, flip.id))
    assert apart == [], f"{table.query} {dict(run.parameters)}, {flip.change.path}: {flip.why}{shown(apart)}"


@pytest.mark.parametrize(("table", "run", "flip"), FLIPS)
def test_the_answer_flips_unless_it_is_said_to_stay(table: Table, run: Run, flip: Flip) -> None:
    assert (flip.answer == run.answer) == flip.stays, flip.why


@pytest.mark.parametrize(("table", "run", "flip"), FLIPS)
def test_one_statement_is_changed_and_no_more(table: Table, run: Run, flip: Flip) -> None:
    gone, new = difference(variants()[run.base_id], variants()[flip.id])
    assert (len(gone), len(new)) == (flip.gone, flip.new)
    assert connected(gone | new) == 1, f"{flip.change.path} changes more than one item"
    assert not (flip.change.removes and new), "nothing is said instead of what is taken away"
    assert not (flip.change.before is MISSING and gone), "nothing is taken away for what is added"


@pytest.mark.parametrize("table", [each for each in TABLES if each.id not in NOT_BY_RDFLIB])
def test_rdflib_gives_the_same_rows(table: Table) -> None:
    for run in table.runs:
        ids = [run.base_id, *(flip.id for flip in run.flips)]
        for parameters in {tuple(sorted(parameters_of(run, name).items())) for name in ids}:
            second = ask_rdflib(table.query, dict(parameters), ids)
            first = ask(table.query, dict(parameters))
            for name in ids:
                apart = lines(rows_of(first, table.key, name), rows_of(second, table.key, name))
                assert apart == [], f"{name} {dict(parameters)}{shown(apart)}"


def test_every_stored_query_has_a_table() -> None:
    assert sorted(tables()) == sorted(catalog())


def test_every_base_case_is_read_without_issues_and_used() -> None:
    for path in sorted(CASES.glob("*.yaml")):
        _, issues = read_case(str(path), vocabulary(), bibliography())
        assert [issue.render() for issue in issues] == [], path.name
    assert {path.stem for path in CASES.glob("*.yaml")} == {
        run.base for table in tables().values() for run in table.runs
    }


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_flips_and_near_misses(table: Table) -> None:
    flips = [flip for _, flip in table.flips()]
    assert any(not flip.stays for flip in flips)
    assert any(flip.stays for flip in flips) or any(not run.answer for run in table.runs)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_shows_every_verdict(table: Table) -> None:
    if not catalog()[table.query].has_verdict:
        return
    assert "verdict" in table.key
    shown_verdicts = set[str]().union(
        *(verdicts(run.answer) for run in table.runs), *(verdicts(flip.answer) for _, flip in table.flips())
    )
    assert shown_verdicts == TWO_VERDICTS.get(table.query, {"yes", "no", "unknown"})


@pytest.mark.parametrize("table", TABLES)
def test_what_is_taken_away_never_makes_a_no(table: Table) -> None:
    if "verdict" not in table.key:
        return
    for run, flip in table.flips():
        if flip.change.removes and "no" not in verdicts(run.answer):
            assert "no" not in verdicts(flip.answer), f"{flip.id}: silence is read as no"


@pytest.mark.parametrize("query", RESTS_ON_ABSENCE)
def test_without_the_statement_of_an_absence_the_answer_is_unknown(query: str) -> None:
    table = tables()[query]
    found = [flip for run, flip in table.flips() if flip.change.removes and not flip.stays and _is_absence(run, flip)]
    assert found, "no flip takes an absence finding away"
    for flip in found:
        assert "unknown" in verdicts(flip.answer), flip.id


def _is_absence(run: Run, flip: Flip) -> bool:
    """Whether what the flip takes away is an item of a class of absence findings."""
    gone, _ = difference(variants()[run.base_id], variants()[flip.id])
    classes = {value.rpartition("#")[2].rstrip(">") for _, predicate, value in gone if predicate.endswith("#type>")}
    return any(name in vocabulary() and vocabulary().is_subclass(name, "AbsenceFinding") for name in classes)


@pytest.mark.parametrize("table", TABLES)
def test_every_parameter_is_given_and_decides(table: Table) -> None:
    for parameter in catalog()[table.query].parameters:
        given = [run for run in table.runs if parameter.name in run.parameters]
        assert given, f"{parameter.name} is never given"
        values = {str(run.parameters[parameter.name]) for run in given}
        if parameter.kind.startswith("class:"):
            assert len(values) > 1, f"{parameter.name} has one value only"
            assert len({run.answer for run in table.runs}) > 1, f"{parameter.name} makes no difference"


def test_tables_of_what_does_not_exist_are_noticed() -> None:
    assert {path.stem for path in ANSWERS.iterdir()} == set(tables())


CASE: dict[str, Any] = {
    "lesions": {"nodule": {"is": ["DistantMetastasis"], "number": "1"}},
    "course": [
        {"assessment": "first", "detects": ["nodule"], "rules-out": [{"is": "NoOtherMetastasisFinding"}]},
        {"therapy": "irradiation", "is": "Radiotherapy"},
    ],
}


def test_a_change_does_what_it_says_and_leaves_the_case_alone() -> None:
    before = repr(CASE)
    assert changed(CASE, Change("lesions.nodule.number", "1", ">=2"))["lesions"]["nodule"]["number"] == ">=2"
    assert "number" not in changed(CASE, Change("lesions.nodule.number", None, MISSING))["lesions"]["nodule"]
    assert changed(CASE, Change("course.irradiation", None, MISSING))["course"] == CASE["course"][:1]
    ruled_out = "course.first.rules-out.NoOtherMetastasisFinding"
    assert "rules-out" not in changed(CASE, Change(ruled_out, None, MISSING))["course"][0]
    assert changed(CASE, Change("course.first.detects", MISSING, "liver"))["course"][0]["detects"] == [
        "nodule",
        "liver",
    ]
    assert changed(CASE, Change("course.irradiation.line", MISSING, 1))["course"][1]["line"] == 1
    assert repr(CASE) == before


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (Change("lesions.nodule.number", "2", "3"), "is '1', not '2'"),
        (Change("lesions.nodule.number", "1", "1"), "is not changed"),
        (Change("lesions.liver.number", "1", "2"), "go by the name 'liver'"),
        (Change("course.second", None, MISSING), "go by the name 'second'"),
        (Change("lesions.nodule.number", MISSING, "2"), "is there already"),
        (Change("lesions.nodule.is.Planned", MISSING, "x"), "only a key can be added to"),
    ],
)
def test_a_change_that_does_not_fit_is_refused(change: Change, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        changed(CASE, change)


def test_a_wrong_answer_is_seen() -> None:
    yes: tuple[Row, ...] = ((("verdict", "yes"),),)
    no: tuple[Row, ...] = ((("verdict", "no"),),)
    assert lines(yes, yes) == []
    assert lines(yes, no) == ["expected: {'verdict': 'yes'}", "found: {'verdict': 'no'}"]
    assert lines(yes, ()) == ["expected: {'verdict': 'yes'}"]
    assert lines(yes, yes + yes) == ["1 rows expected, 2 found"]


def test_statements_about_two_items_are_two_pieces() -> None:
    one, other = ("<case#a>", "<p>", '"x"'), ("<case#b>", "<p>", '"x"')
    assert connected({one}) == 1
    assert connected({one, other}) == 2
    assert connected({one, other, ("<case#a>", "<p>", "<case#b>")}) == 1


def test_the_answers_of_one_case_are_not_those_of_another() -> None:
    """Each case of the suite stands beside all others: its rows name no item of another one."""
    for table in tables().values():
        for run in table.runs:
            if THIS_CASE in run.parameters.values():
                continue
            answer = ask(table.query, dict(run.parameters))
            for row in answer.all_rows:
                home = f"/case/{row['case']}#"
                assert all(home in iri for iri in row.part_iris), dict(row)
