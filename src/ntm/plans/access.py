"""The doors to plans, their clauses, registrations and amendments; forbidden and missing look alike."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.http import Http404

from ntm.accounts.models import Office, User
from ntm.accounts.rights import Right
from ntm.accounts.selectors import held_by, units_of, units_with, visible_units
from ntm.areas.models import Parent, Unit
from ntm.areas.models.unit import UnitQuerySet
from ntm.plans.bodies import Doer
from ntm.plans.models import Amendment, Clause, Plan, PlanState, Registration
from ntm.plans.models.plan import PlanQuerySet
from ntm.ui.clock import today


def day_for(unit: Unit, day: date) -> date:
    """Return the day, or the unit's nearest one when it does not exist on it."""
    if unit.exists_on(day):
        return day
    return unit.valid_from if day < unit.valid_from else unit.valid_until or unit.valid_from


def plans_read_by(user: User, day: date) -> PlanQuerySet:
    """Return issued plans of the units that ``user`` reads and of the units above them, and drafts that they write."""
    read = visible_units(user, day)
    parents = Parent.objects.on(day)
    above = parents.filter(unit__in=read.values("pk")).values("parent")
    top = parents.filter(unit__in=above).values("parent")
    shown = Plan.objects.filter(Q(unit__in=read.values("pk")) | Q(unit__in=above) | Q(unit__in=top))
    mine = shown & plans_written_by(user, day)
    return (shown & Plan.objects.issued()) | mine


def plans_written_by(user: User, day: date) -> PlanQuerySet:
    """Return the plans that ``user`` keeps: of their units, and of their offices."""
    own = Q(office=None, unit__in=units_to_plan(user, day).values("pk"))
    for office, unit in offices_to_plan(user, day):
        own |= Q(office=office, unit=unit)
    return Plan.objects.filter(own)


def units_to_plan(user: User, day: date) -> UnitQuerySet:
    """Return the units of a day whose plan ``user`` keeps today, and which they register."""
    return units_with(user, Right.PLAN, day)


def offices_to_plan(user: User, day: date) -> list[tuple[Office, Unit]]:
    """Return the offices that ``user`` stands for today, each with the unit of the day that it belongs to."""
    held = [one for one in held_by(user, today()) if one.office and one.gives(Right.CARRY_OUT)]
    codes = {one.office for one in held}
    offices = {office.code: office for office in Office.objects.filter(code__in=codes)} if codes else {}
    return [
        (offices[one.office], unit)
        for one in held
        if one.office in offices
        for unit in units_of([one], day, below=False)
    ]


def doers_of_person(user: User, day: date) -> tuple[Doer, ...]:
    """Return for whom ``user`` may tell how far tasks have come: their offices, and their own units."""
    held = [one for one in held_by(user, today()) if one.gives(Right.CARRY_OUT)]
    doers = [Doer(office=office) for office, _ in offices_to_plan(user, day)] if held else []
    doers += [Doer(unit=unit) for unit in units_of(held, day, below=False)] if held else []
    return tuple({doer.key: doer for doer in doers}.values())


def plan_to_read(user: User, plan_id: int, day: date) -> Plan:
    """Return a plan if ``user`` reads it; otherwise answer 404."""
    found = Plan.objects.filter(pk=plan_id).select_related("unit", "office").first()
    if found is None or not plans_read_by(user, day_for(found.unit, day)).filter(pk=plan_id).exists():
        raise Http404
    return found


def plan_to_write(user: User, plan_id: int, day: date) -> Plan:
    """Return a plan if ``user`` keeps it; otherwise answer 404."""
    found = plan_to_read(user, plan_id, day)
    if not may_write(user, found, day):
        raise Http404
    return found


def may_write(user: User, plan: Plan, day: date) -> bool:
    return plans_written_by(user, day_for(plan.unit, day)).filter(pk=plan.pk).exists()


def clause_to_read(user: User, clause_id: int, day: date) -> Clause:
    """Return a clause if ``user`` reads its plan, and the clause is in it or theirs to write; otherwise answer 404."""
    found = Clause.objects.filter(pk=clause_id).select_related("plan__unit", "plan__office", "added_by").first()
    if found is None:
        raise Http404
    plan_to_read(user, found.plan_id, day)
    if found.added_by and found.added_by.is_open and not may_write(user, found.plan, day):
        raise Http404
    return found


def clause_to_write(user: User, clause_id: int, day: date) -> Clause:
    """Return a clause if ``user`` keeps its plan; otherwise answer 404."""
    found = clause_to_read(user, clause_id, day)
    if not may_write(user, found.plan, day):
        raise Http404
    return found


def amendment_to_read(user: User, amendment_id: int, day: date) -> Amendment:
    """Return an amendment if ``user`` reads its plan; one that is being written only to whoever keeps the plan."""
    found = Amendment.objects.filter(pk=amendment_id).select_related("plan__unit", "plan__office").first()
    if found is None:
        raise Http404
    plan_to_read(user, found.plan_id, day)
    if found.is_open and not may_write(user, found.plan, day):
        raise Http404
    return found


def amendment_to_write(user: User, amendment_id: int, day: date) -> Amendment:
    """Return an amendment if ``user`` keeps its plan; otherwise answer 404."""
    found = amendment_to_read(user, amendment_id, day)
    if not may_write(user, found.plan, day):
        raise Http404
    return found


def registration_to_read(user: User, registration_id: int, day: date) -> Registration:
    """Return a registration if ``user`` reads its unit; otherwise answer 404."""
    found = Registration.objects.filter(pk=registration_id).select_related("unit", "plan__unit", "plan__office").first()
    if found is None or not visible_units(user, day_for(found.unit, day)).filter(pk=found.unit_id).exists():
        raise Http404
    return found


def registration_to_decide(user: User, registration_id: int, day: date) -> Registration:
    """Return a registration if ``user`` keeps the plan that it belongs to; otherwise answer 404."""
    found = registration_to_read(user, registration_id, day)
    if not may_write(user, found.plan, day):
        raise Http404
    return found


def require_issued(plan: Plan) -> Plan:
    """Answer 404 for a draft, on pages that only an issued plan has."""
    if plan.state != PlanState.ISSUED:
        raise Http404
    return plan
