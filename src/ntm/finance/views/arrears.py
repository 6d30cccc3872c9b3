"""Construction arrears on the day: where, how old, how they moved, how they are to be paid."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ntm.accounts.requests import SignedIn
from ntm.areas.selectors import children
from ntm.finance.access import unit_shown
from ntm.finance.books import arrears_book, as_workbook
from ntm.finance.selectors import arrears_in
from ntm.finance.selectors.arrears import by_age, by_field, by_unit, by_year_and_source, movement_in, sum_of
from ntm.finance.sources import sources_in


@require_safe
def arrears(request: SignedIn) -> HttpResponse:
    """The stock on the day with its parts, its plan, and how it moved since another day."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    rows = arrears_in(unit, request.day)
    since = _since(request)
    moved = movement_in(unit, since, request.day)
    parts = by_unit(unit, rows, request.day)
    context = {
        "unit": unit,
        "units": children(unit, request.day),
        "top": unit_shown(request.user, "", request.day),
        "rows": rows,
        "total": sum(row.amount_dong for row in rows),
        "planned": sum(row.planned_left for row in rows),
        "gap": sum(row.gap for row in rows),
        "by_unit": parts if len(parts) > 1 or any(part.unit != unit for part in parts) else (),
        "by_field": by_field(rows),
        "by_age": by_age(rows, request.day),
        "by_year": by_year_and_source(rows),
        "names": {one.code: one.name for one in sources_in(request.day.year)},
        "since": since,
        "moved": moved,
        "movement": sum_of(one for _, one in moved),
        "sample": any(row.work.is_sample for row in rows),
    }
    return render(request, "finance/arrears.html", context)


@require_safe
def export(request: SignedIn) -> HttpResponse:
    """The same as a workbook, in whole đồng."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    since = _since(request)
    book = arrears_book(unit, request.day, since, arrears_in(unit, request.day), movement_in(unit, since, request.day))
    return as_workbook(book, f"no-dong-{unit.code}-{request.day.isoformat()}.xlsx")


def _since(request: SignedIn) -> date:
    """Return the day whose end the movement begins with; the end of the year before, unless one is asked for."""
    last_year = date(request.day.year - 1, 12, 31)
    try:
        asked = date.fromisoformat(request.GET.get("since", ""))
    except ValueError:
        return last_year
    return asked if date(2000, 1, 1) <= asked < request.day else min(last_year, request.day - timedelta(days=1))
