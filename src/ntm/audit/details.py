"""The details of a line in the reader's words; the export and the seals keep them as they were recorded."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from ntm.core.problems import Text
from ntm.core.quantities import written, written_day

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CHANGE = {"field", "old", "new"}
_NOTHING: tuple[object, ...] = ("", None, [], {})

# Names that services give to what they record; one that is not here stands as it was recorded.
NAMES: dict[str, Text] = {
    "about": Text("về", "about"),
    "accepted_dong": Text("nghiệm thu", "accepted"),
    "act": Text("nghiệp vụ", "act"),
    "after": Text("sau", "after"),
    "amount_dong": Text("số tiền", "amount"),
    "approved_dong": Text("tổng mức đầu tư", "approved total"),
    "basis": Text("căn cứ", "basis"),
    "because": Text("vì", "because"),
    "before": Text("trước", "before"),
    "begins_on": Text("bắt đầu", "begins on"),
    "body": Text("cơ quan", "body"),
    "budget_year": Text("năm ngân sách", "budget year"),
    "changed": Text("thay đổi", "changed"),
    "changes": Text("thay đổi", "changes"),
    "clause": Text("điểm", "clause"),
    "clauses": Text("số điểm", "clauses"),
    "contractor": Text("nhà thầu", "contractor"),
    "cost_dong": Text("kinh phí", "cost"),
    "costs": Text("kinh phí", "costs"),
    "count": Text("số lượng", "count"),
    "decided_on": Text("ngày quyết định", "decided on"),
    "decision": Text("quyết định", "decision"),
    "document": Text("chứng từ", "document"),
    "due_on": Text("thời hạn", "due on"),
    "email": Text("thư điện tử", "e-mail"),
    "ends_on": Text("kết thúc", "ends on"),
    "every_months": Text("mấy tháng một lần", "every months"),
    "file": Text("tệp", "file"),
    "files": Text("tệp", "files"),
    "finished": Text("hoàn thành", "finished"),
    "first_due_on": Text("đến hạn lần đầu", "first due on"),
    "form": Text("hình thức", "form"),
    "from": Text("từ", "from"),
    "giver": Text("bên đóng góp", "giver"),
    "is_sample": Text("dữ liệu mẫu", "sample data"),
    "issued_on": Text("ngày ban hành", "issued on"),
    "kind": Text("loại", "kind"),
    "level": Text("mức", "level"),
    "lines": Text("số dòng", "lines"),
    "measure": Text("chỉ tiêu", "measure"),
    "name": Text("tên", "name"),
    "note": Text("ghi chú", "note"),
    "number": Text("số", "number"),
    "office": Text("cơ quan", "office"),
    "on": Text("ngày", "on"),
    "owner": Text("chủ đầu tư", "owner"),
    "paper": Text("văn bản", "paper"),
    "percent": Text("phần trăm", "percent"),
    "period": Text("kỳ", "period"),
    "progress": Text("tiến độ", "progress"),
    "quantity": Text("số lượng", "quantity"),
    "reason": Text("lý do", "reason"),
    "responsible": Text("người phụ trách", "responsible"),
    "rhythm": Text("chế độ báo cáo", "how often"),
    "role": Text("vai trò", "role"),
    "round": Text("đợt", "round"),
    "rows": Text("số dòng", "rows"),
    "scenario": Text("phương án", "scenario"),
    "section": Text("phần", "section"),
    "serves": Text("thực hiện điểm", "serves"),
    "sets": Text("bộ tiêu chí", "criteria sets"),
    "source": Text("nguồn", "source"),
    "stage": Text("bước", "stage"),
    "state": Text("tình trạng", "state"),
    "summary": Text("nội dung", "summary"),
    "to": Text("đến", "to"),
    "total_dong": Text("tổng số", "total"),
    "unit": Text("đơn vị", "unit"),
    "units": Text("đơn vị", "units"),
    "until": Text("đến", "until"),
    "value": Text("giá trị", "value"),
    "value_dong": Text("giá trị", "value"),
    "values": Text("giá trị", "values"),
    "what": Text("nội dung", "what"),
    "work": Text("công trình", "work"),
    "works": Text("công trình", "works"),
    "year": Text("năm", "year"),
}


def told(detail: Mapping[str, Any], language: str) -> str:
    """Write details by name, what is empty left out: ``tệp: a.csv, b.csv; ngày: 23/02/2024``.

    They come sorted by the names recorded, as not every database keeps their order.
    """
    return "; ".join(
        f"{_name(name, language)}: {_value(name, value, language)}"
        for name, value in sorted(detail.items())
        if value not in _NOTHING
    )


def _name(name: str, language: str) -> str:
    return NAMES[name].said_in(language) if name in NAMES else name


def _value(name: str, value: object, language: str) -> str:
    if isinstance(value, list):
        return ", ".join(_value(name, one, language) for one in value)
    if isinstance(value, dict):
        return _pair(value, language) if value.keys() == _CHANGE else f"({told(value, language)})"
    if isinstance(value, bool):
        return Text("có" if value else "không", "yes" if value else "no").said_in(language)
    if isinstance(value, int) and name.endswith("_dong"):
        return f"{written(value, language)} đồng"
    if isinstance(value, str):
        return _day(value)
    return json.dumps(value, ensure_ascii=False)


def _pair(change: Mapping[str, Any], language: str) -> str:
    """Tell a field with what it held before and after."""
    field = change["field"]
    pair = (_value(field, change[side], language) or "–" for side in ("old", "new"))
    return f"{_name(field, language)} {' → '.join(pair)}"


def _day(words: str) -> str:
    """Write a day as offices do; other words stay."""
    try:
        return written_day(date.fromisoformat(words)) if _DAY.fullmatch(words) else words
    except ValueError:
        return words
