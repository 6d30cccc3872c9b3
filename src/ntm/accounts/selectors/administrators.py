"""Who administers which units, and whom."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from ntm.accounts.models import Assignment, Delegation, Role, User
from ntm.accounts.rights import Right
from ntm.accounts.selectors.reach import reach
from ntm.accounts.selectors.visible import units_with
from ntm.areas.models import Tier, Unit
from ntm.areas.models.unit import UnitQuerySet

DAY = timedelta(days=1)


def administered(admin: User, day: date) -> UnitQuerySet:
    """Return the units of ``day`` in which somebody may give and take rights; a superuser in all."""
    return Unit.objects.on(day) if admin.is_superuser else units_with(admin, Right.ADMINISTER, day)


def administers(username: str, unit: Unit, day: date) -> bool:
    """Say whether a person, by user name, administers a unit or what it has become."""
    person = User.objects.filter(username=username, is_active=True).first()
    return person is not None and administered(person, day).filter(pk__in=reach([unit], day)).exists()


def people_under(admin: User, day: date) -> QuerySet[User]:
    """Return the people whom somebody may change: all of whose rights, their own and handed on, lie in their units.

    A person without any assignment is everybody's; one who now works elsewhere as well is left to whoever
    administers both places, as a password gives all of somebody's rights. Superusers keep to themselves.
    """
    if admin.is_superuser:
        return User.objects.all()
    inside = Assignment.objects.filter(_inside(admin, day)).values("pk")
    lasting = Assignment.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day))
    elsewhere = lasting.exclude(pk__in=inside).values("user")
    for_others = Delegation.objects.filter(valid_until__gte=day).exclude(assignment__in=inside).values("to")
    known = Q(assignments=None) | Q(assignments__in=inside)
    return User.objects.filter(known, is_superuser=False).exclude(Q(pk__in=elsewhere) | Q(pk__in=for_others)).distinct()


def somebody_else_administers(person: User, day: date) -> bool:
    """Say whether rights can still be given on ``day`` without this person, or never hung on them."""
    administrators = Assignment.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).on(day)
    others = administrators.exclude(user=person).exists()
    return others or not Assignment.objects.filter(user=person, role=Role.ADMINISTRATOR).on(day).exists()


def _inside(admin: User, day: date) -> Q:
    """Say which assignments lie in the units of ``day`` that somebody administers, or in what these came from."""
    units = administered(admin, day)
    provinces = units.filter(tier=Tier.PROVINCE).values("code")
    same_province = Unit.objects.filter(tier=Tier.PROVINCE, code__in=provinces).values("pk")
    here = Q(unit__in=units.values("pk")) | Q(unit__in=same_province)
    before = Q(unit__became__successor__in=units.values("pk")) | Q(unit__parents__parent__in=same_province)
    return here | before
