from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from ntm.accounts.access import province_around, top_unit_for
from ntm.accounts.requests import SignedIn
from ntm.areas.models import Tier
from ntm.core.problems import Text
from ntm.plans.models import ClauseKind, Plan
from ntm.plans.selectors import bodies_with_duties, capital_tree, plan_for, targets_with_progress, tasks
from ntm.plans.selectors.scenarios import approved_for


def plan(request: SignedIn) -> HttpResponse:
    """Show the plan of the day's year: facts, targets with progress, tasks, capital.

    ``office`` and ``kind`` in the address narrow the tasks.
    """
    province = province_around(request.user, request.day)
    found = plan_for(province, request.day.year)
    if found is None:
        newest = Plan.objects.filter(unit__code=province.code, unit__tier=province.tier).order_by("-year").first()
        url = f"{reverse('plans:plan')}?day={newest.year}-12-31" if newest else ""
        return render(request, "plans/no_plan.html", {"province": province, "newest": newest, "newest_url": url})
    office, kind = request.GET.get("office", ""), request.GET.get("kind", "")
    return render(
        request,
        "plans/plan.html",
        {
            "plan": found,
            "title": Text(found.title, found.title_en),
            "issuer": Text(found.issuer, found.issuer_en),
            "recipients": [Text(one["vi"], one["en"]) for one in found.recipients],
            "legal_bases": found.legal_bases.all(),
            "targets": targets_with_progress(found, request.day),
            "tasks": tasks(found, office, kind),
            "bodies": bodies_with_duties(found),
            "kinds": list(ClauseKind),
            "office": office,
            "kind": kind,
            "capital": capital_tree(found),
            "may_plan": top_unit_for(request.user, request.day).tier == Tier.PROVINCE,
            "approved": approved_for(found),
        },
    )
