"""What a case file may contain: one table a mapping, from which the reader and the JSON Schema are both made."""

from __future__ import annotations

from kg.cases.fields import EXAMINED_ROOTS, MEASURED_IN, SIDE_CLASSES, SIDES, Field

__all__ = ["TABLES", "required_classes"]


def _classes(*roots: str, required: bool = False, about: str = "") -> Field:
    return Field("classes", required, roots=roots, about=about)


_IN = Field("evidence", True, about="where it was read: ALIAS | LOCATOR | FIRST WORDS … LAST WORDS")
_IN_OPTIONAL = Field("evidence", about="where it was read; without it, the passage of the item counts")
_AS = Field("text", limit=40, about="the printed words")
_DATE = Field("date", about="when, as far as told: YYYY, YYYY-MM, YYYY-MM-DD, ~ for about, A/B for between")
_LESIONS = Field("refs", ids=("lesion",), about="lesions it speaks of")
_ANY = ("item",)
_SITE = Field("map-or-list", table="site", about="where in the body")

_COMMON = {
    "date": _DATE,
    "end": Field("date", about="when it ended"),
    "as": _AS,
    "note": Field("text", limit=240, about="remark of the curator, in own words"),
    "in": _IN,
}


def _item(kind: str, is_: Field, **further: Field) -> dict[str, Field]:
    return {kind: Field("id", True, about="id of this item"), "is": is_, **further, **_COMMON}


