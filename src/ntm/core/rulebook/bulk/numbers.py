"""Values, levels and outcomes as whole numbers, so that columns hold them without loss.

An amount has at most four decimals, as in the database, and is written in ten-thousandths: 46.5 is 465 000.
Yes is 1 and no is 0. Blank means that there is no value; why not, where somebody said so, stands apart.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import narwhals as nw

from ntm.core.periods import Quarter
from ntm.core.rulebook.levels import Kind, PassesWhen
from ntm.core.rulebook.outcomes import Outcome
from ntm.core.rulebook.verdicts import Measured, NotApplicable

STEPS = 10_000  # to the unit of an amount
FURTHEST = 10**14  # every amount, so written, lies nearer to zero: it has at most ten digits before the comma

# In the order in which one outcome among several decides when all must hold, so that joining them is
# taking the smallest. WRONG_KIND is no outcome: nothing joins over it, and whoever judges refuses it.
OUTCOMES = (Outcome.NOT_MET, Outcome.NO_DATA, Outcome.NO_LEVEL, Outcome.MET, Outcome.NOT_APPLICABLE)
NOT_MET, NO_DATA, NO_LEVEL, MET, NOT_APPLICABLE = range(5)
WRONG_KIND = -1


def value_number(measured: Measured | None, kind: Kind) -> tuple[int | None, int | None]:
    """Write what was measured as a value, or as what was said instead: NOT_APPLICABLE, or a WRONG_KIND of value.

    Raises ValueError for an amount that the database could not keep.
    """
    if measured is None:
        return None, None
    if isinstance(measured, NotApplicable):
        return None, NOT_APPLICABLE
    if isinstance(measured, bool) is not (kind is Kind.YES_NO):
        return None, WRONG_KIND
    number = Decimal(measured) * (1 if kind is Kind.YES_NO else STEPS)
    if number != int(number) or abs(number) >= FURTHEST:
        raise ValueError(f"{measured} is not an amount of at most ten digits and four decimals.")
    return int(number), None


def value_type(kind: Kind) -> nw.dtypes.DType:
    """Return the type of a column of values: a sheet of yes and no is read eight times as fast when it is narrow."""
    return nw.Int8() if kind is Kind.YES_NO else nw.Int64()


def level_number(level: Decimal | bool, passes_when: PassesWhen) -> int:
    """Write a level as a whole number that stands to every amount as the level itself does.

    A level may be finer than amounts are: whatever reaches 59.40001 reaches 59.4001 too.
    """
    if isinstance(level, bool):
        return int(level)
    number = level * STEPS
    if passes_when is PassesWhen.AT_LEAST:
        number = number.to_integral_value(ROUND_CEILING)
    elif passes_when is PassesWhen.AT_MOST:
        number = number.to_integral_value(ROUND_FLOOR)
    elif number != number.to_integral_value():
        return FURTHEST  # no amount equals it
    return int(min(max(number, Decimal(-FURTHEST)), Decimal(FURTHEST)))


def period_number(period: Quarter) -> int:
    """Write a period as a number that a person can read: 2024-Q3 is 20243."""
    return period.year * 10 + period.number


def quarter_of(number: int) -> Quarter:
    return Quarter(*divmod(number, 10))
