"""``python -m tests.bench [PART|all] [--sizes 10,100] [--runs N] [--output FILE.json]``; ``--help`` lists the parts."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence

from tests.bench.measure import machine
from tests.bench.report import Part

__all__ = ["main"]

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SIZES = (10, 100, 1000, 10000)


def _startup(options: argparse.Namespace) -> Part:
    from tests.bench.startup import measure

    return measure(ROOT, options.runs or 30)


def _build(options: argparse.Namespace) -> Part:
    from tests.bench.build import measure

    return measure(ROOT, options.runs or 5)


def _inference(options: argparse.Namespace) -> Part:
    from tests.bench.inference import measure

    return measure(ROOT, options.sizes, options.runs or 3)


def _queries(options: argparse.Namespace) -> Part:
    from tests.bench.queries import measure

    return measure(ROOT, options.sizes, options.runs or 5)


def _reasoning(options: argparse.Namespace) -> Part:
    from tests.bench.reasoning import measure

    return measure(ROOT, options.runs or 5, options.sizes[-1])


PARTS: dict[str, Callable[[argparse.Namespace], Part]] = {
    "startup": _startup,
    "build": _build,
    "inference": _inference,
    "queries": _queries,
    "reasoning": _reasoning,
}


def _sizes(text: str) -> list[int]:
    """Sizes in ascending order, each once; a size is a number of cases from 2 on."""
    sizes = sorted({int(word) for word in text.split(",")})
    if sizes[0] < 2:
        raise ValueError(text)
    return sizes


def _count(text: str) -> int:
    if int(text) < 1:
        raise ValueError(text)
    return int(text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print Markdown tables, and write the figures as JSON when asked to; 0 when all could be measured."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure this checkout.")
    parser.add_argument("part", nargs="?", default="all", choices=[*PARTS, "all"])
    sizes = "numbers of cases (default 10,100,1000,10000)"
    parser.add_argument("--sizes", type=_sizes, default=list(SIZES), help=sizes)
    parser.add_argument("--runs", type=_count, help="runs of each measurement (default: as many as its part needs)")
    parser.add_argument("--output", metavar="FILE.json", help="write the figures here too")
    options = parser.parse_args(arguments)
    about = machine()
    print("# Benchmarks\n\n" + "; ".join(f"{name} {value}" for name, value in about.items()), flush=True)
    figures: dict[str, object] = {"machine": about}
    for name in PARTS if options.part == "all" else [options.part]:
        part = PARTS[name](options)
        print("\n" + part.to_markdown(), flush=True)
        figures[name] = part.to_json()
    if options.output:
        with open(options.output, "w", encoding="utf-8") as file:
            json.dump(figures, file, ensure_ascii=False, indent=2)
            file.write("\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
