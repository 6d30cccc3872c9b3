"""Works: the list, the map, one of them, taking one in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from ntm.accounts.access import province_around
from ntm.accounts.requests import SignedIn
from ntm.areas.models import Unit
from ntm.areas.selectors import children
from ntm.core.problems import Problem, Text
from ntm.finance.access import may_book, may_report, unit_shown, units_to_book, work_for
from ntm.finance.models import AcceptanceKind, Field
from ntm.finance.selectors import works_in
from ntm.finance.selectors.on_map import WORDS, pick_map, picture_of
from ntm.finance.selectors.work_page import page_of
from ntm.finance.selectors.works import WorkRow
from ntm.finance.services import add_work
from ntm.finance.services.progress import states_after
from ntm.finance.sources import sources_in
from ntm.finance.views.choices import language, measure_choices, measure_words, source_choices
from ntm.finance.work_forms import ProgressForm, WorkForm
from ntm.ui.clock import now

OWING = (("yes", Text("Có nợ đọng", "With arrears")), ("no", Text("Không nợ đọng", "Without arrears")))


@require_safe
def works(request: SignedIn) -> HttpResponse:
    """Works of a unit and all below on the day, with sums."""
    found = _found(request)
    rows = found["rows"]
    context = found | {
        "approved": sum(row.approved_dong for row in rows),
        "accepted": sum(row.accepted for row in rows),
        "paid": sum(row.paid for row in rows),
        "arrears": sum(row.arrears for row in rows),
        "may_book": units_to_book(request.user, request.day).exists(),
    }
    return render(request, "finance/works.html", context)


@require_safe
def on_map(request: SignedIn) -> HttpResponse:
    """The same works on a map, each with a mark of its state; the list beside it says the same."""
    found = _found(request)
    province = province_around(request.user, request.day)
    picture = picture_of(province, found["unit"], found["rows"], request.day)
    states = {row.state_code for row in found["rows"]}
    context = found | {
        "picture": picture,
        "legend": [(code, words) for code, words in WORDS.items() if code in states],
        "zoomed": found["unit"].pk != province.pk,
    }
    return render(request, "finance/works_map.html", context)


@require_safe
def work(request: SignedIn, work_id: int) -> HttpResponse:
    """One work: what for, how far, with which money, how it looks."""
    found = work_for(request.user, work_id, request.day)
    page = page_of(found, request.day)
    context = {
        "work": found,
        "page": page,
        "row": page.row,
        "field": Field(found.field).words,
        "others": found.units.exclude(pk=found.unit_id).order_by("sort_name", "code"),
        "measures": [measure_words(one.measure) for one in found.serves.order_by("measure")],
        "names": {one.code: one.name for one in sources_in(request.day.year)},
        "kinds": {one.value: one.words for one in AcceptanceKind},
        "may_book": may_book(request.user, found.unit, request.day),
        "may_report": may_report(request.user, found.unit, request.day),
        "may_move_on": bool(states_after(page.row.stage)),
        "progress_form": ProgressForm(initial={"on": request.day, "percent": page.row.progress}),
    }
    return render(request, "finance/work.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Take a work in."""
    units = units_to_book(request.user, request.day).in_vietnamese_order()
    if not units.exists():
        raise Http404
    form = WorkForm(
        request.POST or None,
        units=units,
        measures=measure_choices(request.day),
        sources=source_choices(request.day.year),
    )
    if request.method == "POST" and form.is_valid():
        try:
            said = form.cleaned_data
            found = add_work(
                form.facts(), said["measures"], said["units"], lines=form.amounts(), by=request.user.username, at=now()
            )
        except Problem as problem:
            form.add_error(None, problem.said_in(language()))
        else:
            messages.success(request, gettext("The work is taken in. Record its progress as it is built."))
            return redirect("finance:work", found.pk)
    pick = pick_map(province_around(request.user, request.day), unit_shown(request.user, "", request.day), request.day)
    return render(request, "finance/new_work.html", {"form": form, "pick": pick}, status=422 if form.errors else 200)


def works_shown(request: SignedIn) -> tuple[Unit, list[WorkRow]]:
    """Return the unit shown and its works as the address filters them."""
    found = _found(request)
    return found["unit"], found["rows"]


def _found(request: SignedIn) -> dict[str, Any]:
    """Return the unit shown and its works as the address filters them, with what the filters offer."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    every = works_in(unit, request.day)
    chosen = {name: request.GET.get(name, "") for name in ("field", "state", "arrears")}
    rows = [row for row in every if _fits(row, chosen)]
    return {
        "unit": unit,
        "top": unit_shown(request.user, "", request.day),
        "units": children(unit, request.day),
        "rows": rows,
        "fields": list(Field),
        "states": [(code, words) for code, words in WORDS.items() if any(row.state_code == code for row in every)],
        "owing": OWING,
        "chosen": chosen,
        "sample": any(row.work.is_sample for row in rows),
    }


def _fits(row: WorkRow, chosen: dict[str, str]) -> bool:
    owes = {"yes": bool(row.arrears), "no": not row.arrears}
    return (
        chosen["field"] in {"", row.work.field}
        and chosen["state"] in {"", row.state_code}
        and owes.get(chosen["arrears"], True)
    )
