"""One's own account: who I am, what I may do today, what I handed on."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ntm.accounts.administration import own_delegation_for
from ntm.accounts.forms import HandOnForm
from ntm.accounts.models import Assignment, User
from ntm.accounts.requests import SignedIn
from ntm.accounts.selectors.directory import assignments_of, colleagues, delegations_given, delegations_received
from ntm.accounts.services import end_delegation, hand_on
from ntm.ui.clock import now, today


@require_safe
def me(request: SignedIn) -> HttpResponse:
    """Say who I am, what I hold today by myself and for others, and how my account is secured."""
    day = today()
    received = delegations_received(request.user, day)
    context = {
        "person": request.user,
        "assignments": assignments_of(request.user).on(day),  # type: ignore[attr-defined]
        "for_others": [one for one in received if one.valid_from <= day],
        "to_come": [one for one in received if one.valid_from > day],
        "given": delegations_given(request.user, day),
        "steps": set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True)),
        "day": day,
    }
    return render(request, "accounts/me.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delegate(request: SignedIn, assignment_id: int) -> HttpResponse:
    """Look for a colleague by name, then hand one of my assignments on to them."""
    day = today()
    own = Assignment.objects.on(day).select_related("unit", "office")
    assignment = get_object_or_404(own, pk=assignment_id, user=request.user)
    words = request.GET.get("words", "")
    found = colleagues(assignment, words, day)
    form = HandOnForm(request.POST or None, initial={"first": day})
    if request.method == "POST" and form.is_valid():
        to = _colleague(request, found)
        hand_on(assignment, to, **form.cleaned_data, by=request.user.username, at=now())
        messages.success(request, _("%(name)s now acts for you there until %(day)s.") % _told(to, form))
        return redirect("accounts:me")
    context = {"assignment": assignment, "words": words, "found": found, "form": form}
    return render(request, "accounts/delegate.html", context, status=422 if form.is_bound else 200)


@require_POST
def stop(request: SignedIn, delegation_id: int) -> HttpResponse:
    """End what I handed on, or give back what was handed to me."""
    end_delegation(own_delegation_for(request, delegation_id), by=request.user.username, at=now())
    messages.success(request, _("The delegation has ended."))
    return redirect("accounts:me")


def _colleague(request: HttpRequest, found: list[User]) -> User:
    """Return the chosen one of those who were found; whoever was not found cannot be chosen."""
    chosen = [person for person in found if str(person.pk) == request.POST.get("to")]
    if not chosen:
        raise Http404
    return chosen[0]


def _told(to: User, form: HandOnForm) -> dict[str, str]:
    return {"name": str(to), "day": f"{form.cleaned_data['last']:%d/%m/%Y}"}
