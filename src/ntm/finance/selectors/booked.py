"""What the ledger keeps of one source, whatever its stage."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, Sum

from ntm.areas.models import Unit
from ntm.areas.selectors import descendants
from ntm.finance.models import Account


def money_of(unit: Unit, year: int, source: str) -> int:
    """Return the đồng of a source, and of those below it, that a unit and all below it keep in a year.

    Units of the year's first and last day count, so that money of a unit that became part of another is not missed.
    """
    days = (date(year, 1, 1), date(year, 12, 31))
    units = {unit.pk, *(one.pk for day in days for one in descendants(unit, day))}
    of_it = Q(source=source) | Q(source__startswith=f"{source}/")
    found = Account.objects.filter(of_it, year=year, unit__in=units).aggregate(dong=Sum("balance_dong"))
    return int(found["dong"] or 0)
