"""A user's query can read the graph and nothing else."""

from __future__ import annotations

import pytest

from kg.ask.guard import MAX_BYTES, MAX_NESTING, check_query, tokens
from kg.errors import UsageError


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT"),
        ("# SERVICE <x>\nASK { ?s ?p ?o }", "ASK"),
        ('SELECT * { ?s ?p "SERVICE <x> { } FROM" }', "SELECT"),
        ("SELECT * { ?s ?p '''it's a \"SERVICE\"\n''' }", "SELECT"),
        ("SELECT ?service ?from { ?service ?from ?insert }", "SELECT"),
        ("PREFIX ex: <https://example.org/SERVICE#> SELECT * { ?s ex:service ex:from.SERVICE }", "SELECT"),
        ("construct where { ?s ?p ?o }", "CONSTRUCT"),
        ("DESCRIBE <https://example.org/FROM>", "DESCRIBE"),
        ("SELECT * { ?s ?p 'x'@from FILTER(?s < ?p && ?o > 3) }", "SELECT"),
        ("SELECT * { ?s ?p 'caf\\u00e9' ; <https://example.org/\\u00e9> 1.5e3 }", "SELECT"),
    ],
)
def test_a_reading_query_passes(text: str, form: str) -> None:
    assert check_query(text) == form


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        # The engine reads each of these as SERVICE or FROM: keywords need no space around them.
        "ASKFROM<http://127.0.0.1/>{}",
        "SELECT*FROM<http://127.0.0.1/>{}",
        "SELECT * { ?s ?p trueSERVICE<http://127.0.0.1/>{} }",
        "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1/>{} }",
        "SELECT * { ?s ?p 1.SERVICE<http://127.0.0.1/>{} }",
        "SELECT * { ?s ?p 1.5e3SERVICE<http://127.0.0.1/>{} }",
        "PREFIX : <http://127.0.0.1/> SELECT * { ?s ?p ?o . SERVICE:x{} }",
        "PREFIX : <http://127.0.0.1/> SELECT * { ?s ?p 1SERVICE:x{} }",
        "SELECT * { ?s ?p <http://x#\\u00e9> . SERVICE <http://127.0.0.1/> {} }",
        # Whoever undoes escapes first reads these as SERVICE.
        "SELECT * { SERV\\u0049CE <http://127.0.0.1/> {} }",
        'SELECT * { ?s ?p "a\\u0022 . SERVICE <http://127.0.0.1/> {} #" }',
        "SELECT * FROM NAMED <file:///etc/passwd> { ?s ?p ?o }",
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/>",
        "CLEAR ALL",
        "",
        "hello",
        "# SELECT * { }",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        check_query(text)


def test_the_refusal_says_why() -> None:
    with pytest.raises(UsageError, match="SERVICE is not allowed"):
        check_query("SELECT * { SERVICE <x:y> { } }")
    with pytest.raises(UsageError, match="INSERT is not allowed: the graph is only read"):
        check_query("INSERT DATA { }")


def test_nesting_and_size_have_limits() -> None:
    inside = MAX_NESTING - 1
    assert check_query("ASK { " + "{" * inside + "}" * inside + " }") == "ASK"
    with pytest.raises(UsageError, match="nested deeper"):
        check_query("ASK { " + "{" * MAX_NESTING + "}" * MAX_NESTING + " }")
    with pytest.raises(UsageError, match="in a row"):
        check_query("ASK { FILTER(" + "!" * 5000 + "true) }")
    frame = len("ASK { }#")
    assert check_query("ASK { }#" + "x" * (MAX_BYTES - frame)) == "ASK"
    with pytest.raises(UsageError, match="bytes"):
        check_query("ASK { }#" + "x" * (MAX_BYTES - frame + 1))


def test_tokens_are_told_apart() -> None:
    found = list(tokens('SELECT ?a { ?a ex:b "c"@en, <d> , 1.5 } # end'))
    assert [kind for kind, token in found if token not in "{},"] == [
        "word",
        "variable",
        "variable",
        "name",
        "string",
        "language",
        "iri",
        "number",
    ]
