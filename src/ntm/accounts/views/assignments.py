"""What administrators give and take: assignments, and delegations in somebody's place."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ntm.accounts import services
from ntm.accounts.administration import assignment_for, delegation_for, person_for, unit_for
from ntm.accounts.forms import AssignForm, EndForm, HandOnForm
from ntm.accounts.models import Role
from ntm.accounts.requests import SignedIn
from ntm.accounts.selectors.administrators import administered
from ntm.accounts.selectors.directory import colleagues
from ntm.areas.models import Unit
from ntm.areas.selectors import search
from ntm.ui.clock import now, today


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: SignedIn, person_id: int) -> HttpResponse:
    """Look for a unit by name or code, then give the person a role in it."""
    person = person_for(request, person_id)
    words = request.GET.get("words", "")
    form = AssignForm(request.POST or None, initial={"first": today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        unit = unit_for(request, request.POST.get("unit", ""))
        services.assign(person, Role(said.pop("role")), unit, **said, by=request.user.username, at=now())
        messages.success(request, _("The role is given. The person sees it at the next page they open."))
        return redirect("accounts:person", person.pk)
    context = {"person": person, "words": words, "units": _units(request, words), "form": form}
    return render(request, "accounts/assign.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: SignedIn, assignment_id: int) -> HttpResponse:
    """Ask for the last day of an assignment, then end it."""
    assignment = assignment_for(request, assignment_id)
    form = EndForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        services.end_assignment(assignment, on=form.cleaned_data["on"], by=request.user.username, at=now())
        messages.success(request, _("The role ends on %(day)s.") % {"day": f"{form.cleaned_data['on']:%d/%m/%Y}"})
        return redirect("accounts:person", assignment.user_id)
    context = {"assignment": assignment, "form": form}
    return render(request, "accounts/end_assignment.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_on(request: SignedIn, assignment_id: int) -> HttpResponse:
    """Let a colleague act for somebody who is away and cannot do it themselves."""
    assignment = assignment_for(request, assignment_id)
    words = request.GET.get("words", "")
    found = colleagues(assignment, words, today())
    form = HandOnForm(request.POST or None, initial={"first": today()})
    if request.method == "POST" and form.is_valid():
        chosen = [person for person in found if str(person.pk) == request.POST.get("to")]
        if not chosen:
            raise Http404
        services.hand_on(assignment, chosen[0], **form.cleaned_data, by=request.user.username, at=now())
        messages.success(request, _("The role is handed on."))
        return redirect("accounts:person", assignment.user_id)
    context = {"assignment": assignment, "words": words, "found": found, "form": form, "person": assignment.user}
    return render(request, "accounts/delegate.html", context, status=422 if form.is_bound else 200)


@require_POST
def stop(request: SignedIn, delegation_id: int) -> HttpResponse:
    """End a delegation in somebody's place."""
    delegation = delegation_for(request, delegation_id)
    services.end_delegation(delegation, by=request.user.username, at=now())
    messages.success(request, _("The delegation has ended."))
    return redirect("accounts:person", delegation.assignment.user_id)


def _units(request: SignedIn, words: str) -> list[Unit]:
    """Return the units that bear the words and lie inside the administrator's own."""
    found = search(words, today(), limit=200)
    inside = set(
        administered(request.user, today()).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True)
    )
    return [unit for unit in found if unit.pk in inside][:20]
