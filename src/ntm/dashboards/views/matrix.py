from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ntm.dashboards.selectors import chosen_rows, overview


def matrix(request: HttpRequest) -> HttpResponse:
    """Communes × criteria on one screen, by district and by what is missing; prints on A3."""
    page = overview(request.day)
    district, show = request.GET.get("district", ""), request.GET.get("show", "")
    rows = chosen_rows(page, district=district, show=show)
    context = {"page": page, "rows": rows, "district": district, "show": show}
    return render(request, "dashboards/matrix.html", context)
