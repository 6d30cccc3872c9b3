"""The doors to the province: who may read all of it, a part of it, or only what everybody in it may read."""

from __future__ import annotations

from datetime import date

from django.db.models import Case, IntegerField, Value, When
from django.http import Http404

from ntm.accounts.models import User
from ntm.accounts.selectors import visible_units
from ntm.areas.models import Tier, Unit
from ntm.areas.selectors import home_province

_HEIGHT = Case(
    *(When(tier=tier, then=Value(height)) for height, tier in enumerate(Tier.values)), output_field=IntegerField()
)


def top_unit_for(user: User, day: date) -> Unit:
    """Return the highest unit that ``user`` reads on a day: the province, a district, a commune; otherwise 404."""
    found = visible_units(user, day).order_by(_HEIGHT, "sort_name", "code").first()
    if found is None:
        raise Http404
    return found


def province_around(user: User, day: date) -> Unit:
    """Return the installation's province to anybody who reads some unit that day: plans and law are for all of them."""
    province = home_province(day)
    top_unit_for(user, day)
    return province
