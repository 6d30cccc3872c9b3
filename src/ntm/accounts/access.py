"""The doors to the province: who may read all of it, a part of it, or only what everybody in it may read."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db.models import Case, IntegerField, Value, When
from django.http import Http404

from ntm.accounts.models import User
from ntm.accounts.selectors import held_by, visible_units
from ntm.areas.models import Tier, Unit
from ntm.areas.selectors import home_province
from ntm.ui.clock import today

_HEIGHT = Case(
    *(When(tier=tier, then=Value(height)) for height, tier in enumerate(Tier.values)), output_field=IntegerField()
)


def top_unit_for(user: User, day: date, province: str = "") -> Unit:
    """Return the highest unit that ``user`` reads on a day: the province, a district, a commune; otherwise 404.

    Who reads several provinces gets the one with the code ``province``, or else the installation's own first.
    """
    seen = visible_units(user, day)
    if province:
        seen = seen.filter(tier=Tier.PROVINCE, code=province)
    here = Case(When(code=settings.HOME_PROVINCE, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = seen.order_by(_HEIGHT, here, "sort_name", "code").first()
    if found is None:
        raise Http404
    return found


def reads_several_provinces(user: User) -> bool:
    """Say whether a person holds today roles in more than one province, as the central offices do."""
    return len({held.unit.code for held in held_by(user, today()) if held.unit.tier == Tier.PROVINCE}) > 1


def provinces_for(user: User, day: date) -> list[Unit]:
    """Return the provinces of a day to whoever reads several of them; to everybody else answer 404."""
    found = list(visible_units(user, day).filter(tier=Tier.PROVINCE).in_vietnamese_order())
    if len(found) < 2:
        raise Http404
    return found


def province_around(user: User, day: date) -> Unit:
    """Return the installation's province to anybody who reads some unit that day: plans and law are for all of them."""
    province = home_province(day)
    top_unit_for(user, day)
    return province
