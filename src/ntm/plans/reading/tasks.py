"""Tables of tasks: a row a task, with columns for who leads, who supports, until when, and what comes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ntm.plans.reading.lines import Line
from ntm.plans.reading.words import folded

_COLUMNS = (
    ("lead", re.compile(r"chủ trì")),
    ("support", re.compile(r"phối hợp")),
    ("when", re.compile(r"thời gian|thời hạn|hoàn thành|tiến độ")),
    ("output", re.compile(r"sản phẩm|kết quả|đầu ra")),
    ("text", re.compile(r"nhiệm vụ|nội dung|công việc|hoạt động")),
)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """What one row says, as it is written."""

    text: str
    lead: str
    support: str
    when: str
    output: str


@dataclass(slots=True)
class TaskTable:
    """A table that is being read row by row."""

    columns: dict[str, int] = field(default_factory=dict)

    @property
    def is_of_tasks(self) -> bool:
        return "lead" in self.columns and "text" in self.columns

    def read(self, line: Line) -> TaskRow | None:
        """Read a row; None for the rows of headings, and where the table is no table of tasks."""
        if not self.is_of_tasks:
            self._head(line)
            return None
        text = self._cell(line, "text")
        if not text or not (self._cell(line, "lead") or self._cell(line, "support")):
            return None
        return TaskRow(text, *(self._cell(line, name) for name in ("lead", "support", "when", "output")))

    def _head(self, line: Line) -> None:
        for place, cell in enumerate(line.cells):
            low = folded(cell)
            name = next((name for name, words in _COLUMNS if words.search(low) and name not in self.columns), None)
            if name and len(low) < 60:
                self.columns[name] = place

    def _cell(self, line: Line, name: str) -> str:
        place = self.columns.get(name, -1)
        return line.cells[place] if 0 <= place < len(line.cells) else ""
