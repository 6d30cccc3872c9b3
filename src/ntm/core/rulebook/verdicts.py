"""What the judge answers: an outcome with everything it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ntm.core.problems import Text
from ntm.core.rulebook import explaining
from ntm.core.rulebook.criteria import Criterion
from ntm.core.rulebook.indicators import Indicator
from ntm.core.rulebook.levels import Asked, PassesWhen
from ntm.core.rulebook.outcomes import Outcome
from ntm.core.rulebook.places import Place
from ntm.core.rulebook.sets import CriteriaSet


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """In place of a value: the unit has nothing of what the indicator speaks of, and why."""

    because: str


Measured = Decimal | bool | NotApplicable


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one indicator, or of one precondition.

    ``measured`` is in the indicator's unit; None means that nobody has reported yet, or that the
    indicator is judged by its ``parts``.
    """

    outcome: Outcome
    indicator: Indicator
    measured: Measured | None
    asked: Asked
    place: Place
    on: date
    parts: tuple[Verdict, ...] = ()

    @property
    def code(self) -> str:
        return self.indicator.code

    @property
    def gap(self) -> Decimal | None:
        """How much is missing in the indicator's unit, above zero; None unless a figure falls short."""
        asked, measured = self.asked.value, self.measured
        if self.outcome is not Outcome.NOT_MET or not isinstance(asked, Decimal) or not isinstance(measured, Decimal):
            return None
        return asked - measured if self.indicator.passes_when is PassesWhen.AT_LEAST else abs(measured - asked)

    @property
    def why(self) -> Text:
        """The full reason in both languages: measured, asked, article, day, place, doubts."""
        return explaining.verdict(self)


@dataclass(frozen=True, slots=True)
class CriterionVerdict:
    """The judgement of one criterion, with the verdict of each of its indicators."""

    outcome: Outcome
    criterion: Criterion
    verdicts: tuple[Verdict, ...]

    @property
    def code(self) -> str:
        return self.criterion.code

    @property
    def why(self) -> Text:
        return explaining.criterion(self)


@dataclass(frozen=True, slots=True)
class SetVerdict:
    """The judgement of one unit under one set: every criterion and every precondition."""

    outcome: Outcome
    criteria_set: CriteriaSet
    criteria: tuple[CriterionVerdict, ...]
    preconditions: tuple[Verdict, ...]
    on: date

    @property
    def met(self) -> int:
        """Criteria met; one that does not apply counts as met."""
        return sum(one.outcome.counts_as_met for one in self.criteria)

    @property
    def not_met(self) -> int:
        return sum(one.outcome is Outcome.NOT_MET for one in self.criteria)

    @property
    def without_data(self) -> int:
        return sum(one.outcome is Outcome.NO_DATA for one in self.criteria)

    @property
    def without_level(self) -> int:
        """Criteria that cannot be judged because the law as loaded has no level."""
        return sum(one.outcome is Outcome.NO_LEVEL for one in self.criteria)

    @property
    def total(self) -> int:
        return len(self.criteria)

    @property
    def why(self) -> Text:
        return explaining.whole_set(self)
