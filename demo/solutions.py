"""Sample solutions with costs for what communes do not meet, so that the planner has something to choose from."""

from __future__ import annotations

from datetime import date, datetime
from random import Random

from django.db import transaction

from demo.sample import SEED
from demo.works import BUILT
from ntm.assessments.models import Solution, Standing
from ntm.assessments.models.solution import CapitalSource
from ntm.assessments.services.solutions import Planned, plan_solution
from ntm.criteria.selectors import rulebook

PERIOD, DUE_ON = "2024-Q3", date(2024, 12, 15)
MARK = "(dữ liệu mẫu)"
MILLION = 1_000_000
LEFT_OUT = 0.08  # share of the unmet indicators that nobody has put a price on
SETS = ("commune-ntm-2021-2025", "commune-advanced-2021-2025", "commune-model-2021-2025")


@transaction.atomic
def store_sample_solutions(*, by: str, at: datetime) -> int:
    """Plan a solution for most unmet indicators of communes with few gaps; return how many were planned."""
    random = Random(f"{SEED} solutions")  # noqa: S311 - a sample, not a secret
    planned, seen = 0, set()
    standings = Standing.objects.filter(period=PERIOD, criteria_set__in=SETS).select_related("unit")
    for standing in standings.order_by("unit__code", "criteria_set"):
        for code in standing.unmet if len(standing.unmet) <= 12 else ():
            for measure in _measures(standing.criteria_set, code):
                if (standing.unit_id, measure) in seen or random.random() < LEFT_OUT:
                    continue
                seen.add((standing.unit_id, measure))
                field = BUILT.get(code.split(".")[0])
                what = f"{field[1] if field else 'Nâng chỉ tiêu'} {code}, {standing.unit.name} {MARK}"
                low, high = (field[2], field[3]) if field else (60, 600)
                planned_deed = Planned(what[:500], "UBND xã", DUE_ON)
                plan_solution(standing.unit, measure, planned_deed, _costs(random, low, high), by=by, at=at)
                planned += 1
    return planned


def wipe_sample_solutions() -> None:
    Solution.objects.filter(what__endswith=MARK).delete()


def _measures(set_id: str, code: str) -> list[str]:
    indicator = rulebook().set(set_id).indicator(code)
    return [part.measure for part in indicator.parts] or [indicator.measure]


def _costs(random: Random, low: int, high: int) -> dict[str, int]:
    total = random.randint(low, high) * MILLION
    first, second = random.sample((CapitalSource.CENTRAL, CapitalSource.PROVINCE, CapitalSource.DISTRICT), 2)
    people = total // 10 // MILLION * MILLION
    half = (total - people) // 2
    return {first: half, second: total - people - half, CapitalSource.PEOPLE: people}
