"""A new case file to be filled in: every kind of entry once, as a comment beside what is needed at least."""

from __future__ import annotations

import re

from kg.cases.fields import ID_PATTERN
from kg.errors import UsageError

__all__ = ["template"]

_TEMPLATE = """\
# yaml-language-server: $schema=../case.schema.json
# One patient's course, as told by published reports. Fill in what the reports say, nothing else.
#   Words in UpperCamel are classes of the ontology (`kg list classes`); other words are ids of this file.
#   in: ALIAS | WHERE | FIRST WORDS … LAST WORDS says where something was read: section and paragraph,
#   figure or table, and at most four words from each end of the passage, letter for letter.
#   No sentences are copied.
#   What is not told is left out. What is told to be absent is an absence finding.
#   Dates: 2025, 2025-04, 2025-04-30, 2015-08~ (about), 2025-02/2025-04 (somewhere between).
#   Numbers: "90%", ">90%", "80-90%", "~20%".
# Lines that begin with # are examples; take the sign away to use them.
case: {case_id}
# title: a title in your own words

reports:
  paper: {{report: {report}, role: primary, read: {read}}}
  # A review that retells the case in a table (then: in: table | COLUMN):
  # table: {{report: {report}, role: secondary, read: full, at: "Table 1, row 1"}}

# patient:
#   is: FemalePatient
#   age: {{years: 45, at: presentation, in: paper | Abstract | 45-year-old woman}}
#   history:
#     - {{id: earlier-disease, is: Hypothyroidism, in: paper | Case presentation ¶1 | hypothyroidism}}
#   in: paper | Abstract | 45-year-old woman

lesions:
  primary:
    is: PrimaryTumor            # or OccultPrimary
    site: {{is: Breast}}          # side: left, right, bilateral, midline; left out when not told
    # histology: {{is: InvasiveDuctalCarcinoma, as: IDC}}
    # first-sign: {{date: 2019-05}}
    in: paper | Abstract | breast cancer
  # metastasis:
  #   is: DistantMetastasis     # NodalMetastasis for lymph nodes, wherever they are; LocalRecurrence
  #   site: {{is: FrontalScalp, side: left}}
  #   number: 1                 # foci: 1, ">=2"
  #   in: paper | Abstract | solitary nodule … frontal scalp

course: []
  # - specimen: metastasis-biopsy
  #   of: metastasis
  #   by: FineNeedleAspiration  # or the id of the operation
  #   date: 2025-04
  #   results: {{ER: ">90%", PR: "60%", HER2: "1+", Ki67: "35%"}}
  #   in: paper | Case presentation ¶4 | In April 2025 … metastatic carcinoma
  # - assessment: work-up
  #   examinations: [{{is: ContrastEnhancedMRI, site: {{is: Head}}}}]
  #   detects: metastasis
  #   rules-out:
  #     - {{is: NoOtherMetastasisFinding, in: paper | Abstract | No additional … were identified}}
  #   not-done:
  #     - {{is: PositronEmissionTomography, reason: FinancialReason, in: paper | Discussion ¶1 | declined}}
  #   in: paper | Case presentation ¶4 | head MRI … distant metastases
  # - therapy: first-line
  #   is: SystemicTherapy
  #   targets: metastasis       # only when told
  #   line: 1
  #   date: 2025-04-30
  #   drugs: [{{is: Fulvestrant, dose: 500 mg, schedule: "days 1, 15 and 29, then monthly"}}]
  #   in: paper | Case presentation ¶4 | systemic therapy … fulvestrant
  # - absent: no-local-therapy
  #   is: NoLocalTherapyFinding
  #   of: metastasis
  #   in: paper | Discussion ¶3 | did not undergo … local treatment
  # - findings: metastasis-appearance
  #   of: metastasis
  #   shows: [Nodule]
  #   lacks: [NoUlcerationFinding]
  #   in: paper | Case presentation ¶4 | painless nodule
  # - measurement: metastasis-size
  #   is: LargestDiameter
  #   of: metastasis
  #   value: 2 cm
  #   in: paper | Case presentation ¶4 | 1 × 2 cm
  # - considered: lipoma
  #   is: ConsideredLipoma
  #   of: metastasis
  #   in: paper | Case presentation ¶4 | lipoma
  # - response: first-line-response
  #   is: [PartialResponse, RECIST11Assessment]
  #   to: first-line
  #   in: paper | Case presentation ¶4 | partial response
  # - staging: initial-stage
  #   printed: cT4bN3M0
  #   of: primary
  #   in: paper | Abstract | cT4bN3M0
  # - interval: time-to-death
  #   from: metastasis
  #   to: outcome
  #   value: 7 months
  #   in: paper | Abstract | ten months later
  # - event: oncology-visit
  #   is: Event
  #   date: 2024-01
  #   in: paper | Case presentation ¶4 | In January 2024
  # - outcome: outcome
  #   is: AliveWithDisease
  #   date: 2025
  #   in: paper | Abstract | most recent examination

# silent:                       # what a reader looks for and the reports do not give
#   - {{slot: MenopausalState, status: not-reported}}
#   - {{slot: PrimarySubtype, status: not-reported, of: primary, printed: "/", in: table | Primary subtype}}

# disputes:                     # passages or reports that contradict each other
#   - dispute: drug-name
#     about: first-line
#     claims:
#       - {{says: one name, in: paper | Abstract | one name}}
#       - {{says: another name, in: "paper | Figure 5, legend | another name"}}
#     accepted: one name        # or none
#     because: the reason in your own words
"""


def template(case_id: str, *, report: str = "author-2025", read: str = "full") -> str:
    """A commented case file, which validates as it stands once ``report`` is in the bibliography.

    UsageError when the id of the case or the key of the report is not well formed.
    """
    for name, what in ((case_id, "case id"), (report, "report key")):
        if not re.fullmatch(ID_PATTERN, name):
            raise UsageError(f"{name!r} is not a {what}", "begin with a letter a-z, then a-z, 0-9 and single hyphens")
    return _TEMPLATE.format(case_id=case_id, report=report, read=read)
