"""The rows of a CSV file; whatever cannot be read becomes a fault with its row and column."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ntm.areas.models import Unit
from ntm.core.problems import Fault, Faults, Text


class RowFaults(Faults):
    """A file of statuses or counts was refused; every fault is listed with its row and column."""

    code = "recognition/faults"

    def __init__(self, path: Path, faults: Sequence[Fault]) -> None:
        super().__init__(
            Text(f"Tệp {path.name} có {len(faults)} lỗi.", f"The file {path.name} has {len(faults)} fault(s)."), faults
        )


@dataclass(slots=True)
class Row:
    """One row; ``place`` is ``statuses.csv:12``. Reading never stops at a fault."""

    place: str
    cells: Mapping[str, str]
    units: Sequence[Unit]  # every unit that ever bore a code of the file
    faults: list[Fault]

    def text(self, column: str, *, optional: bool = False) -> str:
        found = self.cells[column].strip()
        if not found and not optional:
            self.fault(column, Text("Ô trống.", "The cell is empty."), Text("Điền ô này.", "Fill it in."))
        return found

    def one_of(self, column: str, words: Sequence[str]) -> str:
        found = self.cells[column].strip()
        if found not in words:
            self.fault(
                column,
                Text(f"Không hiểu “{found}”.", f"“{found}” is not known here."),
                Text(f"Dùng một trong: {', '.join(words)}.", f"Use one of: {', '.join(words)}."),
            )
        return found

    def yes_or_no(self, column: str) -> bool:
        return self.one_of(column, ["yes", "no"]) == "yes"

    def day(self, column: str) -> date:
        found = self.cells[column].strip()
        try:
            return date.fromisoformat(found)
        except ValueError:
            self.fault(
                column,
                Text(f"“{found}” không phải là một ngày.", f"“{found}” is not a day."),
                Text("Viết như 2024-07-29.", "Write it like 2024-07-29."),
            )
            return date.max

    def whole(self, column: str) -> int:
        found = self.cells[column].strip()
        if not (found.isascii() and found.isdigit()):
            self.fault(
                column,
                Text(f"“{found}” không phải là số nguyên.", f"“{found}” is not a whole number."),
                Text("Viết như 108.", "Write it like 108."),
            )
            return 0
        return int(found)

    def unit(self, column: str, tier: str, on: date) -> Unit | None:
        """Return the unit of a tier that bears the code on a day: codes are given again over time."""
        code = self.cells[column].strip()
        bearers = (unit for unit in self.units if (unit.tier, unit.code) == (tier, code) and unit.exists_on(on))
        found = next(bearers, None)
        if found is None:
            self.fault(
                column,
                Text(
                    f"Ngày {on:%d/%m/%Y} không có đơn vị mã “{code}”.",
                    f"No unit had the code “{code}” on {on:%d/%m/%Y}.",
                ),
                Text(
                    "Kiểm tra mã và ngày của danh mục, hoặc nạp danh mục đơn vị hành chính.",
                    "Check the code and the day of its list, or load the administrative units.",
                ),
            )
        return found

    def fault(self, column: str, what: Text, do: Text) -> None:
        self.faults.append(Fault(f"{self.place}, {column}", what, do))


def rows_of(path: Path, columns: Sequence[str], *, code: str) -> tuple[list[Row], list[Fault]]:
    """Return the rows, and the list in which their faults gather while they are read.

    ``code`` is the column that holds codes of units. Raises RowFaults when columns are missing.
    """
    faults: list[Fault] = []
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, restval="")
        missing = [column for column in columns if column not in (reader.fieldnames or [])]
        if missing:
            what = Text(f"Thiếu cột: {', '.join(missing)}.", f"Columns are missing: {', '.join(missing)}.")
            do = Text(f"Các cột phải có: {', '.join(columns)}.", f"The columns are: {', '.join(columns)}.")
            raise RowFaults(path, [Fault(path.name, what, do)])
        lines = list(reader)
    units = list(Unit.objects.filter(code__in={line[code].strip() for line in lines}))
    return [Row(f"{path.name}:{number}", line, units, faults) for number, line in enumerate(lines, 2)], faults
