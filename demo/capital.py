"""The plan's real capital of 2024, and from a seed: how it is allocated, assigned and paid out, and works.

Only the opening is real: section IV of the plan. Every transfer after it and every work is made up, flagged
as sample, exact to the đồng all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from random import Random

from django.db import transaction

from demo.contributions import store_sample_contributions, store_sample_supplement, wipe_sample_papers
from demo.sample import SEED
from demo.works import BY_HAND, live_through, make_works, share_of, wipe_works
from ntm.areas.models import Tier, Unit
from ntm.areas.selectors import children, home_province
from ntm.finance.models import Account, ApprovalLine, Budget, Stage, Transfer, Work
from ntm.finance.services import (
    Place,
    Slip,
    allocate,
    assign,
    disburse,
    keep_budget,
    settle,
)
from ntm.finance.sources import CREDIT, leaf
from ntm.plans.models import Plan
from ntm.plans.selectors import lowest_as_issued

DAY = date(2024, 9, 30)
ALLOCATED_ON, ASSIGNED_ON = date(2024, 3, 15), date(2024, 4, 10)
PAID_ON = (date(2024, 5, 31), date(2024, 6, 30), date(2024, 8, 31), date(2024, 9, 25))
MILLION = 1_000_000


def capital_is_loaded() -> bool:
    """Whether the sample is there; the plan's opening is real and stays when a sample is put away."""
    return Transfer.objects.filter(is_sample=True).exists()


@transaction.atomic
def store_sample_capital(plan: Plan, *, by: str, at: datetime, say: Callable[[str], None]) -> None:
    """Open the plan's capital and book the sample of the year until its ninth month."""
    lines = lowest_as_issued(plan)
    total = sum(dong for source, dong in lines.items() if source != CREDIT)
    province = home_province(DAY)
    if not Budget.objects.filter(unit=province, year=plan.year).exists():
        document, on = f"Kế hoạch năm {plan.year}, mục IV", plan.issued_on or date(plan.year, 1, 1)
        keep_budget(province, plan.year, lines, total_dong=total, document=document, on=on, by=by, at=at)
    random = Random(f"{SEED} capital")  # noqa: S311 - a sample, not a secret
    districts = [unit for unit in children(province, DAY) if unit.tier == Tier.DISTRICT]
    for source, dong in lines.items():
        if source != CREDIT and not leaf(source, plan.year).is_given:
            _to_districts(province, districts, source, dong, random, by=by, at=at)
    works = make_works(districts, random, by=by, at=at)
    for district in districts:
        _spend(district, [work for work, of in works if of == district], random, by=by, at=at)
    live_through([work for work, _ in works], random, by=by, at=at)
    communes = [unit for district in districts for unit in children(district, DAY)]
    store_sample_contributions(communes, [work for work, _ in works], by=by, at=at)
    store_sample_supplement(province, plan.year, by=by, at=at)
    say(f"{len(works)} công trình, {Transfer.objects.count()} bút toán")


@transaction.atomic
def wipe_sample_capital() -> None:
    """Delete sample works and transfers, the newest first, so that no balance is ever overdrawn."""
    wipe_works()
    for transfer in Transfer.objects.filter(is_sample=True).order_by("-pk"):
        transfer.delete()
    Account.objects.filter(into=None, out_of=None).delete()
    wipe_sample_papers()
    Work.objects.filter(is_sample=True).delete()


def _to_districts(
    province: Unit, districts: Sequence[Unit], source: str, dong: int, random: Random, *, by: str, at: datetime
) -> None:
    """Share most of a source among the districts in whole million đồng; what is left stays with the province."""
    weights = [random.randint(6, 14) for _ in districts]
    share = dong * random.randint(970, 990) // 1000
    for district, weight in zip(districts, weights, strict=True):
        part = share * weight // sum(weights) // MILLION * MILLION
        if part:
            slip = Slip(part, ALLOCATED_ON, BY_HAND, is_sample=True)
            allocate(Place(province, source, DAY.year), district, slip, by=by, at=at)


def _spend(district: Unit, works: Sequence[Work], random: Random, *, by: str, at: datetime) -> None:
    """Assign what the district was allocated, first to its works, and pay part of it out month by month."""
    accounts = Account.objects.filter(unit=district, stage=Stage.ALLOCATED, year=DAY.year).order_by("source")
    lines = ApprovalLine.objects.filter(approval__work__in=works)
    planned = {
        (work, source): dong for work, source, dong in lines.values_list("approval__work", "source", "amount_dong")
    }
    for account in accounts:
        place = Place(district, account.source, DAY.year)
        left = account.balance_dong
        for work in works:
            part = min(left, planned.get((work.pk, account.source), 0) * share_of(work) // 100 // MILLION * MILLION)
            if not part:  # the district's money is spent: a work without capital shows what arrears are
                continue
            left -= part
            slip = Slip(part, ASSIGNED_ON, BY_HAND, is_sample=True)
            assign(place, work.unit, slip, work=work, by=by, at=at)
            _pay(Place(work.unit, account.source, DAY.year, work), part, random, by=by, at=at)
        part = left * random.randint(970, 992) // 1000 // MILLION * MILLION
        if part:
            assign(place, district, Slip(part, ASSIGNED_ON, BY_HAND, is_sample=True), by=by, at=at)
            _pay(place, part, random, by=by, at=at)


def _pay(place: Place, assigned: int, random: Random, *, by: str, at: datetime) -> None:
    for day in PAID_ON:
        part = assigned * random.randint(8, 20) // 100
        if part:
            disburse(place, Slip(part, day, BY_HAND, is_sample=True), by=by, at=at)
            if day == PAID_ON[0]:
                settle(place, Slip(part, PAID_ON[-1], BY_HAND, is_sample=True), by=by, at=at)
