"""Issues: how they read, how they are ordered, and which names are near."""

from __future__ import annotations

import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.findings import WARNING, Issue, did_you_mean, nearest, summary

SITES = ["FrontalBone", "FrontalScalp", "Liver", "Scalp", "SkinOfScalp", "Skull"]


def test_an_issue_reads_as_one_block() -> None:
    issue = Issue(
        "E123",
        "is not a class of the ontology",
        file="data/cases/x.yaml",
        line=12,
        field="lesions.scalp.site.is",
        value="Scallp",
        suggestion=nearest("Scallp", SITES, 1),
        allowed=[f"Name{number}" for number in range(14)],
        remedy="see kg list classes",
    )
    head, allowed, remedy = issue.render().splitlines()
    assert head == (
        "data/cases/x.yaml:12: E123 field lesions.scalp.site.is: "
        '"Scallp" is not a class of the ontology; did you mean Scalp?'
    )
    assert allowed.startswith("    allowed: Name0, Name1, ")
    assert allowed.endswith(", Name11, and 2 more")
    assert remedy == "    remedy: see kg list classes"


@pytest.mark.parametrize(
    ("issue", "text"),
    [
        (Issue("E1", "the ontology has no header"), "E1 the ontology has no header"),
        (Issue("W1", "no locator", severity=WARNING, file="a\\b.yaml"), "a/b.yaml: warning W1 no locator"),
        (Issue("E2", "bad", file="a", line=3, column=7), "a:3:7: E2 bad"),
        (Issue("E2", "bad", line=3), "line 3: E2 bad"),
        (Issue("E3", 'has "x" twice', value="x"), 'E3 has "x" twice'),
        (Issue("E4", "is no number", value=0, field="age"), 'E4 field age: "0" is no number'),
    ],
)
def test_an_issue_says_what_is_known(issue: Issue, text: str) -> None:
    assert issue.render() == text


def test_the_order_is_place_then_code() -> None:
    wanted = [
        Issue("E9", "m"),
        Issue("E9", "m", file="a", line=2),
        Issue("E1", "m", file="a", line=10),
        Issue("E1", "m", file="a", line=10, column=4),
        Issue("E2", "m", file="a", line=10, column=4),
        Issue("E1", "m", file="b", line=1),
    ]
    assert sorted([*wanted[3:], *wanted[:3]]) == wanted


def test_an_issue_is_a_value() -> None:
    issue = Issue("E1", "m", file="a", allowed="x", suggestion=["y"])
    assert pickle.loads(pickle.dumps(issue)) == issue
    assert len({issue, Issue("E1", "m", file="a", allowed=("x",), suggestion="y")}) == 1
    assert issue != Issue("E1", "m", file="a")
    with pytest.raises(AttributeError):
        issue.code = "E2"
    with pytest.raises(ValueError, match="severity"):
        Issue("E1", "m", severity="fatal")


def test_json_has_every_field() -> None:
    content = json.loads(json.dumps(Issue("E1", "m", allowed=("x",)).to_json()))
    assert content == {
        "code": "E1",
        "severity": "error",
        "file": None,
        "line": None,
        "column": None,
        "field": None,
        "value": None,
        "message": "m",
        "allowed": ["x"],
        "suggestion": [],
        "remedy": None,
    }


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Scallp", ("Scalp",)),
        ("scalp", ("Scalp", "SkinOfScalp", "FrontalScalp")),
        ("frontal bone", ("FrontalBone", "FrontalScalp")),
        ("Skalp", ("Scalp", "SkinOfScalp", "Skull")),
        ("skul", ("Skull",)),
        ("xyz", ()),
        ("", ()),
    ],
)
def test_nearest_names(value: str, names: tuple[str, ...]) -> None:
    assert nearest(value, SITES) == names


@given(st.text(max_size=12), st.permutations(SITES), st.integers(0, 4))
def test_nearest_does_not_depend_on_order(value: str, names: list[str], n: int) -> None:
    found = nearest(value, names, n)
    assert found == nearest(value, SITES, n)
    assert len(found) <= n
    assert set(found) <= set(SITES)


def test_the_words_around_issues() -> None:
    assert did_you_mean([]) == ""
    assert did_you_mean("Scalp") == "did you mean Scalp?"
    assert did_you_mean(["A", "B", "C"]) == "did you mean A, B or C?"
    assert summary([]) == "no issues"
    two = [Issue("E1", "m"), Issue("E2", "m"), Issue("W1", "m", severity=WARNING)]
    assert summary(two) == "2 errors, 1 warning"
