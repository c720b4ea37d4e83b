"""The child process of :mod:`kg.reason.referee`: HermiT by way of Owlready2. Run as a script, never
imported.

It reads ``job.json`` in the folder it is given and writes ``result.json`` there. It imports nothing of this
package, so that a fault in the rules cannot reach it.

Two ways to the same answer: ``owlready2`` loads the one case into a World and calls
``sync_reasoner_hermit``; ``batch`` gives all cases to the HermiT that Owlready2 brings in one Java process,
one file a case, and reads the classifier's text. After each case a small file with a marker tells where its
answer ends. HermiT stops at an inconsistent case; a new process goes on with the next one.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

MARK = "urn:x-kg:end-"
THING = "http://www.w3.org/2002/07/owl#Thing"
NOTHING = "http://www.w3.org/2002/07/owl#Nothing"
LINE = re.compile(r"^(SubClassOf|EquivalentClasses|Type)\( (.*) \)$")
NAME = re.compile(r"<([^>]+)>|(owl:Nothing|owl:Thing)")
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def run_owlready2(folder: Path, name: str, java: str) -> dict[str, object]:
    """The answer for one case from Owlready2's own reasoner call."""
    import owlready2

    owlready2.JAVA_EXE = java
    started = time.perf_counter()
    world = owlready2.World()
    world.get_ontology((folder / name).as_uri()).load(only_local=True)
    try:
        owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return {"consistent": False, "seconds": time.perf_counter() - started}
    types = {
        individual.iri: sorted(
            {above.iri for cls in individual.is_a if isinstance(cls, owlready2.ThingClass) for above in cls.ancestors()}
        )
        for individual in world.individuals()
    }
    empty = sorted(cls.iri for cls in world.inconsistent_classes() if cls.iri != NOTHING)
    return {
        "consistent": True,
        "types": types,
        "unsatisfiable": empty,
        "seconds": time.perf_counter() - started,
    }


def run_batch(folder: Path, names: list[str], java: str) -> list[dict[str, object]]:
    """The answers for all cases, in order, from as few Java processes as possible."""
    answers: list[dict[str, object]] = []
    while len(answers) < len(names):
        first = len(answers)
        output, seconds, inconsistent = run_hermit(folder, names[first:], first, java)
        done = [answer for answer in split(output, first) if answer is not None]
        for answer, own in zip(done, seconds, strict=False):
            answer["seconds"] = own
        answers += done
        if inconsistent:
            answers.append({"consistent": False, "seconds": seconds[-1]})
        elif not done:
            raise RuntimeError(f"HermiT gave no answer: {output[-400:]}")
    return answers


def run_hermit(folder: Path, names: list[str], first: int, java: str) -> tuple[str, list[float], bool]:
    """The text HermiT prints, the seconds of each case, and whether it stopped at an inconsistent case.

    A case ends with its marker. The start of Java counts with the first case; what comes after the last marker is the
    last number: an inconsistent case, or the end of Java.
    """
    from owlready2 import reasoning

    files = []
    for number, name in enumerate(names, first):
        mark = folder / f"end-{number}.nt"
        mark.write_text(f"<{MARK}{number}> {RDF_TYPE} <urn:x-kg:End> .\n", encoding="utf-8")
        files += [(folder / name).as_uri(), mark.as_uri()]
    command = [java, f"-Xmx{reasoning.JAVA_MEMORY}M", "-cp", reasoning._HERMIT_CLASSPATH]
    command += ["org.semanticweb.HermiT.cli.CommandLine", "-c", "-I", *files]
    started = time.perf_counter()
    lines: list[str] = []
    ends: list[float] = []
    with tempfile.TemporaryFile("w+", encoding="utf-8", dir=folder) as errors:
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=errors, text=True, encoding="utf-8", errors="replace"
        ) as process:
            for line in process.stdout or ():
                lines.append(line)
                if line.startswith(f"Type( <{MARK}"):
                    ends.append(time.perf_counter() - started)
        seconds = [end - begin for begin, end in pairwise([0.0, *ends])]
        rest = time.perf_counter() - started - sum(seconds)
        errors.seek(0)
        messages = errors.read()
    inconsistent = "InconsistentOntologyException" in messages
    if process.returncode and not inconsistent:
        raise RuntimeError(messages.strip()[:2000] or f"Java ended with {process.returncode}")
    return "".join(lines), [*seconds, rest], inconsistent


def split(output: str, first: int) -> list[dict[str, object] | None]:
    """One answer for each marker found in HermiT's text."""
    answers: list[dict[str, object] | None] = []
    above: dict[str, set[str]] = {}
    direct: dict[str, set[str]] = {}
    for line in output.splitlines():
        found = LINE.match(line)
        if found is None:
            continue
        names = [iri or short.replace("owl:", THING[:-5]) for iri, short in NAME.findall(found.group(2))]
        if found.group(1) == "Type":
            if names[0] == f"{MARK}{first + len(answers)}":
                answers.append(answer_of(above, direct))
                above, direct = {}, {}
            else:
                direct.setdefault(names[0], set()).add(names[1])
        elif found.group(1) == "SubClassOf":
            above.setdefault(names[0], set()).add(names[1])
        else:
            for name in names:
                above.setdefault(name, set()).update(names)
    return answers


def answer_of(above: dict[str, set[str]], direct: dict[str, set[str]]) -> dict[str, object]:
    """Types with all classes above them, and the classes equivalent to owl:Nothing."""
    types = {}
    for individual, classes in direct.items():
        found = set(classes)
        queue = list(classes)
        for cls in queue:
            for high in above.get(cls, ()):
                if high not in found:
                    found.add(high)
                    queue.append(high)
        types[individual] = sorted(found)
    empty = sorted(name for name in above.get(NOTHING, ()) if name != NOTHING)
    return {"consistent": True, "types": types, "unsatisfiable": empty}


def main(folder: Path) -> None:
    """Does the job in the folder; a fault is written down as text, to be raised by the parent."""
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    try:
        if job["way"] == "owlready2":
            answers = [run_owlready2(folder, name, job["java"]) for name in job["files"]]
        else:
            answers = run_batch(folder, job["files"], job["java"])
        result: dict[str, object] = {"answers": answers}
    except Exception as error:  # the parent raises it again, with its text
        result = {"error": f"{type(error).__name__}: {error}"}
    (folder / "result.json").write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
