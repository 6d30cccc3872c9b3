from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta

# Holidays with a fixed date: New Year, 30/4, 1/5, 2/9 (Labour Code 2019, article 112). Tết, the kings' day and the
# second day of 2/9 move every year; whoever knows them gives them as ``holidays``.
FIXED_HOLIDAYS = {(1, 1), (4, 30), (5, 1), (9, 2)}


def working_day_after(day: date, count: int, holidays: Container[date] = frozenset()) -> date:
    """Return the day on which ``count`` working days after ``day`` have passed; ``count`` is 1 or more."""
    left = count
    while left > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and (day.month, day.day) not in FIXED_HOLIDAYS and day not in holidays:
            left -= 1
    return day
