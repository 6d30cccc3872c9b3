from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse

from ntm.accounts.access import reads_several_provinces, top_unit_for
from ntm.accounts.requests import SignedIn
from ntm.areas.models import Tier
from ntm.areas.selectors import home_province
from ntm.dashboards.selectors import formed_of, money_of, picture_of
from ntm.dashboards.selectors import overview as province_on
from ntm.plans.selectors import plan_for, targets_with_progress
from ntm.recognition.selectors import reported_counts


def overview(request: SignedIn) -> HttpResponse:
    """The leader's first screen: will we reach the year's targets, who is behind, what is missing?

    Whoever reads only a part of the province lands on the page of that part; whoever reads several provinces, on
    the page of the country, unless ``province`` in the address names one by its code.
    """
    home_province(request.day)  # a day before all lists says so, rather than “not found”
    asked = request.GET.get("province", "")
    if not asked and reads_several_provinces(request.user):
        return _with_day(request, reverse("dashboards:country"))
    top = top_unit_for(request.user, request.day, asked)
    if top.tier != Tier.PROVINCE:
        return _with_day(request, reverse("dashboards:unit", args=[top.pk]))
    page = province_on(top, request.day)
    plan = plan_for(page.province, request.day.year)
    targets = targets_with_progress(plan, request.day, page.units) if plan else ()
    counts = reported_counts(page.province, request.day)
    context = {
        "page": page,
        "plan": plan,
        "targets": targets,
        "counts": counts,
        "formed": formed_of(page.rows),
        "picture": picture_of(page),
        "money": money_of(page.province, request.day, page.units),
    }
    return render(request, "dashboards/overview.html", context)


def _with_day(request: SignedIn, address: str) -> HttpResponseRedirect:
    """Go to another page of the same day."""
    return redirect(address + (f"?day={request.day}" if request.GET.get("day") else ""))
