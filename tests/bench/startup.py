"""How long ``kg ask`` takes from start to end on a built graph, against importing the engine and nothing else."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from statistics import median

from tests.bench.measure import MILLI, Command, Seconds, alternate, in_fresh_process, spread
from tests.bench.report import Part, Table

__all__ = ["ASK", "EXPECTED", "import_groups", "measure"]

ASK = ("ask", "solitary-without-local-therapy", "site=Scalp")
EXPECTED = "cheng-2025"  # the case that the question finds: a run that does not name it did not answer
ENGINE = "import pyoxigraph"
OPEN = "import pyoxigraph, sys; pyoxigraph.Store.read_only(sys.argv[1])"


def _build(root: str, out: str) -> str:
    from kg.build.pipeline import build

    return build(root, out).folder


def _environment(root: str, home: str) -> dict[str, str]:
    """The environment of all programs that are timed: the checkout and nothing else is imported from."""
    left_out = ("PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONSTARTUP", "COVERAGE_PROCESS_START")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    return {**environment, "PYTHONPATH": root, "PYTHONSAFEPATH": "1", "MBCKG_HOME": home}


def is_set_up(run: str) -> bool:
    """Whether ``./run`` finds its environment ready, and would not make one first."""
    spec = spec_from_loader("bench_run_script", SourceFileLoader("bench_run_script", run))
    assert spec is not None
    assert spec.loader is not None
    script = module_from_spec(spec)
    bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # nothing is left beside the script
    try:
        spec.loader.exec_module(script)
    finally:
        sys.dont_write_bytecode = bytecode
    return bool(script.is_ready("kg"))


NOTHING = "python -c pass"
IMPORT = "python -c 'import pyoxigraph'"
OPENED = "the same, and open the store"
KG = "python -m kg ask"
RUN = "python run ask"
FOUND = "python3 -c pass, python3 as the PATH has it"
SHELL = "./run ask, which starts that python3"
PEERS = {NOTHING: IMPORT, OPENED: IMPORT, KG: IMPORT, RUN: IMPORT, SHELL: FOUND}


def _commands(root: str, store: str, home: str) -> dict[str, Command]:
    """The programs to time; those that start ``run`` only when its set-up is done."""
    run = os.path.join(root, "run")
    lines = {
        NOTHING: [sys.executable, "-c", "pass"],
        IMPORT: [sys.executable, "-c", ENGINE],
        OPENED: [sys.executable, "-c", OPEN, store],
        KG: [sys.executable, "-m", "kg", *ASK],
    }
    if is_set_up(run):
        lines[RUN] = [sys.executable, run, *ASK]
        lines[FOUND] = ["python3", "-c", "pass"]
        lines[SHELL] = [run, *ASK]
    environment = _environment(root, home)
    return {name: Command(line, environment, root) for name, line in lines.items()}


def import_groups(lines: Iterable[str], always: Iterable[str] = ()) -> dict[str, tuple[int, float]]:
    """Modules and milliseconds of their own by group, from what ``python -X importtime`` writes.

    ``always`` names the modules that the interpreter loads even when it does nothing.
    """
    base = set(always)
    groups = {"kg": (0, 0.0), "pyoxigraph": (0, 0.0), "standard library": (0, 0.0), "interpreter": (0, 0.0)}
    for name, milliseconds in _import_times(lines):
        top = name.partition(".")[0]
        group = top if top in ("kg", "pyoxigraph") else "interpreter" if name in base else "standard library"
        count, total = groups[group]
        groups[group] = (count + 1, total + milliseconds)
    return groups


def _import_times(lines: Iterable[str]) -> list[tuple[str, float]]:
    found = []
    for line in lines:
        head, _, rest = line.partition("import time:")
        fields = [field.strip() for field in rest.split("|")]
        if not head.strip() and len(fields) == 3 and fields[0].isdigit():
            found.append((fields[2], int(fields[0]) / 1000))
    return found


def _breakdown(root: str, home: str, runs: int) -> Table:
    environment = _environment(root, home)
    idle = Command([sys.executable, "-X", "importtime", "-c", "pass"], environment, root)
    ask = Command([sys.executable, "-X", "importtime", "-m", "kg", *ASK], environment, root)
    always = [name for name, _ in _import_times(idle.output()[1].splitlines())]
    found = [import_groups(ask.output()[1].splitlines(), always) for _ in range(runs)]
    rows = [(group, found[0][group][0], median(groups[group][1] for groups in found)) for group in found[0]]
    columns = (("modules of", ""), ("number", ",d"), ("ms", ".1f"))
    return Table("What kg ask imports (-X importtime, which itself takes time)", columns, rows)


def _table(found: Mapping[str, Sequence[Seconds]]) -> Table:
    wall = {name: [each.wall * MILLI for each in taken] for name, taken in found.items()}
    work = {name: median(each.work * MILLI for each in taken) for name, taken in found.items()}
    rows = []
    for name in found:
        peer = PEERS.get(name)
        middle, least, most = spread(wall[name])
        ratios = (middle / median(wall[peer]), work[name] / work[peer], peer) if peer else (None, None, None)
        rows.append((name, middle, least, most, work[name], *ratios))
    columns = (
        ("command", ""),
        ("median ms", ".1f"),
        ("least", ".1f"),
        ("most", ".1f"),
        ("processor ms", ".1f"),
        ("ratio", ".2f"),
        ("processor ratio", ".2f"),
        ("to", ""),
    )
    return Table("Start to end, alternating runs", columns, rows)


def measure(root: str, runs: int) -> Part:
    """``runs`` alternating runs of the question and its peers on a graph built for the purpose."""
    with tempfile.TemporaryDirectory() as home:
        folder = in_fresh_process(_build, root, os.path.join(home, "build"))
        store = os.path.join(home, "store")  # a copy, which a build that comes in between does not remove
        shutil.copytree(os.path.join(folder, "store"), store)
        commands = _commands(root, store, home)
        for name, command in commands.items():
            if name in (KG, RUN, SHELL) and EXPECTED not in command.output()[0]:
                raise RuntimeError(f"{name} does not answer the question: {EXPECTED} is missing")
        tables = [
            _table(alternate({name: command.run for name, command in commands.items()}, runs)),
            _breakdown(root, home, max(1, runs // 5)),
        ]
        left = [entry.name for entry in Path(home, "build").iterdir() if entry.name.startswith("graph-")]
    notes = [f"{runs} runs of each command, in turn; the first of each is not counted."]
    if SHELL not in commands:
        notes.append("./run is not set up yet (`./run list queries` does it), so it was not measured.")
    if left != [os.path.basename(folder)]:
        notes.append("The graph was built again while the question was asked: the times hold a build.")
    return Part("startup", tables, notes)
