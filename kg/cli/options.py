"""Arguments of the command line: declared as tables, read strictly, explained from the same tables.

The standard library's ``argparse`` takes longer to load than the graph takes to answer; these tables are also what
the manual is made from. An option is given as ``--name VALUE`` or ``--name=VALUE``, anywhere after the verb; after
``--`` everything is an operand.
"""

from __future__ import annotations

from kg.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["COMMON", "Arguments", "Operand", "Option", "Verb", "parse"]


class Option:
    """An option: a switch when ``value`` is empty, else ``value`` names what follows it.

    ``choices`` are the values allowed (any, when empty), ``default`` the value used when the option is not given,
    ``number`` says that the value is a positive number.
    """

    __slots__ = ("choices", "default", "name", "number", "short", "text", "value")

    def __init__(
        self,
        name: str,
        text: str,
        *,
        value: str = "",
        choices: Iterable[str] = (),
        default: str | None = None,
        number: bool = False,
        short: str = "",
    ) -> None:
        self.name, self.text, self.value, self.short = name, text, value, short
        self.choices, self.default, self.number = tuple(choices), default, number

    @property
    def usage(self) -> str:
        """``--format FORMAT`` or ``-h, --help``."""
        short = f"-{self.short}, " if self.short else ""
        return f"{short}--{self.name}" + (f" {self.value}" if self.value else "")


class Operand:
    """What stands without a name: ``kind`` is "one", "optional", "some" (at least one) or "many" (none, too)."""

    __slots__ = ("choices", "kind", "name", "text")

    def __init__(self, name: str, text: str, kind: str = "one", choices: Iterable[str] = ()) -> None:
        self.name, self.text, self.kind, self.choices = name, text, kind, tuple(choices)

    @property
    def usage(self) -> str:
        """``QUERY``, ``[FILE]`` or ``[NAME=VALUE ...]``."""
        forms = {"one": "{}", "optional": "[{}]", "some": "{} ...", "many": "[{} ...]"}
        return forms[self.kind].format(self.name)


# Options that every verb has, and that may also stand before it.
COMMON = (
    Option("help", "show this help and end", short="h"),
    Option("quiet", "no messages, only results and errors", short="q"),
    Option("verbose", "more messages", short="v"),
    Option("debug", "show where in the program an error arose"),
)


class Verb:
    """Everything the command line knows of a verb: operands, options, words for the manual."""

    __slots__ = ("examples", "name", "operands", "options", "summary", "text")

    def __init__(
        self,
        name: str,
        summary: str,
        *,
        operands: Sequence[Operand] = (),
        options: Sequence[Option] = (),
        text: str = "",
        examples: Sequence[str] = (),
    ) -> None:
        self.name, self.summary, self.text = name, summary, text
        self.operands, self.options, self.examples = tuple(operands), tuple(options), tuple(examples)

    @property
    def all_options(self) -> tuple[Option, ...]:
        """Its own options, then the common ones."""
        return (*self.options, *COMMON)

    @property
    def usage(self) -> str:
        """``kg ask QUERY [NAME=VALUE ...] [OPTIONS]``."""
        return " ".join(["kg", self.name, *(operand.usage for operand in self.operands), "[OPTIONS]"])

    def help(self) -> str:
        """The help text: usage, meaning, operands, options, examples."""
        lines = [f"usage: {self.usage}", "", self.summary[:1].upper() + self.summary[1:] + "."]
        if self.text:
            lines += ["", *self.text.strip().split("\n")]
        rows = [(operand.name, operand.text) for operand in self.operands]
        lines += ["", *_definitions(rows)] if rows else []
        lines += ["", "options:", *_definitions([(option.usage, _meaning(option)) for option in self.all_options])]
        if self.examples:
            lines += ["", "examples:", *(f"  {example}" for example in self.examples)]
        return "\n".join(lines) + "\n"


def _meaning(option: Option) -> str:
    told = option.text
    if option.choices:
        told += f": {', '.join(option.choices)}"
    return told + (f" (default {option.default})" if option.default is not None else "")


def _definitions(rows: Sequence[tuple[str, str]]) -> list[str]:
    from kg.ask.layout import wrap

    widest = max(len(name) for name, _ in rows)
    lines = []
    for name, text in rows:
        first, *more = wrap(text, 76 - widest)
        lines.append(f"  {name.ljust(widest)}  {first}")
        lines += [" " * (widest + 4) + line for line in more]
    return lines


