"""Writes the workbook of one or more sheets: protected, checked by Excel itself, filled with what is known."""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ntm.assessments.models import Said
from ntm.assessments.selectors.sheet import Sheet, SheetRow
from ntm.core.quantities import written, written_day
from ntm.core.rulebook import Kind
from ntm.ui.cells import FORMULA

HEADINGS = (
    *("Khóa", "Mã", "Chỉ tiêu", "Đơn vị tính", "Mức quy định", "Kỳ trước"),
    *("Giá trị", "Tử số", "Mẫu số", "Không áp dụng vì", "Ghi chú"),
)
COLUMNS = {"value": 6, "part": 7, "whole": 8, "because": 9, "note": 10}
FIRST_ROW = 6  # of the values; the headings stand right above
UNIT_CELL = (1, 6)  # G2 holds the unit's code, G3 the round's number
ROUND_CELL = (2, 6)
YES, NO = "Đạt", "Chưa đạt"
_WIDTHS = (0, 7, 60, 16, 22, 12, 14, 10, 10, 26, 34)
_NOT_IN_A_NAME = str.maketrans("", "", "[]:*?/\\'")


def workbook_of(sheets: Sequence[Sheet]) -> bytes:
    """Return an .xlsx with one worksheet for each sheet; only the cells to be filled in can be changed."""
    kept = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(kept, options) as book:
        formats = _formats(book)
        taken: set[str] = set()
        for sheet in sheets:
            _write(book.add_worksheet(_name(sheet, taken)), sheet, formats)
    return kept.getvalue()


def _name(sheet: Sheet, taken: set[str]) -> str:
    """Name the worksheet after the unit; Excel allows 31 letters and no two alike, whatever their case."""
    name = sheet.unit.short_name.translate(_NOT_IN_A_NAME)[:31] or sheet.unit.code
    if name.casefold() in taken:
        name = f"{name[:24]} {sheet.unit.code}"
    taken.add(name.casefold())
    return name


def _formats(book: xlsxwriter.Workbook) -> dict[str, Any]:
    base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True}
    edge = {**base, "border": 1, "border_color": "#8B9690"}
    open_ = {**edge, "locked": False, "bg_color": "#FFFDF0"}
    return {
        "title": book.add_format({**base, "bold": True, "font_size": 14, "text_wrap": False}),
        "line": book.add_format({**base, "text_wrap": False}),
        "head": book.add_format({**edge, "bold": True, "bg_color": "#E6F1EC", "align": "center"}),
        "criterion": book.add_format({**edge, "bold": True, "bg_color": "#F5F7F6"}),
        "cell": book.add_format(edge),
        "open": book.add_format(open_),
        "words": book.add_format({**open_, "quote_prefix": True}),  # would be a formula when somebody edits the cell
        "figure": book.add_format({**open_, "num_format": "#,##0.####", "align": "right"}),
        "sent": book.add_format({**edge, "font_color": "#57635D", "align": "right"}),
    }


def _write(page: Worksheet, sheet: Sheet, formats: dict[str, Any]) -> None:
    round_ = sheet.round
    page.write_string(0, 1, f"{sheet.unit.name} – {round_.name.vi}", formats["title"])
    window = f"Số liệu từ {written_day(round_.starts_on)} đến {written_day(round_.ends_on)}"
    page.write_string(1, 1, f"{window}; hạn báo cáo {written_day(round_.due_on)}", formats["line"])
    page.write_string(2, 1, "Chỉ điền các ô màu vàng nhạt; để trống ô chưa có số liệu.", formats["line"])
    if sheet.rests_on_sample:
        page.write_string(3, 1, "Dữ liệu mẫu", formats["line"])
    page.write_string(*UNIT_CELL, sheet.unit.code, formats["line"])
    page.write_number(*ROUND_CELL, round_.pk, formats["line"])
    for column, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True)):
        page.set_column(column, column, width, None, {"hidden": width == 0})
        page.write_string(FIRST_ROW - 1, column, heading, formats["head"])
    row = FIRST_ROW
    for criterion, rows in sheet.blocks:
        page.merge_range(row, 1, row, 10, f"{criterion.code}. {criterion.name.vi}", formats["criterion"])
        row += 1
        for one in rows:
            _write_row(page, row, one, formats)
            row += 1
    page.freeze_panes(FIRST_ROW, 3)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(FIRST_ROW - 1)
    page.set_footer("&CTrang &P/&N")
    page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})


def _write_row(page: Worksheet, number: int, row: SheetRow, formats: dict[str, Any]) -> None:
    indicator = row.question.indicator
    known = (row.measure, row.question.code, row.name.vi, indicator.unit.vi if indicator.unit else "Đạt/Chưa đạt")
    for column, words in enumerate((*known, row.verdict.asked.words.vi, in_cell(row.before))):
        page.write(number, column, words, formats["cell"])
    if not row.is_open:
        for column in range(6, 11):
            page.write_blank(number, column, None, formats["cell"])
        page.write(number, COLUMNS["value"], in_cell(row.said), formats["sent"])
        page.write_string(number, COLUMNS["note"], str(row.reached.label), formats["cell"])
        return
    said = row.said
    cells = {"value": said.typed or in_cell(said), "part": said.numerator, "whole": said.denominator}
    for name, content in {**cells, "because": said.not_applicable_because, "note": said.note}.items():
        figure = name in {"part", "whole"} or (name == "value" and indicator.kind is not Kind.YES_NO)
        look = "figure" if figure else "open"
        if isinstance(content, str) and content.startswith(FORMULA):
            look = "words"
        page.write(number, COLUMNS[name], content or None, formats[look])
        if content == 0 and content is not None:
            page.write_number(number, COLUMNS[name], 0, formats["figure"])
    _validate(page, number, indicator.kind)


def in_cell(said: Said | None) -> str | Decimal | None:
    """Return a value as a cell takes it: a number, Đạt or Chưa đạt, or why it does not apply."""
    if said is None or said.value is None:
        return None
    if said.passed is not None:
        return YES if said.passed else NO
    return said.amount if said.amount is not None else None


def _validate(page: Worksheet, number: int, kind: Kind) -> None:
    """Let Excel itself refuse what cannot be right, with the remedy in its message."""
    value = COLUMNS["value"]
    if kind is Kind.YES_NO:
        page.data_validation(number, value, number, value, {"validate": "list", "source": [YES, NO]})
        return
    limits: dict[str, Any] = {"validate": "integer" if kind is Kind.COUNT else "decimal", "criteria": ">=", "value": 0}
    if kind is Kind.PERCENT:
        limits = {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100}
    words = "Từ 0 đến 100; ví dụ 85,5" if kind is Kind.PERCENT else "Một số không âm"
    page.data_validation(
        number, value, number, value, {**limits, "error_title": "Giá trị chưa đúng", "error_message": words}
    )


def figure_in_words(said: Said | None) -> str:
    """Write a value as text for files without number formats: ``12,5``, ``yes``, ``no``."""
    if said is None or said.value is None:
        return ""
    if said.passed is not None:
        return "yes" if said.passed else "no"
    return "" if said.amount is None else written(said.amount, "vi").replace(".", "")
