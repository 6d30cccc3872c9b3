"""Days that the time control offers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from ntm.core.quantities import written_day

FIRST_YEAR, LAST_YEAR = 2024, 2026
# The day before the map of 2024's plan changed for the first time, and the end of the programme's period.
LANDMARKS = (date(2024, 6, 30), date(2025, 12, 31))


@dataclass(frozen=True, slots=True)
class Choice:
    """One day that can be chosen with a click; ``chosen`` when the screen shows it."""

    day: date
    label: str
    chosen: bool


def quarter_ends(first_year: int, last_year: int) -> Iterator[date]:
    """Give the last calendar day of every quarter of the years, oldest first."""
    for year in range(first_year, last_year + 1):
        for month in (4, 7, 10, 13):
            yield date(year + month // 13, month % 12, 1) - timedelta(days=1)


def choices(shown: date, today: date) -> list[Choice]:
    """Offer the quarter ends of the shown year, the landmarks of the programme, and today."""
    offered = sorted({*quarter_ends(shown.year, shown.year), *LANDMARKS})
    named = [(day, written_day(day)) for day in offered] + [(today, gettext("Today"))]
    return [Choice(day, label, day == shown) for day, label in named]


def stops() -> list[date]:
    """Return the days at which the slider can stand."""
    return list(quarter_ends(FIRST_YEAR, LAST_YEAR))


def nearest_stop(shown: date) -> date:
    """Return the stop at which the slider's knob rests for any day."""
    return min(stops(), key=lambda stop: abs(stop - shown))
