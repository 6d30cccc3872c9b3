from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from ntm.areas.models import Unit
from ntm.finance.selectors import CapitalRow, Scope, arrears_in, rests_on_sample, source_rows


@dataclass(frozen=True, slots=True)
class Money:
    """How far the year's capital of a province has come, credit apart, and the arrears of its works; whole đồng."""

    programme: CapitalRow
    arrears: int
    works_in_arrears: int
    rests_on_sample: bool


def money_of(province: Unit, day: date, below: Collection[int]) -> Money | None:
    """Return the money of the day's year of a province and the units below; None while nothing was booked."""
    scope = Scope(province, day, day.year, below=below)
    rows = source_rows(scope)
    if not rows:
        return None
    owing = arrears_in(province, day, below)
    return Money(rows[0], sum(row.amount_dong for row in owing), len(owing), rests_on_sample(scope))
