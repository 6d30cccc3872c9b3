"""Writes the workbook in which transfers are typed: instructions, the rows, and the lists that cells choose from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ntm.areas.models import Unit
from ntm.core.quantities import written_day
from ntm.finance.models import Work
from ntm.finance.sources import leaf_paths
from ntm.finance.workbook.rows import HEADINGS, MOST_ROWS, MOVES, SHEET

LISTS = "Danh mục"
TOP = 5  # the row of the headings
_OPEN_ROWS = 500
_WIDTHS = {"source": 44, "unit": 28, "to": 28, "work": 40, "to_work": 40, "move": 26, "document": 28, "note": 34}
_TELL = (
    "Mỗi dòng của trang “Bút toán” là một lần chuyển tiền. Điền từ dòng ngay dưới tiêu đề; dòng trống được bỏ qua.",
    "Nghiệp vụ, nguồn vốn, đơn vị, công trình: chọn trong danh sách của ô. Ngày: dd/mm/yyyy.",
    "Phân bổ: từ vốn dự kiến của đơn vị chuyển cho đơn vị nhận. Giao vốn: cho đơn vị nhận, có thể cho một công trình.",
    "Giải ngân, quyết toán, kéo dài: chỉ cần đơn vị chuyển, và công trình chuyển nếu vốn đã giao cho công trình.",
    "Thu hồi, hoàn trả: đơn vị nhận là nơi tiền quay về; với vốn đã giải ngân thì để trống.",
    "Vốn của năm: để trống nếu là vốn của chính năm ghi ở đầu trang; vốn kéo dài thì ghi năm của dự toán gốc.",
    "Số tiền: đơn vị ghi ở tiêu đề cột, “Số tiền (triệu đồng)” hoặc “Số tiền (đồng)”; triệu đồng được ghi đến sáu"
    " chữ số lẻ, tức từng đồng. Gõ 12,5 hay 12.5 đều hiểu; 1.234 hay 1,234 gõ thành chữ thì hệ thống hỏi lại.",
    "Không để công thức trong các ô: dán giá trị. Hai dòng giống hệt nhau không nhập được: phân biệt bằng chứng từ hay"
    " ghi chú.",
    "Khi nạp tệp, hệ thống kiểm tra cả tệp trước; có một lỗi thì không ghi dòng nào, và mọi lỗi được nêu theo ô.",
)


def template_workbook(unit: Unit, year: int, day: date, *, units: Sequence[Unit], works: Sequence[Work]) -> bytes:
    """Return an .xlsx for the transfers of a year, with the units and works that the person keeps."""
    kept = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(kept, options) as book:
        rows, told, lists = (book.add_worksheet(name) for name in (SHEET, "Hướng dẫn", LISTS))
        chosen = {
            "move": list(MOVES),
            "source": [path.vi for path in leaf_paths(year).values()],
            "unit": [named(one) for one in units],
            "work": [f"{work.code} – {work.name}" for work in works],
        }
        _lists(book, lists, chosen)
        _told(book, told)
        _rows(book, rows, f"{unit.name}, danh mục đến ngày {written_day(day)}", year, chosen)
    return kept.getvalue()


def named(unit: Unit) -> str:
    """Name a unit as the lists do: ``170 – Huyện Võ Nhai``; its code alone is read as well."""
    return f"{unit.code} – {unit.name}"


def _lists(book: xlsxwriter.Workbook, page: Worksheet, chosen: dict[str, list[str]]) -> None:
    bold = book.add_format({"bold": True})
    for column, (name, words) in enumerate(chosen.items()):
        page.write_string(0, column, {"unit": "Đơn vị", "work": "Công trình"}.get(name, HEADINGS[name]), bold)
        page.set_column(column, column, _WIDTHS[name])
        for line, one in enumerate(words, 1):
            page.write_string(line, column, one)


def _told(book: xlsxwriter.Workbook, page: Worksheet) -> None:
    wrap = book.add_format({"text_wrap": True, "valign": "top", "font_name": "Times New Roman", "font_size": 12})
    page.set_column(0, 0, 4, wrap)
    page.set_column(1, 1, 110, wrap)
    for line, words in enumerate(_TELL):
        page.write_number(line, 0, line + 1, wrap)
        page.write_string(line, 1, words, wrap)


def _rows(book: xlsxwriter.Workbook, page: Worksheet, place: str, year: int, chosen: dict[str, list[str]]) -> None:
    base = {"font_name": "Times New Roman", "font_size": 11}
    edge = {"border": 1, "bg_color": "#E6F1EC", "text_wrap": True, "align": "center"}
    head = book.add_format({**base, "bold": True, **edge})
    title = book.add_format({**base, "bold": True, "font_size": 14})
    formats: dict[str, Any] = {
        "on": book.add_format({**base, "num_format": "dd/mm/yyyy"}),
        "amount": book.add_format({**base, "num_format": "#,##0"}),
        "budget_year": book.add_format({**base, "num_format": "0"}),
    }
    words = book.add_format({**base, "text_wrap": True, "valign": "top"})
    page.write_string(0, 0, "BÚT TOÁN VỐN THỰC HIỆN CHƯƠNG TRÌNH", title)
    page.write_string(1, 0, place, book.add_format({**base, "italic": True}))
    page.write_string(2, 0, f"Năm: {year}", book.add_format({**base, "bold": True}))
    page.write_string(3, 0, "Đơn vị tính: triệu đồng", book.add_format({**base, "italic": True}))
    for column, (name, heading) in enumerate(HEADINGS.items()):
        page.write_string(TOP, column, f"{heading} (triệu đồng)" if name == "amount" else heading, head)
        page.set_column(column, column, _WIDTHS.get(name, 16), formats.get(name, words))
        _validate(page, column, name, chosen)
    _show_decimals(page, book.add_format({"num_format": "#,##0.######"}))
    page.freeze_panes(TOP + 1, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(TOP)
    page.set_footer("&CTrang &P/&N")


def _show_decimals(page: Worksheet, form: Any) -> None:
    """Show the decimals of an amount only where it has some; Excel would leave a lonely point behind the others."""
    column = list(HEADINGS).index("amount")
    first = xl_rowcol_to_cell(TOP + 1, column, col_abs=True)
    rule = {"type": "formula", "criteria": f"={first}<>INT({first})", "format": form}
    page.conditional_format(TOP + 1, column, TOP + _OPEN_ROWS, column, rule)


def _validate(page: Worksheet, column: int, name: str, chosen: dict[str, list[str]]) -> None:
    """Let Excel itself offer the lists and refuse what cannot be right."""
    listed = {"to": "unit", "to_work": "work"}.get(name, name)
    where = (TOP + 1, column, TOP + min(_OPEN_ROWS, MOST_ROWS), column)
    if chosen.get(listed):
        letter = "ABCD"[list(chosen).index(listed)]
        source = f"='{LISTS}'!${letter}$2:${letter}${len(chosen[listed]) + 1}"
        told = {"error_title": "Chưa có trong danh mục", "error_message": "Chọn trong danh sách của ô."}
        page.data_validation(*where, {"validate": "list", "source": source, **told})
    elif name == "on":
        told = {"error_title": "Ngày chưa đúng", "error_message": "Ghi ngày như 15/03/2024."}
        rule = {"validate": "date", "criteria": ">=", "value": date(2021, 1, 1)}
        page.data_validation(*where, {**rule, **told})
    elif name == "amount":
        told = {"error_title": "Số tiền chưa đúng", "error_message": "Ghi một số lớn hơn 0."}
        page.data_validation(*where, {"validate": "decimal", "criteria": ">", "value": 0, **told})
