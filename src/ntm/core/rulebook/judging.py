"""The judge: how a measured value becomes a verdict.

Read from top to bottom: a value is held against the level of its place and day; the indicators of a
criterion are joined; the criteria and preconditions of a set are joined.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from ntm.core.problems import Problem, Text
from ntm.core.rulebook.criteria import Criterion
from ntm.core.rulebook.indicators import Indicator
from ntm.core.rulebook.joining import all_of, any_of
from ntm.core.rulebook.levels import Asked, Kind, PassesWhen
from ntm.core.rulebook.outcomes import Outcome
from ntm.core.rulebook.places import Place
from ntm.core.rulebook.sets import CriteriaSet
from ntm.core.rulebook.silences import Silence
from ntm.core.rulebook.verdicts import CriterionVerdict, Measured, NotApplicable, SetVerdict, Verdict


class WrongKindOfValue(Problem):
    """A yes-no was given where a figure is asked, or the other way round."""

    code = "law/wrong-kind-of-value"

    def __init__(self, indicator: Indicator, measured: object) -> None:
        name = f"{indicator.set_id}/{indicator.code}"
        super().__init__(
            Text(
                f"Giá trị {measured!r} không đúng loại “{indicator.kind}” của chỉ tiêu {name}.",
                f"The value {measured!r} is not of the kind “{indicator.kind}” that {name} asks.",
            ),
            Text(
                "Hãy ghi nhận đạt/chưa đạt cho chỉ tiêu có/không, và con số cho chỉ tiêu còn lại.",
                "Record yes or no for a yes-no indicator, and a figure for any other.",
            ),
        )


def judge(indicator: Indicator, measured: Measured | None, *, place: Place, on: date) -> Verdict:
    """Say whether one measured value meets what the law asked of ``place`` on that day.

    ``measured`` is in ``indicator.unit``. None means that nobody has reported yet: an outcome of its
    own, never a failure. An indicator with parts has no value of its own: see judge_indicator.
    Raises NotInForce when the set is not in force on that day.
    """
    values = {} if measured is None else {indicator.measure: measured}
    return judge_indicator(indicator, values, place=place, on=on)


def judge_indicator(indicator: Indicator, values: Mapping[str, Measured], *, place: Place, on: date) -> Verdict:
    """Judge one indicator, or all its parts, on what was measured; ``values`` goes by measure."""
    asked = indicator.asked(place, on)
    measured = values.get(indicator.measure)
    if not indicator.parts:
        return Verdict(_outcome(indicator, measured, asked), indicator, measured, asked, place, on)
    parts = tuple(judge_indicator(part, values, place=place, on=on) for part in indicator.parts)
    join = any_of if indicator.passes_when is PassesWhen.ANY_OF else all_of
    return Verdict(join(part.outcome for part in parts), indicator, measured, asked, place, on, parts)


def judge_criterion(
    criterion: Criterion, values: Mapping[str, Measured], *, place: Place, on: date
) -> CriterionVerdict:
    """Judge a criterion: met when all its applicable indicators are."""
    verdicts = tuple(judge_indicator(indicator, values, place=place, on=on) for indicator in criterion.indicators)
    outcome = all_of(verdict.outcome for verdict in verdicts)
    if not criterion.known_in_full and outcome.counts_as_met:
        outcome = Outcome.NO_LEVEL  # what the law asks besides is not loaded, so nobody can have met it all
    return CriterionVerdict(outcome, criterion, verdicts)


def judge_set(
    criteria_set: CriteriaSet,
    values: Mapping[str, Measured],
    *,
    place: Place,
    on: date,
    facts: Mapping[str, Measured] | None = None,
) -> SetVerdict:
    """Judge a unit under a whole set; ``facts`` answer its preconditions by id.

    Raises NotInForce when the set is not in force on that day.
    """
    criteria = tuple(judge_criterion(criterion, values, place=place, on=on) for criterion in criteria_set.criteria)
    known = facts or {}
    preconditions = tuple(
        judge(precondition.indicator, known.get(precondition.id), place=place, on=on)
        for precondition in criteria_set.preconditions
    )
    outcome = all_of([*(one.outcome for one in criteria), *(one.outcome for one in preconditions)])
    return SetVerdict(outcome, criteria_set, criteria, preconditions, on)


def _outcome(indicator: Indicator, measured: Measured | None, asked: Asked) -> Outcome:
    """Decide one outcome. The law is asked first: where it is silent, no value can help or harm."""
    level = asked.value
    if level is None:
        return Outcome.NOT_APPLICABLE if asked.silence is Silence.REPEALED else Outcome.NO_LEVEL
    if measured is None:
        return Outcome.NO_DATA
    if isinstance(measured, NotApplicable):
        # Only the law excuses: without a condition in its wording, the value is still owed.
        return Outcome.NOT_APPLICABLE if indicator.applies_when else Outcome.NO_DATA
    if isinstance(measured, bool) is not (indicator.kind is Kind.YES_NO):
        raise WrongKindOfValue(indicator, measured)
    return Outcome.MET if _passes(indicator.passes_when, measured, level) else Outcome.NOT_MET


def _passes(passes_when: PassesWhen, measured: Decimal | bool, level: Decimal | bool) -> bool:
    if passes_when is PassesWhen.AT_LEAST:
        return measured >= level
    if passes_when is PassesWhen.AT_MOST:
        return measured <= level
    return measured == level
