from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from ntm.areas.models import Unit
from ntm.areas.selectors import ancestors
from ntm.plans.models import Clause, Plan
from ntm.plans.selectors.amended import present


def plan_for(unit: Unit, year: int) -> Plan | None:
    """Return the unit's own issued plan for a year; None when none was entered."""
    return Plan.objects.issued().of_units().filter(unit=unit, year=year).select_related("unit").first()


def clauses_above(plan: Plan, day: date) -> QuerySet[Clause]:
    """Return the clauses that a clause of ``plan`` may serve: those of issued plans of the units above.

    An office serves the plan of its own unit as well.
    """
    above = ancestors(plan.unit, day)
    if plan.office_id:
        above = [*above, plan.unit]
    plans = Plan.objects.issued().of_units().filter(unit__in=[unit.pk for unit in above], year=plan.year)
    clauses = Clause.objects.filter(plan__in=plans.exclude(pk=plan.pk))
    return present(clauses, day).select_related("plan__unit").order_by("plan_id", "position")
