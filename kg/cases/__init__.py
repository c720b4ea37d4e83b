"""The case model: case files in YAML, read, validated and handed on as plain typed values."""

from __future__ import annotations

from kg.cases.bibliography import Bibliography, Report, read_bibliography
from kg.cases.model import CaseFile
from kg.cases.reader import read_case, read_case_text, read_cases
from kg.cases.vocabulary import Vocabulary

__all__ = [
    "Bibliography",
    "CaseFile",
    "Report",
    "Vocabulary",
    "read_bibliography",
    "read_case",
    "read_case_text",
    "read_cases",
]
