"""Taking works in from a workbook: first every fault in its cell, then all of them or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from ntm.areas.models import Unit
from ntm.audit.services import record
from ntm.core.problems import Fault, Faults, Problem, Text
from ntm.core.quantities import read_figure, written
from ntm.finance.models import Contract, Field, Work
from ntm.finance.services.works import add_work
from ntm.finance.sources import leaf
from ntm.finance.works_file import NOT_CALCULATED, SOURCE, Line

_MILLION = 1_000_000
_DAYS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>\d{4})"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One work that a file would take in."""

    facts: Mapping[str, Any]
    measures: tuple[str, ...]
    units: tuple[Unit, ...]
    lines: Mapping[str, int]
    contract: Mapping[str, Any]

    @property
    def approved_dong(self) -> int | None:
        return self.facts.get("approved_dong")


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file would do: its works, and everything that is wrong with it."""

    works: tuple[Wanted, ...]
    faults: tuple[Fault, ...]


class WorksRefused(Faults):
    """A file of works has faults; nothing was taken in."""

    code = "finance/works-refused"

    def __init__(self, faults: Sequence[Fault]) -> None:
        number = len(faults)
        super().__init__(Text(f"Tệp có {number} lỗi.", f"The file has {number} faults."), faults)


def examine(lines: Sequence[Line], units: Sequence[Unit], measures: Sequence[tuple[str, str]]) -> Examined:
    """Hold the rows of a file against what is known; ``units`` are those whose works the person keeps."""
    reader = _Reader({unit.code: unit for unit in units}, _codes(measures))
    taken = set(
        Work.objects.filter(code__in=[line.typed.get("code", "") for line in lines]).values_list("code", flat=True)
    )
    wanted: list[Wanted] = []
    faults: list[Fault] = []
    seen: dict[str, str] = {}
    for line in lines:
        row = _Row(line, reader)
        one = row.read()
        code = line.typed.get("code", "")
        if code in taken:
            row.fault(
                "code", Text(f"Đã có công trình mã “{code}”.", f"There is a work “{code}” already."), _ANOTHER_CODE
            )
        elif code and code in seen:
            row.fault("code", Text(f"Trùng mã với ô {seen[code]}.", f"The same code as {seen[code]}."), _ANOTHER_CODE)
        seen.setdefault(code, line.place_of("code"))
        faults += row.faults
        wanted.append(one)
    return Examined(tuple(wanted), tuple(faults))


@transaction.atomic
def take_in_works(works: Sequence[Wanted], *, source: str, by: str, at: datetime) -> list[Work]:
    """Take all works of an examined file in, each with a line in the log; ``source`` names the file."""
    made = []
    for one in works:
        work = add_work(one.facts, one.measures, one.units, lines=one.lines or None, by=by, at=at)
        if one.contract:
            Contract.objects.create(work=work, **one.contract, made_by=by, made_at=at)
        made.append(work)
    record("finance.works_imported", subject=source, by=by, at=at, detail={"works": [work.code for work in made]})
    return made


_ANOTHER_CODE = Text("Dùng mã khác, hoặc bỏ dòng này.", "Use another code, or take the row out.")


@dataclass(frozen=True, slots=True)
class _Reader:
    """What the cells may name."""

    units: Mapping[str, Unit]
    measures: Mapping[str, str]

    def unit(self, code: str) -> Unit | None:
        """Find a unit by its code; a spreadsheet may have taken the zeros in front for nothing."""
        return self.units.get(code) or next(
            (self.units[padded] for padded in (code.zfill(5), code.zfill(3), code.zfill(2)) if padded in self.units),
            None,
        )


@dataclass(slots=True)
class _Row:
    """One row while it is read; every fault is kept with its cell."""

    line: Line
    reader: _Reader
    faults: list[Fault] = field(default_factory=list)
    pending: list[str] = field(init=False)  # keys of formulas that came without their value

    def __post_init__(self) -> None:
        self.pending = [key for key, typed in self.line.typed.items() if typed == NOT_CALCULATED]
        self.line = replace(self.line, typed={k: "" if k in self.pending else v for k, v in self.line.typed.items()})

    def fault(self, key: str, what: Text, do: Text) -> None:
        if key in self.pending and any(one.place == self.line.place_of(key) for one in self.faults):
            return  # what is not known yet is neither missing nor wrong
        self.faults.append(Fault(self.line.place_of(key), what, do))

    def text(self, key: str, longest: int, *, needed: bool = False) -> str:
        typed = self.line.typed.get(key, "")
        if needed and not typed:
            self.fault(key, Text("Ô này còn trống.", "This cell is empty."), Text("Hãy điền.", "Fill it in."))
        if len(typed) > longest:
            words = Text(f"Dài hơn {longest} ký tự.", f"Longer than {longest} characters.")
            self.fault(key, words, Text("Hãy rút gọn.", "Make it shorter."))
        return typed[:longest]

    def read(self) -> Wanted:
        for key in self.pending:
            what = Text("Công thức chưa được tính.", "A formula that nobody calculated.")
            do = Text("Mở tệp bằng Excel rồi lưu lại, hoặc gõ giá trị.", "Save the file in Excel, or type the value.")
            self.fault(key, what, do)
        facts: dict[str, Any] = {
            "code": self.text("code", 30, needed=True),
            "name": self.text("name", 300, needed=True),
            "field": self.field(),
            "unit": self.unit("unit", self.text("unit", 8, needed=True)),
            "begins_on": self.day("begins_on"),
            "ends_on": self.day("ends_on"),
            **self.place(),
            **self.approved(),
        }
        if facts["begins_on"] and facts["ends_on"] and facts["ends_on"] < facts["begins_on"]:
            words = Text("Hoàn thành trước khi khởi công.", "It ends before it begins.")
            self.fault("ends_on", words, Text("Kiểm tra hai ngày.", "Check both days."))
        others = [self.unit("units", code) for code in _listed(self.line.typed.get("units", ""))]
        measures = [self.measure(code) for code in _listed(self.line.typed.get("measures", ""))]
        return Wanted(
            facts,
            tuple(one for one in measures if one),
            tuple(unit for unit in others if unit),
            self.sources(facts["approved_dong"], facts["decided_on"]),
            self.contract(),
        )

    def field(self) -> str:
        typed = self.text("field", 60, needed=True)
        found = next((one.value for one in Field if typed.casefold() in {one.value, str(one.label).casefold()}), "")
        if typed and not found:
            words = Text(f"Không có lĩnh vực “{typed}”.", f"There is no field “{typed}”.")
            self.fault("field", words, Text("Chép từ trang “Lĩnh vực”.", "Copy it from the sheet “Lĩnh vực”."))
        return found

    def unit(self, key: str, code: str) -> Unit | None:
        found = self.reader.unit(code) if code else None
        if code and found is None:
            words = Text(f"Mã đơn vị “{code}” không thuộc phần của bạn.", f"The unit “{code}” is not yours to keep.")
            self.fault(key, words, Text("Chép từ trang “Đơn vị”.", "Copy it from the sheet “Đơn vị”."))
        return found

    def measure(self, code: str) -> str | None:
        found = self.reader.measures.get(code)
        if found is None:
            words = Text(f"Không có chỉ tiêu “{code}”.", f"There is no indicator “{code}”.")
            self.fault("measures", words, Text("Chép mã từ trang “Chỉ tiêu”.", "Copy it from the sheet “Chỉ tiêu”."))
        return found

    def day(self, key: str) -> date | None:
        typed = self.line.typed.get(key, "").removesuffix(" 00:00:00")
        if not typed:
            return None
        read = next((found for one in _DAYS if (found := one.fullmatch(typed))), None)
        try:
            if read:
                return date(int(read["y"]), int(read["m"]), int(read["d"]))
        except ValueError:
            pass
        words = Text(f"“{typed}” không phải là ngày.", f"“{typed}” is no day.")
        self.fault(key, words, Text("Ghi như 15/03/2024.", "Write it like 15/03/2024."))
        return None

    def amount(self, key: str) -> int | None:
        """Read million đồng to the đồng."""
        typed = self.line.typed.get(key, "")
        if not typed:
            return None
        try:
            dong = read_figure(typed) * _MILLION
        except Problem as problem:
            self.fault(key, problem.what, problem.do)
            return None
        if dong < 0 or dong != dong.to_integral_value():
            words = Text(f"“{typed}” không phải số tiền dùng được.", f"“{typed}” is no usable amount.")
            self.fault(key, words, Text("Ghi triệu đồng, nhiều nhất sáu số lẻ.", "Million đồng, at most six decimals."))
            return None
        return int(dong)

    def approved(self) -> dict[str, Any]:
        decision, decided_on, total = self.text("decision", 120), self.day("decided_on"), self.amount("approved")
        if total is not None and not self.line.typed.get("decided_on"):
            words = Text("Có tổng mức nhưng thiếu ngày quyết định.", "There is a total, but no day of the decision.")
            self.fault("decided_on", words, Text("Ghi ngày của quyết định.", "Write the day of the decision."))
        if total is None and (decision or decided_on) and not self.line.typed.get("approved"):
            words = Text("Có quyết định nhưng thiếu tổng mức.", "There is a decision, but no total.")
            self.fault("approved", words, Text("Ghi tổng mức được duyệt.", "Write the approved total."))
        return {"decision": decision, "decided_on": decided_on, "approved_dong": total}

    def sources(self, total: int | None, decided_on: date | None) -> dict[str, int]:
        keys = [key for key in self.line.typed if key.startswith(SOURCE)]
        lines = {key.removeprefix(SOURCE): self.amount(key) or 0 for key in keys}
        lines = {source: dong for source, dong in lines.items() if dong}
        for source in lines if decided_on else ():
            try:
                leaf(source, decided_on.year)  # type: ignore[union-attr]
            except Problem as problem:
                self.fault(f"{SOURCE}{source}", problem.what, problem.do)
        unread = self.pending or any(one.place in map(self.line.place_of, (*keys, "approved")) for one in self.faults)
        if lines and not unread and sum(lines.values()) != (total or 0):
            summed = sum(lines.values())
            self.fault(
                "approved",
                Text(
                    f"Các nguồn cộng lại là {written(summed)} đồng, tổng mức là {written(total or 0)} đồng.",
                    f"The sources sum to {written(summed, 'en')} đồng, the total is {written(total or 0, 'en')}.",
                ),
                Text("Sửa nguồn hoặc tổng mức cho khớp.", "Make the sources and the total agree."),
            )
        return lines

    def contract(self) -> dict[str, Any]:
        facts = {
            "contractor": self.text("contractor", 200),
            "number": self.text("number", 80),
            "signed_on": self.day("signed_on"),
            "amount_dong": self.amount("contract"),
        }
        if not facts["contractor"] and any(facts.values()):
            words = Text("Có hợp đồng nhưng thiếu nhà thầu.", "There is a contract, but no contractor.")
            self.fault("contractor", words, Text("Ghi tên nhà thầu.", "Write the contractor's name."))
        return facts if facts["contractor"] else {}

    def place(self) -> dict[str, Decimal | None]:
        latitude, longitude = self.degrees("latitude", 8, 24), self.degrees("longitude", 102, 118)
        typed = [bool(self.line.typed.get(key)) for key in ("latitude", "longitude")]
        if any(typed) and not all(typed):
            words = Text("Chỉ có một tọa độ.", "Only one coordinate is there.")
            self.fault("latitude", words, Text("Ghi cả vĩ độ và kinh độ.", "Write both latitude and longitude."))
        both = latitude is not None and longitude is not None
        return {"latitude": latitude if both else None, "longitude": longitude if both else None}

    def degrees(self, key: str, low: int, high: int) -> Decimal | None:
        typed = self.line.typed.get(key, "")
        if not typed:
            return None
        try:
            found = Decimal(typed.replace(",", ".")).quantize(Decimal("0.00001"))
        except ArithmeticError:
            found = Decimal(-1)
        if not low <= found <= high:
            words = Text(f"“{typed}” không phải tọa độ trong nước.", f"“{typed}” is no coordinate in Viet Nam.")
            self.fault(key, words, Text(f"Ghi độ từ {low} đến {high}, như 21,59420.", f"Degrees, {low} to {high}."))
            return None
        return found


def _listed(typed: str) -> list[str]:
    return [part for part in (one.strip() for one in typed.split(";")) if part]


def _codes(measures: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return measures by themselves and by the bare code of their indicator; the first set that has a code wins."""
    found = {measure: measure for measure, _ in measures}
    for measure, _ in measures:
        found.setdefault(measure.rpartition("/")[2], measure)
    return found
