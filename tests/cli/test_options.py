"""Arguments are read strictly, and explained from the tables that they are read by."""

from __future__ import annotations

import pytest

from kg.cli.options import Operand, Option, Verb, parse
from kg.cli.verbs import VERBS, load, overview
from kg.errors import UsageError

VERB = Verb(
    "try",
    "try something",
    operands=(Operand("WHAT", "what to try", choices=("this", "that")), Operand("MORE", "more of it", "many")),
    options=(
        Option("format", "how to write", value="FORMAT", choices=("table", "csv"), default="table"),
        Option("timeout", "seconds", value="SECONDS", default="60", number=True),
        Option("output", "where to", value="FILE"),
        Option("fast", "be fast"),
    ),
    examples=("kg try this",),
)


def test_options_stand_anywhere_and_in_both_forms() -> None:
    found = parse(VERB, ["--format=csv", "this", "--output", "-x", "a", "--fast", "-q", "b", "--timeout", "0.5"])
    assert (found.required("WHAT"), found.operands("MORE")) == ("this", ["a", "b"])
    assert (found.text("format"), found.text("output"), found.number("timeout")) == ("csv", "-x", 0.5)
    assert (found.flag("fast"), found.flag("quiet"), found.flag("verbose")) == (True, True, False)


def test_defaults_hold_where_nothing_is_given() -> None:
    found = parse(VERB, ["that"])
    assert (found.chosen("format"), found.number("timeout"), found.text("output")) == ("table", 60.0, None)
    assert (found.operands("MORE"), found.operand("MORE"), found.flag("fast")) == ([], None, False)


def test_after_two_hyphens_everything_is_an_operand() -> None:
    assert parse(VERB, ["this", "--", "--fast", "-"]).operands("MORE") == ["--fast", "-"]
    assert parse(VERB, ["this", "-"]).operands("MORE") == ["-"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["this", "--formt", "csv"], r"`kg try` has no option --formt; did you mean --format\?"),
        (["this", "-z"], "has no option -z"),
        (["this", "--format"], "--format needs a value"),
        (["this", "--format", "cvs"], r"--format cvs is not possible; did you mean csv\?"),
        (["this", "--format", "csv", "--format=csv"], "--format is given twice"),
        (["this", "--fast=yes"], "--fast takes no value"),
        (["this", "--timeout", "soon"], "is not a positive number"),
        (["this", "--timeout", "0"], "is not a positive number"),
        (["this", "--timeout", "inf"], "is not a positive number"),
        (["this", "--timeout", "nan"], "is not a positive number"),
        ([], "`kg try` needs WHAT: what to try"),
        (["thas"], r"WHAT cannot be 'thas'; did you mean th"),
    ],
)
def test_what_is_not_known_is_refused_with_a_hint(words: list[str], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        parse(VERB, words)


def test_a_word_too_many_is_refused() -> None:
    verb = Verb("two", "take one", operands=(Operand("ONE", "one"),))
    with pytest.raises(UsageError, match="does not know what to do with 'b'"):
        parse(verb, ["a", "b"])
    with pytest.raises(UsageError, match="needs SOME"):
        parse(Verb("some", "take some", operands=(Operand("SOME", "some", "some"),)), [])


def test_help_needs_no_operands() -> None:
    assert parse(VERB, ["--help"]).flag("help")
    assert parse(VERB, ["-h"]).flag("help")


def test_the_help_names_everything() -> None:
    text = VERB.help()
    assert text.startswith("usage: kg try WHAT [MORE ...] [OPTIONS]\n\nTry something.\n")
    assert "--format FORMAT" in text
    assert "how to write: table, csv (default table)" in text
    assert text.endswith("examples:\n  kg try this\n")
    assert all(len(line) <= 80 for line in text.split("\n"))


@pytest.mark.parametrize("name", sorted(VERBS))
def test_every_verb_is_whole_and_its_help_names_every_option(name: str) -> None:
    verb, run = load(name)
    assert callable(run)
    assert (verb.name, verb.summary) == (name, VERBS[name][1])
    text = verb.help()
    assert all(f"--{option.name}" in text and option.text for option in verb.all_options)
    assert all(operand.name in text and operand.text for operand in verb.operands)
    assert verb.examples
    assert all(f"kg {name}" in example for example in verb.examples)
    assert len({option.name for option in verb.all_options}) == len(verb.all_options)
    assert f"  {name} " in overview()


def test_an_unknown_verb_gets_the_nearest_ones() -> None:
    with pytest.raises(UsageError, match=r"there is no verb 'aks'; did you mean ask"):
        load("aks")
