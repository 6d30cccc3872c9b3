from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ntm.areas.selectors.changes import changes_at_home


def changes(request: HttpRequest) -> HttpResponse:
    """Show every change of the home province's units by legal order; ``unit`` in the address narrows by name."""
    wanted = request.GET.get("unit", "").strip()
    return render(request, "areas/changes.html", {"page": changes_at_home(wanted), "wanted": wanted})
