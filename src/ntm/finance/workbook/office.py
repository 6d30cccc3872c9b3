"""A table as an office expects it: title, unit, period, measure, frozen headings, totals that add up."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ntm.core.problems import Text

MILLION = 1_000_000
_HEAD = 5  # the row of the headings: title, unit, period, measure and an empty row stand above
_BASE = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
_EDGE = {**_BASE, "border": 1, "border_color": "#8B9690"}
_LOOKS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True},
    "count": {"num_format": "0"},
    "day": {"num_format": "dd/mm/yyyy"},
    "money": {"num_format": "#,##0"},
    "exact": {"num_format": "#,##0.000000"},
}
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

Cell = str | int | date | Text | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``kind`` is text, day, count, or money, whose cells are whole đồng and show as million."""

    name: str
    width: int = 14
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. ``bold`` are the places of rows that are sums; ``total`` is a last row, empty where there is none.

    ``measure`` says in what the figures are, at the right above the headings.
    """

    name: str
    title: str
    place: str
    period: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    total: Sequence[Cell] = ()
    bold: frozenset[int] = frozenset()
    note: str = ""
    measure: str = "Đơn vị tính: triệu đồng"


def office_workbook(*sheets: Sheet) -> bytes:
    """Return an .xlsx; figures are numbers, words are words: nothing that a user typed becomes a formula."""
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, _OPTIONS) as book:
        for sheet in sheets:
            _write(book, book.add_worksheet(sheet.name), sheet)
    return kept.getvalue()


def _write(book: xlsxwriter.Workbook, page: Worksheet, sheet: Sheet) -> None:
    title = book.add_format({**_BASE, "bold": True, "font_size": 14, "align": "center"})
    words = book.add_format({**_BASE, "italic": True, "align": "center"})
    measure = book.add_format({**_BASE, "italic": True, "align": "right"})
    head = {**_EDGE, "bold": True, "bg_color": "#E6F1EC", "align": "center", "text_wrap": True}
    last = len(sheet.columns) - 1
    page.merge_range(0, 0, 0, last, sheet.title.upper(), title)
    page.merge_range(1, 0, 1, last, sheet.place, words)
    page.merge_range(2, 0, 2, last, sheet.period, words)
    page.merge_range(3, 0, 3, last, sheet.measure, measure)
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
        page.write_string(_HEAD, number, column.name, book.add_format(head))
    formats = _Formats(book)
    for line, row in enumerate(sheet.rows):
        _line(page, _HEAD + 1 + line, row, sheet, formats, bold=line in sheet.bold)
    if sheet.total:
        _line(page, _HEAD + 1 + len(sheet.rows), sheet.total, sheet, formats, bold=True)
    if sheet.note:
        page.write_string(_HEAD + 3 + len(sheet.rows), 0, sheet.note, book.add_format({**_BASE, "italic": True}))
    page.freeze_panes(_HEAD + 1, 1)
    page.repeat_rows(_HEAD)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&CTrang &P/&N")


def _line(page: Worksheet, at: int, row: Sequence[Cell], sheet: Sheet, formats: _Formats, *, bold: bool) -> None:
    for place, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
        form = formats.of(column.kind, cell, bold=bold)
        if cell is None or cell == "":
            page.write_blank(at, place, None, form)
        elif column.kind == "money" and isinstance(cell, int):
            page.write_number(at, place, cell / MILLION, form)
        elif isinstance(cell, int):
            page.write_number(at, place, cell, form)
        elif isinstance(cell, date):
            page.write_datetime(at, place, cell, form)
        else:
            page.write_string(at, place, str(cell), form)


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Any] = {}

    def of(self, kind: str, cell: Cell, *, bold: bool) -> Any:
        """Return the format of a cell; an amount that is no whole million shows its six decimals."""
        exact = kind == "money" and isinstance(cell, int) and cell % MILLION
        name = "exact" if exact else kind
        if (name, bold) not in self._made:
            self._made[name, bold] = self._book.add_format({**_EDGE, **_LOOKS[name], "bold": bold})
        return self._made[name, bold]
