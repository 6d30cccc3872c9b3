from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from ntm.accounts.models import Assignment, User
from ntm.areas.models import Unit


def people_in(units: Iterable[Unit], day: date, roles: Collection[str] | None = None) -> QuerySet[User]:
    """Return the active people who hold a role in exactly these units on ``day``, of some roles or of all."""
    held = Assignment.objects.on(day).filter(unit__in=[unit.pk for unit in units])
    if roles is not None:
        held = held.filter(role__in=roles)
    return User.objects.filter(is_active=True, pk__in=held.values("user"))
