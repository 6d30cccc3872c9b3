"""What plans above ask of the owner of a plan, and which clauses of the plan carry it out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ntm.plans.bodies import Roll
from ntm.plans.models import Clause, Plan
from ntm.plans.selectors.amended import clauses_on, present
from ntm.plans.selectors.plans import clauses_above
from ntm.plans.selectors.progress import doers_of, owner_of
from ntm.plans.selectors.tasks import Task, task_of


@dataclass(frozen=True, slots=True)
class AskedAbove:
    """A clause of a plan above that names the owner, or that the plan serves although it does not.

    ``own`` are the clauses that serve it, themselves or by the plan in between; empty: nothing does yet.
    """

    task: Task
    is_named: bool
    own: tuple[Clause, ...]


def asked_above(plan: Plan, day: date) -> tuple[AskedAbove, ...]:
    """Return the clauses above that concern a plan on a day, the highest plan first; none for a plan with none above.

    ``day`` is one on which the plan's unit exists. About ten queries, whatever the number of clauses.
    """
    above = clauses_on(clauses_above(plan, day), day)
    if not above:
        return ()
    up = {one.clause.pk: one.clause.serves_id for one in above}
    serving: dict[int, list[Clause]] = {}
    for mine in present(Clause.objects.filter(plan=plan, serves__isnull=False), day):
        served = mine.serves_id
        while served:
            serving.setdefault(served, []).append(mine)
            served = up.get(served)
    owner, roll = owner_of(plan).key, Roll([plan.unit], day)
    rows = []
    for one in above:
        named = bool(one.lead or one.support) and owner in {doer.key for doer, _ in doers_of(one, roll)}
        if named or one.clause.pk in serving:
            rows.append(AskedAbove(task_of(one), named, tuple(serving.get(one.clause.pk, ()))))
    return tuple(rows)
