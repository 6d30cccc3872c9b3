"""The doors to capital and works; forbidden and missing look alike."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.http import Http404

from ntm.accounts.access import top_unit_for
from ntm.accounts.models import User
from ntm.accounts.rights import Right
from ntm.accounts.selectors import units_with, visible_units
from ntm.areas.models import Unit
from ntm.areas.models.unit import UnitQuerySet
from ntm.finance.models import Account, Contribution, Work
from ntm.finance.selectors.homes import at_home, heirs_on


def unit_shown(user: User, code: str, day: date) -> Unit:
    """Return the unit with this code if ``user`` reads it on a day; without a code the highest one."""
    if not code:
        return top_unit_for(user, day)
    found = visible_units(user, day).filter(code=code).first()
    if found is None:
        raise Http404
    return found


def units_to_book(user: User, day: date) -> UnitQuerySet:
    """Return the units of a day for which ``user`` keeps the ledger and works today."""
    return units_with(user, Right.CAPITAL, day)


def account_to_book(user: User, account_id: int, day: date) -> Account:
    """Return an account if ``user`` keeps it; otherwise answer 404."""
    found = Account.objects.filter(pk=account_id, unit__in=units_to_book(user, day).values("pk"))
    account = found.select_related("unit", "work").first()
    if account is None:
        raise Http404
    return account


def work_for(user: User, work_id: int, day: date) -> Work:
    """Return a work if ``user`` reads the unit that answers for it on a day; otherwise answer 404."""
    found = at_home(Work.objects.filter(pk=work_id).select_related("unit"), heirs_on(day))
    if not found or not visible_units(user, day).filter(pk=found[0].unit_id).exists():
        raise Http404
    return found[0]


def work_to_book(user: User, work_id: int, day: date) -> Work:
    """Return a work if ``user`` keeps its approvals, contracts and arrears; otherwise answer 404."""
    found = work_for(user, work_id, day)
    if not may_book(user, found.unit, day):
        raise Http404
    return found


def work_to_report(user: User, work_id: int, day: date) -> Work:
    """Return a work if ``user`` records its progress, photos and maintenance; otherwise answer 404."""
    found = work_for(user, work_id, day)
    if not may_report(user, found.unit, day):
        raise Http404
    return found


def may_book(user: User, unit: Unit, day: date) -> bool:
    return units_to_book(user, day).filter(pk=unit.pk).exists()


def may_report(user: User, unit: Unit, day: date) -> bool:
    """Say whether ``user`` records the progress of works of a unit: its own people, and whoever keeps its ledger."""
    return may_book(user, unit, day) or units_with(user, Right.REPORT, day).filter(pk=unit.pk).exists()


def units_to_register(user: User, day: date) -> UnitQuerySet:
    """Return the units of a day whose contributions ``user`` registers: one's own, and those whose ledger one keeps."""
    kept = units_to_book(user, day).values("pk")
    own = units_with(user, Right.REPORT, day).values("pk")
    return Unit.objects.filter(Q(pk__in=kept) | Q(pk__in=own))


def contribution_to_keep(
    user: User, contribution_id: int, day: date, *, only_read: bool = False
) -> tuple[Contribution, bool]:
    """Return a contribution and whether ``user`` keeps it; ``only_read`` lets whoever reads its unit in. Else 404."""
    found = Contribution.objects.filter(pk=contribution_id).select_related("unit", "work", "rate").first()
    may_keep = found is not None and units_to_register(user, day).filter(pk=found.unit_id).exists()
    if found is None or not (may_keep or only_read):
        raise Http404
    if not visible_units(user, day).filter(pk=found.unit_id).exists():
        raise Http404
    return found, may_keep
