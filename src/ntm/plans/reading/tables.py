"""Tables of capital and of tasks: which column says what is read from the rows above the first figure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ntm.plans.reading.figures import BARE, Mark, dong, numbers, units_named
from ntm.plans.reading.lines import Line
from ntm.plans.reading.words import folded

_COUNTER = re.compile(r"^(?:tt|stt|số tt|số thứ tự)$")
_NAME = re.compile(r"nguồn|nội dung|danh mục|chỉ tiêu|tên|diễn giải")
_TOTAL = re.compile(r"tổng|cộng|số tiền|kinh phí|kế hoạch|dự kiến|thành tiền|mức vốn|số vốn")
_KINDS = (("investment", re.compile(r"đầu tư|đtpt")), ("recurrent", re.compile(r"sự nghiệp|thường xuyên|\bsn\b")))
_ASIDE = re.compile(r"ghi chú|tỷ lệ|tỉ lệ|%|đã thực hiện|thực hiện năm|ước thực hiện|lũy kế")
_BARE = re.compile(rf"^(?:{BARE.pattern})$")


@dataclass(frozen=True, slots=True)
class TableAmount:
    """One figure of a row: what the row is called, of which kind the column is, and in how many ways it reads."""

    name: str
    kind: str  # investment, recurrent, or empty for the whole
    written: str
    ways: tuple[int, ...]
    unit_unknown: bool = False


@dataclass(slots=True)
class Table:
    """A table that is being read row by row; ``unit`` is how many đồng a figure of it counts."""

    unit: int | None = None
    headings: dict[int, str] = field(default_factory=dict)
    begun: bool = False

    def read(self, line: Line, mark: Mark | None) -> list[TableAmount] | None:
        """Read a row; None for a row without a bare figure, which before the first one names the columns."""
        columns = [place for place in range(1, len(line.cells)) if self._is_figure(line, place)]
        counts_columns = not self.begun and [line.cells[place] for place in columns] == [
            str(place + 1) for place in columns
        ]
        if not columns or counts_columns:
            self._head(line)
            return None
        self.begun = True
        name = " ".join(
            cell for place, cell in enumerate(line.cells) if place not in columns and not self._is_aside(place, cell)
        )
        return [one for one in (self._amount(line, place, name, columns, mark) for place in columns) if one is not None]

    def _head(self, line: Line) -> None:
        self.unit = next(units_named(line.text), self.unit)
        for place, cell in enumerate(line.cells):
            if not self.begun and cell and place not in line.repeated:
                self.headings[place] = f"{self.headings.get(place, '')} {folded(cell)}".strip()
                self.unit = next(units_named(f"đơn vị {cell}"), self.unit) if "đồng" in cell else self.unit

    def _is_figure(self, line: Line, place: int) -> bool:
        if place in line.repeated or not _BARE.match(_without_mark(line.cells[place])):
            return False
        heading = self.headings.get(place, "")
        return not _ASIDE.search(heading) and not _COUNTER.match(heading)

    def _is_aside(self, place: int, cell: str) -> bool:
        heading = self.headings.get(place, "")
        counter = _COUNTER.match(heading) or re.fullmatch(r"(?:[IVX]+|\d+(?:\.\d+)*|[a-zA-Z]|[-+*])[.)]?", cell)
        return bool(counter or _ASIDE.search(heading) or (_BARE.match(cell) and not _NAME.search(heading)))

    def _amount(self, line: Line, place: int, name: str, columns: list[int], mark: Mark | None) -> TableAmount | None:
        heading = self.headings.get(place, "")
        kind = next((kind for kind, words in _KINDS if words.search(heading) and not _TOTAL.match(heading)), "")
        wholes = [one for one in columns if self._says_whole(one)]
        if not kind and len(columns) > 1 and place not in wholes[:1]:
            return None if wholes else self._in_doubt(line, place, name, columns, mark)
        ways = dong(numbers(_without_mark(line.cells[place]), mark), self.unit or 1)
        return TableAmount(name, kind, line.cells[place], ways, self.unit is None)

    def _says_whole(self, place: int) -> bool:
        heading = self.headings.get(place, "")
        return bool(_TOTAL.search(heading)) and (
            bool(_TOTAL.match(heading)) or not any(k.search(heading) for _, k in _KINDS)
        )

    def _in_doubt(self, line: Line, place: int, name: str, columns: list[int], mark: Mark | None) -> TableAmount | None:
        """Offer every column of a row whose headings do not say which one counts; ask once, at its first figure."""
        if place != columns[0]:
            return None
        ways = tuple(
            dict.fromkeys(
                way for one in columns for way in dong(numbers(_without_mark(line.cells[one]), mark), self.unit or 1)
            )
        )
        return TableAmount(name, "", " | ".join(line.cells[one] for one in columns), ways)


def _without_mark(cell: str) -> str:
    return re.sub(r"\s*\[\^(?:\d+|\*+)\]", "", cell)
