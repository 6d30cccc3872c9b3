"""Telling those who answer for capital that a work owes more than any plan covers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from ntm.accounts.models import Role
from ntm.accounts.selectors.people import people_in
from ntm.areas.selectors import ancestors
from ntm.core.problems import Text
from ntm.core.quantities import written
from ntm.finance.models import Work
from ntm.finance.selectors.arrears import arrears_of
from ntm.finance.selectors.homes import at_home, heirs_on
from ntm.notices.services import tell

_TOLD = (Role.DISTRICT_OFFICER, Role.COORDINATION_OFFICE)


@contextmanager
def telling_of_arrears(work: Work, on: date, at: datetime) -> Iterator[None]:
    """Tell of arrears that no plan covers and that grew by what is done inside, in the same transaction."""
    before = _uncovered(work, on)
    yield
    after = _uncovered(work, on)
    if after > before:
        _tell(work, after, at)


def _uncovered(work: Work, on: date) -> int:
    return sum(row.gap for row in arrears_of([work], on))


def _tell(work: Work, dong: int, at: datetime) -> None:
    day = timezone.localtime(at).date()
    [work] = at_home([work], heirs_on(day))
    tell(
        people_in([work.unit, *ancestors(work.unit, day)], day, _TOLD),
        about="finance.arrears",
        words=Text(
            f"{work.unit.name}: “{work.name}” phát sinh nợ đọng, {written(dong)} đồng chưa có kế hoạch trả.",
            f"{work.unit.name}: “{work.name}” owes more; {written(dong, 'en')} đồng are in no plan.",
        ),
        address=reverse("finance:work", args=[work.pk]),
        at=at,
    )
