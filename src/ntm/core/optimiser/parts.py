"""What a planner is asked, and what it answers: plain data, money in whole đồng."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Need = tuple[str, str]  # (unit, code of a measure or criterion)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Works of an area take at most ``dong`` of a source in a year.

    ``area`` is the code of a district or province, or empty for everywhere. A source that no ceiling names for a
    work's area and year has nothing to give it.
    """

    source: str
    area: str
    year: int
    dong: int

    def covers(self, work: Work, year: int) -> bool:
        return self.year == year and self.area in {"", work.area, work.province}


@dataclass(frozen=True, slots=True)
class Work:
    """Something that can be done once, in one of its years, and makes needs of one or more units met.

    ``at_least`` and ``at_most`` say which share of the cost, in percent, a source must or may bear.
    """

    code: str
    name: str
    lifts: frozenset[Need]
    cost: int
    eligible: frozenset[str]
    area: str
    province: str = ""
    earliest: int = 0
    latest: int = 9999
    at_least: Mapping[str, int] = field(default_factory=dict)
    at_most: Mapping[str, int] = field(default_factory=dict)
    essential: bool = False
    pinned: str = ""  # "must", "never" or empty


@dataclass(frozen=True, slots=True)
class Wish:
    """A unit reaches a level by the end of a year when all its needs are met by then."""

    unit: str
    level: str
    year: int
    needs: frozenset[Need]
    weight: int = 1
    province: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """The plan wants at least so many units at a level by the end of a year; ``province`` empty: anywhere."""

    level: str
    at_least: int
    year: int
    province: str = ""

    def counts(self, wish: Wish) -> bool:
        return wish.level == self.level and wish.year <= self.year and self.province in {"", wish.province}


@dataclass(frozen=True, slots=True)
class Instance:
    """One question to the planner."""

    years: tuple[int, ...]
    works: tuple[Work, ...]
    wishes: tuple[Wish, ...]
    ceilings: tuple[Ceiling, ...]
    targets: tuple[Target, ...] = ()

    def years_of(self, work: Work) -> tuple[int, ...]:
        return tuple(year for year in self.years if work.earliest <= year <= work.latest)


@dataclass(frozen=True, slots=True)
class Choice:
    """A work is done in a year and paid so; the parts sum to its cost, to the đồng."""

    work: str
    year: int
    paid: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Solution:
    """What a planner proposes. ``bound`` is what no solution can exceed; infinite where nothing was proven.

    ``finished`` is False when it was stopped by time or by a person before its gap was closed.
    """

    choices: tuple[Choice, ...]
    value: float
    bound: float
    strategy: str
    seconds: float
    finished: bool = True

    @property
    def gap(self) -> float:
        """How far the value may be below the best, as a share of the bound; 0 when it is the best."""
        return max(0.0, (self.bound - self.value) / self.bound) if self.bound > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search has come."""

    seconds: float
    value: float
    bound: float
