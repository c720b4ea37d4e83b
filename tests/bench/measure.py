"""Clocks, medians, memory, fresh processes, and the machine in general terms."""

from __future__ import annotations

import multiprocessing
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from statistics import median
from typing import NamedTuple, ParamSpec, TypeVar

__all__ = [
    "MILLI",
    "Command",
    "Context",
    "Seconds",
    "alternate",
    "in_fresh_process",
    "machine",
    "peak_memory",
    "spread",
    "timed",
]

P = ParamSpec("P")
T = TypeVar("T")

MILLI = 1000.0
Context = multiprocessing.get_context("spawn")


class Seconds(NamedTuple):
    """Two clocks: the one on the wall, and the time that processors worked for the process.

    On a busy machine the second tells more; for a computation in one thread on an idle machine they agree.
    """

    wall: float
    work: float


class Command:
    """A program that is timed from its start to its end: arguments, environment, folder to run in."""

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], folder: str) -> None:
        self.arguments, self.environment, self.folder = list(arguments), dict(environment), folder

    def output(self) -> tuple[str, str]:
        """What it writes on its two streams; RuntimeError when it fails."""
        done = subprocess.run(
            self.arguments, env=self.environment, cwd=self.folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{self.arguments} ended with code {done.returncode}: {done.stderr.strip()[-2000:]}")
        return done.stdout, done.stderr

    def run(self) -> Seconds:
        """Time of one run, with all that its process did; RuntimeError when it fails."""
        begin = time.perf_counter()
        process = subprocess.Popen(
            self.arguments,
            env=self.environment,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError(f"{self.arguments} ended with code {process.returncode}")
        return Seconds(taken, usage.ru_utime + usage.ru_stime)


def alternate(measures: Mapping[str, Callable[[], T]], runs: int) -> dict[str, list[T]]:
    """What each measure gives, ``runs`` times in turn, so that a busy spell of the machine meets all of them.

    Each round starts with another measure than the one before it. Each is called once before, uncounted.
    """
    names = list(measures)
    for name in names:
        measures[name]()
    found: dict[str, list[T]] = {name: [] for name in names}
    for number in range(runs):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            found[name].append(measures[name]())
    return found


def timed(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> tuple[Seconds, T]:
    """How long a call takes, and what it gives back."""
    begin, work = time.perf_counter(), time.process_time()
    result = call(*args, **kwargs)
    return Seconds(time.perf_counter() - begin, time.process_time() - work), result


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Median, least and greatest."""
    return median(values), min(values), max(values)


def in_fresh_process(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What a function of a module gives back in a process of its own, which has nothing loaded or cached yet."""
    with ProcessPoolExecutor(max_workers=1, mp_context=Context) as pool:
        return pool.submit(call, *args, **kwargs).result()


def peak_memory() -> float:
    """The most memory that this process has held at once, in MiB.

    Linux tells it for the program alone; what ``getrusage`` tells includes the parent as it was at the fork.
    """
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def machine() -> dict[str, str]:
    """The machine and the software in general terms: nothing that names it."""
    memory = "unknown"
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": str(os.cpu_count()),
        "memory": memory,
        "Python": platform.python_version(),
        "pyoxigraph": version("pyoxigraph"),
    }
