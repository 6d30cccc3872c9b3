"""Everything that the page of one work shows, as it stood on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Sum
from django.utils import timezone

from ntm.evidence.distance import kilometres
from ntm.finance.models import (
    Acceptance,
    Approval,
    Contract,
    Correction,
    MaintenanceEntry,
    Progress,
    Stage,
    Step,
    Transfer,
    Work,
    WorkFile,
)
from ntm.finance.selectors.arrears import ArrearsRow, arrears_of
from ntm.finance.selectors.maintenance import DueJob, jobs_of
from ntm.finance.selectors.works import FUNDED, PAID, WorkRow, work_rows

FAR_KM = 2  # works are long: a road's photo may well be taken a kilometre from its middle


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What a work has of one source on a day: planned by the decision in force, assigned, paid; whole đồng.

    ``planned`` is None where no decision says it: none is in force, or its sources are not named yet.
    """

    source: str
    planned: int | None
    assigned: int
    paid: int

    @property
    def gap(self) -> int | None:
        """Planned and not assigned yet; below 0 when more was assigned than planned."""
        return None if self.planned is None else self.planned - self.assigned

    @property
    def excess(self) -> int:
        """Assigned above what was planned; 0 when it was not, or when nobody knows."""
        return max(0, -(self.gap or 0))


@dataclass(frozen=True, slots=True)
class Shot:
    """A photo in the gallery; ``away_km`` when it says that it was taken far from the work.

    ``elsewhere`` when the very same photo also shows another work.
    """

    file: WorkFile
    away_km: float | None
    elsewhere: bool


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One work on a day, with everything that belongs to it; the newest first, photos the oldest first."""

    row: WorkRow
    approvals: tuple[Approval, ...]
    in_force: Approval | None
    sources: tuple[SourceRow, ...]
    contracts: tuple[Contract, ...]
    steps: tuple[Step, ...]
    records: tuple[Progress, ...]
    acceptances: tuple[Acceptance, ...]
    shots: tuple[Shot, ...]
    papers: tuple[WorkFile, ...]
    arrears: ArrearsRow | None
    jobs: tuple[DueJob, ...]
    maintained: tuple[MaintenanceEntry, ...]
    corrections: tuple[Correction, ...]

    @property
    def total(self) -> SourceRow:
        """Return the sum of the sources; what was approved is known before its sources are named."""
        planned = self.in_force.total_dong if self.in_force else None
        assigned, paid = sum(one.assigned for one in self.sources), sum(one.paid for one in self.sources)
        return SourceRow("", planned, assigned, paid)

    @property
    def exceeds_a_source(self) -> bool:
        return any(one.excess for one in self.sources)

    @property
    def before_and_now(self) -> tuple[Shot, ...]:
        """Return the first and the newest photo, where there are two."""
        return (self.shots[0], self.shots[-1]) if len(self.shots) > 1 else ()


def page_of(work: Work, day: date) -> WorkPage:
    """Return everything of one work by the end of a day; a fixed number of queries."""
    [row] = work_rows([work], day)
    until = end_of(day)
    approvals = tuple(work.approvals.filter(on__lte=day).prefetch_related("lines").order_by("-on", "-pk"))
    in_force = next((one for one in approvals if one.set_aside_at is None), None)
    files = list(
        work.files.filter(removed_at=None, taken_at__lt=until).select_related("file").order_by("taken_at", "pk")
    )
    return WorkPage(
        row=row,
        approvals=approvals,
        in_force=in_force,
        sources=_sources(work, in_force, day),
        contracts=tuple(work.contracts.filter(set_aside_at=None)),
        steps=tuple(work.steps.filter(on__lte=day).order_by("-on", "-pk")),
        records=tuple(work.records.filter(on__lte=day).order_by("-on", "-pk")),
        acceptances=tuple(work.acceptances.filter(on__lte=day).select_related("progress").order_by("-on", "-pk")),
        shots=_shots(work, [one for one in files if one.is_photo]),
        papers=tuple(one for one in files if not one.is_photo),
        arrears=next(iter(arrears_of([work], day)), None),
        jobs=jobs_of([work], day) if row.stage.is_whole else (),
        maintained=tuple(work.maintained.filter(on__lte=day)),
        corrections=tuple(work.corrections.filter(made_at__lt=until)),
    )


def _shots(work: Work, photos: Sequence[WorkFile]) -> tuple[Shot, ...]:
    others = WorkFile.objects.filter(file__in=[one.file_id for one in photos], removed_at=None).exclude(work=work)
    shared = set(others.values_list("file", flat=True))
    return tuple(Shot(one, away_km(work, one), one.file_id in shared) for one in photos)


def away_km(work: Work, file: WorkFile) -> float | None:
    """Return how far from the work a photo was taken; None when it is near, or when either place is unknown."""
    places = (file.latitude, file.longitude, work.latitude, work.longitude)
    known = [float(degrees) for degrees in places if degrees is not None]
    if len(known) < len(places):
        return None
    away = kilometres(*known)
    return away if away > FAR_KM else None


def end_of(day: date) -> datetime:
    """Return the first moment after a day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _sources(work: Work, in_force: Approval | None, day: date) -> tuple[SourceRow, ...]:
    """Join the decision in force with the money of the ledger, by source; two queries."""
    planned = {line.source: line.amount_dong for line in in_force.lines.all()} if in_force else {}
    unnamed = 0 if in_force and in_force.sealed else None  # of a source that the decision does not name
    held: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    booked = Transfer.objects.filter(on__lte=day).order_by()
    for end, sign in (("after", 1), ("before", -1)):
        names = (f"{end}__source", f"{end}__stage")
        for source, stage, dong in (
            booked.filter(**{f"{end}__work": work}).values_list(*names).annotate(dong=Sum("amount_dong"))
        ):
            held[source][stage] += sign * dong
    return tuple(
        SourceRow(source, planned.get(source, unnamed), _in(held[source], FUNDED), _in(held[source], PAID))
        for source in sorted({*planned, *held})
    )


def _in(by_stage: dict[str, int], stages: Sequence[Stage]) -> int:
    return sum(by_stage.get(stage, 0) for stage in stages)
