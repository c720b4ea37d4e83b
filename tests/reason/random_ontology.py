"""Random ontologies and cases within the fragment that rules support, as Turtle.

An ontology has either inclusions between properties or inverses of properties that chains make, not both:
HermiT misses consequences of the combination (see ``test_referee.py``).
"""

from __future__ import annotations

from random import Random

__all__ = ["random_case", "random_ontology"]

CLASSES = [f"C{number}" for number in range(8)]
ROLES = [f"p{number}" for number in range(4)]
VALUES = ["d0", "d1"]
PEOPLE = [f"i{number}" for number in range(6)]


def random_ontology(dice: Random) -> str:
    """Declarations and some ten to sixteen axioms."""
    lines = [f":{cls} a owl:Class ." for cls in CLASSES]
    lines += [f":{role} a owl:ObjectProperty ." for role in ROLES]
    lines += [f":{value} a owl:DatatypeProperty ." for value in VALUES]
    lines += [":q0 owl:inverseOf :p0 ."] if dice.random() < 0.3 else []
    lines += [":d0 rdfs:subPropertyOf :d1 ."] if dice.random() < 0.3 else []
    lines += [f":{person} a owl:NamedIndividual ." for person in PEOPLE]
    lines += [_class_axiom(dice) for _ in range(dice.randint(6, 11))]
    inverses = dice.random() < 0.5
    lines += [_property_axiom(dice, inverses) for _ in range(dice.randint(2, 5))]
    lines += [f":q{number} a owl:ObjectProperty ." for number in range(len(ROLES))]
    return "\n".join(lines)


def random_case(dice: Random) -> str:
    """Types, edges and values of six individuals."""
    lines = [f":{dice.choice(PEOPLE)} a :{dice.choice(CLASSES)} ." for _ in range(dice.randint(2, 6))]
    for _ in range(dice.randint(2, 8)):
        lines.append(f":{dice.choice(PEOPLE)} :{dice.choice(ROLES)} :{dice.choice(PEOPLE)} .")
    for _ in range(dice.randint(0, 3)):
        number = dice.choice(["1", "5", "5.0", "4.5", "9", "10.25"])
        lines.append(f":{dice.choice(PEOPLE)} :{dice.choice(VALUES)} {number} .")
    return "\n".join(lines)


def _class_axiom(dice: Random) -> str:
    kind = dice.random()
    if kind < 0.35:
        return f"{_left(dice, 2)} rdfs:subClassOf :{dice.choice(CLASSES)} ."
    if kind < 0.6:
        return f":{dice.choice(CLASSES)} rdfs:subClassOf {_right(dice, 2)} ."
    if kind < 0.85:
        return f":{dice.choice(CLASSES)} owl:equivalentClass {_right(dice, 2)} ."
    if kind < 0.9:
        one, other = dice.sample(CLASSES, 2)
        return f":{one} owl:disjointWith :{other} ."
    side = dice.choice(["domain", "range"])
    target = _right(dice, 1) if dice.random() < 0.3 else f":{dice.choice(CLASSES)}"
    return f":{dice.choice(ROLES)} rdfs:{side} {target} ."


def _property_axiom(dice: Random, inverses: bool) -> str:
    """Chains and inclusions lead from lower to higher numbers: OWL 2 DL wants such an order."""
    low, high = sorted(dice.sample(range(len(ROLES)), 2))
    other = dice.randrange(high)
    return dice.choice(
        [
            f":q{high} owl:inverseOf :p{high} ." if inverses else f":p{low} rdfs:subPropertyOf :p{high} .",
            f":p{high} a owl:TransitiveProperty .",
            ":p0 a owl:SymmetricProperty .",
            f":p{high} owl:propertyChainAxiom (:p{low} :p{other}) .",
            f":p{high} owl:propertyChainAxiom (:p{high} :p{low}) .",
            f":p{high} owl:propertyChainAxiom (:p{low} :p{high}) .",
        ]
    )


def _left(dice: Random, depth: int) -> str:
    kind = dice.random()
    if depth == 0 or kind < 0.15:
        return f":{dice.choice(CLASSES)}"
    if kind < 0.4:
        return f"[ owl:intersectionOf ({_left(dice, depth - 1)} {_left(dice, depth - 1)}) ]"
    if kind < 0.5:
        return f"[ owl:unionOf ({_left(dice, depth - 1)} {_left(dice, depth - 1)}) ]"
    if kind < 0.85:
        return _some(dice, _left(dice, depth - 1))
    if kind < 0.9:
        return _restriction(dice.choice(ROLES), "hasValue", f":{dice.choice(PEOPLE)}")
    return _data(dice)


def _right(dice: Random, depth: int) -> str:
    kind = dice.random()
    if depth == 0 or kind < 0.1:
        return f":{dice.choice(CLASSES)}"
    if kind < 0.45:
        return f"[ owl:intersectionOf (:{dice.choice(CLASSES)} {_right(dice, depth - 1)}) ]"
    if kind < 0.93:
        return _some(dice, _right(dice, depth - 1))
    if kind < 0.96:
        return _restriction(dice.choice(ROLES), "hasValue", f":{dice.choice(PEOPLE)}")
    return _data(dice)


def _some(dice: Random, filler: str) -> str:
    role = dice.choice(ROLES) if dice.random() < 0.75 else f"q{dice.randrange(len(ROLES))}"
    return _restriction(role, "someValuesFrom", "owl:Thing" if dice.random() < 0.1 else filler)


def _data(dice: Random) -> str:
    datatype = dice.choice(["xsd:integer", "xsd:decimal"])
    facet = dice.choice(["minInclusive", "maxInclusive", "minExclusive", "maxExclusive"])
    bound = dice.choice(["1", "5", "9"])
    data = f"[ a rdfs:Datatype ; owl:onDatatype {datatype} ; owl:withRestrictions ([ xsd:{facet} {bound} ]) ]"
    return _restriction(dice.choice(VALUES), "someValuesFrom", dice.choice([data, data, datatype]))


def _restriction(prop: str, kind: str, value: str) -> str:
    return f"[ a owl:Restriction ; owl:onProperty :{prop} ; owl:{kind} {value} ]"
