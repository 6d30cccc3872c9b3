from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from ntm.core.problems import Text


class Grade(IntEnum):
    """How bad a finding is; ``ntm doctor`` ends with 1 for a warning, with 2 for something serious."""

    FINE = 0
    NOTE = 1
    WARNING = 2
    SERIOUS = 3

    @property
    def sign(self) -> str:
        return "✓·!✗"[self]

    @property
    def words(self) -> Text:
        return _GRADES[self]


_GRADES = {
    Grade.FINE: Text("tốt", "fine"),
    Grade.NOTE: Text("lưu ý", "note"),
    Grade.WARNING: Text("cảnh báo", "warning"),
    Grade.SERIOUS: Text("nghiêm trọng", "serious"),
}
_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: ``code`` never changes, ``do`` is empty when nothing needs doing."""

    code: str
    grade: Grade
    what: Text
    do: Text = _NOTHING

    def as_data(self) -> dict[str, object]:
        """Return the finding for a program that reads it."""
        return {
            "code": self.code,
            "grade": self.grade.name.lower(),
            "what": {"vi": self.what.vi, "en": self.what.en},
            "do": {"vi": self.do.vi, "en": self.do.en},
        }


def fine(code: str, vi: str, en: str) -> Finding:
    """Say that something is as it should be."""
    return Finding(code, Grade.FINE, Text(vi, en))


def note(code: str, what: tuple[str, str], do: tuple[str, str] = ("", "")) -> Finding:
    """Say something that an administrator should know."""
    return Finding(code, Grade.NOTE, Text(*what), Text(*do))


def warning(code: str, what: tuple[str, str], do: tuple[str, str]) -> Finding:
    """Say something that will hurt one day."""
    return Finding(code, Grade.WARNING, Text(*what), Text(*do))


def serious(code: str, what: tuple[str, str], do: tuple[str, str]) -> Finding:
    """Say something that is wrong now."""
    return Finding(code, Grade.SERIOUS, Text(*what), Text(*do))
