"""Where results and messages go: stdout or a file, the width of a terminal, colors, stderr."""

from __future__ import annotations

import os
import sys

from kg.errors import MissingToolError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kg.cli.options import Arguments

__all__ = ["on_terminal", "say", "use_color", "warn", "width", "write_atomically", "write_result"]

_NARROWEST, _WIDEST, _USUAL = 80, 120, 100


def width() -> int:
    """Letters a line: COLUMNS or the terminal's width, between 80 and 120; 100 when there is no terminal."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told) > 0:
        wide = int(told)
    else:
        try:
            wide = os.get_terminal_size(sys.stdout.fileno()).columns
        except (OSError, ValueError, AttributeError):
            return _USUAL
    return min(max(wide, _NARROWEST), _WIDEST)


def on_terminal(arguments: Arguments) -> bool:
    """Whether the result goes to a terminal, where a person reads it."""
    return not arguments.text("output") and sys.stdout.isatty()


def use_color(arguments: Arguments) -> bool:
    """Whether to color: on a terminal, unless NO_COLOR is set or TERM is dumb."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and on_terminal(arguments)


def say(arguments: Arguments, text: str) -> None:
    """A message on stderr, unless --quiet."""
    if not arguments.flag("quiet"):
        sys.stderr.write(text + "\n")


def warn(arguments: Arguments, text: str) -> None:
    """A message on stderr, only with --verbose."""
    if arguments.flag("verbose"):
        sys.stderr.write(text + "\n")


def write_result(arguments: Arguments, text: str) -> None:
    """The result on stdout, or in the file of --output, which is replaced as a whole or not at all."""
    path = arguments.text("output")
    if path is None or path == "-":
        # Lines end as the format wants them, whatever the platform does.
        if hasattr(sys.stdout, "buffer"):
            sys.stdout.flush()
            # Without a buffer (PYTHONUNBUFFERED) one write may take a part only, and does not tell that it did.
            rest = memoryview(text.encode("utf-8", "surrogateescape"))
            while rest:
                rest = rest[sys.stdout.buffer.write(rest) :]
            sys.stdout.buffer.flush()
        else:
            sys.stdout.write(text)
        return
    write_atomically(path, text.encode("utf-8", "surrogateescape"))
    say(arguments, f"wrote {path}")


def write_atomically(path: str, content: bytes) -> None:
    """Write a file beside its place and move it there; UsageError for a folder that does not exist."""
    path = os.path.realpath(path)
    if os.path.isdir(path):
        raise UsageError(f"{path} is a folder", "give the name of a file")
    if os.path.exists(path) and not os.path.isfile(path):  # a device or a pipe cannot be replaced
        with open(path, "wb") as file:
            file.write(content)
        return
    partial = f"{path}.{os.getpid()}.part"
    try:
        with open(partial, "wb") as file:
            file.write(content)
        os.replace(partial, path)
    except FileNotFoundError as error:
        raise UsageError(f"the folder of {path} does not exist") from error
    except OSError as error:
        raise MissingToolError(f"{path} cannot be written: {error.strerror}") from error
    finally:
        if os.path.exists(partial):
            os.unlink(partial)
