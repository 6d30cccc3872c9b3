"""What is done with a scenario: searched, stopped, proposed, approved, dropped. Each is one button."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from ntm.accounts.requests import SignedIn
from ntm.plans import services
from ntm.plans.models import Scenario, Way
from ntm.plans.planner_access import may_approve, may_plan, require, scenario_for
from ntm.ui.clock import now


@require_POST
def search(request: SignedIn, scenario_id: int) -> HttpResponse:
    """Look for the best choice in the background."""
    found = _to_plan(request, scenario_id)
    services.start_search(found, by=request.user.username)
    messages.success(request, gettext("The search has begun. You can leave this page; you are told when it is done."))
    return redirect("plans:scenario", found.pk)


@require_POST
def stop(request: SignedIn, scenario_id: int) -> HttpResponse:
    """Stop the search; the best that was found by then is kept."""
    found = _to_plan(request, scenario_id)
    services.stop_search(found, by=request.user.username)
    messages.success(request, gettext("The search stops; the best found so far is kept."))
    return redirect("plans:scenario", found.pk)


@require_POST
def propose(request: SignedIn, scenario_id: int) -> HttpResponse:
    """Put a scenario before those who approve."""
    words = gettext("The scenario is proposed. A leader approves it into the plan.")
    return _done(request, _to_plan(request, scenario_id), services.propose, words)


@require_POST
def take_back(request: SignedIn, scenario_id: int) -> HttpResponse:
    """Take a proposal back."""
    words = gettext("The proposal was taken back; the scenario is looked at further.")
    return _done(request, _to_plan(request, scenario_id), services.take_back, words)


@require_POST
def drop(request: SignedIn, scenario_id: int) -> HttpResponse:
    """Drop a scenario; it can still be read and copied."""
    words = gettext("The scenario was dropped; it can still be read and copied.")
    return _done(request, _to_plan(request, scenario_id), services.drop, words)


@require_POST
def approve(request: SignedIn, scenario_id: int) -> HttpResponse:
    """Approve a scenario into the plan, by one of its ways."""
    found = scenario_for(request, scenario_id)
    require(may_approve(request.user, found.plan.unit))
    asked = request.POST.get("way", "")
    known = set(found.results.values_list("way", flat=True))
    way = Way(asked) if asked in known else Way.BEST if Way.BEST in known else Way.BALANCED
    note = request.POST.get("note", "").strip()[:300]
    services.approve(found, way, note=note, by=request.user.username, at=now())
    messages.success(request, gettext("The scenario is approved into the plan; its works say so from now on."))
    return redirect("plans:scenario", found.pk)


@require_POST
def end_approval(request: SignedIn, scenario_id: int) -> HttpResponse:
    """Take an approval back."""
    found = scenario_for(request, scenario_id)
    require(may_approve(request.user, found.plan.unit))
    words = gettext("The approval was taken back; the plan has no approved scenario now.")
    return _done(request, found, services.end_approval, words)


def _to_plan(request: SignedIn, scenario_id: int) -> Scenario:
    found = scenario_for(request, scenario_id)
    require(may_plan(request.user, found.plan.unit))
    return found


def _done(request: SignedIn, scenario: Scenario, act: Callable[..., Scenario], words: str) -> HttpResponse:
    act(scenario, by=request.user.username, at=now())
    messages.success(request, words)
    return redirect("plans:scenario", scenario.pk)
