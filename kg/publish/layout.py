"""The sections of a case summary as lines and tables, before they become text or Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.publish.case_graph import Passage
from kg.publish.summary import CaseSummary, Dispute, Entry, Gap, ReceptorTable, Verdict
from kg.publish.wording import join

__all__ = ["ANSWERS", "Line", "Section", "Table", "locators", "sections"]

ANSWERS = {"yes": "yes", "no": "no", "unknown": "cannot tell"}
_MARK = "†"


@dataclass(frozen=True, slots=True)
class Line:
    """A statement: ``head`` stands before it (a date, a label), ``level`` is how far it is indented."""

    text: str
    head: str | None = None
    level: int = 0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells below a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands below it; ``remark`` says how to read it."""

    title: str
    blocks: tuple[Line | Table, ...]
    remark: str | None = None
    dated: bool = False


def locators(summary: CaseSummary, passages: Iterable[Passage]) -> str:
    """Where something was read, in brackets: ``[Case presentation ¶4; †Table 1 row 9, Treatment]``.

    A dagger marks a secondary report. Reports are named where the case has several of one role.
    """
    roles = [line.role for line in summary.reports if line.role != "not cited"]
    several = len(roles) != len(set(roles))
    labels = {line.key: line.label for line in summary.reports}
    found = []
    for passage in passages:
        place = passage.locator
        if passage.table_row is not None:
            place = place.replace(f", row {passage.table_row}", f" row {passage.table_row}", 1)
        report = labels.get(passage.report_key, passage.report_key)
        named = join(report if several else None, place, sign=", ")
        found.append(f"{_MARK}{named}" if passage.secondary else named)
    return f"[{'; '.join(dict.fromkeys(found))}]" if found else ""


def sections(summary: CaseSummary) -> Iterator[Section]:
    """All sections of a summary that have anything to say, in order."""
    yield _heading(summary)
    none_dated = Line("no dated statement in the reports")
    yield Section(
        "Timeline",
        tuple(_dated(summary, summary.timeline)) or (none_dated,),
        "in the order of the middle of what each date allows; dates as reported",
        dated=True,
    )
    if summary.undated:
        yield Section("Not dated", tuple(_dated(summary, summary.undated)))
    yield Section("Lesions", tuple(_full(summary, summary.lesions)) or (Line("no lesion recorded"),))
    if summary.receptors.columns:
        remark = "as reported; - is not reported, = marks what follows from the results"
        yield Section("Receptors", (_receptors(summary, summary.receptors),), remark)
    if summary.therapies:
        blocks: list[Line | Table] = []
        for group in summary.therapies:
            blocks += [Line(group.target), *_full(summary, group.entries, level=1)]
        yield Section("Therapies", tuple(blocks))
    if summary.assessments:
        yield Section("Assessments", tuple(_full(summary, summary.assessments)))
    for title, entries in (("Responses", summary.responses), ("Intervals", summary.intervals)):
        if entries:
            yield Section(title, tuple(_full(summary, entries)))
    yield Section("Outcome", tuple(_full(summary, summary.outcomes)) or (Line("no outcome told; see the gaps below"),))
    yield Section(
        "Verdicts",
        (_verdicts(summary, summary.verdicts),),
        "cannot tell: no report settles it, which is not a no",
    )
    yield Section("Not reported", tuple(_gap(summary, gap) for gap in summary.gaps) or (Line("nothing noted"),))
    if summary.disputes:
        yield Section("Disputes", tuple(line for one in summary.disputes for line in _dispute(summary, one)))


def _heading(summary: CaseSummary) -> Section:
    lines = [Line(summary.title, head="case")]
    if summary.patient:
        lines.append(_line(summary, summary.patient, head="patient"))
        lines += [
            Line(detail.text, head="age", source=locators(summary, detail.passages))
            for detail in summary.patient.details
        ]
    for report in summary.reports:
        doi = f"https://doi.org/{report.doi}" if report.doi else None
        role = f"({report.role} report)" if report.role != "not cited" else "(not cited)"
        mark = _MARK if report.role == "secondary" else ""
        lines.append(Line(join(f"{mark}{report.label} {role}", report.title, doi, sign=". "), head="report"))
    if any(report.role.endswith("secondary") for report in summary.reports):
        lines.append(Line("read in a secondary report, which retells the case of others", head=_MARK))
    return Section(summary.case, tuple(lines))


def _line(summary: CaseSummary, told: Entry, head: str | None = None, level: int = 0) -> Line:
    text = f"{told.text} (disputed)" if told.disputed else told.text
    return Line(text, head=head, level=level, source=locators(summary, told.passages))


def _dated(summary: CaseSummary, entries: Iterable[Entry]) -> Iterator[Line]:
    for told in entries:
        yield _line(summary, told, head=told.when)
        if told.note:
            yield Line(f"note: {told.note}", head="", level=1)


def _full(summary: CaseSummary, entries: Iterable[Entry], level: int = 0) -> Iterator[Line]:
    for told in entries:
        line = _line(summary, told, level=level)
        yield Line(join(told.when, line.text, sign=": "), level=level, source=line.source)
        for detail in told.details:
            yield Line(detail.text, level=level + 1, source=locators(summary, detail.passages))
        if told.note:
            yield Line(f"note: {told.note}", level=level + 1)


def _receptors(summary: CaseSummary, table: ReceptorTable) -> Table:
    rows: list[tuple[str, ...]] = [
        ("specimen", *(column.item.replace("-", " ") for column in table.columns)),
        ("kind of lesion", *(column.standing or "not told" for column in table.columns)),
        ("date", *(column.when or "not told" for column in table.columns)),
        ("method", *(column.method or "not told" for column in table.columns)),
    ]
    for row in table.rows:
        rows.append((f"= {row.label}" if row.inferred else row.label, *(value or "-" for value in row.values)))
    rows.append(("read in", *(locators(summary, column.passages) for column in table.columns)))
    header = ("", *(column.lesion for column in table.columns))
    return Table(header, tuple(rows))


def _verdicts(summary: CaseSummary, told: Iterable[Verdict]) -> Table:
    before = ""
    rows = []
    for one in told:
        because = join(one.verdict, locators(summary, one.passages), sign=" ")
        subject = one.subject if one.subject != before else ""
        rows.append((subject, one.question, ANSWERS[one.answer], because))
        before = one.subject
    return Table(("of", "question", "answer", "because"), tuple(rows))


def _gap(summary: CaseSummary, gap: Gap) -> Line:
    slot = f"{gap.slot} ({gap.concerns})" if gap.concerns else gap.slot
    printed = f", printed “{gap.printed}”" if gap.printed else ""
    return Line(f"{slot}: {gap.status}{printed}", source=locators(summary, gap.passages))


def _dispute(summary: CaseSummary, one: Dispute) -> Iterator[Line]:
    yield Line(f"{one.item.replace('-', ' ')}, about {', '.join(one.about)}")
    for claim in one.claims:
        yield Line(f"claim: {claim.text}", level=1, source=locators(summary, claim.passages))
    yield Line(f"accepted: {one.accepted}" if one.accepted else "accepted: none, left open", level=1)
    yield Line(f"because: {one.reason}", level=1)
