"""Works as they stood on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from ntm.areas.models import Unit
from ntm.areas.selectors import descendants
from ntm.core.problems import Text
from ntm.finance.models import Approval, Progress, Stage, State, Step, Transfer, Work
from ntm.finance.selectors.homes import at_home, heirs_on, with_predecessors

LATE = Text("Chậm tiến độ", "Late")
FUNDED = (Stage.ASSIGNED, Stage.DISBURSED, Stage.SETTLED)
PAID = (Stage.DISBURSED, Stage.SETTLED)
Money = Mapping[str, int]  # stage → đồng


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A work on a day: volume in percent (None before the first record), accepted, funded and paid in whole đồng.

    ``approved_dong`` is 0 before the first decision.
    """

    work: Work
    unit: Unit
    approved_dong: int
    progress: int | None
    accepted: int
    funded: int
    paid: int
    stage: State
    late: bool
    recorded_on: date | None

    @property
    def arrears(self) -> int:
        """Accepted volume that no capital was assigned for; 0 when capital covers it."""
        return max(0, self.accepted - self.funded)

    @property
    def state(self) -> Text:
        return LATE if self.late else self.stage.words

    @property
    def state_code(self) -> str:
        """Return the state as addresses and marks name it."""
        return "late" if self.late else self.stage.value


def works_in(unit: Unit, day: date) -> tuple[WorkRow, ...]:
    """Return the works of a unit and all below; six queries besides those for the units."""
    return work_rows(works_below(unit, day), day)


def works_below(unit: Unit, day: date, below: Iterable[int] | None = None) -> list[Work]:
    """Return the works of a unit and all below, those of units that became part of them among them.

    ``below`` are the ids of the units below on the day, for a caller that has them already.
    """
    heirs = heirs_on(day)
    below = [one.pk for one in descendants(unit, day)] if below is None else below
    units = with_predecessors({unit.pk, *below}, heirs)
    return at_home(Work.objects.filter(unit__in=units).select_related("unit").order_by("code"), heirs)


def works_to_book(units: Sequence[Unit]) -> list[Work]:
    """Return the works of units by code, each with its unit; one query."""
    return list(Work.objects.filter(unit__in=units).select_related("unit").order_by("code"))


def work_rows(works: Sequence[Work], day: date) -> tuple[WorkRow, ...]:
    """Join works with what was approved and recorded, and their money, by the end of a day; five queries."""
    ids = [work.pk for work in works]
    newest = {one.work_id: one for one in Progress.objects.filter(work__in=ids, on__lte=day).order_by("on", "pk")}
    approved = approved_on(ids, day)
    stages = stages_on(works, newest, day)
    money = _money(ids, day)
    return tuple(
        _row(work, newest.get(work.pk), approved.get(work.pk, 0), stages[work.pk], money[work.pk], day)
        for work in works
    )


def approved_on(works: Collection[int], day: date) -> dict[int, int]:
    """Return the approved total of each work by its id, after the newest decision of a day; one query."""
    found = Approval.objects.filter(work__in=works, on__lte=day, set_aside_at=None).order_by("on", "pk")
    return dict(found.values_list("work", "total_dong"))


def stages_on(works: Sequence[Work], newest: Mapping[int, Progress], day: date) -> dict[int, State]:
    """Return the state of each work on a day; one query.

    The newest step counts; without one, a work is being built from its first record or its planned beginning.
    """
    steps = Step.objects.filter(work__in=[work.pk for work in works], on__lte=day).order_by("on", "pk")
    said = dict(steps.values_list("work", "state"))
    return {work.pk: _stage(work, said.get(work.pk), newest.get(work.pk), day) for work in works}


def _stage(work: Work, said: str | None, record: Progress | None, day: date) -> State:
    begun = record is not None or (work.begins_on is not None and work.begins_on <= day)
    if said is not None and not (said == State.PREPARING and record is not None):
        return State(said)
    return State.BUILDING if begun else State.PREPARING


def _row(work: Work, record: Progress | None, approved: int, stage: State, money: Money, day: date) -> WorkRow:  # noqa: PLR0917
    return WorkRow(
        work=work,
        unit=work.unit,
        approved_dong=approved,
        progress=record.percent if record else None,
        accepted=record.accepted_dong if record else 0,
        funded=sum(money.get(one, 0) for one in FUNDED),
        paid=sum(money.get(one, 0) for one in PAID),
        stage=stage,
        late=work.ends_on is not None and work.ends_on < day and stage in {State.PREPARING, State.BUILDING},
        recorded_on=record.on if record else None,
    )


def _money(works: Collection[int], day: date) -> dict[int, dict[str, int]]:
    """Return what stood in each stage for each work at the end of a day; two queries."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    booked = Transfer.objects.filter(on__lte=day).order_by()
    for end, sign in (("after", 1), ("before", -1)):
        rows = booked.filter(**{f"{end}__work__in": works}).values_list(f"{end}__work", f"{end}__stage")
        for work, stage, dong in rows.annotate(dong=Sum("amount_dong")):
            found[work][stage] += sign * dong
    return found
