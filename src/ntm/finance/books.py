"""Works and arrears as workbooks, in whole đồng."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from xlsxwriter.worksheet import Worksheet

from ntm.areas.models import Unit
from ntm.core.quantities import written_day
from ntm.finance.debts import Movement
from ntm.finance.models import Field, Work
from ntm.finance.selectors.arrears import ArrearsRow, by_age, by_field, by_unit, by_year_and_source
from ntm.finance.selectors.works import WorkRow
from ntm.finance.sources import sources_in
from ntm.ui.cells import harmless

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OWING = ("Mã", "Công trình", "Đơn vị", "Nợ đọng", "Nợ từ ngày", "Kế hoạch trả còn lại", "Chưa có kế hoạch", "Ghi chú")
_MOVED = ("Mã", "Công trình", "Nợ đầu kỳ", "Phát sinh", "Đã bố trí vốn", "Nợ cuối kỳ")
_HEAD = 3  # the row of the headings, from 0
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
Cell = str | int | None


def as_workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=_XLSX, headers=headers)


def works_book(unit: Unit, day: date, rows: Sequence[WorkRow]) -> bytes:
    """Return the list of works as it stood on a day."""
    heads = (
        *("Mã", "Công trình", "Đơn vị", "Lĩnh vực", "Trạng thái", "Tổng mức được duyệt", "Khối lượng (%)"),
        *("Giá trị nghiệm thu", "Vốn đã giao", "Đã giải ngân", "Nợ đọng", "Vĩ độ", "Kinh độ", "Ghi chú"),
    )
    with _book() as (book, kept):
        sheet = _Sheet(book, "Công trình", f"Danh mục công trình – {unit.name}", day, heads)
        for row in rows:
            place = (_degrees(row.work.latitude), _degrees(row.work.longitude))
            told = (row.work.code, row.work.name, row.unit.name, Field(row.work.field).label, row.state.vi)
            money = (row.accepted, row.funded, row.paid, row.arrears)
            sheet.add((*told, row.approved_dong, row.progress, *money, *place, _sample(row.work)))
        sums = (sum(row.approved_dong for row in rows), None, *(sum(one) for one in zip(*_money(rows), strict=True)))
        sheet.add(("", "Cộng", "", "", "", *(sums if rows else ())), bold=True)
    return kept.getvalue()


def arrears_book(
    unit: Unit,
    day: date,
    since: date,
    rows: Sequence[ArrearsRow],
    moved: Sequence[tuple[Work, Movement]],
) -> bytes:
    """Return arrears on a day: by work, by unit, field, age and year of the plan, and how they moved since a day."""
    with _book() as (book, kept):
        title = f"Nợ đọng xây dựng cơ bản – {unit.name}"
        sheet = _Sheet(book, "Theo công trình", title, day, _OWING)
        for row in rows:
            told = (row.work.code, row.work.name, row.unit.name, row.amount_dong, written_day(row.since))
            sheet.add((*told, row.planned_left, row.gap, _sample(row.work)))
        total = sum(row.amount_dong for row in rows)
        left, gap = sum(row.planned_left for row in rows), sum(row.gap for row in rows)
        sheet.add(("", "Cộng", "", total, "", left, gap), bold=True)
        for name, parts in (("Theo đơn vị", by_unit(unit, rows, day)), ("Theo lĩnh vực", by_field(rows))):
            sheet = _Sheet(book, name, title, day, (name, "Số công trình", "Nợ đọng", "Chưa có kế hoạch"))
            for part in parts:
                sheet.add((part.name.vi, part.works, part.amount_dong, part.gap))
        sheet = _Sheet(book, "Theo thời gian nợ", title, day, ("Thời gian nợ", "Nợ đọng"))
        for words, dong in by_age(rows, day):
            sheet.add((words.vi, dong))
        _plan(book, title, day, rows)
        title = f"Biến động nợ đọng từ {written_day(since)} đến {written_day(day)} – {unit.name}"
        sheet = _Sheet(book, "Biến động", title, day, _MOVED)
        for work, one in moved:
            sheet.add((work.code, work.name, one.opening, one.new, one.covered, one.closing))
    return kept.getvalue()


class _Sheet:
    """One worksheet with a title, its day, headings, and rows that are added one by one."""

    def __init__(self, book: xlsxwriter.Workbook, name: str, title: str, day: date, heads: Sequence[str]) -> None:
        self.sheet: Worksheet = book.add_worksheet(name)
        self.bold = book.add_format({"bold": True, "num_format": "#,##0"})
        self.plain = book.add_format({"num_format": "#,##0"})
        self.row = _HEAD
        self.sheet.write_string(0, 0, title, self.bold)
        self.sheet.write_string(1, 0, f"Đến ngày {written_day(day)}. Đơn vị tính: đồng.")
        self.add(heads, bold=True)
        self.sheet.set_column(0, 0, 16)
        self.sheet.set_column(1, 1, 44)
        self.sheet.set_column(2, len(heads), 20)
        self.sheet.freeze_panes(_HEAD + 1, 2)

    def add(self, cells: Iterable[Cell], *, bold: bool = False) -> None:
        form = self.bold if bold else self.plain
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                self.sheet.write_number(self.row, column, cell, form)
            elif cell:
                self.sheet.write_string(self.row, column, harmless(cell), form)
        self.row += 1


def _plan(book: xlsxwriter.Workbook, title: str, day: date, rows: Sequence[ArrearsRow]) -> None:
    names = {one.code: one.name.vi for one in sources_in(day.year)}
    sheet = _Sheet(book, "Kế hoạch trả", title, day, ("Năm", "Nguồn vốn", "Kế hoạch trả"))
    for year, by_source in by_year_and_source(rows):
        for source, dong in sorted(by_source.items()):
            sheet.add((str(year), source_words(source, names), dong))


def source_words(source: str, names: dict[str, str]) -> str:
    """Say a source from the branch down; the root is left out."""
    steps = source.split("/")
    paths = ["/".join(steps[:length]) for length in range(2, len(steps) + 1)] or [source]
    return " › ".join(names.get(path, path) for path in paths)


@contextmanager
def _book() -> Iterator[tuple[xlsxwriter.Workbook, io.BytesIO]]:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, OPTIONS) as book:
        yield book, kept


def _money(rows: Sequence[WorkRow]) -> list[tuple[int, int, int, int]]:
    return [(row.accepted, row.funded, row.paid, row.arrears) for row in rows]


def _degrees(value: Any) -> str:
    return "" if value is None else f"{value:.5f}".replace(".", ",")


def _sample(work: Work) -> str:
    return "Dữ liệu mẫu" if work.is_sample else ""
