"""Scenarios: making one, proposing, approving into the plan, dropping."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from ntm.audit.services import record
from ntm.core.optimiser import BALANCED, CHEAP_FIRST, Instance, Solution, greedy, pay_in_order, reached, verify
from ntm.plans.asking import Asking, order_of_paying
from ntm.plans.models import Approval, Plan, Scenario, ScenarioResult, ScenarioState, Way
from ntm.plans.question import Question, question_of
from ntm.plans.scenario_data import data_of, fingerprint_of
from ntm.plans.scenario_problems import NothingToChoose, OwnScenario, RuleBroken, WrongState


def make_scenario(
    plan: Plan,
    name: str,
    day: date,
    asking: Asking,
    *,
    copied_from: Scenario | None = None,
    by: str,
    at: datetime,
) -> Scenario:
    """Keep a question as it stands on a day, with what the two quick ways answer.

    Raises NothingToChoose, PinsCannotBePaid, or RuleBroken, and then keeps nothing.
    """
    question = question_of(plan, day, asking)
    if not question.instance.works:
        raise NothingToChoose
    quick = [greedy(question.instance, way) for way in (CHEAP_FIRST, BALANCED)]
    data = data_of(question)
    with transaction.atomic():
        scenario = Scenario.objects.create(
            plan=plan,
            name=name,
            day=day,
            question=asking.as_data(),
            asked=data,
            fingerprint=fingerprint_of(data),
            rests_on_sample=question.rests_on_sample,
            copied_from=copied_from,
            made_by=by,
            made_at=at,
        )
        for solution in quick:
            keep_result(scenario, question, solution, by=by, at=at)
        _log("plans.scenario_made", scenario, by=by, at=at, copied_from=copied_from.name if copied_from else "")
    return scenario


def keep_result(
    scenario: Scenario,
    question: Question,
    solution: Solution,
    *,
    told: dict[str, object] | None = None,
    by: str,
    at: datetime,
) -> ScenarioResult:
    """Check a solution against every rule and keep it in place of what its way found before. Raises RuleBroken.

    Its works are paid by budgets first, people and enterprises last.
    """
    asked = question.instance
    solution = replace(solution, choices=pay_in_order(asked, solution.choices, order_of_paying(asked.years)))
    broken = verify(question.instance, solution)
    if broken:
        raise RuleBroken(broken)
    kept = {
        "choices": [[one.work, one.year, dict(one.paid)] for one in solution.choices],
        "value": solution.value,
        "bound": None if solution.bound == float("inf") else solution.bound,
        "finished": solution.finished,
        "seconds": round(solution.seconds, 3),
        "units": units_in(question.instance, solution),
        "works": len(solution.choices),
        "cost_dong": sum(dong for one in solution.choices for dong in one.paid.values()),
        "told": told or {},
        "fingerprint": scenario.fingerprint,
        "made_by": by,
        "made_at": at,
    }
    result, _ = ScenarioResult.objects.update_or_create(scenario=scenario, way=solution.strategy, defaults=kept)
    return result


def units_in(instance: Instance, solution: Solution) -> int:
    """Count the units that reach a level at all, each level once, whatever the year."""
    return len({(wish.unit, wish.level) for wish in reached(instance, solution.choices)})


@transaction.atomic
def propose(scenario: Scenario, *, by: str, at: datetime) -> Scenario:
    """Put a draft before those who approve. Raises WrongState."""
    scenario = _locked(scenario, ScenarioState.DRAFT)
    _move(scenario, ScenarioState.PROPOSED)
    _log("plans.scenario_proposed", scenario, by=by, at=at)
    return scenario


@transaction.atomic
def take_back(scenario: Scenario, *, by: str, at: datetime) -> Scenario:
    """Take a proposal back to be looked at further. Raises WrongState."""
    scenario = _locked(scenario, ScenarioState.PROPOSED)
    _move(scenario, ScenarioState.DRAFT)
    _log("plans.scenario_taken_back", scenario, by=by, at=at)
    return scenario


@transaction.atomic
def approve(scenario: Scenario, way: Way, *, note: str = "", by: str, at: datetime) -> Approval:
    """Approve what one way found into the plan; what was approved before is a proposal again.

    Raises WrongState, or OwnScenario when ``by`` made it.
    """
    Plan.objects.select_for_update().get(pk=scenario.plan_id)  # two approvals at once wait for each other
    scenario = _locked(scenario, ScenarioState.PROPOSED)
    if scenario.made_by == by:
        raise OwnScenario(scenario)
    result = scenario.results.get(way=way)
    before = Approval.objects.filter(plan=scenario.plan_id, ended_at=None).first()
    if before is not None:
        _end(before, by=by, at=at)
    _move(scenario, ScenarioState.APPROVED)
    kept = Approval.objects.create(plan=scenario.plan, result=result, note=note, approved_by=by, approved_at=at)
    _log("plans.scenario_approved", scenario, by=by, at=at, way=result.way, note=note, cost_dong=result.cost_dong)
    return kept


@transaction.atomic
def end_approval(scenario: Scenario, *, by: str, at: datetime) -> Scenario:
    """Take the approval of a scenario back: it is a proposal again, and the plan has none. Raises WrongState."""
    Plan.objects.select_for_update().get(pk=scenario.plan_id)
    scenario = _locked(scenario, ScenarioState.APPROVED)
    _end(Approval.objects.get(plan=scenario.plan_id, ended_at=None), by=by, at=at)
    _log("plans.scenario_approval_ended", scenario, by=by, at=at)
    return scenario


@transaction.atomic
def drop(scenario: Scenario, *, by: str, at: datetime) -> Scenario:
    """Drop a scenario that is not approved; it stays in the list and can be copied. Raises WrongState."""
    scenario = _locked(scenario, ScenarioState.DRAFT, ScenarioState.PROPOSED)
    _move(scenario, ScenarioState.DROPPED)
    _log("plans.scenario_dropped", scenario, by=by, at=at)
    return scenario


def _end(approval: Approval, *, by: str, at: datetime) -> None:
    approval.ended_by, approval.ended_at = by, at
    approval.save(update_fields=["ended_by", "ended_at"])
    held = Scenario.objects.select_for_update().defer("asked").get(results=approval.result_id)
    _move(held, ScenarioState.PROPOSED)


def _locked(scenario: Scenario, *states: ScenarioState) -> Scenario:
    found = (
        Scenario.objects.select_for_update(of=("self",)).defer("asked").select_related("plan__unit").get(pk=scenario.pk)
    )
    if found.state not in states:
        raise WrongState(found)
    return found


def _move(scenario: Scenario, state: ScenarioState) -> None:
    scenario.state = state
    scenario.save(update_fields=["state"])


def _log(act: str, scenario: Scenario, *, by: str, at: datetime, **detail: object) -> None:
    told = {"scenario": scenario.name, "fingerprint": scenario.fingerprint, **detail}
    record(act, subject=f"{scenario.plan.unit.name} {scenario.plan.year}", by=by, at=at, detail=told)
