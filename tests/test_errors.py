"""The tree of exceptions: drawn as it is, with exit codes, messages and remedies that survive pickling."""

from __future__ import annotations

import inspect
import pickle
import re

import pytest

from kg import errors
from kg.findings import Issue

TREE = [getattr(errors, name) for name in errors.__all__]


def test_the_docstring_draws_every_class_at_its_place_with_its_code() -> None:
    drawn = re.findall(r"^ {4}([│├└─ ]*)([A-Z]\w+) +(\d) ", inspect.getdoc(errors) or "", re.MULTILINE)
    assert sorted(name for _, name, _ in drawn) == sorted(errors.__all__)
    above: dict[int, str] = {}
    for lead, name, code in drawn:
        kind = getattr(errors, name)
        depth = len(lead) // 4
        above[depth] = name
        assert kind.exit_code == int(code)
        assert kind.__base__.__name__ == (above[depth - 1] if depth else "Exception")


def test_all_is_sorted_and_complete() -> None:
    classes = [name for name, value in vars(errors).items() if isinstance(value, type)]
    assert errors.__all__ == sorted(classes)


@pytest.mark.parametrize("kind", TREE)
def test_message_and_remedy(kind: type[errors.KgError]) -> None:
    error = kind("no such query", "see kg list queries")
    assert str(error) == error.message == "no such query"
    assert error.render() == "no such query\nsee kg list queries"
    assert kind("plain").render() == "plain"
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.message, again.remedy) == (kind, error.message, error.remedy)


def test_a_data_error_shows_its_issues_in_order() -> None:
    late = Issue("E2", "is late", file="a.yaml", line=9)
    early = Issue("E1", "is early", file="a.yaml", line=2)
    error = pickle.loads(pickle.dumps(errors.DataError("2 errors", "mend them", [late, early])))
    assert error.issues == (early, late)
    assert error.render() == "2 errors\na.yaml:2: E1 is early\na.yaml:9: E2 is late\nmend them"


def test_a_remote_error_keeps_status_and_address() -> None:
    error = pickle.loads(pickle.dumps(errors.RemoteError("refused", status=503, url="http://localhost/sparql")))
    assert (error.status, error.url, error.exit_code) == (503, "http://localhost/sparql", 4)
