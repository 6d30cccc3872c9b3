"""Which units a person may read, and in which units they may act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from ntm.accounts.models import User
from ntm.accounts.rights import Right
from ntm.accounts.selectors.held import Held, held_by
from ntm.accounts.selectors.reach import reach
from ntm.areas.models import Parent, Unit
from ntm.areas.models.unit import UnitQuerySet
from ntm.ui.clock import today


def visible_units(user: User | AnonymousUser, day: date) -> UnitQuerySet:
    """Return the units of ``day`` that a person may read: those of their assignments, and all below.

    The right is that of today, whichever day the screen shows: leaving an office also closes its past.
    """
    if user.is_superuser:
        return Unit.objects.on(day)
    return units_with(user, Right.READ, day)


def units_with(user: User | AnonymousUser, right: Right, day: date) -> UnitQuerySet:
    """Return the units of ``day`` in which a person has a right today.

    Reporting is done by the unit itself; every other right reaches all units below as well.
    """
    return units_of(
        (held for held in held_by(user, today()) if held.gives(right)), day, below=right is not Right.REPORT
    )


def units_of(held: Iterable[Held], day: date, *, below: bool = True) -> UnitQuerySet:
    """Return the units of ``day`` that assignments stand for, and two tiers below them."""
    roots = reach([one.unit for one in held], day)
    if not roots:
        return Unit.objects.none()
    if not below:
        return Unit.objects.filter(pk__in=roots)
    parents = Parent.objects.on(day)
    children = parents.filter(parent__in=roots).values("unit")
    lowest = parents.filter(parent__in=children).values("unit")
    return Unit.objects.on(day).filter(Q(pk__in=roots) | Q(pk__in=children) | Q(pk__in=lowest))
