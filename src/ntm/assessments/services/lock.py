"""What every act looks at again, locked, before it changes anything."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils import timezone

from ntm.assessments.models import Item, Round
from ntm.assessments.problems import RoundClosed


def require_open(round_: Round, at: datetime) -> None:
    """Raise RoundClosed unless the round is open at this moment, as the database has it now."""
    if not Round.objects.open_on(timezone.localtime(at).date()).filter(pk=round_.pk).exists():
        raise RoundClosed(round_)


def locked_items(
    round_: Round, units: Collection[int], measures: Collection[str] | None = None
) -> dict[tuple[int, str], Item]:
    """Return the items of units in a round by unit and measure, held until the transaction ends."""
    rows = Item.objects.select_for_update(of=("self",)).filter(round=round_, unit__in=units).select_related("unit")
    if measures is not None and len(measures) < 200:
        rows = rows.filter(measure__in=measures)
    found = {(row.unit_id, row.measure): row for row in rows}
    for row in found.values():
        row.round = round_
    return found


def lock_again(items: Sequence[Item]) -> list[Item]:
    """Return the same items as the database has them now, in the same order, held until the transaction ends."""
    rows = Item.objects.select_for_update(of=("self",)).select_related("unit", "round")
    by_id = rows.in_bulk([item.pk for item in items])
    return [by_id[item.pk] for item in items]
