from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from ntm.accounts.requests import SignedIn
from ntm.dashboards.access import unit_for
from ntm.dashboards.selectors import unit_page
from ntm.finance.selectors import works_lifting


def unit(request: SignedIn, unit_id: int) -> HttpResponse:
    """One unit on the day: what was measured, what the law asks, the verdict, and why."""
    found = unit_for(request.user, unit_id, request.day)
    page = unit_page(found, request.day, request.GET.get("set", ""))
    context = {"page": page, "unit": found, "works": works_lifting(found, request.day)}
    return render(request, "dashboards/unit.html", context)
