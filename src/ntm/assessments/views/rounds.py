"""The rounds: which there are, how far each unit has come, opening, moving and closing them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.areas.selectors import home_province, tree
from ntm.assessments.access import require_manager, round_for, rounds_for, units_for
from ntm.assessments.models import Round
from ntm.assessments.powers import Powers
from ntm.assessments.round_forms import BadDays, DaysForm, RoundForm
from ntm.assessments.selectors.progress import progress_of
from ntm.assessments.selectors.queue import waiting_for
from ntm.assessments.services import close_round, move_round, open_round
from ntm.ui.clock import now, today


@require_safe
def rounds(request: SignedIn) -> HttpResponse:
    """Every round that asks some unit the person reads, open ones first, with how far they have come."""
    found = [progress_of(one, list(units_for(request.user, one))) for one in rounds_for(request.user)]
    context = {
        "open": [one for one in found if one.round.closed_at is None],
        "closed": [one for one in found if one.round.closed_at],
        "may_manage": request.user.has_perm("assessments.manage_rounds"),
        "today": today(),
    }
    return render(request, "assessments/rounds.html", context)


@require_safe
def progress(request: SignedIn, round_id: int) -> HttpResponse:
    """One round: completeness and timeliness of each unit."""
    round_ = round_for(request.user, round_id)
    units = list(units_for(request.user, round_).in_vietnamese_order())
    powers = Powers(request.user, today(), round_.quarter.ends_on)
    context = {
        "progress": progress_of(round_, units),
        "round": round_,
        "waiting": len(waiting_for(powers, round_)),
        "may_manage": request.user.has_perm("assessments.manage_rounds"),
        "days": DaysForm.of(round_),
        "today": today(),
    }
    return render(request, "assessments/round.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Open a round over a window, for all units of some kinds in the province."""
    require_manager(request.user)
    form = RoundForm(request.POST or None, day=today())
    if request.method == "POST" and form.is_valid():
        window = form.window()
        units = [
            unit
            for unit in tree(home_province(window.ends_on), window.ends_on).values()
            if unit.kind in form.cleaned_data["kinds"]
        ]
        round_ = open_round(
            form.cleaned_data["kind"],
            window,
            sets=form.cleaned_data["sets"],
            units=units,
            due=form.due(),
            purpose=form.cleaned_data["purpose"],
            by=request.user.username,
            at=now(),
        )
        messages.success(request, gettext("The round is open. Units see it in their work from its first day."))
        return redirect("assessments:round", round_.pk)
    return render(request, "assessments/new_round.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def move(request: SignedIn, round_id: int) -> HttpResponse:
    """Give a round other days."""
    round_, form = _managed(request, round_id), DaysForm(request.POST)
    if not form.is_valid():
        raise BadDays(form.errors.as_text())
    move_round(round_, form.due(), by=request.user.username, at=now())
    messages.success(request, gettext("The days of the round were changed."))
    return redirect("assessments:round", round_.pk)


@require_POST
def close(request: SignedIn, round_id: int) -> HttpResponse:
    """Close a round."""
    round_ = _managed(request, round_id)
    close_round(round_, by=request.user.username, at=now())
    messages.success(request, gettext("The round is closed. Its figures stay as they are."))
    return redirect("assessments:round", round_.pk)


def _managed(request: SignedIn, round_id: int) -> Round:
    require_manager(request.user)
    return round_for(request.user, round_id)
