"""What a unit will do about each indicator that it does not meet."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ntm.accounts.requests import SignedIn
from ntm.accounts.rights import Right
from ntm.accounts.selectors import units_with, visible_units
from ntm.areas.models import Unit
from ntm.areas.selectors import place_of
from ntm.assessments.models import Solution
from ntm.assessments.selectors import measures_of, readings_of, sets_for
from ntm.assessments.services.solutions import change_solution, drop_solution, plan_solution
from ntm.assessments.solution_forms import SolutionForm
from ntm.core.periods import Quarter
from ntm.core.rulebook import Outcome, Verdict, judge_set
from ntm.ui.clock import now
from ntm.ui.marks import marks_for

_OPEN = {Outcome.NOT_MET, Outcome.NO_DATA}
_MAY = (Right.REPORT, Right.VERIFY, Right.MANAGE_ROUNDS)


@dataclass(frozen=True, slots=True)
class Gap:
    """One indicator that is not met, with what is planned about it; also one that is met by now."""

    verdict: Verdict
    solutions: tuple[Solution, ...]

    @property
    def measure(self) -> str:
        return self.verdict.indicator.measure


@require_safe
def solutions(request: SignedIn, unit_id: int) -> HttpResponse:
    """Every indicator that a unit does not meet on the day, with what is planned about it."""
    unit = _unit(request, unit_id)
    gaps = gaps_of(unit, Quarter.last_closed_on(request.day))
    costs = [cost for gap in gaps for solution in gap.solutions for cost in solution.costs.all()]
    context = {
        "unit": unit,
        "gaps": gaps,
        "period": Quarter.last_closed_on(request.day),
        "may_plan": _may_plan(request, unit),
        "total": sum(cost.amount_dong for cost in costs),
        "without": sum(not gap.solutions for gap in gaps),
        "marks": marks_for("solution", [solution.pk for gap in gaps for solution in gap.solutions]),
    }
    return render(request, "assessments/solutions.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedIn, unit_id: int, set_id: str, code: str) -> HttpResponse:
    """Plan a solution for one indicator."""
    unit = _planner(request, unit_id)
    measure = f"{set_id}/{code}"
    form = SolutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        plan_solution(unit, measure, form.planned(), form.costs, by=request.user.username, at=now())
        messages.success(request, gettext("The solution is planned."))
        return redirect("assessments:solutions", unit.pk)
    context = {"unit": unit, "form": form, "code": code, "solution": None}
    return render(request, "assessments/solution.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: SignedIn, unit_id: int, solution_id: int) -> HttpResponse:
    """Change a solution, or say how far it has come."""
    unit = _planner(request, unit_id)
    solution = get_object_or_404(Solution, pk=solution_id, unit=unit, dropped_at=None)
    form = SolutionForm(request.POST or None, solution=solution)
    if request.method == "POST" and form.is_valid():
        change_solution(solution, form.planned(), form.costs, by=request.user.username, at=now())
        messages.success(request, gettext("The solution was changed."))
        return redirect("assessments:solutions", unit.pk)
    context = {"unit": unit, "form": form, "code": solution.measure.rpartition("/")[2], "solution": solution}
    return render(request, "assessments/solution.html", context, status=422 if form.errors else 200)


@require_POST
def drop(request: SignedIn, unit_id: int, solution_id: int) -> HttpResponse:
    """Drop a solution; the log keeps it."""
    unit = _planner(request, unit_id)
    drop_solution(get_object_or_404(Solution, pk=solution_id, unit=unit), by=request.user.username, at=now())
    messages.success(request, gettext("The solution was dropped; the log keeps it."))
    return redirect("assessments:solutions", unit.pk)


def gaps_of(unit: Unit, period: Quarter) -> list[Gap]:
    """Return the indicators of the unit's lowest set that are not met, and those with a solution."""
    found: dict[str, list[Solution]] = {}
    for solution in Solution.objects.filter(unit=unit, dropped_at=None).prefetch_related("costs").order_by("due_on"):
        found.setdefault(solution.measure, []).append(solution)
    values = measures_of(readings_of(unit, period).values())
    place = place_of([unit], period.ends_on)[unit.pk]
    gaps: dict[str, Gap] = {}
    for criteria_set in sets_for(unit, period.ends_on)[:1]:
        for criterion in judge_set(criteria_set, values, place=place, on=period.ends_on).criteria:
            for verdict in (part for one in criterion.verdicts for part in one.parts or (one,)):
                planned = tuple(found.get(verdict.indicator.measure, ()))
                if verdict.outcome in _OPEN or planned:
                    gaps.setdefault(verdict.indicator.measure, Gap(verdict, planned))
    return list(gaps.values())


def _unit(request: SignedIn, unit_id: int) -> Unit:
    found = visible_units(request.user, request.day).filter(pk=unit_id).first()
    if found is None:
        raise Http404
    return found


def _may_plan(request: SignedIn, unit: Unit) -> bool:
    return any(units_with(request.user, right, request.day).filter(pk=unit.pk).exists() for right in _MAY)


def _planner(request: SignedIn, unit_id: int) -> Unit:
    unit = _unit(request, unit_id)
    if not _may_plan(request, unit):
        raise Http404
    return unit
