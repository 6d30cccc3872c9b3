"""Opening the capital of a year, adding to it and taking from it: each by one document whose parts sum to its total."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from ntm.areas.models import Unit
from ntm.areas.selectors import ancestors, descendants
from ntm.audit.services import record
from ntm.finance.models import Account, Act, Budget, BudgetKind, BudgetLine, Stage, Transfer
from ntm.finance.paper_problems import ExpectedElsewhere, NoLines, NotOpened, ReducedTooMuch
from ntm.finance.problems import BudgetSealed, PartsDoNotSum
from ntm.finance.services.days import refuse_before_it_came
from ntm.finance.sources import CREDIT, leaf

_ACTS = {BudgetKind.REDUCTION: Act.REDUCE}  # every other kind opens
_RECORDED = {
    BudgetKind.OPENING: "finance.budget_opened",
    BudgetKind.SUPPLEMENT: "finance.budget_supplemented",
    BudgetKind.REDUCTION: "finance.budget_reduced",
}


@transaction.atomic
def keep_budget(  # noqa: PLR0913 - a document states a unit, a year, a total and its lines
    unit: Unit,
    year: int,
    lines: Mapping[str, int],
    *,
    total_dong: int,
    document: str,
    on: date,
    by: str,
    at: datetime,
    kind: BudgetKind = BudgetKind.OPENING,
    beside: bool = False,
    is_sample: bool = False,
) -> Budget:
    """Keep what a document expects from each source of a unit's year, in whole đồng, and book it.

    An OPENING begins the year; a SUPPLEMENT adds to it, a REDUCTION takes from it what is not allocated, the amounts
    positive in either case. ``lines`` go by leaf; credit is among them and not in ``total_dong``. ``beside`` says that
    the money comes beside what units above and below expect of the same source. Raises PartsDoNotSum, BudgetSealed,
    NotOpened, NoLines, ExpectedElsewhere, ReducedTooMuch or UnknownSource, and then keeps nothing.
    """
    _refuse_wrong_sum(year, lines, total_dong)
    opens = kind == BudgetKind.OPENING
    if not opens and not any(lines.values()):
        raise NoLines
    held = Budget.objects.select_for_update(of=("self",)).filter(unit=unit, year=year)
    known = list(held.select_related("unit").order_by("number"))
    if opens and known:
        raise BudgetSealed(known[0])
    if not opens and not known:
        raise NotOpened(unit, year)
    if kind != BudgetKind.REDUCTION and not beside:
        _refuse_double(unit, year, lines, on)
    number = known[-1].number + 1 if known else 1
    budget = Budget(unit=unit, year=year, number=number, kind=kind, total_dong=total_dong)
    budget.document, budget.is_sample = document, is_sample
    return _sealed(budget, lines, on=on, by=by, at=at)


def _refuse_wrong_sum(year: int, lines: Mapping[str, int], total_dong: int) -> None:
    summed = sum(amount for source, amount in lines.items() if leaf(source, year).code != CREDIT)
    if summed != total_dong:
        raise PartsDoNotSum(total_dong, summed)


def _refuse_double(unit: Unit, year: int, lines: Mapping[str, int], on: date) -> None:
    """Refuse a source of which a unit above or below expects money, unless the unit itself did before."""
    own = BudgetLine.objects.filter(budget__unit=unit, budget__year=year).values("source")
    related = [one.pk for one in (*ancestors(unit, on), *descendants(unit, on))]
    wanted = [source for source, dong in lines.items() if dong]
    found = BudgetLine.objects.filter(budget__unit__in=related, budget__year=year, source__in=wanted, amount_dong__gt=0)
    other = found.exclude(source__in=own).select_related("budget__unit").order_by("pk").first()
    if other is not None:
        dong = found.filter(budget__unit=other.budget.unit, source=other.source).aggregate(sum=Sum("amount_dong"))
        raise ExpectedElsewhere(leaf(other.source, year), other.budget.unit, dong["sum"])


def _sealed(budget: Budget, lines: Mapping[str, int], *, on: date, by: str, at: datetime) -> Budget:
    budget.credit_dong = lines.get(CREDIT, 0)
    budget.save()
    kept = [BudgetLine(budget=budget, source=source, amount_dong=dong) for source, dong in lines.items()]
    BudgetLine.objects.bulk_create(kept)
    budget.sealed = True
    budget.save(update_fields=["sealed"])
    for line in budget.lines.order_by("pk"):
        if line.amount_dong:
            _book(budget, line, on=on, by=by, at=at)
    detail = {
        "year": budget.year,
        "number": budget.number,
        "total_dong": budget.total_dong,
        "document": budget.document,
    }
    record(_RECORDED[BudgetKind(budget.kind)], subject=budget.unit.name, by=by, at=at, detail=detail)
    return budget


def _book(budget: Budget, line: BudgetLine, *, on: date, by: str, at: datetime) -> None:
    where: dict[str, Any] = {
        "year": budget.year,
        "budget_year": budget.year,
        "source": line.source,
        "unit": budget.unit,
    }
    account, _ = Account.objects.get_or_create(**where, work=None, stage=Stage.EXPECTED)
    account = Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    leaves = budget.kind == BudgetKind.REDUCTION
    if leaves and account.balance_dong < line.amount_dong:
        raise ReducedTooMuch(leaf(line.source, budget.year), line.amount_dong, account.balance_dong)
    if leaves:
        refuse_before_it_came(account, line.amount_dong, on)
    Transfer.objects.create(
        act=_ACTS.get(BudgetKind(budget.kind), Act.OPEN),
        on=on,
        before=account if leaves else None,
        after=None if leaves else account,
        line=line,
        amount_dong=line.amount_dong,
        document=budget.document,
        made_by=by,
        made_at=at,
        is_sample=budget.is_sample,
    )
