"""Labels of the things in an answer, and the passages that they were read in: one query for all of them."""

from __future__ import annotations

from kg.ask.classes import PROLOGUE, is_safe_iri
from kg.ask.values import plain, short_name
from kg.names import MBC, PREFIXES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.ask.engine import Engine

__all__ = ["Details", "Passage", "fetch_details", "fragment_link"]

# An address stays far below the limits of servers, and the embedded engine does not care.
_BATCH = 1000
_LABEL = PREFIXES["rdfs"] + "label"
_TYPE = PREFIXES["rdf"] + "type"
_ROLES = {MBC + "PrimaryReport": "primary", MBC + "SecondaryReport": "secondary"}
# Letters that need no escaping in a text fragment; its own signs "-", "," and "&" do.
_UNRESERVED = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._~")
_IN_DOI = _UNRESERVED | frozenset(b"-/:;()+=@!*,$&")


class Passage:
    """Where one item was read.

    ``item`` is the short name of the item, ``report`` the key and ``report_label`` the short citation of the
    report, ``role`` "primary" (the patient's own report), "secondary" (a report that retells it) or None;
    ``anchor_start`` and ``anchor_end`` are the first and last words of the passage, None for a table cell.
    """

    __slots__ = (
        "anchor_end",
        "anchor_start",
        "doi",
        "iri",
        "item",
        "locator",
        "report",
        "report_label",
        "role",
        "url",
    )

    def __init__(self, item: str, iri: str, values: dict[str, str], role: str | None, report: dict[str, str]) -> None:
        self.item, self.iri, self.role = item, iri, role
        self.locator = values.get(MBC + "locator", "")
        self.anchor_start, self.anchor_end = values.get(MBC + "anchorStart"), values.get(MBC + "anchorEnd")
        self.report = short_name(values.get(MBC + "fromReport", ""))
        self.report_label = report.get(_LABEL, self.report)
        self.doi, self.url = report.get(MBC + "doi"), report.get(MBC + "url")

    @property
    def link(self) -> str | None:
        """Address of the report, with the passage to be highlighted where its words are known."""
        address = f"https://doi.org/{_escape(self.doi, _IN_DOI)}" if self.doi else self.url
        return fragment_link(address, self.anchor_start, self.anchor_end) if address else None

    @property
    def quote(self) -> str:
        """``"first words … last words"``, or the empty string for a passage without anchors."""
        words = [anchor for anchor in (self.anchor_start, self.anchor_end) if anchor]
        return f'"{" … ".join(words)}"' if words else ""

    def told(self) -> str:
        """``Cheng & Wang 2025 (primary report), Abstract, "No additional … identified"``."""
        role = f" ({self.role} report)" if self.role else ""
        return ", ".join(part for part in (self.report_label + role, self.locator, self.quote) if part)

    def to_json(self) -> dict[str, str | None]:
        """All of it by name, ready for ``json.dumps``."""
        return {
            "item": self.item,
            "report": self.report,
            "reportLabel": self.report_label,
            "role": self.role,
            "locator": self.locator,
            "anchorStart": self.anchor_start,
            "anchorEnd": self.anchor_end,
            "link": self.link,
        }


class Details:
    """What is known of the things in an answer: a label by IRI, passages by IRI of the item."""

    __slots__ = ("labels", "passages")

    def __init__(self) -> None:
        self.labels: dict[str, str] = {}
        self.passages: dict[str, list[Passage]] = {}


def _escape(text: str, safe: frozenset[int]) -> str:
    return "".join(chr(byte) if byte in safe else f"%{byte:02X}" for byte in text.encode())


def fragment_link(address: str, start: str | None, end: str | None) -> str:
    """The address with a text fragment, which makes a browser scroll to the passage and highlight it."""
    if not start:
        return address
    words = [_escape(anchor, _UNRESERVED) for anchor in (start, end) if anchor]
    return f"{address}{'' if '#' in address else '#'}:~:text={','.join(words)}"


def _query(iris: list[str]) -> str:
    items = "VALUES ?item { " + " ".join(f"<{iri}>" for iri in iris) + " }"
    # Alternatives, each from its items on: OPTIONAL would make the engine read all passages of the graph.
    return f"""{PROLOGUE}SELECT ?item ?thing ?property ?value WHERE {{
  {{ {items} ?item rdfs:label ?value }}
  UNION
  {{ {items} ?item mbc:evidence ?thing . ?thing ?property ?value }}
  UNION
  {{ {{ SELECT DISTINCT ?thing WHERE {{ {items} ?item mbc:evidence ?passage . ?passage mbc:fromReport ?thing }} }}
    ?thing ?property ?value }}
}}"""


def fetch_details(engine: Engine, iris: Iterable[str], names: dict[str, str]) -> Details:
    """Labels and passages of these things; ``names`` gives the short name that an answer shows for each.

    Passages are ordered, primary reports first, so that the same answer reads the same everywhere.
    """
    wanted = sorted({iri for iri in iris if is_safe_iri(iri)})
    labels: dict[str, set[str]] = {}
    read: set[tuple[str, str]] = set()
    about: dict[str, dict[str, set[str]]] = {}
    for begin in range(0, len(wanted), _BATCH):
        for row in engine.run(_query(wanted[begin : begin + _BATCH])).rows:
            item, thing, predicate, value = (plain(term) if term else "" for term in row)
            if not thing:
                labels.setdefault(item, set()).add(value)
                continue
            about.setdefault(thing, {}).setdefault(predicate, set()).add(value)
            if item:
                read.add((item, thing))
    details = Details()
    details.labels = {iri: min(found) for iri, found in labels.items()}
    for item, thing in sorted(read):
        known = about[thing]
        values = {predicate: min(found) for predicate, found in known.items()}
        role = next((_ROLES[kind] for kind in sorted(known.get(_TYPE, ())) if kind in _ROLES), None)
        about_report = about.get(values.get(MBC + "fromReport", ""), {})
        report = {predicate: min(found) for predicate, found in about_report.items()}
        details.passages.setdefault(item, []).append(Passage(names.get(item, item), thing, values, role, report))
    for found in details.passages.values():
        found.sort(key=lambda passage: (passage.role != "primary", passage.told(), passage.iri))
    return details
