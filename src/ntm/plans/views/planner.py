"""The planner: scenarios of a plan, kept, compared, and read with their reasons."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from ntm.accounts.requests import SignedIn
from ntm.core.problems import Problem
from ntm.plans.asking import asking_from
from ntm.plans.models import Plan, Scenario, ScenarioState, Search, Way
from ntm.plans.planner_access import may_approve, may_plan, province_of, require, scenario_for
from ntm.plans.scenario_form import ScenarioForm
from ntm.plans.scenario_workbook import workbook_of
from ntm.plans.selectors import plan_for
from ntm.plans.selectors.scenarios import (
    Answer,
    answers_of,
    approvals_of,
    best_of,
    beyond_of,
    more_of,
    scenarios_of,
    side_by_side,
)
from ntm.plans.services import make_scenario
from ntm.plans.services.searching import is_silent
from ntm.ui.clock import now

_A_PAGE = 50
_SIDES = (2, 4)  # how many scenarios are compared
_SILENT = 15  # seconds after which somebody who waits is told that no worker has taken the search up
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def planner(request: SignedIn) -> HttpResponse:
    """The scenarios of the plan of the day's year."""
    province = province_of(request)
    plan = plan_for(province, request.day.year)
    if plan is None:
        return _no_plan(request)
    context = {
        "plan": plan,
        "page": Paginator(scenarios_of(plan), _A_PAGE).get_page(request.GET.get("page")),
        "may_plan": may_plan(request.user, plan.unit),
        "approvals": approvals_of(plan)[:10],
        "too_few": "s" in request.GET,
    }
    return render(request, "plans/scenarios.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: SignedIn) -> HttpResponse:
    """Ask a new question: from the ledger, or like a scenario that is copied (``like``)."""
    province = province_of(request)
    require(may_plan(request.user, province))
    plan = plan_for(province, request.day.year)
    if plan is None:
        return _no_plan(request)
    copied = _copied(request, plan)
    form = ScenarioForm(
        plan, request.day, request.LANGUAGE_CODE, request.POST if request.method == "POST" else None, copied
    )
    act = request.POST.get("act", "")
    problem: Problem | None = None
    if act == "refill":
        form.refill()
    elif request.method == "POST" and form.is_valid() and act == "make":
        try:
            by = request.user.username
            kept = make_scenario(plan, form.name, request.day, form.asking, copied_from=copied, by=by, at=now())
        except Problem as found:
            problem = found
        else:
            messages.success(
                request, gettext("The scenario is kept with two quick answers. Search for the best when you like.")
            )
            # A place on the form's page does not follow to the scenario's.
            return redirect(_address(request, "plans:scenario", kept.pk) + "#content")
    context = {"plan": plan, "form": form, "problem": problem, "like": copied, "shown": act == "make"}
    wrong = act == "make" and (form.faults or problem)
    return render(request, "plans/new_scenario.html", context, status=422 if wrong else 200)


@require_safe
def scenario(request: SignedIn, scenario_id: int) -> HttpResponse:
    """One scenario: what each way found, for whom, with which money, and why each work is in or out."""
    found = scenario_for(request, scenario_id)
    answers = answers_of(found)
    best = best_of(answers)
    chosen = _chosen(request, answers)
    which = request.GET.get("which", "")
    rows = [one for one in chosen.told if not which or one.done == (which == "in")]
    context = {
        "scenario": found,
        "state": ScenarioState(found.state),
        "answers": list(answers.values()),
        "best": best,
        "chosen": chosen,
        "more": more_of(best),
        "beyond": beyond_of(best, request.LANGUAGE_CODE),
        "told": best.result.told,
        "page": Paginator(rows, _A_PAGE).get_page(request.GET.get("page")),
        "which": which,
        "asking": asking_from(found.question),
        "without_cost": [
            (best.question.units[unit], code)
            for unit, code in best.question.without_cost
            if unit in best.question.units
        ],
        "may_plan": may_plan(request.user, found.plan.unit),
        "may_approve": may_approve(request.user, found.plan.unit),
        "made_it": found.made_by == request.user.username,
        "ways": [way for way in Way if way in answers],
        **_searched(found),
    }
    return render(request, "plans/scenario.html", context)


@require_safe
def progress(request: SignedIn, scenario_id: int) -> HttpResponse:
    """How far the search of a scenario has come; once it is over the whole page is asked for again."""
    found = scenario_for(request, scenario_id)
    context = _searched(found) | {"scenario": found, "may_plan": may_plan(request.user, found.plan.unit)}
    answer = render(request, "plans/parts/search.html", context)
    search = context["search"]
    if not isinstance(search, Search) or search.is_over:
        answer.headers["HX-Refresh"] = "true"
    return answer


@require_safe
def compare(request: SignedIn) -> HttpResponse:
    """Two to four scenarios side by side (``s`` in the address, once for each)."""
    province_of(request)
    wanted = [int(one) for one in dict.fromkeys(request.GET.getlist("s")) if one.isdecimal()]
    found = [scenario_for(request, one) for one in wanted[: _SIDES[1]]]
    if len(found) < _SIDES[0]:
        messages.warning(request, gettext("Choose two to four scenarios to compare."))
        return redirect(_address(request, "plans:planner"))
    sides = side_by_side(found)
    keys = list(dict.fromkeys(key for side in sides for key in side.spending))
    rows = [
        (next(side.spending[key] for side in sides if key in side.spending), [side.spending.get(key) for side in sides])
        for key in keys
    ]
    context = {"sides": sides, "rows": rows, "left_out": max(0, len(wanted) - _SIDES[1]), "plan": found[0].plan}
    return render(request, "plans/compare.html", context)


@require_safe
def export(request: SignedIn, scenario_id: int) -> HttpResponse:
    """A scenario as a workbook: works with their money, sources by year, units, and what was asked."""
    found = scenario_for(request, scenario_id)
    answers = answers_of(found)
    chosen = _chosen(request, answers)
    response = HttpResponse(workbook_of(found, chosen), content_type=_XLSX)
    name = slugify(found.name.replace("đ", "d").replace("Đ", "D")) or str(found.pk)
    response["Content-Disposition"] = f'attachment; filename="phuong-an-{name[:60]}.xlsx"'
    return response


def _searched(scenario: Scenario) -> dict[str, object]:
    """Return the newest search, and whether nobody works at it."""
    search = Search.objects.filter(scenario=scenario).first()
    waits = search is not None and search.started_at is None and not search.is_over
    since = (timezone.now() - search.asked_at).total_seconds() if waits and search is not None else 0
    return {
        "search": search,
        "seconds": _elapsed(search),
        "gap": None if search is None or search.gap is None else 100 * search.gap,
        "silent": search is not None and is_silent(search),
        "no_worker": since > _SILENT,
    }


def _elapsed(search: Search | None) -> int:
    if search is None or search.started_at is None:
        return 0
    return int(((search.finished_at or timezone.now()) - search.started_at).total_seconds())


def _chosen(request: HttpRequest, answers: dict[Way, Answer]) -> Answer:
    """Return the answer of the way in the address, or the best."""
    asked = request.GET.get("way", "")
    return next((answer for way, answer in answers.items() if way == asked), best_of(answers))


def _copied(request: SignedIn, plan: Plan) -> Scenario | None:
    asked = request.GET.get("like", "")
    if not asked.isdecimal():
        return None
    found = scenario_for(request, int(asked))
    require(found.plan_id == plan.pk)
    return found


def _no_plan(request: SignedIn) -> HttpResponse:
    province = province_of(request)
    newest = Plan.objects.filter(unit__code=province.code, unit__tier=province.tier).order_by("-year").first()
    url = f"{reverse('plans:planner')}?day={newest.year}-12-31" if newest else ""
    return render(request, "plans/no_plan.html", {"province": province, "newest": newest, "newest_url": url})


def _address(request: SignedIn, view: str, *args: int) -> str:
    """Return an address that keeps the day of the page."""
    day = request.GET.get("day", "")
    return reverse(view, args=args) + (f"?day={day}" if day else "")
