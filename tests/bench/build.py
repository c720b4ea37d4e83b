"""Building the graph of the curated cases: seconds by step, and the ratio to reading and loading alone."""

from __future__ import annotations

import os
import tempfile
from statistics import median

import pyoxigraph as ox

from tests.bench.measure import in_fresh_process, peak_memory, timed
from tests.bench.report import Part, Table

__all__ = ["build_once", "load_once", "measure"]


def build_once(root: str, out: str) -> dict[str, float]:
    """Seconds of each step of one build, beginning with the imports, and ``peak`` memory in MiB."""
    imports, pipeline = timed(__import__, "kg.build.pipeline", fromlist=["build"])
    whole, result = timed(pipeline.build, root, out)
    return {"import": imports.wall, **result.steps, "whole": imports.wall + whole.wall, "peak": peak_memory()}


def load_once(root: str, quads: str, folder: str) -> dict[str, float]:
    """The peer: parse the same files with the bare parsers and load the same statements into a store on disk."""

    def read() -> None:
        from ruamel.yaml import YAML

        data = os.path.join(root, "data")
        cases = os.path.join(data, "cases")
        for path in [os.path.join(data, "reports.yaml"), *(os.path.join(cases, name) for name in os.listdir(cases))]:
            if path.endswith(".yaml"):
                with open(path, encoding="utf-8") as file:
                    for _ in YAML(typ="rt", pure=True).parse(file):
                        pass
        modules = os.path.join(root, "ontology", "modules")
        for name in os.listdir(modules):
            if name.endswith(".ttl"):
                for _ in ox.parse(path=os.path.join(modules, name), format=ox.RdfFormat.TURTLE):
                    pass

    def load() -> None:
        store = ox.Store(folder)
        store.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
        store.optimize()
        store.flush()

    parsing, _ = timed(read)
    loading, _ = timed(load)
    return {"parse": parsing.wall, "load": loading.wall, "whole": parsing.wall + loading.wall, "peak": peak_memory()}


def _dump(folder: str, path: str) -> None:
    ox.Store.read_only(os.path.join(folder, "store")).dump(path, format=ox.RdfFormat.N_QUADS)


def measure(root: str, runs: int) -> Part:
    """``runs`` builds and ``runs`` plain loads in turn, each in a fresh process and a fresh folder; medians."""
    from kg.build.pipeline import build

    with tempfile.TemporaryDirectory() as place:
        built = build(root, os.path.join(place, "first"))
        quads = os.path.join(place, "all.nq")
        in_fresh_process(_dump, built.folder, quads)
        ours, theirs = [], []
        for number in range(runs):
            ours.append(in_fresh_process(build_once, root, os.path.join(place, f"ours-{number}")))
            theirs.append(in_fresh_process(load_once, root, quads, os.path.join(place, f"theirs-{number}")))
    rows: list[tuple[str, float | None, float | None]] = []
    for name in [name for name in ours[0] if name not in ("whole", "peak")]:
        rows.append((name, median(found[name] for found in ours), None))
    rows.append(("peer: parse the files", None, median(found["parse"] for found in theirs)))
    rows.append(("peer: load the statements", None, median(found["load"] for found in theirs)))
    whole, peer = median(found["whole"] for found in ours), median(found["whole"] for found in theirs)
    rows.append(("whole", whole, peer))
    columns = (("step", ""), ("build, s", ".2f"), ("peer, s", ".2f"))
    peaks = (max(found["peak"] for found in ours), max(found["peak"] for found in theirs))
    notes = [
        f"{built.cases} cases, {built.asserted:,d} asserted and {built.inferred:,d} inferred statements.",
        f"Build / peer: {whole / peer:.1f}. Peak memory: {peaks[0]:.0f} MiB, peer {peaks[1]:.0f} MiB.",
    ]
    return Part("build", [Table("kg build without the referee", columns, rows)], notes)
