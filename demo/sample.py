"""Sample values for every unit of the demo province: the same seed gives the same bytes.

Nothing here was measured. The values exist so that the screens have something to show; they are
plausible for the region and agree with what is known of who was recognised. The level that the law
asks is taken from the rulebook, so a unit that is to meet an indicator meets it, and one that is to
miss it misses it; where no level is known the values are still plausible and the judge says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from demo.cast import (
    COMMUNE_ADVANCED,
    COMMUNE_MODEL,
    COMMUNE_NTM,
    DISTRICT_NTM,
    Cast,
    Role,
    SampleUnit,
    cast_of,
)
from demo.values import Demand, Scale, value
from ntm.core.periods import Quarter
from ntm.core.rulebook import Criterion, Indicator, Measured, NotApplicable, Place, Rulebook

SEED = 2024
REPORTED, VERIFIED, APPRAISED = "1-reported", "2-verified", "3-appraised"  # the values of Stage
SETS = {"commune": (COMMUNE_NTM, COMMUNE_ADVANCED, COMMUNE_MODEL), "district": (DISTRICT_NTM,)}
NOT_HERE = 0.6  # share of communes without what an indicator speaks of only "if any", such as a craft village
NOTHING_OF_IT = "Trên địa bàn không có đối tượng mà chỉ tiêu nói tới (dữ liệu mẫu)"
BLANKS = 0.06  # share of a late commune's measures whose value came in late or not at all
MOST_MISSED_TOGETHER = 2  # indicators of one criterion that a unit misses at once


@dataclass(frozen=True, slots=True)
class SampleReading:
    """One made-up reading; ``unit`` is the key of the SampleUnit, ``stage`` a value of Stage."""

    unit: int
    measure: str
    period: Quarter
    stage: str
    value: Measured


@dataclass(frozen=True, slots=True)
class Sample:
    readings: tuple[SampleReading, ...]
    cast: Cast


def sample(rulebook: Rulebook, units: Sequence[SampleUnit], *, seed: int = SEED) -> Sample:
    """Make every reading of every unit in each of its quarters. Pure: same input, same output."""
    writer = _Writer(rulebook, seed)
    cast = cast_of(units, writer.criteria_that_can_be_missed(units), seed)
    readings = [reading for unit in units for reading in writer.readings(unit, cast.roles[unit.name])]
    return Sample(tuple(readings), cast)


def readings_of(
    rulebook: Rulebook,
    units: Sequence[SampleUnit],
    role: Callable[[SampleUnit, Mapping[str, Sequence[str]], Random], Role],
    *,
    seed: int = SEED,
) -> Iterator[SampleReading]:
    """Yield the readings of units whose ``role`` is drawn one by one from the criteria that can be missed, by set."""
    writer = _Writer(rulebook, seed)
    criteria = writer.criteria_that_can_be_missed(units)
    for unit in units:
        yield from writer.readings(unit, role(unit, criteria, Random(f"{seed}/{unit.name}")))  # noqa: S311 - sample values, not secrets


@dataclass(frozen=True, slots=True)
class _Leaf:
    """An indicator, or a part of one, that is measured by itself."""

    set_id: str
    criterion: str
    indicator: Indicator


class _Writer:
    """Writes the readings of one unit after another by one rulebook and one seed."""

    def __init__(self, rulebook: Rulebook, seed: int) -> None:
        self.rulebook, self.seed = rulebook, seed
        self.leaves = {tier: _leaves_by_measure(rulebook, sets) for tier, sets in SETS.items()}
        self.levels: dict[tuple[int, Place, date], Decimal | bool | None] = {}

    def level(self, indicator: Indicator, place: Place, day: date) -> Decimal | bool | None:
        """Return the level asked on a day; None where the law as loaded has none."""
        key = (id(indicator), place, day)
        if key not in self.levels:
            self.levels[key] = indicator.asked(place, day).value
        return self.levels[key]

    def criteria_that_can_be_missed(self, units: Sequence[SampleUnit]) -> dict[str, list[str]]:
        """Return, by set, the criteria of which some level is known where the first unit of the tier is."""
        first = {unit.tier: unit for unit in reversed(units)}
        return {
            name: [one.code for one in self.rulebook.set(name).criteria if self._missable(one, first[tier])]
            for tier, names in SETS.items()
            if tier in first
            for name in names
        }

    def readings(self, unit: SampleUnit, role: Role) -> Iterator[SampleReading]:
        """Yield what the unit reports: measure by measure, quarter by quarter."""
        rng = Random(f"{self.seed}/{unit.name}/values")  # noqa: S311 - sample values, not secrets
        missable = self._measures_to_miss(unit, role, rng)
        stages = [_stage(period, rng) for period in unit.periods]
        for measure, leaves in self.leaves[unit.tier].items():
            nature = _Nature.drawn(leaves, role, rng)
            for quarter, period in enumerate(unit.periods):
                if quarter < nature.blank_until:
                    continue
                missed = {name: missable[name, quarter] for name in role.gaps}
                found = nature.absent or self._value(leaves, unit, period, missed, nature.progress(quarter))
                yield SampleReading(unit.key, measure, period, stages[quarter], found)

    def _missable(self, criterion: Criterion, unit: SampleUnit) -> bool:
        return any(self._has_level(indicator, unit) for indicator in criterion.indicators)

    def _has_level(self, indicator: Indicator, unit: SampleUnit) -> bool:
        day = unit.periods[0].ends_on
        return all(self.level(leaf, unit.place, day) is not None for leaf in _parts(indicator))

    def _measures_to_miss(
        self, unit: SampleUnit, role: Role, rng: Random
    ) -> dict[tuple[str, int], frozenset[tuple[str, str]]]:
        """Choose, for each set and quarter, the (criterion, measure) pairs that the unit misses."""
        chosen: dict[tuple[str, int], frozenset[tuple[str, str]]] = {}
        for name, gaps in role.gaps.items():
            of_criterion: dict[str, list[str]] = {}
            for criterion in self.rulebook.set(name).criteria:
                open_to_it = [one for one in criterion.indicators if self._has_level(one, unit)]
                count = min(len(open_to_it), rng.randint(1, MOST_MISSED_TOGETHER))
                drawn = rng.sample(open_to_it, count)
                of_criterion[criterion.code] = [leaf.measure for one in drawn for leaf in _failing_parts(one)]
            for quarter in range(len(unit.periods)):
                missed = gaps.missed(quarter)
                chosen[name, quarter] = frozenset((code, one) for code in missed for one in of_criterion[code])
        return chosen

    def _value(
        self,
        leaves: Sequence[_Leaf],
        unit: SampleUnit,
        period: Quarter,
        missed: Mapping[str, frozenset[tuple[str, str]]],
        progress: float,
    ) -> Measured:
        """Return a value that serves every set which asks for the measure, the lower sets first."""
        demands: list[Demand] = []
        for leaf in leaves:
            asked = self.level(leaf.indicator, unit.place, period.ends_on)
            meets = (leaf.criterion, leaf.indicator.measure) not in missed[leaf.set_id]
            if leaf.indicator.kind == "yes-no":
                return meets if asked is not None else progress > 0.15
            if isinstance(asked, Decimal):
                demands.append(Demand(leaf.indicator.passes_when, asked, meets))
        return value(Scale.of(leaves[0].indicator.kind), demands, progress)


@dataclass(frozen=True, slots=True)
class _Nature:
    """What stays the same about one measure of one unit over the quarters."""

    start: float
    pace: float
    blank_until: int  # the first quarter in which a value came in
    absent: NotApplicable | None

    @classmethod
    def drawn(cls, leaves: Sequence[_Leaf], role: Role, rng: Random) -> _Nature:
        """Draw everything each time, so that one measure's fate never shifts another's values."""
        start, pace, blank, quarters, absent = (rng.random() for _ in range(5))
        only_if_any = all(leaf.indicator.applies_when for leaf in leaves)  # else somebody still asks for a value
        return cls(
            start=0.05 + 0.7 * start,
            pace=0.01 + 0.05 * pace,
            blank_until=1 + int(4 * quarters) if role.leaves_blanks and blank < BLANKS else 0,
            absent=NotApplicable(NOTHING_OF_IT) if only_if_any and absent < NOT_HERE else None,
        )

    def progress(self, quarter: int) -> float:
        return min(1.0, self.start + self.pace * quarter)


def _leaves_by_measure(rulebook: Rulebook, sets: Sequence[str]) -> dict[str, list[_Leaf]]:
    """Return each measure once, with every indicator that asks for it, the lower sets first."""
    found: dict[str, list[_Leaf]] = {}
    for name in sets:
        for criterion in rulebook.set(name).criteria:
            for indicator in criterion.indicators:
                for leaf in _parts(indicator):
                    found.setdefault(leaf.measure, []).append(_Leaf(name, criterion.code, leaf))
    return found


def _parts(indicator: Indicator) -> list[Indicator]:
    """Return what of an indicator is measured by itself: its parts, or the indicator where it has none."""
    return [leaf for part in indicator.parts for leaf in _parts(part)] if indicator.parts else [indicator]


def _failing_parts(indicator: Indicator) -> list[Indicator]:
    """Return the parts that must fail for the indicator to fail: one of “all of”, each of “any of”."""
    leaves = _parts(indicator)
    return leaves if indicator.passes_when == "any of" else leaves[:1]


def _stage(period: Quarter, rng: Random) -> str:
    """Return how far a quarter's readings have come: the older the quarter, the further."""
    further = rng.random() < (0.9 if period < Quarter(2024, 3) else 0.6)
    if period < Quarter(2024, 3):
        return APPRAISED if further else VERIFIED
    return VERIFIED if further else REPORTED
