from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from ntm.areas.models import Unit
from ntm.areas.selectors.history import history_of
from ntm.ui.requests import Request


def history(request: Request, unit_id: int) -> HttpResponse:
    """Show one unit's life. Which units exist is public knowledge, so everybody signed in may look."""
    unit = get_object_or_404(Unit, pk=unit_id)
    return render(request, "areas/history.html", {"page": history_of(unit, request.day), "unit": unit})
