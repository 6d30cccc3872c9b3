"""Days as official papers write them; one that may be read in two ways is asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

DAY = r"ngày\s+(\d{1,2})(?:\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})(?!\d)|\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4}))"
DAY_PATTERN = re.compile(DAY, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadDay:
    """A day as it was written; ``on`` is None where it is in doubt, and ``ways`` are what it may be."""

    written: str
    on: date | None
    ways: tuple[date, ...] = ()


def day_of(written: str, parts: Sequence[str | None]) -> ReadDay:
    """Read the five groups of DAY: day, month and year in figures, or month and year in words."""
    first, second, year, month_in_words, year_in_words = parts
    stated = year or year_in_words or ""
    full = int(stated) + (2000 if len(stated) == 2 else 0)
    day, month = int(first or 0), int(second or month_in_words or 0)
    plain = _date(full, month, day)
    if plain and len(stated) == 4:
        return ReadDay(written, plain)
    turned = _date(full, day, month) if plain is None and second else None
    return ReadDay(written, None, tuple(one for one in (plain, turned) if one))


def days_in(text: str) -> list[ReadDay]:
    """Return every day that a text names."""
    return [day_of(hit[0], hit.groups()) for hit in DAY_PATTERN.finditer(text)]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
