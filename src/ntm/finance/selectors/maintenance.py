"""Which maintenance is due on a day."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from ntm.areas.models import Unit
from ntm.finance.models import MaintenanceCost, MaintenanceEntry, MaintenanceJob, Work
from ntm.finance.selectors.works import WorkRow, works_in

SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class DueJob:
    """A maintenance job on a day: when it was last done, when it is due, what doing it once costs by source.

    ``due_on`` is None for what had to be done once and was.
    """

    job: MaintenanceJob
    work: Work
    last_on: date | None
    due_on: date | None
    costs: tuple[tuple[str, int], ...]
    day: date

    @property
    def cost_dong(self) -> int:
        return sum(dong for _, dong in self.costs)

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < self.day

    @property
    def is_soon(self) -> bool:
        return self.due_on is not None and 0 <= (self.due_on - self.day).days <= SOON_DAYS

    @property
    def days_late(self) -> int:
        return (self.day - self.due_on).days if self.due_on and self.is_overdue else 0


def jobs_in(unit: Unit, day: date) -> tuple[tuple[WorkRow, ...], tuple[DueJob, ...]]:
    """Return the finished works of a unit and all below, and what keeps them in use, the most urgent first."""
    whole = tuple(row for row in works_in(unit, day) if row.stage.is_whole)
    return whole, jobs_of([row.work for row in whole], day)


def jobs_of(works: Collection[Work], day: date) -> tuple[DueJob, ...]:
    """Return the jobs of works that hold on a day, the most urgent first; three queries."""
    by_id = {work.pk: work for work in works}
    lasting = Q(ended_on=None) | Q(ended_on__gt=day)
    jobs = list(MaintenanceJob.objects.filter(lasting, work__in=by_id).order_by("pk"))
    ids = [job.pk for job in jobs]
    done = MaintenanceEntry.objects.filter(job__in=ids, on__lte=day).order_by("on", "pk")
    last = dict(done.values_list("job", "on"))
    costs: dict[int, list[tuple[str, int]]] = {}
    for job, source, dong in MaintenanceCost.objects.filter(job__in=ids).values_list("job", "source", "amount_dong"):
        costs.setdefault(job, []).append((source, dong))
    found = [
        DueJob(
            job,
            by_id[job.work_id],
            last.get(job.pk),
            next_due(job, last.get(job.pk)),
            tuple(sorted(costs.get(job.pk, ()))),
            day,
        )
        for job in jobs
    ]
    return tuple(sorted(found, key=lambda one: (one.due_on is None, one.due_on or day, one.job.pk)))


def next_due(job: MaintenanceJob, last_on: date | None) -> date | None:
    """Return when a job is due next: from the day it was last done, or for the first time."""
    if last_on is None:
        return job.first_due_on
    return months_later(last_on, job.every_months) if job.every_months else None


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
