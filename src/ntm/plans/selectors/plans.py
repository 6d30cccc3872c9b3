from __future__ import annotations

from ntm.areas.models import Unit
from ntm.plans.models import Plan


def plan_for(unit: Unit, year: int) -> Plan | None:
    """Return the unit's plan for a year; None when none was entered."""
    return Plan.objects.filter(unit=unit, year=year).select_related("unit").first()
