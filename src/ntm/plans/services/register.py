from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ntm.areas.models import Unit
from ntm.audit.services import record
from ntm.plans.models import Plan, Registration


@dataclass(frozen=True, slots=True)
class UnitToRegister:
    """A unit and the level that it wants to reach in the plan's year (a value of Level)."""

    unit: Unit
    level: str


@transaction.atomic
def register_units(
    plan: Plan, wishes: Sequence[UnitToRegister], *, is_sample: bool, by: str, at: datetime
) -> list[Registration]:
    """Note which units want to reach which level in the plan's year; return the new registrations."""
    new = []
    for wish in wishes:
        row, is_new = Registration.objects.get_or_create(
            plan=plan, unit=wish.unit, level=wish.level, defaults={"is_sample": is_sample}
        )
        if is_new:
            new.append(row)
    if new:
        detail = {"units": [f"{row.unit.code} → {row.level}" for row in new], "is_sample": is_sample}
        record("plans.units_registered", subject=f"{plan.unit.name} {plan.year}", by=by, at=at, detail=detail)
    return new
