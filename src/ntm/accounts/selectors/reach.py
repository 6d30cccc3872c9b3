"""Which units stand for an assignment's unit on another day, when the map was or will be different."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ntm.areas.models import Succession, Tier, Unit


def reach(units: Iterable[Unit], day: date) -> set[int]:
    """Return the ids of the units that stand for ``units`` on ``day``.

    A unit that exists stands for itself. Before its first day stand the units it came from; after
    its last day the one unit that it wholly became, so that an office goes on until somebody ends it.
    A province is the same province under its code.
    """
    found: set[int] = set()
    for unit in units:
        if unit.exists_on(day):
            found.add(unit.pk)
        elif unit.tier == Tier.PROVINCE:
            found.update(Unit.objects.on(day).filter(tier=unit.tier, code=unit.code).values_list("pk", flat=True))
        else:
            found |= _before(unit, day) if day < unit.valid_from else _after(unit, day)
    return found


def _before(unit: Unit, day: date) -> set[int]:
    came_from = Unit.objects.filter(became__successor=unit).distinct()
    return reach([one for one in came_from if one.valid_from < unit.valid_from], day)


def _after(unit: Unit, day: date) -> set[int]:
    rows = Succession.objects.filter(predecessor=unit, successor__isnull=False).select_related("successor")
    heirs = [row.heir for row in rows]
    return reach(heirs, day) if len(heirs) == 1 and heirs[0].valid_from > unit.valid_from else set()
