"""What waits for a person among works: maintenance that is due, arrears that no plan covers."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from ntm.accounts.models import User
from ntm.accounts.rights import Right
from ntm.accounts.selectors import units_with
from ntm.areas.models import Unit
from ntm.finance.models import Work
from ntm.finance.selectors.arrears import arrears_of
from ntm.finance.selectors.homes import at_home, heirs_on, with_predecessors
from ntm.finance.selectors.maintenance import DueJob, jobs_of
from ntm.finance.selectors.works import work_rows


def maintenance_due(user: User, day: date) -> list[tuple[Unit, list[DueJob]]]:
    """Return the units that a person reports for, with their jobs that are overdue or due soon, the oldest first."""
    planned = Work.objects.filter(maintenance__ended_on=None, maintenance__isnull=False)
    works = _of(user, Right.REPORT, planned, day)
    if not works:
        return []
    whole = [row.work for row in work_rows(works, day) if row.stage.is_whole]
    due = [job for job in jobs_of(whole, day) if job.is_overdue or job.is_soon]
    ordered = sorted(due, key=lambda job: (job.work.unit.sort_name, job.work.unit_id, job.due_on))
    return [(unit, list(jobs)) for unit, jobs in groupby(ordered, key=lambda job: job.work.unit)]


def _of(user: User, right: Right, works: QuerySet[Work], day: date) -> list[Work]:
    """Return those works for whose units a person has a right on a day."""
    mine = set(units_with(user, right, day).values_list("pk", flat=True))
    if not mine:
        return []
    heirs = heirs_on(day)
    found = works.filter(unit__in=with_predecessors(mine, heirs))
    return at_home(found.select_related("unit").distinct(), heirs)


def arrears_to_plan(user: User, day: date) -> tuple[int, int]:
    """Return how many works that a person keeps owe more than their plan covers, and how much, in whole đồng."""
    works = _of(user, Right.CAPITAL, Work.objects.filter(records__isnull=False), day)
    gaps = [row.gap for row in arrears_of(works, day) if row.gap] if works else []
    return len(gaps), sum(gaps)
