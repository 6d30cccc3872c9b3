"""Reads a workbook of transfers: every row, or every fault with its sheet, cell and remedy."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from xml.etree.ElementTree import ParseError

from python_calamine import CalamineError, CalamineWorkbook
from xlsxwriter.utility import xl_cell_to_rowcol, xl_rowcol_to_cell

from ntm.areas.models import Unit
from ntm.assessments.workbook.bounds import refuse_bombs
from ntm.core.problems import Fault, Problem, Text
from ntm.core.quantities import read_figure
from ntm.finance.models import Act, Stage, Work
from ntm.finance.paper_problems import WorkbookRefused
from ntm.finance.sources import leaf_paths
from ntm.finance.workbook.formulas import formulas_without_value
from ntm.finance.workbook.rows import HEADINGS, MOST_ROWS, MOVES, NEEDED, SHEET, ReadFile, Row
from ntm.ui.cells import as_written

MILLION = 1_000_000
_TOP_ROWS = 20  # within which the headings stand
_LENGTHS = {"document": 200, "exceeds_by": 200, "note": 300}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_LATEST = 3  # years after its own in which a year's capital is still settled
_NEEDS_TO = {
    (Act.ALLOCATE, Stage.EXPECTED),
    (Act.ASSIGN, Stage.ALLOCATED),
    (Act.GIVE_BACK, Stage.ALLOCATED),
    (Act.GIVE_BACK, Stage.ASSIGNED),
}
T = TypeVar("T")
Thing = TypeVar("Thing", Unit, Work)


class _Wrong(Exception):
    """One cell cannot be taken as it is."""

    def __init__(self, column: str, what: Text, do: Text) -> None:
        super().__init__(what.vi)
        self.column, self.what, self.do = column, what, do


@dataclass(frozen=True, slots=True)
class _Table:
    """The sheet with its headings: where each column stands, the year, and how many đồng one of its units is."""

    cells: Sequence[Sequence[object]]
    head: int
    columns: Mapping[str, int]
    year: int
    dong_each: int
    no_value: frozenset[str]  # formulas that nobody calculated

    @property
    def length(self) -> int:
        """The rows of the sheet; below its last value there may still be formulas that nobody calculated."""
        return max([len(self.cells), *(int(xl_cell_to_rowcol(cell)[0]) + 1 for cell in self.no_value)])


def read_workbook(content: bytes, name: str, *, units: Sequence[Unit], works: Sequence[Work]) -> ReadFile:
    """Read the rows of an .xlsx; ``units`` and ``works`` are those that may be named.

    Raises WorkbookRefused for a file that is no template, and the Problems of evidence for one that may do harm.
    """
    table = _table(content, name)
    lookup = _Lookup(table, units, works)
    rows: list[Row] = []
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for number in range(table.head + 1, table.length):
        found = _read(lookup, number)
        if isinstance(found, Row):
            twin = seen.setdefault(found.fingerprint, found.place)
            if twin != found.place:
                faults.append(_twins(found, twin))
            rows.append(found)
        else:
            faults += found
    if not rows and not faults:
        raise WorkbookRefused(name, Text("không có dòng bút toán nào", "it holds no transfer"))
    return ReadFile(name, tuple(rows), tuple(faults))


def _table(content: bytes, name: str) -> _Table:
    if not name.lower().endswith(".xlsx"):
        raise WorkbookRefused(name, Text("chỉ nhận tệp .xlsx", "only .xlsx is taken"))
    refuse_bombs(content, name)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if SHEET not in book.sheet_names:
            raise WorkbookRefused(name, Text(f"không có trang “{SHEET}”", f"it has no sheet “{SHEET}”"))
        cells = book.get_sheet_by_name(SHEET).to_python(skip_empty_area=False, nrows=MOST_ROWS + _TOP_ROWS + 1)
        no_value = formulas_without_value(content).get(SHEET, frozenset())
    except (CalamineError, OSError, ValueError, KeyError, ParseError, zipfile.BadZipFile) as error:
        raise WorkbookRefused(name, Text("không phải tệp Excel .xlsx", "it is no Excel .xlsx file")) from error
    if len(cells) > MOST_ROWS + _TOP_ROWS:
        raise WorkbookRefused(name, Text(f"quá {MOST_ROWS} dòng", f"it has more than {MOST_ROWS} rows"))
    head = next((at for at, row in enumerate(cells[:_TOP_ROWS]) if _plain(HEADINGS["move"]) in map(_plain, row)), None)
    if head is None:
        raise WorkbookRefused(name, Text("không thấy hàng tiêu đề", "its row of headings is missing"))
    columns, dong_each = _columns(cells[head], name)
    return _Table(cells, head, columns, _year(cells[:head], name), dong_each, no_value)


def _columns(head: Sequence[object], name: str) -> tuple[dict[str, int], int]:
    """Return where each column stands, and how many đồng one unit of the amount is."""
    known = {_plain(heading): key for key, heading in HEADINGS.items()}
    columns: dict[str, int] = {}
    dong_each = 0
    for at, cell in enumerate(head):
        words, _, measure = _plain(cell).partition("(")
        key = known.get(words.strip())
        if key:
            columns[key] = at
        if key == "amount":
            dong_each = {"triệu đồng": MILLION, "đồng": 1}.get(measure.rstrip(")").strip(), 0)
    missing = [HEADINGS[key] for key in NEEDED if key not in columns]
    if missing:
        told = ", ".join(missing)
        raise WorkbookRefused(name, Text(f"thiếu cột {told}", f"the columns {told} are missing"))
    if not dong_each:
        why = Text("tiêu đề cột Số tiền không ghi (triệu đồng) hay (đồng)", "the heading Số tiền names no measure")
        raise WorkbookRefused(name, why)
    return columns, dong_each


def _year(top: Sequence[Sequence[object]], name: str) -> int:
    for cell in (cell for row in top for cell in row):
        found = re.fullmatch(r"năm\D{0,3}(\d{4})", _plain(cell))
        if found:
            return int(found[1])
    raise WorkbookRefused(name, Text("phía trên bảng không ghi “Năm: …”", "“Năm: …” is missing above the table"))


def _read(lookup: _Lookup, number: int) -> Row | list[Fault]:
    """Read one row: a Row, or its faults, which are none where the row is empty."""
    if not any(lookup.typed(number, key) for key in HEADINGS):
        return []
    take = _Taking(lookup, number)
    move, on, source = take(lookup.move), take(lookup.on), take(lookup.source)
    unit = take(lambda at: lookup.unit(at, "unit", needed=True))
    amount, budget_year = take(lookup.amount), take(lookup.budget_year)
    work, to_work = take(lambda at: lookup.work(at, "work")), take(lambda at: lookup.work(at, "to_work"))
    to = take(lambda at: lookup.unit(at, "to", needed=False))
    document = take(lambda at: lookup.words(at, "document", needed=True))
    exceeds_by = take(lambda at: lookup.words(at, "exceeds_by", needed=False))
    note = take(lambda at: lookup.words(at, "note", needed=False))
    if take.faults or move is None or on is None or source is None or unit is None or amount is None:
        return take.faults
    year = lookup.table.year
    row = Row(
        act=move[0],
        stage=move[1],
        on=on,
        source=source,
        year=year,
        budget_year=budget_year or year,
        unit=unit,
        work=work,
        to=to or (to_work.unit if to_work else None),
        to_work=to_work,
        amount_dong=amount,
        document=document or "",
        note=note or "",
        exceeds_by=exceeds_by or "",
        place=f"{SHEET}!{lookup.place(number, 'move')}",
    )
    take(lambda _: _refuse_what_does_not_fit(row))
    return take.faults or row


def _refuse_what_does_not_fit(row: Row) -> None:
    """Raise _Wrong for cells that are right by themselves and wrong together."""
    if (row.act, row.stage) in _NEEDS_TO and row.to is None:
        do = Text("Chọn đơn vị trong danh sách của ô.", "Choose a unit from the list of the cell.")
        raise _Wrong("to", Text("Chưa nêu đơn vị nhận.", "The receiving unit is missing."), do)
    if row.to_work is not None and row.act != Act.ASSIGN:
        raise _Wrong(
            "to_work",
            Text("Chỉ giao vốn mới có công trình nhận.", "Only capital that is assigned goes to a work."),
            Text("Xóa ô này, hoặc đổi nghiệp vụ.", "Clear the cell, or change what is done."),
        )
    if row.budget_year > row.year:
        raise _Wrong(
            "budget_year",
            Text("Vốn của năm sau chưa dùng được.", "Capital of a later year cannot be used yet."),
            Text(f"Ghi năm {row.year} trở về trước.", f"Write {row.year} or before."),
        )
    if not row.budget_year <= row.on.year <= row.year + _LATEST:
        raise _Wrong(
            "on",
            Text(f"Ngày không hợp với vốn năm {row.year}.", f"The day does not go with the capital of {row.year}."),
            Text("Kiểm tra năm của ngày, và “Năm” ở đầu trang.", "Check the day's year, and “Năm” above the table."),
        )


class _Taking:
    """Takes the cells of one row, keeping each fault and going on."""

    def __init__(self, lookup: _Lookup, number: int) -> None:
        self._lookup, self._number = lookup, number
        self.faults: list[Fault] = []

    def __call__(self, read: Callable[[int], T]) -> T | None:
        try:
            return read(self._number)
        except _Wrong as wrong:
            self.faults.append(self._lookup.fault(self._number, wrong))
            return None


class _Lookup:
    """Reads one cell after the other; what a cell names is looked up among what the person keeps."""

    def __init__(self, table: _Table, units: Sequence[Unit], works: Sequence[Work]) -> None:
        self.table = table
        self._units = _by_name(units)
        self._works = _by_name(works)
        self._sources = _by_path(table.year)

    def cell(self, number: int, key: str) -> object:
        at, cells = self.table.columns.get(key), self.table.cells
        row = cells[number] if number < len(cells) else ()
        return row[at] if at is not None and at < len(row) else None

    def typed(self, number: int, key: str) -> str:
        """Return what stands in a cell as words; a formula that nobody calculated counts as something."""
        cell = self.cell(number, key)
        if cell in (None, "") and self.place(number, key) in self.table.no_value:
            return "="
        return as_written(str(cell).strip()) if cell is not None else ""

    def fault(self, number: int, wrong: _Wrong) -> Fault:
        heading = HEADINGS[wrong.column]
        return Fault(f"{SHEET}!{self.place(number, wrong.column)} · {heading}", wrong.what, wrong.do)

    def place(self, number: int, key: str) -> str:
        at = self.table.columns.get(key, self.table.columns["move"])
        return str(xl_rowcol_to_cell(number, at))

    def _said(self, number: int, key: str, *, needed: bool) -> str:
        typed = self.typed(number, key)
        if typed == "=":
            raise _Wrong(
                key,
                Text("Ô là công thức chưa có giá trị lưu.", "The cell is a formula without a kept value."),
                Text("Mở tệp bằng Excel rồi lưu lại, hoặc dán giá trị.", "Save it once in Excel, or paste the value."),
            )
        if needed and not typed:
            raise _Wrong(key, Text("Ô còn trống.", "The cell is empty."), Text("Điền ô này.", "Fill it in."))
        return typed

    def move(self, number: int) -> tuple[Act, Stage]:
        typed = _plain(self._said(number, "move", needed=True))
        found = {_plain(words): move for words, move in MOVES.items()}.get(typed)
        if found is None:
            told = ", ".join(MOVES)
            do = Text(f"Chọn một trong: {told}.", f"Choose one of: {told}.")
            raise _Wrong("move", Text(f"Không có nghiệp vụ “{typed}”.", f"There is no act “{typed}”."), do)
        return found

    def on(self, number: int) -> date:
        cell = self.cell(number, "on")
        if isinstance(cell, datetime):
            return cell.date()
        if isinstance(cell, date):
            return cell
        typed = self._said(number, "on", needed=True)
        found = _DAY.fullmatch(typed)
        try:
            if found:
                return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            pass
        what = Text(f"“{typed}” không phải ngày.", f"“{typed}” is no day.")
        raise _Wrong("on", what, Text("Ghi như 15/03/2024.", "Write it like 15/03/2024."))

    def source(self, number: int) -> str:
        typed = self._said(number, "source", needed=True)
        found = self._sources.get(_plain(typed))
        if found is None:
            year = self.table.year
            what = Text(f"Năm {year} không có nguồn vốn “{typed}”.", f"There is no source “{typed}” in {year}.")
            do = Text("Chọn trong danh sách của ô (trang Danh mục).", "Choose from the list of the cell.")
            raise _Wrong("source", what, do)
        return found

    def budget_year(self, number: int) -> int | None:
        cell = self.cell(number, "budget_year")
        typed = self._said(number, "budget_year", needed=False)
        if not typed:
            return None
        if isinstance(cell, float) and cell.is_integer():
            typed = str(int(cell))
        if not re.fullmatch(r"20\d\d", typed):
            what = Text(f"“{typed}” không phải năm.", f"“{typed}” is no year.")
            raise _Wrong("budget_year", what, Text("Ghi bốn chữ số, như 2023.", "Write four digits, such as 2023."))
        return int(typed)

    def unit(self, number: int, key: str, *, needed: bool) -> Unit | None:
        return self._named(number, key, self._units, needed=needed)

    def work(self, number: int, key: str) -> Work | None:
        return self._named(number, key, self._works, needed=False)

    def _named(self, number: int, key: str, known: Mapping[str, list[Thing]], *, needed: bool) -> Thing | None:
        cell = self.cell(number, key)
        typed = self._said(number, key, needed=needed)
        if not typed:
            return None
        if isinstance(cell, float) and cell.is_integer():
            typed = str(int(cell))
        found = known.get(_plain(typed)) or known.get(_plain(typed.partition(" – ")[0]), [])
        if len(found) == 1:
            return found[0]
        if found:
            what = Text(f"Có {len(found)} nơi tên “{typed}”.", f"{len(found)} bear the name “{typed}”.")
            raise _Wrong(key, what, Text("Ghi mã thay cho tên.", "Write the code instead of the name."))
        what = Text(f"Không có “{typed}” trong danh mục của bạn.", f"“{typed}” is not among those that you keep.")
        raise _Wrong(key, what, Text("Chọn trong danh sách của ô.", "Choose from the list of the cell."))

    def amount(self, number: int) -> int:
        cell = self.cell(number, "amount")
        typed = self._said(number, "amount", needed=True)
        try:
            # A number from a workbook is exact: 1.234 there is never a thousand. Words are read as a person's.
            is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
            figure = Decimal(str(cell)) if is_number else read_figure(typed)
        except Problem as problem:
            raise _Wrong("amount", problem.what, problem.do) from problem
        dong = figure * self.table.dong_each
        if dong <= 0:
            what = Text("Số tiền phải lớn hơn 0.", "The amount must be above 0.")
            do = Text(
                "Muốn ghi ngược lại thì dùng nghiệp vụ thu hồi.", "To book the opposite, use an act of giving back."
            )
            raise _Wrong("amount", what, do)
        if dong != dong.to_integral_value():
            what = Text(f"“{typed}” lẻ dưới một đồng.", f"“{typed}” has parts of a đồng.")
            raise _Wrong("amount", what, Text("Làm tròn đến đồng.", "Round it to the đồng."))
        return int(dong)

    def words(self, number: int, key: str, *, needed: bool) -> str:
        cell = self.cell(number, key)
        typed = self._said(number, key, needed=needed)
        if isinstance(cell, float) and cell.is_integer():
            typed = str(int(cell))
        most = _LENGTHS[key]
        if len(typed) > most:
            what = Text(f"Dài quá {most} chữ.", f"It is longer than {most} letters.")
            raise _Wrong(key, what, Text("Rút ngắn lại.", "Make it shorter."))
        return typed


def _by_name(things: Sequence[Thing]) -> dict[str, list[Thing]]:
    """Return things by code, by name, and by both as the lists write them; one name may lead to several."""
    found: dict[str, list[Thing]] = {}
    for thing in things:
        code, name = thing.code, thing.name
        for words in {code, name, f"{code} – {name}"}:
            found.setdefault(_plain(words), []).append(thing)
    return found


def _by_path(year: int) -> dict[str, str]:
    """Return each source by code and path, and by the end of its path where no other has the same end."""
    found: dict[str, set[str]] = {}
    for code, path in leaf_paths(year).items():
        steps = path.vi.split(" › ")
        for words in {code, *(" › ".join(steps[at:]) for at in range(len(steps)))}:
            found.setdefault(_plain(words), set()).add(code)
    return {words: codes.pop() for words, codes in found.items() if len(codes) == 1}


def _plain(cell: object) -> str:
    return " ".join(str(cell if cell is not None else "").split()).casefold()


def _twins(row: Row, twin: str) -> Fault:
    return Fault(
        row.place,
        Text(f"Dòng này giống hệt dòng {twin}.", f"This row says the same as {twin}."),
        Text(
            "Bỏ một dòng; nếu là hai lần chi thì ghi số chứng từ hay ghi chú khác nhau.",
            "Remove one; if there were two payments, tell them apart by document or note.",
        ),
    )
