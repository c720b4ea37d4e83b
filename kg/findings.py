"""What is wrong with data: issues, their order and how they read.

An :class:`Issue` names a place and a problem; nothing is raised for it, so that a check reports every issue
and not only the first. What stops the work is in :mod:`kg.errors`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["ERROR", "SEVERITIES", "WARNING", "Issue", "did_you_mean", "nearest", "summary"]

ERROR = "error"
WARNING = "warning"
SEVERITIES = (ERROR, WARNING)

_FIELDS = (
    "code",
    "severity",
    "file",
    "line",
    "column",
    "field",
    "value",
    "message",
    "allowed",
    "suggestion",
    "remedy",
)
_ALLOWED_SHOWN = 12


class Issue:
    """One problem with data, immutable, hashable and sortable (by file, line, column, code, field, value).

    ``code``        stable id of the check, such as ``E123``; each has a heading in the manual.
    ``severity``    ``"error"`` or ``"warning"``.
    ``file``        path as the user may open it (relative to the repository where there is one), or None.
    ``line``        counted from 1, ``column`` from 1; None when unknown.
    ``field``       dotted path inside the file, such as ``lesions.scalp.site.is``, or None.
    ``value``       the value seen, as text, or None. When given, ``message`` continues it as a sentence:
                    value ``Scallp``, message ``is not a class of the ontology``.
    ``allowed``     what would have been accepted (a few names or a description), possibly empty.
    ``suggestion``  the nearest valid names, best first, possibly empty (see :func:`nearest`).
    ``remedy``      what to do about it, when that is more than picking a suggestion, or None.
    """

    __slots__ = _FIELDS

    code: str
    severity: str
    file: str | None
    line: int | None
    column: int | None
    field: str | None
    value: str | None
    message: str
    allowed: tuple[str, ...]
    suggestion: tuple[str, ...]
    remedy: str | None

    def __init__(
        self,
        code: str,
        message: str,
        *,
        severity: str = ERROR,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        field: str | None = None,
        value: object = None,
        allowed: str | Iterable[str] = (),
        suggestion: str | Iterable[str] = (),
        remedy: str | None = None,
    ) -> None:
        if severity not in SEVERITIES:
            raise ValueError(f"severity of an issue is one of {', '.join(SEVERITIES)}, not {severity!r}")
        values = {
            "code": code,
            "severity": severity,
            "file": None if file is None else str(file).replace("\\", "/"),
            "line": line,
            "column": column,
            "field": field,
            "value": None if value is None else str(value),
            "message": message,
            "allowed": (allowed,) if isinstance(allowed, str) else tuple(allowed),
            "suggestion": (suggestion,) if isinstance(suggestion, str) else tuple(suggestion),
            "remedy": remedy,
        }
        for name, content in values.items():
            object.__setattr__(self, name, content)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"an issue cannot be changed (attribute {name})")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"an issue cannot be changed (attribute {name})")

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (self.to_json(),)

    def sort_key(self) -> tuple[str, int, int, str, str, str, str]:
        """The key issues are ordered by: place first, then code; an unknown place comes before known ones."""
        return (
            self.file or "",
            self.line or 0,
            self.column or 0,
            self.code,
            self.field or "",
            self.value or "",
            self.message,
        )

    def _content(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in _FIELDS)

    def __eq__(self, other: object) -> bool:
        return self._content() == other._content() if isinstance(other, Issue) else NotImplemented

    def __lt__(self, other: Issue) -> bool:
        return self.sort_key() < other.sort_key()

    def __hash__(self) -> int:
        return hash(self._content())

    def __repr__(self) -> str:
        return f"Issue({self.render()!r})"

    @property
    def place(self) -> str:
        """``file:line:column`` as far as it is known, or the empty string."""
        parts = [self.file or ""]
        if self.line is not None:
            parts.append(str(self.line))
            if self.column is not None:
                parts.append(str(self.column))
        return ":".join(parts) if self.file else (f"line {parts[1]}" if len(parts) > 1 else "")

    def render(self) -> str:
        """One text block: place, code and problem on the first line, what is allowed and the remedy below.

        ``data/cases/x.yaml:12: E123 field lesions.scalp.site.is: "Scallp" is not a class of the ontology; did
        you mean Scalp?``. A warning has the word ``warning`` before its code.
        """
        head = f"{self.place}: " if self.place else ""
        head += f"{WARNING} {self.code}" if self.severity == WARNING else self.code
        head += f" field {self.field}:" if self.field else ""
        text = self.message
        if self.value is not None and f'"{self.value}"' not in text:
            text = f'"{self.value}" {text}'
        if self.suggestion:
            text += f"; {did_you_mean(self.suggestion)}"
        lines = [f"{head} {text}"]
        if self.allowed:
            shown = ", ".join(self.allowed[:_ALLOWED_SHOWN])
            more = len(self.allowed) - _ALLOWED_SHOWN
            lines.append(f"    allowed: {shown}" + (f", and {more} more" if more > 0 else ""))
        if self.remedy:
            lines.append(f"    remedy: {self.remedy}")
        return "\n".join(lines)

    def to_json(self) -> dict[str, object]:
        """All fields by name, ready for ``json.dumps``: tuples as lists, what is unknown as None."""
        content = {name: getattr(self, name) for name in _FIELDS}
        content["allowed"] = list(self.allowed)
        content["suggestion"] = list(self.suggestion)
        return content


def _restore(content: dict[str, object]) -> Issue:
    return Issue(**content)  # type: ignore[arg-type]


def did_you_mean(names: str | Iterable[str]) -> str:
    """``did you mean Scalp, Skull or Skin?`` for the given names; the empty string when there are none."""
    listed = [names] if isinstance(names, str) else list(names)
    if not listed:
        return ""
    head, last = ", ".join(listed[:-1]), listed[-1]
    return f"did you mean {head} or {last}?" if head else f"did you mean {last}?"


def summary(issues: Iterable[Issue]) -> str:
    """``2 errors, 1 warning``: how many issues of each severity there are (``no issues`` when none)."""
    counts = dict.fromkeys(SEVERITIES, 0)
    for issue in issues:
        counts[issue.severity] += 1
    told = [f"{count} {name}{'' if count == 1 else 's'}" for name, count in counts.items() if count]
    return ", ".join(told) or "no issues"


def _fold(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter not in " _-")


def nearest(value: str, candidates: Iterable[str], n: int = 3) -> tuple[str, ...]:
    """The up to ``n`` candidates that resemble ``value`` most, best first; empty when nothing is near.

    Case, spaces, hyphens and underscores do not count. A candidate is near when its similarity (``difflib``
    ratio) is at least 0.6, or when it contains a value of three letters or more. Equal scores are ordered by
    name, so the result does not depend on the order of the candidates.
    """
    from difflib import SequenceMatcher

    wanted = _fold(value)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    scored: list[tuple[float, str]] = []
    for candidate in set(candidates):
        folded = _fold(candidate)
        matcher.set_seq1(folded)
        inside = len(wanted) >= 3 and wanted in folded
        if inside or (matcher.real_quick_ratio() >= 0.6 and matcher.quick_ratio() >= 0.6):
            ratio = matcher.ratio()
            if inside or ratio >= 0.6:
                scored.append((-max(ratio, 0.6 if inside else 0.0), candidate))
    return tuple(candidate for _, candidate in sorted(scored)[:n])
