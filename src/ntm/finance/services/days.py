"""The days of transfers: money leaves an account only on a day on which it is there, and from then on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Q
from django.utils import timezone

from ntm.finance.models import Account, Stage, Transfer
from ntm.finance.problems import DayToCome, NotThereYet
from ntm.finance.sources import path_of


def refuse_day_to_come(on: date, at: datetime) -> None:
    """Refuse to book what has not happened yet. Raises DayToCome."""
    if on > (latest := timezone.localdate(at)):
        raise DayToCome(on, latest)


def refuse_before_it_came(account: Account, dong: int, on: date) -> None:
    """Refuse to take money out of an account on a day from which it would be below 0. Raises NotThereYet.

    The account holds ``dong`` now, and its row is held by the caller.
    """
    balances = _balances(account, on)
    if min(balances.values()) >= dong:
        return
    enough = None
    for day in sorted(balances, reverse=True):  # back from today, as long as it is there
        if balances[day] < dong:
            break
        enough = day
    path = path_of(account.source, account.budget_year)
    raise NotThereYet(
        account.unit.name, path, Stage(account.stage), asked=dong, on=on, there=balances[on], enough=enough
    )


def _balances(account: Account, on: date) -> Mapping[date, int]:
    """Return what the account held at the end of a day and of each later one on which it moved; one query."""
    net: dict[date, int] = {}
    later = Transfer.objects.filter(Q(after=account) | Q(before=account), on__gt=on).order_by()
    for day, into, dong in later.values_list("on", "after_id", "amount_dong"):
        net[day] = net.get(day, 0) + (dong if into == account.pk else -dong)
    days = [on, *sorted(net)]
    held = {days[-1]: account.balance_dong}
    for day, following in reversed(list(pairwise(days))):
        held[day] = held[following] - net[following]
    return held
