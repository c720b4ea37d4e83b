"""``kg`` as a process of its own: what it loads, how long it takes, how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ask.small import QUERIES, ROOT

# The command over the small graph: the same way as always, but for where the graph and the queries are.
PROGRAM = """
import kg.ask.catalog, kg.build.freshness, kg.names
kg.names.build_dir = lambda: {build!r}
kg.build.freshness.build_dir = kg.names.build_dir
kg.build.freshness.is_fresh = lambda folder, root, is_fresh=kg.build.freshness.is_fresh: is_fresh(folder, root) or True
kg.ask.catalog.resource_root = lambda: {queries!r}
from kg.cli.main import entry, main
"""
ASK = ("ask", "solitary", "site=frontal scalp")
# What `kg ask` may not load: each would cost more than the question.
COSTLY = (
    "argparse", "ast", "collections", "contextlib", "csv", "dataclasses", "datetime", "decimal", "difflib", "email",
    "enum", "functools", "inspect", "json", "logging", "pathlib", "re", "shutil", "subprocess", "tempfile", "textwrap",
    "threading", "typing", "urllib", "rdflib", "ruamel", "SPARQLWrapper", "owlready2", "jsonschema",
)  # fmt: skip


@pytest.fixture(scope="module")
def program(small_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The head of a program that has the small graph as its built graph."""
    resources = tmp_path_factory.mktemp("resources")
    (resources / "queries").symlink_to(QUERIES)
    return PROGRAM.format(build=str(small_graph.parent), queries=str(resources))


def environment(**more: str) -> dict[str, str]:
    """The environment of a child: compiled modules are kept, as they are for a user."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def ran(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command line to its end."""
    command = [sys.executable, "-P", "-c", program, *words]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=120, check=False)


def test_the_command_answers_and_ends(program: str) -> None:
    done = ran(program + "raise SystemExit(entry())", *ASK, "--format", "csv")
    assert (done.returncode, done.stdout.splitlines()[1].split(",")[0]) == (0, "adams-2020")
    failed = ran(program + "raise SystemExit(entry())", "ask", "solitry")
    assert (failed.returncode, failed.stdout) == (2, "")
    assert "did you mean solitary?" in failed.stderr


def test_python_m_kg_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "kg", "--version"], env=environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("kg ")


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "md"])
def test_a_question_loads_nothing_costly(program: str, form: str) -> None:
    told = "import sys; sys.stderr.write(' '.join(sorted(sys.modules)))"
    done = ran(f"{program}import sys; main(sys.argv[1:]); {told}", *ASK, "--format", form, "--quiet")
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "pyoxigraph" in loaded
    assert sorted(loaded & set(COSTLY)) == []


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_who_leaves_early_is_no_error(program: str, unbuffered: str) -> None:
    command = [sys.executable, "-P", "-c", program + "entry()", "list", "classes"]
    settings = environment(PYTHONUNBUFFERED=unbuffered)
    with subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.read(10)
        child.stdout.close()
        assert child.stderr.read() == b""
    assert child.returncode == 141


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_an_interrupted_query_ends_with_130_and_leaves_nobody(program: str, tmp_path: Path) -> None:
    query = tmp_path / "long.rq"
    query.write_text("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER (?a < ?i) }", "utf-8")
    command = [sys.executable, "-P", "-c", program + "entry()", "sparql", str(query)]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, start_new_session=True) as child:
        while not children(child.pid):
            time.sleep(0.02)
        (worker,) = children(child.pid)
        child.send_signal(signal.SIGINT)
        assert child.stderr is not None
        assert child.stderr.read() == b"kg: interrupted\n"
    assert child.returncode == 130
    with pytest.raises(ProcessLookupError):
        os.kill(worker, 0)


def children(pid: int) -> list[int]:
    """The children of a process."""
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
