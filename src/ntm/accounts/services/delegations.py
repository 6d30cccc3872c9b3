"""Letting a colleague act in one's place, between two days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from ntm.accounts.models import Assignment, Delegation, User
from ntm.accounts.problems import (
    AlreadyEnded,
    AlreadyHandedOn,
    DaysReversed,
    NotTheirs,
    NotToThem,
    OutsideAssignment,
    PersonClosed,
    TooLong,
)
from ntm.accounts.selectors.administrators import administers
from ntm.accounts.services.assignments import told
from ntm.audit.services import record

LONGEST = timedelta(days=366)


@transaction.atomic
def hand_on(
    assignment: Assignment, to: User, *, first: date, last: date, reason: str, by: str, at: datetime
) -> Delegation:
    """Let ``to`` act in an assignment from a first to a last day, a year at the most.

    Raises NotTheirs, NotToThem, PersonClosed, DaysReversed, OutsideAssignment, TooLong, AlreadyHandedOn.
    """
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("user", "unit", "office")
        .get(pk=assignment.pk)
    )
    _check_people(assignment, to, by, localdate(at))
    _check_days(assignment, first, last, localdate(at))
    if Delegation.objects.filter(assignment=assignment, to=to, valid_from__lte=last, valid_until__gte=first).exists():
        raise AlreadyHandedOn(str(to))
    made = Delegation.objects.create(
        assignment=assignment, to=to, valid_from=first, valid_until=last, reason=reason, made_by=by, made_at=at
    )
    record("accounts.handed_on", subject=to.username, by=by, at=at, detail=_told(made))
    return made


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: str, at: datetime) -> None:
    """Take back at once what was handed on; raise AlreadyEnded.

    What began today or later is taken away whole, as its last day cannot stand before its first; the log keeps it.
    """
    related = Delegation.objects.select_related("assignment__user", "assignment__unit", "assignment__office", "to")
    delegation = related.select_for_update(of=("self",)).get(pk=delegation.pk)
    yesterday = localdate(at) - timedelta(days=1)
    if delegation.valid_until <= yesterday:
        raise AlreadyEnded(delegation.valid_until)
    record("accounts.delegation_ended", subject=delegation.to.username, by=by, at=at, detail=_told(delegation))
    if delegation.valid_from > yesterday:
        delegation.delete()
        return
    delegation.valid_until = yesterday
    delegation.save(update_fields=["valid_until"])


def _check_people(assignment: Assignment, to: User, by: str, day: date) -> None:
    if assignment.user.username != by and not administers(by, assignment.unit, day):
        raise NotTheirs
    if to.pk == assignment.user_id or to.username == by:
        raise NotToThem(str(to))
    if not to.is_active:
        raise PersonClosed(str(to))


def _check_days(assignment: Assignment, first: date, last: date, today: date) -> None:
    if last < first:
        raise DaysReversed(first, last)
    if first < max(today, assignment.valid_from) or (assignment.valid_until and last > assignment.valid_until):
        raise OutsideAssignment(max(today, assignment.valid_from), assignment.valid_until)
    if last - first >= LONGEST:
        raise TooLong


def _told(delegation: Delegation) -> dict[str, str]:
    """Tell a delegation by names, for the log."""
    days = {"from": delegation.valid_from.isoformat(), "until": delegation.valid_until.isoformat()}
    whose = {"instead_of": delegation.assignment.user.username, "reason": delegation.reason}
    return {**told(delegation.assignment), **whose, **days}
