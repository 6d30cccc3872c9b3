"""What waits for a person in plans: few questions, as every inbox asks them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from ntm.accounts.models import User
from ntm.accounts.rights import Right
from ntm.accounts.selectors import holds_right
from ntm.areas.selectors import NoProvinceThatDay, home_province
from ntm.plans.access import plans_written_by, units_to_plan
from ntm.plans.bodies import Doer, Roll, names_that_mean
from ntm.plans.models import Clause, Duty, Plan, Registration, RegistrationState, Rhythm
from ntm.plans.selectors.amended import ClauseOn, clauses_on
from ntm.plans.selectors.plans import plan_for
from ntm.plans.selectors.progress import Owed, doers_of, progress_of

AHEAD = timedelta(days=31)  # what falls due later does not wait yet


def debts_of(people: Sequence[Doer], day: date) -> list[Owed]:
    """Return the records that offices and units owe, or will within a month, of issued plans."""
    doers = {doer.key: doer for doer in people}
    names = {name for doer in people for name in names_that_mean(doer)}
    clauses = clauses_on(_asked_of(people, names, day), day) if doers else []
    if not clauses:
        return []
    roll = Roll([doer.unit for doer in doers.values() if doer.unit], day)
    mine = [one for one in clauses if _carried_out_by(one, roll, doers)]
    owed = (debt for progress in progress_of(mine, roll, day).values() for debt in progress.owed)
    return [debt for debt in owed if debt.doer.key in doers and debt.due_on <= day + AHEAD]


def plans_to_make(doers: Sequence[Doer], day: date) -> list[tuple[Doer, Plan]]:
    """Return for whom a plan is still to be made, as the province's issued plan names them."""
    plan = _province_plan(day) if doers else None
    if plan is None:
        return []
    named = set(Duty.objects.filter(clause__plan=plan).values_list("office__code", flat=True).distinct())
    wanted = [doer for doer in doers if names_that_mean(doer) & named]
    theirs = Q(office__in=[one.office for one in wanted if one.office])
    theirs |= Q(office=None, unit__in=[one.unit for one in wanted if one.unit])
    have = list(Plan.objects.filter(theirs, year=plan.year).values_list("unit_id", "office_id"))
    offices, units = {office for _, office in have}, {unit for unit, office in have if office is None}
    return [
        (doer, plan)
        for doer in wanted
        if (doer.office and doer.office.pk not in offices) or (doer.unit and doer.unit.pk not in units)
    ]


def registrations_to_confirm(user: User, day: date) -> int:
    """Count the registrations of the year that wait for a person to confirm them."""
    if not holds_right(user, Right.PLAN, day):
        return 0
    waiting = Registration.objects.filter(state=RegistrationState.PROPOSED, plan__year=day.year)
    return waiting.filter(plan__in=plans_written_by(user, day)).count()


def registrations_returned(user: User, day: date) -> Iterable[Registration]:
    """Return the registrations of the year that came back to the units that a person plans for."""
    if not holds_right(user, Right.PLAN, day):
        return ()
    returned = Registration.objects.filter(state=RegistrationState.RETURNED, plan__year=day.year)
    return returned.filter(unit__in=units_to_plan(user, day).values("pk")).select_related("unit")


def _province_plan(day: date) -> Plan | None:
    try:
        return plan_for(home_province(day), day.year)
    except NoProvinceThatDay:
        return None


def _asked_of(doers: Iterable[Doer], names: set[str], day: date) -> QuerySet[Clause]:
    """Narrow to clauses of the year's issued plans that may ask a record of somebody, as issued or as amended."""
    own = Q(pk=None)
    for doer in doers:
        own |= Q(plan__office=doer.office) if doer.office else Q(plan__unit=doer.unit, plan__office=None)
    named = Q(duties__office__code__in=names)
    timed = Q(rhythm=Rhythm.QUARTERLY) | Q(due_on__isnull=False) | Q(changes__isnull=False)
    issued = Plan.objects.issued().filter(year=day.year)
    return Clause.objects.filter(own | named | Q(changes__isnull=False), timed, plan__in=issued).distinct()


def _carried_out_by(one: ClauseOn, roll: Roll, doers: dict[str, Doer]) -> bool:
    return any(leads and doer.key in doers for doer, leads in doers_of(one, roll))
