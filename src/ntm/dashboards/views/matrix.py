from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from ntm.accounts.access import top_unit_for
from ntm.accounts.requests import SignedIn
from ntm.core.problems import Text
from ntm.core.rulebook import Outcome
from ntm.dashboards.selectors import chosen_rows, overview

SHOWS = (
    ("ready", Text("Đạt mọi tiêu chí đã có mức", "Meet every criterion with a level")),
    ("behind", Text("Còn tiêu chí chưa đạt", "Have a criterion not met")),
    ("slipped", Text("Đã công nhận nhưng nay chưa đạt", "Recognised, yet fail a criterion")),
    ("no-data", Text("Còn thiếu số liệu", "Have data missing")),
    ("recognised", Text("Đã công nhận (đã rõ tên)", "Recognised, known by name")),
)
# Of the verdicts on one criterion, those that a figure of the overview opens.
VERDICTS = (Outcome.NOT_MET, Outcome.NO_DATA, Outcome.MET, Outcome.NO_LEVEL)


def matrix(request: SignedIn) -> HttpResponse:
    """Communes × criteria on one screen, by district and by what is missing; prints on A3.

    A district sees its own communes, a commune itself.
    """
    page = overview(top_unit_for(request.user, request.day, request.GET.get("province", "")), request.day)
    chosen = {name: request.GET.get(name, "") for name in ("district", "show", "criterion", "verdict")}
    shows = (*SHOWS, *((band.show, band.name) for band in page.bands[1:]))
    context = {"page": page, "rows": chosen_rows(page, **chosen), "shows": shows, "verdicts": VERDICTS, **chosen}
    return render(request, "dashboards/matrix.html", context)
