"""One row of a file, whatever its format: which value of which unit, as typed, and where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ntm.core.problems import Problem, Text

FIELDS = ("value", "part", "whole", "because", "note")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that says something; ``places`` names the cell of each field, such as ``Yên Ninh!F12``."""

    unit: str  # code of the unit
    measure: str
    typed: Mapping[str, str]
    place: str
    places: Mapping[str, str] = field(default_factory=dict)

    def place_of(self, name: str) -> str:
        return self.places.get(name, self.place)


class FileRefused(Problem):
    """A file is not one that this site made or can read."""

    code = "assessments/file-refused"

    def __init__(self, name: str, why: Text) -> None:
        super().__init__(
            Text(f"Không đọc được “{name}”: {why.vi}.", f"“{name}” cannot be read: {why.en}."),
            Text("Hãy tải biểu mẫu mới, điền rồi nạp lại.", "Download a new template, fill it in, upload it again."),
        )


def rows_of(content: bytes, name: str) -> list[Row]:
    """Read the rows of a workbook, CSV or JSON file by the ending of its name; raise FileRefused."""
    from ntm.assessments.workbook.csv_and_json import rows_of_csv, rows_of_json
    from ntm.assessments.workbook.excel_reading import rows_of_excel

    readers = {"xlsx": rows_of_excel, "csv": rows_of_csv, "json": rows_of_json}
    ending = name.rpartition(".")[2].lower()
    if ending not in readers:
        raise FileRefused(name, Text("chỉ nhận tệp .xlsx, .csv, .json", "only .xlsx, .csv and .json are taken"))
    return readers[ending](content, name)


def as_typed(cell: object) -> str:
    """Write a cell's value as a person would have typed it, so that it reads back without doubt.

    A number from a workbook is exact: 1.234 there is never a thousand.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int | float | Decimal):
        whole, _, decimals = f"{Decimal(str(cell)):f}".partition(".")
        return f"{whole},{decimals}0" if decimals.strip("0") else whole
    return str(cell).replace("\0", "").strip()
