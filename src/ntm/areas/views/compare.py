from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from ntm.areas.selectors.changes import changes_at_home
from ntm.areas.selectors.compared import compared, figures_at_hand
from ntm.areas.words import FIGURES
from ntm.ui.requests import Request


def compare(request: Request) -> HttpResponse:
    """Show a figure counted on the map of the day; ``figure`` in the address is ``population-2009-04-01``."""
    at_hand = {_key(name, as_of): (name, as_of) for name, as_of in figures_at_hand()}
    if not at_hand:
        return render(request, "areas/no_figures.html")
    asked = request.GET.get("figure", "")
    key = asked if asked in at_hand else next(iter(at_hand))
    name, as_of = at_hand[key]
    choices = [(one, FIGURES[each].name, on, one == key) for one, (each, on) in at_hand.items()]
    page = compared(name, as_of, request.day)
    return render(
        request, "areas/compare.html", {"page": page, "choices": choices, "key": key, "maps": changes_at_home().maps}
    )


def _key(name: str, as_of: date) -> str:
    return f"{name}-{as_of.isoformat()}"
