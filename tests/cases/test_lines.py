"""The line of a value within a part of a case file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cases.lines import CaseLines
from kg.errors import UnreadableInput

TEXT = """\
# A case.
case: somebody-2020
lesions:
  scalp-nodule:
    is: [DistantMetastasis, PresentedAsRecurrence]
    note: Not the OccultPrimary, nor Liver.
    site: {is: FrontalScalp, side: left}
    in: paper | Abstract | Liver and left … words
course:
  - assessment: restaging
    detects: [scalp-nodule]
    rules-out:
      - is: NoOtherMetastasisFinding
        in: paper | Abstract
    date: "2020-04"
  - outcome: last-status
    is: Alive
"""


@pytest.fixture
def lines(tmp_path: Path) -> CaseLines:
    path = tmp_path / "somebody-2020.yaml"
    path.write_text(TEXT, encoding="utf-8")
    return CaseLines(str(path))


@pytest.mark.parametrize(
    ("begin", "names", "found"),
    [
        (5, ["DistantMetastasis"], 5),
        (5, ["FrontalScalp"], 7),
        (5, ["left"], 7),
        (5, ["Liver"], 5),  # only in words and citations
        (5, ["OccultPrimary"], 5),
        (5, ["Scalp"], 5),  # no whole word
        (5, ["Nothing", "left"], 7),
        (10, ["scalp-nodule"], 11),
        (10, ["NoOtherMetastasisFinding"], 13),
        (10, ["date"], 15),
        (10, ["Alive"], 10),  # of the next item
        (16, ["Alive"], 17),
        (99, ["Alive"], 99),
    ],
)
def test_a_value_is_found_within_its_part(lines: CaseLines, begin: int, names: list[str], found: int) -> None:
    assert lines.find(begin, names) == found


def test_a_key_at_the_top_is_found(lines: CaseLines) -> None:
    assert (lines.key("case"), lines.key("course"), lines.key("is")) == (2, 9, None)


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="cannot be read"):
        CaseLines(str(tmp_path / "none.yaml"))