class Arguments:
    """What was given: options by name, operands by name; typed readers for both."""

    __slots__ = ("_operands", "_options", "verb")

    def __init__(self, verb: Verb, options: dict[str, str], operands: dict[str, list[str]]) -> None:
        self.verb, self._options, self._operands = verb, options, operands

    def flag(self, name: str) -> bool:
        """Whether a switch was given."""
        return name in self._options

    def text(self, name: str) -> str | None:
        """Value of an option, or its default."""
        if name in self._options:
            return self._options[name]
        return next(option.default for option in self.verb.all_options if option.name == name)

    def chosen(self, name: str) -> str:
        """Value of an option that has a default."""
        value = self.text(name)
        assert value is not None, name
        return value

    def number(self, name: str) -> float:
        """Value of an option that is a number and has a default."""
        return float(self.chosen(name))

    def operand(self, name: str) -> str | None:
        """The operand of this name, None when it was left out."""
        return next(iter(self._operands.get(name, ())), None)

    def required(self, name: str) -> str:
        """The operand of this name, which cannot be left out."""
        return self._operands[name][0]

    def operands(self, name: str) -> list[str]:
        """All operands of this name."""
        return self._operands.get(name, [])


def parse(verb: Verb, words: Sequence[str]) -> Arguments:
    """Read the words after the verb; UsageError, with the nearest names, for what the verb does not know."""
    options: dict[str, str] = {}
    loose: list[str] = []
    pending = list(words)
    while pending:
        word = pending.pop(0)
        if word == "--":
            loose += pending
            break
        if not word.startswith("-") or word == "-":
            loose.append(word)
            continue
        option, value = _option(verb, word)
        if option.value and value is None:
            if not pending:
                raise UsageError(f"--{option.name} needs a value: {option.usage}", _see(verb))
            value = pending.pop(0)
        if option.name in options and option.value:
            raise UsageError(f"--{option.name} is given twice", _see(verb))
        options[option.name] = _checked(verb, option, value or "")
    operands = {} if "help" in options else _assigned(verb, loose)
    return Arguments(verb, options, operands)


def _see(verb: Verb) -> str:
    return f"usage: {verb.usage}\n`kg {verb.name} --help` tells more"


def _option(verb: Verb, word: str) -> tuple[Option, str | None]:
    """The option that a word names, and the value after its ``=``."""
    name, sign, value = word.partition("=")
    for option in verb.all_options:
        if name == f"--{option.name}" or (option.short and name == f"-{option.short}"):
            if sign and not option.value:
                raise UsageError(f"{name} takes no value", _see(verb))
            return option, value if sign else None
    from kg.findings import did_you_mean, nearest

    hint = did_you_mean(nearest(name, [f"--{option.name}" for option in verb.all_options]))
    raise UsageError(f"`kg {verb.name}` has no option {name}" + (f"; {hint}" if hint else ""), _see(verb))


def _checked(verb: Verb, option: Option, value: str) -> str:
    if option.choices and value not in option.choices:
        from kg.findings import did_you_mean, nearest

        hint = did_you_mean(nearest(value, option.choices))
        raise UsageError(
            f"--{option.name} {value} is not possible" + (f"; {hint}" if hint else ""),
            f"one of {', '.join(option.choices)}",
        )
    if option.number:
        try:
            usable = 0 < float(value) < float("inf")
        except ValueError:
            usable = False
        if not usable:
            raise UsageError(f"--{option.name} {value} is not a positive number", _see(verb))
    return value


def _assigned(verb: Verb, words: list[str]) -> dict[str, list[str]]:
    """Which word is which operand."""
    found: dict[str, list[str]] = {}
    for operand in verb.operands:
        if operand.kind in ("some", "many"):
            found[operand.name], words = words, []
        elif words:
            found[operand.name], words = words[:1], words[1:]
        if operand.kind in ("one", "some") and not found.get(operand.name):
            raise UsageError(f"`kg {verb.name}` needs {operand.name}: {operand.text}", _see(verb))
        for word in found.get(operand.name, ()) if operand.choices else ():
            if word not in operand.choices:
                from kg.findings import did_you_mean, nearest

                hint = did_you_mean(nearest(word, operand.choices))
                raise UsageError(
                    f"{operand.name} cannot be {word!r}" + (f"; {hint}" if hint else ""),
                    f"one of {', '.join(operand.choices)}",
                )
    if words:
        raise UsageError(f"`kg {verb.name}` does not know what to do with {words[0]!r}", _see(verb))
    return found
