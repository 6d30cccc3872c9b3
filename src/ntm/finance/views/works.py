"""Works: the list, one of them, taking one in, its progress, and arrears."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.areas.selectors import children
from ntm.core.periods import Quarter
from ntm.criteria.selectors import rulebook
from ntm.finance.access import may_book, may_report, unit_shown, units_to_book, work_for
from ntm.finance.forms import ClearingForm, ProgressForm, WorkForm
from ntm.finance.models import Account, Clearing, Field, Progress, Work
from ntm.finance.selectors import arrears_in, works_in
from ntm.finance.selectors.works import work_rows
from ntm.finance.services import add_work, plan_clearing, record_progress
from ntm.finance.sources import CREDIT, sources_in
from ntm.ui.clock import now


@require_safe
def works(request: SignedIn) -> HttpResponse:
    """Works of a unit and all below on the day, with sums."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    field, state = request.GET.get("field", ""), request.GET.get("state", "")
    every = works_in(unit, request.day)
    rows = [
        row
        for row in every
        if (not field or row.work.field == field) and (not state or row.state.en.lower().replace(" ", "-") == state)
    ]
    states = {row.state.en.lower().replace(" ", "-"): row.state for row in every}
    context = {
        "unit": unit,
        "rows": rows,
        "fields": list(Field),
        "field": field,
        "states": sorted(states.items()),
        "state": state,
        "units": children(unit, request.day),
        "approved": sum(row.approved_dong for row in rows),
        "accepted": sum(row.accepted for row in rows),
        "paid": sum(row.paid for row in rows),
        "arrears": sum(row.arrears for row in rows),
        "sample": any(row.work.is_sample for row in rows),
        "may_book": units_to_book(request.user, request.day).exists(),
    }
    return render(request, "finance/works.html", context)


@require_safe
def work(request: SignedIn, work_id: int) -> HttpResponse:
    """One work: what for, how far, with which money."""
    return _page(request, work_for(request.user, work_id, request.day))


def _page(
    request: SignedIn,
    found: Work,
    progress_form: ProgressForm | None = None,
    clearing_form: ClearingForm | None = None,
) -> HttpResponse:
    """Show a work; a form that was not right comes back as it was typed, with its errors."""
    [row] = work_rows([found], request.day)
    context = {
        "work": found,
        "row": row,
        "field": Field(found.field).words,
        "records": Progress.objects.filter(work=found, on__lte=request.day).order_by("-on", "-pk"),
        "measures": [_measure(one.measure) for one in found.serves.order_by("measure")],
        "money": Account.objects.filter(work=found, balance_dong__gt=0).order_by("source", "stage"),
        "names": {one.code: one.name for one in sources_in(request.day.year)},
        "clearings": Clearing.objects.filter(work=found).order_by("year", "-pk"),
        "may_book": may_book(request.user, found.unit, request.day),
        "may_report": may_report(request.user, found.unit, request.day),
        "progress_form": progress_form or ProgressForm(initial={"on": request.day}),
        "clearing_form": clearing_form
        or ClearingForm(sources=_sources(request.day.year), initial={"year": request.day.year + 1}),
    }
    return render(request, "finance/work.html", context, status=422 if progress_form or clearing_form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Take a work in."""
    units = units_to_book(request.user, request.day).in_vietnamese_order()
    if not units.exists():
        raise Http404
    form = WorkForm(request.POST or None, units=units, measures=_measures(request))
    if request.method == "POST" and form.is_valid():
        measures = form.cleaned_data["measures"]
        found = add_work(form.facts(), measures, [], by=request.user.username, at=now())
        messages.success(request, gettext("The work is taken in. Record its progress as it is built."))
        return redirect("finance:work", found.pk)
    return render(request, "finance/new_work.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def progress(request: SignedIn, work_id: int) -> HttpResponse:
    """Record how far a work has come."""
    found = work_for(request.user, work_id, request.day)
    if not may_report(request.user, found.unit, request.day):
        raise Http404
    form = ProgressForm(request.POST)
    if not form.is_valid():
        return _page(request, found, progress_form=form)
    said = form.cleaned_data
    record_progress(
        found,
        said["on"],
        percent=said["percent"],
        accepted_dong=said["accepted"],
        finished=said["finished"],
        document=said["document"],
        note=said["note"],
        by=request.user.username,
        at=now(),
    )
    messages.success(request, gettext("The progress was recorded."))
    return redirect("finance:work", found.pk)


@require_POST
def clearing(request: SignedIn, work_id: int) -> HttpResponse:
    """Plan how the arrears of a work are paid."""
    found = work_for(request.user, work_id, request.day)
    if not may_book(request.user, found.unit, request.day):
        raise Http404
    form = ClearingForm(request.POST, sources=_sources(request.day.year))
    if not form.is_valid():
        return _page(request, found, clearing_form=form)
    said = form.cleaned_data
    plan_clearing(found, said["year"], said["source"], said["amount"], by=request.user.username, at=now())
    messages.success(request, gettext("The payment of arrears was planned."))
    return redirect("finance:work", found.pk)


@require_safe
def arrears(request: SignedIn) -> HttpResponse:
    """Construction arrears on the day: accepted volume without capital, and when it is to be paid."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    rows = arrears_in(unit, request.day)
    context = {
        "unit": unit,
        "rows": rows,
        "total": sum(row.amount_dong for row in rows),
        "sample": any(row.work.is_sample for row in rows),
    }
    return render(request, "finance/arrears.html", context)


def _measures(request: SignedIn) -> list[tuple[str, str]]:
    """Return (measure, words) of every figure that a commune set in force asks for."""
    day = Quarter.last_closed_on(request.day).ends_on
    found: dict[str, str] = {}
    for criteria_set in rulebook().sets_on(day, "commune"):
        for indicator in criteria_set.indicators:
            for one in indicator.parts or (indicator,):
                found.setdefault(one.measure, f"{one.code} {one.name_on(day).vi}"[:120])
    return list(found.items())


def _measure(measure: str) -> tuple[str, str, str]:
    """Return (set, code, words) of a measure; the words are the code where the law no longer has it."""
    set_id, _, code = measure.rpartition("/")
    criteria_set = rulebook().sets.get(set_id)
    known = {one.code: one for each in criteria_set.indicators for one in (each, *each.parts)} if criteria_set else {}
    return set_id, code, known[code].name_on(known[code].in_force.begins).vi if code in known else code


def _sources(year: int) -> list[tuple[str, str]]:
    return [(one.code, one.name.vi) for one in sources_in(year) if one.is_leaf and one.code != CREDIT]
