"""Amendments of an issued plan: what changed by which act, and writing one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.core.problems import Text
from ntm.plans.access import (
    amendment_to_read,
    amendment_to_write,
    may_write,
    plan_to_read,
    plan_to_write,
    require_issued,
)
from ntm.plans.forms import AmendmentForm, AmendmentIssueForm, CapitalForm, TargetsForm
from ntm.plans.forms.fields import CalmForm, accepted
from ntm.plans.models import Amendment, PlanChange
from ntm.plans.selectors import capital_tree, targets_on
from ntm.plans.selectors.amended import LAST
from ntm.plans.selectors.changes import amendment_rows
from ntm.plans.services import (
    amend_capital,
    amend_targets,
    begin_amendment,
    discard_amendment,
    issue_amendment,
    withdraw_change,
)
from ntm.ui.clock import now


@require_safe
def amendments(request: SignedIn, plan_id: int) -> HttpResponse:
    """Everything that was changed of a plan by the day, act by act; those still to come stand apart."""
    plan = require_issued(plan_to_read(request.user, plan_id, request.day))
    rows = amendment_rows(plan.amendments.issued().order_by("on", "pk"))
    writes = may_write(request.user, plan, request.day)
    context = {
        "plan": plan,
        "title": Text(plan.title, plan.title_en),
        "rows": [row for row in rows if row.amendment.on and row.amendment.on <= request.day],
        "later": [row for row in rows if row.amendment.on and row.amendment.on > request.day],
        "writes": writes,
        "open_amendment": plan.amendments.open().first() if writes else None,
    }
    return render(request, "plans/amendments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn, plan_id: int) -> HttpResponse:
    """Begin an amendment of an issued plan."""
    plan = require_issued(plan_to_write(request.user, plan_id, request.day))
    form = AmendmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = accepted(form, lambda: begin_amendment(plan, **form.cleaned_data, by=request.user.username, at=now()))
        if made:
            messages.success(request, gettext("The amendment is begun. Add what it changes, then issue it."))
            return redirect("plans:amendment", made.pk)
    return render(request, "plans/new_amendment.html", {"plan": plan, "form": form}, status=422 if form.errors else 200)


@require_safe
def amendment(request: SignedIn, amendment_id: int) -> HttpResponse:
    """One amendment: why, what it changes, and, while it is being written, how to go on."""
    return _page(request, amendment_to_read(request.user, amendment_id, request.day))


def _page(request: SignedIn, found: Amendment, form: AmendmentIssueForm | None = None) -> HttpResponse:
    [row] = amendment_rows([found])
    context = {
        "amendment": found,
        "plan": found.plan,
        "title": Text(found.plan.title, found.plan.title_en),
        "row": row,
        "writes": found.is_open and may_write(request.user, found.plan, request.day),
        "form": form or AmendmentIssueForm(),
        "has_targets": any(one.at_least is not None for one in targets_on(found.plan, LAST)),
        "has_capital": found.plan.capital.exists(),
    }
    return render(request, "plans/amendment.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: SignedIn, amendment_id: int) -> HttpResponse:
    """Note new numbers of targets in an amendment that is being written."""
    found = amendment_to_write(request.user, amendment_id, request.day)
    form = TargetsForm(request.POST or None, targets=targets_on(found.plan, LAST))
    return _filled(request, found, form, lambda who: amend_targets(found.plan, form.numbers(), **who))


@require_http_methods(["GET", "HEAD", "POST"])
def capital(request: SignedIn, amendment_id: int) -> HttpResponse:
    """Note new amounts of planned capital in an amendment that is being written."""
    found = amendment_to_write(request.user, amendment_id, request.day)
    form = CapitalForm(request.POST or None, roots=capital_tree(found.plan, LAST))
    return _filled(request, found, form, lambda who: amend_capital(found.plan, form.amounts(), **who))


def _filled(
    request: SignedIn, found: Amendment, form: CalmForm, act: Callable[[dict[str, Any]], list[PlanChange]]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        who = {"by": request.user.username, "at": now()}
        if accepted(form, lambda: act(who)) is not None:
            messages.success(
                request, gettext("The change was noted. It holds from the day on which the amendment is issued.")
            )
            return redirect("plans:amendment", found.pk)
    context = {"amendment": found, "plan": found.plan, "form": form, "money": isinstance(form, CapitalForm)}
    return render(request, "plans/amend_figures.html", context, status=422 if form.errors else 200)


@require_POST
def issue(request: SignedIn, amendment_id: int) -> HttpResponse:
    """Issue an amendment with its number and the day from which it holds."""
    found = amendment_to_write(request.user, amendment_id, request.day)
    form = AmendmentIssueForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        if accepted(
            form, lambda: issue_amendment(found, said["number"], said["on"], by=request.user.username, at=now())
        ):
            messages.success(request, gettext("The amendment is issued. Days before it still show the plan as it was."))
            return redirect("plans:amendment", found.pk)
    return _page(request, found, form)


@require_POST
def discard(request: SignedIn, amendment_id: int) -> HttpResponse:
    """Throw an amendment away that is being written."""
    found = amendment_to_write(request.user, amendment_id, request.day)
    plan_id = found.plan_id
    discard_amendment(found, by=request.user.username, at=now())
    messages.success(request, gettext("The amendment was discarded; the plan is as it was."))
    return redirect("plans:amendments", plan_id)


@require_POST
def withdraw(request: SignedIn, amendment_id: int, change_id: int) -> HttpResponse:
    """Take one change out of an amendment that is being written."""
    found = amendment_to_write(request.user, amendment_id, request.day)
    withdraw_change(get_object_or_404(PlanChange, pk=change_id, amendment=found), by=request.user.username, at=now())
    messages.success(request, gettext("The change was taken out."))
    return redirect("plans:amendment", found.pk)
