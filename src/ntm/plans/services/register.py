"""Which unit wants to reach which level in the plan's year: registered, confirmed, returned, taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from ntm.accounts.models import Role
from ntm.accounts.selectors.people import people_in
from ntm.areas.models import Unit
from ntm.areas.selectors import ancestors
from ntm.audit.services import record
from ntm.core.problems import Text
from ntm.notices.services import tell
from ntm.plans.models import Plan, PlanState, Registration, RegistrationState, RegistrationStep
from ntm.plans.problems import (
    AlreadyRegistered,
    NoSuchLevel,
    NotNow,
    PlanIsDraft,
    ReasonMissing,
    UnitNotThatDay,
)
from ntm.plans.selectors.registrations import set_for
from ntm.recognition.models import Level

_MAY_FOLLOW = {
    RegistrationState.CONFIRMED: {RegistrationState.PROPOSED},
    RegistrationState.RETURNED: {RegistrationState.PROPOSED, RegistrationState.CONFIRMED},
    RegistrationState.TAKEN_OUT: {RegistrationState.PROPOSED, RegistrationState.CONFIRMED},
}
_ACTS = {
    RegistrationState.CONFIRMED: "plans.registration_confirmed",
    RegistrationState.RETURNED: "plans.registration_returned",
    RegistrationState.TAKEN_OUT: "plans.registration_taken_out",
}


@dataclass(frozen=True, slots=True)
class UnitToRegister:
    """A unit and the level that it wants to reach in the plan's year (a value of Level)."""

    unit: Unit
    level: str


@transaction.atomic
def register_units(
    plan: Plan, wishes: Sequence[UnitToRegister], *, is_sample: bool, by: str, at: datetime
) -> list[Registration]:
    """Note the units that came registered with the plan, confirmed since its first day; return the new ones."""
    new = []
    for wish in wishes:
        row, is_new = Registration.objects.get_or_create(
            plan=plan, unit=wish.unit, level=wish.level, defaults={"is_sample": is_sample}
        )
        if is_new:
            _step(row, RegistrationState.CONFIRMED, plan.first_day, "", by=by, at=at)
            new.append(row)
    if new:
        detail = {"units": [f"{row.unit.code} → {row.level}" for row in new], "is_sample": is_sample}
        record("plans.units_registered", subject=f"{plan.unit.name} {plan.year}", by=by, at=at, detail=detail)
    return new


@transaction.atomic
def register(plan: Plan, wish: UnitToRegister, *, note: str, by: str, at: datetime) -> Registration:
    """Register a unit for a level on the day of the act; what was returned or taken out may come again.

    Raises UnitNotThatDay, NoSuchLevel, AlreadyRegistered, or PlanIsDraft.
    """
    if plan.state != PlanState.ISSUED:
        raise PlanIsDraft
    day = timezone.localtime(at).date()
    level = Level(wish.level).words
    if not wish.unit.exists_on(day):
        raise UnitNotThatDay(wish.unit, day)
    if set_for(wish.unit, wish.level, day) is None:
        raise NoSuchLevel(wish.unit, level)
    row, is_new = Registration.objects.select_for_update(of=("self",)).get_or_create(
        plan=plan, unit=wish.unit, level=wish.level, defaults={"state": RegistrationState.PROPOSED}
    )
    if not is_new and RegistrationState(row.state).stands:
        raise AlreadyRegistered(wish.unit, level)
    _move(row, RegistrationState.PROPOSED, day, note, by=by, at=at)
    detail = {"level": wish.level, "note": note, "again": not is_new}
    record("plans.unit_registered", subject=wish.unit.name, by=by, at=at, detail=detail)
    return row


def confirm(row: Registration, *, by: str, at: datetime) -> Registration:
    """Agree that a unit is registered."""
    return _decide(row, RegistrationState.CONFIRMED, "", by=by, at=at)


def send_back(row: Registration, *, note: str, by: str, at: datetime) -> Registration:
    """Return a registration with what is to be put right first; the unit may register again."""
    return _decide(row, RegistrationState.RETURNED, note, by=by, at=at)


def take_out(row: Registration, *, note: str, by: str, at: datetime) -> Registration:
    """Take a unit out of those registered, with the reason."""
    return _decide(row, RegistrationState.TAKEN_OUT, note, by=by, at=at)


@transaction.atomic
def _decide(row: Registration, state: RegistrationState, note: str, *, by: str, at: datetime) -> Registration:
    row = Registration.objects.select_for_update(of=("self",)).select_related("unit", "plan").get(pk=row.pk)
    if row.state not in _MAY_FOLLOW[state]:
        raise NotNow(RegistrationState(row.state).words)
    if state is not RegistrationState.CONFIRMED and not note:
        raise ReasonMissing
    before = row.state
    _move(row, state, timezone.localtime(at).date(), note, by=by, at=at)
    detail = {"level": row.level, "before": before, "note": note}
    record(_ACTS[state], subject=row.unit.name, by=by, at=at, detail=detail)
    _tell(row, state, note, by=by, at=at)
    return row


def _move(row: Registration, state: RegistrationState, on: date, note: str, *, by: str, at: datetime) -> None:
    _step(row, state, on, note, by=by, at=at)
    row.state = state
    row.save(update_fields=["state"])


def _step(row: Registration, state: RegistrationState, on: date, note: str, *, by: str, at: datetime) -> None:
    RegistrationStep.objects.create(registration=row, on=on, state=state, note=note, made_by=by, made_at=at)


def _tell(row: Registration, state: RegistrationState, note: str, *, by: str, at: datetime) -> None:
    """Tell the unit's own people and its district what became of the registration."""
    day = timezone.localtime(at).date()
    people = people_in(
        [row.unit, *ancestors(row.unit, day)], day, (Role.COMMUNE_OFFICER, Role.DISTRICT_OFFICER)
    ).exclude(username=by)
    level = Level(row.level).words
    because = f": {note}" if note else ""
    tell(
        people,
        about="registration",
        words=Text(
            f"{row.unit.name}, đăng ký “{level.vi}”: {state.words.vi}{because}",
            f"{row.unit.name}, registration for “{level.en}”: {state.words.en}{because}",
        ),
        address=reverse("plans:registration", args=[row.pk]),
        at=at,
    )
