from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from ntm.areas.models import Unit
from ntm.audit.services import record
from ntm.finance.models import Account, Act, Budget, BudgetLine, Stage, Transfer
from ntm.finance.problems import BudgetSealed, PartsDoNotSum
from ntm.finance.sources import CREDIT, leaf


@transaction.atomic
def open_budget(  # noqa: PLR0913 - a document states a unit, a year, a total and its lines
    unit: Unit,
    year: int,
    lines: Mapping[str, int],
    *,
    total_dong: int,
    document: str,
    on: date,
    by: str,
    at: datetime,
    is_sample: bool = False,
) -> Budget:
    """Keep what a document expects from each source, in whole đồng, and open an account for each.

    ``lines`` go by leaf; credit is among them and not in ``total_dong``. Raises PartsDoNotSum, BudgetSealed
    or UnknownSource, and then keeps nothing.
    """
    summed = sum(amount for source, amount in lines.items() if leaf(source, year).code != CREDIT)
    if summed != total_dong:
        raise PartsDoNotSum(total_dong, summed)
    known = Budget.objects.filter(unit=unit, year=year).select_related("unit").first()
    if known is not None:
        raise BudgetSealed(known)
    budget = Budget.objects.create(
        unit=unit,
        year=year,
        total_dong=total_dong,
        credit_dong=lines.get(CREDIT, 0),
        document=document,
        is_sample=is_sample,
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(budget=budget, source=key, amount_dong=dong) for key, dong in lines.items()
    )
    budget.sealed = True
    budget.save(update_fields=["sealed"])
    _open_accounts(budget, lines, on=on, by=by, at=at)
    detail = {"year": year, "total_dong": total_dong, "document": document}
    record("finance.budget_opened", subject=unit.name, by=by, at=at, detail=detail)
    return budget


def _open_accounts(budget: Budget, lines: Mapping[str, int], *, on: date, by: str, at: datetime) -> None:
    for source, amount in lines.items():
        if not amount:
            continue
        account = Account.objects.create(
            year=budget.year, budget_year=budget.year, source=source, unit=budget.unit, stage=Stage.EXPECTED
        )
        Transfer.objects.create(
            act=Act.OPEN,
            on=on,
            after=account,
            amount_dong=amount,
            document=budget.document,
            made_by=by,
            made_at=at,
            is_sample=budget.is_sample,
        )
