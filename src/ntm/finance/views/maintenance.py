"""Finished works and what keeps them in use: due and overdue, by unit."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ntm.accounts.requests import SignedIn
from ntm.areas.selectors import children
from ntm.finance.access import unit_shown
from ntm.finance.models import MaintenanceEntry
from ntm.finance.selectors.maintenance import jobs_in

_LOG_SHOWN = 50


@require_safe
def maintenance(request: SignedIn) -> HttpResponse:
    """What is overdue, due soon and planned later; which finished works have no plan; what was done last."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    whole, jobs = jobs_in(unit, request.day)
    planned = {job.work.pk for job in jobs}
    done = MaintenanceEntry.objects.filter(work__in=[row.work.pk for row in whole], on__lte=request.day)
    open_ = [job for job in jobs if job.due_on is not None]
    context = {
        "unit": unit,
        "units": children(unit, request.day),
        "top": unit_shown(request.user, "", request.day),
        "jobs": open_,
        "overdue": sum(job.is_overdue for job in open_),
        "soon": sum(job.is_soon for job in open_),
        "cost": sum(job.cost_dong for job in open_ if job.is_overdue or job.is_soon),
        "whole": len(whole),
        "unplanned": [row for row in whole if row.work.pk not in planned],
        "log": done.select_related("work__unit")[:_LOG_SHOWN],
        "sample": any(row.work.is_sample for row in whole),
    }
    return render(request, "finance/maintenance.html", context)
