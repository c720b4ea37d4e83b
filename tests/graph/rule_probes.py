"""Probes of the rule files: for a few statements, exactly what a rule concludes from them.

``rule_probes.tsv`` holds one probe a line: a rule, the statements given (in the notation of
``tests/reason/probes.tsv``), and what it concludes, or ``nothing``. The command

    python -m tests.graph.rule_probes

looks for a probe for each condition of a rule that none notices (see :mod:`tests.graph.rule_search`), and adds what
it finds with what the whole rule concludes. Read what it adds: the file is the expectation, and nothing changes it
while tests run. ``--drop`` takes out the probes that do not hold any more; a number is another seed for the search.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from kg.graph.rules import Rule, read_rules, run_rule
from kg.graph.store import Snapshot
from kg.graph.terms import RDF_TYPE, RDFS_LABEL, Statement, is_literal, term
from kg.names import MBC, resource_root
from kg.reason.syntax import local
from tests.reason.probes_text import literal, show_value

__all__ = [
    "CASE",
    "FILE",
    "NOTHING",
    "SUBCLASS",
    "RuleProbe",
    "conclusions",
    "mutants_of",
    "noticed",
    "parse",
    "part_of_case",
    "read_probes",
    "rules",
]

FILE = Path(__file__).with_name("rule_probes.tsv")
HEADER = "rule\tgiven\tconcluded"
NOTHING = "nothing"
CASE = "<urn:x-probe:of/case>"
SUBCLASS = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
_BLOCK = re.compile(r"\b(?:FILTER\s*(?:NOT\s+EXISTS|EXISTS)?|MINUS|OPTIONAL)\s*[({]")
_COMPARISON = re.compile(r"(?<=\s)(<=|>=|<|>|!=|=)(?=\s)")
_FLIPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "!=": "=", "=": "!="}
_SPACES = re.compile(r"\s+")
_CLOSING = {"(": ")", "{": "}"}


@dataclass(frozen=True, order=True)
class RuleProbe:
    """What a rule concludes from some statements."""

    rule: str
    given: str
    concluded: str


def rules() -> dict[str, Rule]:
    """The rules of the checkout by id."""
    return {rule.id: rule for rule in read_rules(f"{resource_root()}/ontology/rules")}


def parse(probe: RuleProbe) -> list[Statement]:
    """The statements that a probe gives; ``case`` is the case itself, other small letters are its parts."""
    found = []
    for part in probe.given.split(", "):
        subject, verb, value = part.split(" ", 2)
        if verb == "below":
            found.append((term(subject), SUBCLASS, term(value)))
        elif verb == "a":
            found.append((part_of_case(subject), RDF_TYPE, term(value)))
        else:
            end = part_of_case(value) if re.fullmatch(r"[a-z]\w*", value) else literal(value)
            found.append((part_of_case(subject), term(verb), end))
    return found


def part_of_case(name: str) -> str:
    """The term of the case, or of a part of it."""
    return CASE if name == "case" else f"{CASE[:-1]}#{name}>"


def conclusions(rule: Rule, statements: Iterable[Statement]) -> str:
    """What a rule concludes, in the notation of the probes, sorted; labels are left out."""
    found = {c.statement for c in run_rule(rule, Snapshot(statements)) if c.statement[1] != RDFS_LABEL}
    return ", ".join(sorted(_shown(triple) for triple in found)) or NOTHING


def _shown(triple: Statement) -> str:
    subject, predicate, value = triple
    if predicate == SUBCLASS:
        return f"{local(subject)} below {local(value)}"
    verb = "a" if predicate == RDF_TYPE else local(predicate)
    return f"{_name(subject)} {verb} {show_value(value) if is_literal(value) else _name(value)}"


def _name(name: str) -> str:
    return local(name) if name.startswith(f"<{MBC}") or name == CASE else name[1:-1].partition("#")[2]


def mutants_of(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """The rule without each of its conditions, and with each comparison at its limit turned; with a name for each."""
    query = re.sub(r"^#.*$", "", rule.query, flags=re.M)
    for found in _BLOCK.finditer(query):
        end = _end(query, found.end() - 1)
        text = _SPACES.sub(" ", query[found.start() : end])
        yield f"without {text}", replace(rule, query=f"{query[: found.start()]} {query[end:]}")
        if found[0].rstrip("( ").upper() == "FILTER":
            inside = query[found.start() : end]
            for sign in _COMPARISON.finditer(inside):
                turned = inside[: sign.start()] + _FLIPPED[sign[0]] + inside[sign.end() :]
                name = f"{_SPACES.sub(' ', turned)} instead of {text}"
                yield name, replace(rule, query=query[: found.start()] + turned + query[end:])


def _end(query: str, start: int) -> int:
    """The place after the bracket that closes the one at ``start``."""
    opening, depth = query[start], 0
    for place in range(start, len(query)):
        depth += (query[place] == opening) - (query[place] == _CLOSING[opening])
        if not depth:
            return place + 1
    raise ValueError("a bracket is open")


def noticed(mutant: Rule, probes: Iterable[RuleProbe]) -> bool:
    """True when some probe of the rule fails with the mutant in its place."""
    return any(conclusions(mutant, parse(p)) != p.concluded for p in probes if p.rule == mutant.id)


def read_probes(path: Path = FILE) -> list[RuleProbe]:
    """The stored probes, in the order of the file."""
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    if header != HEADER:
        raise ValueError(f"{path}: the first line is not {HEADER!r}")
    return [RuleProbe(*line.split("\t")) for line in lines]


def write_probes(probes: Iterable[RuleProbe], path: Path = FILE) -> None:
    """Writes the probes sorted by rule."""
    text = "".join(f"{probe.rule}\t{probe.given}\t{probe.concluded}\n" for probe in sorted(probes))
    path.write_text(f"{HEADER}\n{text}", encoding="utf-8")


def _renamed(statements: Sequence[Statement]) -> list[Statement]:
    """The statements about individuals x, y, z ...; numbers and classes stay."""
    names: dict[str, str] = {}
    for subject, predicate, value in statements:
        ends = (subject,) if predicate == RDF_TYPE or is_literal(value) else (subject, value)
        for end in ends if predicate != SUBCLASS else ():
            if end != CASE and not end.startswith(f"<{MBC}"):
                letter = "xyzuvwabcdefghij"[len(names) % 16] + (str(len(names) // 16) if len(names) > 15 else "")
                names.setdefault(end, part_of_case(letter))
    return [(names.get(s, s), p, names.get(o, o)) for s, p, o in statements]


def main(arguments: Sequence[str]) -> None:
    """Adds a probe for each mutant that none notices."""
    from tests.graph.rule_search import Search

    known = rules()
    stored = read_probes() if FILE.exists() else []
    gone = [p for p in stored if p.rule not in known or conclusions(known[p.rule], parse(p)) != p.concluded]
    for probe in gone:
        print(f"{FILE}: does not hold{', dropped' if '--drop' in arguments else ''}: {probe}")
    probes = [probe for probe in stored if probe not in gone or "--drop" not in arguments]
    before, search = len(probes), Search()
    seed = next((text for text in arguments if text.isdigit()), "1")
    for rule in known.values():
        for name, mutant in [*mutants_of(rule), ("without the rule", replace(rule, query=_never(rule)))]:
            if noticed(mutant, probes):
                continue
            found = search.find(rule, mutant, Random(f"{seed} {rule.id} {name}"))
            if found is None:
                print(f"{rule.id}: no probe notices: {name}")
                continue
            renamed = _renamed(found)
            given = ", ".join(_shown(triple) for triple in renamed)
            probes.append(RuleProbe(rule.id, given, conclusions(rule, renamed)))
    write_probes(probes)
    print(f"{FILE}: {len(probes) - before} probes added")


def _never(rule: Rule) -> str:
    """A query that gives no row."""
    place = rule.query.rindex("}")
    return f"{rule.query[:place]} FILTER ( false ) }}"


if __name__ == "__main__":
    main(sys.argv[1:])
