"""What a set asks, as columns: where each value stands, and where its verdict goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ntm.core.rulebook.bulk.columns import (
    fact_column,
    indicator_column,
    instead_column,
    measure_column,
    precondition_column,
)
from ntm.core.rulebook.criteria import Criterion
from ntm.core.rulebook.indicators import Indicator
from ntm.core.rulebook.levels import Kind
from ntm.core.rulebook.preconditions import Precondition
from ntm.core.rulebook.sets import CriteriaSet


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """An indicator, a part of one, or a precondition.

    ``reads`` names the column of its values, None where no value can ever answer it; ``verdicts`` the
    column that its outcomes go to. One with ``parts`` has no value of its own.
    """

    indicator: Indicator
    reads: str | None
    verdicts: str
    parts: tuple[Question, ...]

    @property
    def instead(self) -> str | None:
        """The column that says why a value is not there, where anybody said so."""
        return self.reads and instead_column(self.reads)

    def leaves(self) -> Iterator[Question]:
        """Walk what has a value of its own: the question itself, or its parts."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


def questions_of(criterion: Criterion) -> tuple[Question, ...]:
    """Return the questions of a criterion; each reads the column of its measure."""
    return tuple(_asked_by(one, measure_column, indicator_column(one.code)) for one in criterion.indicators)


def question_of(precondition: Precondition) -> Question:
    """Return the question of a precondition: one fact answers it, and only where the measure is its own."""
    own = precondition.indicator.measure

    def reads(measure: str) -> str | None:
        return fact_column(precondition.id) if measure == own else None

    return _asked_by(precondition.indicator, reads, precondition_column(precondition.id))


def leaves_of(criteria_set: CriteriaSet) -> tuple[Question, ...]:
    """Return everything that has a value of its own in the set, its preconditions last."""
    asked = [question for criterion in criteria_set.criteria for question in questions_of(criterion)]
    asked += [question_of(precondition) for precondition in criteria_set.preconditions]
    return tuple(leaf for question in asked for leaf in question.leaves())


def kinds_of(sets: Iterable[CriteriaSet]) -> dict[str, Kind]:
    """Return every measure that some sets read, with the kind of its values."""
    asked = (question for one in sets for criterion in one.criteria for question in questions_of(criterion))
    leaves = [leaf.indicator for question in asked for leaf in question.leaves()]
    return {leaf.measure: leaf.kind for leaf in leaves}


def _asked_by(indicator: Indicator, reads: Callable[[str], str | None], verdicts: str) -> Question:
    parts = tuple(_asked_by(part, reads, f"{verdicts}_part_{measure_column(part.code)}") for part in indicator.parts)
    return Question(indicator, reads(indicator.measure), verdicts, parts)
