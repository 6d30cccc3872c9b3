from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from ntm.criteria.selectors import rulebook
from ntm.criteria.selectors.coverage import TIERS, coverage, gaps
from ntm.criteria.selectors.standpoints import home_region
from ntm.ui.requests import Request


def sets(request: Request) -> HttpResponse:
    """Which sets hold on the day, how much of each is loaded and how sure it is."""
    book = rulebook()
    held = book.sets_on(request.day)
    home = home_region(request.day) or ""
    begun = sorted({one.in_force.begins for one in book.sets.values()})
    others = dict.fromkeys(one for day in begun for one in book.sets_on(day) if one not in held)
    tiers = [(tier, [coverage(book, one, request.day, home) for one in held if one.tier == tier]) for tier in TIERS]
    context = {
        "tiers": [(tier, rows) for tier, rows in tiers if rows],
        "gaps": gaps(book, request.day),
        "others": [coverage(book, one, request.day, home) for one in others],
    }
    return render(request, "criteria/sets.html", context)
