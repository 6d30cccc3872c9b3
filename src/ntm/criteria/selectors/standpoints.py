"""From which day and which place a page reads a set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from ntm.areas.selectors import NoProvinceThatDay, home_province, place_of
from ntm.core.problems import Text
from ntm.core.rulebook import CriteriaSet, Grouping, Place, Rulebook


@dataclass(frozen=True, slots=True)
class Standpoint:
    """A day on which the set holds, and the region or group whose levels are read.

    ``key`` is a region or group code, empty where the set makes no difference between places;
    ``choices`` are all of them with their names. ``moved`` says that the set did not hold on the
    day asked for, so that ``day`` is the nearest one on which it did.
    """

    day: date
    moved: bool
    key: str
    choices: tuple[tuple[str, Text], ...]
    place: Place


def standpoint(book: Rulebook, criteria_set: CriteriaSet, day: date, wanted: str = "") -> Standpoint:
    """Return where to read from: the wanted place, else the home province's, else the first one."""
    near = nearest_day(criteria_set, day)
    choices = _choices(book, criteria_set)
    known = [key for key, _ in choices]
    key = wanted if wanted in known else _nearest_home(near, known)
    by_region = criteria_set.grouping is Grouping.REGION
    place = Place(
        region=key if by_region else None,
        group=None if by_region else key or None,
        province=settings.HOME_PROVINCE,
    )
    return Standpoint(near, near != day, key, choices, place)


def nearest_day(criteria_set: CriteriaSet, day: date) -> date:
    """Return ``day`` where the set holds on it, else the first or last day on which it does."""
    held = criteria_set.in_force
    return max(held.begins, day if held.ends is None else min(day, held.ends))


def _choices(book: Rulebook, criteria_set: CriteriaSet) -> tuple[tuple[str, Text], ...]:
    """Return the places that the set's levels tell apart, in the order of the register."""
    if criteria_set.grouping is Grouping.NONE:
        return ()
    leveled = [one.multiple.of if one.multiple else one for one in criteria_set.indicators]
    told_apart = {key for one in leveled if one.levels for key in one.levels.by_key} - _NO_PLACE
    return tuple((key, name) for key, name in book.place_names.items() if key in told_apart)


_NO_PLACE = {"all", "others"}


def _nearest_home(day: date, known: list[str]) -> str:
    """Return the home province's region, else the first place known; asks nothing where there is none."""
    home = home_region(day) if known else None
    return home if home in known else next(iter(known), "")


def home_region(day: date) -> str | None:
    """Return the region of the home province on a day; None where it has none, or is not known."""
    try:
        province = home_province(day)
    except NoProvinceThatDay:
        return None
    return place_of([province], day)[province.pk].region
