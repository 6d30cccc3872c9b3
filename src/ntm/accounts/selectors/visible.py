from __future__ import annotations

from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from ntm.accounts.models import Assignment, User
from ntm.areas.models import Parent, Unit
from ntm.areas.models.unit import UnitQuerySet
from ntm.areas.selectors import NoProvinceThatDay, home_province
from ntm.ui.clock import today


def visible_units(user: User | AnonymousUser, day: date) -> UnitQuerySet:
    """Return the units of ``day`` that a person may read.

    Whoever holds an assignment reads the whole province, as its offices compare themselves with each
    other; writing is narrower and is decided where something is written. The right is that of today,
    whichever day the screen shows: leaving an office also closes its past.
    """
    if user.is_superuser:
        return Unit.objects.on(day)
    if user.is_anonymous or not Assignment.objects.on(today()).filter(user=user).exists():
        return Unit.objects.none()
    try:
        province = home_province(day)
    except NoProvinceThatDay:
        return Unit.objects.none()
    return _within(province, day)


def _within(province: Unit, day: date) -> UnitQuerySet:
    """Return the province and two tiers below: districts and communes, or communes alone from 01/07/2025."""
    held = Parent.objects.on(day)
    below = held.filter(parent=province).values("unit")
    lowest = held.filter(parent__in=below).values("unit")
    return Unit.objects.on(day).filter(Q(pk=province.pk) | Q(pk__in=below) | Q(pk__in=lowest))
