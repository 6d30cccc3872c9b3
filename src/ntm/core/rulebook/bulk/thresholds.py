"""The law of the days that are judged, as a table: what is asked of each standpoint in each period.

Every figure comes from ``Indicator.asked``, the same that the judge of one unit asks.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import narwhals as nw

from ntm.core.rulebook.bulk.columns import PERIOD, STANDPOINT, level_column, silence_column
from ntm.core.rulebook.bulk.numbers import NO_LEVEL, NOT_APPLICABLE, level_number, value_type
from ntm.core.rulebook.bulk.questions import leaves_of
from ntm.core.rulebook.bulk.standpoints import Sight
from ntm.core.rulebook.dated import NotInForce
from ntm.core.rulebook.indicators import Indicator
from ntm.core.rulebook.levels import Asked
from ntm.core.rulebook.places import Place
from ntm.core.rulebook.sets import CriteriaSet
from ntm.core.rulebook.silences import Silence


@dataclass(frozen=True, slots=True)
class Threshold:
    """What is asked, in numbers: a level, or the outcome of a silence; exactly one of the two."""

    level: int | None
    silence: int | None  # NO_LEVEL, or NOT_APPLICABLE for what was repealed

    @classmethod
    def of(cls, asked: Asked, indicator: Indicator) -> Threshold:
        if asked.value is not None:
            return cls(level_number(asked.value, indicator.passes_when), None)
        return cls(None, NOT_APPLICABLE if asked.silence is Silence.REPEALED else NO_LEVEL)


@dataclass(frozen=True, slots=True, eq=False)
class LawTable:
    """A criteria set as asked of some standpoints in some periods.

    ``thresholds`` holds, by the column of the verdicts, one threshold for each of ``rows``, which are
    (standpoint, period); ``different`` holds each of them once, a single one where the law asks the same of all.
    """

    criteria_set: CriteriaSet
    sight: Sight
    standpoints: Mapping[Place, int]
    rows: tuple[tuple[int, int], ...]
    thresholds: Mapping[str, tuple[Threshold, ...]]
    different: Mapping[str, frozenset[Threshold]]

    def standpoint(self, place: Place) -> int:
        """Return the number of a place's standpoint; the table must have been compiled for the place."""
        return self.standpoints[self.sight.standpoint(place)]

    def frame(self) -> nw.DataFrame[Any]:
        """Return what differs between the rows: a column of levels for each leaf, and one of silences if it has any."""
        columns: dict[str, list[int | None]] = {
            STANDPOINT: [standpoint for standpoint, _ in self.rows],
            PERIOD: [period for _, period in self.rows],
        }
        types: dict[str, nw.dtypes.DType] = {STANDPOINT: nw.Int32(), PERIOD: nw.Int32()}
        for leaf in leaves_of(self.criteria_set):
            different = self.different[leaf.verdicts]
            if len(different) == 1:
                continue
            asked = self.thresholds[leaf.verdicts]
            columns[level_column(leaf.verdicts)] = [one.level for one in asked]
            types[level_column(leaf.verdicts)] = value_type(leaf.indicator.kind)
            if any(one.silence is not None for one in different):
                columns[silence_column(leaf.verdicts)] = [one.silence for one in asked]
                types[silence_column(leaf.verdicts)] = nw.Int8()
        return nw.from_dict(columns, schema=types, backend="polars")


def compile_law(criteria_set: CriteriaSet, places: Iterable[Place], days: Mapping[int, date]) -> LawTable:
    """Ask the law once for each standpoint among ``places`` and each period; ``days`` are the periods' last days.

    Raises NotInForce when the set is not in force on one of the days.
    """
    for day in days.values():
        if not criteria_set.in_force.holds(day):
            raise NotInForce(criteria_set.id, day, [criteria_set.in_force.begins])
    leaves = leaves_of(criteria_set)
    sight = Sight.of(_every_indicator(criteria_set))
    standpoints = {place: number for number, place in enumerate(dict.fromkeys(map(sight.standpoint, places)))}
    thresholds = {leaf.verdicts: tuple(_asked(leaf.indicator, standpoints, sight, days)) for leaf in leaves}
    return LawTable(
        criteria_set,
        sight,
        standpoints,
        rows=tuple((number, period) for number in standpoints.values() for period in days),
        thresholds=thresholds,
        different={name: frozenset(several) for name, several in thresholds.items()},
    )


def _asked(
    indicator: Indicator, standpoints: Iterable[Place], sight: Sight, days: Mapping[int, date]
) -> Iterator[Threshold]:
    """Ask for each standpoint and day; days between which the law does not change are asked once."""
    between = [bisect_right(sight.changes, day) for day in days.values()]
    one_day_of_each = dict(zip(between, days.values(), strict=True))
    for place in standpoints:
        on = {number: Threshold.of(indicator.asked(place, day), indicator) for number, day in one_day_of_each.items()}
        yield from (on[number] for number in between)


def _every_indicator(criteria_set: CriteriaSet) -> list[Indicator]:
    return [*criteria_set.indicators, *(one.indicator for one in criteria_set.preconditions)]
