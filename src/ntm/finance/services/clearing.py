from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from ntm.audit.services import record
from ntm.finance.models import Clearing, Work
from ntm.finance.selectors.arrears import NO_PLAN, debts_of, plans_of
from ntm.finance.sources import leaf
from ntm.finance.work_problems import PlanExceedsArrears


@transaction.atomic
def plan_clearing(work: Work, year: int, source: str, amount_dong: int, *, on: date, by: str, at: datetime) -> Clearing:
    """Plan how much of a work's arrears of a day is paid in a year; planning year and source again takes its place.

    What is planned in all is never more than what is owed and what was covered since planning began.
    Raises PlanExceedsArrears or UnknownSource.
    """
    leaf(source, year)
    work = Work.objects.select_for_update(of=("self",)).select_related("unit").get(pk=work.pk)
    debt = debts_of([work.pk], on)[work.pk]
    plan = plans_of([work.pk], on).get(work.pk, NO_PLAN)
    cleared = debt.between(plan.begun_on, on).covered if plan.begun_on else 0
    others = plan.total - plan.by_year.get(year, {}).get(source, 0)
    most = max(0, debt.on(on) + cleared - others)
    if amount_dong > most:
        raise PlanExceedsArrears(work, on, most)
    kept = Clearing.objects.create(
        work=work, year=year, source=source, amount_dong=amount_dong, on=on, made_by=by, made_at=at
    )
    detail = {"work": work.code, "year": year, "source": source, "amount_dong": amount_dong, "on": on.isoformat()}
    record("finance.clearing_planned", subject=work.unit.name, by=by, at=at, detail=detail)
    return kept
