"""The decisions that rules cite and the offices that answer for criteria."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ntm.core.problems import Text
from ntm.core.rulebook.confidence import Confidence
from ntm.core.rulebook.dated import Interval


@dataclass(frozen=True, slots=True)
class Source:
    """A decision, decree, circular or guide. ``issued_on`` is None when only its year is known."""

    number: str
    issued_on: date | None
    issuer: Text
    subject: Text
    in_force: Interval | None
    confidence: Confidence
    note: Text | None


@dataclass(frozen=True, slots=True)
class Office:
    """A body that appraises criteria, with the days between which it bears this name.

    ``begins`` or ``ends`` is None where the product need not know the day.
    """

    code: str
    name: Text
    begins: date | None
    ends: date | None

    def exists_on(self, day: date) -> bool:
        return (self.begins is None or self.begins <= day) and (self.ends is None or day <= self.ends)
