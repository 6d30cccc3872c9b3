"""The workbook in which works are taken in: written by the product, read back cell by cell.

A hidden row of keys above the first data row says what each column is, so that columns may be moved or left out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_rowcol_to_cell

from ntm.areas.models import Unit
from ntm.assessments.workbook.bounds import refuse_bombs
from ntm.assessments.workbook.rows import as_typed
from ntm.core.problems import Problem, Text
from ntm.finance.books import OPTIONS, source_words
from ntm.finance.models import Field
from ntm.finance.sources import CREDIT, sources_in
from ntm.finance.workbook.formulas import formulas_without_value
from ntm.ui.cells import as_written, harmless

SHEET = "Công trình"
KEY_ROW, FIRST_ROW = 4, 5  # from 0; the headings stand above the keys
SOURCE = "source:"
_MOST_ROWS = 2_000
# Key, heading, width; * is needed.
COLUMNS = (
    ("code", "Mã công trình *", 14),
    ("name", "Tên công trình *", 46),
    ("field", "Lĩnh vực *", 22),
    ("unit", "Mã đơn vị *", 12),
    ("units", "Mã đơn vị khác được phục vụ (cách nhau bằng ;)", 20),
    ("measures", "Chỉ tiêu phục vụ (mã, cách nhau bằng ;)", 20),
    ("decision", "Số quyết định phê duyệt", 20),
    ("decided_on", "Ngày quyết định", 14),
    ("approved", "Tổng mức được duyệt, triệu đồng", 18),
    ("contractor", "Nhà thầu", 26),
    ("number", "Số hợp đồng", 16),
    ("signed_on", "Ngày hợp đồng", 14),
    ("contract", "Giá trị hợp đồng, triệu đồng", 18),
    ("begins_on", "Khởi công", 14),
    ("ends_on", "Hoàn thành theo kế hoạch", 14),
    ("latitude", "Vĩ độ", 12),
    ("longitude", "Kinh độ", 12),
)


class NotTheTemplate(Problem):
    """A file is not the workbook in which works are taken in."""

    code = "finance/not-the-template"

    def __init__(self, name: str, why: Text) -> None:
        super().__init__(
            Text(f"Không đọc được “{name}”: {why.vi}.", f"“{name}” cannot be read: {why.en}."),
            Text("Hãy tải biểu mẫu, điền rồi nạp lại.", "Download the template, fill it in, upload it again."),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file that says something: what was typed by key, and where each cell stands."""

    typed: Mapping[str, str]
    places: Mapping[str, str]

    def place_of(self, key: str) -> str:
        return self.places.get(key) or self.places["code"]


def template_of(units: Sequence[Unit], measures: Sequence[tuple[str, str]], year: int) -> bytes:
    """Return an empty workbook with the year's sources, and the lists of fields, units and indicators to copy from."""
    names = {one.code: one.name.vi for one in sources_in(year)}
    leaves = [one.code for one in sources_in(year) if one.is_leaf and one.code != CREDIT]
    columns = [
        *COLUMNS,
        *((f"{SOURCE}{code}", f"{source_words(code, names)}, triệu đồng", 18) for code in leaves),
    ]
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, OPTIONS) as book:
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1, "bg_color": "#E6F1EC"})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(SHEET)
        sheet.write_string(0, 0, f"Danh mục công trình năm {year}", bold)
        sheet.write_string(1, 0, "Đơn vị tính: triệu đồng. Cột có dấu * bắt buộc. Ngày ghi như 15/03/2024.")
        sheet.write_string(
            2, 0, "Các nguồn vốn phải cộng bằng tổng mức; không biết cơ cấu nguồn thì để trống mọi nguồn."
        )
        for place, (key, words, width) in enumerate(columns):
            sheet.set_column(place, place, width, text if key in {"code", "unit", "units", "measures"} else None)
            sheet.write_string(KEY_ROW - 1, place, words, head)
            sheet.write_string(KEY_ROW, place, key)
        sheet.set_row(KEY_ROW, None, None, {"hidden": True})
        sheet.freeze_panes(FIRST_ROW, 2)
        fields = [str(one.label) for one in Field]
        lists: tuple[tuple[str, list[tuple[str, ...]]], ...] = (
            ("Lĩnh vực", [(one,) for one in fields]),
            ("Đơn vị", [(unit.code, unit.name) for unit in units]),
            ("Chỉ tiêu", list(measures)),
        )
        for title, rows in lists:
            page = book.add_worksheet(title)
            page.set_column(0, 0, 34)
            page.set_column(1, 1, 80)
            for number, row in enumerate(rows):
                for place, words in enumerate(row):
                    page.write_string(number, place, harmless(words))
        choice = {"validate": "list", "source": f"='Lĩnh vực'!$A$1:$A${len(fields)}"}
        sheet.data_validation(FIRST_ROW, 2, _MOST_ROWS, 2, choice)
    return kept.getvalue()


NOT_CALCULATED = "="  # stands for a formula that came without its value
_ARCHIVE = b"PK"  # with which a workbook begins
_NO_EXCEL = Text("không phải tệp Excel .xlsx", "it is no Excel .xlsx file")


def lines_of(content: bytes, name: str) -> list[Line]:
    """Return the rows in which something is filled in. Raises NotTheTemplate, or a FileRefused for a hostile file."""
    if not content.startswith(_ARCHIVE):
        raise NotTheTemplate(name, _NO_EXCEL)
    refuse_bombs(content, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if SHEET not in book.sheet_names:
            raise NotTheTemplate(name, Text(f"không có trang “{SHEET}”", f"there is no sheet “{SHEET}”"))
        cells = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False, nrows=_MOST_ROWS)
        no_value = formulas_without_value(content).get(SHEET, frozenset())
    except (
        CalamineError,
        OSError,
        ValueError,
        KeyError,
        SyntaxError,
        zipfile.BadZipFile,
    ) as error:  # XML gone wrong too
        raise NotTheTemplate(name, _NO_EXCEL) from error
    keys = [as_typed(cell) for cell in cells[KEY_ROW]] if len(cells) > KEY_ROW else []
    if not {"code", "name", "field", "unit"} <= set(keys):
        raise NotTheTemplate(name, Text("mất dòng khóa của biểu mẫu", "the template's row of keys is gone"))
    return list(_lines(cells, keys, no_value))


def _lines(cells: Sequence[Sequence[object]], keys: Sequence[str], no_value: frozenset[str]) -> Iterator[Line]:
    """Give each row that says something; a formula that nobody calculated counts as something, not as empty."""
    columns = {key: place for place, key in enumerate(keys) if key}
    for number in range(FIRST_ROW, len(cells)):
        row = cells[number]
        typed = {key: as_written(as_typed(row[place])) for key, place in columns.items() if place < len(row)}
        cell_of = {key: xl_rowcol_to_cell(number, place) for key, place in columns.items()}
        typed |= {key: NOT_CALCULATED for key, cell in cell_of.items() if cell in no_value}
        if any(typed.values()):
            yield Line(typed, {key: f"{SHEET}!{cell}" for key, cell in cell_of.items()})
