"""The line of a case file in which a value of a part stands: more exact than the line where the part begins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.errors import UnreadableInput

__all__ = ["CaseLines"]

# Keys whose values are words of people or citations, in which a name may stand by chance.
_WORDS = re.compile(r"(?:- )?\{?(?:note|in|as|because|says|title|printed):")
_INDENT = re.compile(r" *(?:- +)*")


class CaseLines:
    """The text of one case file, by line. UnreadableInput when it cannot be read."""

    def __init__(self, path: str) -> None:
        try:
            with open(path, encoding="utf-8-sig") as file:
                self._lines = file.read().splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableInput(f"{path} cannot be read: {error}") from error

    def find(self, begin: int, names: Iterable[str]) -> int:
        """The first line, of the part that begins at line ``begin``, that has one of the names as a whole word.

        The names are tried in order; ``begin`` itself when the part has none of them.
        """
        block = list(self._block(begin))
        for name in names:
            word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
            for number, line in block:
                if word.search(line):
                    return number
        return begin

    def key(self, name: str) -> int | None:
        """The line of a key at the top of the file; None when there is none."""
        return next((number for number, line in enumerate(self._lines, 1) if line.startswith(f"{name}:")), None)

    def _block(self, begin: int) -> Iterator[tuple[int, str]]:
        """The lines of a part, numbered, without notes, printed words and citations."""
        if not 1 <= begin <= len(self._lines):
            return
        depth = _depth(self._lines[begin - 1])
        for number, line in enumerate(self._lines[begin - 1 :], begin):
            if line.strip() and number > begin and _depth(line) < depth:
                return
            if line.strip() and number > begin and line.lstrip(" ").startswith("- ") and _depth(line) <= depth:
                return
            if not _WORDS.match(line.strip()) and " | " not in line:
                yield number, line


def _depth(line: str) -> int:
    """The column where what the line says begins, after the dashes of a list."""
    found = _INDENT.match(line)
    return found.end() if found else 0
