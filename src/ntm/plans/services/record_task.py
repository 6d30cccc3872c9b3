from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from ntm.audit.services import record
from ntm.core.periods import Quarter
from ntm.core.problems import Text
from ntm.evidence.services import Proof, attach
from ntm.plans.bodies import Doer
from ntm.plans.models import Clause, TaskRecord
from ntm.plans.problems import PlanIsDraft, WrongDay


@dataclass(frozen=True, slots=True)
class TaskTold:
    """What a body tells of a clause: up to which day, of which quarter, how far, and what was done.

    ``period`` is empty for a clause that asks for no record each quarter; ``percent`` None where a share says nothing.
    """

    on: date
    state: str
    told: str
    percent: int | None = None
    period: str = ""


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file that came with a record, as it was sent."""

    name: str
    content: bytes


@transaction.atomic
def record_task(
    clause: Clause,
    doer: Doer,
    said: TaskTold,
    files: Sequence[EvidenceFile] = (),
    *,
    by: str,
    at: datetime,
    is_sample: bool = False,
) -> TaskRecord:
    """Keep what a body tells of a clause, with its evidence; an earlier record stays as it was.

    Whether the clause is theirs is asked at the door. Raises PlanIsDraft, WrongDay for a day before the
    plan or after the act, FileRefused for a file that cannot be taken; then nothing is kept.
    """
    plan = clause.plan
    if plan.is_draft:
        raise PlanIsDraft
    today = timezone.localtime(at).date()
    if not plan.first_day <= said.on <= today:
        raise WrongDay(Text("Ngày của kết quả", "The day of the record"), plan.first_day, today)
    row = TaskRecord.objects.create(
        clause=clause,
        office=doer.office,
        unit=doer.unit,
        on=said.on,
        period=said.period,
        state=said.state,
        percent=said.percent,
        told=said.told,
        made_by=by,
        made_at=at,
        is_sample=is_sample,
    )
    proof = Proof(doer.unit or plan.unit, row.measure, said.period or Quarter.of(said.on).code)
    for file in files:
        attach(file.content, proof, name=file.name, by=by, at=at)
    detail = {
        "clause": clause.reference,
        "body": doer.name.vi,
        "on": str(said.on),
        "period": said.period,
        "state": said.state,
        "percent": said.percent,
        "files": [file.name for file in files],
    }
    record("plans.task_recorded", subject=f"{plan.title} – {clause.reference}", by=by, at=at, detail=detail)
    return row
