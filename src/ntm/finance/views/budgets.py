"""Documents that open a year, add to it or take from it: the list of them, and a new one."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from ntm.accounts.requests import SignedIn
from ntm.areas.models import Unit
from ntm.core.problems import Problem
from ntm.finance.access import unit_shown, units_to_book
from ntm.finance.ledger_forms import BudgetForm, name_of
from ntm.finance.models import Budget, BudgetKind, Transfer
from ntm.finance.planned import PlannedLines, planned_lines
from ntm.finance.selectors import budgets_in
from ntm.finance.services import keep_budget
from ntm.ui.clock import now

MILLION = 1_000_000


@require_safe
def budgets(request: SignedIn) -> HttpResponse:
    """The documents of the year, of a unit and all below, as they were booked by the day."""
    unit = unit_shown(request.user, request.GET.get("unit", ""), request.day)
    rows = budgets_in(unit, request.day, request.day.year)
    context = {
        "unit": unit,
        "year": request.day.year,
        "rows": rows,
        "sample": any(row.budget.is_sample for row in rows),
        "may_book": units_to_book(request.user, request.day).exists(),
    }
    return render(request, "finance/budgets.html", context)


@require_safe
def budget(request: SignedIn, budget_id: int) -> HttpResponse:
    """One document with its lines, each leading to the transfer that booked it."""
    found = Budget.objects.filter(pk=budget_id).select_related("unit").first()
    if found is None:
        raise Http404
    unit_shown(request.user, found.unit.code, request.day)
    lines = (
        Transfer.objects.filter(line__budget=found).select_related("line", "after", "before").order_by("line__source")
    )
    context = {"budget": found, "kind": BudgetKind(found.kind).words, "lines": lines, "unit": found.unit}
    return render(request, "finance/budget.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Type a document in; what it states must be the sum of its sources, to the đồng."""
    units = units_to_book(request.user, request.day).in_vietnamese_order()
    if not units.exists():
        raise Http404
    year = _year(request)
    code = request.GET.get("unit") or unit_shown(request.user, "", request.day).code
    unit = units.filter(code=code).first()
    plan = planned_lines(unit, year) if unit is not None and request.GET.get("from") == "plan" else None
    form = BudgetForm(request.POST or None, year=year, units=units, initial=_initial(request.day, unit, plan))
    problem = None
    if request.method == "POST" and form.is_valid():
        try:
            found = _book(form, request.user.username)
        except Problem as refused:
            problem = refused
        else:
            messages.success(request, gettext("The document is booked and sealed; its money stands as expected."))
            return redirect("finance:budget", found.pk)
    context = {
        "form": form,
        "year": year,
        "years": range(request.day.year - 1, request.day.year + 3),
        "problem": problem,
        "plan": plan,
        "unit_code": code,
    }
    return render(request, "finance/new_budget.html", context, status=422 if problem or form.errors else 200)


def _book(form: BudgetForm, by: str) -> Budget:
    said = form.cleaned_data
    return keep_budget(
        said["unit"],
        form.year,
        form.lines(),
        kind=BudgetKind(said["kind"]),
        total_dong=said["total"],
        document=said["document"],
        on=said["on"],
        beside=said["beside"],
        by=by,
        at=now(),
    )


def _year(request: SignedIn) -> int:
    typed = request.GET.get("year", "")
    return int(typed) if typed.isdecimal() and len(typed) == 4 else request.day.year


def _initial(day: date, unit: Unit | None, plan: PlannedLines | None) -> dict[str, object]:
    initial: dict[str, object] = {"on": day, "unit": unit}
    if plan is not None:
        # The total stays empty: a person types it from the document, so that it checks the lines.
        initial |= {"on": plan.on, "document": plan.document}
        initial |= {name_of(source): _typed(dong) for source, dong in plan.lines.items()}
    return initial


def _typed(dong: int) -> str:
    """Write đồng as one would type million đồng; no grouping, so that it reads back without doubt."""
    whole, rest = divmod(dong, MILLION)
    return f"{whole},{rest:06d}" if rest else str(whole)
