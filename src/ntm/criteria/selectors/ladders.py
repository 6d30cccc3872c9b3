"""Every level of one indicator, over places and time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from ntm.core.problems import Text
from ntm.core.rulebook import Asked, Confidence, Dated, Indicator, Level, NotInForce, Rulebook
from ntm.core.rulebook.levels import Demand


@dataclass(frozen=True, slots=True)
class Rung:
    """The levels of one place: one for each column, None before the first.

    ``province`` is the code of the province that decided them, empty for the law's own.
    """

    key: str
    name: Text
    province: str
    levels: tuple[Asked | None, ...]

    @property
    def confidences(self) -> tuple[Confidence, ...]:
        return tuple(dict.fromkeys(one.confidence for one in self.levels if one))

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.source for one in self.levels if one))


@dataclass(frozen=True, slots=True)
class Ladder:
    """A table of levels: a row for each place, a column for each day from which some level holds.

    ``current`` is the place of the column that holds on the day read, None before all of them.
    """

    days: tuple[date, ...]
    rungs: tuple[Rung, ...]
    current: int | None


def ladder(indicator: Indicator, day: date, book: Rulebook) -> Ladder | None:
    """Return the levels of an indicator; None where they come from its parts."""
    base = indicator.multiple.of if indicator.multiple else indicator
    if base.levels is None:
        return None
    own = [("", base.levels.by_key), *base.provincial.items()]
    days = sorted({begins for _, by_key in own for dated in by_key.values() for begins, _ in dated.steps})
    rungs = [rung for province, by_key in own for rung in _rungs(indicator, province, by_key, days, book)]
    begun = [place for place, begins in enumerate(days) if begins <= day]
    return Ladder(tuple(days), tuple(rungs), begun[-1] if begun else None)


def _rungs(
    indicator: Indicator, province: str, by_key: Mapping[str, Dated[Level]], days: list[date], book: Rulebook
) -> list[Rung]:
    return [
        Rung(
            key,
            book.place_names.get(key, Text(key, key)),
            province,
            tuple(_asked(indicator, province, key, dated, day) for day in days),
        )
        for key, dated in by_key.items()
    ]


def _asked(indicator: Indicator, province: str, key: str, dated: Dated[Level], day: date) -> Asked | None:
    try:
        since, level = dated.step_on(day)
    except NotInForce:
        return None
    if indicator.multiple:
        level = _times(level, indicator)
    return Asked(level, since, key, "province" if province else "law", _without_unit(indicator.demand))


def _without_unit(demand: Demand) -> Demand:
    """Leave the unit to the table's heading; a percent sign is short enough to stay."""
    return demand if demand.unit and demand.unit.vi == "%" else replace(demand, unit=None)


def _times(level: Level, indicator: Indicator) -> Level:
    multiple = indicator.multiple
    if multiple is None or not isinstance(level.value, Decimal):
        return level
    sure = Confidence.lowest(level.confidence, multiple.confidence)
    return replace(level, value=level.value * multiple.times, confidence=sure, source=multiple.source)
