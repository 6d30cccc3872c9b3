"""The planner's question, put together from what the product knows on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ntm.areas.models import Kind, Tier, Unit
from ntm.areas.selectors import tree
from ntm.assessments.models import Solution, Standing
from ntm.assessments.models.solution import CapitalSource
from ntm.core.optimiser import Ceiling, Instance, Need, Target, Wish, Work
from ntm.core.periods import Quarter
from ntm.core.rulebook import CriteriaSet
from ntm.criteria.selectors import rulebook
from ntm.finance.models import Account, Stage
from ntm.plans.models import Plan, Registration
from ntm.plans.selectors import targets_with_progress
from ntm.recognition.selectors import known_levels

# Where the ledger keeps what a solution's source of capital stands for.
LEDGER = {
    CapitalSource.CENTRAL: "programme/central",
    CapitalSource.PROVINCE: "programme/local/province",
    CapitalSource.DISTRICT: "programme/local/district",
    CapitalSource.COMMUNE: "programme/local/commune",
    CapitalSource.INTEGRATED: "programme/integrated",
    CapitalSource.PEOPLE: "programme/contributions",
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the planner, with the things behind its codes.

    ``without_cost`` are (unit, code of the indicator) that are not met and for which no solution states a cost: no
    choice of works can meet them, so their units are out of reach until somebody writes one.
    """

    instance: Instance
    units: Mapping[str, Unit]
    solutions: Mapping[str, Solution]
    without_cost: tuple[tuple[Unit, str], ...]
    rests_on_sample: bool


def question_of(plan: Plan, day: date, ceilings: Mapping[str, int]) -> Question:
    """Ask for the plan's year: units registered or not yet recognised, solutions that have a cost, and ceilings.

    ``ceilings`` are whole đồng by CapitalSource, for the whole province.
    """
    below = tree(plan.unit, day)
    period = Quarter.last_closed_on(day)
    wished = _wished(plan, below, day)
    standings = _standings(wished, period)
    priced = _priced(below)
    wishes: list[Wish] = []
    needs: set[Need] = set()
    missing: list[tuple[Unit, str]] = []
    sample = False
    for unit, level, criteria_set in wished:
        standing = standings.get((unit.pk, criteria_set.id))
        if standing is None or not standing.unmet:
            continue
        sample = sample or standing.rests_on_sample
        unmet = {(unit.code, measure): code for code in standing.unmet for measure in _measures(criteria_set, code)}
        without = [(unit, code) for need, code in unmet.items() if need not in priced]
        missing += without
        needs |= unmet.keys()
        if not without:
            wishes.append(Wish(unit.code, level, plan.year, frozenset(unmet), 1, plan.unit.code))
    works = [
        _work(need, solution, below, plan) for need, found in priced.items() if need in needs for solution in found
    ]
    return Question(
        Instance(
            (plan.year,),
            tuple(works),
            tuple(wishes),
            tuple(Ceiling(source, "", plan.year, dong) for source, dong in ceilings.items()),
            _targets(plan, day, below),
        ),
        {unit.code: unit for unit in below.values()},
        {f"s{solution.pk}": solution for found in priced.values() for solution in found},
        tuple(dict.fromkeys(missing)),
        sample,
    )


def not_assigned(unit: Unit, year: int) -> dict[str, int]:
    """Return by CapitalSource what the ledger has expected or allocated in a year and not assigned yet."""
    free = Account.objects.filter(year=year, stage__in=[Stage.EXPECTED, Stage.ALLOCATED])
    found: dict[str, int] = {source.value: 0 for source in CapitalSource}
    for leaf, dong in free.values_list("source", "balance_dong"):
        for source, code in LEDGER.items():
            if leaf == code or leaf.startswith(f"{code}/"):
                found[source.value] += dong
    return found


def _wished(plan: Plan, below: Mapping[int, Unit], day: date) -> list[tuple[Unit, str, CriteriaSet]]:
    """Return units with the level that each is to reach: the registered ones, and every xã not known as recognised."""
    day_of_law = Quarter.last_closed_on(day).ends_on
    communes = [unit for unit in below.values() if unit.kind == Kind.COMMUNE]
    wanted = {
        (row.unit_id, row.level)
        for row in Registration.objects.standing().filter(plan=plan, unit__in=[unit.pk for unit in communes])
    }
    wanted |= {(unit.pk, "ntm") for unit in known_levels(communes, day).unknown}
    found = []
    for unit_id, level in sorted(wanted):
        criteria_set = rulebook().in_force("commune", level, day_of_law)
        if criteria_set is not None:
            found.append((below[unit_id], level, criteria_set))
    return found


def _standings(wished: Sequence[tuple[Unit, str, CriteriaSet]], period: Quarter) -> dict[tuple[int, str], Standing]:
    rows = Standing.objects.filter(period=period.code, unit__in={unit.pk for unit, _, _ in wished})
    return {(row.unit_id, row.criteria_set): row for row in rows}


def _measures(criteria_set: CriteriaSet, code: str) -> list[str]:
    indicator = criteria_set.indicator(code)
    return [part.measure for part in indicator.parts] or [indicator.measure]


def _priced(below: Mapping[int, Unit]) -> dict[tuple[str, str], list[Solution]]:
    """Return the solutions with a cost by (unit, measure); one that is done costs nothing more and is left out."""
    found: dict[tuple[str, str], list[Solution]] = defaultdict(list)
    rows = Solution.objects.filter(dropped_at=None, progress__lt=100, unit__in=list(below)).select_related("unit")
    for solution in rows.prefetch_related("costs").order_by("pk"):
        if sum(cost.amount_dong for cost in solution.costs.all()):
            found[solution.unit.code, solution.measure].append(solution)
    return found


def _work(need: tuple[str, str], solution: Solution, below: Mapping[int, Unit], plan: Plan) -> Work:
    costs = {cost.source: cost.amount_dong for cost in solution.costs.all() if cost.amount_dong}
    above = below.get(getattr(below[solution.unit_id], "parent_pk", 0))
    district = above.code if above is not None and above.tier == Tier.DISTRICT else ""
    return Work(
        code=f"s{solution.pk}",
        name=solution.what,
        lifts=frozenset({need}),
        cost=sum(costs.values()),
        eligible=frozenset(costs),
        area=district,
        province=plan.unit.code,
    )


def _targets(plan: Plan, day: date, below: Mapping[int, Unit]) -> tuple[Target, ...]:
    """Return what the plan's targets for communes still miss when every ready unit is recognised."""
    progress = targets_with_progress(plan, day, below)
    return tuple(
        Target(one.target.level, one.short, plan.year, plan.unit.code)
        for one in progress
        if one.target.tier == Tier.COMMUNE and one.short
    )
