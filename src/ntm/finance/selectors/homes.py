"""Which unit answers on a day for a work whose unit has since become part of others."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q

from ntm.areas.models import Parent, Unit
from ntm.areas.selectors.succession import parts_of, steps_from
from ntm.finance.models import Work


def heirs_on(day: date) -> dict[int, Unit]:
    """Return, by the id of each unit with works that no longer exists on a day, the unit that answers for them.

    That is the one that the largest share of it went to; for a tier that ended, the unit above. One query where
    every unit of the works still exists.
    """
    served = Q(works__isnull=False) | Q(works_serving__isnull=False)
    gone = list(Unit.objects.filter(served, valid_until__lt=day).distinct())
    found = _heirs(gone, day)
    for unit in gone:
        if unit.pk not in found and (above := _above(unit, day)):
            found[unit.pk] = above
    return found


def at_home(works: Iterable[Work], heirs: dict[int, Unit]) -> list[Work]:
    """Let each work name, in memory only, the unit that answers for it on the day of ``heirs``."""
    found = list(works)
    for work in found:
        work.unit = heirs.get(work.unit_id, work.unit)
    return found


def with_predecessors(units: Collection[int], heirs: dict[int, Unit]) -> set[int]:
    """Return the ids of units and of those for whose works they answer."""
    return {*units, *(gone for gone, heir in heirs.items() if heir.pk in units)}


def _heirs(units: list[Unit], day: date) -> dict[int, Unit]:
    steps = steps_from(units, day) if units else {}
    shares = {unit.pk: parts_of(unit, day, steps).values() for unit in units}
    return {pk: max(parts, key=lambda part: (part.share, -part.unit.pk)).unit for pk, parts in shares.items() if parts}


def _above(unit: Unit, day: date) -> Unit | None:
    """Return the unit that stood above on the last day, or what became of it."""
    row = Parent.objects.on(unit.valid_until or day).filter(unit=unit).select_related("parent").first()
    if row is None or row.parent.exists_on(day):
        return row.parent if row else None
    return _heirs([row.parent], day).get(row.parent_id)
