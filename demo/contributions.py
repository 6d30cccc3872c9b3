"""Sample contributions and a sample supplement, made up from a seed and flagged.

Labour and land have no value: no decision of the province on their rates is known here, and none is invented. The
supplement is dated after the demo's day, so that the plan's own total stands on that day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from random import Random

from demo.sample import SEED
from ntm.areas.models import Unit
from ntm.finance.models import Budget, BudgetKind, BudgetLine, Contribution, GivenAs, Giver, Work
from ntm.finance.services import Gift, keep_budget, register_contribution

MILLION = 1_000_000
COUNT = 150
SUPPLEMENTED_ON = date(2024, 10, 15)
SUPPLEMENT = {"programme/central/recurrent": 5_000 * MILLION}
DAYS = (date(2024, 4, 20), date(2024, 6, 12), date(2024, 7, 28), date(2024, 9, 5))
PAPER = "Biên bản đóng góp mẫu"
THINGS = (("tấn xi măng", 4, 30, 1_450_000), ("m³ cát", 10, 60, 380_000), ("m³ đá", 10, 60, 420_000))


def store_sample_contributions(communes: Sequence[Unit], works: Sequence[Work], *, by: str, at: datetime) -> int:
    """Register what people and enterprises are made up to have given; return how many entries."""
    random = Random(f"{SEED} contributions")  # noqa: S311 - a sample, not a secret
    of_unit = {work.unit_id: work for work in works}
    for _ in range(COUNT):
        unit = random.choice(communes)
        register_contribution(_gift(unit, of_unit.get(unit.pk), random), by=by, at=at)
    return COUNT


def store_sample_supplement(province: Unit, year: int, *, by: str, at: datetime) -> Budget:
    """Add a made-up document to the year, later than the day that the demo shows."""
    return keep_budget(
        province,
        year,
        SUPPLEMENT,
        kind=BudgetKind.SUPPLEMENT,
        total_dong=sum(SUPPLEMENT.values()),
        document="Quyết định bổ sung mẫu",
        on=SUPPLEMENTED_ON,
        by=by,
        at=at,
        is_sample=True,
    )


def wipe_sample_papers() -> None:
    """Delete the papers whose transfers are gone already."""
    Contribution.objects.filter(is_sample=True).delete()
    BudgetLine.objects.filter(budget__is_sample=True).delete()
    Budget.objects.filter(is_sample=True).delete()


def _gift(unit: Unit, work: Work | None, random: Random) -> Gift:
    form = random.choice((GivenAs.CASH, GivenAs.CASH, GivenAs.LABOUR, GivenAs.LAND, GivenAs.KIND))
    hamlet = f"Xóm {random.randint(1, 12)}"
    giver_kind, giver = Giver.PEOPLE, f"Nhân dân {hamlet.lower()}"
    if form == GivenAs.CASH and random.random() < 0.4:
        giver_kind, giver = Giver.ENTERPRISE, f"Doanh nghiệp mẫu số {random.randint(1, 20)}"
    quantity, measure, value = Decimal(random.randint(5, 300)), "", None
    if form == GivenAs.CASH:
        most = 8_000 if giver_kind == Giver.ENTERPRISE else 1_200
        quantity = Decimal(random.randint(50, most) * MILLION)
    elif form == GivenAs.LAND:
        quantity += Decimal(random.choice(("0", "0.5", "0.25")))
    elif form == GivenAs.KIND:
        measure, low, high, each = random.choice(THINGS)
        quantity = Decimal(random.randint(low, high))
        value = int(quantity) * each if random.random() < 0.7 else None
    return Gift(
        unit=unit,
        on=random.choice(DAYS),
        giver_kind=giver_kind,
        giver=giver,
        form=form,
        quantity=quantity,
        document=PAPER,
        measure=measure,
        hamlet=hamlet,
        # What has a value would change the sample's arrears; days and land show that a gift may serve a work.
        work=work if form in {GivenAs.LABOUR, GivenAs.LAND} else None,
        value_dong=value,
        basis="Biên bản định giá mẫu" if value else "",
        is_sample=True,
    )
