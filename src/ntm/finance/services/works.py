"""Works: taking one in, recording how far it has come, and planning how its arrears are paid."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ntm.areas.models import Unit
from ntm.audit.services import record
from ntm.finance.models import Clearing, Progress, Serves, Work
from ntm.finance.problems import BackwardsProgress


@transaction.atomic
def add_work(
    facts: Mapping[str, Any], measures: Sequence[str], units: Sequence[Unit], *, by: str, at: datetime
) -> Work:
    """Take a work in with the measures that it lifts; ``units`` besides its own are served as well."""
    work = Work.objects.create(**facts, made_by=by, made_at=at)
    work.units.set({work.unit, *units})
    Serves.objects.bulk_create(Serves(work=work, measure=measure) for measure in dict.fromkeys(measures))
    record("finance.work_added", subject=work.unit.name, by=by, at=at, detail={"work": work.code, "name": work.name})
    return work


@transaction.atomic
def record_progress(  # noqa: PLR0913 - one record is a day, a volume, a value and its paper
    work: Work,
    on: date,
    *,
    percent: int,
    accepted_dong: int,
    finished: bool = False,
    document: str = "",
    note: str = "",
    by: str,
    at: datetime,
) -> Progress:
    """Record how far a work had come on a day; ``accepted_dong`` counts from its beginning.

    Raises BackwardsProgress.
    """
    work = Work.objects.select_for_update().get(pk=work.pk)
    before = Progress.objects.filter(work=work, on__lte=on).order_by("-on", "-pk").first()
    if before is not None and accepted_dong < before.accepted_dong:
        raise BackwardsProgress(work, before.accepted_dong)
    kept = Progress.objects.create(
        work=work,
        on=on,
        percent=percent,
        accepted_dong=accepted_dong,
        finished=finished,
        document=document,
        note=note,
        made_by=by,
        made_at=at,
    )
    detail = {"work": work.code, "percent": percent, "accepted_dong": accepted_dong, "finished": finished}
    record("finance.progress_recorded", subject=work.unit.name, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def plan_clearing(work: Work, year: int, source: str, amount_dong: int, *, by: str, at: datetime) -> Clearing:
    """Plan how much of a work's arrears is paid in a year; planning the year again takes its place."""
    kept = Clearing.objects.create(work=work, year=year, source=source, amount_dong=amount_dong, made_by=by, made_at=at)
    detail = {"work": work.code, "year": year, "amount_dong": amount_dong}
    record("finance.clearing_planned", subject=work.unit.name, by=by, at=at, detail=detail)
    return kept
