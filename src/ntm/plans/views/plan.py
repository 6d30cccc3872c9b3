from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ntm.accounts.access import province_around, top_unit_for
from ntm.accounts.requests import SignedIn
from ntm.accounts.rights import Right
from ntm.accounts.selectors import holds_right, visible_units
from ntm.areas.models import Tier, Unit
from ntm.areas.selectors import tree
from ntm.core.problems import Text
from ntm.plans.access import day_for, may_write, offices_to_plan, plan_to_read, units_to_plan
from ntm.plans.bodies import Roll
from ntm.plans.draft_access import document_of
from ntm.plans.models import ClauseKind, Plan
from ntm.plans.selectors import (
    ClauseProgress,
    Task,
    asked_above,
    bodies_with_duties,
    capital_tree,
    plan_for,
    progress_of,
    targets_with_progress,
    tasks,
)
from ntm.plans.selectors.scenarios import approved_for
from ntm.ui.clock import today


@require_safe
def plan(request: SignedIn) -> HttpResponse:
    """Show the province's plan of the day's year: facts, targets with progress, tasks, capital.

    ``office`` and ``kind`` in the address narrow the tasks.
    """
    province = province_around(request.user, request.day)
    found = plan_for(province, request.day.year)
    return _page(request, found) if found else no_plan(request, province)


@require_safe
def shown(request: SignedIn, plan_id: int) -> HttpResponse:
    """Show the plan of a district, a commune or an office, as the province's is shown; also a draft to its writers."""
    return _page(request, plan_to_read(request.user, plan_id, request.day))


def no_plan(request: SignedIn, province: Unit) -> HttpResponse:
    """Say that the day's year has no plan yet, and where the newest is."""
    rows = Plan.objects.issued().of_units().filter(unit__code=province.code, unit__tier=province.tier)
    newest = rows.order_by("-year").first()
    url = f"{reverse('plans:plan')}?day={newest.year}-12-31" if newest else ""
    context = {"province": province, "newest": newest, "newest_url": url, "may_keep": _may_keep(request)}
    return render(request, "plans/no_plan.html", context)


def _page(request: SignedIn, found: Plan) -> HttpResponse:
    office, kind = request.GET.get("office", ""), request.GET.get("kind", "")
    day = day_for(found.unit, request.day)
    below = tree(found.unit, day)
    is_province = found.office_id is None and found.unit.tier == Tier.PROVINCE
    shown_tasks = tasks(found, office, kind, day=request.day)
    progress = progress_of([task.on for task in shown_tasks], Roll(below.values(), request.day), request.day)
    return render(
        request,
        "plans/plan.html",
        {
            "plan": found,
            "title": found.title_words,
            "issuer": Text(found.issuer, found.issuer_en),
            "recipients": [Text(one["vi"], one["en"]) for one in found.recipients],
            "legal_bases": found.legal_bases.all(),
            "above": () if is_province else asked_above(found, day),
            "targets": targets_with_progress(found, request.day, below),
            "reads": set(visible_units(request.user, request.day).values_list("pk", flat=True)),
            "tasks": [(task, progress[task.clause.pk]) for task in shown_tasks],
            "sample": any(one.rests_on_sample for one in progress.values()),
            "bodies": bodies_with_duties(found),
            "kinds": list(ClauseKind),
            "office": office,
            "kind": kind,
            "capital": capital_tree(found, request.day),
            "amendments": list(found.amendments.issued().filter(on__lte=request.day).order_by("on")),
            "open_amendment": found.amendments.open().first(),
            "may_write": may_write(request.user, found, request.day),
            "is_province": is_province,
            "registered_in": "" if is_province else found.unit.code,
            "may_begin": units_to_plan(request.user, request.day).exists()
            or bool(offices_to_plan(request.user, request.day)),
            "approved": approved_for(found),
            "draft": document_of(request.user, found),
            "may_keep": is_province and _may_keep(request),
            "may_plan": is_province and top_unit_for(request.user, request.day).tier == Tier.PROVINCE,
            "overdue": _overdue(shown_tasks, progress),
        },
    )


def _may_keep(request: SignedIn) -> bool:
    return holds_right(request.user, Right.PLAN, today())


def _overdue(shown_tasks: tuple[Task, ...], progress: Mapping[int, ClauseProgress]) -> list[tuple[Task, int]]:
    """Return the clauses of which a record is overdue, with how many bodies owe one."""
    found = ((task, progress[task.clause.pk].overdue) for task in shown_tasks)
    return [(task, number) for task, number in found if number]
