from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from ntm.accounts.selectors import visible_units
from ntm.api.access import person
from ntm.api.paging import Limit, Offset, Page, PathId, UnitId, piece
from ntm.api.words import answers
from ntm.areas.models import Parent, Tier, Unit
from ntm.areas.names import search_key
from ntm.dashboards.access import unit_for
from ntm.ui.clock import today

router = Router(tags=["units"])


class UnitOut(Schema):
    """A unit; ``parent_id`` is the unit directly above on the day that was asked."""

    id: int
    code: str
    tier: str
    kind: str
    name: str
    parent_id: int | None
    valid_from: date
    valid_until: date | None


class Units(Page):
    items: list[UnitOut]


@router.get("", response=answers(Units), url_name="units")
def units(
    request: HttpRequest,
    *,
    day: date | None = None,
    tier: Tier | None = None,
    name: str = "",
    parent: UnitId | None = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> Any:
    """List the units of a day that the person may see, in Vietnamese order; ``name`` with or without marks."""
    on = day or today()
    found = visible_units(person(request), on)
    if tier:
        found = found.filter(tier=tier)
    if wanted := search_key(name):
        found = found.filter(search_name__contains=wanted)
    if parent is not None:
        found = found.filter(pk__in=Parent.objects.on(on).filter(parent=parent).values("unit"))
    return piece(found.in_vietnamese_order(), limit, offset, lambda rows: _shown(rows, on))


@router.get("{unit_id}", response=answers(UnitOut), url_name="unit")
def unit(request: HttpRequest, unit_id: PathId, day: date | None = None) -> Any:
    """Return one unit as it stood on a day."""
    on = day or today()
    return _shown([unit_for(person(request), unit_id, on)], on)[0]


def _shown(rows: Iterable[Unit], day: date) -> list[dict[str, Any]]:
    listed = list(rows)
    above = dict(Parent.objects.on(day).filter(unit__in=listed).values_list("unit_id", "parent_id"))
    names = ("code", "tier", "kind", "name", "valid_from", "valid_until")
    return [
        {"id": one.pk, "parent_id": above.get(one.pk), **{name: getattr(one, name) for name in names}} for one in listed
    ]
