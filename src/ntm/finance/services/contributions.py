"""What people and enterprises gave: registered, converted where a decision says how, booked in the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db import transaction

from ntm.areas.models import Unit
from ntm.areas.selectors import ancestors
from ntm.audit.services import record
from ntm.finance.models import Account, Act, Contribution, GivenAs, Giver, Rate, Stage, Transfer, Work
from ntm.finance.paper_problems import AlreadyValued, NoRate, RateKnown
from ntm.finance.problems import NotEnough, NothingToMove
from ntm.finance.services.days import refuse_before_it_came
from ntm.finance.services.transfers import refuse_more_than_approved
from ntm.finance.sources import leaf_for, path_of


@dataclass(frozen=True, slots=True)
class Gift:
    """What was given, as its paper says.

    ``quantity`` is đồng for cash, days, square metres, or ``measure`` for things. ``value_dong`` and ``basis`` are the
    value of things and the record that sets it; labour and land are converted by the rate of the day, cash is worth
    itself.
    """

    unit: Unit
    on: date
    giver_kind: Giver
    giver: str
    form: GivenAs
    quantity: Decimal
    document: str
    measure: str = ""
    hamlet: str = ""
    work: Work | None = None
    value_dong: int | None = None
    basis: str = ""
    note: str = ""
    is_sample: bool = False


@transaction.atomic
def register_contribution(gift: Gift, *, by: str, at: datetime) -> Contribution:
    """Enter a contribution; where its value is known, open its money in the ledger.

    Raises NothingToMove, UnknownSource or MoreThanApproved, and then keeps nothing.
    """
    if gift.quantity <= 0 or (gift.form == GivenAs.CASH and gift.quantity != int(gift.quantity)):
        raise NothingToMove(str(gift.quantity))
    value, rate, basis = _value(gift)
    kept = Contribution.objects.create(
        unit=gift.unit,
        hamlet=gift.hamlet,
        work=gift.work,
        on=gift.on,
        year=gift.on.year,
        giver_kind=gift.giver_kind,
        giver=gift.giver,
        form=gift.form,
        quantity=gift.quantity,
        measure=gift.form.measure or gift.measure,
        source=leaf_for(gift.giver_kind, gift.form, gift.on.year).code,
        value_dong=value,
        rate=rate,
        basis=basis,
        document=gift.document,
        note=gift.note,
        made_by=by,
        made_at=at,
        is_sample=gift.is_sample,
    )
    detail = {"giver": gift.giver, "form": gift.form.value, "quantity": str(gift.quantity), "value_dong": value}
    record("finance.contribution_registered", subject=gift.unit.name, by=by, at=at, detail=detail)
    if value is not None:
        _book(kept, by=by, at=at)
    return kept


@transaction.atomic
def value_contribution(
    gift: Contribution, *, value_dong: int | None = None, basis: str = "", by: str, at: datetime
) -> Contribution:
    """Give a contribution without a value the value of the rate of its day, or for things that of a record.

    Raises AlreadyValued or NoRate.
    """
    gift = Contribution.objects.select_for_update(of=("self",)).select_related("unit", "work").get(pk=gift.pk)
    if gift.value_dong is not None or gift.withdrawn_on is not None:
        raise AlreadyValued(gift)
    if gift.form == GivenAs.KIND:
        if not value_dong or not basis:
            raise NothingToMove(str(value_dong or ""))
        gift.value_dong, gift.basis = value_dong, basis
    else:
        rate = rate_for(gift.unit, GivenAs(gift.form), gift.on)
        if rate is None:
            raise NoRate(gift)
        gift.value_dong, gift.rate, gift.basis = converted(gift.quantity, rate), rate, rate.decision
    gift.save(update_fields=["value_dong", "rate", "basis"])
    detail = {"giver": gift.giver, "value_dong": gift.value_dong, "basis": gift.basis}
    record("finance.contribution_valued", subject=gift.unit.name, by=by, at=at, detail=detail)
    _book(gift, by=by, at=at)
    return gift


@transaction.atomic
def withdraw_contribution(gift: Contribution, on: date, because: str, *, by: str, at: datetime) -> Contribution:
    """Take a contribution that was entered wrongly out again, and its money out of the ledger.

    Raises AlreadyValued when it was withdrawn before, NotEnough when its money was used since.
    """
    gift = Contribution.objects.select_for_update(of=("self",)).select_related("unit", "work").get(pk=gift.pk)
    if gift.withdrawn_on is not None:
        raise AlreadyValued(gift)
    gift.withdrawn_on, gift.withdrawn_because = on, because
    gift.save(update_fields=["withdrawn_on", "withdrawn_because"])
    if gift.value_dong is not None:
        account = Account.objects.select_for_update(of=("self",)).get(into__contribution=gift)
        if account.balance_dong < gift.value_dong:
            stage = Stage(account.stage)
            raise NotEnough(
                gift.unit.name, path_of(gift.source, gift.year), stage, gift.value_dong, account.balance_dong
            )
        refuse_before_it_came(account, gift.value_dong, on)
        Transfer.objects.create(act=Act.WITHDRAW, on=on, before=account, **_paper(gift, by, at))
    detail = {"giver": gift.giver, "value_dong": gift.value_dong, "because": because}
    record("finance.contribution_withdrawn", subject=gift.unit.name, by=by, at=at, detail=detail)
    return gift


@transaction.atomic
def set_rate(
    unit: Unit, form: GivenAs, valid_from: date, *, dong_each: int, decision: str, by: str, at: datetime
) -> Rate:
    """Keep what a decision lets a day of labour or a square metre count for in a unit. Raises RateKnown."""
    known = Rate.objects.filter(unit=unit, form=form, valid_from=valid_from).first()
    if known is not None:
        raise RateKnown(unit, valid_from, known.decision)
    rate = Rate.objects.create(
        unit=unit, form=form, valid_from=valid_from, dong_each=dong_each, decision=decision, made_by=by, made_at=at
    )
    detail = {"form": form.value, "from": valid_from.isoformat(), "dong_each": dong_each, "decision": decision}
    record("finance.rate_set", subject=unit.name, by=by, at=at, detail=detail)
    return rate


def rate_for(unit: Unit, form: GivenAs, day: date) -> Rate | None:
    """Return the rate in force in a unit on a day: its own, else that of the nearest unit above; None where none is."""
    for place in (unit, *reversed(ancestors(unit, day))):
        newest = Rate.objects.filter(unit=place, form=form, valid_from__lte=day).order_by("-valid_from").first()
        if newest is not None:
            return newest
    return None


def converted(quantity: Decimal, rate: Rate) -> int:
    """Return what a quantity counts for in whole đồng, half a đồng rounded up."""
    return int((quantity * rate.dong_each).quantize(Decimal(1), ROUND_HALF_UP))


def _value(gift: Gift) -> tuple[int | None, Rate | None, str]:
    """Return (value in đồng, rate, what the value rests on); the value is None where nothing says it."""
    if gift.form == GivenAs.CASH:
        return int(gift.quantity), None, gift.document
    if gift.form == GivenAs.KIND:
        return (gift.value_dong, None, gift.basis) if gift.value_dong else (None, None, "")
    rate = rate_for(gift.unit, gift.form, gift.on)
    return (converted(gift.quantity, rate), rate, rate.decision) if rate else (None, None, "")


def _book(gift: Contribution, *, by: str, at: datetime) -> None:
    stage = Stage.DISBURSED if GivenAs(gift.form).is_used_at_once else Stage.ASSIGNED
    if gift.work is not None:
        refuse_more_than_approved(gift.work, gift.value_dong or 0)
    where: dict[str, Any] = {
        "year": gift.year,
        "budget_year": gift.year,
        "source": gift.source,
        "unit": gift.unit,
        "work": gift.work,
    }
    account, _ = Account.objects.get_or_create(**where, stage=stage)
    Transfer.objects.create(act=Act.CONTRIBUTE, on=gift.on, after=account, **_paper(gift, by, at))


def _paper(gift: Contribution, by: str, at: datetime) -> dict[str, Any]:
    return {
        "contribution": gift,
        "amount_dong": gift.value_dong,
        "document": gift.document,
        "note": gift.giver,
        "made_by": by,
        "made_at": at,
        "is_sample": gift.is_sample,
    }
