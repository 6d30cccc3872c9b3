"""A scenario as a workbook in whole đồng: works, money by source and year, units, and what was asked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from ntm.core.quantities import written, written_day
from ntm.plans.asking import SOLUTIONS, asking_from
from ntm.plans.models import Scenario, ScenarioState
from ntm.plans.scenario_form import source_names
from ntm.plans.selectors.scenarios import Answer
from ntm.ui.cells import harmless

_FIRST = 5  # the row of the headings


def workbook_of(scenario: Scenario, answer: Answer) -> bytes:
    """Return an .xlsx of what one way found in a scenario."""
    kept = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(kept, options) as book:
        forms = {
            "title": book.add_format({"bold": True, "font_size": 13}),
            "head": book.add_format({"bold": True, "border": 1, "text_wrap": True, "bg_color": "#E8F0EA"}),
            "money": book.add_format({"num_format": "#,##0", "border": 1}),
            "total": book.add_format({"num_format": "#,##0", "border": 1, "bold": True}),
            "words": book.add_format({"border": 1, "text_wrap": True, "valign": "top"}),
        }
        _works(book, forms, scenario, answer)
        _money(book, forms, scenario, answer)
        _units(book, forms, scenario, answer)
        _asked(book, forms, scenario, answer)
    return kept.getvalue()


def _works(book: Any, forms: dict[str, Any], scenario: Scenario, answer: Answer) -> None:
    years = answer.question.instance.years
    names = source_names(years)
    told = answer.told
    leaves = [leaf for leaf in names if any(leaf in one.paid for one in told)]
    heads = ["Đơn vị", "Giải pháp, công trình", "Chọn", "Năm", "Giá", *(names[leaf].vi for leaf in leaves), "Lý do"]
    sheet = _sheet(book, forms, "Công trình", scenario, answer, heads)
    row = _FIRST
    for row, one in enumerate(told, _FIRST + 1):
        sheet.write_string(row, 0, harmless(one.unit), forms["words"])
        sheet.write_string(row, 1, harmless(one.name), forms["words"])
        sheet.write_string(row, 2, "có" if one.done else "không", forms["words"])
        if one.year:
            sheet.write_number(row, 3, one.year, forms["words"])
        else:
            sheet.write_blank(row, 3, None, forms["words"])
        sheet.write_number(row, 4, one.cost, forms["money"])
        for place, leaf in enumerate(leaves, 5):
            sheet.write_number(row, place, one.paid.get(leaf, 0), forms["money"])
        sheet.write_string(row, 5 + len(leaves), harmless(one.why.vi), forms["words"])
    total = row + 1
    sheet.write_string(total, 0, "Tổng các công trình được chọn", forms["head"])
    sheet.write_number(total, 4, sum(one.cost for one in told if one.done), forms["total"])
    for place, leaf in enumerate(leaves, 5):
        sheet.write_number(total, place, sum(one.paid.get(leaf, 0) for one in told), forms["total"])
    _widths(sheet, (26, 52, 8, 8, 18, *(18 for _ in leaves), 60))


def _money(book: Any, forms: dict[str, Any], scenario: Scenario, answer: Answer) -> None:
    heads = ["Nguồn vốn", "Năm", "Trần vốn", "Chi theo phương án", "Còn lại"]
    sheet = _sheet(book, forms, "Nguồn vốn theo năm", scenario, answer, heads)
    rows = answer.spending
    row = _FIRST
    for row, one in enumerate(rows, _FIRST + 1):
        sheet.write_string(row, 0, one.name.vi, forms["words"])
        sheet.write_number(row, 1, one.year, forms["words"])
        for place, dong in enumerate((one.has, one.spent, one.has - one.spent), 2):
            sheet.write_number(row, place, dong, forms["money"])
    sheet.write_string(row + 1, 0, "Tổng", forms["head"])
    sums = (sum(one.has for one in rows), sum(one.spent for one in rows), sum(one.has - one.spent for one in rows))
    for place, dong in enumerate(sums, 2):
        sheet.write_number(row + 1, place, dong, forms["total"])
    _widths(sheet, (48, 8, 20, 20, 20))


def _units(book: Any, forms: dict[str, Any], scenario: Scenario, answer: Answer) -> None:
    sheet = _sheet(book, forms, "Xã đạt mức", scenario, answer, ["Đơn vị", "Mức", "Năm"])
    for row, one in enumerate(answer.reaching, _FIRST + 1):
        sheet.write_string(row, 0, harmless(one.unit), forms["words"])
        sheet.write_string(row, 1, one.level.vi, forms["words"])
        sheet.write_number(row, 2, one.year, forms["words"])
    _widths(sheet, (34, 40, 8))


def _asked(book: Any, forms: dict[str, Any], scenario: Scenario, answer: Answer) -> None:
    """Write down what was asked: ceilings, shares, pins."""
    asking = asking_from(scenario.question)
    names = source_names(asking.years)
    sheet = _sheet(book, forms, "Câu hỏi", scenario, answer, ["Điều kiện", "Phạm vi", "Năm", "Giá trị"])
    rows: list[tuple[str, str, str, str | int]] = []
    for cap in asking.caps:
        place = answer.question.units.get(cap.area)
        name = names[cap.source].vi if cap.source in names else cap.source
        rows.append((f"Trần vốn: {name}", place.name if place else "mọi địa bàn", str(cap.year), cap.dong))
    for share in asking.shares:
        group = "giải pháp" if share.group == SOLUTIONS else "công trình"
        rows.append((f"Tỷ lệ đối ứng: {share.source}", group, "", f"{share.least}% – {share.most}%"))
    works = {work.code: work.name for work in answer.question.instance.works}
    for code, how in asking.pins.items():
        rows.append(("Bắt buộc làm" if how == "must" else "Không làm", works.get(code, code), "", ""))
    rows.append(("Vốn không dùng hết được chuyển sang năm sau", "", "", "có" if asking.carry else "không"))
    for row, (what, where, year, value) in enumerate(rows, _FIRST + 1):
        for column, words in enumerate((what, where, year)):
            sheet.write_string(row, column, harmless(words), forms["words"])
        if isinstance(value, int):
            sheet.write_number(row, 3, value, forms["money"])
        else:
            sheet.write_string(row, 3, harmless(value), forms["words"])
    _widths(sheet, (52, 40, 8, 22))


def _sheet(  # noqa: PLR0917 - a sheet is of a book, a scenario and an answer
    book: Any, forms: dict[str, Any], name: str, scenario: Scenario, answer: Answer, heads: Sequence[str]
) -> Worksheet:
    """Begin a sheet: title, what it rests on, unit of measure, headings that stay in sight and repeat in print."""
    sheet: Worksheet = book.add_worksheet(name)
    plan = scenario.plan
    sheet.write_string(0, 0, harmless(f"{scenario.name} – {plan.unit.name}, năm {plan.year}"), forms["title"])
    state = ScenarioState(scenario.state).words.vi
    sheet.write_string(
        1, 0, f"Cách chọn: {answer.way.words.vi}. Tình trạng: {state}. Số liệu ngày {written_day(scenario.day)}."
    )
    proof = "" if answer.gap is None else f" Chênh lệch tối đa so với tốt nhất: {written(answer.gap)}%."
    sheet.write_string(2, 0, f"Dấu số liệu: {scenario.fingerprint}.{proof}")
    sheet.write_string(3, 0, "Đơn vị tính: đồng." + (" Có dùng dữ liệu mẫu." if scenario.rests_on_sample else ""))
    for place, head in enumerate(heads):
        sheet.write_string(_FIRST, place, head, forms["head"])
    sheet.freeze_panes(_FIRST + 1, 1)
    sheet.repeat_rows(_FIRST)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&R&P/&N")
    return sheet


def _widths(sheet: Worksheet, widths: Sequence[int]) -> None:
    for place, width in enumerate(widths):
        sheet.set_column(place, place, width)
