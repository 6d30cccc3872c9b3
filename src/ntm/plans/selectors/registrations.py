"""Which units registered for which level, as it stood on a day, and what stands in their way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ntm.areas.models import Unit
from ntm.areas.selectors import place_of
from ntm.assessments.facts import facts_about
from ntm.assessments.selectors import sets_for
from ntm.core.problems import Text
from ntm.core.quantities import written_day
from ntm.core.rulebook import CriteriaSet, Outcome, judge
from ntm.plans.models import Plan, Registration, RegistrationState, RegistrationStep
from ntm.recognition.models import Level
from ntm.recognition.selectors import known_levels


@dataclass(frozen=True, slots=True)
class RegistrationOn:
    """A registration as it stood on a day; ``step`` is what last happened to it by then."""

    registration: Registration
    step: RegistrationStep

    @property
    def unit(self) -> Unit:
        return self.registration.unit

    @property
    def state(self) -> RegistrationState:
        return RegistrationState(self.step.state)

    @property
    def level(self) -> Level:
        return Level(self.registration.level)


def registrations_on(plan: Plan, day: date, units: Collection[int] = ()) -> list[RegistrationOn]:
    """Return every registration that had been made by a day, with its state then; by unit. Two queries.

    Units register under the plan of their province. A plan of fewer units, such as a district's, names them (by id) to
    have those of its year as well.
    """
    newest: dict[int, RegistrationStep] = {}
    theirs = Q(registration__plan=plan)
    theirs |= Q(registration__plan__year=plan.year, registration__unit__in=list(units))
    for step in RegistrationStep.objects.filter(theirs, on__lte=day).order_by("on", "pk"):
        newest[step.registration_id] = step
    rows = Registration.objects.filter(pk__in=newest).select_related("unit").order_by("unit__sort_name", "level")
    return [RegistrationOn(row, newest[row.pk]) for row in rows]


def levels_for(unit: Unit, day: date) -> tuple[Level, ...]:
    """Return the levels that such a unit can reach on a day, the lowest first."""
    return tuple(Level(one.level) for one in sets_for(unit, day))


def set_for(unit: Unit, level: str, day: date) -> CriteriaSet | None:
    """Return the criteria set by which such a unit reaches a level on a day."""
    return next((one for one in sets_for(unit, day) if one.level == level), None)


def doubts_about(unit: Unit, level: str, day: date) -> tuple[Text, ...]:
    """Return what should make one think twice before the unit is registered; nothing here forbids it."""
    criteria_set = set_for(unit, level, day)
    doubts = list(_recognised_already(unit, level, day))
    if criteria_set is None:
        return tuple(doubts)
    facts = facts_about([unit], criteria_set, day)[unit.pk]
    place = place_of([unit], day)[unit.pk]
    for one in criteria_set.preconditions:
        if one.id in facts and judge(one.indicator, facts[one.id], place=place, on=day).outcome is Outcome.NOT_MET:
            doubts.append(Text(f"Chưa đủ điều kiện: {one.name.vi}.", f"A condition does not hold yet: {one.name.en}."))
        elif one.id == _LOWER and one.id not in facts:
            doubts.append(
                Text(f"Chưa rõ có đủ điều kiện không: {one.name.vi}.", f"It is not known whether: {one.name.en}.")
            )
    return tuple(doubts)


_LOWER = "lower-level-recognised"


def _recognised_already(unit: Unit, level: str, day: date) -> Sequence[Text]:
    known = known_levels([unit], day)
    if not known.has(unit, Level(level)):
        return ()
    since = known.recognitions[unit.pk][Level(level)].holds_from
    return (
        Text(
            f"{unit.name} đã được công nhận mức này (từ {written_day(since)}).",
            f"{unit.name} is recognised at this level already (since {written_day(since)}).",
        ),
    )
