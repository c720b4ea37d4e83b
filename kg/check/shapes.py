"""Does the data have the shape that the graph promises? The SHACL shapes of ``ontology/shapes`` as a check.

A shape says in its message what is wrong, in one sentence, and what to do about it, in the rest. The code of an issue
follows from the kind of constraint, so that a new shape needs no new code.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.ask.engine import Engine
from kg.build.description import DESCRIPTION_GRAPH
from kg.build.places import Places
from kg.build.sources import Sources, read_vocabulary
from kg.check.shacl import Result, read_file, read_shapes, terminology, to_graph, validate
from kg.findings import Issue, nearest
from kg.graph.assemble import case_statements
from kg.graph.reports import report_statements
from kg.graph.terms import RDF_TYPE, Statement, iri
from kg.names import MBC, case_id_of, compact, local_name, report_key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rdflib import URIRef

__all__ = ["CODES", "check_description", "check_file", "check_shapes", "code_of"]

CODES = {
    "S001": ("A statement that is needed is missing", "state it as the message of the shape says"),
    "S002": ("There are too many statements of one kind", "keep as many as the message of the shape says"),
    "S003": ("A thing is of the wrong kind", "give it the class that is due, or refer to another thing"),
    "S004": ("A value has the wrong datatype", "write the value with the datatype that the message names"),
    "S005": ("A value is not one of those allowed", "give a value that the message of the shape allows"),
    "S006": ("Something that needs an IRI has none", "give it an IRI"),
    "S007": ("A name is not in the ontology", "use the name that was meant, or a vocabulary of your own"),
    "S008": ("A property stands where it is not defined", "state it of the thing that it is about"),
    "S009": ("Two values do not go together", "correct one of them"),
    "S010": ("A thing refers to something that is not its own", "refer to a thing of the same case"),
}

# Local name of a constraint component -> code; shapes of names and of subjects have codes of their own.
COMPONENTS = {
    "Class": "S003",
    "Closed": "S008",
    "Datatype": "S004",
    "Disjoint": "S009",
    "In": "S005",
    "LessThanOrEquals": "S009",
    "MaxCount": "S002",
    "MaxInclusive": "S005",
    "MaxLength": "S005",
    "MinCount": "S001",
    "MinExclusive": "S005",
    "MinInclusive": "S005",
    "MinLength": "S005",
    "NodeKind": "S006",
    "Not": "S003",
    "Or": "S003",
    "Pattern": "S005",
    "QualifiedMaxCount": "S002",
    "QualifiedMinCount": "S001",
    "SPARQL": "S010",
    "UniqueLang": "S002",
    "Xone": "S003",
}
_NAMES = ("Class", "Property")  # shapes that look names up in the ontology
_OTHERS_OF_VALUE = {"Dataset-issued": "S004", "Distribution-byte-size": "S004"}


def code_of(result: Result) -> str:
    """The code of the issue that a result is."""
    if result.shape in _NAMES:
        return "S007"
    if result.shape.endswith("-subject"):
        return "S008"
    if result.component == "Or" and result.shape in _OTHERS_OF_VALUE:
        return _OTHERS_OF_VALUE[result.shape]
    return COMPONENTS[result.component]


def check_shapes(sources: Sources) -> list[Issue]:
    """Every issue that the shapes find in the cases and the bibliography, with the line of the case file."""
    asserted = {case.id: case_statements(case) for case in sources.cases}
    statements = [statement for found in asserted.values() for statement in found]
    statements += report_statements(sources.bibliography.values())
    places = {
        case.id: Places(case, asserted[case.id], {}, case.file if os.path.isfile(case.file) else None)
        for case in sources.cases
    }
    data = to_graph([*statements, *terminology(sources.ontology)])
    results = _by_subject(validate(data, read_shapes(sources.root)), statements)
    names = _names(sources.ontology)
    return sorted(_issue(result, names, places) for result in results)


def check_description(engine: Engine, root: str) -> list[Issue]:
    """Every issue that the shapes find in the description of the dataset, as the built graph holds it."""
    rows = engine.run(f"SELECT ?s ?p ?o WHERE {{ GRAPH {iri(DESCRIPTION_GRAPH)} {{ ?s ?p ?o }} }}").rows
    data = to_graph((s, p, o) for s, p, o in rows if s and p and o)
    return sorted(_issue(result, {}, {}) for result in validate(data, read_shapes(root)))


def check_file(root: str, path: str) -> list[Issue]:
    """Every issue that the shapes find in one RDF file; ``root`` is the folder with the ontology.

    UnreadableInput when the file cannot be read.
    """
    ontology, _ = read_vocabulary(root)
    data = read_file(path)
    used = [(iri(str(s)), RDF_TYPE, iri(str(o))) for s, o in data.subject_objects(_type())]
    data += to_graph(terminology(ontology))
    results = _by_subject(validate(data, read_shapes(root)), used)
    names = _names(ontology)
    return sorted(_issue(result, names, {}, path) for result in results)


def _names(ontology: Iterable[Statement]) -> dict[str, list[str]]:
    """Shape of names -> the local names that it would accept."""
    declared = [(local_name(s), local_name(o)) for s, p, o in ontology if p == RDF_TYPE and s.startswith(f"<{MBC}")]
    return {
        "Class": [name for name, kind in declared if kind == "Class"],
        "Property": [name for name, kind in declared if kind.endswith("Property")],
    }


def _type() -> URIRef:
    from rdflib import RDF

    return RDF.type


def _by_subject(results: Iterable[Result], statements: Sequence[Statement]) -> Iterator[Result]:
    """The results; one about a class becomes one about each thing that is said to be of that class."""
    for result in results:
        if result.shape != "Class":
            yield result
            continue
        for subject in sorted({s for s, p, o in statements if p == RDF_TYPE and o == iri(result.focus)}):
            yield Result(
                subject[1:-1],
                result.shape,
                result.component,
                RDF_TYPE[1:-1],
                result.focus,
                result.message,
                result.severity,
            )


def _issue(
    result: Result, names: Mapping[str, Sequence[str]], places: Mapping[str, Places], file: str | None = None
) -> Issue:
    problem, _, remedy = result.message.partition(". ")
    value = compact(result.value) if result.value and result.value != result.focus else None
    about = f" ({compact(result.path)})" if result.path and result.component in ("Closed", "SPARQL") else ""
    wrong = result.path if result.shape == "Property" else result.value
    line = None
    case_id = case_id_of(result.focus)
    field = local_name(result.focus)
    if case_id is not None and case_id in places:
        source = places[case_id].source(_statement(result))
        file, line = source.file, source.line
    elif file is None and report_key_of(result.focus):
        file = "data/reports.yaml"
    else:
        field = result.focus
    return Issue(
        code_of(result),
        f"{problem}{about}" + (f': "{value}"' if value else "") + f" [{result.shape}]",
        severity=result.severity,
        file=file,
        line=line,
        field=field,
        value=value,
        suggestion=nearest(local_name(wrong), names[result.shape]) if result.shape in names else (),
        remedy=remedy,
    )


def _statement(result: Result) -> Statement:
    """The statement that is wrong, as far as it is known, to find its line."""
    literal = result.value and not result.value.startswith(("http://", "https://"))
    value = f'"{result.value}"' if literal else iri(result.value or result.focus)
    return iri(result.focus), iri(result.path or RDF_TYPE[1:-1]), value
