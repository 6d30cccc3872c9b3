"""The doors to rounds and their units; forbidden and missing look alike."""

from __future__ import annotations

from django.http import Http404

from ntm.accounts.models import User
from ntm.accounts.selectors import visible_units
from ntm.areas.models import Unit
from ntm.areas.models.unit import UnitQuerySet
from ntm.assessments.models import Round
from ntm.assessments.models.round import RoundQuerySet


def rounds_for(user: User) -> RoundQuerySet:
    """Return the rounds that ask some unit that ``user`` reads, the newest window first."""
    rounds = Round.objects.order_by("-ends_on", "-pk")
    readable = [one.pk for one in rounds.only("pk", "period") if units_for(user, one).exists()]
    return rounds.filter(pk__in=readable)


def round_for(user: User, round_id: int) -> Round:
    """Return a round if ``user`` reads some unit of it; otherwise answer 404."""
    found = Round.objects.filter(pk=round_id).first()
    if found is None or not units_for(user, found).exists():
        raise Http404
    return found


def units_for(user: User, round_: Round) -> UnitQuerySet:
    """Return the units of a round that ``user`` reads, on the map of its window's last day."""
    return round_.units.filter(pk__in=visible_units(user, round_.quarter.ends_on).values("pk"))


def unit_in(user: User, round_: Round, unit_id: int) -> Unit:
    """Return a unit of a round if ``user`` reads it; otherwise answer 404."""
    found = units_for(user, round_).filter(pk=unit_id).first()
    if found is None:
        raise Http404
    return found


def require_manager(user: User) -> None:
    """Answer 404 to anybody who may not open, move or close rounds."""
    if not user.has_perm("assessments.manage_rounds"):
        raise Http404
