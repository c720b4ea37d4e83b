"""The way in: from the words of the command line to an exit code.

Results go to stdout, messages to stderr. Exit codes: 0 fine; 1 the data says no; 2 usage or unreadable input;
3 something is missing on the machine; 4 limit or time-out; 130 interrupted; 141 nobody reads the output.
"""

from __future__ import annotations

import os
import sys

from kg.cli.verbs import VERBS, load, overview
from kg.errors import KgError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["entry", "main"]

INTERRUPTED = 130
NO_READER = 141


def main(words: Sequence[str]) -> int:
    """Run one command line (without the program's name); returns the exit code, raises nothing."""
    debug = "--debug" in words
    try:
        code = _run(list(words))
        sys.stdout.flush()
        return code
    except KgError as error:
        return _failed(error, error.render(), error.exit_code, debug)
    except KeyboardInterrupt as error:
        return _failed(error, "interrupted", INTERRUPTED, debug)
    except BrokenPipeError:
        # Whoever read our output has seen enough. What is still buffered must not be written at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return NO_READER
    except (MemoryError, RecursionError) as error:
        return _failed(error, f"a limit of this machine was reached ({type(error).__name__})", 4, debug)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        return _failed(error, f"{place}{error.strerror or error}", 3, debug)
    except Exception as error:
        told = f"internal error: {type(error).__name__}: {error}\n--debug shows where; please report it"
        return _failed(error, told, 1, debug)


def _failed(error: BaseException, told: str, code: int, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exception(error)
    else:
        sys.stderr.write(f"kg: {told}\n")
    return code


def _run(words: list[str]) -> int:
    before = []
    while words and words[0].startswith("-") and len(words[0]) > 1:
        before.append(words.pop(0))
    if "--version" in before:
        from kg import __version__

        print(f"kg {__version__}")
        return 0
    if words[:1] == ["help"]:
        words, before = words[1:2], [*before, "--help"]
    if not words:
        helped = any(word in ("--help", "-h") for word in before)
        (sys.stdout if helped else sys.stderr).write(overview())
        return 0 if helped else 2
    from kg.cli.options import parse

    verb, run = load(words[0])
    arguments = parse(verb, [*before, *words[1:]])
    if arguments.flag("help"):
        print(verb.help(), end="")
        return 0
    return run(arguments)


def entry() -> int:
    """The command ``kg``: runs ``sys.argv`` and returns the exit code for the interpreter to end with.

    After a verb that only reads, the process ends here at once: closing a store that is open for reading, and
    taking down the interpreter, would take as long as the question itself.
    """
    words = sys.argv[1:]
    for stream in (sys.stdout, sys.stderr):
        if stream.encoding.lower() not in ("utf-8", "utf8"):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    code = main(words)
    verb = next((word for word in words if not word.startswith("-")), "")
    if verb in VERBS and VERBS[verb][2]:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(code)
    return code
