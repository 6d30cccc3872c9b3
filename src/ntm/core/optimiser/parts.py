"""What a planner is asked, and what it answers: plain data, money in whole đồng."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

Need = tuple[str, str]  # (unit, code of a measure or criterion)


def under(source: str, key: str) -> bool:
    """Say whether a source is the one named, or a part of it: ``central/investment`` is a part of ``central``."""
    return source == key or source.startswith(f"{key}/")


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Works of an area take at most ``dong`` of a source in a year, or from ``since`` until that year together.

    ``area`` is the code of a district or province, or empty for everywhere. A source that no ceiling names for a
    work's area and year has nothing to give it. Money that may be carried over is said with ``since``: 4 in 2024 and
    3 in 2025 become a ceiling of 4 for 2024, and one of 7 for both.
    """

    source: str
    area: str
    year: int
    dong: int
    since: int = 0  # 0: of the year alone

    @property
    def begins(self) -> int:
        return self.since or self.year

    def covers(self, work: Work, year: int) -> bool:
        return self.begins <= year <= self.year and self.area in {"", work.area, work.province}


@dataclass(frozen=True, slots=True)
class Block:
    """Sources that bear at least and at most a share of a work's cost together, in percent."""

    sources: tuple[str, ...]
    least: int
    most: int

    def least_of(self, cost: int) -> int:
        """Return the least share in đồng, rounded down."""
        return cost * self.least // 100

    def most_of(self, cost: int) -> int:
        """Return the greatest share in đồng, rounded up."""
        return -(-cost * self.most // 100)


@dataclass(frozen=True, slots=True)
class Work:
    """Something that can be done once, in one of its years, and makes needs of one or more units met.

    ``at_least`` and ``at_most`` say which share of the cost, in percent, a source must or may bear; a source such as
    ``central`` stands for all its parts (``central/investment``) together, and no two keys lie within each other.
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

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Return the eligible sources by the share that binds them; those without any share come last."""
        return _blocks(self.eligible, tuple(sorted(self.at_least.items())), tuple(sorted(self.at_most.items())))

    @property
    def can_be_paid(self) -> bool:
        """Say whether its sources may bear all of its cost together, however much they have."""
        blocks = self.blocks
        most = sum(block.most_of(self.cost) for block in blocks if block.sources)
        return most >= self.cost and all(block.sources or not block.least_of(self.cost) for block in blocks)


@cache
def _blocks(
    eligible: frozenset[str], at_least: tuple[tuple[str, int], ...], at_most: tuple[tuple[str, int], ...]
) -> tuple[Block, ...]:
    """Work the blocks out once for each kind of work: there are thousands of works and few kinds."""
    least, most = dict(at_least), dict(at_most)
    found, free = [], set(eligible)
    for key in sorted({*least, *most}):
        bound = {source for source in free if under(source, key)}
        free -= bound
        found.append(Block(tuple(sorted(bound)), least.get(key, 0), most.get(key, 100)))
    return (*found, Block(tuple(sorted(free)), 0, 100)) if free else tuple(found)


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
