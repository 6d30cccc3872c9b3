"""One row of a workbook of transfers: what is done with which money, and where it stands in the file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ntm.areas.models import Unit
from ntm.core.problems import Fault
from ntm.finance.models import Act, Stage, Work

# What can stand in the column “Nghiệp vụ”: the act, and the stage that the money is in before it.
MOVES: Mapping[str, tuple[Act, Stage]] = {
    "Phân bổ": (Act.ALLOCATE, Stage.EXPECTED),
    "Giao vốn": (Act.ASSIGN, Stage.ALLOCATED),
    "Giải ngân": (Act.DISBURSE, Stage.ASSIGNED),
    "Quyết toán": (Act.SETTLE, Stage.DISBURSED),
    "Thu hồi vốn đã phân bổ": (Act.GIVE_BACK, Stage.ALLOCATED),
    "Thu hồi vốn đã giao": (Act.GIVE_BACK, Stage.ASSIGNED),
    "Hoàn trả vốn đã giải ngân": (Act.GIVE_BACK, Stage.DISBURSED),
    "Hủy số đã quyết toán": (Act.GIVE_BACK, Stage.SETTLED),
    "Kéo dài vốn đã phân bổ": (Act.CARRY_OVER, Stage.ALLOCATED),
    "Kéo dài vốn đã giao": (Act.CARRY_OVER, Stage.ASSIGNED),
}
# The columns by name; the amount's heading says whether it is đồng or million đồng.
HEADINGS: Mapping[str, str] = {
    "move": "Nghiệp vụ",
    "on": "Ngày",
    "source": "Nguồn vốn",
    "budget_year": "Vốn của năm",
    "unit": "Đơn vị chuyển",
    "work": "Công trình chuyển",
    "to": "Đơn vị nhận",
    "to_work": "Công trình nhận",
    "amount": "Số tiền",
    "document": "Chứng từ",
    "exceeds_by": "Quyết định cho vượt tổng mức",
    "note": "Ghi chú",
}
NEEDED = ("move", "on", "source", "unit", "amount", "document")
SHEET = "Bút toán"
MOST_ROWS = 1_000  # of a file: looking at one and booking it each hold the database for seconds


@dataclass(frozen=True, slots=True)
class Row:
    """A transfer that a file asks for; ``place`` is where it stands: ``Bút toán!A7``."""

    act: Act
    stage: Stage  # where the money is before it
    on: date
    source: str
    year: int
    budget_year: int
    unit: Unit
    work: Work | None
    to: Unit | None
    to_work: Work | None
    amount_dong: int
    document: str
    note: str
    exceeds_by: str
    place: str

    @property
    def packed(self) -> list[object]:
        """The row as plain values, to be sealed into a page and to make its fingerprint from."""
        ids = [one.pk if one else None for one in (self.unit, self.work, self.to, self.to_work)]
        said = [self.amount_dong, self.document, self.note, self.exceeds_by]
        where = [self.source, self.year, self.budget_year]
        return [self.act.value, self.stage.value, self.on.isoformat(), *where, *ids, *said]

    @property
    def fingerprint(self) -> str:
        """Two rows have the same only when they say the same in every column."""
        return hashlib.sha256(json.dumps(self.packed, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What a workbook says: the rows that could be read, and every fault with its cell."""

    name: str
    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]

    @property
    def fingerprint(self) -> str:
        """The same for the same rows, whatever the file is called and in whatever order they stand."""
        return hashlib.sha256("".join(sorted(row.fingerprint for row in self.rows)).encode()).hexdigest()
