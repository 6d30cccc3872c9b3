"""A unit's or an office's own plan: begun, written, issued."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from ntm.accounts.access import province_around
from ntm.accounts.models import Office
from ntm.accounts.requests import SignedIn
from ntm.areas.models import Unit
from ntm.plans.access import day_for, doers_of_person, offices_to_plan, plan_to_write, units_to_plan
from ntm.plans.bodies import Doer
from ntm.plans.forms import ClauseForm, IssueForm, NewPlanForm, PlanHeadForm
from ntm.plans.forms.fields import accepted
from ntm.plans.models import Plan
from ntm.plans.selectors import clauses_above
from ntm.plans.selectors.progress import owner_of
from ntm.plans.services import (
    add_by_amendment,
    add_clause,
    begin_plan,
    change_head,
    discard_plan,
    issue_plan,
)
from ntm.ui.clock import now

Owners = dict[str, tuple[Unit, Office | None]]


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Begin the plan of the day's year for a unit or office that has none yet."""
    province_around(request.user, request.day)
    owners, have = _owners(request)
    if not owners and not have:
        raise Http404
    names = [(key, Doer(office=office, unit=None if office else unit).name) for key, (unit, office) in owners.items()]
    first = names[0][1].vi if names else ""
    form = NewPlanForm(
        request.POST or None,
        owners=[(key, name.vi) for key, name in names],
        initial={
            "owner": request.GET.get("owner", ""),
            "title": f"Kế hoạch thực hiện Chương trình MTQG xây dựng nông thôn mới năm {request.day.year}",
            "issuer": first if len(names) == 1 else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        unit, office = owners[form.cleaned_data["owner"]]
        made = accepted(
            form,
            lambda: begin_plan(unit, request.day.year, form.head(), office=office, by=request.user.username, at=now()),
        )
        if made:
            messages.success(request, gettext("The draft is begun. Add its clauses, then issue it."))
            return redirect("plans:shown", made.pk)
    own = {doer.key for doer in doers_of_person(request.user, request.day)}
    context = {
        "form": form,
        "mine": [row for row in have if owner_of(row).key in own],
        "others": [row for row in have if owner_of(row).key not in own],
        "year": request.day.year,
        "owners": owners,
    }
    return render(request, "plans/new_plan.html", context, status=422 if form.errors else 200)


def _owners(request: SignedIn) -> tuple[Owners, list[Plan]]:
    """Return who may still begin a plan of the day's year, by key, and the plans that there are already."""
    day = request.day
    units = units_to_plan(request.user, day).in_vietnamese_order()
    every: Owners = {Doer(office=office).key: (unit, office) for office, unit in offices_to_plan(request.user, day)}
    every |= {Doer(unit=unit).key: (unit, None) for unit in units}
    rows = Plan.objects.filter(year=day.year, unit__in={unit.pk for unit, _ in every.values()})
    have = {owner_of(row).key: row for row in rows.select_related("unit", "office").order_by("unit__sort_name")}
    left = {key: owner for key, owner in every.items() if key not in have}
    return left, [row for key, row in have.items() if key in every]


@require_http_methods(["GET", "HEAD", "POST"])
def head(request: SignedIn, plan_id: int) -> HttpResponse:
    """Change the head of a draft."""
    plan = plan_to_write(request.user, plan_id, request.day)
    initial = {"title": plan.title, "issuer": plan.issuer, "signed_by": plan.signed_by}
    form = PlanHeadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid() and _head_kept(request, plan, form):
        messages.success(request, gettext("The head of the plan was kept."))
        return redirect("plans:shown", plan.pk)
    return render(request, "plans/head.html", {"plan": plan, "form": form}, status=422 if form.errors else 200)


def _head_kept(request: SignedIn, plan: Plan, form: PlanHeadForm) -> bool:
    return accepted(form, lambda: change_head(plan, form.head(), by=request.user.username, at=now())) is not None


@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: SignedIn, plan_id: int) -> HttpResponse:
    """Issue a draft with the number and day of the signed document."""
    plan = plan_to_write(request.user, plan_id, request.day)
    form = IssueForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if accepted(form, lambda: issue_plan(plan, said["number"], said["on"], by=request.user.username, at=now())):
            messages.success(request, gettext("The plan is issued. From now on it is changed by amendments only."))
            return redirect("plans:shown", plan.pk)
    return render(request, "plans/issue.html", {"plan": plan, "form": form}, status=422 if form.errors else 200)


@require_POST
def discard(request: SignedIn, plan_id: int) -> HttpResponse:
    """Throw a draft away."""
    plan = plan_to_write(request.user, plan_id, request.day)
    discard_plan(plan, by=request.user.username, at=now())
    messages.success(request, gettext("The draft was discarded; the log keeps its title."))
    return redirect("plans:plan")


@require_http_methods(["GET", "HEAD", "POST"])
def new_clause(request: SignedIn, plan_id: int) -> HttpResponse:
    """Add a clause to a draft, or bring one into an issued plan with the open amendment."""
    plan = plan_to_write(request.user, plan_id, request.day)
    above = list(clauses_above(plan, day_for(plan.unit, request.day)))
    form = ClauseForm(request.POST or None, plan=plan, above=above)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        serves = next((one for one in above if str(one.pk) == said.get("serves")), None)
        add = add_clause if plan.is_draft else add_by_amendment
        made = accepted(
            form,
            lambda: add(
                plan,
                said["reference"],
                said["kind"],
                form.words(),
                serves=serves,
                by=request.user.username,
                at=now(),
            ),
        )
        if made:
            messages.success(request, gettext("The clause was added."))
            open_one = plan.amendments.open().first()
            if open_one:
                return redirect("plans:amendment", open_one.pk)
            return redirect("plans:new_clause" if "another" in request.POST else "plans:shown", plan.pk)
    context = {"plan": plan, "form": form, "clause": None, "amends": not plan.is_draft}
    return render(request, "plans/clause_form.html", context, status=422 if form.errors else 200)
