"""Works as they stood on a day, and the arrears among them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from ntm.areas.models import Unit
from ntm.areas.selectors import descendants
from ntm.core.problems import Text
from ntm.finance.models import Clearing, Progress, Stage, Transfer, Work

NOT_BEGUN = Text("Chưa khởi công", "Not begun")
BUILDING = Text("Đang thi công", "Being built")
LATE = Text("Chậm tiến độ", "Late")
FINISHED = Text("Đã nghiệm thu", "Accepted")
_FUNDED = (Stage.ASSIGNED, Stage.DISBURSED, Stage.SETTLED)
_PAID = (Stage.DISBURSED, Stage.SETTLED)


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A work on a day: volume in percent (None before the first record), accepted, funded and paid in whole đồng."""

    work: Work
    unit: Unit
    approved_dong: int
    progress: int | None
    accepted: int
    funded: int
    paid: int
    state: Text

    @property
    def arrears(self) -> int:
        """Accepted volume that no capital was assigned for; 0 when capital covers it."""
        return max(0, self.accepted - self.funded)


@dataclass(frozen=True, slots=True)
class ArrearsRow:
    """A work with arrears on a day, and how much of them is planned to be paid in which year."""

    work: Work
    unit: Unit
    amount_dong: int
    to_clear_by_year: Mapping[int, int]


def works_in(unit: Unit, day: date) -> tuple[WorkRow, ...]:
    """Return the works of a unit and all below that were known by their records or begun; four queries."""
    units = [unit.pk, *(one.pk for one in descendants(unit, day))]
    return work_rows(list(Work.objects.filter(unit__in=units).select_related("unit").order_by("code")), day)


def works_to_book(units: Sequence[Unit]) -> list[Work]:
    """Return the works of units by code, each with its unit; one query."""
    return list(Work.objects.filter(unit__in=units).select_related("unit").order_by("code"))


def work_rows(works: Sequence[Work], day: date) -> tuple[WorkRow, ...]:
    """Join works with their newest record and their money by the end of a day."""
    newest = {one.work_id: one for one in Progress.objects.filter(work__in=works, on__lte=day).order_by("on", "pk")}
    money = _money(works, day)
    return tuple(_row(work, newest.get(work.pk), money[work.pk], day) for work in works)


def arrears_in(unit: Unit, day: date) -> tuple[ArrearsRow, ...]:
    """Return the works of a unit and all below whose accepted volume exceeds their capital on a day."""
    rows = [row for row in works_in(unit, day) if row.arrears]
    planned: dict[int, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for one in Clearing.objects.filter(work__in=[row.work.pk for row in rows]).order_by("pk"):
        planned[one.work_id][one.year][one.source] = one.amount_dong
    return tuple(
        ArrearsRow(
            row.work,
            row.unit,
            row.arrears,
            {year: sum(by_source.values()) for year, by_source in planned[row.work.pk].items()},
        )
        for row in rows
    )


def _row(work: Work, record: Progress | None, money: Mapping[str, int], day: date) -> WorkRow:
    return WorkRow(
        work=work,
        unit=work.unit,
        approved_dong=work.approved_dong,
        progress=record.percent if record else None,
        accepted=record.accepted_dong if record else 0,
        funded=sum(money.get(stage, 0) for stage in _FUNDED),
        paid=sum(money.get(stage, 0) for stage in _PAID),
        state=_state(work, record, day),
    )


def _state(work: Work, record: Progress | None, day: date) -> Text:
    if record is not None and record.finished:
        return FINISHED
    if work.ends_on is not None and work.ends_on < day:
        return LATE
    if record is not None or (work.begins_on is not None and work.begins_on <= day):
        return BUILDING
    return NOT_BEGUN


def _money(works: Sequence[Work], day: date) -> dict[int, dict[str, int]]:
    """Return what stood in each stage for each work at the end of a day; two queries."""
    found: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    booked = Transfer.objects.filter(on__lte=day).order_by()
    for end, sign in (("after", 1), ("before", -1)):
        rows = booked.filter(**{f"{end}__work__in": works}).values_list(f"{end}__work", f"{end}__stage")
        for work, stage, dong in rows.annotate(dong=Sum("amount_dong")):
            found[work][stage] += sign * dong
    return found
