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
from ntm.areas.models import Tier, Unit
from ntm.areas.selectors import children, home_province
from ntm.assessments.models import Standing
from ntm.core.rulebook import Indicator
from ntm.criteria.selectors import rulebook
from ntm.finance.models import Account, Budget, Field, Stage, Transfer, Work
from ntm.finance.selectors.works import work_rows
from ntm.finance.services import (
    Place,
    Slip,
    add_work,
    allocate,
    assign,
    disburse,
    open_budget,
    plan_clearing,
    record_progress,
    settle,
)
from ntm.finance.sources import CREDIT, leaf
from ntm.plans.models import Plan, PlannedCapital

DAY = date(2024, 9, 30)
ALLOCATED_ON, ASSIGNED_ON = date(2024, 3, 15), date(2024, 4, 10)
PAID_ON = (date(2024, 5, 31), date(2024, 6, 30), date(2024, 8, 31), date(2024, 9, 25))
MILLION = 1_000_000
SET = "commune-ntm-2021-2025"
WORKS = 48
INVESTMENT = "programme/local/district/investment"
BY_HAND = "Chứng từ mẫu"
# Criterion → what is built for it, and between which amounts, in million đồng.
BUILT = {
    "2": (Field.ROADS, "Đường liên thôn", 900, 4_500),
    "3": (Field.IRRIGATION, "Kiên cố hóa kênh mương", 500, 2_200),
    "4": (Field.POWER, "Cải tạo lưới điện nông thôn", 400, 1_800),
    "5": (Field.SCHOOLS, "Nhà lớp học trường tiểu học", 1_500, 6_000),
    "6": (Field.CULTURE, "Nhà văn hóa xóm", 300, 1_200),
    "7": (Field.TRADE, "Cải tạo chợ", 600, 2_500),
    "8": (Field.INFORMATION, "Đài truyền thanh thông minh", 150, 500),
    "15": (Field.HEALTH, "Nâng cấp trạm y tế", 700, 2_800),
    "17": (Field.WATER, "Công trình cấp nước sinh hoạt tập trung", 800, 3_500),
}


def capital_is_loaded() -> bool:
    """Whether the sample is there; the plan's opening is real and stays when a sample is put away."""
    return Transfer.objects.filter(is_sample=True).exists()


@transaction.atomic
def store_sample_capital(plan: Plan, *, by: str, at: datetime, say: Callable[[str], None]) -> None:
    """Open the plan's capital and book the sample of the year until its ninth month."""
    leaves = PlannedCapital.objects.filter(plan=plan, parts=None)
    lines = {line.code: line.amount_dong for line in leaves}
    total = sum(dong for source, dong in lines.items() if source != CREDIT)
    province = home_province(DAY)
    if not Budget.objects.filter(unit=province, year=plan.year).exists():
        document, on = f"Kế hoạch năm {plan.year}, mục IV", plan.issued_on or date(plan.year, 1, 1)
        open_budget(province, plan.year, lines, total_dong=total, document=document, on=on, by=by, at=at)
    random = Random(f"{SEED} capital")  # noqa: S311 - a sample, not a secret
    districts = [unit for unit in children(province, DAY) if unit.tier == Tier.DISTRICT]
    for source, dong in lines.items():
        if source != CREDIT and not leaf(source, plan.year).is_given:
            _to_districts(province, districts, source, dong, random, by=by, at=at)
    works = _works(districts, random, by=by, at=at)
    for district in districts:
        _spend(district, [work for work, of in works if of == district], random, by=by, at=at)
    _progress([work for work, _ in works], random, by=by, at=at)
    communes = [unit for district in districts for unit in children(district, DAY)]
    store_sample_contributions(communes, [work for work, _ in works], by=by, at=at)
    store_sample_supplement(province, plan.year, by=by, at=at)
    say(f"{len(works)} công trình, {Transfer.objects.count()} bút toán")


@transaction.atomic
def wipe_sample_capital() -> None:
    """Delete sample works and transfers, the newest first, so that no balance is ever overdrawn."""
    for work in Work.objects.filter(is_sample=True):
        work.clearings.all().delete()
        work.records.all().delete()
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


def _works(districts: Sequence[Unit], random: Random, *, by: str, at: datetime) -> list[tuple[Work, Unit]]:
    """Make works for communes that miss an indicator for which something is built."""
    of_district = {unit.pk: district for district in districts for unit in children(district, DAY)}
    standings = Standing.objects.filter(criteria_set=SET, period="2024-Q2", unit__in=of_district)
    wanted = [
        (standing.unit, code)
        for standing in standings.select_related("unit").order_by("unit__code")
        for code in standing.unmet
        if code.split(".")[0] in BUILT
    ]
    random.shuffle(wanted)
    made = [_work(number, unit, code, random, by=by, at=at) for number, (unit, code) in enumerate(wanted[:WORKS], 1)]
    return [(work, of_district[work.unit_id]) for work in made]


def _work(number: int, unit: Unit, code: str, random: Random, *, by: str, at: datetime) -> Work:
    field, what, low, high = BUILT[code.split(".", maxsplit=1)[0]]
    measures = [one.measure for one in _leaves(code)]
    facts = {
        "code": f"CT24-{number:03d}",
        "name": f"{what} {unit.name[0].lower()}{unit.name[1:]}",
        "field": field,
        "unit": unit,
        "decision": f"{100 + number}/QĐ-UBND (mẫu)",
        "decided_on": date(2024, 3, random.randint(1, 28)),
        "approved_dong": random.randint(low, high) * MILLION,
        "contractor": "Nhà thầu mẫu",
        "begins_on": date(2024, random.randint(4, 6), 1),
        "ends_on": date(2024, random.choice((8, 10, 11, 12)), 28),
        "latitude": round(unit.latitude, 5) if unit.latitude else None,
        "longitude": round(unit.longitude, 5) if unit.longitude else None,
        "is_sample": True,
    }
    return add_work(facts, measures, [], by=by, at=at)


def _leaves(code: str) -> Sequence[Indicator]:
    indicator = rulebook().set(SET).indicator(code)
    return indicator.parts or (indicator,)


def _spend(district: Unit, works: Sequence[Work], random: Random, *, by: str, at: datetime) -> None:
    """Assign what the district was allocated, first to its works, and pay part of it out month by month."""
    accounts = Account.objects.filter(unit=district, stage=Stage.ALLOCATED, year=DAY.year).order_by("source")
    for account in accounts:
        place = Place(district, account.source, DAY.year)
        left = account.balance_dong
        for work in works if account.source == INVESTMENT else ():
            part = min(left, work.approved_dong * random.choice((60, 80, 100)) // 100 // MILLION * MILLION)
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


def _progress(works: Sequence[Work], random: Random, *, by: str, at: datetime) -> None:
    """Record how far each work came; a few have more accepted than they have capital: arrears."""
    for row in work_rows(works, DAY):
        late = random.random() < 0.15
        percent = 100 if late else random.choice((35, 50, 60, 75, 90))
        accepted = row.approved_dong if late else min(row.approved_dong * percent // 100, row.funded)
        for day, share in ((date(2024, 6, 30), 40), (date(2024, 9, 10), 100)):
            record_progress(
                row.work,
                day,
                percent=percent * share // 100,
                accepted_dong=accepted * share // 100,
                finished=late and share == 100,
                document=BY_HAND,
                by=by,
                at=at,
            )
        if accepted > row.funded and random.random() < 0.7:
            plan_clearing(row.work, DAY.year + 1, INVESTMENT, accepted - row.funded, by=by, at=at)
