"""The way of a unit to a level: each indicator that it does not meet, what is planned about it, and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ntm.areas.models import Unit
from ntm.areas.selectors import place_of
from ntm.assessments.facts import facts_about
from ntm.assessments.models import Solution
from ntm.assessments.selectors import measures_of, readings_of
from ntm.core.periods import Quarter
from ntm.core.problems import Text
from ntm.core.rulebook import CriteriaSet, CriterionVerdict, Outcome, SetVerdict, Verdict, judge_set
from ntm.plans.selectors.registrations import set_for

_OPEN = {Outcome.NOT_MET, Outcome.NO_DATA}


@dataclass(frozen=True, slots=True)
class Need:
    """One indicator that is not met, with the solutions for it."""

    verdict: Verdict
    solutions: tuple[Solution, ...]
    day: date

    @property
    def set_id(self) -> str:
        """The set under whose measure a solution is kept: a measure may be shared with a lower set."""
        return self.verdict.indicator.measure.partition("/")[0]

    @property
    def code(self) -> str:
        return self.verdict.indicator.measure.partition("/")[2]

    @property
    def name(self) -> Text:
        return self.verdict.indicator.name_on(self.verdict.on)

    @property
    def late(self) -> bool:
        """Whether a solution should be done by now and is not."""
        return any(is_late(one, self.day) for one in self.solutions)

    @property
    def next_due(self) -> date | None:
        """The first day by which a solution still under way is to be done."""
        return min((one.due_on for one in self.solutions if one.progress < 100), default=None)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One criterion that is not met, with what each of its indicators needs."""

    criterion: CriterionVerdict
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Deadline:
    """How many solutions fall due in a quarter, how many of them are done or late."""

    period: Quarter
    due: int
    done: int
    late: int


@dataclass(frozen=True, slots=True)
class Roadmap:
    """What a unit still needs for a level, by the standing of the newest closed quarter."""

    criteria_set: CriteriaSet
    period: Quarter
    verdict: SetVerdict
    stretches: tuple[Stretch, ...]
    day: date

    @property
    def needs(self) -> tuple[Need, ...]:
        return tuple(need for stretch in self.stretches for need in stretch.needs)

    @property
    def solutions(self) -> tuple[Solution, ...]:
        """Every solution once: one may serve several indicators."""
        return tuple({one.pk: one for need in self.needs for one in need.solutions}.values())

    @property
    def without_solution(self) -> int:
        return sum(not need.solutions for need in self.needs)

    @property
    def late(self) -> int:
        return sum(is_late(one, self.day) for one in self.solutions)

    @property
    def cost_dong(self) -> int:
        return sum(cost.amount_dong for one in self.solutions for cost in one.costs.all())

    @property
    def conditions(self) -> tuple[tuple[Text, Outcome], ...]:
        """What must hold besides the criteria, in words, with how it stands."""
        pairs = zip(self.criteria_set.preconditions, self.verdict.preconditions, strict=True)
        return tuple((condition.name, verdict.outcome) for condition, verdict in pairs)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The quarters in which solutions fall due, in their order."""
        by_quarter: dict[Quarter, list[Solution]] = {}
        for one in self.solutions:
            by_quarter.setdefault(_calendar_quarter(one.due_on), []).append(one)
        return tuple(
            Deadline(
                quarter,
                due=len(several),
                done=sum(one.progress == 100 for one in several),
                late=sum(is_late(one, self.day) for one in several),
            )
            for quarter, several in sorted(by_quarter.items())
        )


def _calendar_quarter(day: date) -> Quarter:
    """Return the quarter of the calendar, by which people set deadlines; windows of data begin two weeks earlier."""
    return Quarter(day.year, (day.month + 2) // 3)


def is_late(solution: Solution, day: date) -> bool:
    return solution.due_on < day and solution.progress < 100


def roadmap_of(unit: Unit, level: str, day: date) -> Roadmap | None:
    """Return the roadmap of a unit to a level; None where such a unit has no set for it on the day.

    The standing is judged on the readings of the newest quarter whose data window had closed by the day.
    """
    period = Quarter.last_closed_on(day)
    criteria_set = set_for(unit, level, period.ends_on)
    if criteria_set is None:
        return None
    values = measures_of(readings_of(unit, period).values())
    place = place_of([unit], period.ends_on)[unit.pk]
    facts = facts_about([unit], criteria_set, period.ends_on)[unit.pk]
    verdict = judge_set(criteria_set, values, place=place, on=period.ends_on, facts=facts)
    stretches = tuple(_stretches(verdict, _solutions(unit), day))
    return Roadmap(criteria_set, period, verdict, stretches, day)


def _solutions(unit: Unit) -> dict[str, list[Solution]]:
    found: dict[str, list[Solution]] = {}
    for one in Solution.objects.filter(unit=unit, dropped_at=None).prefetch_related("costs").order_by("due_on", "pk"):
        found.setdefault(one.measure, []).append(one)
    return found


def _stretches(verdict: SetVerdict, solutions: Mapping[str, Sequence[Solution]], day: date) -> Iterable[Stretch]:
    for criterion in verdict.criteria:
        open_ones = (
            part
            for one in criterion.verdicts
            if one.outcome in _OPEN
            for part in one.parts or (one,)
            if part.outcome in _OPEN
        )
        needs = tuple(Need(one, tuple(solutions.get(one.indicator.measure, ())), day) for one in open_ones)
        if needs:
            yield Stretch(criterion, needs)