TABLES: dict[str, dict[str, Field]] = {
    "case": {
        "case": Field("id", True, about="id of the case: first author, year, and -1, -2 when a report has several"),
        "title": Field("text", limit=120, about="title of the case in own words"),
        "reports": Field("named", True, table="report", about="reports of this patient, by short name"),
        "patient": Field("patient", table="patient", about="the person, as far as told"),
        "lesions": Field("named", True, table="lesion", about="tumor lesions, by id"),
        "course": Field("list", about="what happened, one item each, in order"),
        "silent": Field("list", table="gap", about="what a reader looks for and the reports do not give"),
        "disputes": Field("list", table="dispute", about="passages or reports that contradict each other"),
    },
    "report": {
        "report": Field("report", True, about="key in data/reports.yaml"),
        "role": Field("choice", True, choices=("primary", "secondary"), about="own report, or a retelling"),
        "read": Field("choice", True, choices=("full", "abstract", "title", "none"), about="what was read of it"),
        "at": Field("row", about="the table row that tells this case, such as Table 1, row 9"),
    },
    "patient": {
        "is": _classes("Patient", about="sex and menopausal state, as far as told"),
        "age": Field("map", table="age"),
        "history": Field("list", table="history", about="what there was besides and before the cancer"),
        "in": Field("evidence", about="where sex and menopausal state were read"),
    },
    "age": {
        "years": Field("age", True, about="45, 44-46, >=60"),
        "at": Field("ref-or-words", ids=_ANY, limit=40, about="the item, or words, that say when"),
        "in": _IN,
    },
    "history": {
        "id": Field("id", True),
        "is": _classes("ClinicalFinding", "GermlineFinding", "AbsenceFinding", required=True),
        "age-years": Field("integer", about="age at which it was found"),
        **_COMMON,
    },
    "site": {
        "is": _classes("BodyPart", required=True),
        "side": Field("choice", choices=SIDES, about="left out when not reported"),
        "as": _AS,
        "in": _IN_OPTIONAL,
    },
    "histology": {
        "is": _classes("HistologyResult", required=True),
        "as": _AS,
        "in": _IN_OPTIONAL,
    },
    "first-sign": {"date": _DATE, "as": _AS, "note": _COMMON["note"], "in": _IN_OPTIONAL},
    "lesion": {
        "is": _classes("Lesion", required=True),
        "site": _SITE,
        "number": Field("count", about="number of foci: 1, >=2; left out when not reported"),
        "metastasis-of": Field("ref", ids=("tumor",), about="the tumor it comes from, when there are several"),
        "histology": Field("map", table="histology"),
        "first-sign": Field("map", table="first-sign", about="when it was first noticed"),
        **_COMMON,
    },
    "specimen": _item(
        "specimen",
        _classes("Specimen"),
        of=Field("refs", True, ids=("lesion",), about="the lesion it was taken from"),
        by=Field("class-or-ref", roots=("SamplingProcedure",), ids=("therapy",), about="how it was obtained"),
        histology=Field("map", table="histology"),
        nodes=Field("map", table="nodes"),
        results=Field("marker-results", table="result", about="markers: percent, score, or positive/negative"),
        label=Field("map", table="label"),
    ),
    "nodes": {
        "positive": Field("integer", about="nodes with metastasis"),
        "examined": Field("integer", about="nodes examined"),
    },
    "result": {
        "value": Field("result", True),
        "intensity": Field("choice", choices=("0", "1+", "2+", "3+"), about="staining intensity"),
        "score": Field("choice", choices=("0", "1+", "2+", "3+"), about="IHC score of HER2"),
        "ish": Field("choice", choices=("amplified", "not-amplified"), about="in situ hybridization of HER2"),
        "reported": Field("choice", choices=("positive", "negative", "weakly-positive")),
        "in": _IN_OPTIONAL,
    },
    "label": {"is": _classes("SubtypeLabel", required=True), "as": _AS, "in": _IN_OPTIONAL},
    "assessment": _item(
        "assessment",
        _classes("DiseaseAssessment"),
        examinations=Field("list", table="examination"),
        detects=Field("refs", ids=("lesion",), about="lesions that it found"),
        **{
            "rules-out": Field("list", table="absence", about="what was looked for and is told not to be there"),
            "not-done": Field("list", table="not-done", about="what was not examined although recommended"),
        },
    ),
    "examination": {
        "is": _classes(*EXAMINED_ROOTS, required=True),
        "site": _SITE,
        "date": _DATE,
        "as": _AS,
        "in": _IN_OPTIONAL,
    },
    "absence": {
        "is": _classes("AbsenceFinding", required=True),
        "id": Field("id"),
        "of": _LESIONS,
        "by": Field("class", roots=EXAMINED_ROOTS, about="one of the examinations of this assessment"),
        "site": _SITE,
        "as": _AS,
        "note": _COMMON["note"],
        "in": _IN,
    },
    "not-done": {
        "is": _classes(*EXAMINED_ROOTS, required=True),
        "reason": Field("class", roots=("NotDoneReason",)),
        "as": _AS,
        "in": _IN,
    },
    "therapy": _item(
        "therapy",
        _classes("Therapy", required=True),
        targets=Field("refs", ids=("lesion",), about="lesions it was aimed at, only when told"),
        line=Field("integer", least=1, about="line of therapy of the metastatic disease"),
        cycles=Field("integer", least=1),
        dose=Field("map", table="dose"),
        site=Field("map-or-list", table="site", about="region treated"),
        drugs=Field("list", table="drug"),
    ),
    "dose": {"gray": Field("decimal"), "fractions": Field("integer", least=1)},
    "drug": {
        "is": _classes("DrugAdministration", required=True),
        "dose": Field("text", limit=40, about="as printed, such as 75 mg/m²"),
        "schedule": Field("text", limit=80, about="in own words"),
        "as": _AS,
        "in": _IN_OPTIONAL,
    },
    "absent": _item(
        "absent",
        _classes("AbsenceFinding", required=True),
        of=_LESIONS,
        until=Field("ref", ids=_ANY, about="item up to which it holds"),
        site=_SITE,
    ),
    "findings": _item(
        "findings",
        _classes("ClinicalFinding"),
        of=_LESIONS,
        site=_SITE,
        shows=_classes("ClinicalFinding", "GermlineFinding", about="signs that are there"),
        lacks=_classes("AbsenceFinding", about="signs that are told not to be there"),
    ),
    "measurement": _item(
        "measurement",
        _classes("Measurement", required=True),
        of=_LESIONS,
        value=Field("measured", True, about="number and unit: 8.4 cm, 5.93 ng/mL, 2-3 cm, ~9 cm"),
        by=Field("class", roots=EXAMINED_ROOTS),
    ),
    "considered": _item(
        "considered",
        _classes("ConsideredDiagnosis", required=True),
        of=_LESIONS,
        by=_classes("SpecialtyConsultation", about="who considered it"),
        **{"ended-by": Field("ref", ids=_ANY, about="item that ended it")},
    ),
    "response": _item(
        "response",
        _classes("ResponseAssessment", required=True),
        to=Field("ref", True, ids=("therapy",)),
        of=_LESIONS,
    ),
    "staging": _item(
        "staging",
        _classes("Staging"),
        printed=Field("stage", True, about="as printed: cT4bN3M0"),
        group=Field("text", limit=20, about="stage group as printed: IIIA"),
        of=_LESIONS,
    ),
    "interval": _item(
        "interval",
        _classes("TimeInterval"),
        **{"from": Field("ref", True, ids=_ANY), "to": Field("ref", True, ids=_ANY)},
        value=Field("duration", True, about="10 months, >2 years, ~6 weeks"),
    ),
    "event": _item("event", _classes("Event", required=True)),
    "outcome": _item("outcome", _classes("Outcome", required=True), cause=_classes("ClinicalFinding"), of=_LESIONS),
    "gap": {
        "slot": Field("slot", True, roots=("ReportingGap",), about="what is missing"),
        "status": Field("choice", True, choices=("not-reported", "stated-unknown", "not-applicable", "not-assessed")),
        "printed": Field("text", limit=40, about="the printed sign, such as /"),
        "of": Field("ref", ids=("lesion",)),
        "in": Field("evidence", about="needed with `printed`"),
    },
    "dispute": {
        "dispute": Field("id", True),
        "about": Field("refs", True, ids=("item", "findings"), about="the items in dispute"),
        "claims": Field("list", True, table="claim"),
        "accepted": Field("text", True, limit=60, about="one `says`, letter for letter, or none"),
        "because": Field("text", True, limit=300, about="the reason, in own words"),
    },
    "claim": {"says": Field("text", True, limit=60), "in": _IN},
}

_ALSO = (
    "FirstSign",
    "LocalRecurrence",
    "LocalTherapy",
    "Metastasis",
    "NodalMetastasis",
    "DistantMetastasis",
    "NoDistantMetastasisFinding",
    "NoLocalRecurrenceFinding",
    "NoLocalTherapyFinding",
    "NoOtherMetastasisFinding",
    "NoSystemicTherapyFinding",
    "NoTherapyFinding",
    "Planned",
    "PrimaryTumor",
    "ReceptorResult",
    "SystemicTherapy",
)


def required_classes() -> tuple[str, ...]:
    """Every class of the ontology that reading case files relies on, sorted."""
    roots = {root for table in TABLES.values() for field in table.values() for root in field.roots}
    return tuple(sorted(roots | set(_ALSO) | set(SIDE_CLASSES) | set(MEASURED_IN)))
