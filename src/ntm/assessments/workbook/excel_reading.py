"""Reads a filled-in workbook back, cell by cell."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

from ntm.assessments.workbook.bounds import refuse_bombs
from ntm.assessments.workbook.excel import COLUMNS, FIRST_ROW, UNIT_CELL
from ntm.assessments.workbook.rows import FileRefused, Row, as_typed
from ntm.core.problems import Text
from ntm.evidence.problems import WrongContent

_MOST_SHEETS, _MOST_ROWS = 300, 1_000


def rows_of_excel(content: bytes, name: str) -> list[Row]:
    """Return the rows in which something is filled in.

    Raises FileRefused for a workbook that is not a template, and the refusals of evidence for one that hides something.
    """
    try:
        refuse_bombs(content, name)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = book.sheet_names
        if len(sheets) > _MOST_SHEETS:
            raise FileRefused(name, Text("quá nhiều trang tính", "it has too many sheets"))
        return [row for sheet in sheets for row in _rows(book, sheet, name)]
    except (CalamineError, WrongContent, OSError, ValueError) as error:
        raise FileRefused(name, Text("không phải tệp Excel .xlsx", "it is no Excel .xlsx file")) from error


def _rows(book: CalamineWorkbook, sheet: str, name: str) -> Iterator[Row]:
    cells = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False, nrows=_MOST_ROWS)
    unit = as_typed(_cell(cells, *UNIT_CELL))
    if len(cells) <= FIRST_ROW or not unit:
        raise FileRefused(name, Text(f"trang “{sheet}” không theo biểu mẫu", f"sheet “{sheet}” is not the template's"))
    for number in range(FIRST_ROW, len(cells)):
        measure = as_typed(_cell(cells, number, 0))
        typed = {field: as_typed(_cell(cells, number, column)) for field, column in COLUMNS.items()}
        if any(typed.values()):
            places = {field: f"{sheet}!{xl_rowcol_to_cell(number, column)}" for field, column in COLUMNS.items()}
            yield Row(unit, measure, typed, f"{sheet}!{xl_rowcol_to_cell(number, 0)}", places)


def _cell(cells: Sequence[Sequence[object]], row: int, column: int) -> object:
    return cells[row][column] if row < len(cells) and column < len(cells[row]) else None
