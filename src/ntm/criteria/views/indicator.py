from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from ntm.criteria.selectors import rulebook
from ntm.criteria.selectors.citations import sources_of
from ntm.criteria.selectors.contents import row
from ntm.criteria.selectors.ladders import ladder
from ntm.criteria.selectors.siblings import same_measure
from ntm.criteria.selectors.standpoints import standpoint
from ntm.criteria.views.doors import indicator_for, set_for
from ntm.ui.requests import Request


def indicator(request: Request, set_id: str, code: str) -> HttpResponse:
    """Everything the law says of one indicator: what a clerk opens with the question mark."""
    book = rulebook()
    criteria_set = set_for(book, set_id)
    found = indicator_for(criteria_set, code)
    at = standpoint(book, criteria_set, request.day, request.GET.get("region", ""))
    context = {
        "set": criteria_set,
        "indicator": found,
        "criterion": next((one for one in criteria_set.criteria if one.code == found.criterion), None),
        "row": row(found, at),
        "at": at,
        "place_name": book.place_names.get(at.key),
        "ladder": ladder(found, at.day, book),
        "parts": [(row(part, at), ladder(part, at.day, book)) for part in found.parts],
        "siblings": same_measure(book, found),
        "sources": sources_of(book, found),
    }
    return render(request, "criteria/indicator.html", context)
