"""The doors of the administrator's pages: who is none, and whoever stands outside their units, gets 404."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from ntm.accounts.models import Assignment, Delegation, User
from ntm.accounts.requests import SignedIn
from ntm.accounts.selectors.administrators import administered, people_under
from ntm.areas.models import Unit
from ntm.ui.clock import today


def require_administrator(request: SignedIn) -> User:
    if not request.user.has_perm("accounts.administer"):
        raise Http404
    return request.user


def person_for(request: SignedIn, person_id: int) -> User:
    """Return somebody whom the administrator may change."""
    return get_object_or_404(people_under(require_administrator(request), today()), pk=person_id)


def assignment_for(request: SignedIn, assignment_id: int) -> Assignment:
    """Return an assignment of somebody whom the administrator may change."""
    people = people_under(require_administrator(request), today())
    return get_object_or_404(Assignment.objects.select_related("user", "unit"), pk=assignment_id, user__in=people)


def unit_for(request: SignedIn, unit_id: str) -> Unit:
    """Return a unit in which the administrator may give rights."""
    if not unit_id.isdecimal():
        raise Http404
    return get_object_or_404(administered(require_administrator(request), today()), pk=int(unit_id))


def own_delegation_for(request: SignedIn, delegation_id: int) -> Delegation:
    """Return a delegation that the person gave, or received: either may end it."""
    delegation = get_object_or_404(Delegation.objects.select_related("assignment"), pk=delegation_id)
    if request.user.pk not in {delegation.assignment.user_id, delegation.to_id}:
        raise Http404
    return delegation


def delegation_for(request: SignedIn, delegation_id: int) -> Delegation:
    """Return a delegation of an assignment that the administrator may change."""
    delegation = get_object_or_404(Delegation.objects.select_related("to"), pk=delegation_id)
    assignment_for(request, delegation.assignment_id)
    return delegation
