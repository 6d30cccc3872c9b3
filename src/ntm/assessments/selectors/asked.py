"""What a round asks of one unit: each measure once, whatever number of sets ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ntm.areas.models import Unit
from ntm.areas.selectors import place_of
from ntm.assessments.models import Round
from ntm.assessments.selectors.applicable import applies
from ntm.core.problems import Text
from ntm.core.rulebook import CriteriaSet, Criterion, Indicator, Place, Silence
from ntm.criteria.selectors import rulebook

_PLACES = "_places"  # kept on the round of one request: each act asks several times


@dataclass(frozen=True, slots=True)
class Question:
    """One measure that a unit is asked for, with every indicator that takes its value, the lowest level first."""

    measure: str
    criterion: Criterion
    indicators: tuple[Indicator, ...]

    @property
    def indicator(self) -> Indicator:
        """The indicator under whose code and words it is asked."""
        return self.indicators[0]

    @property
    def code(self) -> str:
        return self.indicator.code

    def name(self, day: date) -> Text:
        return self.indicator.name_on(day)

    def offices_on(self, day: date) -> frozenset[str]:
        """Codes of the offices that appraise it on a day; empty when nobody is known."""
        return frozenset(office.code for one in self.indicators for office in one.offices_on(day))


def questions_for(round_: Round, units: Sequence[Unit]) -> dict[int, tuple[Question, ...]]:
    """Return what the round asks of each unit, by the unit's id, in the order of the law.

    The law and the places are those of the last day of the round's period.
    """
    day = round_.quarter.ends_on
    places = places_in(round_, units)
    sets = tuple(rulebook().set(name) for name in round_.sets)
    return {
        unit.pk: asked_by(tuple(one for one in sets if _asks(one, unit, day)), places[unit.pk], day) for unit in units
    }


def places_in(round_: Round, units: Sequence[Unit]) -> dict[int, Place]:
    """Return the place of each unit on the last day of the round's period, by id; asked once for a round in hand."""
    known: dict[int, Place] = round_.__dict__.setdefault(_PLACES, {})
    new = [unit for unit in units if unit.pk not in known]
    if new:
        known |= place_of(new, round_.quarter.ends_on)
    return known


def _asks(criteria_set: CriteriaSet, unit: Unit, day: date) -> bool:
    return criteria_set.in_force.holds(day) and applies(criteria_set, unit)


@lru_cache(maxsize=256)
def asked_by(sets: tuple[CriteriaSet, ...], place: Place, day: date) -> tuple[Question, ...]:
    """Return each measure that the sets ask of a place; parts stand for the indicator that they make up."""
    found: dict[str, tuple[Criterion, list[Indicator]]] = {}
    for criteria_set in sets:
        for criterion in criteria_set.criteria:
            for indicator in criterion.indicators:
                for one in indicator.parts or (indicator,):
                    if one.asked(place, day).silence is not Silence.REPEALED:
                        found.setdefault(one.measure, (criterion, []))[1].append(one)
    return tuple(Question(measure, criterion, tuple(several)) for measure, (criterion, several) in found.items())
