"""Amendments of an issued plan: what changed by which act, and writing one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.plans.access import (
    amendment_to_read,
    amendment_to_write,
    may_write,
    plan_to_read,
    plan_to_write,
    require_issued,
)
from ntm.plans.drafting.names import source_choices
from ntm.plans.forms import AmendmentForm, AmendmentIssueForm, CapitalForm, NewLineForm, NewTargetForm, TargetsForm
from ntm.plans.forms.fields import CalmForm, accepted
from ntm.plans.models import Amendment, Clause, PlanChange
from ntm.plans.selectors import capital_tree, targets_on
from ntm.plans.selectors.amended import LAST, capital_on, present
from ntm.plans.selectors.changes import amendment_rows
from ntm.plans.services import (
    add_capital,
    add_target,
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
        "title": plan.title_words,
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
        "title": found.plan.title_words,
        "row": row,
        "writes": found.is_open and may_write(request.user, found.plan, request.day),
        "form": form or AmendmentIssueForm(),
        "has_targets": bool(targets_on(found.plan, LAST, found)) if found.is_open else False,
        "has_capital": bool(capital_on(found.plan, LAST, found)) if found.is_open else False,
    }
    return render(request, "plans/amendment.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def targets(request: SignedIn, amendment_id: int) -> HttpResponse:
    """Note new numbers and names of targets, and which leave the plan, in an amendment that is being written."""
    found = amendment_to_write(request.user, amendment_id, request.day)
    form = TargetsForm(request.POST or None, targets=targets_on(found.plan, LAST, found))
    page = _Page(gettext("Amend targets"), gettext("What is left as it is changes nothing."))
    return _filled(
        request,
        found,
        form,
        page,
        lambda who: amend_targets(found.plan, form.numbers(), names=form.names(), dropped=form.dropped(), **who),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_target(request: SignedIn, amendment_id: int) -> HttpResponse:
    """Bring a target in with an amendment that is being written."""
    found = amendment_to_write(request.user, amendment_id, request.day)
    form = NewTargetForm(request.POST or None, clauses=_clauses(found))
    page = _Page(gettext("Add a target"), gettext("It stands in the plan from the day on which the amendment holds."))
    return _filled(request, found, form, page, lambda who: add_target(form.chosen, form.words(), **who))


@require_http_methods(["GET", "HEAD", "POST"])
def capital(request: SignedIn, amendment_id: int) -> HttpResponse:
    """Note new amounts of planned capital, and which lines leave the plan, in an amendment that is being written."""
    found = amendment_to_write(request.user, amendment_id, request.day)
    form = CapitalForm(request.POST or None, roots=capital_tree(found.plan, LAST, found), amendment=found)
    unit = gettext("Unit: million đồng")
    summed = gettext("What stands above is summed by itself. The ledger of capital is not moved by this.")
    page = _Page(gettext("Amend planned capital"), f"{unit}. {summed}")
    return _filled(
        request, found, form, page, lambda who: amend_capital(found.plan, form.amounts(), dropped=form.dropped(), **who)
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_line(request: SignedIn, amendment_id: int) -> HttpResponse:
    """Bring a line of capital in with an amendment that is being written."""
    found = amendment_to_write(request.user, amendment_id, request.day)
    form = NewLineForm(
        request.POST or None,
        roots=capital_tree(found.plan, LAST, found),
        sources=dict(source_choices(found.plan.year)),
        clauses=_clauses(found),
    )
    summed = gettext("What stands above is summed by itself.")
    divides = gettext("Lines below one that had no parts divide its amount: together they have to sum to it.")
    page = _Page(gettext("Add a line of capital"), f"{summed} {divides}")
    return _filled(request, found, form, page, lambda who: add_capital(found.plan, form.line(), **who))


def _clauses(found: Amendment) -> list[Clause]:
    """Return the clauses that the plan would have with an amendment."""
    return list(present(Clause.objects.filter(plan=found.plan), LAST, also=found))


@dataclass(frozen=True, slots=True)
class _Page:
    heading: str
    lead: str


def _filled(
    request: SignedIn, found: Amendment, form: CalmForm, page: _Page, act: Callable[[dict[str, Any]], object]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        who = {"by": request.user.username, "at": now()}
        if accepted(form, lambda: act(who)) is not None:
            messages.success(
                request, gettext("The change was noted. It holds from the day on which the amendment is issued.")
            )
            return redirect("plans:amendment", found.pk)
    context = {"amendment": found, "plan": found.plan, "form": form, "page": page}
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
