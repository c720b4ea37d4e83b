"""A user's query in a process of its own, which is killed at the deadline.

A running query of the embedded engine cannot be stopped from Python: neither a signal nor a thread reaches it,
and a query that breaks the engine ends its process. So the query runs in a forked child that opens the store
itself (an inherited one may hold locks of threads that the child does not have) and sends its result through a
pipe. Where there is no ``fork``, a fresh interpreter does the same.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
import time

from kg.ask.engine import Result, open_store, run_query
from kg.errors import KgError, LimitError, UnreadableInput, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

__all__ = ["MAX_MEMORY", "MAX_RESULT", "PATIENCE", "evaluate"]

MAX_RESULT = 512 * 1024 * 1024  # bytes sent back
PATIENCE = 5.0  # seconds in which a forked child has to open the store
MAX_MEMORY = 4 * 1024 * 1024 * 1024  # bytes of address space that a query may take besides what its parent had
_CHUNK = 1 << 16
_OPENED = b"+"  # no marshaled tuple begins with it

# What a child may fail with, by name.
_ERRORS = {error.__name__: error for error in (KgError, LimitError, UnreadableInput, UsageError)}


def evaluate(path: str, text: str, timeout: float | None = None) -> Result:
    """The result of a query over the store at ``path``, computed in a child process.

    UsageError for a syntax error; LimitError when ``timeout`` seconds are over, when the result is too large and
    when the child ends without an answer (it ran out of memory, or the query broke it).
    """
    deadline = None if timeout is None else time.monotonic() + timeout
    if hasattr(os, "fork"):
        answered = _forked(path, text, timeout, deadline)
        if answered is not None:
            return _received(*answered)
    left = None if deadline is None else max(0.1, deadline - time.monotonic())
    return _received(*_spawned(path, text, timeout, left))


def _received(content: bytes, ended: str) -> Result:
    try:
        kind, *rest = marshal.loads(content)  # noqa: S302 - written by our own child
    except (EOFError, ValueError, TypeError) as error:
        raise LimitError(
            f"the query was given up: its process {ended} without an answer",
            "it may have needed too much memory, or be nested too deeply; make it smaller, or add LIMIT",
        ) from error
    if kind == "Result":
        return Result(*rest)
    raise _ERRORS.get(kind, KgError)(*rest)


def _answer(path: str, text: str, opened: Callable[[], None] = lambda: None) -> bytes:
    """What the child sends back: the result, or why there is none. ``opened`` is called when the store is open."""
    try:
        store = open_store(path)
        opened()
        result = run_query(store, text)
        content = marshal.dumps(("Result", result.kind, result.columns, result.rows))
        if len(content) > MAX_RESULT:
            raise LimitError(f"the result is larger than {MAX_RESULT} bytes", "add LIMIT to the query")
        return content
    except KgError as error:
        return marshal.dumps((type(error).__name__, error.message, error.remedy))
    except MemoryError:
        return marshal.dumps(("LimitError", "the query needs too much memory", "make it smaller, or add LIMIT"))
    except Exception as error:  # whatever it is must reach the parent as text
        return marshal.dumps(("KgError", str(error), None))


def _forked(path: str, text: str, timeout: float | None, deadline: float | None) -> tuple[bytes, str] | None:
    """What the child sent and how it ended; None when it gave no sign of life.

    A fork has the locks of its parent as they were: when a thread of another library held one, the child waits for
    it forever. So it says when it has opened the store, and one that does not is replaced by a new process.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        _child(reader, writer, lambda: _answer(path, text, lambda: _send(writer, _OPENED)), timeout)
    os.close(writer)
    done = False
    try:
        soon = time.monotonic() + PATIENCE
        if not _has_content(reader, soon if deadline is None else min(soon, deadline)):
            return None
        content = _read_until(reader, deadline, timeout).removeprefix(_OPENED)
        done = True
    finally:
        os.close(reader)
        if not done:
            _kill(child)
        status = os.waitpid(child, 0)[1]
    code = os.waitstatus_to_exitcode(status)
    return content, f"was ended by signal {-code}" if code < 0 else f"ended with code {code}"


def _child(reader: int, writer: int, answer: Callable[[], bytes], timeout: float | None) -> NoReturn:
    """The child's whole life; it never returns, and runs nothing that the parent meant to run at its end."""
    code = 1
    try:
        os.close(reader)
        _limit(timeout)
        # What the engine says when it breaks is of no use to anyone; the parent tells it in words.
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(null, stream)
        if "faulthandler" in sys.modules:
            sys.modules["faulthandler"].disable()
        _send(writer, answer())
        code = 0
    finally:
        os._exit(code)


def _send(writer: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(writer, view) :]


def _taken() -> int:
    """Bytes of address space that the process came with: a fork has all that its parent had mapped."""
    import resource

    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError, IndexError):
        return 0


def _limit(timeout: float | None) -> None:
    """Bounds that hold even when the parent is gone: memory, processor time, no core file."""
    import resource

    for name, value in ((resource.RLIMIT_AS, _taken() + MAX_MEMORY), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(name)[1]
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        try:
            resource.setrlimit(name, (limit, hard))
        except (OSError, ValueError):
            continue  # a system that does not know this bound
    if timeout is not None:
        seconds = int(timeout * (os.cpu_count() or 1)) + 5
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


def _has_content(reader: int, until: float) -> bool:
    from select import POLLHUP, POLLIN, poll

    waiting = poll()
    waiting.register(reader, POLLIN | POLLHUP)
    return bool(waiting.poll(max(0.0, until - time.monotonic()) * 1000))


def _read_until(reader: int, deadline: float | None, timeout: float | None) -> bytes:
    from select import POLLHUP, POLLIN, poll

    waiting = poll()
    waiting.register(reader, POLLIN | POLLHUP)
    parts: list[bytes] = []
    while True:
        left = None if deadline is None else max(0.0, deadline - time.monotonic()) * 1000
        if not waiting.poll(left):
            raise _too_late(timeout)
        part = os.read(reader, _CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _too_late(timeout: float | None) -> LimitError:
    return LimitError(
        f"the query was stopped after {timeout:g} seconds",
        "make it more selective, add LIMIT, or allow more time with --timeout",
    )


def _kill(child: int) -> None:
    import signal

    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)


def _spawned(path: str, text: str, timeout: float | None, left: float | None) -> tuple[bytes, str]:
    import subprocess

    command = [sys.executable, "-P", "-m", "kg.ask.worker", path]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    try:
        done = subprocess.run(
            command,
            input=text.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=left,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_late(timeout) from error
    return done.stdout, f"ended with code {done.returncode}"


if __name__ == "__main__":
    sys.stdout.buffer.write(_answer(sys.argv[1], sys.stdin.buffer.read().decode()))
