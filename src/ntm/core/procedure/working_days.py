"""Days on which offices work."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta

SATURDAY = 5

# Public holidays that fall on the same date every year: 01/01, 30/04, 01/05 and 02/09 (Bộ luật Lao động 2019,
# Điều 112). What changes from year to year must be given as ``holidays``: Tết and Giỗ Tổ (10/3) follow the moon,
# the second day of 02/09 is chosen each year, and a holiday on a weekend is made up for on a working day.
FIXED_HOLIDAYS = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})


def works(day: date, holidays: Container[date] = frozenset()) -> bool:
    """Say whether offices work on ``day``: Monday to Friday, no fixed holiday, none of ``holidays``."""
    return day.weekday() < SATURDAY and (day.month, day.day) not in FIXED_HOLIDAYS and day not in holidays


def working_day_after(day: date, count: int, holidays: Container[date] = frozenset()) -> date:
    """Return the day that is ``count`` working days after ``day``, which itself never counts.

    ``count`` is 1 or more; ValueError otherwise. ``holidays`` are the days off besides weekends and
    FIXED_HOLIDAYS: without them, a limit that runs over Tết ends too early.
    """
    if count < 1:
        raise ValueError(f"A time limit is 1 working day or more, not {count}.")
    while count:
        day += timedelta(days=1)
        count -= works(day, holidays)
    return day
