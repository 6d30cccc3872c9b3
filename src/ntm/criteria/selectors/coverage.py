"""How much of a set is loaded, and how sure it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ntm.core.rulebook import Confidence, CriteriaSet, Rulebook, Silence
from ntm.criteria.selectors.standpoints import Standpoint, standpoint

TIERS = ("commune", "district", "province")


@dataclass(frozen=True, slots=True)
class Coverage:
    """One set with its indicators counted: with a level, by confidence; without one, by why."""

    criteria_set: CriteriaSet
    standpoint: Standpoint
    high: int
    medium: int
    low: int
    left_to_province: int
    unknown: int
    repealed: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A tier without a set on a day, with the set that held before and the one that comes after, where known."""

    tier: str
    before: CriteriaSet | None
    after: CriteriaSet | None


def coverage(book: Rulebook, criteria_set: CriteriaSet, day: date, region: str = "") -> Coverage:
    """Count the indicators of a set by what is known of their level for a region, or the home province."""
    at = standpoint(book, criteria_set, day, region)
    asked = [indicator.asked(at.place, at.day) for indicator in criteria_set.indicators]
    sure = Counter(one.confidence for one in asked if one.value is not None)
    silent = Counter(one.silence for one in asked if one.value is None)
    return Coverage(
        criteria_set,
        at,
        high=sure[Confidence.HIGH],
        medium=sure[Confidence.MEDIUM],
        low=sure[Confidence.LOW],
        left_to_province=silent[Silence.LEFT_TO_PROVINCE],
        unknown=silent[Silence.UNKNOWN],
        repealed=silent[Silence.REPEALED],
    )


def gaps(book: Rulebook, day: date) -> list[Gap]:
    """Return the tiers that no set judges on ``day``."""
    held = {one.tier for one in book.sets_on(day)}
    return [_gap(book, tier, day) for tier in TIERS if tier not in held]


def _gap(book: Rulebook, tier: str, day: date) -> Gap:
    of_tier = [one for one in book.sets.values() if one.tier == tier]
    ended = [one for one in of_tier if one.in_force.ends and one.in_force.ends < day]
    coming = [one for one in of_tier if one.in_force.begins > day]
    return Gap(
        tier,
        before=max(_plainest_first(ended), key=lambda one: one.in_force.ends or date.min, default=None),
        after=min(_plainest_first(coming), key=lambda one: one.in_force.begins, default=None),
    )


def _plainest_first(sets: Iterable[CriteriaSet]) -> list[CriteriaSet]:
    """Put the basic level before the higher ones that begin and end with it."""
    return sorted(sets, key=lambda one: one.level != "ntm")
