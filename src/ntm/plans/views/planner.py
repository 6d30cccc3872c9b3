"""The planner: three ways to spend what is not assigned yet, side by side, each with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ntm.accounts.access import top_unit_for
from ntm.accounts.requests import SignedIn
from ntm.areas.models import Tier
from ntm.assessments.models import Solution as Planned
from ntm.assessments.models.solution import CapitalSource
from ntm.core.optimiser import (
    BALANCED,
    CHEAP_FIRST,
    Reason,
    Solution,
    greedy,
    one_more_billion,
    reached,
    reasons,
    solve,
    unreachable,
)
from ntm.core.problems import Problem, Text
from ntm.core.quantities import NotAFigure, read_figure
from ntm.plans.models import Plan
from ntm.plans.question import Question, not_assigned, question_of
from ntm.plans.selectors import plan_for
from ntm.recognition.models import Level

MILLION = 1_000_000
WAYS = (
    (CHEAP_FIRST, Text("Rẻ trước (theo kế hoạch, mục III.2.2.2)", "Cheap first (the plan's own rule, III.2.2.2)")),
    (BALANCED, Text("Làm trọn từng xã", "One commune after the other")),
    ("best", Text("Tốt nhất, có chứng minh", "The best, with a proof")),
)
SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Way:
    """One way to spend the money, as the page shows it."""

    code: str
    name: Text
    solution: Solution
    units: tuple[tuple[str, Text], ...]  # (name of the unit, level)
    cost: int
    by_source: tuple[tuple[str, int, int], ...]  # (source in words, spent, ceiling)

    @property
    def gap(self) -> Decimal | None:
        """How far any other choice could be better, in percent; None where nothing was proven."""
        return None if self.solution.bound == float("inf") else Decimal(str(round(100 * self.solution.gap, 3)))


@require_safe
def planner(request: SignedIn) -> HttpResponse:
    """Ask the planner with the ceilings of the address, or with what the ledger has not assigned yet."""
    province = top_unit_for(request.user, request.day)
    if province.tier != Tier.PROVINCE:
        raise Http404
    plan = plan_for(province, request.day.year)
    if plan is None:
        return render(request, "plans/no_plan.html", {"province": province, "newest": None, "newest_url": ""})
    ceilings, faults = _ceilings(request, plan)
    question = question_of(plan, request.day, ceilings)
    ways = [_way(code, name, question) for code, name in WAYS]
    chosen = next((way for way in ways if way.code == request.GET.get("way")), ways[-1])
    context = {
        "plan": plan,
        "question": question,
        "ways": ways,
        "chosen": chosen,
        "works": _works(question, chosen.solution),
        "ceilings": [(one, one.label, ceilings[one], request.GET.get(one, "")) for one in CapitalSource],
        "faults": faults,
        "more": one_more_billion(question.instance, ways[-1].solution, seconds=1.0),
        "unreachable": [
            (
                Level(one.target.level).words,
                one.target.at_least,
                one.at_most,
                [_source(c.source) for c in one.forbidden_by],
            )
            for one in unreachable(question.instance, seconds=1.0)
        ],
        "source_names": {one.value: one.label for one in CapitalSource},
    }
    return render(request, "plans/planner.html", context, status=422 if faults else 200)


def _ceilings(request: SignedIn, plan: Plan) -> tuple[dict[str, int], list[str]]:
    """Read the ceilings that were typed, in million đồng; the ledger's where nothing was, or nothing readable."""
    found, faults = not_assigned(plan.unit, plan.year), []
    for source in CapitalSource:
        typed = request.GET.get(source, "").strip()
        if not typed:
            continue
        try:
            dong = read_figure(typed) * MILLION
            if dong < 0 or dong != dong.to_integral_value():
                raise NotAFigure(typed)
            found[source.value] = int(dong)
        except Problem as problem:
            faults.append(f"{source.label}: {problem.said_in(request.LANGUAGE_CODE)}")
    return found, faults


def _way(code: str, name: Text, question: Question) -> Way:
    asked = question.instance
    solution = solve(asked, gap=0.0005, seconds=SECONDS) if code == "best" else greedy(asked, code)
    spent: dict[str, int] = {}
    for choice in solution.choices:
        for source, dong in choice.paid.items():
            spent[source] = spent.get(source, 0) + dong
    come = sorted(reached(asked, solution.choices), key=lambda wish: (wish.level, question.units[wish.unit].sort_name))
    return Way(
        code,
        name,
        solution,
        tuple((question.units[wish.unit].name, Level(wish.level).words) for wish in come),
        sum(spent.values()),
        tuple((_source(one.source), spent.get(one.source, 0), one.dong) for one in asked.ceilings),
    )


def _works(question: Question, solution: Solution) -> list[tuple[Reason, Planned, int]]:
    """Return each work with its reason and cost, the chosen ones first."""
    costs = {work.code: work.cost for work in question.instance.works}
    told = [(one, question.solutions[one.work], costs[one.work]) for one in reasons(question.instance, solution)]
    return sorted(told, key=lambda row: (not row[0].done, row[1].unit.sort_name, row[1].measure))


def _source(code: str) -> str:
    return str(CapitalSource(code).label)
