from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ntm.core.problems import Text
from ntm.core.rulebook import Office
from ntm.criteria.selectors import rulebook
from ntm.criteria.selectors.contents import chapters, offices, preconditions
from ntm.criteria.selectors.standpoints import Standpoint, standpoint
from ntm.criteria.views.doors import set_for
from ntm.ui.requests import Request

WITHOUT_LEVEL = "without-level"


def criteria_set(request: Request, set_id: str) -> HttpResponse:
    """One set as it reads on the day, for one region or group."""
    book = rulebook()
    found = set_for(book, set_id)
    at = standpoint(book, found, request.day, request.GET.get("region", ""))
    show, office = request.GET.get("show", ""), request.GET.get("office", "")
    rows = chapters(found, at, without_level=show == WITHOUT_LEVEL, office=office)
    context = {
        "set": found,
        "at": at,
        "place_name": book.place_names.get(at.key),
        "fields": _fields(at, show, office, offices(found, at)),
        "filtered": bool(show or office),
        "chapters": rows,
        "shown": sum(len(one.rows) for one in rows),
        "preconditions": preconditions(found, at),
    }
    return render(request, "criteria/set.html", context)


def _fields(at: Standpoint, show: str, office: str, known: list[Office]) -> list[dict[str, Any]]:
    """Return the choices above the table; a set that is the same everywhere has no choice of place."""
    place = {"name": "region", "label": Text("Vùng hoặc nhóm xã", "Region or group"), "chosen": at.key}
    level = {"name": "show", "label": Text("Chỉ tiêu", "Indicators"), "chosen": show}
    level["choices"] = [
        ("", Text("Tất cả", "All")),
        (WITHOUT_LEVEL, Text("Chưa có mức", "Without a level")),
    ]
    led = {"name": "office", "label": Text("Cơ quan thẩm định", "Appraised by"), "chosen": office}
    led["choices"] = [("", Text("Mọi cơ quan", "Every office")), *((one.code, one.name) for one in known)]
    return [place | {"choices": at.choices}, level, led] if at.choices else [level, led]
