"""A file of a release as it was written: what descriptions of the release say of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from kg.graph.measure import Measure, kinds_of, measure
from kg.graph.parse import is_rdf, read_statements
from kg.publish.release.files import Release, ReleaseFile

__all__ = ["Written"]


@dataclass(frozen=True)
class Written:
    """A file as it was written, and what is in it."""

    file: ReleaseFile
    content: bytes
    release: Release

    @cached_property
    def digest(self) -> str:
        """SHA-256, in lower-case hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def measure(self) -> Measure | None:
        """How much is in it, counted in the file itself; None when it holds no statements."""
        if not is_rdf(self.file.media_type):
            return None
        statements = (statement for statement, _ in read_statements(self.content, self.file.media_type))
        found = measure(statements, kinds_of(self.release.material.ontology))
        return found if found.triples else None
