"""Moving money along its stages: each act one transfer, one transaction, one line in the log.

Each of them also raises NotThereYet for a day from which the money would not be there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Sum

from ntm.areas.models import Unit
from ntm.audit.services import record
from ntm.finance.models import Account, Act, LedgerFile, Stage, Transfer, Work
from ntm.finance.paper_problems import ComesByContribution, MoreThanApproved
from ntm.finance.problems import NotEnough, NothingToMove, WrongWay
from ntm.finance.selectors.works import approved_on
from ntm.finance.services.days import refuse_before_it_came
from ntm.finance.sources import leaf, path_of

_BEFORE = {
    Stage.ALLOCATED: Stage.EXPECTED,
    Stage.ASSIGNED: Stage.ALLOCATED,
    Stage.DISBURSED: Stage.ASSIGNED,
    Stage.SETTLED: Stage.DISBURSED,
}
_CARRIED = {Stage.ALLOCATED, Stage.ASSIGNED}  # what was not paid out by the end of the year


@dataclass(frozen=True, slots=True)
class Place:
    """Where money stands: with a unit, perhaps for one of its works, of a source, in a year.

    ``budget_year`` is the year of the budget that it came from; None for the same year.
    """

    unit: Unit
    source: str
    year: int
    work: Work | None = None
    budget_year: int | None = None

    @property
    def from_budget_of(self) -> int:
        return self.budget_year or self.year


@dataclass(frozen=True, slots=True)
class Slip:
    """What a transfer is booked by: an amount of whole đồng, a day, a document and a note."""

    amount_dong: int
    on: date
    document: str = ""
    note: str = ""
    is_sample: bool = False
    exceeds_by: str = ""  # the decision that lets a work have more than its approved total
    file: LedgerFile | None = None  # the workbook that it was read from, and the fingerprint of its row
    fingerprint: str = ""


def allocate(place: Place, to: Unit, slip: Slip, *, by: str, at: datetime) -> Transfer:
    """Allocate expected capital of ``place`` to a unit. Raises NotEnough, or ComesByContribution."""
    source = leaf(place.source, place.from_budget_of)
    if source.is_given:
        raise ComesByContribution(source)
    after = replace(place, unit=to)
    return _move(Act.ALLOCATE, (place, Stage.EXPECTED), (after, Stage.ALLOCATED), slip, by=by, at=at)


@transaction.atomic
def assign(place: Place, to: Unit, slip: Slip, *, work: Work | None = None, by: str, at: datetime) -> Transfer:
    """Assign allocated capital of ``place`` to a unit, for one of its works if it is named.

    Raises NotEnough, or MoreThanApproved when the slip names no decision that lets the work exceed its total.
    """
    if work is not None and not slip.exceeds_by:
        refuse_more_than_approved(work, slip.amount_dong)
    after = replace(place, unit=to, work=work)
    return _move(Act.ASSIGN, (place, Stage.ALLOCATED), (after, Stage.ASSIGNED), slip, by=by, at=at)


def disburse(place: Place, slip: Slip, *, by: str, at: datetime) -> Transfer:
    """Pay assigned capital out. Raises NotEnough."""
    return _move(Act.DISBURSE, (place, Stage.ASSIGNED), (place, Stage.DISBURSED), slip, by=by, at=at)


def settle(place: Place, slip: Slip, *, by: str, at: datetime) -> Transfer:
    """Settle what was paid out. Raises NotEnough."""
    return _move(Act.SETTLE, (place, Stage.DISBURSED), (place, Stage.SETTLED), slip, by=by, at=at)


def give_back(account: Account, to: Unit, slip: Slip, *, by: str, at: datetime) -> Transfer:
    """Take money one stage back, to the unit that it came from. Raises NotEnough or WrongWay."""
    stage = Stage(account.stage)
    if stage not in _BEFORE:
        raise WrongWay(str(Act.GIVE_BACK.label).lower(), account)
    place = _place(account)
    keeps_work = stage in {Stage.DISBURSED, Stage.SETTLED}
    after = replace(place, unit=to, work=place.work if keeps_work else None)
    return _move(Act.GIVE_BACK, (place, stage), (after, _BEFORE[stage]), slip, by=by, at=at)


def carry_over(account: Account, slip: Slip, *, by: str, at: datetime) -> Transfer:
    """Carry what was not paid out into the next year, at the same stage. Raises NotEnough or WrongWay."""
    stage = Stage(account.stage)
    if stage not in _CARRIED:
        raise WrongWay(str(Act.CARRY_OVER.label).lower(), account)
    place = _place(account)
    after = replace(place, year=place.year + 1, budget_year=place.from_budget_of)
    return _move(Act.CARRY_OVER, (place, stage), (after, stage), slip, by=by, at=at)


def refuse_more_than_approved(work: Work, dong: int) -> None:
    """Refuse money by which a work would have more than the total of its newest decision. Raises MoreThanApproved."""
    work = Work.objects.select_for_update(of=("self",)).get(pk=work.pk)
    held = Account.objects.filter(work=work, stage__gte=Stage.ASSIGNED).aggregate(sum=Sum("balance_dong"))["sum"] or 0
    approved = approved_on([work.pk], date.max).get(work.pk, 0)
    if held + dong > approved:
        raise MoreThanApproved(work, approved, dong, held)


def _place(account: Account) -> Place:
    return Place(account.unit, account.source, account.year, account.work, account.budget_year)


@transaction.atomic
def _move(
    act: Act, before: tuple[Place, Stage], after: tuple[Place, Stage], slip: Slip, *, by: str, at: datetime
) -> Transfer:
    if slip.amount_dong <= 0:
        raise NothingToMove(str(slip.amount_dong))
    leaf(before[0].source, before[0].from_budget_of)
    taken = _account(*before)
    if taken is None or taken.balance_dong < slip.amount_dong:
        there = taken.balance_dong if taken else 0
        path = path_of(before[0].source, before[0].from_budget_of)
        raise NotEnough(before[0].unit.name, path, before[1], slip.amount_dong, there)
    refuse_before_it_came(taken, slip.amount_dong, slip.on)
    given, _ = Account.objects.get_or_create(**_where(*after))
    transfer = Transfer.objects.create(
        act=act,
        on=slip.on,
        before=taken,
        after=given,
        amount_dong=slip.amount_dong,
        document=slip.document,
        note=slip.note,
        exceeds_by=slip.exceeds_by,
        file=slip.file,
        fingerprint=slip.fingerprint,
        made_by=by,
        made_at=at,
        is_sample=slip.is_sample,
    )
    detail = {"act": act.value, "amount_dong": slip.amount_dong, "source": taken.source, "to": given.unit.name}
    record("finance.money_moved", subject=taken.unit.name, by=by, at=at, detail=detail)
    return transfer


def _account(place: Place, stage: Stage) -> Account | None:
    """Return the account with its row held until the transaction ends; None where there never was money."""
    held = Account.objects.select_for_update(of=("self",)).select_related("unit")
    return held.filter(**_where(place, stage)).first()


def _where(place: Place, stage: Stage) -> dict[str, Any]:
    return {
        "year": place.year,
        "budget_year": place.from_budget_of,
        "source": place.source,
        "unit": place.unit,
        "work": place.work,
        "stage": stage,
    }
