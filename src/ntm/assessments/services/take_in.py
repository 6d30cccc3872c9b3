"""Taking in values from files: first what would change and what is wrong, then all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from ntm.areas.models import Unit
from ntm.assessments.checks import faults_in
from ntm.assessments.forms import said_from
from ntm.assessments.models import Reached, Round, Said
from ntm.assessments.selectors.sheet import SheetRow, sheets_of
from ntm.assessments.services.write import Change, write
from ntm.assessments.workbook.rows import Row
from ntm.audit.services import record
from ntm.core.problems import Fault, Problem, Text


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that a file would change: what stands there now, and what the file says."""

    unit: Unit
    row: SheetRow
    said: Said
    place: str

    @property
    def change(self) -> Change:
        return Change(self.unit, self.row.measure, self.said, self.row.version)


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file would do: its differences, what is wrong with it, and how many values are as they were."""

    differences: tuple[Difference, ...]
    faults: tuple[Fault, ...]
    unchanged: int


class ChangedMeanwhile(Problem):
    """Somebody wrote one of the values between the examination and the taking in."""

    code = "assessments/changed-meanwhile"

    def __init__(self, units: Iterable[Unit]) -> None:
        names = ", ".join(sorted({unit.name for unit in units}))
        super().__init__(
            Text(
                f"Có người vừa ghi số liệu của {names}; không có gì được nạp.",
                f"Somebody has just written figures of {names}; nothing was taken in.",
            ),
            Text("Hãy nạp lại tệp để xem khác biệt mới.", "Upload the file again to see the new differences."),
        )


def examine(round_: Round, rows: Sequence[Row], units: Sequence[Unit]) -> Examined:
    """Hold the rows of a file against what stands in a round; ``units`` are those the person may write.

    Every fault is listed with its cell; a row that says what stands there already changes nothing.
    """
    by_code = {unit.code: unit for unit in units}
    named = {row.unit for row in rows}
    sheets = sheets_of(round_, [unit for unit in units if unit.code in named])
    known = {(unit_id, row.measure): row for unit_id, sheet in sheets.items() for row in sheet.rows}
    faults: list[Fault] = []
    differences: list[Difference] = []
    seen: dict[tuple[str, str], str] = {}
    for row in rows:
        unit = by_code.get(row.unit)
        asked = known.get((unit.pk, row.measure)) if unit else None
        wrong = _wrong_place(row, unit, asked, seen)
        seen.setdefault((row.unit, row.measure), row.place)
        if wrong or unit is None or asked is None:
            faults += [wrong] if wrong else []
            continue
        said = said_from(asked.question.indicator, row.typed)
        found = _faults(row, asked, said)
        faults += found
        if not found and _differs(asked, said):
            differences.append(Difference(unit, asked, _kept_note(asked, said), row.place_of("value")))
    return Examined(tuple(differences), tuple(faults), len(rows) - len(differences) - len(faults))


@transaction.atomic
def take_in(round_: Round, changes: Sequence[Change], *, source: str, by: str, at: datetime) -> int:
    """Write all changes as drafts, or none when somebody wrote in between; returns how many.

    Raises ChangedMeanwhile, RoundClosed, NotAsked or Locked. ``source`` names the file for the log.
    """
    written = write(round_, changes, by=by, at=at)
    if written.conflicts:
        raise ChangedMeanwhile(change.unit for change, _ in written.conflicts)
    units = sorted({change.unit.name for change in changes})
    detail = {"round": str(round_), "file": source, "values": len(changes), "units": units}
    record("assessments.taken_in", subject=", ".join(units)[:200], by=by, at=at, detail=detail)
    return len(changes)


def _wrong_place(
    row: Row, unit: Unit | None, asked: SheetRow | None, seen: Mapping[tuple[str, str], str]
) -> Fault | None:
    if unit is None:
        return Fault(
            row.place,
            Text(f"Mã đơn vị “{row.unit}” không thuộc phần của bạn.", f"The unit “{row.unit}” is not yours to write."),
            Text("Hãy kiểm tra mã đơn vị, hoặc tải biểu mẫu mới.", "Check the code, or download a new template."),
        )
    if asked is None:
        return Fault(
            row.place,
            Text(f"Đợt này không hỏi “{row.measure}”.", f"This round does not ask “{row.measure}”."),
            Text("Đừng sửa cột khóa; hãy tải biểu mẫu mới.", "Leave the key column alone; download a new template."),
        )
    if (row.unit, row.measure) in seen:
        first = seen[row.unit, row.measure]
        return Fault(
            row.place,
            Text(f"Trùng với {first}.", f"The same as {first}."),
            Text("Hãy giữ một dòng.", "Keep one of the rows."),
        )
    return None


def _faults(row: Row, asked: SheetRow, said: Said) -> list[Fault]:
    if not asked.is_open:
        if said.value == asked.said.value:
            return []
        label = Reached(asked.reached).label
        locked = Text(f"Đã gửi ({label}), không sửa được.", "It has been sent and cannot be changed.")
        return [Fault(row.place_of("value"), locked, Text("Hãy bỏ ô này.", "Leave this cell out."))]
    remedy = Text(f"Chỉ tiêu {asked.question.code}.", f"Indicator {asked.question.code}.")
    return [Fault(row.place_of("value"), fault, remedy) for fault in faults_in(asked.question.indicator, said)]


def _differs(asked: SheetRow, said: Said) -> bool:
    return asked.is_open and _kept_note(asked, said) != asked.said


def _kept_note(asked: SheetRow, said: Said) -> Said:
    """A file without a note does not wipe the note that stands there."""
    return replace(said, note=said.note or asked.said.note)


def packed(change: Change) -> list[Any]:
    """Return a change as plain values for a sealed page."""
    said = {
        name: str(value) if value is not None and name in _FIGURES else value
        for name, value in change.said.fields.items()
    }
    return [change.unit.pk, change.measure, change.version, said]


def unpacked(values: Sequence[Any], units: Mapping[int, Unit]) -> Change | None:
    """Undo ``packed``; None for a unit that is not among ``units``."""
    unit_id, measure, version, said = values
    fields: dict[str, Any] = {
        name: Decimal(value) if value and name in _FIGURES else value for name, value in said.items()
    }
    unit = units.get(unit_id)
    return Change(unit, str(measure), Said(**fields), version) if unit else None


_FIGURES = {"amount", "numerator", "denominator"}
