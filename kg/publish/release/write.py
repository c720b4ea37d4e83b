"""Writing a release into a folder: all of it or nothing."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable

from kg.errors import MissingToolError, UsageError
from kg.publish.release.descriptions import DescriptionFile
from kg.publish.release.files import SUMS, Release, ReleaseFile
from kg.publish.release.written import Written

__all__ = ["write_release"]


def write_release(
    release: Release, folder: str, files: Iterable[ReleaseFile], descriptions: Iterable[DescriptionFile] = ()
) -> list[str]:
    """Write the files, what describes them, and the digests; returns the names of all that was written, sorted.

    Everything is written beside ``folder`` and then moved into place as a whole. The folder may be missing, empty,
    or hold a release, which is replaced. UsageError for a folder with anything else in it, which is left as it is;
    MissingToolError when it cannot be written.
    """
    place = os.path.realpath(folder)
    _check(place, folder)
    parent, name = os.path.split(place)
    partial = os.path.join(parent, f".{name}.{os.getpid()}.part")
    try:
        os.makedirs(partial)
        try:
            written = _write(release, partial, files, descriptions)
            _move(partial, place)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise MissingToolError(f"{error.filename or folder} cannot be written: {error.strerror or error}") from error
    return written


def _write(
    release: Release, folder: str, files: Iterable[ReleaseFile], descriptions: Iterable[DescriptionFile]
) -> list[str]:
    written = [Written(file, file.write(release), release) for file in files]
    contents = {one.file.name: one.content for one in written}
    contents |= {file.name: file.write(release, written) for file in descriptions}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    for name, content in contents.items():
        _save(folder, name, content)
    sums = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    _save(folder, SUMS, sums.encode())
    return sorted([*digests, SUMS])


def _save(folder: str, name: str, content: bytes) -> None:
    path = os.path.join(folder, *name.split("/"))
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)


def _check(place: str, folder: str) -> None:
    """Refuse a place where a release may not be put."""
    if os.path.lexists(place) and not os.path.isdir(place):
        raise UsageError(f"{folder} is no folder", "give the folder for the release files")
    if os.path.isdir(place) and (_holds(place, os.path.realpath(os.getcwd())) or os.path.ismount(place)):
        raise UsageError(
            f"{folder} cannot be replaced as a whole: it holds the current folder, or is a mount point",
            "give a folder below the current one",
        )
    others = sorted(_present(place) - _listed(place))
    if others:
        raise UsageError(
            f"{folder} holds {others[0]}, which is no part of a release; nothing was written",
            "give a folder that is empty, is missing, or holds a release and nothing else",
        )


def _holds(place: str, inner: str) -> bool:
    """Whether ``inner`` is the folder ``place`` or lies below it."""
    return inner == place or inner.startswith(os.path.join(place, ""))


def _present(place: str) -> set[str]:
    """The files in a folder and below it, with ``/`` between folders; links to folders and empty folders too."""
    found: set[str] = set()
    for here, folders, names in os.walk(place):
        links = [name for name in folders if os.path.islink(os.path.join(here, name))]
        leaves = [os.path.join(here, name) for name in (*names, *links)]
        if not names and not folders and here != place:
            leaves.append(here)
        found.update(os.path.relpath(leaf, place).replace(os.sep, "/") for leaf in leaves)
    return found


def _listed(place: str) -> set[str]:
    """The files that the digests of a release name, and the digests themselves; nothing when there are none."""
    try:
        with open(os.path.join(place, SUMS), encoding="utf-8") as file:
            return {SUMS, *(line.rstrip("\n").partition("  ")[2] for line in file)}
    except (OSError, UnicodeDecodeError):
        return set()


def _move(partial: str, place: str) -> None:
    """Put the finished folder in its place; the one before is moved aside first and back when that fails."""
    if not os.path.isdir(place):
        os.rename(partial, place)
        return
    before = f"{partial}.before"
    os.rename(place, before)
    try:
        os.rename(partial, place)
    except OSError:
        os.rename(before, place)
        raise
    shutil.rmtree(before, ignore_errors=True)
