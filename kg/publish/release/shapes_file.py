"""``shapes.ttl``: the SHACL shapes in one file, as they are written in the files of the repository."""

from __future__ import annotations

from collections.abc import Iterator

from kg.build.about import LICENSE_TITLE
from kg.publish.release.material import Material

__all__ = ["shapes_turtle"]

_PREFIX = "@prefix "


def shapes_turtle(material: Material) -> Iterator[str]:
    """The text: one declaration of each prefix, then the files one after the other, without what they begin with."""
    prefixes = {line for _, content in material.shapes for line in content.splitlines() if line.startswith(_PREFIX)}
    yield f"# What cases and the description of the dataset have to look like, in SHACL. License: {LICENSE_TITLE}.\n\n"
    yield from (f"{line}\n" for line in sorted(prefixes))
    for name, content in material.shapes:
        kept = "\n".join(line for line in content.splitlines() if not line.startswith(_PREFIX))
        yield f"\n# ---- {name} ----\n\n{kept.strip()}\n"
