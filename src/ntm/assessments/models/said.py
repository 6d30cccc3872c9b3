from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from ntm.core.rulebook import Measured, NotApplicable


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of one measure: an amount, yes or no, or that it does not apply and why.

    At most one of ``amount``, ``passed`` and ``not_applicable_because`` is given; none while nothing is
    said. ``typed`` keeps words that could not be read as a figure, so that nobody loses what they typed.
    ``numerator`` and ``denominator`` are what a rate was worked out from.
    """

    amount: Decimal | None = None
    passed: bool | None = None
    not_applicable_because: str = ""
    note: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    typed: str = ""

    @property
    def value(self) -> Measured | None:
        """What the judge takes; None while nothing is said."""
        if self.not_applicable_because:
            return NotApplicable(self.not_applicable_because)
        return self.passed if self.passed is not None else self.amount

    @classmethod
    def of(cls, row: object) -> Said:
        """Read it from anything that has the same fields, such as an item or a reading."""
        return cls(**{name: getattr(row, name) for name in cls.__slots__ if hasattr(row, name)})

    @property
    def fields(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}
