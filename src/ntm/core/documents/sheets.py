"""Writing the annex tables of a document as a workbook; the same document gives the same bytes."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from ntm.core.documents import wording
from ntm.core.documents.parts import OfficialDocument, Table

_WHOLE_DAY = datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed moment in the file's properties, not a time
_FIGURE = re.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|-?\d+(?:,\d+)?")
_OF_A_ROW = re.compile(r"[1-9]\d{0,5}")
_EXACT = 15  # digits that a spreadsheet's numbers hold
# Words that begin so become a formula when somebody edits the cell, unless it says that it holds words.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_FORMS = {
    "title": {"bold": True, "font_size": 13},
    "note": {"italic": True},
    "head": {
        "bold": True,
        "border": 1,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "bg_color": "#E8F0EA",
    },
}


@dataclass(frozen=True, slots=True)
class _Number:
    """A cell that counts: its value, and the format that shows it as it is printed; 97,7% is the value 0,977."""

    value: float
    form: str


def write_xlsx(document: OfficialDocument) -> bytes:
    """Return one sheet for each annex table, figures as numbers, titles repeated on every printed page."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": document.subject, "author": document.body, "created": _WHOLE_DAY})
    for annex in document.annexes:
        for place, table in enumerate(annex.tables):
            name = f"Phụ lục {annex.number}" + (f" ({place + 1})" if place else "")
            _sheet(book, name, annex.title, table, document)
    if not document.annexes:
        book.add_worksheet("Trống").write_string(0, 0, "Văn bản này không có biểu kèm theo.")
    book.close()
    return kept.getvalue()


def _sheet(book: xlsxwriter.Workbook, name: str, title: str, table: Table, document: OfficialDocument) -> None:
    forms = {key: book.add_format(form) for key, form in _FORMS.items()}
    sheet = book.add_worksheet(name)
    sheet.write_string(0, 0, wording.composed(title), forms["title"])
    sheet.write_string(1, 0, wording.enclosed_with(document), forms["note"])
    sheet.write_string(2, 0, "; ".join(filter(None, (table.unit, wording.SAMPLE if document.is_sample else ""))))
    head = 3
    for place, column in enumerate(table.columns):
        sheet.write_string(head, place, column.name, forms["head"])
        sheet.set_column(place, place, max(5.0, 9 * column.width))
    for line, row in enumerate(table.rows):
        for place, cell in enumerate(row):
            align = table.columns[place].align
            number = _number(cell, align)
            form = _cell_form(book, align, bold=line in table.total_rows, cell=cell, number=number)
            if number is None:
                sheet.write_string(head + 1 + line, place, wording.composed(cell), form)
            else:
                sheet.write_number(head + 1 + line, place, number.value, form)
    sheet.repeat_rows(head)
    sheet.freeze_panes(head + 1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&CTrang &P/&N")


def _cell_form(
    book: xlsxwriter.Workbook, align: str, *, bold: bool, cell: str, number: _Number | None
) -> xlsxwriter.format.Format:
    shape: dict[str, Any] = {"border": 1, "align": align, "bold": bold, "text_wrap": align == "left"}
    if number is not None:
        shape["num_format"] = number.form
    elif cell.startswith(_FORMULA):
        shape["quote_prefix"] = True
    return book.add_format(shape)


def _number(cell: str, align: str) -> _Number | None:
    """Read a cell as a number where a spreadsheet can hold it exactly: ``1.743.406``, ``97,7%``, the ``12`` of a row.

    Figures stand at the right and numbers of rows in the middle; at the left everything is words, as codes are.
    """
    if align == "center":
        return _Number(float(cell), "0") if _OF_A_ROW.fullmatch(cell) else None
    figure = cell.removesuffix("%")
    if align != "right" or not _FIGURE.fullmatch(figure) or sum(map(str.isdigit, figure)) > _EXACT:
        return None
    decimals = len(figure.partition(",")[2])
    form = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    value = Decimal(figure.replace(".", "").replace(",", "."))
    return _Number(float(value / 100), f"{form}%") if cell.endswith("%") else _Number(float(value), form)
