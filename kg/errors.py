"""What stops us: the whole tree of exceptions, each with the exit code of the command line.

::

    KgError                    1   the root: catch this to catch everything kg raises on purpose
    ├── UsageError             2   asked for something that does not exist, or asked wrongly
    │   └── UnreadableInput    2   a file or stream cannot be read, decoded or parsed
    ├── DataError              1   the data says no; carries the issues that say why
    │   ├── OntologyError      1   the ontology is malformed, or outside the fragment we can reason over
    │   └── InconsistentError  1   ontology and case statements contradict each other
    ├── MissingToolError       3   something is missing on the machine (Java, a package, a writable folder)
    ├── LimitError             4   a deadline, a size limit or a nesting limit was reached
    └── RemoteError            4   a remote endpoint did not answer, or answered with a failure

What is wrong with *data* is not an exception but a :class:`kg.findings.Issue`: all issues are collected, and
only when the work cannot go on a :class:`DataError` carries them. Foreign exceptions (of parsers, stores,
reasoners, the network) are mapped to this tree where they arise, with ``raise ... from error``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.findings import Issue

__all__ = [
    "DataError",
    "InconsistentError",
    "KgError",
    "LimitError",
    "MissingToolError",
    "OntologyError",
    "RemoteError",
    "UnreadableInput",
    "UsageError",
]


class KgError(Exception):
    """Root of the tree: ``message`` says what happened, ``remedy`` (may be None) what to do about it.

    ``str(error)`` is the message alone, ``error.render()`` the message and the remedy. ``exit_code`` is what
    the command line ends with. All of them survive pickling, so that a worker process can hand them back.
    """

    exit_code: int = 1

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return self.message

    def render(self) -> str:
        """The message, and the remedy on a second line when there is one."""
        return self.message if not self.remedy else f"{self.message}\n{self.remedy}"


class UsageError(KgError):
    """The request is wrong: an unknown query, parameter, class, case, verb or option (exit code 2)."""

    exit_code = 2


class UnreadableInput(UsageError):
    """An input file or stream cannot be read, decoded or parsed (exit code 2)."""


class DataError(KgError):
    """The data says no (exit code 1). ``issues`` holds the findings that say why, in their sort order."""

    exit_code = 1

    def __init__(self, message: str, remedy: str | None = None, issues: Iterable[Issue] = ()) -> None:
        super().__init__(message, remedy)
        self.issues: tuple[Issue, ...] = tuple(sorted(issues))

    def render(self) -> str:
        """The message, each issue on lines of its own, and the remedy when there is one."""
        lines = [self.message, *(issue.render() for issue in self.issues)]
        return "\n".join([*lines, self.remedy] if self.remedy else lines)


class OntologyError(DataError):
    """The ontology is malformed or uses a construct outside the supported fragment (exit code 1)."""


class InconsistentError(DataError):
    """Statements and ontology contradict each other (exit code 1)."""


class MissingToolError(KgError):
    """Something is missing on the machine; ``remedy`` says how to get it (exit code 3)."""

    exit_code = 3


class LimitError(KgError):
    """A deadline, a size limit or a nesting limit was reached before the work was done (exit code 4)."""

    exit_code = 4


class RemoteError(KgError):
    """A remote endpoint could not be reached or answered with a failure (exit code 4).

    ``status`` is the HTTP status when there was an answer, else None; ``url`` the address asked.
    """

    exit_code = 4

    def __init__(
        self, message: str, remedy: str | None = None, *, status: int | None = None, url: str | None = None
    ) -> None:
        super().__init__(message, remedy)
        self.status = status
        self.url = url
