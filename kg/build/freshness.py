"""Is the built graph still what its sources say? Light enough to be asked before every question.

A graph folder holds ``sources.tsv``: one line a source file with size, time of change and digest. A source whose
size and time are unchanged is taken as unchanged; otherwise its bytes decide, so that touching a file, or checking
out the same commit again, does not build anything.
"""

from __future__ import annotations

import os

from kg.errors import MissingToolError
from kg.names import build_dir, resource_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["CURRENT", "SOURCES", "current_graph", "ensure_built", "is_fresh", "scan", "write_sources"]

CURRENT = "current"
SOURCES = "sources.tsv"
FORMAT = "mbckg-graph-1"

_DATA = (("ontology", (".ttl", ".rq", ".tsv")), ("data", (".yaml",)), ("queries", (".rq",)))
_CODE = ("cases", "graph", "reason", "build")

Stat = tuple[int, int]


def scan(root: str) -> dict[str, Stat]:
    """Every file that the graph is made from: path relative to ``root`` -> (size, time of change in ns)."""
    found: dict[str, Stat] = {}
    for folder, endings in _DATA:
        _walk(root, folder, endings, found)
    code = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for room in _CODE:
        _walk(code, room, (".py",), found)
    return found


def _walk(root: str, folder: str, endings: tuple[str, ...], found: dict[str, Stat]) -> None:
    pending = [folder]
    while pending:
        here = pending.pop()
        try:
            with os.scandir(os.path.join(root, here)) as entries:
                for entry in entries:
                    path = f"{here}/{entry.name}"
                    if entry.name.endswith(endings):
                        status = entry.stat()
                        found[path] = (status.st_size, status.st_mtime_ns)
                    elif entry.is_dir() and entry.name != "__pycache__":
                        pending.append(path)
        except FileNotFoundError:
            continue


def digest(root: str, path: str) -> str:
    """SHA-256 of one source file, by the relative path that :func:`scan` gives."""
    import hashlib

    code = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    base = code if path.split("/", 1)[0] in _CODE else root
    with open(os.path.join(base, path), "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def write_sources(folder: str, root: str, sources: dict[str, Stat], digests: dict[str, str] | None = None) -> None:
    """Write ``sources.tsv`` of a graph folder, atomically."""
    lines = [FORMAT]
    for path in sorted(sources):
        size, time = sources[path]
        lines.append(f"{path}\t{size}\t{time}\t{digests[path] if digests else digest(root, path)}")
    partial = os.path.join(folder, f"{SOURCES}.{os.getpid()}")
    with open(partial, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    os.replace(partial, os.path.join(folder, SOURCES))


def current_graph(out: str) -> str | None:
    """The folder of the graph built last below ``out``, or None when there is none."""
    try:
        with open(os.path.join(out, CURRENT), encoding="utf-8") as file:
            folder = os.path.join(out, file.read().strip())
    except OSError:
        return None
    return folder if os.path.isdir(os.path.join(folder, "store")) else None


def is_fresh(folder: str, root: str) -> bool:
    """Whether the graph in ``folder`` was made from exactly the sources below ``root``."""
    try:
        with open(os.path.join(folder, SOURCES), encoding="utf-8") as file:
            lines = file.read().splitlines()
    except OSError:
        return False
    if not lines or lines[0] != FORMAT:
        return False
    now = scan(root)
    known = {path: (size, time, sha) for path, size, time, sha in (line.split("\t") for line in lines[1:])}
    if known.keys() != now.keys():
        return False
    touched = [path for path, (size, time) in now.items() if known[path][:2] != (str(size), str(time))]
    if any(digest(root, path) != known[path][2] for path in touched):
        return False
    if touched:
        _note_times(folder, root, now, {path: entry[2] for path, entry in known.items()})
    return True


def _note_times(folder: str, root: str, sources: dict[str, Stat], digests: dict[str, str]) -> None:
    """Remember new times of unchanged sources; a graph that cannot be written is as fresh as before."""
    try:
        write_sources(folder, root, sources, digests)
    except OSError:
        return


def ensure_built(root: str | None = None, out: str | None = None, say: Callable[[str], None] | None = None) -> str:
    """The folder of the current graph, built first when it is missing or its sources have changed.

    ``say`` is told of each step of a build. DataError when the sources have errors, MissingToolError when the
    folder for what is built cannot be written.
    """
    root, out = root or resource_root(), out or build_dir()
    folder = current_graph(out)
    if folder is not None and is_fresh(folder, root):
        return folder
    from kg.build.pipeline import build

    try:
        return build(root, out, say=say).folder
    except PermissionError as error:
        raise MissingToolError(
            f"{error.filename or out} cannot be written", "set MBCKG_HOME to a folder that you may write to"
        ) from error
