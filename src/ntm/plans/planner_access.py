"""The doors to the planner and its scenarios; forbidden and missing look alike."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from ntm.accounts.access import top_unit_for
from ntm.accounts.models import User
from ntm.accounts.requests import SignedIn
from ntm.accounts.rights import Right
from ntm.accounts.selectors import units_with, visible_units
from ntm.areas.models import Tier, Unit
from ntm.plans.models import Scenario
from ntm.ui.clock import today


def province_of(request: SignedIn) -> Unit:
    """Return the province of whoever reads all of it on the day; otherwise answer 404."""
    province = top_unit_for(request.user, request.day)
    if province.tier != Tier.PROVINCE:
        raise Http404
    return province


def scenario_for(request: SignedIn, scenario_id: int) -> Scenario:
    """Return a scenario of a plan whose unit, with everything below, ``request.user`` reads; otherwise 404."""
    found = Scenario.objects.select_related("plan__unit", "copied_from")
    scenario = get_object_or_404(found, pk=scenario_id)
    if not _reads(request.user, scenario.plan.unit):
        raise Http404
    return scenario


def may_plan(user: User, unit: Unit) -> bool:
    """Say whether somebody makes scenarios for the plans of a unit, starts searches, proposes and drops."""
    return _holds(user, Right.PLAN, unit)


def may_approve(user: User, unit: Unit) -> bool:
    """Say whether somebody approves scenarios into the plans of a unit."""
    return _holds(user, Right.SIGN, unit)


def require(allowed: bool) -> None:
    """Answer 404 unless something is allowed."""
    if not allowed:
        raise Http404


def _reads(user: User, unit: Unit) -> bool:
    """A plan may be of a province of another day: the right is that of today in what the province is today."""
    return visible_units(user, today()).filter(tier=unit.tier, code=unit.code).exists()


def _holds(user: User, right: Right, unit: Unit) -> bool:
    return units_with(user, right, today()).filter(tier=unit.tier, code=unit.code).exists()
