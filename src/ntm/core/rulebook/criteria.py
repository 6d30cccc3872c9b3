"""One criterion: indicators that one department answers for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ntm.core.problems import Text
from ntm.core.rulebook.dated import Dated
from ntm.core.rulebook.indicators import Indicator
from ntm.core.rulebook.register import Office


@dataclass(frozen=True, slots=True, eq=False)
class Criterion:
    """A criterion is met when all its applicable indicators are.

    ``known_in_full`` is False while indicators that the law has are missing from the file: then it
    can be failed but never met. ``offices`` lead it, the first one first.
    """

    code: str
    set_id: str
    name: Text
    group: Text | None
    indicators: tuple[Indicator, ...]
    offices: Dated[tuple[Office, ...]]
    known_in_full: bool
    note: Text | None
    compared_with_gazette: date | None
    file: str

    def offices_on(self, day: date) -> tuple[Office, ...]:
        """Return the offices that answer for it on ``day``; empty when nobody is known."""
        return self.offices.on(max(day, self.offices.steps[0][0]))

    def office_on(self, day: date) -> str | None:
        """Return the code of the office that leads it on ``day``; None when nobody is known."""
        return next((office.code for office in self.offices_on(day)), None)
