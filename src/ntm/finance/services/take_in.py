"""Booking the rows of a workbook: first only to see, then all of them or none, and the same content only once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from ntm.areas.models import Unit
from ntm.audit.services import record
from ntm.core.problems import Fault, Faults, Problem, Text
from ntm.finance.models import Account, Act, LedgerFile, Stage, Transfer, Work
from ntm.finance.paper_problems import FileKnown
from ntm.finance.problems import NotEnough
from ntm.finance.services.days import refuse_day_to_come
from ntm.finance.services.transfers import Place, Slip, allocate, assign, carry_over, disburse, give_back, settle
from ntm.finance.sources import path_of
from ntm.finance.workbook.rows import ReadFile, Row


class RowsRefused(Faults):
    """A workbook was refused whole: every row that cannot be booked is named."""

    code = "finance/rows-refused"

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        count = len(faults)
        super().__init__(
            Text(f"“{name}” có {count} lỗi; chưa ghi dòng nào.", f"“{name}” has {count} faults; no row was booked."),
            faults,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """What an account holds before and after the rows of a file, in whole đồng."""

    account: Account
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Examined:
    """What would come of a file: every fault, or what each account would hold."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]
    changes: tuple[Change, ...]


def examine(read: ReadFile, *, by: str, at: datetime) -> Examined:
    """Book the rows, see what comes of it, and take everything back. Raises FileKnown."""
    _refuse_known(read)
    faults = [*read.faults, *_known_rows(read.rows)]
    if faults:  # what a balance would be is not known while rows are missing
        return Examined(read.rows, tuple(faults), ())
    with transaction.atomic():
        booked, faults = _book(read.rows, None, by=by, at=at)
        changes = _changes(booked)
        transaction.set_rollback(True)
    return Examined(read.rows, tuple(faults), () if faults else changes)


@transaction.atomic
def take_in(read: ReadFile, *, by: str, at: datetime) -> LedgerFile:
    """Book every row of a file. Raises FileKnown or RowsRefused, and then books none."""
    _refuse_known(read)
    faults = [*read.faults, *_known_rows(read.rows)]
    if faults:
        raise RowsRefused(read.name, faults)
    file = LedgerFile.objects.create(
        name=read.name[:200], content=read.fingerprint, rows=len(read.rows), made_by=by, made_at=at
    )
    booked, faults = _book(read.rows, file, by=by, at=at)
    if faults:
        raise RowsRefused(read.name, faults)
    total = sum(transfer.amount_dong for transfer in booked)
    detail = {"file": file.name, "rows": file.rows, "content": file.content, "amount_dong": total}
    record("finance.file_taken_in", subject=read.rows[0].unit.name, by=by, at=at, detail=detail)
    return file


def unpacked(packed: Iterable[Sequence[Any]], units: Mapping[int, Unit], works: Mapping[int, Work]) -> list[Row]:
    """Undo ``Row.packed``. Raises KeyError for a unit or work that is not among those given."""
    rows: list[Row] = []
    for act, stage, on, source, year, budget_year, unit, work, to, to_work, dong, document, note, exceeds_by in packed:
        row = Row(
            act=Act(act),
            stage=Stage(stage),
            on=date.fromisoformat(on),
            source=source,
            year=year,
            budget_year=budget_year,
            unit=units[unit],
            work=works[work] if work else None,
            to=units[to] if to else None,
            to_work=works[to_work] if to_work else None,
            amount_dong=dong,
            document=document,
            note=note,
            exceeds_by=exceeds_by,
            place=f"#{len(rows) + 1}",
        )
        rows.append(row)
    return rows


def _refuse_known(read: ReadFile) -> None:
    known = LedgerFile.objects.filter(content=read.fingerprint).first() if read.rows else None
    if known is not None:
        raise FileKnown(known)


def _known_rows(rows: Sequence[Row]) -> list[Fault]:
    """Name each row that an earlier file already booked."""
    prints = {row.fingerprint: row for row in rows}
    found = Transfer.objects.filter(fingerprint__in=prints).select_related("file")
    return [
        Fault(
            prints[one.fingerprint].place,
            Text(f"Dòng này đã được nhập từ tệp “{one.file}”.", f"This row was taken in from “{one.file}”."),
            Text(
                "Xóa dòng; nếu là lần chi khác thì ghi chứng từ hay ghi chú khác.",
                "Remove the row; if it is another payment, give it another document or note.",
            ),
        )
        for one in found
    ]


def _book(rows: Sequence[Row], file: LedgerFile | None, *, by: str, at: datetime) -> tuple[list[Transfer], list[Fault]]:
    """Book each row that can be booked; the others come back as faults and leave no trace."""
    booked: list[Transfer] = []
    faults: list[Fault] = []
    for row in rows:
        try:
            with transaction.atomic():
                booked.append(_move(row, file, by=by, at=at))
        except Problem as problem:
            faults.append(Fault(row.place, problem.what, problem.do))
    return booked, faults


def _move(row: Row, file: LedgerFile | None, *, by: str, at: datetime) -> Transfer:
    refuse_day_to_come(row.on, at)
    slip = Slip(row.amount_dong, row.on, row.document, row.note, exceeds_by=row.exceeds_by, file=file)
    slip = replace(slip, fingerprint=row.fingerprint if file else "")
    place = Place(row.unit, row.source, row.year, row.work, row.budget_year)
    to = row.to or row.unit
    if row.act == Act.ALLOCATE:
        return allocate(place, to, slip, by=by, at=at)
    if row.act == Act.ASSIGN:
        return assign(place, to, slip, work=row.to_work, by=by, at=at)
    if row.act in {Act.DISBURSE, Act.SETTLE}:
        return (disburse if row.act == Act.DISBURSE else settle)(place, slip, by=by, at=at)
    account = _account(row)
    if row.act == Act.GIVE_BACK:
        return give_back(account, to, slip, by=by, at=at)
    return carry_over(account, slip, by=by, at=at)


def _account(row: Row) -> Account:
    """Return the account that a row takes from. Raises NotEnough where there never was money."""
    where = {"year": row.year, "budget_year": row.budget_year, "source": row.source, "stage": row.stage}
    found = Account.objects.filter(**where, unit=row.unit, work=row.work).select_related("unit", "work").first()
    if found is None:
        raise NotEnough(row.unit.name, path_of(row.source, row.budget_year), row.stage, row.amount_dong, 0)
    return found


def _changes(booked: Sequence[Transfer]) -> tuple[Change, ...]:
    moved: dict[int, int] = defaultdict(int)
    for transfer in booked:
        if transfer.after_id:
            moved[transfer.after_id] += transfer.amount_dong
        if transfer.before_id:
            moved[transfer.before_id] -= transfer.amount_dong
    touched = Account.objects.filter(pk__in=[pk for pk, dong in moved.items() if dong]).select_related("unit", "work")
    in_order = touched.order_by("source", "stage", "unit__sort_name", "pk")
    return tuple(Change(one, one.balance_dong - moved[one.pk], one.balance_dong) for one in in_order)
