"""Giving and ending what people may do."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from ntm.accounts.models import Assignment, Office, Role, User
from ntm.accounts.problems import (
    AlreadyEnded,
    AlreadyHolds,
    DaysReversed,
    LastAdministrator,
    OfficeMissing,
    OwnRights,
    PersonClosed,
    WrongPlace,
)
from ntm.accounts.selectors.administrators import DAY, somebody_else_administers
from ntm.areas.models import Tier, Unit
from ntm.audit.services import record

# Reporting belongs to one unit, so its officers belong to units of that tier.
TIERS = {Role.COMMUNE_OFFICER: Tier.COMMUNE, Role.DISTRICT_OFFICER: Tier.DISTRICT}


@transaction.atomic
def assign(
    person: User,
    role: Role,
    unit: Unit,
    *,
    office: Office | None,
    first: date,
    last: date | None,
    by: str,
    at: datetime,
) -> Assignment:
    """Give a person a role in a unit and everything below it, from a first to a last day (None: no end known).

    Raises OwnRights, PersonClosed, DaysReversed, WrongPlace, OfficeMissing, AlreadyHolds.
    """
    person = User.objects.select_for_update().get(pk=person.pk)
    _check(person, role, unit, office, by)
    if last and last < first:
        raise DaysReversed(first, last)
    until = Q(valid_from__lte=last) if last else Q()
    same = Assignment.objects.filter(until, user=person, role=role, unit=unit)
    if same.filter(Q(valid_until=None) | Q(valid_until__gte=first)).exists():
        raise AlreadyHolds(str(person), Role(role).label, unit.name)
    made = Assignment.objects.create(
        user=person, role=role, unit=unit, office=office, valid_from=first, valid_until=last
    )
    record("accounts.assigned", subject=person.username, by=by, at=at, detail=told(made))
    return made


@transaction.atomic
def end_assignment(assignment: Assignment, *, on: date, by: str, at: datetime) -> Assignment:
    """Let ``on`` be the last day of an assignment; delegations of it end with it.

    Raises OwnRights, DaysReversed, AlreadyEnded, LastAdministrator.
    """
    assignment = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("user", "unit", "office")
        .get(pk=assignment.pk)
    )
    if assignment.user.username == by:
        raise OwnRights
    if on < assignment.valid_from:
        raise DaysReversed(assignment.valid_from, on)
    if assignment.valid_until and assignment.valid_until <= on:
        raise AlreadyEnded(assignment.valid_until)
    if assignment.role == Role.ADMINISTRATOR and not somebody_else_administers(assignment.user, on + DAY):
        raise LastAdministrator(str(assignment.user))
    assignment.valid_until = on
    assignment.save(update_fields=["valid_until"])
    record("accounts.assignment_ended", subject=assignment.user.username, by=by, at=at, detail=told(assignment))
    return assignment


def told(assignment: Assignment) -> dict[str, str]:
    """Tell an assignment by names, for the log."""
    days = {"from": assignment.valid_from.isoformat()}
    if assignment.valid_until:
        days["until"] = assignment.valid_until.isoformat()
    office = {"office": assignment.office.code} if assignment.office else {}
    return {"role": assignment.role, "unit": f"{assignment.unit.name} ({assignment.unit.code})", **office, **days}


def _check(person: User, role: Role, unit: Unit, office: Office | None, by: str) -> None:
    if person.username == by:
        raise OwnRights
    if not person.is_active:
        raise PersonClosed(str(person))
    if role in TIERS and unit.tier != TIERS[role]:
        raise WrongPlace(Role(role).label, unit.name)
    if role == Role.DEPARTMENT_OFFICER and office is None:
        raise OfficeMissing
