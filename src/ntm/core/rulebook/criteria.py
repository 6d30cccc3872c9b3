"""One criterion: indicators that one department answers for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ntm.core.problems import Text
from ntm.core.rulebook.dated import Dated
from ntm.core.rulebook.indicators import Indicator


@dataclass(frozen=True, slots=True, eq=False)
class Criterion:
    """A criterion is met when all its applicable indicators are.

    ``known_in_full`` is False while indicators that the law has are missing from the file: then it
    can be failed but never met. ``offices`` holds codes of the register of offices.
    """

    code: str
    set_id: str
    name: Text
    group: Text | None
    indicators: tuple[Indicator, ...]
    offices: Dated[tuple[str, ...]]
    known_in_full: bool
    note: Text | None
    compared_with_gazette: date | None
    file: str

    def office_on(self, day: date) -> str | None:
        """Return the code of the office that leads it on ``day``; None when nobody is known."""
        first, *_ = self.offices.steps
        codes = first[1] if day < first[0] else self.offices.on(day)
        return codes[0] if codes else None
