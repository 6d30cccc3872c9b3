"""Keeping finished works in use: what is planned, what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from ntm.audit.services import record
from ntm.finance.models import MaintenanceCost, MaintenanceEntry, MaintenanceJob, Work
from ntm.finance.services.progress import state_of
from ntm.finance.services.work_files import Upload, keep_files
from ntm.finance.sources import leaf
from ntm.finance.work_problems import NotFinishedYet


@transaction.atomic
def plan_maintenance(
    work: Work,
    what: str,
    *,
    first_due_on: date,
    every_months: int | None,
    responsible: str,
    costs: Mapping[str, int],
    by: str,
    at: datetime,
) -> MaintenanceJob:
    """Plan what keeps a finished work in use; ``costs`` of doing it once go by leaf, in whole đồng.

    Raises NotFinishedYet or UnknownSource.
    """
    if not state_of(work, timezone.localtime(at).date()).is_whole:
        raise NotFinishedYet(work)
    job = MaintenanceJob.objects.create(
        work=work,
        what=what,
        first_due_on=first_due_on,
        every_months=every_months,
        responsible=responsible,
        made_by=by,
        made_at=at,
    )
    MaintenanceCost.objects.bulk_create(
        MaintenanceCost(job=job, source=leaf(source, first_due_on.year).code, amount_dong=dong)
        for source, dong in costs.items()
        if dong
    )
    detail = {"work": work.code, "what": what, "first_due_on": first_due_on.isoformat(), "every_months": every_months}
    record("finance.maintenance_planned", subject=work.unit.name, by=by, at=at, detail=detail)
    return job


@transaction.atomic
def end_maintenance(job: MaintenanceJob, on: date, *, because: str, by: str, at: datetime) -> MaintenanceJob:
    """Ask for a job no longer from a day on; what was done stays in the log."""
    job = MaintenanceJob.objects.select_for_update(of=("self",)).select_related("work__unit").get(pk=job.pk)
    if job.ended_on is None:
        job.ended_on, job.ended_because, job.ended_by = on, because, by
        job.save(update_fields=["ended_on", "ended_because", "ended_by"])
        detail = {"work": job.work.code, "what": job.what, "on": on.isoformat(), "because": because}
        record("finance.maintenance_ended", subject=job.work.unit.name, by=by, at=at, detail=detail)
    return job


@transaction.atomic
def log_maintenance(  # noqa: PLR0913 - an entry has a job or a content, a day, somebody and a cost
    work: Work,
    what: str,
    on: date,
    *,
    job: MaintenanceJob | None = None,
    done_by: str,
    cost_dong: int = 0,
    note: str = "",
    files: Sequence[Upload] = (),
    by: str,
    at: datetime,
) -> MaintenanceEntry:
    """Record that a work was maintained, after the plan (``job``) or beside it."""
    entry = MaintenanceEntry.objects.create(
        work=work, job=job, what=what, on=on, done_by=done_by, cost_dong=cost_dong, note=note, made_by=by, made_at=at
    )
    photos = keep_files(work, files, maintenance=entry, by=by, at=at)
    detail = {"work": work.code, "what": what, "on": on.isoformat(), "cost_dong": cost_dong}
    detail |= {"files": [one.name for one in photos]}
    record("finance.maintenance_done", subject=work.unit.name, by=by, at=at, detail=detail)
    return entry
